"""The ticks: APScheduler calls, at intervals, verbs that look for work that is due.

Nothing is scheduled for a moment in the future: due times are in the database, and a tick that comes late finds the
same work. Two ticks of the same kind never run at once.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock.clock import Clock
from bot.journal import describe
from bot.store.engine import Sessions

log = logging.getLogger(__name__)

Verb = Callable[[AsyncSession, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tick:
    """A verb to call every so many seconds, with a session and the time."""

    name: str
    seconds: float
    verb: Verb


class Ticker:
    """Runs the ticks, each in a transaction of its own."""

    def __init__(
        self, ticks: Sequence[Tick], *, sessions: Sessions, clock: Clock, after_commit: Callable[[], None]
    ) -> None:
        self._ticks = ticks
        self._sessions = sessions
        self._clock = clock
        self._after_commit = after_commit
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin to tick."""
        for tick in self._ticks:
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=tick.seconds),
                args=[tick],
                id=tick.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def run_all(self) -> None:
        """Run every tick once, now: after the clock was moved."""
        for tick in self._ticks:
            await self._run(tick)

    async def _run(self, tick: Tick) -> None:
        try:
            async with self._sessions.begin() as session:
                await tick.verb(session, self._clock.now())
        except (DBAPIError, OSError) as error:
            log.warning("tick %s found no database, next time: %s", tick.name, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - a tick that fails must not stop the others
            log.error("tick %s failed: %s", tick.name, describe(error))
        else:
            self._after_commit()
