"""« Mes données » shows all, and erasing leaves nothing that leads to the person: in any table, of any feature."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people import my_data
from actions.people.models import Person, RoleName
from actions.people.rights import issue_invitation
from actions.people.service import account_of, find_person, join, record_access, remember_person
from actions.territories.service import find_territory
from bot.delivery.outbox import KEPT_AFTER_SENDING
from bot.simulator import Seat
from bot.store.engine import Sessions
from tests.harness.everything import (
    VAULT,
    everything,
    plant,
    rows_of_person,
    tables_of_people,
    tables_that_mention,
)
from tests.harness.house import START, House
from tests.people.conftest import keep_two

ACCOUNT = 700_123_456
OTHER = 700_654_321


async def a_full_life(session: AsyncSession, account: int, *, territory_id: int) -> Person:
    """A person with a row in every table that can hold one."""
    person = await remember_person(session, account, language=Language.ENGLISH, vault=VAULT, now=START)
    await join(session, person, territory_id=territory_id, now=START)
    await record_access(session, actor=person.fingerprint, deed="export own data", territory_id=None, now=START)
    for table in tables_of_people():
        if table.name != "membership":
            await plant(session, table, person=person, territory_id=territory_id)
    return person


async def test_erasure_leaves_no_row_that_leads_to_the_person(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        territory_id, _ = await keep_two(session)
        person = await a_full_life(session, ACCOUNT, territory_id=territory_id)
        other = await a_full_life(session, OTHER, territory_id=territory_id)
    async with sessions() as session:
        before = await everything(session)
    assert rows_of_person(before, person.id) == {table.name for table in tables_of_people()}
    assert tables_that_mention(before, person.fingerprint) >= {"person", "access"}
    async with sessions.begin() as session:
        await my_data.erase(session, await session.merge(person), sections=my_data.SECTIONS, now=START)
    async with sessions() as session:
        after = await everything(session)
    assert rows_of_person(after, person.id) == set()
    assert tables_that_mention(after, person.fingerprint) == set()
    assert tables_that_mention(after, str(ACCOUNT)) == set()
    assert rows_of_person(after, other.id) == rows_of_person(before, other.id)
    assert len(after["access"]) == len(before["access"])


async def test_erasure_keeps_a_pseudonym_only_so_that_it_names_nobody_else(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    person = await a_full_life(session, ACCOUNT, territory_id=territories[0])
    pseudonym = (await my_data.view(session, person, sections=my_data.SECTIONS))["memberships"][0]["pseudonym"]
    await my_data.erase(session, person, sections=my_data.SECTIONS, now=START)
    assert (await everything(session))["used_pseudonym"] == [{"territory_id": territories[0], "pseudonym": pseudonym}]


async def test_receipt_of_an_erasure_counts_what_was_shown(session: AsyncSession, territories: tuple[int, int]) -> None:
    person = await a_full_life(session, ACCOUNT, territory_id=territories[0])
    shown = await my_data.view(session, person, sections=my_data.SECTIONS)
    receipt = await my_data.erase(session, person, sections=my_data.SECTIONS, now=START)
    assert receipt == my_data.Receipt(erased={name: len(rows) for name, rows in shown.items()}, at=START)


async def test_view_shows_every_section_and_can_be_taken_away(
    session: AsyncSession, territories: tuple[int, int]
) -> None:
    person = await a_full_life(session, ACCOUNT, territory_id=territories[0])
    shown = await my_data.view(session, person, sections=my_data.SECTIONS)
    assert list(shown) == [section.name for section in my_data.SECTIONS]
    assert json.loads(json.dumps(shown)) == shown


async def test_view_shows_nothing_of_anybody_else(session: AsyncSession, territories: tuple[int, int]) -> None:
    await a_full_life(session, OTHER, territory_id=territories[0])
    person = await remember_person(session, ACCOUNT, language=Language.FRENCH, vault=VAULT, now=START)
    assert set(await my_data.view(session, person, sections=my_data.SECTIONS)) == {"profile"}


async def test_account_is_found_by_its_number_and_read_with_the_key_only(session: AsyncSession) -> None:
    person = await remember_person(session, ACCOUNT, language=Language.FRENCH, vault=VAULT, now=START)
    assert await find_person(session, ACCOUNT, vault=VAULT) is person
    assert await find_person(session, OTHER, vault=VAULT) is None
    assert account_of(person, vault=VAULT) == ACCOUNT
    assert str(ACCOUNT).encode() not in person.sealed_account


async def settled_coordinator(house: House) -> Seat:
    """Somebody who has turned on all that can be turned on by hand."""
    parts = house.app.parts
    async with parts.sessions.begin() as session:
        territory = await find_territory(session, "lille")
        assert territory is not None
        issued = await issue_invitation(
            session, territory_id=territory.id, role=RoleName.COORDINATOR, vault=VAULT, now=house.clock.now()
        )
    seat = house.seat()
    for words in ("/start c-cap-excellence", f"/start {issued.payload}", "/simple"):
        await house.hear(seat, words)
    return seat


async def press(house: House, seat: Seat, label: str) -> None:
    seat.tap(label)
    await house.settle()


def exported(house: House, seat: Seat) -> dict[str, Any]:
    files = [bubble for bubble in seat.messages if bubble.media == "document"]
    document = files[-1].payload["document"]
    assert document["file_name"] == "mes-donnees.json"
    content: dict[str, Any] = json.loads(house.simulator.world.files.find(document["file_id"], bot_id=4242).content)
    return content


async def test_export_arrives_as_a_file_that_says_all(house: House) -> None:
    seat = await settled_coordinator(house)
    await house.hear(seat, "/donnees")
    await press(house, seat, "Recevoir mes données")
    first = exported(house, seat)
    assert first["profile"][0]["language"] == "fr_simple"
    assert [role["role"] for role in first["roles"]] == ["coordinator"]
    await press(house, seat, "Recevoir mes données")
    assert [access["deed"] for access in exported(house, seat)["accesses"]] == ["export own data"]


async def test_erasure_by_button_leaves_nothing_once_its_receipt_is_forgotten(house: House) -> None:
    """The receipt itself passes through the outbox, whose finished rows hold no content and go after two days."""
    seat = await settled_coordinator(house)
    await house.hear(seat, "/donnees")
    for label in ("Recevoir mes données", "Effacer mes données", "Oui, tout effacer"):
        await press(house, seat, label)
    async with house.app.parts.sessions() as session:
        now = await everything(session)
    key = VAULT.fingerprint(str(seat.person.id))
    assert tables_that_mention(now, key) <= {"outbox"}
    assert tables_that_mention(now, str(seat.person.id)) == set()
    assert [row["sealed"] for row in now["outbox"]] == [None]
    await house.advance(KEPT_AFTER_SENDING + timedelta(minutes=1))
    async with house.app.parts.sessions() as session:
        assert tables_that_mention(await everything(session), key) == set()


async def test_receipt_tells_the_time_of_the_territory(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/simple")
    await house.hear(seat, "/start c-cap-excellence")  # nine o'clock UTC is five o'clock there
    await house.hear(seat, "/donnees")
    for label in ("Effacer mes données", "Oui, tout effacer"):
        await press(house, seat, label)
    assert "à 5\u202fh" in (seat.last.text or "")


async def test_double_tap_on_erase_changes_nothing_more(house: House) -> None:
    seat = await settled_coordinator(house)
    await house.hear(seat, "/donnees")
    await press(house, seat, "Effacer mes données")
    question = seat.last
    for _ in range(2):
        seat.tap("Oui, tout effacer", message=question)
    await house.settle()
    assert "Je ne garde **rien**".replace("**", "") in (seat.last.text or "")
