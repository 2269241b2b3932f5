from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.keeping import keep_batch
from actions.directory.kinds import Kind
from actions.directory.models import Resource
from actions.directory.records import ResourceRecord
from actions.territories.gazetteer import Gazetteer
from bot.content.library import Content
from bot.store import schema
from bot.store.engine import Sessions, open_engine, open_sessions

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday, eleven o'clock in Paris
LILLE = ("59350", 50.6311, 3.0470)


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    engine = open_engine(database_url)
    await schema.upgrade(engine)
    yield open_sessions(engine)
    await engine.dispose()


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    async with sessions.begin() as session:
        yield session


@pytest.fixture(scope="session")
def gazetteer(content: Content) -> Gazetteer:
    return Gazetteer(content.communes)


def place(source_id: str, **fields: Any) -> ResourceRecord:
    """A place in the middle of Lille, without hours."""
    code, latitude, longitude = LILLE
    record = ResourceRecord(
        source="test",
        source_id=source_id,
        kind=Kind.ADDICTION_CARE,
        name=f"Lieu {source_id}",
        commune_code=code,
        latitude=latitude,
        longitude=longitude,
    )
    return replace(record, **fields)


async def keep(session: AsyncSession, gazetteer: Gazetteer, *records: ResourceRecord) -> None:
    await keep_batch(session, records, import_id=None, gazetteer=gazetteer, now=NOW)


async def name_of(session: AsyncSession, number: int) -> str:
    return (await session.get_one(Resource, number)).source_id
