"""Validated sendMessage calls a second: the simulator beside a bare aiohttp server that checks nothing.

Each server runs in its own process; the same client sends the same messages to both over loopback.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Coroutine
from multiprocessing.connection import Connection

import aiohttp
from aiohttp import web

from bot.simulator import Simulator, SimulatorClock

TOKEN = "1234:benchmark"
MESSAGES = 3000
ROUNDS = 3
CONNECTIONS = 32
KEYBOARD = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes"}, {"text": "Non", "callback_data": "no"}]]}

Server = Callable[[Connection], Coroutine[None, None, None]]


async def serve_simulator(pipe: Connection) -> None:
    """The simulator, with one person who has written to the bot."""
    async with Simulator(clock=SimulatorClock.running()) as simulator:
        url = await simulator.start()
        simulator.world.add_bot(token=TOKEN, username="benchmark_bot", name="Benchmark")
        seat = simulator.world.seat(simulator.world.add_person("Amina"))
        seat.say("/start")
        pipe.send((url, seat.person.id))
        await asyncio.to_thread(pipe.recv)
        pipe.send(sum(bubble.from_bot for bubble in seat.messages))


async def serve_bare(pipe: Connection) -> None:
    """The peer: reads the body, checks nothing, remembers nothing."""
    received = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal received
        await request.json()
        received += 1
        return web.json_response({"ok": True, "result": {"message_id": received}})

    app = web.Application()
    app.add_routes([web.post("/bot{token}/sendMessage", answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send((f"http://127.0.0.1:{runner.addresses[0][1]}", 1))
    await asyncio.to_thread(pipe.recv)
    await runner.cleanup()
    pipe.send(received)


def run_server(server: Server, pipe: Connection) -> None:
    """The body of the server's process."""
    asyncio.run(server(pipe))


async def send_all(url: str, chat_id: int) -> float:
    """Send every message over a fixed number of connections and return the seconds it took."""
    numbers = iter(range(MESSAGES))

    async def send(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            body = {"chat_id": chat_id, "text": f"<b>n° {number}</b>", "parse_mode": "HTML", "reply_markup": KEYBOARD}
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", json=body) as response:
                response.raise_for_status()
                await response.read()

    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        began = time.perf_counter()
        await asyncio.gather(*(send(session) for _ in range(CONNECTIONS)))
        return time.perf_counter() - began


def measure(server: Server) -> float:
    """Messages a second; raises RuntimeError when the server did not receive them all."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=run_server, args=(server, there))
    process.start()
    url, chat_id = here.recv()
    seconds = asyncio.run(send_all(url, chat_id))
    here.send("stop")
    received = here.recv()
    process.join()
    if received != MESSAGES:
        raise RuntimeError(f"{received} of {MESSAGES} messages arrived")
    return MESSAGES / seconds


def main() -> None:
    """Measure both in turns, and print the best round of each side by side."""
    rounds = [(measure(serve_bare), measure(serve_simulator)) for _ in range(ROUNDS)]
    bare, checked = (max(speeds) for speeds in zip(*rounds, strict=True))
    print(f"bare aiohttp, no check : {bare:7,.0f} messages/s")
    print(f"simulator, all checks  : {checked:7,.0f} messages/s ({checked / bare:.0%} of bare)")


if __name__ == "__main__":
    main()
