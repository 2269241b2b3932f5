"""Fixtures of meetings: a desk on each database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.engine import open_engine, open_sessions
from bot.store.schema import upgrade
from tests.meetings.desk import Desk


@pytest.fixture
async def session(database_url: str) -> AsyncIterator[AsyncSession]:
    engine = open_engine(database_url)
    await upgrade(engine)
    async with open_sessions(engine).begin() as opened:
        yield opened
    await engine.dispose()


@pytest.fixture
async def desk(session: AsyncSession) -> Desk:
    return await Desk.open(session)
