"""Opening hours as recurring spans: what a calendar can say of OpenStreetMap's `opening_hours` syntax.

A rule is a season, weekdays and times: « Sep-Jun Mo-Fr 09:00-12:00,14:00-17:00 ». As in the syntax, a later rule
replaces an earlier one on its days. Whatever lies beyond (school holidays, Easter, comments) is not guessed at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ALWAYS = "24/7"

Day = tuple[int, int]  # month and day of the month
Span = tuple[str, str]  # HH:MM to HH:MM
YEAR = ((1, 1), (12, 31))

_MONTH, _DAY, _NTH = "|".join(MONTHS), "|".join(DAYS), r"(?:\[-?[1-5](?:,-?[1-5])*\])?"
_DATE = rf"(?:{_MONTH})(?: \d{{1,2}})?"
_SEASON = rf"{_DATE}(?: ?- ?(?:{_DATE}|\d{{1,2}}))?"
_WEEK = rf"(?:{_DAY})(?:-(?:{_DAY})|{_NTH})"
_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_RULE = re.compile(
    rf"(?:(?P<season>{_SEASON}):? ?)?(?P<days>(?:{_WEEK})(?:, ?(?:{_WEEK}))*)? ?"
    rf"(?P<times>off|closed|{_TIME} ?- ?{_TIME}(?:, ?{_TIME} ?- ?{_TIME})*)?"
)
_MORE = re.compile(r"(?<=\d), +(?=[A-Z][a-z])")  # « …12:00, Sa 10:00-12:00 » adds to the rule before
_HOLIDAYS_OFF = re.compile(r"PH,? (?:off|closed)")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A span that comes again: every week on `days` (« MO »), or every month where they say which (« 2MO », « -1FR »).

    `first` and `last` are the days of the year between which it holds; both None all year round.
    """

    days: tuple[str, ...]
    opens: str
    closes: str
    first: Day | None = None
    last: Day | None = None

    @property
    def is_monthly(self) -> bool:
        """Whether its days are counted in the month."""
        return _is_counted(self.days[0])


@dataclass(frozen=True, slots=True)
class Recurring:
    """All the spans of an expression, and whether it closes on public holidays."""

    spans: tuple[Recurrence, ...]
    closes_on_holidays: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    season: tuple[Day, Day]
    days: tuple[str, ...]  # MO, or 2MO where it comes once a month
    spans: tuple[Span, ...]
    adds: bool

    def holds_on(self, day: Day) -> bool:
        first, last = self.season
        return first <= day <= last if first <= last else day >= first or day <= last


def recurring(hours: str) -> Recurring | None:
    """The recurring spans of an expression; None where a calendar cannot say all of it."""
    if hours.strip() == ALWAYS:
        return Recurring((Recurrence(_names(DAYS), "00:00", "24:00"),), closes_on_holidays=False)
    parts = [part.strip() for part in hours.split(";") if part.strip()]
    holidays = [at for at, part in enumerate(parts) if _HOLIDAYS_OFF.fullmatch(part)]
    if holidays not in ([], [len(parts) - 1]):  # a rule after it would open on holidays again
        return None
    plain = parts[:-1] if holidays else parts
    rules = [_rule(each, adds=at > 0) for part in plain for at, each in enumerate(_MORE.split(part))]
    known = [rule for rule in rules if rule is not None]
    if not known or len(known) < len(rules) or _mixes_weeks_and_months(known):
        return None
    spans = tuple(_spans(known))
    return Recurring(spans, closes_on_holidays=bool(holidays)) if spans else None


def _rule(text: str, *, adds: bool) -> _Rule | None:
    found = _RULE.fullmatch(text)
    if found is None or found["times"] is None:
        return None
    season = _season(found["season"]) if found["season"] else YEAR
    days = tuple(_days(found["days"])) if found["days"] else _names(DAYS)
    is_off = found["times"] in ("off", "closed")
    spans = () if is_off else tuple(_span(each) for each in re.split(r", ?", found["times"]))
    return None if season is None else _Rule(season, days, spans, adds)


def _season(text: str) -> tuple[Day, Day] | None:
    first, _, last = (part.strip() for part in text.partition("-"))
    begin = _day(first, end=False)
    finish = _day(f"{first[:3]} {last}" if last.isdecimal() else last or first, end=True)
    return None if begin is None or finish is None else (begin, finish)


def _day(text: str, *, end: bool) -> Day | None:
    month = MONTHS.index(text[:3]) + 1
    longest = LENGTHS[month - 1]
    day = int(text[4:]) if text[4:] else longest if end else 1
    return (month, day) if 1 <= day <= longest else None


def _days(text: str) -> Iterator[str]:
    for part in re.findall(_WEEK, text):
        name, rest = part[:2], part[2:]
        if rest.startswith("-"):
            at, until = DAYS.index(name), DAYS.index(rest[1:])
            yield from _names(DAYS[(at + step) % 7] for step in range((until - at) % 7 + 1))
        elif rest:
            yield from (f"{number}{name.upper()}" for number in rest[1:-1].split(","))
        else:
            yield name.upper()


def _span(text: str) -> Span:
    first, last = (f"{moment.strip():0>5}" for moment in text.split("-"))
    return first, last


def _names(days: Sequence[str] | Iterator[str]) -> tuple[str, ...]:
    return tuple(day.upper() for day in days)


def _is_counted(day: str) -> bool:
    return day not in _names(DAYS)


def _mixes_weeks_and_months(rules: Sequence[_Rule]) -> bool:
    """Whether a weekday is spoken of both every week and once a month: then neither stands by itself."""
    all_days = {day for rule in rules for day in rule.days}
    return any(day[-2:] in all_days for day in all_days if _is_counted(day))


def _spans(rules: Sequence[_Rule]) -> Iterator[Recurrence]:
    for first, last, week in _seasons(rules):
        whole_year = (first, last) == YEAR
        bounds = (None, None) if whole_year else (first, last)
        alike: dict[tuple[bool, Span], list[str]] = defaultdict(list)
        for day in sorted(week, key=lambda name: (len(name), _names(DAYS).index(name[-2:]), name)):
            for span in week[day]:
                alike[_is_counted(day), span].append(day)
        for (_, (opens, closes)), days in alike.items():
            yield Recurrence(tuple(days), opens, closes, *bounds)


def _seasons(rules: Sequence[_Rule]) -> Iterator[tuple[Day, Day, Mapping[str, tuple[Span, ...]]]]:
    """The year cut where a season begins or ends, with the week that holds in each piece; equal neighbours are one."""
    cuts = sorted({YEAR[0]} | {each for rule in rules for each in (rule.season[0], _next(rule.season[1]))})
    pieces = [(first, _before(after), _week(rules, first)) for first, after in pairwise([*cuts, (13, 1)])]
    joined: list[tuple[Day, Day, Mapping[str, tuple[Span, ...]]]] = []
    for first, last, week in pieces:
        if joined and joined[-1][2] == week:
            joined[-1] = (joined[-1][0], last, week)
        else:
            joined.append((first, last, week))
    if len(joined) > 1 and joined[0][2] == joined[-1][2]:  # a season over the new year
        joined[-1] = (joined[-1][0], joined.pop(0)[1], joined[-1][2])
    yield from joined


def _week(rules: Sequence[_Rule], day: Day) -> Mapping[str, tuple[Span, ...]]:
    week: dict[str, tuple[Span, ...]] = {}
    for rule in rules:
        if rule.holds_on(day):
            for name in rule.days:
                week[name] = (*week.get(name, ()), *rule.spans) if rule.adds else rule.spans
    return {name: tuple(sorted(set(spans))) for name, spans in week.items() if spans}


def _next(day: Day) -> Day:
    month, number = day
    if number < LENGTHS[month - 1]:
        return (month, number + 1)
    return (month + 1, 1) if month < len(MONTHS) else YEAR[0]


def _before(day: Day) -> Day:
    month, number = day
    return (month, number - 1) if number > 1 else (month - 1, LENGTHS[month - 2])
