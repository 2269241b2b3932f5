"""What the ticks do: forget in time."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.reports import forget_words
from actions.history import forget_history
from bot.clock.ticks import Tick
from bot.delivery.conversations import forget_expired
from bot.delivery.inbox import forget_seen
from bot.delivery.outbox import forget_sent

log = logging.getLogger(__name__)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Drop what has been kept long enough; the log says how much, never what.

    What any transaction of the last minute dropped or wiped leaves SQLite's write-ahead log and file with it.
    """
    await forget_history(session)
    states = await forget_expired(session, now=now)
    seen = await forget_seen(session, now=now)
    sent = await forget_sent(session, now=now)
    words = await forget_words(session, now=now)
    if states or seen or sent or words:
        log.info(
            "purged %d conversation states, %d update numbers, %d sent calls, %d remarks on places",
            states,
            seen,
            sent,
            words,
        )


def ticks() -> Sequence[Tick]:
    """Every tick of the house."""
    return (Tick("purge", 60.0, purge),)
