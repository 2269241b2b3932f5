"""One trained model and one running server for the whole session: both are the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.nlu.client import NluClient
from bot.nlu.evaluation import running_server
from bot.nlu.installation import NluInstallation
from bot.nlu.training import train

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.nlu.installation import NluAddress

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project() -> NluInstallation:
    """Return the project's own installation, trained or not."""
    return NluInstallation.under(ROOT)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def trained(project: NluInstallation) -> NluInstallation:
    """Return the project's own installation with an up-to-date model; trained once, then kept under models/."""
    await train(project, tell=print)
    return project


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(trained: NluInstallation) -> AsyncIterator[NluAddress]:
    """Return where the project's model is served."""
    async with running_server(trained) as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(address: NluAddress) -> AsyncIterator[NluClient]:
    """Return a client of the running server."""
    async with NluClient(where=lambda: address) as client:
        yield client
