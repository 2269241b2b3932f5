"""Updates that Telegram brings: only with the secret, acknowledged once they are written down, handled once."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.simulator import Seat
from bot.telegram.webhook import PATH, SECRET_HEADER
from tests.conftest import OpenHouse
from tests.harness.house import House
from tests.telegram import raw
from tests.telegram.test_danger import break_database

SECRET = "a-secret_of-Telegram"
MENU = "Que cherchez-vous"


@pytest.fixture
async def house(open_a_house: OpenHouse) -> House:
    """A house to which Telegram brings the updates."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = {"webhook_url": f"http://{address}", "webhook_listen": address, "webhook_secret": SecretStr(SECRET)}
    return await open_a_house(settings=settings)


async def bring(house: House, content: Any, *, secret: str | None = SECRET) -> int:
    """Post to the webhook as Telegram does; return the status."""
    headers = {} if secret is None else {SECRET_HEADER: secret}
    body = {"json": content} if not isinstance(content, bytes) else {"data": content}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{house.settings.webhook_url}{PATH}", headers=headers, **body) as answer,
    ):
        return answer.status


def written_down(house: House) -> set[int]:
    """The numbers of the updates that a program opening the database file would find."""
    connection = sqlite3.connect(make_url(house.settings.database_url).database or "")
    rows = {number for (number,) in connection.execute("SELECT update_id FROM seen_update")}
    connection.close()
    return rows


def answers(seat: Seat) -> list[str]:
    return [bubble.text or "" for bubble in seat.messages if bubble.from_bot]


async def test_webhook_brings_messages_and_taps(house: House) -> None:
    seat = house.seat()
    (heard,) = await house.hear(seat, "/menu")
    assert heard.startswith(MENU)
    tapped = seat.tap("Mes données")
    await house.settle()
    assert tapped.answered
    assert "getUpdates" not in [call.method for call in house.simulator.calls]


async def test_webhook_without_the_secret_takes_nothing(house: House) -> None:
    update = raw.update(message=raw.message(house.seat(), text="/menu"))
    wrong = [None, "", "another", SECRET[:-1], SECRET + "x", "é€"]
    assert [await bring(house, update, secret=secret) for secret in wrong] == [403] * len(wrong)
    assert update["update_id"] not in written_down(house)


async def test_webhook_refuses_what_is_no_update(house: House) -> None:
    bodies: list[object] = [b"", b"{", b"\xff", [], {}, {"update_id": "x"}, "text", 7]
    assert [await bring(house, body) for body in bodies] == [400] * len(bodies)


async def test_webhook_acknowledges_what_is_written_down(house: House) -> None:
    update = raw.update(message=raw.message(house.seat(), text="/menu"))
    assert await bring(house, update) == 200
    assert update["update_id"] in written_down(house)


async def test_webhook_does_not_acknowledge_what_it_could_not_write_down(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    update = raw.update(message=raw.message(seat, text="/aide"))
    with monkeypatch.context() as broken:
        break_database(house, broken)
        assert await bring(house, update) == 503
    assert update["update_id"] not in written_down(house)
    assert await bring(house, update) == 200
    await house.settle()
    assert len(answers(seat)) == 2


async def test_webhook_handles_an_update_brought_several_times_once(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    update = raw.update(message=raw.message(seat, text="/aide"))
    assert await asyncio.gather(*(bring(house, update) for _ in range(5))) == [200] * 5
    await house.settle()
    assert await bring(house, update) == 200
    await house.settle()
    assert len(answers(seat)) == 2


async def test_webhook_knows_no_other_address(house: House) -> None:
    async with aiohttp.ClientSession() as session:
        for method, path in (("GET", PATH), ("POST", "/"), ("GET", "/")):
            async with session.request(method, f"{house.settings.webhook_url}{path}") as answer:
                assert answer.status in {404, 405}
