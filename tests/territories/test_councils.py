from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from actions.territories.communes import CommuneRecord
from actions.territories.councils import communes_covered, councils_of
from actions.territories.gazetteer import Gazetteer
from actions.territories.service import AreaRecord, TerritoryRecord, change_territory, find_territory, keep_territory
from bot.store import schema
from bot.store.engine import open_engine, open_sessions

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
GAZETTEER = Gazetteer(
    [
        CommuneRecord("69259", "Vénissieux", epci_code="200046977"),
        CommuneRecord("69199", "Saint-Fons", epci_code="200046977"),
        CommuneRecord("01033", "Valserhône", former_codes=("01091",)),
        CommuneRecord("75056", "Paris"),
        CommuneRecord("40192", "Mont-de-Marsan"),
    ]
)


@pytest.fixture
async def session(database_url: str) -> AsyncIterator[AsyncSession]:
    engine = open_engine(database_url)
    await schema.upgrade(engine)
    async with open_sessions(engine).begin() as session:
        yield session
    await engine.dispose()


async def keep(session: AsyncSession, slug: str, *areas: tuple[str, str], **more: str) -> None:
    record = TerritoryRecord(
        slug=slug,
        name=f"CLSM {slug}",
        status=more.pop("status", "active"),
        time_zone="Europe/Paris",
        areas=tuple(AreaRecord(kind, code, code) for kind, code in areas),
        **more,  # type: ignore[arg-type]
    )
    await keep_territory(session, record, now=NOW)


async def slugs(session: AsyncSession, code: str) -> list[tuple[str, str | None]]:
    return [(each.territory.slug, each.part) for each in await councils_of(session, [code], gazetteer=GAZETTEER)]


async def test_two_councils_over_one_commune_are_both_found(session: AsyncSession) -> None:
    await keep(session, "ville", ("commune", "69259"))
    await keep(session, "metropole", ("epci", "200046977"))
    assert await slugs(session, "69259") == [("metropole", None), ("ville", None)]


async def test_no_council_is_found_where_there_is_none(session: AsyncSession) -> None:
    await keep(session, "ville", ("commune", "69259"))
    assert await slugs(session, "40192") == []


async def test_a_quartier_is_named_as_a_part(session: AsyncSession) -> None:
    await keep(session, "quartier", ("quartier", "69259:minguettes"))
    assert await slugs(session, "69259") == [("quartier", "69259:minguettes")]


async def test_a_perimeter_with_a_former_code_covers_the_merged_commune(session: AsyncSession) -> None:
    await keep(session, "pays", ("commune", "01091"))
    assert await slugs(session, "01033") == [("pays", None)]


async def test_a_stopped_council_is_left_out(session: AsyncSession) -> None:
    await keep(session, "ancien", ("commune", "40192"), status="stopped")
    assert await slugs(session, "40192") == []


async def test_communes_covered_opens_an_epci(session: AsyncSession) -> None:
    await keep(session, "metropole", ("epci", "200046977"))
    territory = await find_territory(session, "metropole")
    assert territory is not None
    covered = await communes_covered(session, territory_id=territory.id, gazetteer=GAZETTEER)
    assert covered == {"200046977", "69259", "69199"}


async def test_what_the_coordination_wrote_survives_its_file(session: AsyncSession) -> None:
    await keep(session, "ville", ("commune", "69259"), contact="du fichier")
    territory = await find_territory(session, "ville")
    assert territory is not None
    await change_territory(session, territory, name="contact", value="de la coordination", actor="7F2", now=NOW)
    await keep(session, "ville", ("commune", "69259"), contact="du fichier, plus tard", site="https://ville.fr")
    assert (territory.contact, territory.site) == ("de la coordination", "https://ville.fr")
