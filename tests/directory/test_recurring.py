"""Hours as a calendar says them agree with hours as the directory evaluates them, or are left as words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.directory.formats.hsds_schedules import schedules
from actions.directory.formats.recurring import DAYS, MONTHS, Recurrence, Recurring, recurring
from actions.directory.models import Resource
from bot.content.hours import OsmHours
from tests.directory.conftest import NOW

TODAY = NOW.date()
PARIS = ZoneInfo("Europe/Paris")


def rows(hours: str | None, *, time_zone: str = "Europe/Paris", note: str | None = None) -> list[dict[str, object]]:
    return list(schedules(Resource(hours=hours, hours_note=note, time_zone=time_zone), today=TODAY))


def test_a_later_rule_replaces_an_earlier_one_on_its_days() -> None:
    said = recurring("Mo-Fr 09:00-12:00,14:00-17:00; We 14:00-18:00; PH off")
    others = ("MO", "TU", "TH", "FR")
    assert said == Recurring(
        (
            Recurrence(others, "09:00", "12:00"),
            Recurrence(others, "14:00", "17:00"),
            Recurrence(("WE",), "14:00", "18:00"),
        ),
        closes_on_holidays=True,
    )


def test_days_of_the_month_are_monthly() -> None:
    said = recurring("We[1,3] 14:00-16:00; Th[-1] 10:00-12:00")
    assert said is not None
    assert [(span.is_monthly, span.days) for span in said.spans] == [(True, ("1WE", "3WE")), (True, ("-1TH",))]


def test_seasons_cut_the_year() -> None:
    said = recurring("Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-12:00; Dec 24-Jan 1 off")
    assert said is not None
    assert [(span.first, span.last, span.closes) for span in said.spans] == [
        ((1, 2), (6, 30), "17:00"),
        ((7, 1), (8, 31), "12:00"),
        ((9, 1), (12, 23), "17:00"),
    ]


@pytest.mark.parametrize(
    "hours",
    ["SH off", 'Mo-Fr 09:00-12:00 "sur rendez-vous"', "PH off; Mo-Fr 09:00-12:00", "We 10:00-11:00; We[1] 14:00-15:00",
     "sunrise-sunset", "easter off", "Mo-Fr", "Feb 30 09:00-10:00", "open", "off"],
)  # fmt: skip
def test_what_a_calendar_cannot_say_is_left_as_words(hours: str) -> None:
    assert recurring(hours) is None
    assert rows(hours) == [{"number": 1, "description": hours}]


def test_a_row_gives_the_times_of_the_place() -> None:
    (paris,) = rows("Mo-Fr 09:00-17:00; PH off", note="sur rendez-vous le lundi")
    assert (paris["freq"], paris["byday"]) == ("WEEKLY", "MO,TU,WE,TH,FR")
    assert (paris["opens_at"], paris["closes_at"], paris["timezone"]) == ("09:00", "17:00", None)
    assert paris["notes"] == "Fermé les jours fériés français. sur rendez-vous le lundi Heures locales (Europe/Paris)."
    (reunion,) = rows("24/7", time_zone="Indian/Reunion")
    assert (reunion["opens_at"], reunion["closes_at"], reunion["timezone"]) == ("00:00+04:00", "23:59+04:00", 4.0)


def test_a_season_is_dated_as_the_one_that_is_on_or_the_next() -> None:
    summer, rest = rows("Sep-Jun Mo 09:00-17:00; Jul-Aug Mo 09:00-12:00")
    assert (summer["valid_from"], summer["valid_to"]) == ("2027-07-01", "2027-08-31")
    assert (rest["valid_from"], rest["valid_to"]) == ("2026-09-01", "2027-06-30")


def test_no_hours_are_no_row() -> None:
    assert rows(None) == []
    assert rows(None, note="le jeudi") == [{"number": 1, "description": "le jeudi"}]


weekdays = st.one_of(
    st.sampled_from(DAYS),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).filter(lambda two: two[0] != two[1]).map("-".join),
    st.lists(st.sampled_from(DAYS), min_size=2, max_size=3, unique=True).map(",".join),
)
times = st.sampled_from(["09:00-12:00", "08:30-12:30,13:30-17:30", "14:00-18:00", "off", "00:00-24:00"])
seasons = st.one_of(
    st.just(""), st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS)).map(lambda two: "-".join(two) + " ")
)
rules = st.tuples(seasons, weekdays, times).map(lambda parts: f"{parts[0]}{parts[1]} {parts[2]}")


def is_open(said: Recurring, moment: datetime) -> bool:
    day, clock = (moment.month, moment.day), f"{moment:%H:%M}"
    return any(
        DAYS[moment.weekday()].upper() in span.days
        and span.opens <= clock < span.closes
        and (span.first is None or span.last is None or _within(day, span.first, span.last))
        for span in said.spans
    )


def _within(day: tuple[int, int], first: tuple[int, int], last: tuple[int, int]) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(rules, min_size=1, max_size=3).map("; ".join),
    st.lists(st.integers(0, 365 * 48 - 1), min_size=8, max_size=8),
)
def test_recurring_hours_agree_with_the_evaluation(hours: str, half_hours: list[int]) -> None:
    said = recurring(hours)
    if said is None:
        assert not any(part.endswith("0") for part in hours.split("; ")[-1:])  # the last rule opens nothing
        return
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in half_hours:
        moment = (start + timedelta(minutes=30 * number)).astimezone(PARIS)
        told = OsmHours().opening(hours, at=moment, time_zone="Europe/Paris")
        assert is_open(said, moment) == told.is_open, (hours, moment)
