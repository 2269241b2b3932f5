from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.audiences import Audience, Group
from actions.directory.kinds import Cost, Kind, Referral
from actions.directory.needs import Need
from actions.directory.search import Findings, Wanted, search
from actions.territories.communes import CommuneRecord
from actions.territories.gazetteer import Gazetteer, Place
from bot.content.hours import OsmHours
from tests.directory.conftest import NOW, keep, name_of, place


def in_town(gazetteer: Gazetteer, name: str) -> Place:
    return gazetteer.place_of(gazetteer.named(name)[0])


async def look(session: AsyncSession, gazetteer: Gazetteer, town: str = "Lille", **wanted: object) -> Findings:
    need = wanted.pop("need", Need.ADDICTION)
    return await search(
        session,
        Wanted(need, in_town(gazetteer, town), **wanted),
        hours=OsmHours(),
        now=NOW,  # type: ignore[arg-type]
    )


async def names(session: AsyncSession, findings: Findings) -> list[str]:
    return [await name_of(session, found.resource_id) for found in findings.found]


async def test_open_places_come_first_then_the_near_ones(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(
        session,
        gazetteer,
        place("near-closed", hours="Sa 10:00-12:00"),
        place("far-open", latitude=50.70, hours="24/7"),
        place("near-open", hours="Mo-Fr 09:00-17:00; PH off"),
        place("near-unknown"),
    )
    found = await names(session, await look(session, gazetteer))
    assert found[:2] == ["near-open", "far-open"]
    assert set(found[2:]) == {"near-closed", "near-unknown"}


async def test_the_kind_asked_for_comes_before_all_others(session: AsyncSession, gazetteer: Gazetteer) -> None:
    gems = [place(f"gem{number}", kind=Kind.MUTUAL_AID, hours="24/7", cost=Cost.FREE) for number in range(6)]
    psychologist = place("psy", kind=Kind.PSYCHOLOGIST_SESSIONS, latitude=50.67, cost=Cost.PAYING)
    await keep(session, gazetteer, *gems, psychologist)
    asked = await look(session, gazetteer, need=Need.TALK, kinds=frozenset({Kind.PSYCHOLOGIST_SESSIONS}))
    assert (await names(session, asked))[0] == "psy"
    assert "psy" not in await names(session, await look(session, gazetteer, need=Need.TALK))


async def test_free_and_without_referral_decide_between_equals(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(
        session,
        gazetteer,
        place("paying", cost=Cost.PAYING),
        place("sent", cost=Cost.FREE, referral=Referral.NEEDED),
        place("free", cost=Cost.FREE, referral=Referral.NOT_NEEDED),
    )
    assert await names(session, await look(session, gazetteer)) == ["free", "sent", "paying"]


async def test_a_place_for_adults_is_not_shown_for_a_child(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(session, gazetteer, place("adults", youngest=18), place("young", youngest=12, oldest=25))
    findings = await look(session, gazetteer, audience=Audience(Group.TEENAGER, 15))
    assert await names(session, findings) == ["young"]


async def test_a_pmi_is_for_the_small_children_and_for_parents(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(session, gazetteer, place("pmi", kind=Kind.MOTHER_AND_CHILD), place("cmpp", kind=Kind.CMPP))
    eight = await look(session, gazetteer, need=Need.CHILDHOOD, audience=Audience(Group.CHILD, 8))
    three = await look(session, gazetteer, need=Need.CHILDHOOD, audience=Audience(Group.CHILD, 3))
    mother = await look(session, gazetteer, need=Need.BIRTH, audience=Audience(Group.NEW_PARENT))
    assert await names(session, eight) == ["cmpp"]
    assert set(await names(session, three)) == {"cmpp", "pmi"}
    assert await names(session, mother) == ["pmi"]


async def test_a_cmp_is_shown_only_where_it_serves_the_whole_commune(
    session: AsyncSession, gazetteer: Gazetteer
) -> None:
    await keep(
        session,
        gazetteer,
        place("some-sector", kind=Kind.CMP),
        place("whole-town", kind=Kind.CMP, serves=("59350",)),
        place("hospital", kind=Kind.PSYCHIATRIC_HOSPITAL),
    )
    assert set(await names(session, await look(session, gazetteer, need=Need.CMP))) == {"whole-town", "hospital"}


async def test_a_cmp_of_one_commune_is_not_shown_for_a_postcode_that_several_share(session: AsyncSession) -> None:
    gazetteer = Gazetteer([
        CommuneRecord("59350", "Lille", postcodes=("59800",), latitude=50.63, longitude=3.05),
        CommuneRecord("59298", "Hellemmes", postcodes=("59800",), latitude=50.62, longitude=3.10),
    ])  # fmt: skip
    await keep(
        session,
        gazetteer,
        place("one-of-two", kind=Kind.CMP, serves=("59350",)),
        place("both", kind=Kind.CMP, serves=("59298", "59350")),
    )
    postcode = gazetteer.place_of_postcode("59800")
    assert postcode is not None
    findings = await search(session, Wanted(Need.CMP, postcode), hours=OsmHours(), now=NOW)
    assert await names(session, findings) == ["both"]


async def test_no_cmp_is_shown_for_a_position(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(session, gazetteer, place("whole-town", kind=Kind.CMP, serves=("59350",)))
    assert (await look(session, gazetteer, need=Need.CMP, is_commune_sure=False)).found == ()
    assert len((await look(session, gazetteer, need=Need.CMP)).found) == 1


async def test_nothing_near_gives_the_nearest_with_its_distance(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(session, gazetteer, place("lille"))
    findings = await look(session, gazetteer, town="Amiens")
    assert findings.is_far
    assert findings.found[0].distance == pytest.approx(103, abs=8)


async def test_another_island_is_not_near(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(session, gazetteer, place("martinique", commune_code="97209", latitude=14.60, longitude=-61.07))
    assert (await look(session, gazetteer, town="Pointe-à-Pitre")).found == ()
    assert len((await look(session, gazetteer, town="Fort-de-France")).found) == 1


async def test_open_now_follows_the_clock_of_the_place(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(
        session,
        gazetteer,
        place("martinique", commune_code="97209", latitude=14.60, longitude=-61.07, hours="Mo-Fr 08:00-12:00"),
    )
    findings = await look(session, gazetteer, town="Fort-de-France")
    assert findings.found[0].opening.is_open is False  # ten in Greenwich is six in the morning there


async def test_a_place_without_position_is_found_by_its_commune(session: AsyncSession) -> None:
    gazetteer = Gazetteer([CommuneRecord("98613", "Uvea", postcodes=("98600",))])
    await keep(session, gazetteer, place("somewhere", commune_code="98613", latitude=None, longitude=None))
    findings = await look(session, gazetteer, town="Uvea")
    assert await names(session, findings) == ["somewhere"]


async def test_a_wider_search_leaves_out_what_was_shown(session: AsyncSession, gazetteer: Gazetteer) -> None:
    await keep(session, gazetteer, place("near"), place("far", latitude=50.95))
    first = await look(session, gazetteer)
    shown = tuple(found.resource_id for found in first.found)
    wider = await look(session, gazetteer, widen=1, beyond=shown)
    assert await names(session, first) == ["near"]
    assert await names(session, wider) == ["far"]
