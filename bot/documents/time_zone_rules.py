"""The rules of a time zone as a calendar file carries them (VTIMEZONE), for the years around an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@lru_cache(maxsize=64)
def time_zone_rules(name: str, *, year: int) -> Timezone:
    """The zone from the year before to the year after: each change of the clocks by itself, no rule to guess."""
    zone = ZoneInfo(name)
    begin, end = datetime(year - 1, 1, 1, tzinfo=UTC), datetime(year + 2, 1, 1, tzinfo=UTC)
    rules = Timezone()
    rules.add("tzid", name)
    rules.add_component(_observance(begin, zone=zone, before=_offset(begin, zone=zone)))
    for moment in _changes(zone, begin=begin, end=end):
        rules.add_component(_observance(moment, zone=zone, before=_offset(moment - MINUTE, zone=zone)))
    return rules


def _changes(zone: ZoneInfo, *, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants, to the minute, from which the clocks show another offset."""
    day = begin
    while day < end:
        following = day + DAY
        if _offset(day, zone=zone) != _offset(following, zone=zone):
            yield _first_after(day, following, zone=zone)
        day = following


def _first_after(before: datetime, after: datetime, *, zone: ZoneInfo) -> datetime:
    old = _offset(before, zone=zone)
    while after - before > MINUTE:
        middle = before + (after - before) // (2 * MINUTE) * MINUTE
        before, after = (middle, after) if _offset(middle, zone=zone) == old else (before, middle)
    return after


def _observance(moment: datetime, *, zone: ZoneInfo, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a moment on. Its start is written on the clock that was valid until then (RFC 5545, 3.6.5)."""
    local = moment.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (moment + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", _offset(moment, zone=zone))
    observance.add("tzname", local.tzname() or zone.key)
    return observance


def _offset(moment: datetime, *, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
