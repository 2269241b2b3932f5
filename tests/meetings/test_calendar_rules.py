"""Calendar files against the letter of RFC 5545 and 5546, read by a small reader of our own: not the library's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from actions.meetings.times import exists
from bot.documents.calendar_file import CalendarEntry, calendar_file
from tests.meetings.test_times import walls, zones

ENTRY = CalendarEntry(
    uid="m1@clsm-bot",
    sequence=2,
    start=datetime(2027, 3, 26, 18, 30),
    minutes=120,
    time_zone="Europe/Paris",
    summary="Plénière",
    description="Bilan",
    location="Mairie",
    url="https://visio.example.org/clsm",
    organiser="CLSM de Lille",
    attendee="Participante 7F2",
    is_cancelled=False,
    stamped_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)
OCTETS = 75
words = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200)


def lines_of(file: bytes) -> list[tuple[str, str]]:
    """The unfolded lines, as (name with parameters, value)."""
    assert file.endswith(b"\r\n")
    physical = file[:-2].split(b"\r\n")
    for line in physical:
        assert b"\n" not in line
        assert b"\r" not in line
        assert len(line) <= OCTETS, line
        line.decode()  # no letter is cut in two
    unfolded = file.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [(line.partition(":")[0], line.partition(":")[2]) for line in map(unquoted, unfolded)]


def unquoted(line: str) -> str:
    """A quoted parameter may hold a colon: hide it from the cut between name and value."""
    return re.sub(r'"[^"]*"', lambda found: found[0].replace(":", "\ufffc"), line)


def component(lines: list[tuple[str, str]], name: str) -> list[list[tuple[str, str]]]:
    """The properties of each component of a name, without those of the components inside it."""
    found: list[list[tuple[str, str]]] = []
    open_: list[str] = []
    for key, value in lines:
        if key == "BEGIN":
            open_.append(value)
            if value == name:
                found.append([])
        elif key == "END":
            assert open_.pop() == value, "components are closed in order"
        elif open_[-1] == name:
            found[-1].append((key, value))
    assert open_ == []
    return found


def one(properties: list[tuple[str, str]], name: str) -> str:
    values = [value for key, value in properties if key.split(";")[0] == name]
    assert len(values) == 1, f"{name} must stand once: {values}"
    return values[0]


def unescaped(text: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)


@pytest.mark.parametrize(
    ("is_cancelled", "method", "status"), [(False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")]
)
def test_a_file_has_what_agendas_ask_for_once(is_cancelled: bool, method: str, status: str) -> None:
    lines = lines_of(calendar_file(replace(ENTRY, is_cancelled=is_cancelled)))
    (calendar,) = component(lines, "VCALENDAR")
    assert [one(calendar, name) for name in ("VERSION", "METHOD", "CALSCALE")] == ["2.0", method, "GREGORIAN"]
    assert one(calendar, "PRODID")
    (event,) = component(lines, "VEVENT")
    assert (one(event, "UID"), one(event, "SEQUENCE"), one(event, "STATUS")) == ("m1@clsm-bot", "2", status)
    assert one(event, "DTSTAMP") == "20261123T090000Z"
    assert ("DTSTART;TZID=Europe/Paris", "20270326T183000") in event
    assert ("DTEND;TZID=Europe/Paris", "20270326T203000") in event
    for name in ("ORGANIZER", "ATTENDEE"):
        assert re.fullmatch(r"mailto:[a-z0-9-]+@clsm-bot\.invalid", one(event, name))
    assert len(component(lines, "VALARM")) == (0 if is_cancelled else 1)
    (zone,) = component(lines, "VTIMEZONE")
    assert one(zone, "TZID") == "Europe/Paris"


@given(words)
def test_an_attendee_is_an_address_whatever_the_pseudonym(pseudonym: str) -> None:
    assume(re.search(r"[A-Za-z0-9]", pseudonym))
    (event,) = component(lines_of(calendar_file(replace(ENTRY, attendee=pseudonym))), "VEVENT")
    assert re.fullmatch(r"mailto:[a-z0-9-]+@clsm-bot\.invalid", one(event, "ATTENDEE"))


@given(words, words, st.lists(words, min_size=1, max_size=4))
@settings(deadline=None, max_examples=40)
def test_words_survive_folding_and_escaping(summary: str, location: str, agenda: list[str]) -> None:
    description = "\n".join(agenda)
    assume(summary.strip() and location.strip() and description.strip())
    entry = replace(ENTRY, summary=summary, location=location, description=description)
    (event,) = component(lines_of(calendar_file(entry)), "VEVENT")
    found = tuple(unescaped(one(event, name)) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    assert found == tuple(text.replace("\ufffc", ":") for text in (summary, location, description)) or (
        tuple(text.replace("\ufffc", ":") for text in found) == (summary, location, description)
    )


def offset_at(lines: list[tuple[str, str]], wall: datetime) -> timedelta:
    """The offset that the rules in the file give a wall-clock time: the last observance begun by then."""
    begun = []
    for kind in ("STANDARD", "DAYLIGHT"):
        for observance in component(lines, kind):
            start = datetime.strptime(one(observance, "DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local by definition
            begun.append((start, duration(one(observance, "TZOFFSETTO"))))
    return max(each for each in begun if each[0] <= wall)[1]


def duration(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


@given(walls, zones)
@settings(deadline=None, max_examples=40)
def test_the_rules_in_the_file_give_the_instant_that_was_agreed(wall: datetime, zone: ZoneInfo) -> None:
    assume(exists(wall, zone=zone))
    aware = wall.replace(tzinfo=zone)
    assume(aware.utcoffset() == aware.replace(fold=1).utcoffset())  # an hour that comes twice is ambiguous in any file
    lines = lines_of(calendar_file(replace(ENTRY, start=wall, time_zone=zone.key)))
    assert offset_at(lines, wall) == aware.utcoffset()


def test_clocks_change_at_the_time_they_showed_before() -> None:
    lines = lines_of(calendar_file(ENTRY))
    starts = [one(each, "DTSTART") for kind in ("DAYLIGHT", "STANDARD") for each in component(lines, kind)]
    assert "20270328T020000" in starts, "at two by winter time"
    assert "20271031T030000" in starts, "at three by summer time"


def test_a_change_raises_the_sequence_and_keeps_the_identity() -> None:
    before = component(lines_of(calendar_file(ENTRY)), "VEVENT")[0]
    moved = component(
        lines_of(calendar_file(replace(ENTRY, sequence=3, start=datetime(2027, 3, 31, 18, 30)))), "VEVENT"
    )[0]
    gone = component(lines_of(calendar_file(replace(ENTRY, sequence=4, is_cancelled=True))), "VEVENT")[0]
    assert len({one(each, "UID") for each in (before, moved, gone)}) == 1
    assert [int(one(each, "SEQUENCE")) for each in (before, moved, gone)] == [2, 3, 4]
    assert {one(each, "ORGANIZER") for each in (before, moved, gone)} == {one(before, "ORGANIZER")}
