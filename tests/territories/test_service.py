from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from actions.territories.models import CoveredArea, Territory
from actions.territories.service import (
    AreaRecord,
    TerritoryRecord,
    find_territory,
    keep_territory,
    list_territories,
    territories_covering,
)
from bot.store.engine import Sessions
from tests.harness.house import START

LILLE = AreaRecord(kind="commune", code="59350", name="Lille")
LOMME = AreaRecord(kind="quartier", code="lomme", name="Lomme")
METROPOLIS = AreaRecord(kind="epci", code="245900410", name="Métropole")
CITY = TerritoryRecord(
    slug="lille",
    name="CLSM de Lille",
    status="active",
    time_zone="Europe/Paris",
    areas=(LILLE, LOMME),
    office_hours="Mo-Fr 09:00-12:00",
    contact="Mairie de Lille",
    site="https://lille.example",
    languages=("fr", "en"),
    is_sample=True,
)
REGION = TerritoryRecord(
    slug="metropole", name="CLSM A", status="project", time_zone="Europe/Paris", areas=(LILLE, METROPOLIS)
)


async def test_territory_is_kept_as_its_record_says(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await keep_territory(session, CITY, now=START)
    async with sessions() as session:
        kept = await find_territory(session, "lille")
        areas = list(await session.execute(select(CoveredArea.kind, CoveredArea.code, CoveredArea.name)))
    assert kept is not None
    shown = {name: getattr(kept, name) for name in ("slug", "name", "status", "time_zone", "office_hours", "contact")}
    assert shown == {name: getattr(CITY, name) for name in shown}
    assert (kept.site, kept.languages, kept.is_sample, kept.updated_at) == (CITY.site, ["fr", "en"], True, START)
    assert sorted(areas) == sorted((area.kind, area.code, area.name) for area in CITY.areas)


async def test_territory_kept_again_is_the_same_one_brought_up_to_date(sessions: Sessions) -> None:
    later = START + timedelta(days=1)
    async with sessions.begin() as session:
        first = (await keep_territory(session, CITY, now=START)).id
    async with sessions.begin() as session:
        changed = replace(CITY, name="CLSM de Lille et Lomme", contact=None, areas=(METROPOLIS, LILLE))
        again = await keep_territory(session, changed, now=later)
        count = await session.scalar(select(func.count()).select_from(Territory))
        areas = list(await session.scalars(select(CoveredArea.code).order_by(CoveredArea.code)))
    assert (again.id, again.name, again.contact, again.updated_at) == (first, "CLSM de Lille et Lomme", None, later)
    assert (count, areas) == (1, ["245900410", "59350"])


async def test_territories_covering_a_commune_are_all_found_when_perimeters_overlap(sqlite_sessions: Sessions) -> None:
    async with sqlite_sessions.begin() as session:
        for record in (CITY, REGION):
            await keep_territory(session, record, now=START)
        both = [territory.slug for territory in await territories_covering(session, ["59350", "245900410"])]
        one = [territory.slug for territory in await territories_covering(session, ["lomme"])]
        none = await territories_covering(session, ["75056"])
        nothing = await territories_covering(session, [])
    assert (both, one, list(none), list(nothing)) == (["metropole", "lille"], ["lille"], [], [])


async def test_territories_are_listed_by_name(sqlite_sessions: Sessions) -> None:
    async with sqlite_sessions.begin() as session:
        for record in (CITY, REGION):
            await keep_territory(session, record, now=START)
        assert [territory.name for territory in await list_territories(session)] == ["CLSM A", "CLSM de Lille"]


async def test_territory_that_nobody_keeps_is_not_found(sqlite_sessions: Sessions) -> None:
    async with sqlite_sessions() as session:
        assert await find_territory(session, "nowhere") is None
