"""Buttons pressed twice, long ago, or never made by us."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.people.models import Membership, Person
from bot.delivery.models import OutboxItem, SendState
from bot.simulator import Seat, ask_bot
from bot.telegram.routes import BUTTONS
from tests.conftest import OpenHouse
from tests.harness.house import House

PATIENCE = 60.0  # seconds of real time, for a busy machine
MENU = "Que cherchez-vous"
EXPIRED = "Ce bouton a expiré"
LARGE = "9" * 20  # for any column of a database
TOO_LARGE = (*(f"{word}:{LARGE}" for word in BUTTONS), f"open:answer:{LARGE}")
FORGED = (
    *(word + rest for word in BUTTONS for rest in ("", ":x", ":x:y:z")),
    "",
    ":",
    "nonsense",
    "é" * 32,
    "rate:clsm_definition",
    "rate:clsm_definition:angry",
    "rate:nothing:useful",
)


async def press(house: House, seat: Seat, data: str) -> str:
    """Send a token from a client of one's own; return the notice that comes back."""
    query = ask_bot(seat, next(bubble for bubble in seat.messages if bubble.from_bot), data)
    await house.settle()
    assert query.answer is not None, f"{data!r} spins"
    return query.answer.text


async def press_all(house: House, tokens: tuple[str, ...]) -> None:
    """Send many tokens, and hear that the chat goes on."""
    seat = house.seat()
    await house.hear(seat, "/menu")
    menu = seat.last
    queries = [ask_bot(seat, menu, data) for data in tokens]
    await house.simulator.wait_for(lambda: all(query.answer for query in queries), timeout=PATIENCE)
    assert (await house.hear(seat, "/menu"))[-1].startswith(MENU)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_button_that_was_forged_is_answered_and_breaks_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await press_all(house, FORGED)
    assert warnings(caplog) == []


async def test_button_with_a_number_too_large_for_the_database_breaks_nothing(
    open_a_house: OpenHouse, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await press_all(await open_a_house(database_url=database_url), TOO_LARGE)
    assert warnings(caplog) == []


@pytest.mark.parametrize("data", ["nonsense", "ask:nothing", "topic:nothing", "keep:nowhere", "resend:1", "rate:x:y"])
async def test_button_that_means_nothing_any_more_shows_where_we_are(house: House, data: str) -> None:
    seat = house.seat()
    await house.hear(seat, "/langue")
    assert (await press(house, seat, data)).startswith(EXPIRED)
    assert (seat.last.text or "").startswith(MENU)


async def test_button_of_somebody_else_s_message_shows_nothing_of_it(house: House) -> None:
    amina, bernard = house.seat("Amina"), house.seat("Bernard")
    await house.hear(bernard, "/menu")
    house.simulator.faults.add(method="sendMessage", kind="drop_before", times=1)
    await house.hear(amina, "/donnees")
    async with house.app.parts.sessions() as session:
        lost = (await session.scalars(select(OutboxItem).where(OutboxItem.state == SendState.UNKNOWN))).one()
    assert (await press(house, bernard, f"resend:{lost.id}")).startswith(EXPIRED)
    assert not any("Je ne garde rien" in (bubble.text or "") for bubble in bernard.messages)
    async with house.app.parts.sessions() as session:
        assert (await session.get_one(OutboxItem, lost.id)).state == SendState.UNKNOWN


async def test_button_forged_by_a_stranger_gives_no_right(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    for data in ("data:export", "data:erased", "open:next:0", "open:drop:1", "hand:yes"):
        await press(house, seat, data)
    assert [bubble for bubble in seat.messages if bubble.media == "document"] == []
    async with house.app.parts.sessions() as session:
        assert list(await session.scalars(select(Person.id))) == []


async def test_double_tap_joins_once_under_one_pseudonym(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/start c-lille")
    welcome = seat.last
    for _ in range(3):
        seat.tap("Garder ce CLSM", message=welcome)
    await house.settle()
    async with house.app.parts.sessions() as session:
        assert len(list(await session.scalars(select(Membership.id)))) == 1
    assert len({bubble.text for bubble in seat.messages[-3:]}) == 1


async def test_button_pressed_after_months_still_works(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "/menu")
    old = seat.last
    await house.advance(timedelta(days=200))
    seat.tap("Mes données", message=old)
    await house.settle()
    assert "Je ne garde rien" in (seat.last.text or "")
