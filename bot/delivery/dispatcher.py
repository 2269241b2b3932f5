"""The dispatcher: one queue a chat, chats side by side, one transaction an update."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.chat import RawUpdate
from bot.delivery.inbox import Inbox, defer_until_understood, take
from bot.delivery.models import InboxItem
from bot.journal import describe
from bot.store.engine import Sessions

log = logging.getLogger(__name__)

ATTEMPTS = 3
DATABASE_PAUSE = 1.0  # seconds before a database that does not answer is asked again
STOP_GRACE = 2.0  # seconds for the updates under way to be finished
UNAVAILABLE = (OperationalError, InterfaceError, OSError)  # what any other error of the database is about is the update


class Desk(Protocol):
    """Whoever handles updates. `read` may take its time and touches nothing; the others run in a transaction."""

    async def read(self, raw: RawUpdate) -> object:
        """Understand an update before any transaction is open."""

    async def handle(self, incoming: object, session: AsyncSession) -> bool:
        """Act on an update; False if it must wait for the language model."""

    async def apologise(self, raw: RawUpdate, session: AsyncSession) -> None:
        """Say that something went wrong with an update that is now given up."""


class Dispatcher:
    """Handles the inbox, in order inside each chat."""

    def __init__(self, *, sessions: Sessions, inbox: Inbox, desk: Desk, after_commit: Callable[[], None]) -> None:
        self._sessions = sessions
        self._inbox = inbox
        self._desk = desk
        self._after_commit = after_commit
        self._queues: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._stopping = False

    async def resume(self) -> None:
        """Take up what an earlier run, or another worker, left."""
        for key in await self._inbox.chats_with_work():
            self.submit(key)

    def submit(self, chat_key: str) -> None:
        """See to a chat, now or after what it is busy with."""
        if self._stopping:
            return
        if chat_key in self._queues:
            self._again.add(chat_key)
            return
        task = asyncio.create_task(self._work_through(chat_key), name=f"chat-{chat_key[:8]}")
        self._queues[chat_key] = task
        task.add_done_callback(lambda _: self._finished(chat_key))

    @property
    def is_idle(self) -> bool:
        """True when no chat is being seen to."""
        return not self._queues

    async def stop(self) -> None:
        """Finish the updates under way, begin no other; one that takes too long is left to the next start."""
        self._stopping = True
        under_way = list(self._queues.values())
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=STOP_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _finished(self, chat_key: str) -> None:
        del self._queues[chat_key]
        if chat_key in self._again:
            self._again.discard(chat_key)
            self.submit(chat_key)

    async def _work_through(self, chat_key: str) -> None:
        while not self._stopping:
            try:
                item = await self._inbox.next_of(chat_key)
                if item is None:
                    return
                await self._see_to(item)
            except UNAVAILABLE as error:
                log.warning("database unavailable, trying again: %s", type(error).__name__)
                await asyncio.sleep(DATABASE_PAUSE)

    async def _see_to(self, item: InboxItem) -> None:
        raw: RawUpdate | None = None
        try:
            raw = self._inbox.open(item)
            incoming = await self._desk.read(raw)
            await self._in_transaction(item, lambda session: self._desk.handle(incoming, session))
        except UNAVAILABLE:
            raise
        except Exception as error:  # noqa: BLE001 - one update must never stop the others
            log.error("update failed: %s", describe(error))
            if await self._inbox.count_failure(item.update_id) >= ATTEMPTS:
                await self._give_up(item, raw)

    async def _give_up(self, item: InboxItem, raw: RawUpdate | None) -> None:
        async def apologise(session: AsyncSession) -> bool:
            if raw is None:
                log.error("an update cannot be read: SECRET_KEY is not the one it was written with")
            else:
                await self._desk.apologise(raw, session)
            return True

        try:
            await self._in_transaction(item, apologise)
        except UNAVAILABLE:
            raise
        except Exception as error:  # noqa: BLE001 - the chat must go on, even without an apology
            log.error("no apology could be made: %s", describe(error))
            await self._in_transaction(item, _let_go)

    async def _in_transaction(self, item: InboxItem, deed: Callable[[AsyncSession], Awaitable[bool]]) -> None:
        async with self._sessions.begin() as session:
            if not await take(session, item.update_id):
                return
            if not await deed(session):
                await defer_until_understood(session, item)
        self._after_commit()


async def _let_go(_session: AsyncSession) -> bool:
    return True
