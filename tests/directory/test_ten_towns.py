"""Ten needs in ten towns, as a newcomer writes them: a sensible place in one message, or an honest « nothing here »."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.directory.keeping import keep_batch
from actions.directory.kinds import Kind
from actions.directory.records import ResourceRecord
from actions.territories.communes import read_communes
from actions.territories.gazetteer import Gazetteer
from bot.content.library import Content
from bot.directory_desk import keep_samples
from bot.settings import ROOT
from bot.simulator import Seat
from bot.simulator.bubbles import Bubble
from tests.conftest import OpenHouse
from tests.harness.house import START, House

NEEDS = {
    "quelqu'un à qui parler": ("Maison de santé", "Psychologue", "GEM"),
    "mon fils de 15 ans va mal": ("Maison des adolescents", "Point accueil", "CMPP"),
    "ma fille de 5 ans ne parle plus": ("CMPP", "PMI"),
    "je bois trop d'alcool": ("CSAPA",),
    "sdf, je cherche une aide": ("PASS", "CCAS", "Équipe mobile", "Aucun"),
    "une personne âgée isolée": ("Point seniors",),
    "un groupe d'entraide": ("GEM",),
    "dossier mdph": ("MDPH", "CCAS"),
    "enceinte et angoissée": ("PMI",),
    "je suis aidante, unafam": ("Permanence des familles", "Point seniors"),
}
TOWNS = (
    "à Lille",
    "a st etienne du rouvray",
    "75020",
    "à Vénissieux",
    "à Marseille",
    "a strasbourg",
    "a poitier",
    "à Vic-sur-Cère",
    "à Pointe-à-Pitre",
    "à Fort-de-France",
)


@pytest.fixture
async def house(open_a_house: OpenHouse) -> House:
    house = await open_a_house()
    await keep_samples(ROOT / "content", sessions=house.app.parts.sessions, now=START)
    return house


@pytest.mark.parametrize("town", TOWNS)
async def test_ten_needs_in_a_town(house: House, town: str) -> None:
    seat = house.seat()
    for need, expected in NEEDS.items():
        heard = "\n".join(await house.hear(seat, f"{need} {town}"))
        assert any(name in heard for name in expected), f"{need} {town}: {heard}"
        assert "Exemple de démonstration" in heard
        await house.hear(seat, "/menu")


async def test_nothing_here_is_said_with_lines_and_a_directory(house: House) -> None:
    seat = house.seat()
    heard = "\n".join(await house.hear(seat, "alcool à Bayonne"))
    assert "aucun lieu" in heard or "rien de proche" in heard
    assert "Drogues" in heard


async def test_an_emergency_without_a_place_repeats_no_line(house: House) -> None:
    (heard,) = await house.hear(house.seat(), "urgence psychiatrique à Bayonne")
    assert heard.count("• 15 ") == heard.count("• 3114 ") == 1


async def test_the_words_of_a_search_reach_no_table(house: House, content: Content) -> None:
    seat = house.seat()
    await house.hear(seat, "alcool à Lille")
    seat.share_location(50.6301, 3.0502)
    await house.settle()
    raw = b"".join(path.read_bytes() for path in house.settings.data_dir.glob("test.db*"))
    assert b"50.6301" not in raw
    assert b"3.0502" not in raw


async def test_a_page_follows_another_and_farther_brings_others(house: House) -> None:
    seat = house.seat()
    first = await house.hear(seat, "personne à la rue à Lille")
    seat.tap("Plus de lieux")
    await house.settle()
    assert "4. Exemple" in (seat.last.text or "")
    assert seat.last.text not in first


async def test_calling_gives_a_card_and_the_map_a_venue(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "alcool à Lille")
    seat.tap("Appeler 1")
    await house.settle()
    assert [bubble.media for bubble in seat.messages].count("contact") == 1
    seat.tap("Carte 1")
    await house.settle()
    assert [bubble.media for bubble in seat.messages].count("venue") == 1


async def test_a_follow_up_keeps_the_need(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "alcool à Lille")
    (heard,) = await house.hear(seat, "et à Poitiers ?")
    assert "CSAPA" in heard
    assert "86000 Poitiers" in heard


async def test_an_old_button_after_an_hour_begins_again(house: House) -> None:
    seat = house.seat()
    await house.hear(seat, "personne à la rue à Lille")
    await house.advance(timedelta(hours=2))
    seat.tap("Plus de lieux")
    await house.settle()
    assert "oubliée" in (seat.alerts[-1].text or "")


async def test_which_cmp_is_never_told_from_a_position(house: House) -> None:
    """The nearest centre of a commune is not always that of one's own."""
    async with house.app.parts.sessions.begin() as session:
        gazetteer = Gazetteer(await read_communes(session))
        cmp = ResourceRecord(
            source="test",
            source_id="cmp",
            kind=Kind.CMP,
            name="CMP de toute la ville",
            commune_code="59350",
            latitude=50.63,
            longitude=3.05,
            serves=("59350",),
        )
        await keep_batch(session, [cmp], import_id=None, gazetteer=gazetteer, now=START)
    seat = house.seat()
    assert "CMP de toute la ville" in (await house.hear(seat, "quel cmp à Lille ?"))[0]
    await house.hear(seat, "/lieux")
    seat.share_location(50.63, 3.05)
    await house.settle()
    assert "dépend de votre rue" in (seat.last.text or "")
    seat.tap("Parler à quelqu’un", message=await menu_of_needs(house, seat))
    await house.settle()
    seat.tap("Quel est mon CMP ?")
    await house.settle()
    assert "dépend de votre rue" in (seat.last.text or "")
    assert "CMP de toute la ville" not in (seat.last.text or "")


async def menu_of_needs(house: House, seat: Seat) -> Bubble:
    await house.hear(seat, "/lieux")
    return seat.last
