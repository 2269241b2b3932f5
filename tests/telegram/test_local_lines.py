"""The lines of a person's own territory stand first on the help cards, as long as somebody answers there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from actions.language import Language
from actions.safety.cards import CardLine
from actions.territories.service import find_territory
from bot.content.helplines import HelpLine, HelplineRegister
from bot.content.library import Content
from bot.content.local_lines import Locality, merged
from bot.simulator import Seat
from tests.harness.house import START, House

WORRIED = "mon frère m'a dit qu'il veut se suicider"
DESPAIR = "je veux mourir"
NATIONAL = "09 72 39 40 50"  # answers day and night, under « Non, mais je vais mal »
LOCAL = "Écoute de la ville, 03 53 01 00 99"


async def living_in(house: House, slug: str, *lines: str) -> Seat:
    """Somebody who has come by the link of a territory that has these lines."""
    async with house.app.parts.sessions.begin() as session:
        territory = await find_territory(session, slug)
        assert territory is not None
        territory.local_lines = list(lines)
    seat = house.seat()
    await house.hear(seat, f"/start c-{slug}")
    return seat


async def card_after(house: House, seat: Seat, text: str) -> str:
    return (await house.hear(seat, text))[0]


async def test_open_local_line_is_first_in_the_list(house: House) -> None:
    seat = await living_in(house, "lille", f"{LOCAL} | Mo-Fr 09:00-18:00")
    card = await card_after(house, seat, WORRIED)
    assert next(row for row in card.splitlines() if row.startswith("•")) == f"• {LOCAL}"
    assert card.index("3114") < card.index(LOCAL) < card.index("Unafam")


async def test_closed_local_line_comes_after_those_that_answer(house: House) -> None:
    seat = await living_in(house, "lille", f"{LOCAL} | Mo-Fr 20:00-23:00")
    await house.hear(seat, DESPAIR)
    seat.tap("Non, mais je vais mal")
    await house.settle()
    card = seat.last.text or ""
    assert card.index(NATIONAL) < card.index(LOCAL)
    assert f"• {LOCAL} Fermé en ce moment." in card


async def test_local_line_without_hours_is_shown_and_not_said_to_be_closed(house: House) -> None:
    seat = await living_in(house, "lille", LOCAL)
    card = await card_after(house, seat, DESPAIR)
    assert card.index("3114") < card.index(LOCAL)
    assert "Fermé" not in card


async def test_hours_overseas_are_read_on_the_clock_of_the_place(house: House) -> None:
    """Ten o'clock in Paris is five in Guadeloupe: a line that opens at eight there is still closed."""
    seat = await living_in(house, "cap-excellence", f"{LOCAL} | Mo-Fr 08:00-18:00")
    night = await card_after(house, seat, WORRIED)
    assert f"• {LOCAL} Fermé en ce moment." in night
    await house.advance(timedelta(hours=6))
    await house.hear(seat, "/start c-cap-excellence")
    day = await card_after(house, seat, WORRIED)
    assert next(row for row in day.splitlines() if row.startswith("•")) == f"• {LOCAL}"


async def test_place_that_was_asked_about_counts(house: House) -> None:
    await living_in(house, "lille", f"{LOCAL} | 24/7")
    seat = house.seat("Paul")
    await house.hear(seat, "alcool à Lille")
    assert LOCAL in await card_after(house, seat, WORRIED)


async def test_territory_that_was_joined_counts_long_after(house: House) -> None:
    seat = await living_in(house, "lille", f"{LOCAL} | 24/7")
    seat.tap("Garder ce CLSM")
    await house.settle()
    await house.advance(timedelta(days=3))
    assert LOCAL in await card_after(house, seat, WORRIED)


async def test_card_for_someone_of_another_town_has_no_such_line(house: House) -> None:
    await living_in(house, "lille", LOCAL)
    elsewhere = house.seat("Paul")
    await house.hear(elsewhere, "/start c-lyon")
    assert LOCAL not in await card_after(house, elsewhere, WORRIED)


async def test_two_local_lines_at_most_stand_on_a_card(house: House) -> None:
    seat = await living_in(house, "lille", *(f"Ligne {number} | 24/7" for number in range(5)))
    card = await card_after(house, seat, WORRIED)
    assert [number for number in range(5) if f"Ligne {number}" in card] == [0, 1]


async def test_card_is_the_national_one_when_the_territory_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = await living_in(house, "lille", f"{LOCAL} | 24/7")

    async def refuse(*_arguments: object) -> None:
        raise OperationalError("select", {}, Exception("the table is gone"))

    monkeypatch.setattr("bot.telegram.turn.find_territory", refuse)
    card = await card_after(house, seat, WORRIED)
    assert "3114" in card
    assert LOCAL not in card


async def test_unreadable_hours_do_not_stop_the_card(house: House) -> None:
    seat = await living_in(house, "lille", f"{LOCAL} | quand on peut")
    assert LOCAL in await card_after(house, seat, WORRIED)


def test_registered_line_of_a_territory_is_merged_for_that_territory_only(content: Content) -> None:
    register = content.cards.register
    own = register["sos_amitie"].model_copy(update={"key": "ecoute", "territory": "lille", "checked_on": date.min})
    wider = HelplineRegister({**register.lines, "ecoute": own}, register.source)
    assert merged(wider, Locality(slug="lille", written=("Une autre",)))[1] == ("ecoute", "Une autre")
    assert merged(wider, Locality(slug="lyon"))[1] == ()
    assert merged(wider, Locality())[1] == ()


def test_registered_line_overseas_keeps_its_own_clock(content: Content) -> None:
    line = content.cards.register["3133"]
    there = HelpLine.model_validate(line.model_dump(by_alias=True) | {"time_zone": "America/Guadeloupe"})
    assert line.is_open(START)
    assert not there.is_open(START)
    assert there.is_open(START + timedelta(hours=6))


def test_local_line_is_shown_in_its_own_words(content: Content) -> None:
    shown = content.cards.words("level_1", language=Language.FRENCH, lines=(CardLine(LOCAL, is_open=None),))
    assert f"• {LOCAL}" in shown.splitlines()
