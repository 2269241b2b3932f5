"""Fixtures of the whole suite: real content, real detector, real language model, both databases."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from actions.safety.detector import Detector
from bot.content.library import Content, load_content
from bot.journal import OURS
from bot.nlu.evaluation import running_server
from bot.nlu.installation import NluAddress, NluInstallation
from bot.nlu.service import RemoteServer
from bot.running import open_detector
from bot.settings import ROOT, read_settings
from bot.simulator import Call
from bot.store.engine import Sessions
from tests.harness.calls import complaints, read_specification, recorded
from tests.harness.databases import PostgresqlCluster, find_postgresql, open_store
from tests.harness.house import House, open_house
from tests.harness.nobody import NoServer


class OpenHouse(Protocol):
    """Opens a house; keyword arguments replace what it would have by default."""

    async def __call__(self, **replaced: object) -> House:
        """The house, started; it is closed at the end of the test."""


@pytest.fixture(scope="session", autouse=True)
def calls_of_the_session() -> Iterator[list[Call]]:
    """Every call made to a simulator; at the end of the session none may be unknown to the Bot API."""
    specification = read_specification()
    with recorded() as calls:
        yield calls
    if specification is not None:
        assert complaints(calls, specification) == []


@pytest.fixture(autouse=True)
def levels_of_the_log() -> Iterator[None]:
    """A test that runs a command sets the levels of the log; the next one finds them as they were."""
    levels = {room: logging.getLogger(room).level for room in OURS}
    yield
    for room, level in levels.items():
        logging.getLogger(room).setLevel(level)


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT / "content")


@pytest.fixture(scope="session")
def detector() -> Detector:
    return open_detector(read_settings(None))


@pytest.fixture(scope="session")
async def nlu_address() -> AsyncIterator[NluAddress]:
    """A real Rasa server with the trained model, one for the whole session."""
    async with running_server(NluInstallation.under(ROOT)) as address:
        yield address


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlCluster]:
    """A real PostgreSQL server of our own; where none is installed, the tests that need it say so."""
    programs = find_postgresql()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here: the tests on it do not run (Debian: apt install postgresql)")
    # Not under pytest's own folder, which it closes to other accounts each time another run begins.
    with (
        TemporaryDirectory(prefix="postgresql-") as folder,
        PostgresqlCluster.running(programs, Path(folder)) as cluster,
    ):
        yield cluster


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    cluster: PostgresqlCluster = request.getfixturevalue("postgresql")
    return cluster.new_database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Sessions on a database of each kind, with the newest schema."""
    async with open_store(database_url) as opened:
        yield opened


@pytest.fixture
async def sqlite_sessions(sqlite_url: str) -> AsyncIterator[Sessions]:
    """The same on SQLite only: for what no database does in its own way."""
    async with open_store(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def open_a_house(
    tmp_path: Path, sqlite_url: str, content: Content, detector: Detector
) -> AsyncIterator[OpenHouse]:
    """Houses without a language model: for all that buttons, commands and safety do."""
    async with AsyncExitStack() as stack:

        async def open_one(**replaced: object) -> House:
            parts = {
                "database_url": sqlite_url,
                "folder": tmp_path,
                "content": content,
                "detector": detector,
                "nlu": NoServer(),
            } | replaced
            return await stack.enter_async_context(open_house(**parts))  # type: ignore[arg-type]

        yield open_one


@pytest.fixture
async def house(open_a_house: OpenHouse) -> House:
    """A house whose language model never comes."""
    return await open_a_house()


@pytest.fixture
async def understanding_house(open_a_house: OpenHouse, nlu_address: NluAddress) -> House:
    """A house with the real language model."""
    return await open_a_house(nlu=RemoteServer(nlu_address))
