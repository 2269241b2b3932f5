"""The answers of the guided conversation that are buttons: boxes to tick, lengths, a map, a usual title."""

from __future__ import annotations

from collections.abc import Callable

from actions.meetings import service
from actions.meetings.kinds import College, Need, State
from actions.meetings.models import Meeting
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.asking_fields import question
from bot.telegram.handlers.meetings.drafting import keep
from bot.telegram.handlers.meetings.fields import LENGTHS, map_of, toggled_offset
from bot.telegram.handlers.meetings.rights import pressed_meeting
from bot.telegram.turn import Turn

Tick = Callable[[Meeting, str], None]


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


async def _tick(turn: Turn, name: str, tick: Tick) -> None:
    """Tick a box and show the question again. Who is invited does not change once they are."""
    meeting = await pressed_meeting(turn)
    if meeting is None or (meeting.state != State.DRAFT.value and name != "reminders"):
        await welcome.offer_again(turn)
        return
    try:
        tick(meeting, turn.action[3] if turn.action[3:] else "")
    except ValueError:
        await welcome.offer_again(turn)
        return
    await turn.session.flush()
    await service.plan_again(turn.session, meeting, now=turn.now)
    turn.reply(question(meeting, name, replaces=True))


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


def _switch(meeting: Meeting, _: str) -> None:
    meeting.reminders_on = not meeting.reminders_on
