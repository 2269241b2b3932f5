"""Meetings in words: their facts, as the lines of a message."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.meetings.kinds import OPEN, Body, Need, State
from actions.meetings.models import Meeting
from actions.meetings.times import Offset
from actions.people.colleges import College
from actions.reply import Lines, Parameter, Text, Verbatim, say

MINUTES_AN_HOUR = 60
LONGEST_ON_BUTTON = 32


def when(meeting: Meeting) -> datetime | None:
    """The start on the clock of the territory, aware; None while it is not set."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone)) if meeting.starts_at else None


def title(meeting: Meeting) -> Text | Verbatim:
    """What the meeting is called; by default, what meets."""
    return Verbatim(meeting.title) if meeting.title else body(meeting)


def on_button(meeting: Meeting) -> Text | Verbatim:
    """What the meeting is called, short enough for a button, with its day where it is known."""
    name = meeting.title if len(meeting.title) <= LONGEST_ON_BUTTON else f"{meeting.title[: LONGEST_ON_BUTTON - 1]}…"
    day = f" ({meeting.wall_start:%d/%m})" if meeting.wall_start else ""
    return Verbatim(f"{name}{day}") if name else body(meeting)


def body(meeting: Meeting) -> Text:
    """What meets."""
    return say(f"meeting.body_{Body(meeting.body).value}")


def length(minutes: int) -> Text:
    """« 1 h 30 »."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    if not hours:
        return say("meeting.length_minutes", minutes=rest)
    return (
        say("meeting.length_both", hours=hours, minutes=f"{rest:02}")
        if rest
        else say("meeting.length_hours", hours=hours)
    )


def college(value: str) -> Text:
    """The name of a college."""
    return say(f"meeting.college_{College(value).value}")


def need(value: str) -> Text:
    """The name of a need."""
    return say(f"meeting.need_{Need(value).value}")


def listed(values: list[Text]) -> tuple[Parameter, ...]:
    """« a, b et c »."""
    return tuple(values)


def facts(meeting: Meeting, *, with_video: bool) -> Lines:
    """When, how long, where: what a person must read in the message itself."""
    lines: list[Text | Verbatim] = [say("meeting.headline", title=title(meeting), body=body(meeting))]
    start = when(meeting)
    if start is not None:
        lines.append(say("meeting.fact_when", when=start, length=length(meeting.minutes)))
    if meeting.place:
        lines.append(say("meeting.fact_place", place=Verbatim(meeting.place)))
    if meeting.map_url:
        lines.append(say("meeting.fact_map", url=Verbatim(meeting.map_url)))
    if meeting.video_url and meeting.state in (State.DRAFT.value, *OPEN):
        shown = say("meeting.fact_video", url=Verbatim(meeting.video_url))
        lines.append(shown if with_video else say("meeting.fact_video_hidden"))
    if meeting.offers:
        lines.append(say("meeting.fact_offers", offers=listed([need(value) for value in meeting.offers])))
    return Lines(tuple(lines))


def offset(label: str) -> Text:
    """« 7 jours avant »."""
    read = Offset.parse(label)
    if read.days:
        return say("meeting.offset_days", count=read.days)
    return say("meeting.offset_hours", count=read.hours)


def changed(meeting: Meeting) -> Lines | None:
    """What changed, in words: what it was and what it is."""
    lines = [_change(meeting, name, old) for name, old in sorted(meeting.changes.items())]
    return Lines(tuple(lines)) if lines else None


def _change(meeting: Meeting, name: str, old: Any) -> Text:
    if name == "wall_start":
        before = datetime.fromisoformat(old).replace(tzinfo=ZoneInfo(meeting.time_zone))
        return say("meeting.changed_date", old=before, new=when(meeting) or date.min)
    if name == "minutes":
        return say("meeting.changed_length", old=length(old), new=length(meeting.minutes))
    if name == "place" and meeting.place:
        return say("meeting.changed_place", old=Verbatim(old or "…"), new=Verbatim(meeting.place))
    if name == "video_url" and meeting.video_url:
        return say("meeting.changed_video", new=Verbatim(meeting.video_url))
    return say(f"meeting.changed_other_{name}")


def ticked(key: str, *, chosen: bool) -> Text:
    """The label of a box, ticked or not."""
    return say("button.ticked" if chosen else "button.unticked", label=say(key))
