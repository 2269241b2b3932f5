"""A simulator, one bot that speaks plain HTTP, and one person, for every test of this folder."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.simulator import Bot, Limits, Seat, Simulator, SimulatorClock
from bot.simulator.updates import UpdateQueue

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN = "1234:TEST-token"


@dataclass
class Answer:
    """What came back from one call."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def description(self) -> str:
        assert not self.body["ok"], self.body
        return str(self.body["description"])


class HttpBot:
    """A bot that calls the API over HTTP, in JSON, without any library."""

    def __init__(self, session: aiohttp.ClientSession, url: str, bot: Bot) -> None:
        self.session = session
        self.url = url
        self.account = bot

    async def call(self, method: str, /, **parameters: object) -> Answer:
        async with self.session.post(f"{self.url}/bot{self.account.token}/{method}", json=parameters) as response:
            return Answer(response.status, await response.json())

    async def form(self, method: str, /, **parameters: str) -> Answer:
        async with self.session.post(f"{self.url}/bot{self.account.token}/{method}", data=parameters) as response:
            return Answer(response.status, await response.json())

    async def updates(self, **parameters: object) -> list[dict[str, Any]]:
        return list((await self.call("getUpdates", **parameters)).result)


async def until_polled(queue: UpdateQueue) -> None:
    """Return when a long poll waits at the server: nothing else tells that the request arrived."""
    while not queue.polled:  # noqa: ASYNC110 - the queue has no event for it
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> SimulatorClock:
    return SimulatorClock(start=START)


@pytest.fixture
def limits() -> Limits:
    return Limits.off()


@pytest_asyncio.fixture
async def simulator(clock: SimulatorClock, limits: Limits) -> AsyncIterator[Simulator]:
    async with Simulator(clock=clock, limits=limits) as simulator:
        yield simulator


@pytest_asyncio.fixture
async def url(simulator: Simulator) -> str:
    return await simulator.start()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def bot(simulator: Simulator, url: str, session: aiohttp.ClientSession) -> HttpBot:
    account = simulator.world.add_bot(token=TOKEN, username="clsm_demo_bot", name="CLSM")
    return HttpBot(session, url, account)


@pytest.fixture
def amina(simulator: Simulator, bot: HttpBot) -> Seat:
    """Amina's private chat, already opened, the bot having read her first message."""
    seat = simulator.world.seat(simulator.world.add_person("Amina", language_code="fr"))
    seat.say("/start")
    simulator.world.queue(bot.account).drop()
    return seat
