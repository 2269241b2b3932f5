"""Telegram's sending rates, measured on the simulated clock."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.simulator.errors import too_many_requests

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages a bot may send. None means without limit.

    `chat_burst` messages may follow each other in one chat, then one each second. The figures of `documented` come
    from the Bot API's FAQ, "My bot is hitting limits, how do I avoid this?"; the length of the burst is ours, because
    Telegram gives none.
    """

    per_second: int | None = None
    paid_per_second: int | None = None
    chat_burst: int | None = None
    group_per_minute: int | None = None

    @classmethod
    def off(cls) -> "Limits":
        """No rate at all."""
        return cls()

    @classmethod
    def documented(cls) -> "Limits":
        """30 a second in all (1,000 if paid), 1 a second in one chat, 20 a minute in one group."""
        return cls(per_second=30, paid_per_second=1000, chat_burst=3, group_per_minute=20)


class RateKeeper:
    """Counts what each bot sent and refuses what is too much with a 429 ApiError.

    A bot that was refused stays refused, in that scope, until `retry_after` has passed.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sent: dict[tuple[object, ...], deque[datetime]] = defaultdict(deque)
        self._held: dict[tuple[object, ...], datetime] = {}

    def admit(self, *, bot_id: int, chat_id: int | str, now: datetime, paid: bool = False, count: int = 1) -> None:
        """Count `count` messages to one chat, or raise a 429 ApiError and count nothing."""
        windows = self._windows(bot_id=bot_id, chat_id=chat_id, paid=paid)
        for scope, allowed, period in windows:
            self._refuse_excess(scope, allowed=allowed, period=period, now=now, count=count)
        for scope, _, _ in windows:
            self._sent[scope].extend([now] * count)

    def _windows(
        self, *, bot_id: int, chat_id: int | str, paid: bool
    ) -> list[tuple[tuple[object, ...], int, timedelta]]:
        limits = self._limits
        overall = limits.paid_per_second if paid else limits.per_second
        windows: list[tuple[tuple[object, ...], int, timedelta]] = []
        if overall is not None:
            windows.append(((bot_id,), overall, SECOND))
        if limits.chat_burst is not None:
            windows.append(((bot_id, chat_id), limits.chat_burst, SECOND * limits.chat_burst))
        if limits.group_per_minute is not None and isinstance(chat_id, int) and chat_id < 0:
            windows.append(((bot_id, chat_id, "group"), limits.group_per_minute, MINUTE))
        return windows

    def _refuse_excess(
        self, scope: tuple[object, ...], *, allowed: int, period: timedelta, now: datetime, count: int
    ) -> None:
        held_until = self._held.get(scope, now)
        sent = self._sent[scope]
        while sent and sent[0] <= now - period:
            sent.popleft()
        excess = len(sent) + count - allowed
        free_at = sent[min(excess, len(sent)) - 1] + period if excess > 0 and sent else now
        until = max(held_until, free_at)
        if until > now:
            self._held[scope] = until
            raise too_many_requests(retry_after=max(1, ceil((until - now).total_seconds())))
