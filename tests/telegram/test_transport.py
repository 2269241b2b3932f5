from __future__ import annotations

import socket

import pytest
from telegram import Bot

from bot.delivery.outcome import AnswerLost, NotSent
from bot.simulator import Simulator, SimulatorClock
from bot.telegram.transport import AiohttpRequest
from tests.harness.house import START, TOKEN, USERNAME


async def simulated_bot(simulator: Simulator, *, read_timeout: float = 15.0) -> Bot:
    url = await simulator.start()
    simulator.world.add_bot(token=TOKEN, username=USERNAME, name="CLSM")
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=AiohttpRequest(read_timeout=read_timeout))
    await bot.initialize()
    return bot


async def test_transport_says_that_nothing_left_when_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(NotSent):
        await request.post(f"http://127.0.0.1:{port}/bot1:x/getMe")
    await request.shutdown()


async def test_transport_says_that_the_answer_was_lost_when_the_line_is_cut() -> None:
    async with Simulator(clock=SimulatorClock(start=START)) as simulator:
        bot = await simulated_bot(simulator)
        seat = simulator.world.seat(simulator.world.add_person("Amina"))
        seat.say("/start")
        simulator.faults.add(method="sendMessage", kind="drop_after", times=1)
        with pytest.raises(AnswerLost):
            await bot.send_message(seat.chat.person.id, "bonjour")
        assert seat.last.text == "bonjour"
        await bot.shutdown()


async def test_transport_closed_sends_nothing() -> None:
    with pytest.raises(NotSent):
        await AiohttpRequest().post("http://127.0.0.1:9/bot1:x/getMe")
