"""Calendar files (iCalendar, RFC 5545 and 5546) that agendas of phones and computers take in and keep up to date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from bot.documents.time_zone_rules import time_zone_rules

PRODUCT = "-//clsm-bot//reunions//FR"
NOBODY = "clsm-bot.invalid"  # a reserved name: no letter can ever go there
NOT_IN_A_MAILBOX = re.compile(r"[^a-z0-9]+")  # a mailbox is part of an address: no space, no accent
BELL = timedelta(hours=-2)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A meeting as a calendar shows it. `start` is naive, on the clock of `time_zone`."""

    uid: str
    sequence: int
    start: datetime
    minutes: int
    time_zone: str
    summary: str
    description: str
    location: str
    url: str
    organiser: str
    attendee: str
    is_cancelled: bool
    stamped_at: datetime


def calendar_file(entry: CalendarEntry) -> bytes:
    """The file: METHOD:REQUEST, or CANCEL for a cancelled meeting, with the rules of its time zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.is_cancelled else "REQUEST")
    calendar.add_component(time_zone_rules(entry.time_zone, year=entry.start.year))
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    zone = ZoneInfo(entry.time_zone)
    start = entry.start.replace(tzinfo=zone)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at)
    event.add("last-modified", entry.stamped_at)
    event.add("dtstart", start)
    event.add("dtend", _end(start, entry.minutes))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (("description", entry.description), ("location", entry.location)):
        if value:
            event.add(name, value)
    if entry.url:
        event.add("url", vUri(entry.url))
    event.add("organizer", _address(entry.organiser, "coordination"))
    event.add("attendee", _address(entry.attendee, NOT_IN_A_MAILBOX.sub("-", entry.attendee.lower())))
    if not entry.is_cancelled:
        event.add_component(_bell(entry.summary))
    return event


def _end(start: datetime, minutes: int) -> datetime:
    """The end in real time: a meeting over a change of the clocks still lasts as long as announced."""
    end = start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)
    return end.astimezone(start.tzinfo)


def _address(name: str, mailbox: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox}@{NOBODY}")
    address.params["CN"] = vText(name)
    return address


def _bell(summary: str) -> Alarm:
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", summary)
    bell.add("trigger", BELL)
    return bell
