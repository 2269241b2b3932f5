"""Forgetting at once what a database keeps of its own past."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

FORGETS = "forgets"
"""Under this word of a connection's `info` stands the wish; whoever opens the database fulfils it."""


async def forget_history(session: AsyncSession) -> None:
    """See to it that the past of this transaction is gone once it is committed.

    SQLite first writes what changes beside the database, in its write-ahead log: the two together show what every
    transaction changed, and so what belongs together. With this, the log is emptied before anybody else writes.
    """
    (await session.connection()).info[FORGETS] = True
