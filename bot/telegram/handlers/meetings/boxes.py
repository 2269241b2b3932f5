"""The answers of the guided conversation that are buttons: boxes to tick, lengths, a map, a usual title."""

from __future__ import annotations

from collections.abc import Callable

from actions.meetings import service
from actions.meetings.kinds import OPEN, Need, State
from actions.meetings.models import Meeting
from actions.people.colleges import College
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.asking_fields import question, with_values
from bot.telegram.handlers.meetings.drafting import FORM, keep
from bot.telegram.handlers.meetings.fields import LENGTHS, map_of, toggled_offset
from bot.telegram.handlers.meetings.rights import pressed_meeting
from bot.telegram.turn import Turn

Tick = Callable[[Meeting, str], None]
TICKED = {"audience": ("colleges", "copil_only"), "offers": ("offers",)}  # the columns behind the boxes


async def usual_title(turn: Turn) -> None:
    """Call the meeting by what meets."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    usual = turn.services.renderer.plain(words.body(meeting), language=turn.language)
    await keep(turn, meeting, "title", {"title": usual})


async def usual_length(turn: Turn) -> None:
    """One of the usual lengths."""
    meeting = await pressed_meeting(turn)
    minutes = turn.action[3] if turn.action[3:] else ""
    if meeting is None or minutes not in {str(each) for each in LENGTHS}:
        await welcome.offer_again(turn)
        return
    await keep(turn, meeting, "length", {"minutes": int(minutes)})


async def find_on_map(turn: Turn) -> None:
    """A link that shows the place on a map."""
    meeting = await pressed_meeting(turn)
    if meeting is None or not meeting.place:
        await welcome.offer_again(turn)
        return
    await keep(turn, meeting, "map", {"map_url": map_of(meeting.place)})


async def tick_college(turn: Turn) -> None:
    """A college more or less in the audience."""
    await _tick(turn, "audience", _toggle_college)


async def tick_copil(turn: Turn) -> None:
    """For the members of the steering committee only, or not."""
    await _tick(turn, "audience", _toggle_copil)


async def tick_offer(turn: Turn) -> None:
    """One kind of access more or less."""
    await _tick(turn, "offers", _toggle_offer)


async def tick_offset(turn: Turn) -> None:
    """One reminder more or less."""
    await _tick(turn, "reminders", _toggle_offset)


async def switch_reminders(turn: Turn) -> None:
    """All reminders of this meeting on or off."""
    await _tick(turn, "reminders", _switch)


async def take_words_away(turn: Turn) -> None:
    """No sentence of the coordination's own in the reminders any more."""
    await _tick(turn, "reminders", _without_words)


async def review(turn: Turn) -> None:
    """What was ticked for an announced meeting: who will be told, before anything changes."""
    meeting, form = await pressed_meeting(turn), turn.conversation.form
    if meeting is None or form is None or form.given.get("meeting") != meeting.id or "values" not in form.given:
        await welcome.offer_again(turn)
        return
    await keep(turn, meeting, form.step, form.given["values"])


async def _tick(turn: Turn, name: str, tick: Tick) -> None:
    """Tick a box and show the question again; for an announced meeting, what is ticked waits to be confirmed."""
    meeting = await pressed_meeting(turn)
    if meeting is None or meeting.state not in (State.DRAFT.value, *OPEN):
        await welcome.offer_again(turn)
        return
    waits = meeting.state != State.DRAFT.value and name in TICKED
    try:
        ticked = _with_pending(turn, meeting, name) if waits else meeting
        tick(ticked, turn.action[3] if turn.action[3:] else "")
    except ValueError:
        await welcome.offer_again(turn)
        return
    if waits:
        values = {column: getattr(ticked, column) for column in TICKED[name]}
        turn.conversation.form = Form(FORM, name, {"meeting": meeting.id, "guided": False, "values": values})
    else:
        await turn.session.flush()
        await service.plan_again(turn.session, meeting, now=turn.now)
    turn.reply(question(ticked, name, replaces=True))


def _with_pending(turn: Turn, meeting: Meeting, name: str) -> Meeting:
    """The meeting as it would be with what is ticked so far: a copy, which no database knows."""
    form = turn.conversation.form
    is_under_way = form is not None and form.step == name and form.given.get("meeting") == meeting.id
    pending = form.given.get("values", {}) if form is not None and is_under_way else {}
    return with_values(meeting, pending)


def _toggle_college(meeting: Meeting, value: str) -> None:
    chosen = set(meeting.colleges) ^ {College(value).value}
    meeting.colleges = [college.value for college in College if college.value in chosen]


def _toggle_copil(meeting: Meeting, _: str) -> None:
    meeting.copil_only = not meeting.copil_only


def _toggle_offer(meeting: Meeting, value: str) -> None:
    chosen = set(meeting.offers) ^ {Need(value).value}
    meeting.offers = [need.value for need in Need if need.value in chosen]


def _toggle_offset(meeting: Meeting, value: str) -> None:
    meeting.offsets = toggled_offset(meeting, value)


def _without_words(meeting: Meeting, _: str) -> None:
    meeting.reminder_words = ""


def _switch(meeting: Meeting, _: str) -> None:
    meeting.reminders_on = not meeting.reminders_on
