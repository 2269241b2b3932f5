"""The questions of the guided conversation, with the buttons that answer them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect

from actions.meetings.kinds import Need, State
from actions.meetings.models import Meeting
from actions.meetings.times import Offset
from actions.people.colleges import College
from actions.reply import Button, Part, Reply, Text, Verbatim, say
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.fields import FIELDS, LENGTHS
from bot.telegram.handlers.meetings.words import ticked
from bot.telegram.tokens import button

USUAL_OFFSETS = ("J-30", "J-7", "J-1", "H-2")
Rows = list[tuple[Button, ...]]


def question(meeting: Meeting, name: str, *, replaces: bool = False) -> Reply:
    """One question, what stands now, and the ways on."""
    parts: list[Part] = [say(f"coord.ask_{name}")]
    now = standing(meeting, name)
    if now is not None:
        parts.append(say("coord.now", value=now))
    if name == "reminders" and meeting.reminder_words:
        parts.append(say("coord.reminder_words_now", words=Verbatim(meeting.reminder_words)))
    rows = _choices(meeting, name)
    if FIELDS[name].may_skip:
        rows.append((button(say("button.coord_skip"), "md", "skip", meeting.id, name),))
    elif now is not None and meeting.state == State.DRAFT.value:
        rows.append((button(say("button.coord_go_on"), "md", "next", meeting.id, name),))
    elif name in ("audience", "offers"):
        rows.append((button(say("button.coord_go_on"), "md", "look", meeting.id, name),))
    rows.append((button(say("button.coord_aside"), "md", "aside", meeting.id),))
    return Reply(parts=tuple(parts), buttons=tuple(rows), replaces=replaces)


def with_values(meeting: Meeting, values: Mapping[str, Any]) -> Meeting:
    """A copy of a meeting as it would be with other values; it is in no session and is never kept."""
    columns = {column.key: getattr(meeting, column.key) for column in inspect(Meeting).column_attrs}
    return Meeting(**{**columns, **values})


def standing(meeting: Meeting, name: str) -> Text | Verbatim | None:
    """What a field holds, in words; None while it is empty."""
    start = words.when(meeting)
    match name:
        case "date":
            return say("coord.moment", when=start) if start else None
        case "length":
            return words.length(meeting.minutes)
        case "audience":
            return _audience(meeting)
        case "capacity" | "quorum":
            number = getattr(meeting, name)
            return say("coord.people", count=number) if number else None
        case "offers":
            offers = words.listed([words.need(value) for value in meeting.offers])
            return say("coord.list", items=offers) if meeting.offers else say("coord.no_offers")
        case "reminders":
            return _reminders(meeting)
        case _:
            value = getattr(meeting, {"map": "map_url", "video": "video_url"}.get(name, name))
            return Verbatim(value) if value else None


def _audience(meeting: Meeting) -> Text:
    if not meeting.colleges:
        return say("coord.audience_copil" if meeting.copil_only else "coord.audience_all")
    colleges = words.listed([words.college(value) for value in meeting.colleges])
    return say("coord.audience_copil_some" if meeting.copil_only else "coord.audience_some", colleges=colleges)


def _reminders(meeting: Meeting) -> Text:
    if not meeting.reminders_on or not meeting.offsets:
        return say("coord.reminders_off")
    return say("coord.list", items=words.listed([words.offset(label) for label in meeting.offsets]))


def _choices(meeting: Meeting, name: str) -> Rows:
    number = meeting.id
    match name:
        case "title" if not meeting.title:
            return [(button(words.body(meeting), "md", "default", number),)]
        case "length":
            return [tuple(button(words.length(each), "md", "length", number, each) for each in LENGTHS)]
        case "map" if meeting.place:
            return [(button(say("button.coord_map"), "md", "map", number),)]
        case "audience":
            return _audience_boxes(meeting)
        case "offers":
            return [
                (button(ticked(f"meeting.need_{need.value}", chosen=need.value in meeting.offers), "md", "offer",
                        number, need.value),)
                for need in Need
            ]  # fmt: skip
        case "reminders":
            return _reminder_boxes(meeting)
        case _:
            return []


def _audience_boxes(meeting: Meeting) -> Rows:
    rows: Rows = [
        (button(ticked(f"meeting.college_{college.value}", chosen=college.value in meeting.colleges), "md", "college",
                meeting.id, college.value),)
        for college in College
    ]  # fmt: skip
    only = ticked("coord.copil_only", chosen=meeting.copil_only)
    return [*rows, (button(only, "md", "copil", meeting.id),)]


def _reminder_boxes(meeting: Meeting) -> Rows:
    labels = sorted({*USUAL_OFFSETS, *meeting.offsets}, key=lambda each: (-Offset.parse(each).days, each))
    rows: Rows = [(button(_ticked_offset(label, meeting), "md", "offset", meeting.id, label),) for label in labels]
    key = "button.coord_reminders_off" if meeting.reminders_on else "button.coord_reminders_on"
    rows.append((button(say(key), "md", "remind", meeting.id),))
    if meeting.reminder_words:
        rows.append((button(say("button.coord_words_off"), "md", "wordless", meeting.id),))
    return rows


def _ticked_offset(label: str, meeting: Meeting) -> Text:
    return say("button.ticked" if label in meeting.offsets else "button.unticked", label=words.offset(label))
