"""An assistant in a process of its own, at a moment that is given: to be killed.

Usage: python -m tests.meetings.worker DATABASE_URL API_URL FOLDER MOMENT
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.content.library import load_content
from bot.delivery.pacer import Pace
from bot.running import open_detector
from bot.settings import ROOT, read_settings
from bot.simulator import SimulatorClock
from bot.wiring import build_app
from tests.harness.house import house_settings
from tests.harness.nobody import NoServer


async def work(database_url: str, api_url: str, folder: Path, moment: datetime) -> None:
    app = build_app(
        house_settings(database_url=database_url, api_url=api_url, folder=folder),
        content=load_content(ROOT / "content"),
        detector=open_detector(read_settings(None)),
        nlu=NoServer(),  # type: ignore[arg-type]
        clock=SimulatorClock(start=moment),
        pace=Pace(per_second=60),
    )
    await app.start()
    while True:
        await app.catch_up()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], Path(sys.argv[3]), datetime.fromisoformat(sys.argv[4])))
