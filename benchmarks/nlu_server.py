"""What the NLU server costs: seconds to start, memory, processor and waiting time of a message.

`.venv/bin/python benchmarks/nlu_server.py` on a trained model; Linux only, since it reads /proc.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from pathlib import Path
from typing import Final

from bot.nlu.client import NluClient
from bot.nlu.installation import NluInstallation
from bot.nlu.process import NluProcess, NluState
from bot.nlu.training import train

ROOT: Final = Path(__file__).resolve().parent.parent
MESSAGES: Final = 300
TEXT: Final = "Bonjour, mon fils de quinze ans ne veut plus aller au lycée depuis trois semaines, qui le reçoit ?"


async def main() -> None:
    """Print one line a figure."""
    installation = NluInstallation.under(ROOT)
    await train(installation, tell=lambda _: None)
    ready = asyncio.Event()
    process = NluProcess(installation, on_change=lambda state: ready.set() if state is NluState.READY else None)
    began = time.monotonic()
    process.start()
    await ready.wait()
    print(f"start            {time.monotonic() - began:.1f} s")
    before, waits = processor_seconds(process.pid), []
    async with NluClient(where=lambda: process.address) as client:
        for _ in range(MESSAGES):
            asked = time.monotonic()
            await client.parse(TEXT)
            waits.append(time.monotonic() - asked)
    spent = processor_seconds(process.pid) - before
    print(f"processor        {1000 * spent / MESSAGES:.1f} ms a message")
    print(f"wait             {1000 * statistics.median(waits):.1f} ms a message, median")
    print(f"memory           {resident_megabytes(process.pid):.0f} MB")
    print(f"model            {installation.model.stat().st_size / 1e6:.1f} MB")
    began = time.monotonic()
    await process.stop()
    print(f"stop             {time.monotonic() - began:.1f} s")


def processor_seconds(pid: int | None) -> float:
    """Return the processor time that a process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int | None) -> float:
    """Return the memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


if __name__ == "__main__":
    asyncio.run(main())
