from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.language import Language
from bot.i18n import formats

FRENCH = (Language.FRENCH, Language.SIMPLE_FRENCH)
DAY = date(2027, 3, 12)
WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


def test_long_date_is_written_as_each_language_does() -> None:
    assert {formats.long_date(DAY, language=language) for language in FRENCH} == {"vendredi 12 mars 2027"}
    assert formats.long_date(DAY, language=Language.ENGLISH) == "Friday 12 March 2027"


def test_short_date_has_no_week_day() -> None:
    assert formats.short_date(DAY, language=Language.FRENCH) == "12 mars 2027"
    assert formats.short_date(DAY, language=Language.ENGLISH) == "12 March 2027"


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [(9, 0, "9\u202fh", "09:00"), (9, 5, "9\u202fh\u202f05", "09:05"), (0, 30, "0\u202fh\u202f30", "00:30")],
)
def test_moment_tells_the_hour_of_the_zone_it_carries(hour: int, minute: int, french: str, english: str) -> None:
    at = datetime(2027, 3, 12, hour, minute, tzinfo=ZoneInfo("America/Guadeloupe"))
    assert formats.moment(at, language=Language.FRENCH) == f"vendredi 12 mars 2027 à {french}"
    assert formats.moment(at, language=Language.ENGLISH) == f"Friday 12 March 2027 at {english}"


def test_moment_may_fall_on_another_day_than_in_utc() -> None:
    at = datetime(2027, 3, 12, 23, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/Paris"))
    assert formats.moment(at, language=Language.FRENCH) == "samedi 13 mars 2027 à 0\u202fh\u202f30"


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - bounds are naive
def test_moment_names_day_year_and_minutes(at: datetime) -> None:
    for language in Language:
        written = formats.moment(at, language=language)
        assert f" {at.day} " in written
        assert str(at.year) in written
        assert at.minute == 0 or written.endswith(f"{at.minute:02}")


@pytest.mark.parametrize(("language", "written"), [(Language.FRENCH, "1\u202f234"), (Language.ENGLISH, "1,234")])
def test_number_sets_its_thousands_apart(language: Language, written: str) -> None:
    assert formats.number(1234, language=language) == written


@given(st.integers(-(10**12), 10**12))
def test_number_keeps_every_digit(value: int) -> None:
    for language in Language:
        digits = "".join(each for each in formats.number(value, language=language) if each.isdigit())
        assert digits == str(abs(value))


@pytest.mark.parametrize(
    ("items", "french", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a et b", "a and b"),
        (["a", "b", "c"], "a, b et c", "a, b and c"),
    ],
)
def test_listing_joins_as_each_language_does(items: list[str], french: str, english: str) -> None:
    assert formats.listing(items, language=Language.FRENCH) == french
    assert formats.listing(items, language=Language.ENGLISH) == english


@given(st.lists(WORDS, max_size=6))
def test_listing_names_every_item_in_order(items: list[str]) -> None:
    for language in Language:
        written = formats.listing(items, language=language)
        place = 0
        for item in items:
            place = written.index(item, place) + len(item)
