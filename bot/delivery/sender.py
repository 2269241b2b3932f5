"""The sender: takes calls from the outbox at the pace allowed, makes them, and writes down what became of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from actions.reply import IfUnknown, Urgency
from bot.delivery import outbox as box
from bot.delivery.models import OutboxItem, SendState
from bot.delivery.outbox import Call, Outbox
from bot.delivery.outcome import Fate, Outcome
from bot.delivery.pacer import Pacer
from bot.journal import describe
from bot.store.engine import Sessions

log = logging.getLogger(__name__)

AT_ONCE = 50
IDLE_POLL = 1.0  # seconds: finds what another worker wrote, and what has become due
DATABASE_PAUSE = 1.0
MISCONFIGURED_PAUSE = 30.0
BACKOFF = (1, 2, 5, 10, 30, 60, 120, 300)  # seconds
LAST_ATTEMPT = 12
STOP_GRACE = 2.5


class Telephone(Protocol):
    """Makes one call and says what became of it; never raises for what the other side does."""

    async def call(self, call: Call, *, chat_id: int) -> Outcome:
        """Make the call."""


class Witness:
    """Is told what became of messages, inside the transaction that records it. By default it does nothing about it."""

    async def sent_already(self, item: OutboxItem) -> Outcome | None:
        """What became of this very message if it went out past the outbox: then it is not sent again."""
        return None

    def arrived(self, item: OutboxItem) -> None:
        """A message arrived: told at once and outside any transaction, however slow the database is."""

    async def sent(self, session: AsyncSession, item: OutboxItem) -> None:
        """A message arrived; `item.message_id` is its number."""

    async def album_sent(self, session: AsyncSession, item: OutboxItem, *, numbers: Sequence[int]) -> None:
        """Several messages arrived by one call, with these numbers; told before `sent`."""

    async def blocked(self, session: AsyncSession, item: OutboxItem) -> None:
        """The person does not want messages any more."""

    async def refused(self, session: AsyncSession, item: OutboxItem) -> None:
        """Telegram will never take this message, or has not for too long; its parameters can be read a last time."""

    async def moved(self, session: AsyncSession, item: OutboxItem, *, chat_id: int) -> None:
        """The group has another number now."""

    async def parked(self, session: AsyncSession, item: OutboxItem) -> None:
        """Nobody can say whether this message arrived, and it is not sent again."""

    async def interrupted(self, session: AsyncSession, item: OutboxItem) -> None:
        """Nobody can say whether this answer arrived: offer to show it again."""


class Sender:
    """Sends what the outbox holds. One a process; several processes share a PostgreSQL outbox."""

    def __init__(  # noqa: PLR0913 - the sender stands between all of these
        self,
        *,
        sessions: Sessions,
        outbox: Outbox,
        telephone: Telephone,
        pacer: Pacer,
        witnesses: Sequence[Witness],
        now: Callable[[], datetime],
        worker: str,
        alone: bool,
    ) -> None:
        self._sessions = sessions
        self._outbox = outbox
        self._telephone = telephone
        self._pacer = pacer
        self._witnesses = witnesses
        self._now = now
        self._worker = worker
        self._alone = alone
        self._in_flight: dict[str, set[asyncio.Task[None]]] = {}
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()  # until it runs
        self._stopping = False

    def wake(self) -> None:
        """Look at the outbox again: something was committed, or time has moved."""
        self._wake.set()

    @property
    def calls_under_way(self) -> int:
        """How many calls have not come back."""
        return len(self._calls())

    async def run(self) -> None:
        """Send until stopped. A database that does not answer is asked again."""
        self._ended.clear()
        try:
            while not self._stopping:
                await self._send_once()
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Begin no other call; wait a few seconds for those under way. What is cut off is settled at the next start."""
        self._stopping = True
        self._wake.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_GRACE):
                await self._ended.wait()
                while under_way := self._calls():
                    await asyncio.wait(under_way)
        late = self._calls()
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _calls(self) -> list[asyncio.Task[None]]:
        return [task for tasks in self._in_flight.values() for task in tasks]

    async def _send_once(self) -> None:
        self._wake.clear()
        try:
            await self._settle_orphans()
            pause = await self._send_due()
        except Exception as error:  # noqa: BLE001 - nothing may end the sending: help must always be able to leave
            log.warning("outbox unavailable, trying again: %s", describe(error))
            pause = DATABASE_PAUSE
        await self._sleep(pause)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=max(0.0, seconds))
        except TimeoutError:
            return

    async def _settle_orphans(self) -> None:
        async with self._sessions.begin() as session:
            for item in await box.orphans(session, worker=self._worker, now=self._now(), alone=self._alone):
                await self._settle_unknown(session, item, reason="interrupted")
                await _leave_no_trace(session, item)

    async def _send_due(self) -> float:
        """Start every call that may go now; return the seconds until another may."""
        waiting: dict[str, float] = {}
        while not self._stopping:
            if (pause := self._pacer.wait_for_anyone()) > 0 or self.calls_under_way >= AT_ONCE:
                return min(max(pause, 0.005), IDLE_POLL)
            async with self._sessions() as session:
                items = await box.due(session, now=self._now(), without=[*waiting, *self._in_flight])
            if not items:
                return min([IDLE_POLL, *waiting.values()])
            item = self._first_allowed(items, waiting)
            if item is not None:
                await self._start(item)
        return 0.0

    def _first_allowed(self, items: Sequence[OutboxItem], waiting: dict[str, float]) -> OutboxItem | None:
        for item in items:
            if item.chat_key in waiting:
                continue
            pause = self._pacer.wait(item.chat_key, is_group=item.is_group)
            if pause <= 0 or item.method == "answer_callback_query":
                return item
            waiting[item.chat_key] = pause
        return None

    async def _start(self, item: OutboxItem) -> None:
        async with self._sessions.begin() as session:
            if not await box.claim(session, item, worker=self._worker, now=self._now()):
                return
            session.add(item)
            await session.refresh(item)  # it may have been amended between the look and the claim
        chat_id, call = self._outbox.open(item)
        if item.attempts and await self._is_overtaken(item, call):
            return
        if call.is_paced:
            self._pacer.take(item.chat_key, is_group=item.is_group)
        task = asyncio.create_task(self._make(item, call, chat_id=chat_id))
        self._in_flight.setdefault(item.chat_key, set()).add(task)
        task.add_done_callback(lambda done: self._came_back(item.chat_key, done))

    async def _is_overtaken(self, item: OutboxItem, call: Call) -> bool:
        """Give up a change that waited for another attempt while a newer one of the same message was made."""
        edited = call.params.get("message_id") if call.method.startswith("edit_") else None
        if edited is None:
            return False
        async with self._sessions.begin() as session:
            if not await box.was_overtaken(session, item, message_id=edited):
                return False
            self._finish(await session.get_one(OutboxItem, item.id), SendState.FAILED, reason="overtaken")
            return True

    def _came_back(self, chat_key: str, task: asyncio.Task[None]) -> None:
        self._in_flight[chat_key].discard(task)
        if not self._in_flight[chat_key]:
            del self._in_flight[chat_key]
        if not task.cancelled() and (error := task.exception()):
            log.error("sending failed: %s", describe(error))
        self._wake.set()

    async def _make(self, claimed: OutboxItem, call: Call, *, chat_id: int) -> None:
        already = await self._sent_already(claimed)
        outcome = already or await self._telephone.call(call, chat_id=chat_id)
        if already is None and outcome.fate is Fate.DELIVERED:
            for witness in self._witnesses:
                witness.arrived(claimed)
        if outcome.fate is Fate.HOLD:
            self._pacer.hold(outcome.retry_after)
        if outcome.fate is Fate.MISCONFIGURED:
            log.error("Telegram refuses our token, or a proxy answers in its place; trying again")
            self._pacer.hold(MISCONFIGURED_PAUSE)
        while True:  # the call was made: what became of it must be written down
            try:
                async with self._sessions.begin() as session:
                    item = await session.get_one(OutboxItem, claimed.id)
                    await self._settle(session, item, outcome)
                    await _leave_no_trace(session, item)
                return
            except (DBAPIError, OSError):
                await asyncio.sleep(DATABASE_PAUSE)

    async def _sent_already(self, claimed: OutboxItem) -> Outcome | None:
        for witness in self._witnesses:
            if (outcome := await witness.sent_already(claimed)) is not None:
                return outcome
        return None

    async def _settle(self, session: AsyncSession, item: OutboxItem, outcome: Outcome) -> None:
        match outcome.fate:
            case Fate.DELIVERED:
                self._finish(item, SendState.SENT)
                item.message_id = outcome.message_id
                for witness in self._witnesses:
                    if outcome.numbers:
                        await witness.album_sent(session, item, numbers=outcome.numbers)
                    await witness.sent(session, item)
            case Fate.HOLD | Fate.MISCONFIGURED:
                item.state = SendState.PENDING.value
            case Fate.RETRY:
                await self._retry(session, item, reason=outcome.reason)
            case Fate.MOVED:
                for witness in self._witnesses:
                    await witness.moved(session, item, chat_id=outcome.new_chat_id or 0)
                self._outbox.readdress(item, chat_id=outcome.new_chat_id or 0)
                item.state = SendState.PENDING.value
            case Fate.BLOCKED:
                self._finish(item, SendState.BLOCKED, reason=outcome.reason)
                for witness in self._witnesses:
                    await witness.blocked(session, item)
            case Fate.REFUSED:
                log.error("Telegram refused a %s: %s", item.method, outcome.reason)
                await self._fail(session, item, reason=outcome.reason)
            case Fate.UNKNOWN:
                await self._settle_unknown(session, item, reason=outcome.reason)

    async def _settle_unknown(self, session: AsyncSession, item: OutboxItem, *, reason: str) -> None:
        match IfUnknown(item.if_unknown):
            case IfUnknown.RESEND:
                await self._retry(session, item, reason=reason)
            case IfUnknown.DROP:
                self._finish(item, SendState.FAILED, reason=reason)
            case IfUnknown.PARK | IfUnknown.ASK:
                item.state = SendState.UNKNOWN.value
                item.failure = reason[:200]
                item.finished_at = self._now()
                for witness in self._witnesses:
                    asks = item.if_unknown == IfUnknown.ASK.value
                    await (witness.interrupted(session, item) if asks else witness.parked(session, item))

    async def _retry(self, session: AsyncSession, item: OutboxItem, *, reason: str) -> None:
        item.attempts += 1
        if item.attempts >= LAST_ATTEMPT:
            await self._fail(session, item, reason=reason)
            return
        pause = BACKOFF[min(item.attempts - 1, len(BACKOFF) - 1)]
        item.state = SendState.PENDING.value
        item.not_before = self._now() + timedelta(seconds=pause)
        item.failure = reason[:200]

    async def _fail(self, session: AsyncSession, item: OutboxItem, *, reason: str) -> None:
        parameters = item.sealed
        self._finish(item, SendState.FAILED, reason=reason)
        item.sealed = parameters
        for witness in self._witnesses:
            await witness.refused(session, item)
        item.sealed = None

    def _finish(self, item: OutboxItem, state: SendState, *, reason: str | None = None) -> None:
        item.state = state.value
        item.finished_at = self._now()
        item.failure = reason[:200] if reason else None
        item.sealed = None


async def _leave_no_trace(session: AsyncSession, item: OutboxItem) -> None:
    """A finished call of the most urgent lane would tell who was in danger, and when: its row goes at once."""
    if item.finished_at is not None and item.lane == Urgency.CRISIS.value and not item.is_group:
        await session.delete(item)
