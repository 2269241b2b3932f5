"""A whole meeting as its coordinator sees it, and how far a message reaches."""

from __future__ import annotations

from actions.meetings.kinds import OPEN, State
from actions.meetings.models import Meeting
from actions.meetings.service import Reach, missing
from actions.reply import Button, Lines, Part, Reply, Text, Verbatim, say
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.asking_fields import standing
from bot.telegram.handlers.meetings.fields import FIELDS
from bot.telegram.tokens import button

CHANGEABLE = (
    "date", "length", "place", "map", "video", "agenda", "audience", "capacity", "offers", "reminders", "title",
    "quorum",
)  # fmt: skip


def of(meeting: Meeting) -> Reply:
    """Every field with its value, what is missing, and what can be done next."""
    lines: list[Text | Verbatim] = [
        say(f"coord.state_{meeting.state}"),
        say("coord.line_body", body=words.body(meeting)),
    ]
    for name in FIELDS:
        value = standing(meeting, name)
        lines.append(say("coord.field", name=say(f"coord.name_{name}"), value=value or say("coord.empty")))
    if meeting.reminder_words:
        lines.append(say("coord.field", name=say("coord.name_reminder_words"), value=Verbatim(meeting.reminder_words)))
    parts: list[Part] = [Lines(tuple(lines))]
    lacks = missing(meeting) if meeting.state == State.DRAFT.value else ()
    if lacks:
        parts.append(say("coord.missing", fields=tuple(say(f"coord.name_{name}") for name in lacks)))
    return Reply(parts=tuple(parts), buttons=_buttons(meeting, lacks=lacks))


def _buttons(meeting: Meeting, *, lacks: tuple[str, ...]) -> tuple[tuple[Button, ...], ...]:
    number = meeting.id
    names = tuple(FIELDS) if meeting.state == State.DRAFT.value else CHANGEABLE if meeting.state in OPEN else ()
    edits = [button(say(f"coord.name_{name}"), "md", "edit", number, name) for name in names]
    rows: list[tuple[Button, ...]] = []
    if meeting.state == State.DRAFT.value:
        if lacks:
            rows.append((button(say("button.coord_resume"), "md", "resume", number),))
        else:
            rows.append((button(say("button.coord_announce"), "md", "announce", number),))
            rows.append(
                (button(say("button.coord_preview"), "md", "preview", number),
                 button(say("button.coord_repeat"), "md", "repeat", number))
            )  # fmt: skip
    rows += [tuple(edits[index : index + 3]) for index in range(0, len(edits), 3)]
    if meeting.state == State.DRAFT.value:
        rows.append((button(say("button.coord_delete"), "md", "delete", number),))
    else:
        rows.append((button(say("button.coord_board"), "mc", "board", number),))
    rows.append((button(say("button.coord_home"), "mc", "home", meeting.territory_id),))
    return tuple(rows)


def reach(found: Reach) -> Text:
    """« Nouveau message : 38 personnes. Changement sans bruit : 2 cartes. »."""
    return say("coord.reach", told=_people(found.told), shown=_cards(found.shown))


def reach_done(found: Reach) -> Text:
    """The same, once it is done."""
    return say("coord.reach_done", told=_people(found.told), shown=_cards(found.shown))


def _people(number: int) -> Text:
    return say("coord.people", count=number)


def _cards(number: int) -> Text:
    return say("coord.cards", count=number)
