"""The arithmetic of time, attacked: summer time, midnight, overseas, month ends, zones whose rules change."""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actions.meetings.kinds import Rhythm
from actions.meetings.times import Offset, exists, instant_of, occurrences, reminder_instant, wall_of
from actions.people.solicitation import QuietHours

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    "Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
    "America/Miquelon", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Wallis",
]  # fmt: skip
zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 31)).map(lambda w: w.replace(second=0, microsecond=0))
offsets = st.one_of(
    st.builds(Offset, days=st.integers(1, 60)), st.builds(Offset, days=st.just(0), hours=st.integers(1, 48))
)
quiets = st.sampled_from([QuietHours(), QuietHours(time(22), time(7)), QuietHours(time(12), time(14))])


@given(walls, zones)
def test_a_wall_clock_time_survives_the_way_to_the_instant_and_back(wall: datetime, zone: ZoneInfo) -> None:
    assume(exists(wall, zone=zone))
    assert wall_of(instant_of(wall, zone=zone), zone=zone) == wall


@given(walls, zones)
def test_a_skipped_hour_becomes_the_next_one(wall: datetime, zone: ZoneInfo) -> None:
    shown = wall_of(instant_of(wall, zone=zone), zone=zone)
    assert shown - wall in (timedelta(0), timedelta(hours=1))
    assert (shown == wall) == exists(wall, zone=zone)


def test_the_hour_that_is_skipped_in_paris_is_known() -> None:
    skipped = datetime(2027, 3, 28, 2, 30)
    assert not exists(skipped, zone=PARIS)
    assert wall_of(instant_of(skipped, zone=PARIS), zone=PARIS) == datetime(2027, 3, 28, 3, 30)


def test_the_hour_that_comes_twice_is_its_first() -> None:
    assert instant_of(datetime(2027, 10, 31, 2, 30), zone=PARIS) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@given(walls, zones, offsets, quiets)
def test_no_reminder_falls_into_the_quiet_hours(
    wall: datetime, zone: ZoneInfo, offset: Offset, quiet: QuietHours
) -> None:
    assert not quiet.holds(reminder_instant(wall, zone=zone, offset=offset, quiet=quiet), zone=zone)


@given(walls, zones, offsets, quiets)
def test_a_reminder_goes_before_its_meeting(wall: datetime, zone: ZoneInfo, offset: Offset, quiet: QuietHours) -> None:
    assert reminder_instant(wall, zone=zone, offset=offset, quiet=quiet) < instant_of(wall, zone=zone)


@given(walls, zones, st.integers(1, 60))
def test_a_reminder_by_days_stays_on_its_day(wall: datetime, zone: ZoneInfo, days: int) -> None:
    moment = reminder_instant(wall, zone=zone, offset=Offset(days=days))
    assert wall_of(moment, zone=zone).date() == (wall - timedelta(days=days)).date()


@given(walls, zones, st.integers(1, 60))
def test_a_reminder_by_days_keeps_the_hour_across_the_seasons(wall: datetime, zone: ZoneInfo, days: int) -> None:
    assume(not QuietHours().holds(instant_of(wall - timedelta(days=days), zone=zone), zone=zone))
    moment = reminder_instant(wall, zone=zone, offset=Offset(days=days))
    assert wall_of(moment, zone=zone).time() == wall.time()


@given(walls, zones, st.integers(1, 48))
def test_a_reminder_by_hours_is_never_later_than_asked(wall: datetime, zone: ZoneInfo, hours: int) -> None:
    moment = reminder_instant(wall, zone=zone, offset=Offset(hours=hours))
    assert instant_of(wall, zone=zone) - moment >= timedelta(hours=hours)


def test_two_hours_before_an_early_meeting_is_the_evening_before() -> None:
    moment = reminder_instant(datetime(2027, 3, 12, 9, 0), zone=PARIS, offset=Offset(hours=2))
    assert wall_of(moment, zone=PARIS) == datetime(2027, 3, 11, 20, 0)


def test_two_hours_before_a_meeting_after_the_clocks_changed_is_two_real_hours() -> None:
    quiet = QuietHours(time(0), time(0))
    moment = reminder_instant(datetime(2027, 3, 28, 4, 0), zone=PARIS, offset=Offset(hours=2), quiet=quiet)
    assert moment == datetime(2027, 3, 28, 0, 0, tzinfo=UTC)


@given(walls, st.sampled_from(Rhythm), st.integers(2, 24))
def test_a_series_grows_and_keeps_its_hour(first: datetime, rhythm: Rhythm, count: int) -> None:
    made = occurrences(first, rhythm=rhythm, count=count)
    assert made[0] == first
    assert len(made) == count
    assert made == sorted(set(made))
    assert {wall.time() for wall in made} == {first.time()}


@given(walls, st.integers(2, 24))
def test_a_monthly_series_has_one_meeting_in_each_month(first: datetime, count: int) -> None:
    for rhythm in (Rhythm.MONTHLY_DATE, Rhythm.MONTHLY_WEEKDAY):
        months = [wall.year * 12 + wall.month for wall in occurrences(first, rhythm=rhythm, count=count)]
        assert months == list(range(months[0], months[0] + count))


@given(walls, st.integers(2, 24))
def test_a_monthly_weekday_stays_that_weekday(first: datetime, count: int) -> None:
    made = occurrences(first, rhythm=Rhythm.MONTHLY_WEEKDAY, count=count)
    assert {wall.weekday() for wall in made} == {first.weekday()}
    if first.day <= 28:
        assert {(wall.day - 1) // 7 for wall in made} == {(first.day - 1) // 7}


def test_the_end_of_a_long_month_is_the_end_of_a_short_one() -> None:
    made = occurrences(datetime(2028, 1, 31, 18, 0), rhythm=Rhythm.MONTHLY_DATE, count=4)
    assert [wall.day for wall in made] == [31, 29, 31, 30]


@given(walls, st.integers(-12, 14), st.integers(-12, 14))
def test_when_a_zone_changes_its_rules_the_wall_clock_stays_and_the_instant_follows(
    wall: datetime, before: int, after: int
) -> None:
    old, new = timezone(timedelta(hours=before)), timezone(timedelta(hours=after))
    shift = instant_of(wall, zone=old) - instant_of(wall, zone=new)
    assert shift == timedelta(hours=after - before)
    assert wall_of(instant_of(wall, zone=new), zone=new) == wall


@pytest.mark.parametrize("label", ["", "7", "J7", "J-0", "X-3", "J-121", "H-73", "J-1000", "J--1"])
def test_an_offset_that_is_none_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"offset|before"):
        Offset.parse(label)


@given(offsets)
def test_an_offset_is_read_as_it_is_written(offset: Offset) -> None:
    assert Offset.parse(str(offset)) == offset


@given(st.datetimes(datetime(2026, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)), zones, quiets)
def test_quiet_hours_are_left_by_the_nearest_door(moment: datetime, zone: ZoneInfo, quiet: QuietHours) -> None:
    before, after = quiet.before(moment, zone=zone), quiet.after(moment, zone=zone)
    assert before <= moment <= after
    assert not quiet.holds(before, zone=zone)
    assert not quiet.holds(after, zone=zone)
    assert after - moment <= timedelta(hours=14)
    if not quiet.holds(moment, zone=zone):
        assert before == moment == after
