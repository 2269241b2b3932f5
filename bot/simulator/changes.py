"""How observers learn that the world changed, without looking at it again and again."""

import asyncio
from collections.abc import Callable


class Changes:
    """Tells subscribers after every change, and wakes those who wait for a condition."""

    def __init__(self) -> None:
        self.version = 0
        self._subscribers: list[Callable[[], None]] = []

    def notify(self) -> None:
        """Something changed."""
        self.version += 1
        for callback in tuple(self._subscribers):
            callback()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after every change; the returned function ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    async def wait_for(self, condition: Callable[[], object], *, timeout: float) -> None:  # noqa: ASYNC109 - one deadline, one error that says what was awaited
        """Return when `condition()` is true; it is asked again after every change.

        Raises TimeoutError after `timeout` real seconds.
        """
        changed = asyncio.Event()
        unsubscribe = self.subscribe(changed.set)
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            unsubscribe()
