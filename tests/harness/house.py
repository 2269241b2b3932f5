"""A house: the real application, the simulator it talks to, and the clock of both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.safety.detector import Detector
from actions.territories.service import find_territory
from bot.app import App
from bot.content.library import Content
from bot.delivery.pacer import Pace
from bot.nlu.service import NluService
from bot.operations import upgrade_database
from bot.settings import Settings, read_settings
from bot.simulator import Limits, Seat, Simulator, SimulatorClock
from bot.wiring import build_app

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten o'clock in Paris
TOKEN = "4242:TEST"
USERNAME = "clsm_test_bot"
SETTLING = 20.0  # seconds of real time: far more than anything here takes


@dataclass(slots=True)
class House:
    """Everything a test needs."""

    simulator: Simulator
    app: App
    clock: SimulatorClock
    settings: Settings
    build: Callable[[], App]

    async def restart(self) -> None:
        """Stop the assistant and start another on the same database, as after an update or a crash."""
        await self.app.stop()
        await self.reopen()

    async def reopen(self) -> None:
        """Start another assistant where there is none any more."""
        self.app = self.build()
        await self.app.start()
        self.app.parts.ticker.stop()

    async def appoint(self, seat: Seat, *, territory: str) -> list[str]:
        """Make somebody the coordinator of a territory by an invitation, and return what they hear."""
        async with self.app.parts.sessions.begin() as session:
            found = await find_territory(session, territory)
            if found is None:
                raise LookupError(territory)
            issued = await issue_invitation(
                session,
                territory_id=found.id,
                role=RoleName.COORDINATOR,
                vault=self.app.parts.post.vault,
                now=self.clock.now(),
            )
        return await self.hear(seat, f"/start {issued.payload}")

    def seat(self, name: str = "Amina", *, language_code: str | None = "fr") -> Seat:
        """A new person before their private chat with the assistant."""
        return self.simulator.world.seat(self.simulator.world.add_person(name, language_code=language_code))

    async def settle(self) -> None:
        """Wait until everything that was said has been handled and every answer has gone out."""
        bot = next(iter(self.simulator.world.bots.values()))
        async with asyncio.timeout(SETTLING):
            await self.simulator.wait_for(lambda: not self.simulator.pending_updates(bot), timeout=SETTLING)
            while not await self.app.is_idle():  # noqa: ASYNC110 - idleness is a state of two tables, not an event
                await asyncio.sleep(0)  # the house looks at its database each time

    async def hear(self, seat: Seat, text: str) -> list[str]:
        """Say something, and return what comes back."""
        known = len(seat.messages)
        seat.say(text)
        await self.settle()
        return [bubble.text or "" for bubble in seat.messages[known:] if bubble.from_bot]

    async def advance(self, step: timedelta) -> None:
        """Move the clock, and let the house notice."""
        self.clock.advance(step)
        await self.app.catch_up()
        await self.settle()


def house_settings(*, database_url: str, api_url: str, folder: Path, **more: object) -> Settings:
    """Settings of a test: nothing is read from the machine's environment files."""
    return read_settings(
        None,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=api_url,
        secret_key=SecretStr("k" * 48),
        database_url=database_url,
        data_dir=folder,
        **more,
    )


@asynccontextmanager
async def open_house(  # noqa: PLR0913 - a test may replace any part
    *,
    database_url: str,
    folder: Path,
    content: Content,
    detector: Detector,
    nlu: NluService,
    pace: Pace | None = None,
    limits: Limits | None = None,
    clock: SimulatorClock | None = None,
    page: bool = False,
    settings: Mapping[str, object] | None = None,
) -> AsyncIterator[House]:
    """Open a house on a database, and close it again. `settings` are more than the usual ones, by name."""
    clock = clock or SimulatorClock(start=START)
    simulator = Simulator(clock=clock, limits=limits or Limits.off())
    url = await simulator.start(page=page)
    simulator.world.add_bot(token=TOKEN, username=USERNAME, name="Assistant CLSM")
    chosen = house_settings(database_url=database_url, api_url=url, folder=folder, **settings or {})
    await upgrade_database(chosen)

    def build() -> App:
        return build_app(
            chosen, content=content, detector=detector, nlu=nlu, clock=clock, pace=pace or Pace.unlimited()
        )

    app = build()
    await app.start()
    app.parts.ticker.stop()  # time stands still here: nothing ticks but when the clock is moved
    house = House(simulator, app, clock, chosen, build)
    try:
        yield house
    finally:
        await house.app.stop()  # a test may have replaced it
        await simulator.stop()
