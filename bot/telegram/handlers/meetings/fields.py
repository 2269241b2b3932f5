"""The fields of a meeting, in the order of the guided conversation: how each is asked, read and kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from actions.meetings.calendar_words import NUMBERS, plain
from actions.meetings.models import Meeting
from actions.meetings.times import Offset

LONGEST = {"title": 120, "place": 200, "agenda": 2000, "words": 500}
LONGEST_LINK = 500
LONGEST_MEETING = 12 * 60
MOST_PEOPLE = 10_000
LENGTHS = (60, 90, 120, 180)


class FieldRefused(Exception):  # noqa: N818 - named for what happened
    """A value that cannot be kept; `reason` names the sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Read = Callable[[str, Meeting], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the guided conversation. `read` is None where only buttons answer."""

    name: str
    read: Read | None = None
    may_skip: bool = True


def _words(column: str, name: str) -> Read:
    def read(text: str, _: Meeting) -> Mapping[str, Any]:
        return {column: text[: LONGEST[name]]}

    return read


def _link(column: str) -> Read:
    def read(text: str, _: Meeting) -> Mapping[str, Any]:
        link = text.strip()
        if re.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+", link) is None or len(link) > LONGEST_LINK:
            raise FieldRefused("link")
        return {column: link}

    return read


def _number(column: str) -> Read:
    def read(text: str, _: Meeting) -> Mapping[str, Any]:
        found = re.search(r"\d+", text)
        if found is None or not 1 <= int(found[0]) <= MOST_PEOPLE:
            raise FieldRefused("number")
        return {column: int(found[0])}

    return read


def read_length(text: str) -> int:
    """Minutes from « 2h30 », « une heure et demie », « 90 minutes », "2 hours"; raise FieldRefused."""
    words = plain(text)
    half = 30 if re.search(r"\bdemie?\b|\bhalf\b", words) else 0
    clock = re.search(r"(\d{1,2}) ?(?:h|heures?|hours?|hr)\b ?(\d{2})?|(\d{1,2})h(\d{2})", words)
    only_minutes = re.search(r"(\d{1,3}) ?(?:min|mn|minutes?)\b", words)
    spelled = re.search(rf"\b({'|'.join(NUMBERS)}) (?:heures?|hours?)\b", words)
    if clock:
        minutes = int(clock[1] or clock[3]) * 60 + int(clock[2] or clock[4] or 0) + half
    elif only_minutes:
        minutes = int(only_minutes[1])
    elif spelled:
        minutes = NUMBERS[spelled[1]] * 60 + half
    else:
        raise FieldRefused("length")
    if not 1 <= minutes <= LONGEST_MEETING:
        raise FieldRefused("length")
    return minutes


def _length(text: str, _: Meeting) -> Mapping[str, Any]:
    return {"minutes": read_length(text)}


def _reminders(text: str, meeting: Meeting) -> Mapping[str, Any]:
    """An offset to add (« J-3 »), else the words of the reminders."""
    try:
        label = str(Offset.parse(text))
    except ValueError:
        return {"reminder_words": text.strip()[: LONGEST["words"]]}
    return {"offsets": sorted({*meeting.offsets, label}, key=_furthest_first), "reminders_on": True}


def toggled_offset(meeting: Meeting, label: str) -> list[str]:
    """The offsets with one more or one less; ValueError for what is no offset."""
    return sorted(set(meeting.offsets) ^ {str(Offset.parse(label))}, key=_furthest_first)


def _furthest_first(label: str) -> tuple[int, int]:
    offset = Offset.parse(label)
    return -offset.days, -offset.hours


def map_of(place: str) -> str:
    """A page that shows a place on a map; nothing is asked of anybody until a person opens it."""
    return f"https://www.openstreetmap.org/search?query={quote(place)}"


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("title", _words("title", "title"), may_skip=False),
        Field("date", may_skip=False),
        Field("length", _length, may_skip=False),
        Field("place", _words("place", "place")),
        Field("map", _link("map_url")),
        Field("video", _link("video_url")),
        Field("agenda", _words("agenda", "agenda")),
        Field("audience", may_skip=False),
        Field("capacity", _number("capacity")),
        Field("quorum", _number("quorum")),
        Field("offers", may_skip=False),
        Field("reminders", _reminders, may_skip=False),
    )
}
ORDER = tuple(FIELDS)
EMPTY: Mapping[str, Mapping[str, Any]] = {
    "place": {"place": "", "map_url": ""},
    "map": {"map_url": ""},
    "video": {"video_url": ""},
    "agenda": {"agenda": ""},
    "capacity": {"capacity": None},
    "quorum": {"quorum": None},
}


def after(name: str) -> str | None:
    """The next question, or None after the last."""
    place = ORDER.index(name) + 1
    return ORDER[place] if place < len(ORDER) else None
