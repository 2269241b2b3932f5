from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from actions.territories.service import AreaRecord, TerritoryRecord, keep_territory
from bot.store.engine import Sessions
from tests.harness.house import START


async def keep_two(session: AsyncSession) -> tuple[int, int]:
    """Two neighbouring territories; returns their numbers."""
    area = AreaRecord(kind="commune", code="59350", name="Lille")
    kept = [
        await keep_territory(
            session,
            TerritoryRecord(slug=slug, name=slug, status="active", time_zone="Europe/Paris", areas=(area,)),
            now=START,
        )
        for slug in ("lille", "roubaix")
    ]
    return kept[0].id, kept[1].id


@pytest.fixture
async def territories(sqlite_sessions: Sessions) -> tuple[int, int]:
    async with sqlite_sessions.begin() as session:
        return await keep_two(session)


@pytest.fixture
async def session(sqlite_sessions: Sessions, territories: tuple[int, int]) -> AsyncIterator[AsyncSession]:
    """One transaction, on a database with two territories."""
    async with sqlite_sessions() as opened:
        yield opened
