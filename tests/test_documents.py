"""What the documents say to type works, and what they point to exists."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.operations import upgrade_database
from bot.settings import ROOT
from bot.simulator import Simulator, SimulatorClock
from tests.harness.house import START, TOKEN, USERNAME, house_settings

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "ARCHITECTURE.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"^( *)```\w*\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
NEVER_ENDS = {"clsm-bot run", "clsm-bot demo"}


def commands(program: str) -> list[str]:
    """Every line of a code block that calls a program, in any document."""
    lines = [
        line.strip()
        for document in DOCUMENTS
        for _, block in BLOCK.findall(document.read_text(encoding="utf-8"))
        for line in block.splitlines()
    ]
    return sorted({line for line in lines if line.split(" ")[0] == program})


def test_documents_show_commands_to_test() -> None:
    assert len(commands("clsm-bot")) >= 5
    assert set(commands("make")) >= {"make run", "make test"}


@pytest.mark.parametrize("command", commands("make"))
def test_documented_target_exists(command: str) -> None:
    plan = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert plan.returncode == 0, plan.stderr


@pytest.mark.parametrize("command", [line for line in commands("clsm-bot") if line not in NEVER_ENDS])
async def test_documented_command_works(command: str, tmp_path: Path) -> None:
    async with Simulator(clock=SimulatorClock(start=START)) as simulator:
        url = await simulator.start()
        simulator.world.add_bot(token=TOKEN, username=USERNAME, name="CLSM")
        settings = house_settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'd.db'}", api_url=url, folder=tmp_path)
        await upgrade_database(settings)
        result = await _run(command, settings.database_url, url)
    assert result == 0


async def _run(command: str, database_url: str, api_url: str) -> int:
    environment = os.environ | {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api_url,
        "SECRET_KEY": "k" * 48,
        "DATABASE_URL": database_url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command.split()[1:], cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    return await process.wait()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []
