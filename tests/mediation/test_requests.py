"""Rights, double taps, erasure, retention and speed, on a running house."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.mediation.models import Line, Request
from actions.people.models import RoleName
from actions.people.rights import issue_invitation
from actions.territories.service import find_territory
from bot.simulator import Seat
from bot.simulator.bubbles import Bubble
from tests.conftest import OpenHouse
from tests.harness.house import House

CANARY = "canari-7319"


async def coordinator(house: House, name: str, slug: str) -> Seat:
    seat = house.seat(name)
    parts = house.app.parts
    async with parts.sessions.begin() as session:
        territory = await find_territory(session, slug)
        assert territory is not None
        issued = await issue_invitation(
            session,
            territory_id=territory.id,
            role=RoleName.COORDINATOR,
            vault=parts.post.vault,
            now=house.clock.now(),
        )
    await house.hear(seat, f"/start {issued.payload}")
    return seat


async def resident(house: House, name: str = "Amina", *, words: str = "bonjour", slug: str = "lille") -> Seat:
    seat = house.seat(name)
    await house.hear(seat, f"/start c-{slug}")
    for label in ("Écrire à la coordination", "Une information", "Écrire, sans avertir"):
        seat.tap(label)
        await house.settle()
    await house.hear(seat, words)
    return seat


async def count(house: House, table: type[Any]) -> int:
    async with house.app.parts.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def state_of(house: House, number: int) -> str:
    async with house.app.parts.sessions() as session:
        return (await session.get_one(Request, number)).state


def press(house: House, seat: Seat, data: str) -> None:
    """Press a button that says `data`, as a forged or an old one would."""
    bubble: Bubble = next(b for b in reversed(seat.messages) if b.from_bot and b.buttons)
    bubble.message.inline_keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    seat.tap("x", message=bubble)


@pytest.mark.parametrize(
    "data",
    [
        "rd:read:1",
        "rd:close:1:answered",
        "rd:take:1",
        "rd:over:1:c-1",
        "rd:assign:1:1",
        "rd:canned:1:received",
        "rd:card:1",
        "rd:here:1",
    ],
)
async def test_coordination_of_another_territory_cannot_touch_a_request(house: House, data: str) -> None:
    await coordinator(house, "Claire", "lille")
    stranger = await coordinator(house, "Farid", "lyon")
    await resident(house)
    known = len(stranger.messages)
    press(house, stranger, data)
    await house.settle()
    assert await state_of(house, 1) == "received"
    assert [bubble for bubble in stranger.messages[known:] if bubble.from_bot] == []


@pytest.mark.parametrize(
    "verb", ["show", "add", "cancel", "erase", "erased", "reveal", "revealed", "reopen", "over", "rate", "warn"]
)
async def test_another_person_cannot_touch_a_request(house: House, verb: str) -> None:
    await coordinator(house, "Claire", "lille")
    await resident(house)
    curious = await resident(house, "Bernard", words="moi aussi")
    press(house, curious, f"rq:{verb}:1:yes")
    await house.settle()
    assert await state_of(house, 1) == "received"
    assert (curious.alerts[-1].text or "").startswith("Ce bouton a expiré")


@pytest.mark.parametrize(
    "data",
    [
        "rq",
        "rd",
        "rq:show",
        "rq:show:x",
        "rq:nothing:1",
        "rd:close:x",
        "rq:about:1:x",
        "rq:to:1",
        "rq:go:99:other:1",
        "rq:go:1:join:0:clsm.king",
        "rq:go:1:join:0:nothing.carer",
    ],
)
async def test_forged_button_is_answered_kindly(house: House, data: str) -> None:
    await coordinator(house, "Claire", "lille")
    amina = await resident(house)
    press(house, amina, data)
    await house.settle()
    assert amina.alerts
    assert await state_of(house, 1) == "received"


async def test_member_of_the_group_without_the_role_cannot_link_it(house: House) -> None:
    bernard = house.seat("Bernard")
    group = house.simulator.world.add_group("Quartier", members=[bernard.person], with_bot=True, administrator=True)
    place = house.simulator.world.seat(bernard.person, chat=group)
    assert (await house.hear(place, "/lier"))[-1].startswith("Seule une personne qui coordonne")


async def test_double_tap_changes_nothing(house: House) -> None:
    claire = await coordinator(house, "Claire", "lille")
    amina = await resident(house)
    claire.tap("Clore…")
    await house.settle()
    menu = claire.last
    claire.tap("Réponse donnée", message=menu)
    claire.tap("Réponse donnée", message=menu)
    await house.settle()
    assert sum("Avez-vous eu votre réponse" in (bubble.text or "") for bubble in amina.messages) == 1


async def test_my_data_shows_and_erases_requests_on_both_sides(house: House) -> None:
    claire = await coordinator(house, "Claire", "lille")
    amina = await resident(house, words="un secret")
    shown = await house.hear(amina, "/donnees")
    assert "1 demande à une coordination" in shown[0]
    amina.tap("Effacer mes données")
    await house.settle()
    amina.tap("Oui, tout effacer")
    await house.settle()
    assert await count(house, Request) == 0
    assert await count(house, Line) == 0
    assert [b for b in claire.messages if b.text == "un secret" and not b.deleted] == []


async def test_closed_request_is_forgotten_after_a_month(house: House) -> None:
    claire = await coordinator(house, "Claire", "lille")
    await resident(house)
    claire.tap("Clore…")
    await house.settle()
    claire.tap("Réponse donnée")
    await house.settle()
    await house.advance(timedelta(days=29))
    assert await count(house, Request) == 1
    await house.advance(timedelta(days=2))
    assert await count(house, Request) == 0
    assert await count(house, Line) == 0


async def test_words_of_a_request_stand_in_no_log_and_no_table(house: House, caplog: pytest.LogCaptureFixture) -> None:
    for room in ("bot", "actions"):
        caplog.set_level("DEBUG", logger=room)
    claire = await coordinator(house, "Claire", "lille")
    await resident(house, words=CANARY)
    copy = next(b for b in claire.messages if b.text == CANARY)
    claire.say(f"{CANARY} aussi", reply_to=copy)
    await house.settle()
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("bot", "actions"))]
    assert not [line for line in ours if CANARY in line]
    database = Path(house.settings.database_url.removeprefix("sqlite+aiosqlite:///"))
    kept = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert kept
    assert CANARY.encode() not in kept


async def test_request_goes_through_on_each_database(open_a_house: OpenHouse, database_url: str) -> None:
    house = await open_a_house(database_url=database_url)
    claire = await coordinator(house, "Claire", "lille")
    amina = await resident(house, words="d'une base à l'autre")
    copy = next(b for b in claire.messages if b.text == "d'une base à l'autre")
    claire.say("oui", reply_to=copy)
    await house.settle()
    assert [b.text for b in amina.messages if b.from_bot][-1] == "oui"
    await house.advance(timedelta(days=3))
    assert await state_of(house, 1) == "answered"


async def test_assigned_colleague_reads_the_request_in_private_from_then_on(house: House) -> None:
    claire = await coordinator(house, "Claire", "lille")
    denis = await coordinator(house, "Denis", "lille")
    amina = await resident(house, words="qui me suit ?")
    claire.tap("Confier à…")
    await house.settle()
    claire.tap(next(label for label in claire.last.labels if label.startswith("Collègue")))
    await house.settle()
    copy = next(b for b in denis.messages if b.text == "qui me suit ?")
    await house.hear(amina, "encore moi")
    assert "encore moi" in [b.text for b in denis.messages]
    assert "encore moi" not in [b.text for b in claire.messages]
    denis.say("c'est moi", reply_to=copy)
    await house.settle()
    assert amina.last.text == "c'est moi"


async def test_coordinator_who_erases_their_data_leaves_requests_to_a_colleague(house: House) -> None:
    claire = await coordinator(house, "Claire", "lille")
    denis = await coordinator(house, "Denis", "lille")
    await resident(house, words="ne me perdez pas")
    await house.hear(claire, "/lier")
    await house.hear(claire, "/donnees")
    for label in ("Effacer mes données", "Oui, tout effacer"):
        claire.tap(label)
        await house.settle()
    assert "ne me perdez pas" in [b.text for b in denis.messages]
    async with house.app.parts.sessions() as session:
        request = await session.get_one(Request, 1)
    assert request.desk_key == house.app.parts.post.vault.fingerprint(str(denis.person.id))


async def test_only_councils_somebody_reads_for_are_offered(house: House) -> None:
    amina, claire, denis = house.seat("Amina"), house.seat("Claire"), house.seat("Denis")
    await house.appoint(claire, territory="lille")
    await house.appoint(denis, territory="lyon")
    await house.hear(amina, "/demande")
    councils = [label for label in amina.last.labels if label.startswith("CLSM")]
    assert councils == ["CLSM de Lille", "CLSM de Lyon"]
    denis.block()
    await house.settle()
    await house.hear(amina, "/demande")
    assert [label for label in amina.last.labels if label.startswith("CLSM")] == ["CLSM de Lille"]
