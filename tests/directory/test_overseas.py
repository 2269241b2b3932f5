"""Overseas: the clock of the place, its own communes, and never an island across the sea."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.directory.keeping import keep_batch
from actions.directory.kinds import Kind
from actions.directory.records import ResourceRecord
from actions.territories.communes import read_communes
from actions.territories.gazetteer import Gazetteer
from bot.content.library import Content
from bot.simulator import Seat
from tests.conftest import OpenHouse
from tests.harness.house import START, House

PLACES = {  # of each: its commune, and a position beside its centre
    "Réunion": ("97411", -20.88, 55.45),
    "Guadeloupe": ("97101", 16.27, -61.50),
    "Wallis": ("98613", -13.28, -176.17),
    "Miquelon": ("97502", 46.78, -56.18),
}
# START is nine in Greenwich, on a Monday.
AT_START = {
    "Réunion": ("alcool à Saint-Denis de la Réunion", "🟢 Ouvert jusqu’à 16 h"),  # one in the afternoon
    "Guadeloupe": ("alcool aux Abymes", "🔴 Fermé, ouvre aujourd’hui à 8 h"),  # five in the morning
    "Wallis": ("alcool à Wallis", "🔴 Fermé, ouvre demain à 8 h"),  # nine in the evening
    "Miquelon": ("alcool 97500", "🔴 Fermé, ouvre aujourd’hui à 8 h"),  # six in the morning
}
TEN_HOURS_LATER = {
    "Réunion": "🔴 Fermé, ouvre demain à 8 h",
    "Guadeloupe": "🟢 Ouvert jusqu’à 16 h",
    "Wallis": "🔴 Fermé, ouvre aujourd’hui à 8 h",  # seven on Tuesday morning
    "Miquelon": "🔴 Fermé, ouvre demain à 8 h",
}


@pytest.fixture
async def house(open_a_house: OpenHouse) -> House:
    house = await open_a_house()
    async with house.app.parts.sessions.begin() as session:
        gazetteer = Gazetteer(await read_communes(session))
        records = [
            ResourceRecord(
                source="test",
                source_id=f"{name} {kind.value}",
                kind=kind,
                name=f"{kind.value} {name}",
                commune_code=code,
                latitude=latitude,
                longitude=longitude,
                hours=hours,
            )
            for name, (code, latitude, longitude) in PLACES.items()
            for kind, hours in ((Kind.ADDICTION_CARE, "Mo-Fr 08:00-16:00"), (Kind.PSYCHIATRIC_EMERGENCY, "24/7"))
        ]
        await keep_batch(session, records, import_id=None, gazetteer=gazetteer, now=START)
    return house


async def hear(house: House, name: str, words: str) -> str:
    """The answer, with plain spaces where it has narrow ones."""
    return "\n".join(await house.hear(house.seat(name), words)).replace("\u202f", " ")


@pytest.mark.parametrize("name", PLACES)
async def test_open_now_is_told_on_the_clock_of_the_place(house: House, name: str) -> None:
    asked, at_start = AT_START[name]
    heard = await hear(house, "Amina", asked)
    assert f"csapa {name}" in heard
    assert at_start in heard
    assert [other for other in PLACES if other != name and f"csapa {other}" in heard] == []
    await house.advance(timedelta(hours=10))
    heard = await hear(house, "Bernard", asked)
    assert TEN_HOURS_LATER[name] in heard


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("urgence psychiatrique à Saint-Denis de la Réunion", "Réunion"),
        ("urgence psychiatrique aux Abymes", "Guadeloupe"),
        ("urgence psychiatrique à Wallis", "Wallis"),
        ("urgence psychiatrique 97500", "Miquelon"),
    ],
)
async def test_an_emergency_shows_the_lines_before_any_place(
    house: House, content: Content, asked: str, name: str
) -> None:
    (heard,) = await house.hear(house.seat(), asked)
    place = heard.index(f"urgences_psychiatriques {name}")
    for key in ("15", "112", "114", "3114"):
        assert heard.index(f"• {content.help_lines[key].number}") < place
    assert "🟢 Ouvert jour et nuit" in heard[place:]


async def test_a_land_is_asked_for_the_commune(house: House) -> None:
    seat = house.seat()
    (heard,) = await house.hear(seat, "je cherche un psy en Guadeloupe")
    assert "Dans quelle commune" in heard
    assert "csapa Guadeloupe" in await after(house, seat, "Les Abymes (971)", "alcool")
    await house.hear(seat, "/lieux")
    (heard,) = await house.hear(seat, "la réunion")
    assert "Dans quelle commune" in heard


async def after(house: House, seat: Seat, label: str, need: str) -> str:
    seat.tap(label)
    await house.settle()
    await house.hear(seat, "/lieux")
    return "\n".join(await house.hear(seat, need))
