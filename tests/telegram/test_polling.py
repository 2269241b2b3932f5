"""Long polling on bad days: whatever comes back, no message is lost, and none is answered twice."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.simulator import Seat
from tests.harness.house import TOKEN, House
from tests.telegram.test_danger import break_database

PATIENCE = 30.0  # seconds of real time, for a busy machine


def answers(seat: Seat) -> int:
    return sum(bubble.from_bot for bubble in seat.messages)


async def ask_twice(house: House, seat: Seat) -> int:
    """Two questions: the first lets the waiting call go, the second meets what was planned for the next."""
    for asked in (1, 2):
        seat.say("/menu")
        await house.simulator.wait_for(lambda asked=asked: answers(seat) >= asked, timeout=PATIENCE)  # type: ignore[misc]
    await house.settle()
    return answers(seat)


@pytest.mark.parametrize("kind", ["502", "429", "not_json", "drop_before", "drop_after", "400", "403"])
async def test_polling_goes_on_after_any_answer(house: House, kind: str) -> None:
    house.simulator.faults.add(method="getUpdates", kind=kind, times=1)
    assert await ask_twice(house, house.seat()) == 2
    assert len(house.simulator.faults) == 0


async def test_polling_that_another_program_interrupts_says_so_and_goes_on(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    await house.simulator.wait_for(lambda: house.simulator.world.queue(seat.world.only_bot()).polled)
    url = f"{house.settings.telegram_api_url}/bot{TOKEN}/getUpdates"
    async with aiohttp.ClientSession() as session, session.post(url, json={"timeout": 0}) as answer:
        assert (await answer.json())["result"] == []
    assert len(await house.hear(seat, "/menu")) == 1
    assert "another program fetches the updates of this bot" in caplog.text


class Notice(logging.Handler):
    """Waits for the log to say something."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._said = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self._said.set()

    async def wait(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._said.wait()


async def test_polling_survives_a_network_that_is_gone_for_a_while(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    port = urlsplit(house.settings.telegram_api_url).port
    notice = Notice("Telegram cannot be reached, trying again")
    logging.getLogger("bot.telegram.polling").addHandler(notice)
    await house.simulator.stop()
    seat.say("/menu")
    await notice.wait()
    await house.simulator.start(port=port or 0)
    await house.simulator.wait_for(lambda: answers(seat) == 2, timeout=PATIENCE)
    await house.settle()
    assert answers(seat) == 2


async def test_polling_confirms_nothing_that_could_not_be_written_down(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    with monkeypatch.context() as broken:
        break_database(house, broken)
        before = len(house.simulator.calls)
        seat.say("/menu")
        await house.simulator.wait_for(lambda: len(house.simulator.calls) >= before + 2, timeout=PATIENCE)
        assert len(house.simulator.pending_updates(seat.world.only_bot())) == 1
    await house.simulator.wait_for(lambda: answers(seat) == 2, timeout=PATIENCE)
    await house.settle()
    assert answers(seat) == 2
    assert "updates could not be written down" in caplog.text


async def test_polling_asks_for_every_kind_that_has_a_considered_reply(house: House) -> None:
    await house.hear(house.seat(), "/menu")
    asked = next(call for call in house.simulator.calls if call.method == "getUpdates")
    assert {"message", "edited_message", "callback_query", "my_chat_member"} <= set(asked.params["allowed_updates"])
