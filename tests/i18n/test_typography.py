from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.language import Language
from bot.i18n.typography import NO_BREAK_SPACE, unbroken
from tests.conftest import OpenHouse


@pytest.mark.parametrize(
    ("plain", "held"),
    [
        ("Êtes-vous en danger maintenant ?", "Êtes-vous en danger maintenant_?"),
        ("Sans parler : le 114", "Sans parler_: le 114"),
        ("Dites « oui » ; merci !", "Dites «_oui_»_; merci_!"),
        ("de 9 h à 23 h, 18 ans, 3 km, 50 €", "de 9_h à 23_h, 18_ans, 3_km, 50_€"),
        ("ligne\n: suite", "ligne\n: suite"),
    ],
)
def test_french_spaces_hold_what_belongs_together(plain: str, held: str) -> None:
    for language in (Language.FRENCH, Language.SIMPLE_FRENCH):
        assert unbroken(plain, language=language) == held.replace("_", NO_BREAK_SPACE)


def test_telephone_number_keeps_the_spaces_telephones_know() -> None:
    assert unbroken("01 42 63 03 03", language=Language.FRENCH) == "01 42 63 03 03"


def test_address_inside_a_link_is_left_alone() -> None:
    link = '<a href="https://example.org/?a=1&amp;b=2">page</a>'
    assert unbroken(link, language=Language.FRENCH) == link


@given(st.text(), st.sampled_from(list(Language)))
def test_nothing_but_spaces_changes(text: str, language: Language) -> None:
    held = unbroken(text, language=language)
    assert len(held) == len(text)
    assert {(old, new) for old, new in zip(text, held, strict=True) if old != new} <= {(" ", NO_BREAK_SPACE)}
    assert unbroken(held, language=language) == held


async def test_what_is_sent_is_set_with_them(open_a_house: OpenHouse) -> None:
    house = await open_a_house()
    seat = house.seat()
    await house.hear(seat, "je veux mourir")
    assert f"danger maintenant{NO_BREAK_SPACE}?" in seat.last.set_words
    assert "danger maintenant ?" in (seat.last.text or "")
