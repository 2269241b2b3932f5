"""Dates as people write them, in French and English: « mardi 12 mars à 18h30 », « dans quinze jours, même heure ».

Nothing is guessed: every word must be accounted for, and a date that contradicts itself is refused with the reason.
What was understood is said back in full by whoever asks.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from actions.meetings.calendar_words import MONTHS, NUMBERS, RANKS, WEEKDAYS, alternatives, plain

NOON = 12
DAY = 24 * 60  # minutes
FULL_YEAR = 4  # figures
_WEEKDAY = rf"(?P<weekday>{alternatives(WEEKDAYS)})"
_MONTH = rf"(?P<month>{alternatives(MONTHS)})\.?"
_NUMBER = rf"(?P<number>\d{{1,3}}|{alternatives(NUMBERS)})"
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|e)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_FILLERS = frozenset(
    "le la a de du au on at the ce cet cette vers pour prochain prochaine this from now in starting des date heure "
    "et and - jour of".split()
)


class DateRefused(Exception):  # noqa: N818 - named for what happened
    """A text that is no date we can be sure of.

    `reason` is "nothing" (no date in it), "words" (something else is in it), "time" (a day without a time; `day` has
    it), "impossible" (no such day or time) or "weekday" (`day` is another day of the week than was written).
    """

    def __init__(self, reason: str, *, day: date | None = None, weekday: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.day = day
        self.weekday = weekday


@dataclass(frozen=True, slots=True)
class _Found:
    """What a pattern means, and where it stands in the text."""

    start: int
    end: int
    day: date


def understand_date(text: str, *, now: datetime, same_time: time | None = None) -> datetime:
    """The wall-clock time a text names, seen from `now` (naive, on the same clock); raise DateRefused.

    A date without a year is the next one. `same_time` is what « même heure » means; where it means nothing, the day is
    understood without a time.
    """
    words = plain(text)[:200]
    clock, words = _take_time(words, same_time=same_time)
    found = _find_day(words, today=now.date(), clock=clock, now=now)
    if found is None:
        raise DateRefused("nothing")
    _require_nothing_else(words[: found.start] + " " + words[found.end :])
    if clock is None:
        raise DateRefused("time", day=found.day)
    return datetime.combine(found.day, clock)


def understand_time(text: str, *, same_time: time | None = None) -> time:
    """The time of day a text names, and nothing else; raise DateRefused."""
    clock, rest = _take_time(plain(text)[:100], same_time=same_time)
    if clock is None:
        raise DateRefused("nothing")
    _require_nothing_else(rest)
    return clock


_SAME = re.compile(r"\b(?:a )?(?:la )?meme heure\b|\b(?:at )?(?:the )?same time\b")
_NAMED = re.compile(r"\b(?:a |at )?(?P<name>midi et demie?|midi|noon|midday|minuit|midnight)\b")
_FRENCH = re.compile(
    r"\b(?:a |vers )?(?P<hour>\d{1,2}) ?(?:heures?|hres?|h)(?: ?(?P<minute>[0-5]\d)\b)?"
    r"(?: ?(?P<part>et demie?|et quart|moins le quart))?(?P<half> du matin| de l'apres-midi| du soir)?(?![a-z0-9])"
)
_ENGLISH_PAST = re.compile(
    r"\b(?:at )?(?P<part>half past|quarter past|quarter to) (?P<hour>\d{1,2}) ?(?P<half>am|pm)?\b"
)
_ENGLISH = re.compile(
    r"\b(?:at )?(?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>a\.?m\.?|p\.?m\.?)(?![a-z0-9])"
)
_COLON = re.compile(r"\b(?:a |at )?(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)\b")
_PARTS = {
    "et demie": 30, "et demi": 30, "et quart": 15, "moins le quart": -15,
    "half past": 30, "quarter past": 15, "quarter to": -15,
}  # fmt: skip
_NAMES = {"midi": (12, 0), "noon": (12, 0), "midday": (12, 0), "minuit": (0, 0), "midnight": (0, 0)}


def _take_time(words: str, *, same_time: time | None) -> tuple[time | None, str]:
    """The time of day, and the text without it."""
    if (match := _SAME.search(words)) is not None:
        return same_time, _without(words, match)
    if (match := _NAMED.search(words)) is not None:
        hour, minute = _NAMES.get(match["name"], (12, 30))
        return time(hour, minute), _without(words, match)
    for pattern in (_ENGLISH_PAST, _ENGLISH, _FRENCH, _COLON):
        if (match := pattern.search(words)) is not None:
            return _clock(match), _without(words, match)
    return None, words


def _clock(match: re.Match[str]) -> time:
    named = match.groupdict()
    hour, minute = int(named["hour"]), int(named.get("minute") or 0) + _PARTS.get(named.get("part") or "", 0)
    half = (named.get("half") or "").strip().replace(".", "")
    if half in ("pm", "du soir", "de l'apres-midi") and hour < NOON:
        hour += 12
    elif half == "am" and hour == NOON:
        hour = 0
    total = hour * 60 + minute
    if not 0 <= total < DAY:
        raise DateRefused("impossible")
    return time(total // 60, total % 60)


def _without(words: str, match: re.Match[str]) -> str:
    return f"{words[: match.start()]} {words[match.end() :]}"


_Meaning = Callable[[re.Match[str], date], date]


def _spelled(match: re.Match[str]) -> int:
    number = match["number"]
    return int(number) if number.isdigit() else NUMBERS[number]


def _in_days(match: re.Match[str], today: date) -> date:
    number = _spelled(match)
    if match["unit"].startswith(("j", "d")):
        # « huit jours » and « quinze jours » are one and two weeks, both ends counted.
        french = {8: 7, 15: 14} if match["unit"].startswith("j") else {}
        return today + timedelta(days=french.get(number, number))
    if match["unit"].startswith(("sem", "w")):
        return today + timedelta(weeks=number)
    months = number * (12 if match["unit"].startswith(("an", "y")) else 1)
    index = today.year * 12 + today.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _next_weekday(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=(WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1)


def _weekday_later(weeks: int) -> _Meaning:
    return lambda match, today: _next_weekday(match, today) + timedelta(weeks=weeks)


def _weekday_of_next_week(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=7 - today.weekday() + WEEKDAYS[match["weekday"]])


def _ranked(match: re.Match[str], today: date) -> date:
    named = match.groupdict()
    if named.get("month"):
        month = MONTHS[match["month"]]
        year = int(named["year"]) if named.get("year") else today.year
        day = _nth(year, month, match)
        return day if named.get("year") or day >= today else _nth(year + 1, month, match)
    index = today.year * 12 + today.month
    return _nth(index // 12, index % 12 + 1, match)


def _nth(year: int, month: int, match: re.Match[str]) -> date:
    rank, weekday = RANKS[match["rank"]], WEEKDAYS[match["weekday"]]
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[rank if rank < 0 else rank - 1])


def _written_out(match: re.Match[str], today: date) -> date:
    return _checked(match, month=MONTHS[match["month"]], today=today)


def _in_figures(match: re.Match[str], today: date) -> date:
    return _checked(match, month=int(match["month_number"]), today=today)


def _checked(match: re.Match[str], *, month: int, today: date) -> date:
    """The date, the next one if no year was written; refused if its weekday is another than was written."""
    day, written = int(match["day"]), match["year"]
    year = today.year if written is None else int(written) + (2000 if len(written) < FULL_YEAR else 0)
    made = _date(year, month, day) if written else _next_date(today, month=month, day=day)
    weekday = match["weekday"]
    if weekday and WEEKDAYS[weekday] != made.weekday():
        raise DateRefused("weekday", day=made, weekday=WEEKDAYS[weekday])
    return made


def _next_date(today: date, *, month: int, day: int) -> date:
    """The next day of that name: 29 February may lie up to eight years ahead, and is refused beyond four."""
    for year in range(today.year, today.year + 5):
        if (
            month in range(1, 13)
            and 1 <= day <= calendar.monthrange(year, month)[1]
            and date(year, month, day) >= today
        ):
            return date(year, month, day)
    raise DateRefused("impossible")


def _day_of_month(match: re.Match[str], today: date) -> date:
    day = int(match["day"])
    for months in range(3):
        index = today.year * 12 + today.month - 1 + months
        year, month = index // 12, index % 12 + 1
        if 1 <= day <= calendar.monthrange(year, month)[1] and date(year, month, day) >= today:
            made = date(year, month, day)
            if match["weekday"] and WEEKDAYS[match["weekday"]] != made.weekday():
                raise DateRefused("weekday", day=made, weekday=WEEKDAYS[match["weekday"]])
            return made
    raise DateRefused("impossible")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateRefused("impossible") from None


def _shift(days: int) -> _Meaning:
    return lambda _, today: today + timedelta(days=days)


_BEFORE = rf"(?:{_WEEKDAY},? (?:le |the )?)?"
_RANK = rf"(?P<rank>{alternatives(RANKS)}) {_WEEKDAY}"
PATTERNS: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(rf"(?<![\w/])(?:{pattern})(?![\w/])"), meaning)
    for pattern, meaning in (
        (rf"{_RANK} (?:de |du mois de |d'|of |in ){_MONTH}{_YEAR}", _ranked),
        (rf"{_RANK} (?:du mois prochain|of next month)", _ranked),
        (rf"{_BEFORE}{_DAY} (?:of )?{_MONTH}{_YEAR}", _written_out),
        (rf"{_BEFORE}{_MONTH} {_DAY}{_YEAR}", _written_out),
        (r"(?P<weekday>(?!))?(?P<year>\d{4})-(?P<month_number>\d{2})-(?P<day>\d{2})", _in_figures),
        (rf"{_BEFORE}(?P<day>\d{{1,2}})[/.-](?P<month_number>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d{{2}})", _in_figures),
        (rf"{_BEFORE}(?P<day>\d{{1,2}})/(?P<month_number>\d{{1,2}})(?P<year>(?!))?", _in_figures),
        (rf"{_WEEKDAY} (?:en huit|week)", _weekday_later(1)),
        (rf"{_WEEKDAY} en quinze", _weekday_later(2)),
        (rf"a week on {_WEEKDAY}", _weekday_later(1)),
        (rf"{_WEEKDAY} (?:de la semaine prochaine|of next week)", _weekday_of_next_week),
        (r"apres-demain|apres demain|(?:the )?day after tomorrow", _shift(2)),
        (r"demain|tomorrow", _shift(1)),
        (r"aujourd'hui|today|ce soir|tonight|cet apres-midi|this afternoon", _shift(0)),
        (r"(?:dans|d'ici) une quinzaine(?: de jours)?|in a fortnight|a fortnight from now", _shift(14)),
        (rf"(?:dans|d'ici|in) {_NUMBER} (?P<unit>jours?|days?|semaines?|weeks?|mois|months?|ans?|years?)", _in_days),
        (rf"{_NUMBER} (?P<unit>days?|weeks?|months?) from now", _in_days),
        (rf"(?:{_WEEKDAY},? )?(?:le|the|on the) {_DAY}", _day_of_month),
        (rf"{_WEEKDAY} {_DAY}", _day_of_month),
        (rf"(?:next )?{_WEEKDAY}(?: prochain)?", _next_weekday),
    )
)  # fmt: skip


def _find_day(words: str, *, today: date, clock: time | None, now: datetime) -> _Found | None:
    """The first pattern that is in the text; a day already over at that hour is the next one of its kind."""
    for pattern, meaning in PATTERNS:
        match = pattern.search(words)
        if match is None:
            continue
        is_past = clock is not None and datetime.combine(today, clock) <= now
        try:
            day = meaning(match, today)
            if day == today and is_past and meaning in (_written_out, _in_figures, _day_of_month):
                day = meaning(match, today + timedelta(days=1))
        except (IndexError, OverflowError, ValueError):
            raise DateRefused("impossible") from None
        return _Found(match.start(), match.end(), day)
    return None


def _require_nothing_else(rest: str) -> None:
    left = [word for word in re.split(r"[\s,;.!?()]+", rest) if word and word not in _FILLERS]
    if left:
        raise DateRefused("words")
