"""SIGKILL at random moments: no update is lost, nothing is sent twice."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from pathlib import Path

from sqlalchemy import select

from actions.reply import IfUnknown
from bot.delivery.models import InboxItem, OutboxItem, SendState
from bot.operations import upgrade_database
from bot.settings import ROOT, Settings
from bot.simulator import Limits, Seat, Simulator, SimulatorClock
from bot.store.engine import open_engine, open_sessions
from tests.harness.house import START, TOKEN, USERNAME, house_settings

KILLS = 8
SEATS = 40
QUESTIONS = ("/aide", "/langue", "/donnees", "/nimporte")
PATIENCE = 60.0


async def start_bot(settings: Settings) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.environ["PATH"],
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "DATABASE_URL": settings.database_url,
        "NLU_URL": "http://127.0.0.1:9",  # nobody: free text must wait, all else must work
        "NLU_TOKEN": "unused",
        "MESSAGES_PER_SECOND": "200",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
    )


async def test_kill_at_any_moment_loses_no_update_and_sends_nothing_twice(database_url: str, tmp_path: Path) -> None:
    chance = random.Random(20261123)
    simulator = Simulator(clock=SimulatorClock(start=START), limits=Limits.off())
    settings = house_settings(database_url=database_url, api_url=await simulator.start(), folder=tmp_path)
    await upgrade_database(settings)
    bot = simulator.world.add_bot(token=TOKEN, username=USERNAME, name="Assistant CLSM")
    seats = [
        simulator.world.seat(simulator.world.add_person(f"P{number}", language_code="fr")) for number in range(SEATS)
    ]
    asked = 0
    for _ in range(KILLS):
        process = await start_bot(settings)
        await simulator.wait_for(
            lambda: any(call.method == "deleteWebhook" for call in simulator.calls), timeout=PATIENCE
        )
        for seat in chance.sample(seats, 10):
            seat.say(chance.choice(QUESTIONS))
            asked += 1
        reached = len(simulator.calls) + chance.randint(1, 14)
        await simulator.wait_for(lambda reached=reached: len(simulator.calls) >= reached, timeout=PATIENCE)  # type: ignore[misc]
        process.kill()
        await process.wait()
        simulator.calls.clear()
    process = await start_bot(settings)
    try:
        await until_quiet(settings, simulator, bot)
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), timeout=10) is not None
    await compare(settings, seats, asked)
    await simulator.stop()


async def until_quiet(settings: Settings, simulator: Simulator, bot: object) -> None:
    engine = open_engine(settings.database_url)
    moving = (SendState.PENDING.value, SendState.SENDING.value)
    async with asyncio.timeout(PATIENCE):
        await simulator.wait_for(lambda: not simulator.pending_updates(bot), timeout=PATIENCE)  # type: ignore[arg-type]
        while True:
            async with open_sessions(engine)() as session:
                waiting = await session.scalar(select(InboxItem.update_id).limit(1))
                sending = await session.scalar(select(OutboxItem.id).where(OutboxItem.state.in_(moving)).limit(1))
            if waiting is None and sending is None:
                break
            await asyncio.sleep(0.05)
    await engine.dispose()


async def compare(settings: Settings, seats: list[Seat], asked: int) -> None:
    engine = open_engine(settings.database_url)
    async with open_sessions(engine)() as session:
        rows = list(await session.execute(select(OutboxItem.if_unknown, OutboxItem.state)))
    await engine.dispose()
    heard = [bubble.text or "" for seat in seats for bubble in seat.messages if bubble.from_bot]
    notices_heard = sum(text.startswith("J’ai été interrompu") for text in heard)
    answers_heard = len(heard) - notices_heard
    answers = [state for policy, state in rows if policy == IfUnknown.ASK]
    notices = [state for policy, state in rows if policy == IfUnknown.PARK]
    unknown = answers.count(SendState.UNKNOWN.value)
    assert len(answers) == asked, "an update was lost, or handled twice"
    assert answers.count(SendState.SENT.value) <= answers_heard <= asked, "an answer was sent twice, or not at all"
    assert len(notices) == unknown, "each answer of unknown fate is explained"
    assert notices_heard <= unknown
