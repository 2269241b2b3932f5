"""How well messages are understood: a test set put to the real server, and every decision compared with its label."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.evaluation.testset import read_test_set
from bot.nlu.client import NluClient
from bot.nlu.errors import NluUnavailable
from bot.nlu.installation import NluAddress
from bot.nlu.process import NluProcess, NluState
from bot.nlu.report import NluReport, Outcome
from bot.nlu.routing import MEASURED, decide
from bot.nlu.training import train

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.nlu.installation import NluEndpoint, NluInstallation
    from bot.nlu.routing import Zones

PATIENCE: Final = 30.0
"""Seconds for one answer: an evaluation may run on a busy machine."""


async def evaluate_file(
    path: Path, *, endpoint: NluEndpoint, zones: Zones = MEASURED, tell: Callable[[str], None] = lambda _: None
) -> NluReport:
    """Return how the messages of the test set at `path` are understood.

    With an installation, the model is trained if it is not up to date, and served for the time of the evaluation;
    with an address, the server there is asked. Raises BadTestSet before anything is started, NluUnavailable when the
    server does not answer, and what training raises.
    """
    messages = read_test_set(path)
    async with _serving(endpoint, tell=tell) as address, NluClient(where=lambda: address, patience=PATIENCE) as client:
        outcomes = []
        for message in messages:
            understanding = await client.parse(message.text)
            outcomes.append(Outcome(message, understanding, decide(understanding, zones=zones)))
    return NluReport(tuple(outcomes))


@asynccontextmanager
async def _serving(endpoint: NluEndpoint, *, tell: Callable[[str], None]) -> AsyncIterator[NluAddress]:
    if isinstance(endpoint, NluAddress):
        yield endpoint
        return
    await train(endpoint, tell=tell)
    tell("Starting the server")
    async with running_server(endpoint) as address:
        yield address


@asynccontextmanager
async def running_server(installation: NluInstallation) -> AsyncIterator[NluAddress]:
    """Serve the installation's model inside the block; raise NluUnavailable when it does not come up."""
    settled: asyncio.Future[NluState] = asyncio.get_running_loop().create_future()

    def settle(state: NluState) -> None:
        if state is not NluState.STARTING and not settled.done():
            settled.set_result(state)

    process = NluProcess(installation, on_change=settle)
    process.start()
    try:
        await settled
        if process.address is None:
            message = "the NLU server does not start"
            raise NluUnavailable(message)
        yield process.address
    finally:
        await process.stop()
