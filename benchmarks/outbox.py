"""How much of Telegram's 30 messages a second the outbox reaches, beside a usual broadcast loop, in the same run.

The loop is what broadcast templates do: send, sleep 0.05 s, go on. The server enforces Telegram's documented rates;
refusals are counted.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import tempfile
import time
from pathlib import Path

from telegram import Bot

from actions.language import Language
from actions.reply import IfUnknown, Reply, Urgency, say
from actions.safety.detector import Detector
from bot.content.library import load_content
from bot.delivery.chat import chat_for
from bot.delivery.pacer import Pace
from bot.settings import ROOT
from bot.simulator import Limits, Seat, Simulator, SimulatorClock
from bot.store.vault import FernetVault
from bot.telegram.transport import AiohttpRequest
from tests.harness.house import open_house
from tests.harness.nobody import NoServer

RUNS = 3
PEOPLE = 240
CEILING = 30.0
NEWS = Reply(parts=(say("menu.body"),), urgency=Urgency.BROADCAST, if_unknown=IfUnknown.PARK)


async def outbox_rate() -> tuple[float, int]:
    """Messages a second through the outbox, and how many calls were refused."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(
            database_url=f"sqlite+aiosqlite:///{folder}/b.db",
            folder=Path(folder),
            content=load_content(ROOT / "content"),
            detector=Detector.load(None),
            nlu=NoServer(),
            pace=Pace(),
            limits=Limits.documented(),
            clock=SimulatorClock.running(),
        ) as house:
            seats = [house.seat(f"P{number}") for number in range(PEOPLE)]
            meet(house.simulator, seats)
            vault = FernetVault(house.settings.secret_key.get_secret_value())
            async with house.app.parts.sessions.begin() as session:
                for seat in seats:
                    chat = chat_for(seat.person.id, vault=vault)
                    await house.app.parts.post.write(
                        session, NEWS, chat=chat, language=Language.FRENCH, now=house.clock.now()
                    )
            started = time.perf_counter()
            house.app.parts.sender.wake()
            await house.simulator.wait_for(lambda: all(seat.messages[-1].from_bot for seat in seats), timeout=60)
            return PEOPLE / (time.perf_counter() - started), refused(house.simulator)


async def loop_rate() -> tuple[float, int]:
    """Messages a second by send-and-sleep, and how many calls were refused."""
    async with Simulator(clock=SimulatorClock.running(), limits=Limits.documented()) as simulator:
        url = await simulator.start()
        token = f"4242:{secrets.token_hex(4)}"
        simulator.world.add_bot(token=token, username="benchmark_bot", name="Benchmark")
        seats = [simulator.world.seat(simulator.world.add_person(f"P{number}")) for number in range(PEOPLE)]
        meet(simulator, seats)
        async with Bot(token, base_url=f"{url}/bot", request=AiohttpRequest()) as bot:
            started = time.perf_counter()
            for seat in seats:
                await bot.send_message(seat.person.id, "bonjour")
                await asyncio.sleep(0.05)
            return PEOPLE / (time.perf_counter() - started), refused(simulator)


def meet(simulator: Simulator, seats: list[Seat]) -> None:
    """Let everybody have opened the chat, without the bot having to answer."""
    for seat in seats:
        seat.say("bonjour")
    for bot in simulator.world.bots.values():
        simulator.world.queue(bot).drop()


def refused(simulator: Simulator) -> int:
    """How many calls met a 429."""
    return sum(call.status == 429 for call in simulator.calls)  # noqa: PLR2004 - the status itself


async def main() -> None:
    """Run both in turn and print what came out."""
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(await outbox_rate())
        theirs.append(await loop_rate())
    for name, runs in (("outbox", ours), ("loop", theirs)):
        rate = statistics.median(run[0] for run in runs)
        print(f"{name:7} {rate:5.1f} messages/s, {rate / CEILING:4.0%} of the ceiling, {runs[-1][1]} refused")
    print(f"ratio   {statistics.median(r for r, _ in ours) / statistics.median(r for r, _ in theirs):.2f}")


asyncio.run(main())
