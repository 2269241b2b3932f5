"""The durable inbox: an update is written down before Telegram is told that we have it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.identity import Vault
from bot.delivery.chat import RawUpdate, chat_key_of
from bot.delivery.models import InboxItem, SeenUpdate
from bot.store.engine import Sessions

# Telegram keeps an update for 24 hours; a repetition later than that cannot come.
MEMORY = timedelta(hours=48)


class Inbox:
    """Updates received and not yet handled, in the database."""

    def __init__(self, sessions: Sessions, *, vault: Vault) -> None:
        self._sessions = sessions
        self._vault = vault

    async def keep(self, updates: Sequence[RawUpdate], *, now: datetime) -> list[str]:
        """Write down the updates that are new; return the keys of their chats. Durable when this returns."""
        chats = []
        async with self._sessions.begin() as session:
            for raw in updates:
                if await self._is_new(session, raw, now=now):
                    key = chat_key_of(raw, vault=self._vault)
                    sealed = self._vault.seal(json.dumps(raw).encode())
                    session.add(InboxItem(update_id=raw["update_id"], chat_key=key, sealed=sealed, received_at=now))
                    chats.append(key)
        return list(dict.fromkeys(chats))

    async def next_of(self, chat_key: str) -> InboxItem | None:
        """The oldest update of a chat that can be handled now."""
        async with self._sessions() as session:
            found: InboxItem | None = await session.scalar(
                select(InboxItem)
                .where(InboxItem.chat_key == chat_key, InboxItem.awaits_nlu.is_(False))
                .order_by(InboxItem.update_id)
                .limit(1)
            )
            return found

    def open(self, item: InboxItem) -> RawUpdate:
        """The update itself."""
        raw: RawUpdate = json.loads(self._vault.open(item.sealed))
        return raw

    async def chats_with_work(self) -> list[str]:
        """The chats that have something to handle, the longest waiting first."""
        async with self._sessions() as session:
            rows = await session.execute(
                select(InboxItem.chat_key)
                .where(InboxItem.awaits_nlu.is_(False))
                .group_by(InboxItem.chat_key)
                .order_by(func.min(InboxItem.update_id))
            )
            return [key for (key,) in rows]

    async def wake_waiting(self) -> list[str]:
        """Let the questions that waited for the language model be handled; return the keys of their chats."""
        async with self._sessions.begin() as session:
            rows = await session.scalars(
                update(InboxItem)
                .where(InboxItem.awaits_nlu.is_(True))
                .values(awaits_nlu=False)
                .returning(InboxItem.chat_key)
            )
            return list(dict.fromkeys(rows))

    async def count_failure(self, update_id: int) -> int:
        """Note that handling failed once more; return how often it has."""
        async with self._sessions.begin() as session:
            attempts: int | None = await session.scalar(
                update(InboxItem)
                .where(InboxItem.update_id == update_id)
                .values(attempts=InboxItem.attempts + 1)
                .returning(InboxItem.attempts)
            )
            return attempts or 0

    async def _is_new(self, session: AsyncSession, raw: RawUpdate, *, now: datetime) -> bool:
        dialect = session.get_bind().dialect.name
        insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
        added = await session.scalar(
            insert(SeenUpdate)
            .values(update_id=raw["update_id"], received_at=now)
            .on_conflict_do_nothing()
            .returning(SeenUpdate.update_id)
        )
        return added is not None


async def take(session: AsyncSession, update_id: int) -> bool:
    """Claim an update inside the transaction that handles it; False if another worker has done so."""
    taken = await session.scalar(
        delete(InboxItem).where(InboxItem.update_id == update_id).returning(InboxItem.update_id)
    )
    return taken is not None


async def defer_until_understood(session: AsyncSession, item: InboxItem) -> None:
    """Put an update back to wait for the language model."""
    session.add(
        InboxItem(
            update_id=item.update_id,
            chat_key=item.chat_key,
            sealed=item.sealed,
            received_at=item.received_at,
            attempts=item.attempts,
            awaits_nlu=True,
        )
    )


async def forget_seen(session: AsyncSession, *, now: datetime) -> int:
    """Drop the numbers of updates that cannot come again; return how many."""
    gone = await session.scalars(
        delete(SeenUpdate).where(SeenUpdate.received_at < now - MEMORY).returning(SeenUpdate.update_id)
    )
    return len(gone.all())
