"""The arithmetic of meeting times: wall clocks of a territory on one side, instants in UTC on the other.

A meeting is agreed on a wall clock (« le 12 mars à 18 h 30, à Fort-de-France »): that is what is kept, with its zone.
The instant is worked out from it, and worked out again when the rules of the zone change.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from actions.meetings.kinds import Body, Rhythm
from actions.people.solicitation import NIGHT, QuietHours

_OFFSET = re.compile(r"(?P<unit>[JH])-(?P<number>[1-9]\d{0,2})")
FURTHEST_DAYS = 120
FURTHEST_HOURS = 72


@dataclass(frozen=True, slots=True)
class Offset:
    """How long before a meeting a reminder goes: days on the wall clock, or hours of real time."""

    days: int = 0
    hours: int = 0

    @classmethod
    def parse(cls, label: str) -> Offset:
        """Read « J-7 » or « H-2 »; raise ValueError for anything else, or for more than 120 days or 72 hours."""
        match = _OFFSET.fullmatch(label.strip().upper().replace(" ", "").replace("–", "-"))
        if match is None:
            raise ValueError(f"{label} is no offset: write J-7 or H-2")
        number = int(match["number"])
        if number > (FURTHEST_DAYS if match["unit"] == "J" else FURTHEST_HOURS):
            raise ValueError(f"{label} is too long before")
        return cls(days=number) if match["unit"] == "J" else cls(hours=number)

    def __str__(self) -> str:
        return f"J-{self.days}" if self.days else f"H-{self.hours}"


DEFAULT_OFFSETS: dict[Body, tuple[str, ...]] = {
    Body.PLENARY: ("J-30", "J-7", "J-1", "H-2"),
    Body.COPIL: ("J-30", "J-7", "J-1"),
    Body.GROUP: ("J-7", "J-1"),
}


def instant_of(wall: datetime, *, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which clocks of the zone show `wall` (naive).

    A time that is skipped in spring is read as the time one hour later that clocks show instead; one that comes twice
    in autumn is the first of the two.
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall-clock time carries no zone")
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_of(moment: datetime, *, zone: tzinfo) -> datetime:
    """What the clocks of the zone show at a moment: naive."""
    return moment.astimezone(zone).replace(tzinfo=None)


def exists(wall: datetime, *, zone: tzinfo) -> bool:
    """False for the hour that is skipped when summer time begins."""
    return wall_of(instant_of(wall, zone=zone), zone=zone) == wall.replace(fold=0)


def reminder_instant(wall: datetime, *, zone: ZoneInfo, offset: Offset, quiet: QuietHours = NIGHT) -> datetime:
    """When a reminder goes, outside the quiet hours.

    A reminder by days stays on its day: at the hour of the meeting, or as near to it as the quiet hours let it. One by
    hours is never later than asked: before an early meeting it goes the evening before.
    """
    if offset.hours:
        return quiet.before(instant_of(wall, zone=zone) - timedelta(hours=offset.hours), zone=zone)
    day = wall - timedelta(days=offset.days)
    moment = instant_of(day, zone=zone)
    if not quiet.holds(moment, zone=zone):
        return moment
    for near in (quiet.after(moment, zone=zone), quiet.before(moment, zone=zone)):
        if wall_of(near, zone=zone).date() == day.date():
            return near
    return quiet.before(moment, zone=zone)


def occurrences(first: datetime, *, rhythm: Rhythm, count: int) -> list[datetime]:
    """The wall-clock times of a series, the first included. The hour is kept whatever the season.

    MONTHLY_DATE on the 31st falls on the last day of shorter months; MONTHLY_WEEKDAY keeps « le deuxième mardi », and
    a fifth weekday falls on the last one of months that have four.
    """
    match rhythm:
        case Rhythm.WEEKLY:
            return [first + timedelta(weeks=number) for number in range(count)]
        case Rhythm.FORTNIGHTLY:
            return [first + timedelta(weeks=2 * number) for number in range(count)]
        case Rhythm.MONTHLY_DATE:
            return [_same_date(first, months=number) for number in range(count)]
        case Rhythm.MONTHLY_WEEKDAY:
            return [_same_weekday(first, months=number) for number in range(count)]


def _same_date(first: datetime, *, months: int) -> datetime:
    year, month = _month_after(first, months=months)
    return first.replace(year=year, month=month, day=min(first.day, calendar.monthrange(year, month)[1]))


def _same_weekday(first: datetime, *, months: int) -> datetime:
    year, month = _month_after(first, months=months)
    start, length = calendar.monthrange(year, month)
    rank = (first.day - 1) // 7
    day = 1 + (first.weekday() - start) % 7 + 7 * rank
    return first.replace(year=year, month=month, day=day if day <= length else day - 7)


def _month_after(first: datetime, *, months: int) -> tuple[int, int]:
    index = first.year * 12 + first.month - 1 + months
    return index // 12, index % 12 + 1
