"""The sheet of the day: a tap a person, and a count of those who came without an invitation."""

from __future__ import annotations

from actions.meetings import board as boards
from actions.meetings.errors import MeetingRefused
from actions.meetings.models import Invitation, Meeting
from actions.people.colleges import College
from actions.reply import Button, Reply, Text, Verbatim, say
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.rights import pressed_meeting
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

PAGE = 12


async def show_sheet(turn: Turn) -> None:
    """A page of the sheet."""
    meeting = await _open_sheet(turn)
    if meeting is not None:
        turn.reply(await _sheet(turn, meeting, page=_number(turn, 3)))


async def mark(turn: Turn) -> None:
    """Turn one line: present, by video, absent, nothing."""
    meeting = await _open_sheet(turn)
    if meeting is None:
        return
    invitation = await turn.session.get(Invitation, _number(turn, 3))
    if invitation is None or invitation.meeting_id != meeting.id:
        await welcome.offer_again(turn)
        return
    boards.next_mark(invitation)
    await turn.session.flush()
    turn.reply(await _sheet(turn, meeting, page=_number(turn, 4)))


async def show_walk_ins(turn: Turn) -> None:
    """Those who came without an invitation, by college; one more or one less a tap."""
    meeting = await _open_sheet(turn)
    if meeting is None:
        return
    college = turn.action[3] if turn.action[3:] else ""
    if college in set(College):
        boards.count_walk_in(meeting, college=College(college), step=-1 if turn.action[4:] == ["less"] else 1)
        await turn.session.flush()
    rows = [
        (
            button(_counted(each, meeting), "mc", "walk", meeting.id, each.value),
            button(say("button.coord_one_less"), "mc", "walk", meeting.id, each.value, "less"),
        )
        for each in College
    ]
    back = (button(say("button.coord_sheet"), "mc", "sheet", meeting.id, 0, "here"),)
    turn.reply(Reply(parts=(say("coord.walk_ins"),), buttons=(*rows, back), replaces=True))


async def _sheet(turn: Turn, meeting: Meeting, *, page: int) -> Reply:
    rows = await boards.sheet(turn.session, meeting)
    last = max(0, (len(rows) - 1) // PAGE)
    page = min(page, last)
    shown = rows[page * PAGE : (page + 1) * PAGE]
    present = await boards.present_by_college(turn.session, meeting)
    lines = [button(_line(row), "mc", "mark", meeting.id, row.invitation.id, page) for row in shown]
    buttons: list[tuple[Button, ...]] = [tuple(lines[index : index + 2]) for index in range(0, len(lines), 2)]
    turns = []
    if page > 0:
        turns.append(button(say("button.coord_before"), "mc", "sheet", meeting.id, page - 1))
    if page < last:
        turns.append(button(say("button.coord_after"), "mc", "sheet", meeting.id, page + 1))
    buttons += [tuple(turns)] if turns else []
    buttons.append((button(say("button.coord_walk_ins"), "mc", "walk", meeting.id),))
    buttons.append((button(say("button.coord_board"), "mc", "board", meeting.id),))
    text = say("coord.sheet", title=words.title(meeting), count=sum(present.values()))
    return Reply(parts=(text,), buttons=tuple(buttons), replaces=bool(turn.action[3:]))


def _line(row: boards.SheetRow) -> Text:
    mark = row.invitation.attendance or "unmarked"
    return say(
        f"button.coord_mark_{mark}",
        person=Verbatim(row.pseudonym),
        answer=say(f"meeting.short_{row.invitation.answer}"),
    )


def _counted(college: College, meeting: Meeting) -> Text:
    number = meeting.walk_ins.get(college.value, 0)
    return say("button.coord_one_more", college=words.college(college.value), number=number)


async def _open_sheet(turn: Turn) -> Meeting | None:
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return None
    try:
        boards.require_sheet_open(meeting, now=turn.now)
    except MeetingRefused as refused:
        turn.acknowledge(f"meeting.refused_{refused.reason}")
        return None
    return meeting


def _number(turn: Turn, place: int) -> int:
    word = turn.action[place] if turn.action[place:] else ""
    return int(word) if word.isdecimal() else 0
