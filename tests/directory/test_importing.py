from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from actions.directory.coordination import correct, set_state
from actions.directory.formats.rows import Row
from actions.directory.importing import ImportReport, Order, run_import
from actions.directory.keeping import Outcome
from actions.directory.models import Resource, ResourceState
from actions.directory.records import ResourceRecord
from actions.territories.gazetteer import Gazetteer
from actions.territories.models import Territory
from bot.store.engine import Sessions
from tests.directory.conftest import NOW, place


def rows(records: Sequence[ResourceRecord]) -> Iterator[Row]:
    for number, record in enumerate(records, start=1):
        yield Row(number, record.name, record)


async def bring(
    sessions: Sessions, gazetteer: Gazetteer, records: Sequence[ResourceRecord], **order: bool
) -> ImportReport:
    return await run_import(
        rows(records),
        Order(source="test", file="test", **order),
        transaction=sessions.begin,
        gazetteer=gazetteer,
        now=NOW,
        progress=lambda _: None,
    )


async def states(sessions: Sessions) -> dict[str, str]:
    async with sessions() as session:
        rows = await session.execute(select(Resource.source_id, Resource.state))
        return {row.source_id: row.state for row in rows}


PLACES = [place(f"p{number}") for number in range(10)]


async def test_importing_twice_changes_nothing(sessions: Sessions, gazetteer: Gazetteer) -> None:
    first = await bring(sessions, gazetteer, PLACES)
    second = await bring(sessions, gazetteer, PLACES)
    assert first.kept == {Outcome.ADDED: 10}
    assert second.kept == {Outcome.UNCHANGED: 10}
    assert second.gone == 0


async def test_what_a_source_forgets_is_marked_and_comes_back(sessions: Sessions, gazetteer: Gazetteer) -> None:
    await bring(sessions, gazetteer, PLACES)
    without = await bring(sessions, gazetteer, PLACES[1:])
    assert without.gone == 1
    assert (await states(sessions))["p0"] == "gone"
    again = await bring(sessions, gazetteer, PLACES)
    assert again.kept[Outcome.RETURNED] == 1
    assert (await states(sessions))["p0"] == "active"


async def test_a_file_that_forgets_too_much_marks_nothing(sessions: Sessions, gazetteer: Gazetteer) -> None:
    await bring(sessions, gazetteer, PLACES)
    report = await bring(sessions, gazetteer, PLACES[:2])
    assert report.warning is not None
    assert set((await states(sessions)).values()) == {"active"}
    accepted = await bring(sessions, gazetteer, PLACES[:2], may_lose_many=True)
    assert accepted.gone == 8


async def test_a_row_refused_this_time_does_not_lose_its_place(sessions: Sessions, gazetteer: Gazetteer) -> None:
    await bring(sessions, gazetteer, PLACES)
    broken = Row(1, "p0", problems=("nom is missing",), source_id="p0")
    report = await run_import(
        iter([broken, *rows(PLACES[1:])]),
        Order(source="test", file="test"),
        transaction=sessions.begin,
        gazetteer=gazetteer,
        now=NOW,
        progress=lambda _: None,
    )
    assert (report.refused, report.gone) == (1, 0)
    assert (await states(sessions))["p0"] == "active"


async def test_a_dry_run_tells_and_changes_nothing(sessions: Sessions, gazetteer: Gazetteer) -> None:
    report = await bring(sessions, gazetteer, PLACES, is_dry=True)
    assert report.kept == {Outcome.ADDED: 10}
    assert await states(sessions) == {}


async def test_repeated_rows_are_counted_and_kept_once(sessions: Sessions, gazetteer: Gazetteer) -> None:
    report = await bring(sessions, gazetteer, [*PLACES, PLACES[0]])
    assert report.repeated == 1
    assert len(await states(sessions)) == 10


async def test_a_local_correction_survives_the_next_import(sessions: Sessions, gazetteer: Gazetteer) -> None:
    await bring(sessions, gazetteer, [place("p0", phone="03 53 01 00 00")])
    async with sessions.begin() as session:
        territory = Territory(slug="t", name="T", time_zone="Europe/Paris", updated_at=NOW)
        session.add(territory)
        await session.flush()
        resource = (await session.scalars(select(Resource))).one()
        await correct(
            session,
            resource,
            name="phone",
            value="03 53 01 11 11",
            territory_id=territory.id,
            actor="7F2",
            gazetteer=gazetteer,
            now=NOW,
        )
    changed = replace(place("p0", phone="03 53 01 22 22"), name="Nouveau nom")
    await bring(sessions, gazetteer, [changed])
    async with sessions() as session:
        resource = (await session.scalars(select(Resource))).one()
    assert (resource.phone, resource.name) == ("03 53 01 11 11", "Nouveau nom")


async def test_a_place_closed_by_its_coordination_stays_closed(sessions: Sessions, gazetteer: Gazetteer) -> None:
    await bring(sessions, gazetteer, PLACES[:1])
    async with sessions.begin() as session:
        territory = Territory(slug="t", name="T", time_zone="Europe/Paris", updated_at=NOW)
        session.add(territory)
        await session.flush()
        resource = (await session.scalars(select(Resource))).one()
        await set_state(session, resource, ResourceState.CLOSED, territory_id=territory.id, actor="7F2", now=NOW)
    await bring(sessions, gazetteer, [replace(PLACES[0], name="Autre")])
    assert await states(sessions) == {"p0": "closed"}


async def test_a_place_without_position_takes_the_centre_of_its_commune(
    sessions: Sessions, gazetteer: Gazetteer
) -> None:
    await bring(sessions, gazetteer, [place("p0", latitude=None, longitude=None)])
    async with sessions() as session:
        resource = (await session.scalars(select(Resource))).one()
    assert resource.is_approximate
    assert round(resource.latitude or 0, 1) == 50.6
