"""Starting and stopping: a start waits for Telegram, a stop waits for nobody beyond its ten seconds."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.engine import make_url

from actions.safety.detector import Detector
from bot.app import App
from bot.content.library import Content
from bot.delivery.models import InboxItem, OutboxItem, SendState
from bot.delivery.pacer import Pace
from bot.operations import upgrade_database
from bot.settings import ROOT
from bot.wiring import build_app
from tests.conftest import OpenHouse
from tests.harness.house import TOKEN, House, house_settings
from tests.harness.nobody import NoServer

PROMISE = 10.0
Reopen = Callable[[House], Awaitable[App]]


@pytest.fixture
async def reopen(content: Content, detector: Detector) -> AsyncIterator[Reopen]:
    """Starts the assistant again, beside the same Telegram and on the same database."""
    opened: list[App] = []

    async def start(house: House) -> App:
        parts = {"content": content, "detector": detector, "nlu": NoServer(), "clock": house.clock}
        app = build_app(house.settings, **parts, pace=Pace.unlimited())  # type: ignore[arg-type]
        opened.append(app)
        await app.start()
        house.app = app
        return app

    yield start
    for app in opened:
        await app.stop()


async def stop_in_time(app: App) -> None:
    async with asyncio.timeout(PROMISE):
        await app.stop()


@contextmanager
def a_database_that_hangs(house: House) -> Iterator[None]:
    """Another program has locked the file."""
    connection = sqlite3.connect(make_url(house.settings.database_url).database or "")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


async def test_stop_leaves_an_update_that_hangs_to_the_next_start(house: House, reopen: Reopen) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    parts = house.app.parts
    hangs = asyncio.Event()

    async def hang(*_arguments: object) -> bool:
        hangs.set()
        await asyncio.Event().wait()
        return True

    parts.dispatcher._desk.handle = hang  # type: ignore[method-assign]
    seat.say("/aide")
    await hangs.wait()
    await stop_in_time(house.app)
    await reopen(house)
    await house.settle()
    assert len([bubble for bubble in seat.messages if bubble.from_bot]) == 2


async def test_stop_does_not_wait_for_a_database_that_hangs(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    with a_database_that_hangs(house):
        seat.say("/aide")
        await house.simulator.wait_for(lambda: not house.simulator.world.queue(seat.world.only_bot()).polled)
        await stop_in_time(house.app)


async def test_stop_leaves_a_call_that_hangs_to_be_settled_at_the_next_start(house: House, reopen: Reopen) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    house.simulator.faults.add(method="sendMessage", kind="delay", seconds=3 * PROMISE, times=1)
    seat.say("/aide")
    await house.simulator.wait_for(lambda: len(house.simulator.faults) == 0)
    await stop_in_time(house.app)
    app = await reopen(house)
    await house.settle()
    async with app.parts.sessions() as session:
        states = list(await session.scalars(select(OutboxItem.state).order_by(OutboxItem.id)))
        waiting = list(await session.scalars(select(InboxItem.update_id)))
    assert (states, waiting) == ([SendState.SENT, SendState.UNKNOWN, SendState.SENT], [])
    assert (seat.last.text or "").startswith("J’ai été interrompu")


async def test_stop_at_once_after_many_messages_loses_none(house: House, reopen: Reopen) -> None:
    seats = [house.seat(f"P{number}") for number in range(8)]
    for seat in seats:
        seat.say("/menu")
        seat.say("/langue")
    await house.simulator.wait_for(lambda: any(call.method == "sendMessage" for call in house.simulator.calls))
    await stop_in_time(house.app)
    await reopen(house)
    await house.settle()
    assert [[(bubble.text or "")[:4] for bubble in seat.messages if bubble.from_bot] for seat in seats] == [
        ["Que ", "Dans"]
    ] * len(seats)


async def test_stop_twice_does_nothing_more(house: House) -> None:
    await house.hear(house.seat(), "/menu")
    for _ in range(2):
        await stop_in_time(house.app)


@pytest.mark.parametrize(
    ("method", "kind"),
    [("getMe", "drop_before"), ("getMe", "not_json"), ("setMyCommands", "429"), ("deleteWebhook", "502")],
)
async def test_start_tries_again_until_telegram_answers(
    house: House, reopen: Reopen, monkeypatch: pytest.MonkeyPatch, method: str, kind: str
) -> None:
    monkeypatch.setattr("bot.app.RECONNECT_PAUSE", 0.0)
    await stop_in_time(house.app)
    house.simulator.faults.add(method=method, kind=kind, times=2)
    await reopen(house)
    assert len(await house.hear(house.seat(), "/menu")) == 1


async def test_start_tries_again_to_open_the_webhook(
    open_a_house: OpenHouse, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.RECONNECT_PAUSE", 0.0)
    settings = {
        "webhook_url": "http://127.0.0.1:1",
        "webhook_listen": "127.0.0.1:0",
        "webhook_secret": SecretStr("secret"),
    }
    house = await open_a_house(settings=settings)
    await stop_in_time(house.app)
    house.simulator.faults.add(method="setWebhook", kind="502", times=2)
    await reopen(house)
    opened = [call.status for call in house.simulator.calls if call.method == "setWebhook"]
    assert opened == [200, 502, 502, 200]


async def test_program_that_waits_for_telegram_ends_when_asked(tmp_path: Path) -> None:
    settings = house_settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'test.db'}", api_url="http://127.0.0.1:9", folder=tmp_path
    )
    await upgrade_database(settings)
    environment = {
        "PATH": os.environ["PATH"],
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "DATABASE_URL": settings.database_url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async for line in process.stderr:
        if b"Telegram does not answer" in line:
            break
    process.terminate()
    rest = await asyncio.wait_for(process.stderr.read(), timeout=PROMISE)
    assert (await process.wait(), b"Traceback" in rest) == (0, False)
