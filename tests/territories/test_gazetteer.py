from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.territories.communes import CommuneKind, CommuneRecord
from actions.territories.folding import fold
from actions.territories.gazetteer import Gazetteer, dominant
from actions.territories.geometry import box_around, distance_km, square, squares_of
from actions.territories.zones import zone_of
from bot.content.library import Content


@pytest.fixture(scope="module")
def gazetteer(content: Content) -> Gazetteer:
    return Gazetteer(content.communes)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("St-Étienne du Rouvray", "76575"),
        ("saint etienne du rouvray", "76575"),
        ("SAINT ETIENNE DU ROUVRAY", "76575"),
        ("L'Haÿ-les-Roses", "94038"),
        ("villeneuvedascq", "59009"),
        ("rochelle", "17300"),
        ("paris 20", "75120"),
        ("Lyon 8eme", "69388"),
        ("chalon s/ saone", "71076"),
    ],
)
def test_named_finds_every_spelling(gazetteer: Gazetteer, typed: str, code: str) -> None:
    assert gazetteer.named(typed)[0].code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("roubais", "59512"),
        ("marseile", "13055"),
        ("vileneuve dasq", "59009"),
        ("poitier", "86194"),
        ("pointe a pitr", "97120"),
    ],
)
def test_like_finds_the_misspelt_commune_first(gazetteer: Gazetteer, typed: str, code: str) -> None:
    assert gazetteer.like(typed)[0].commune.code == code


@given(st.sampled_from(["Saint-Étienne-du-Rouvray", "Vénissieux", "Clermont-Ferrand", "Fort-de-France"]), st.data())
def test_like_survives_one_wrong_letter_anywhere_but_first(
    gazetteer: Gazetteer, name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(min_value=1, max_value=len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    typed = name[:at] + letter + name[at + 1 :]
    assert gazetteer.like(typed)[0].commune.name == name


def test_dominant_asks_between_two_large_namesakes(gazetteer: Gazetteer) -> None:
    assert dominant(gazetteer.named("Saint-Denis")) is None


def test_place_of_postcode_holds_all_its_communes() -> None:
    small = CommuneRecord("59001", "Petite", postcodes=("59999",), population=100, latitude=50.0, longitude=3.0)
    large = CommuneRecord("59002", "Grande", postcodes=("59999",), population=900, latitude=51.0, longitude=3.0)
    place = Gazetteer([small, large]).place_of_postcode("59999")
    assert place is not None
    assert place.codes == ("59002", "59001")
    assert place.latitude == pytest.approx(50.9)
    assert place.token == "p59999"


def test_a_former_code_leads_to_the_commune_of_today() -> None:
    merged = CommuneRecord("01033", "Valserhône", former_codes=("01018", "01091"))
    gazetteer = Gazetteer([merged])
    assert gazetteer.by_code("01091") is merged
    assert set(gazetteer.levels_of("01033")) == {"01033", "01018", "01091"}


def test_levels_of_a_borough_name_its_town_and_the_towns_epci(gazetteer: Gazetteer) -> None:
    assert gazetteer.levels_of("75120") == ("75120", "75056", "200054781")


def test_a_former_commune_searches_around_itself_but_belongs_to_its_parent() -> None:
    parent = CommuneRecord("01015", "Arboys en Bugey", latitude=45.7, longitude=5.6)
    former = CommuneRecord(
        "01015", "Arbignieu", kind=CommuneKind.DELEGATED, parent_code="01015", latitude=45.8, longitude=5.7
    )
    gazetteer = Gazetteer([parent, former])
    place = gazetteer.place_of(gazetteer.named("arbignieu")[0])
    assert place.codes == ("01015",)
    assert place.latitude == 45.8


def test_nearest_is_the_commune_around_a_position(gazetteer: Gazetteer) -> None:
    commune = gazetteer.nearest(16.27, -61.50)
    assert commune is not None
    assert commune.name == "Les Abymes"


@given(st.text())
def test_fold_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.floats(min_value=-60, max_value=60),
    st.floats(min_value=-170, max_value=170),
    st.floats(min_value=-0.3, max_value=0.3),
    st.floats(min_value=-0.3, max_value=0.3),
    st.floats(min_value=0.1, max_value=30),
)
def test_squares_around_hold_everything_within_the_circle(
    latitude: float, longitude: float, north: float, east: float, radius: float
) -> None:
    other = (latitude + north, longitude + east)
    if distance_km(latitude, longitude, *other) > radius:
        return
    number = square(*other)
    box = box_around(latitude, longitude, radius_km=radius)
    assert box.south <= other[0] <= box.north
    assert box.west <= other[1] <= box.east
    assert any(first <= number <= last for first, last in squares_of(box))


@pytest.mark.parametrize(
    ("code", "position", "zone"),
    [
        ("59350", (50.6, 3.0), "Europe/Paris"),
        ("97209", (14.6, -61.0), "America/Martinique"),
        ("97411", (-20.9, 55.4), "Indian/Reunion"),
        ("98735", (-17.5, -149.6), "Pacific/Tahiti"),
        ("98731", (-8.9, -140.1), "Pacific/Marquesas"),
        ("98719", (-23.1, -134.9), "Pacific/Gambier"),
    ],
)
def test_zone_of_follows_the_place(code: str, position: tuple[float, float], zone: str) -> None:
    assert zone_of(code, latitude=position[0], longitude=position[1]) == zone
