"""An even pace for what goes out, below every limit of Telegram.

About 30 messages a second in all, one a second to a chat, twenty a minute to a group; a 429 halts everything.
Times are those of a monotonic clock, in seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

CHATS_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast we may write."""

    per_second: float = 29.0
    chat_interval: float = 1.0
    group_quota: int = 20
    group_window: float = 60.0

    @classmethod
    def unlimited(cls) -> Pace:
        """No limit at all: for tests of conversations, which take no time."""
        return cls(per_second=1e9, chat_interval=0.0, group_quota=10**9, group_window=0.0)


class Pacer:
    """Says how long a message must wait, and remembers those that went."""

    def __init__(self, pace: Pace, *, time: Callable[[], float]) -> None:
        self._pace = pace
        self._time = time
        self._next_slot = 0.0
        self._held_until = 0.0
        self._chats: dict[str, float] = {}
        self._groups: dict[str, deque[float]] = {}

    def wait(self, chat_key: str, *, is_group: bool) -> float:
        """Seconds until this chat may be written to; zero or less means now."""
        now = self._time()
        free_at = max(self._next_slot, self._held_until)
        if chat_key in self._chats:
            free_at = max(free_at, self._chats[chat_key] + self._pace.chat_interval)
        if is_group and (recent := self._groups.get(chat_key)) and len(recent) >= self._pace.group_quota:
            free_at = max(free_at, recent[-self._pace.group_quota] + self._pace.group_window)
        return free_at - now

    def wait_for_anyone(self) -> float:
        """Seconds until any message at all may go."""
        return max(self._next_slot, self._held_until) - self._time()

    def take(self, chat_key: str, *, is_group: bool) -> None:
        """Note that a message goes now."""
        now = self._time()
        step = 1 / self._pace.per_second
        # Being late by less than a step is made up for, so that timers that wake late do not cost pace.
        self._next_slot = max(self._next_slot, now - step) + step
        self._chats[chat_key] = now
        if is_group:
            self._groups.setdefault(chat_key, deque(maxlen=min(self._pace.group_quota, 10_000))).append(now)
        if len(self._chats) > CHATS_REMEMBERED:
            self._forget(now)

    def hold(self, seconds: float) -> None:
        """Stop everything for a while: Telegram asked for it."""
        self._held_until = max(self._held_until, self._time() + seconds)

    def _forget(self, now: float) -> None:
        self._chats = {key: at for key, at in self._chats.items() if now - at < self._pace.chat_interval}
        self._groups = {key: times for key, times in self._groups.items() if now - times[-1] < self._pace.group_window}
