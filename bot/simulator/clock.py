"""The time of the simulated world: still until moved in a test, flowing in a demonstration."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SimulatorClock:
    """A clock shared by the simulated world and the bot under test.

    It stands still at `start` until `advance` or `set` move it. `SimulatorClock.running()` flows with real time
    and can be moved forward in the same way. Time never goes back.
    """

    def __init__(self, *, start: datetime, running: bool = False) -> None:
        if start.tzinfo is None:
            message = "the simulator's clock needs an aware datetime"
            raise ValueError(message)
        self._base = start.astimezone(UTC)
        self._started = time.monotonic() if running else None
        self._subscribers: list[Callable[[], None]] = []

    @classmethod
    def running(cls) -> "SimulatorClock":
        """A clock that starts at the real time and flows with it."""
        return cls(start=datetime.now(UTC), running=True)

    @property
    def flows(self) -> bool:
        """Whether time passes by itself."""
        return self._started is not None

    def now(self) -> datetime:
        """The present moment of the simulated world, aware, in UTC."""
        if self._started is None:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._started)

    def advance(self, step: timedelta) -> None:
        """Move the world forward by `step`. Raises ValueError on a negative step."""
        self.set(self.now() + step)

    def set(self, moment: datetime) -> None:
        """Move the world forward to `moment` (aware). Raises ValueError when that is in its past."""
        present = self.now()
        if moment < present:
            message = f"time cannot go back from {present} to {moment}"
            raise ValueError(message)
        self._base = moment.astimezone(UTC)
        if self._started is not None:
            self._started = time.monotonic()
        for callback in tuple(self._subscribers):
            callback()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after every move of the clock; the returned function ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)
