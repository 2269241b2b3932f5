"""The updates waiting for one bot, and their confirmation by offset."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.errors import conflict
from bot.simulator.jsontypes import Json

KEPT_FOR = timedelta(hours=24)
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    """One event for one bot, described at the moment it happened."""

    id: int
    kind: str
    payload: Json
    created: datetime

    def fields(self) -> Json:
        """The `Update` object of the Bot API."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Keeps updates in order for 24 hours, until the bot confirms them.

    An update is confirmed when a request asks for a higher offset. A negative offset keeps only the last ones and
    forgets the others. Only one request may wait at a time: a newer one sends the older away with 409.
    """

    def __init__(self, *, now: Callable[[], datetime], first_id: int, confirmed: Callable[[], None]) -> None:
        self._now = now
        self._confirmed = confirmed
        self._next_id = first_id
        self._waiting: deque[Update] = deque()
        self._poller: asyncio.Future[None] | None = None
        self._allowed: frozenset[str] = frozenset()
        self._listeners: list[Callable[[], None]] = []

    @property
    def allowed_updates(self) -> list[str]:
        """The kinds the bot asked for last; empty for the usual ones."""
        return sorted(self._allowed)

    @property
    def polled(self) -> bool:
        """Whether a request waits for the next event."""
        return self._poller is not None

    def remember_allowed(self, kinds: list[str] | None) -> None:
        """Filter the updates to come; None keeps the present choice, an empty list returns to the usual kinds."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def add(self, kind: str, payload: Json) -> None:
        """Queue an event, unless the bot did not ask for its kind."""
        if kind not in self._allowed if self._allowed else kind in ONLY_ON_REQUEST:
            return
        self._waiting.append(Update(self._next_id, kind, payload, self._now()))
        self._next_id += 1
        self._wake()
        for listener in tuple(self._listeners):
            listener()

    def pending(self) -> list[Update]:
        """The updates not yet confirmed nor expired, oldest first."""
        horizon = self._now() - KEPT_FOR
        while self._waiting and self._waiting[0].created <= horizon:
            self._waiting.popleft()
        return list(self._waiting)

    def select(self, *, offset: int, limit: int) -> list[Update]:
        """Confirm what `offset` confirms and return at most `limit` of the rest."""
        waiting = self.pending()
        if offset < 0:
            offset = waiting[offset].id if -offset <= len(waiting) else 0
        before = len(self._waiting)
        while offset > 0 and self._waiting and self._waiting[0].id < offset:
            self._waiting.popleft()
        if len(self._waiting) < before:
            self._confirmed()
        return list(self._waiting)[:limit]

    def remove(self, update: Update) -> None:
        """Confirm one update, whatever its place (a webhook took it)."""
        if update in self._waiting:
            self._waiting.remove(update)

    def drop(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    async def poll(self, *, offset: int, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109 - the API's own parameter
        """Answer at once if something waits, or at the next event, or empty after `timeout` real seconds.

        Raises a 409 ApiError when a newer request or a webhook takes the place of this one.
        """
        self.dismiss_poller("terminated by other getUpdates request; make sure that only one bot instance is running")
        found = self.select(offset=offset, limit=limit)
        if found or timeout <= 0:
            return found
        poller = asyncio.get_running_loop().create_future()
        self._poller = poller
        try:
            async with asyncio.timeout(timeout):
                await poller
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
        return self.select(offset=offset, limit=limit)

    def dismiss_poller(self, reason: str) -> None:
        """Answer 409 to the request now waiting, if any."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(reason))
        self._poller = None

    def release_poller(self) -> None:
        """Answer the request now waiting, if any, with what there is."""
        self._wake()

    def on_update(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each queued update; the returned function ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
