"""Working hours: weekends, holidays, overseas, the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from actions.territories.models import Commune, CoveredArea, Territory
from bot.content.office_hours import OpeningCalendar, TerritoryHours
from bot.store.engine import Sessions

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


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Guadeloupe", "2026-05-27"),
        ("America/Martinique", "2026-05-22"),
        ("America/Cayenne", "2026-06-10"),
        ("Indian/Reunion", "2027-12-20"),
        ("Indian/Mayotte", "2026-04-27"),
        ("America/Marigot", "2026-05-28"),
        ("America/St_Barthelemy", "2026-10-09"),
    ],
)
def test_each_overseas_territory_keeps_the_day_of_its_abolition(zone: str, day: str) -> None:
    noon = at(f"{day}T10:00").replace(tzinfo=ZoneInfo(zone))
    assert hours(zone="Europe/Paris").is_open(noon.replace(tzinfo=ZoneInfo("Europe/Paris")))
    assert not hours(zone=zone).is_open(noon)


def test_hours_that_say_nothing_of_holidays_stop_on_them() -> None:
    assert not hours("Mo-Fr 09:00-17:00").is_open(at("2026-12-25T10:00+01:00"))
    assert hours("Mo-Fr 09:00-17:00; PH 09:00-17:00").is_open(at("2026-12-25T10:00+01:00"))


@pytest.mark.parametrize(
    ("kind", "code", "keeps"),
    [("commune", "67482", True), ("epci", "246700488", True), ("commune", "59350", False)],
)
async def test_alsace_and_moselle_keep_good_friday_and_saint_stephen(
    sessions: Sessions, kind: str, code: str, keeps: bool
) -> None:
    async with sessions.begin() as session:
        session.add(Commune(code="67482", name="Strasbourg", kind="commune", epci_code="246700488"))
        session.add(Commune(code="59350", name="Lille", kind="commune", epci_code="245900410"))
        territory = Territory(slug="ici", name="ici", time_zone="Europe/Paris", updated_at=at("2026-01-01T00:00+00:00"))
        session.add(territory)
        await session.flush()
        session.add(CoveredArea(territory_id=territory.id, kind=kind, code=code, name="ici"))
    async with sessions() as session:
        territory = (await session.scalars(select(Territory))).one()
    calendar = OpeningCalendar().hours_of(territory)
    assert calendar.is_open(at("2027-03-26T10:00+01:00")) is not keeps  # Good Friday
    assert calendar.is_open(at("2028-12-26T10:00+01:00")) is not keeps
    assert calendar.is_open(at("2027-03-25T10:00+01:00"))


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
