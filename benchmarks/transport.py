"""How many messages a second each transport of the Telegram library carries, against the same local server.

Prints the median of several runs for ours (aiohttp) and the library's default (httpx), and their ratio.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.simulator import Limits, Simulator, SimulatorClock
from bot.telegram.transport import AiohttpRequest

RUNS = 5
MESSAGES = 400
AT_ONCE = 64
TOKEN = "4242:BENCHMARK"


async def messages_per_second(request: BaseRequest) -> float:
    """Send messages to many people through one transport, `AT_ONCE` at a time."""
    clock = SimulatorClock(start=datetime(2026, 1, 1, tzinfo=UTC))
    async with Simulator(clock=clock, limits=Limits.off()) as simulator:
        url = await simulator.start()
        simulator.world.add_bot(token=TOKEN, username="benchmark_bot", name="Benchmark")
        seats = [simulator.world.seat(simulator.world.add_person(f"P{number}")) for number in range(MESSAGES)]
        for seat in seats:
            seat.say("/start")
        gate = asyncio.Semaphore(AT_ONCE)
        async with Bot(TOKEN, base_url=f"{url}/bot", request=request) as bot:

            async def send(chat_id: int) -> None:
                async with gate:
                    await bot.send_message(chat_id, "bonjour")

            started = time.perf_counter()
            await asyncio.gather(*(send(seat.person.id) for seat in seats))
            return MESSAGES / (time.perf_counter() - started)


async def main() -> None:
    """Run both, in turn, and print what came out."""
    ours, default = [], []
    for _ in range(RUNS):
        ours.append(await messages_per_second(AiohttpRequest()))
        default.append(await messages_per_second(HTTPXRequest(connection_pool_size=AT_ONCE)))
    print(f"aiohttp {statistics.median(ours):7.0f} messages/s (median of {RUNS})")
    print(f"httpx   {statistics.median(default):7.0f} messages/s")
    print(f"ratio   {statistics.median(ours) / statistics.median(default):7.2f}")


asyncio.run(main())
