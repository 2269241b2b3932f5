"""Running the pipeline's programs in Rasa's own environment, as children of this process."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.nlu.installation import NluInstallation

INHERITED: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
"""What a child gets of this process's environment: what a program needs to run, none of the bot's secrets."""


async def spawn(
    installation: NluInstallation, program: str, *arguments: str | Path, errors: int, **environment: str
) -> asyncio.subprocess.Process:
    """Start `nlu_data.pipeline.<program>`; its standard input and output are pipes, `errors` is for the third stream.

    Raises OSError when Rasa's environment is missing.
    """
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    # One thread: the matrices are small, and the machine has other work.
    steady = {"OMP_NUM_THREADS": "1", "RASA_TELEMETRY_ENABLED": "false"}
    return await asyncio.create_subprocess_exec(
        *(installation.python, "-W", "ignore", "-m", f"nlu_data.pipeline.{program}", *arguments),
        cwd=installation.root,
        env={**inherited, **steady, **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
    )


async def lines(stream: asyncio.StreamReader | None) -> AsyncIterator[str]:
    """Yield what a child writes, line by line; nothing where it has no such stream."""
    if stream:
        async for line in stream:
            yield line.decode(errors="replace").rstrip()
