"""The guided conversation of a meeting: one question after another, left and taken up again at will.

Every answer is kept at once in the draft; a form only remembers which question is open. For an announced meeting the
new value waits until the coordinator has read who will be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.meetings import service
from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import Body, State
from actions.meetings.models import Meeting
from actions.meetings.natural_dates import DateRefused, understand_date, understand_time
from actions.meetings.times import exists, instant_of, wall_of
from actions.reply import Part, Reply, Text, say
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import summary, words
from bot.telegram.handlers.meetings.asking_fields import question, standing, with_values
from bot.telegram.handlers.meetings.fields import EMPTY, FIELDS, LONGEST, FieldRefused, after
from bot.telegram.handlers.meetings.rights import coordinated, pressed_meeting, pressed_territory
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

FORM = "meeting_draft"


async def choose_body(turn: Turn) -> None:
    """Begin a new meeting with the question of what meets."""
    territory = await pressed_territory(turn)
    if territory is None:
        await welcome.offer_again(turn)
        return
    rows = [(button(say(f"meeting.body_{body.value}"), "md", "begin", territory.id, body.value),) for body in Body]
    back = (button(say("button.coord_home"), "mc", "home", territory.id),)
    turn.reply(Reply(parts=(say("coord.ask_body"),), buttons=(*rows, back)))


async def begin(turn: Turn) -> None:
    """Open a draft and ask the first question."""
    territory = await pressed_territory(turn)
    kind = turn.action[3] if turn.action[3:] else ""
    if territory is None or kind not in set(Body):
        await welcome.offer_again(turn)
        return
    meeting = await service.begin_draft(turn.session, territory=territory, body=Body(kind), now=turn.now)
    ask(turn, meeting, "title", guided=True)


def ask(turn: Turn, meeting: Meeting, name: str, *, guided: bool, replaces: bool = False) -> None:
    """Ask one question, and remember that it is open."""
    turn.conversation.form = Form(FORM, name, {"meeting": meeting.id, "guided": guided})
    turn.reply(question(meeting, name, replaces=replaces))


async def edit(turn: Turn) -> None:
    """One question by itself."""
    meeting = await pressed_meeting(turn)
    name = turn.action[3] if turn.action[3:] else ""
    if meeting is None or name not in FIELDS:
        await welcome.offer_again(turn)
        return
    ask(turn, meeting, name, guided=False)


async def go_on(turn: Turn) -> None:
    """The question is answered: the next, or the whole once more."""
    meeting = await pressed_meeting(turn)
    if meeting is None or turn.action[3:4] == [] or turn.action[3] not in FIELDS:
        await welcome.offer_again(turn)
        return
    await proceed(turn, meeting, turn.action[3])


async def proceed(turn: Turn, meeting: Meeting, name: str) -> None:
    """After a question: the next one in the guided conversation, else the summary."""
    form = turn.conversation.form
    following = after(name) if form is not None and form.given.get("guided") else None
    if following == "map" and not meeting.place:
        following = "video"
    if following is None:
        turn.conversation.form = None
        turn.reply(summary.of(meeting))
        return
    ask(turn, meeting, following, guided=True)


async def skip(turn: Turn) -> None:
    """Leave a field empty."""
    meeting = await pressed_meeting(turn)
    name = turn.action[3] if turn.action[3:] else ""
    if meeting is None or name not in EMPTY:
        await welcome.offer_again(turn)
        return
    await keep(turn, meeting, name, EMPTY[name])


async def resume(turn: Turn) -> None:
    """Take a draft up again at the question that was put aside, else where something is missing."""
    meeting = await pressed_meeting(turn)
    if meeting is None or meeting.state != State.DRAFT.value:
        await welcome.offer_again(turn)
        return
    if turn.action[3:] and turn.action[3] in FIELDS:
        turn.conversation.parked.pop(FORM, None)
        ask(turn, meeting, turn.action[3], guided=True)
        return
    lacks = service.missing(meeting)
    if not lacks:
        turn.reply(summary.of(meeting))
        return
    ask(turn, meeting, lacks[0], guided=True)


async def put_aside(turn: Turn) -> None:
    """Leave the conversation; the draft stays, and its question is taken up again from here or from the menu."""
    meeting, form = await pressed_meeting(turn), turn.conversation.form
    turn.conversation.form = None
    if meeting is None:
        await welcome.offer_again(turn)
        return
    rows = [(button(say("button.coord_home"), "mc", "home", meeting.territory_id),)]
    key = "coord.unchanged"
    if meeting.state == State.DRAFT.value:
        key = "coord.aside"
        if form is not None and form.given.get("meeting") == meeting.id and form.given.get("guided"):
            turn.conversation.park(form, now=turn.now)
            rows.insert(0, (button(say("button.coord_resume"), "md", "resume", meeting.id, form.step),))
    turn.reply(Reply(parts=(say(key),), buttons=tuple(rows), replaces=True))


async def hear(turn: Turn) -> None:
    """What a coordinator writes while a question is open."""
    form = turn.conversation.form
    meeting = None
    if form is not None:
        meeting = await service.find_meeting(turn.session, form.given["meeting"], territories=await coordinated(turn))
    if form is None or meeting is None:
        turn.conversation.form = None
        turn.say("meeting.form_lost")
        return
    text = turn.text.strip()
    if not text:
        turn.say("meeting.words_only")
        return
    if form.step == "date":
        await _hear_date(turn, meeting, form, text)
        return
    await _hear_value(turn, meeting, form.step, text)


async def _hear_value(turn: Turn, meeting: Meeting, name: str, text: str) -> None:
    read = FIELDS[name].read
    if read is None:
        turn.reply(question(meeting, name))
        return
    try:
        values = read(text, meeting)
    except FieldRefused as refused:
        turn.reply(Reply(parts=(say(f"coord.refused_{refused.reason}"),)), question(meeting, name))
        return
    if len(text) > LONGEST.get(name, len(text)):
        turn.say("meeting.cut", count=LONGEST[name])
    if name == "reminders":
        await _keep_reminders(turn, meeting, values)
        return
    await keep(turn, meeting, name, values)


async def _keep_reminders(turn: Turn, meeting: Meeting, values: Mapping[str, Any]) -> None:
    for column, value in values.items():
        setattr(meeting, column, value)
    await turn.session.flush()
    await service.plan_again(turn.session, meeting, now=turn.now)
    turn.reply(question(meeting, "reminders"))


async def _hear_date(turn: Turn, meeting: Meeting, form: Form, text: str) -> None:
    """Understand a date, and say it back in full before anything is kept."""
    zone = ZoneInfo(meeting.time_zone)
    try:
        wall = _read_date(text, form, now=wall_of(turn.now, zone=zone), meeting=meeting)
    except DateRefused as refused:
        if refused.reason == "time" and refused.day is not None:
            form.given["day"] = refused.day.isoformat()
            turn.reply(Reply(parts=(say("coord.date_time", day=refused.day),)))
            return
        turn.reply(Reply(parts=(_date_refused(refused),)))
        return
    if instant_of(wall, zone=zone) <= turn.now:
        turn.reply(Reply(parts=(say("coord.date_past", when=wall.replace(tzinfo=zone)),)))
        return
    form.given.pop("day", None)
    form.given["wall"] = wall.isoformat()
    await _confirm_date(turn, meeting, wall)


def _read_date(text: str, form: Form, *, now: datetime, meeting: Meeting) -> datetime:
    same = meeting.wall_start.time() if meeting.wall_start else None
    day = form.given.get("day")
    if day is None:
        return understand_date(text, now=now, same_time=same)
    try:
        return datetime.combine(date.fromisoformat(day), understand_time(text, same_time=same))
    except DateRefused:
        del form.given["day"]
    try:
        return understand_date(text, now=now, same_time=same)
    except DateRefused as refused:
        if refused.reason == "nothing":
            raise DateRefused("time", day=date.fromisoformat(day)) from None
        raise


def _date_refused(refused: DateRefused) -> Text:
    if refused.day is not None and refused.weekday is not None:
        return say("coord.date_weekday", day=refused.day)
    return say(f"coord.date_{refused.reason}")


async def _confirm_date(turn: Turn, meeting: Meeting, wall: datetime) -> None:
    """An hour that clocks skip is said as the one they will show."""
    zone = ZoneInfo(meeting.time_zone)
    shown = instant_of(wall, zone=zone).astimezone(zone)
    parts: list[Part] = [say("coord.date_understood", when=shown)]
    if not exists(wall, zone=zone):
        parts.insert(0, say("coord.date_skipped_hour"))
    if meeting.state != State.DRAFT.value:
        reach = await service.reach_of_change(turn.session, meeting, changed={"wall_start"})
        parts.append(summary.reach(reach))
    turn.reply(
        Reply(
            parts=tuple(parts),
            buttons=(
                (button(say("button.coord_date_yes"), "md", "date", meeting.id),),
                (button(say("button.coord_date_no"), "md", "edit", meeting.id, "date"),),
            ),
        )
    )


async def keep_date(turn: Turn) -> None:
    """The date that was said back is right."""
    meeting, form = await pressed_meeting(turn), turn.conversation.form
    if meeting is None or form is None or form.given.get("meeting") != meeting.id or "wall" not in form.given:
        await welcome.offer_again(turn)
        return
    wall = datetime.fromisoformat(form.given["wall"])
    await _apply(turn, meeting, "date", {"wall_start": wall})


async def keep(turn: Turn, meeting: Meeting, name: str, values: Mapping[str, Any]) -> None:
    """Keep a value in a draft; for an announced meeting, first say who will be told."""
    if meeting.state == State.DRAFT.value:
        await _apply(turn, meeting, name, values)
        return
    reach = await service.reach_of(turn.session, meeting, values=values)
    turn.conversation.form = Form(FORM, name, {"meeting": meeting.id, "guided": False, "values": dict(values)})
    shown = [value for value in (standing(with_values(meeting, values), name),) if value is not None]
    if name == "audience":
        shown.append(say("coord.audience_keeps"))
    turn.reply(
        Reply(
            parts=(say("coord.change_to"), *shown, summary.reach(reach)),
            buttons=(
                (button(say("button.coord_apply"), "md", "apply", meeting.id),),
                (button(say("button.coord_aside"), "md", "aside", meeting.id),),
            ),
        )
    )


async def apply(turn: Turn) -> None:
    """Change an announced meeting as was confirmed."""
    meeting, form = await pressed_meeting(turn), turn.conversation.form
    if meeting is None or form is None or form.given.get("meeting") != meeting.id or "values" not in form.given:
        await welcome.offer_again(turn)
        return
    await _apply(turn, meeting, form.step, form.given["values"])


async def _apply(turn: Turn, meeting: Meeting, name: str, values: Mapping[str, Any]) -> None:
    was_draft = meeting.state == State.DRAFT.value
    try:
        reach = await service.change(turn.session, meeting, values=values, now=turn.now)
    except MeetingRefused as refused:
        turn.conversation.form = None
        turn.reply(Reply(parts=(say(f"meeting.refused_{refused.reason}"),)))
        return
    if was_draft:
        await proceed(turn, meeting, name)
        return
    turn.conversation.form = None
    turn.reply(
        Reply(
            parts=(say("coord.changed"), summary.reach_done(reach), words.facts(meeting, with_video=True)),
            buttons=((button(say("button.coord_board"), "mc", "board", meeting.id),),),
            replaces=True,
        )
    )
