"""Working hours: weekends, holidays, overseas, the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.territories.models import Territory
from bot.content.office_hours import OpeningCalendar, TerritoryHours

LILLE = "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def hours(text: str | None = LILLE, zone: str = "Europe/Paris") -> TerritoryHours:
    return OpeningCalendar().hours_of(Territory(office_hours=text, time_zone=zone))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "worked", "end"),
    [
        ("2026-11-23T10:00+01:00", 4, "2026-11-23T16:00+01:00"),
        ("2026-11-27T16:00+01:00", 4, "2026-11-30T12:00+01:00"),  # over a weekend
        ("2026-12-24T16:00+01:00", 2, "2026-12-28T10:00+01:00"),  # over Christmas
        ("2027-03-26T16:30+01:00", 1, "2027-03-30T09:30+02:00"),  # over Easter Monday and the change of clocks
        ("2026-11-22T03:00+01:00", 1, "2026-11-23T10:00+01:00"),
    ],
)
def test_working_time_passes_only_in_working_hours(start: str, worked: int, end: str) -> None:
    assert hours().after(at(start), worked=timedelta(hours=worked)) == at(end)


def test_overseas_department_keeps_its_clock_and_its_own_holiday() -> None:
    guadeloupe = hours("Mo-Fr 08:00-12:30; PH off", "America/Guadeloupe")
    assert guadeloupe.next_opening(at("2026-05-26T23:00-04:00")) == at("2026-05-28T08:00-04:00")


def test_always_open_and_never_open_have_an_end() -> None:
    start = at("2026-11-23T10:00+01:00")
    assert hours("24/7").after(start, worked=timedelta(hours=4)) == start + timedelta(hours=4)
    assert hours("off").after(start, worked=timedelta(hours=4)) == start + timedelta(hours=4)
    assert hours("off").next_opening(start) is None


@given(MOMENTS, st.integers(1, 30), st.integers(1, 30))
def test_more_work_never_ends_earlier(start: datetime, first: int, more: int) -> None:
    some = hours().after(start, worked=timedelta(hours=first))
    later = hours().after(start, worked=timedelta(hours=first + more))
    assert start < some < later
    assert later - some >= timedelta(hours=more)
