import asyncio
import os
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.nlu.client import NluClient
from bot.nlu.installation import NluInstallation
from bot.nlu.process import NluProcess, NluState

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = 60
"""Seconds that nothing here may take, even on a busy machine."""

PARENT = """
import asyncio, sys
from pathlib import Path
from bot.nlu.installation import NluInstallation
from bot.nlu.process import NluProcess

async def main():
    process = NluProcess(NluInstallation.under(Path(sys.argv[1])), on_change=lambda _: print(process.pid, flush=True))
    process.start()
    await asyncio.Event().wait()

asyncio.run(main())
"""


class Watcher:
    """Remembers the states of a process, and waits for one."""

    def __init__(self) -> None:
        """Begin without having seen anything."""
        self.seen: list[NluState] = []
        self._changed = asyncio.Event()

    def __call__(self, state: NluState) -> None:
        self.seen.append(state)
        self._changed.set()

    async def wait_for(self, states: list[NluState]) -> None:
        async with asyncio.timeout(LONG):
            while self.seen != states:
                await self._changed.wait()
                self._changed.clear()


async def test_process_starts_serves_restarts_and_stops(trained: NluInstallation) -> None:
    watcher = Watcher()
    process = NluProcess(trained, on_change=watcher, first_pause=0.01)
    assert process.state is NluState.DOWN
    process.start()
    await watcher.wait_for([NluState.STARTING, NluState.READY])
    first = process.address
    assert process.pid
    assert first
    assert first.url.startswith("http://127.0.0.1:")
    command_line = await asyncio.to_thread(Path(f"/proc/{process.pid}/cmdline").read_bytes)
    assert b"nlu_data.pipeline.serve" in command_line
    assert first.token.encode() not in command_line

    os.kill(process.pid, signal.SIGKILL)
    again = [NluState.DOWN, NluState.STARTING, NluState.READY]
    await watcher.wait_for([NluState.STARTING, NluState.READY, *again])
    assert process.address != first
    async with NluClient(where=lambda: process.address) as client:
        assert (await client.parse("bonjour")).ranking[0].intent == "saluer"

    began = time.monotonic()
    await process.stop()
    assert time.monotonic() - began < 5
    assert watcher.seen[-1] is NluState.DOWN
    assert process.address is None
    assert process.pid is None


async def test_process_that_hangs_is_noticed_and_replaced(trained: NluInstallation) -> None:
    watcher = Watcher()
    process = NluProcess(trained, on_change=watcher, first_pause=0.01, probe_every=0.05, patience=0.5)
    process.start()
    await watcher.wait_for([NluState.STARTING, NluState.READY])
    assert process.pid
    os.kill(process.pid, signal.SIGSTOP)
    await watcher.wait_for([NluState.STARTING, NluState.READY, NluState.DOWN, NluState.STARTING, NluState.READY])
    await process.stop()


async def test_process_without_a_model_is_down_and_tries_again(project: NluInstallation, tmp_path: Path) -> None:
    nothing = NluInstallation(root=project.root, examples=project.examples, models=tmp_path, python=project.python)
    watcher = Watcher()
    process = NluProcess(nothing, on_change=watcher, first_pause=0.01)
    process.start()
    await watcher.wait_for([NluState.STARTING, NluState.DOWN, NluState.STARTING])
    await process.stop()
    assert process.state is NluState.DOWN


async def test_process_dies_with_its_killed_parent(trained: NluInstallation) -> None:
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, str(trained.root)), cwd=trained.root, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    async with asyncio.timeout(LONG):
        assert (await parent.stdout.readline()).strip() == b"None"
        server = os.pidfd_open(int(await parent.stdout.readline()))
    parent.kill()
    await parent.wait()
    ended, _, _ = select.select([server], [], [], LONG)
    assert ended
