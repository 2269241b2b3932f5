"""What concerns others: announce, cancel, hold, ask again. Each says first how many people will be told what."""

from __future__ import annotations

from actions.language import Language
from actions.meetings import members, service
from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import Rhythm, State
from actions.meetings.models import Meeting
from actions.reply import Button, Part, Reply, Text, say
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import summary, words
from bot.telegram.handlers.meetings.card import preview
from bot.telegram.handlers.meetings.coordination import board_reply
from bot.telegram.handlers.meetings.drafting import FORM
from bot.telegram.handlers.meetings.rights import pressed_meeting
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

SERIES = (3, 6, 12)


async def show_preview(turn: Turn) -> None:
    """The invitation as it will be read, in each language."""
    meeting = await pressed_meeting(turn)
    if meeting is None or service.missing(meeting):
        await welcome.offer_again(turn)
        return
    for language in Language:
        heading = Reply(parts=(say("coord.preview_in", language=say(f"coord.language_{language.value}")),))
        for shown in (heading, preview(meeting)):
            await turn.services.post.write(
                turn.session,
                shown,
                chat=turn.chat,
                language=turn.language if shown is heading else language,
                now=turn.now,
            )
    turn.reply(summary.of(meeting))


async def ask_to_announce(turn: Turn) -> None:
    """How many people would be invited."""
    meeting = await pressed_meeting(turn)
    if meeting is None or meeting.state != State.DRAFT.value:
        await welcome.offer_again(turn)
        return
    count = await members.audience_size(turn.session, meeting)
    nobody = () if count else (say("coord.announce_nobody"),)
    _confirm(
        turn, meeting, say("coord.announce_question", count=count), *nobody,
        yes=button(say("button.coord_announce_yes"), "md", "go", meeting.id),
    )  # fmt: skip


async def announce(turn: Turn) -> None:
    """Invite. A second tap changes nothing."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    try:
        count = await service.announce(turn.session, meeting, now=turn.now)
    except MeetingRefused as refused:
        await _refuse(turn, meeting, refused)
        return
    await _done(turn, meeting, say("coord.announced", count=count))


async def ask_to_cancel(turn: Turn) -> None:
    """Who would be told of a cancellation."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    reach = await service.reach_of_cancellation(turn.session, meeting)
    _confirm(
        turn, meeting, say("coord.cancel_question", title=words.title(meeting)), summary.reach(reach),
        yes=button(say("button.coord_cancel_yes"), "mc", "cancelled", meeting.id),
    )  # fmt: skip


async def cancel(turn: Turn) -> None:
    """Cancel. A second tap changes nothing."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    try:
        reach = await service.cancel(turn.session, meeting, now=turn.now)
    except MeetingRefused as refused:
        await _refuse(turn, meeting, refused)
        return
    await _done(turn, meeting, say("coord.cancelled"), summary.reach_done(reach))


async def ask_to_hold(turn: Turn) -> None:
    """Say that the meeting took place: cards change without a sound."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    _confirm(
        turn, meeting, say("coord.hold_question", title=words.title(meeting)),
        yes=button(say("button.coord_hold_yes"), "mc", "held", meeting.id),
    )  # fmt: skip


async def hold(turn: Turn) -> None:
    """Held; the sheet and the exports stay."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    try:
        await service.hold(turn.session, meeting, now=turn.now)
    except MeetingRefused as refused:
        await _refuse(turn, meeting, refused)
        return
    await _done(turn, meeting, say("coord.held"))


async def ask_to_relaunch(turn: Turn) -> None:
    """How many have not answered."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    count = len(await service.relaunchable(turn.session, meeting, now=turn.now))
    if not count:
        board = button(say("button.coord_board"), "mc", "board", meeting.id)
        turn.reply(Reply(parts=(say("coord.relaunch_nobody"),), buttons=((board,),)))
        return
    _confirm(
        turn, meeting, say("coord.relaunch_question", count=count),
        yes=button(say("button.coord_relaunch_yes"), "mc", "relaunched", meeting.id),
    )  # fmt: skip


async def relaunch(turn: Turn) -> None:
    """Ask those who did not answer, once: a second tap finds nobody."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    try:
        count = await service.relaunch(turn.session, meeting, now=turn.now)
    except MeetingRefused as refused:
        await _refuse(turn, meeting, refused)
        return
    await _done(turn, meeting, say("coord.relaunched", count=count))


async def ask_to_delete(turn: Turn) -> None:
    """Say that throwing a draft away is for good."""
    meeting = await pressed_meeting(turn)
    if meeting is None or meeting.state != State.DRAFT.value:
        await welcome.offer_again(turn)
        return
    turn.reply(
        Reply(
            parts=(say("coord.delete_question", title=words.title(meeting)),),
            buttons=(
                (button(say("button.coord_delete_yes"), "md", "deleted", meeting.id),),
                (button(say("button.coord_back"), "md", "show", meeting.id),),
            ),
        )
    )


async def delete(turn: Turn) -> None:
    """Thrown away; nobody knew of it."""
    meeting = await pressed_meeting(turn)
    if meeting is None or meeting.state != State.DRAFT.value:
        await welcome.offer_again(turn)
        return
    back = button(say("button.coord_home"), "mc", "home", meeting.territory_id)
    turn.conversation.form = None
    turn.conversation.parked.pop(FORM, None)
    await service.delete_draft(turn.session, meeting)
    turn.reply(Reply(parts=(say("coord.deleted"),), buttons=((back,),), replaces=True))


async def repeat(turn: Turn) -> None:
    """A series: the rhythm, how many, then the drafts."""
    meeting = await pressed_meeting(turn)
    if meeting is None or meeting.wall_start is None:
        await welcome.offer_again(turn)
        return
    steps = turn.action[3:]
    if not steps or steps[0] not in set(Rhythm):
        rows = [(button(say(f"coord.rhythm_{each.value}"), "md", "repeat", meeting.id, each.value),) for each in Rhythm]
        _offer(turn, meeting, say("coord.ask_rhythm"), *rows)
    elif len(steps) == 1 or not steps[1].isdecimal():
        row = tuple(
            button(say("button.number", number=each), "md", "repeat", meeting.id, steps[0], each) for each in SERIES
        )
        _offer(turn, meeting, say("coord.ask_count"), row)
    else:
        await _make_series(turn, meeting, rhythm=Rhythm(steps[0]), count=int(steps[1]))


async def _make_series(turn: Turn, meeting: Meeting, *, rhythm: Rhythm, count: int) -> None:
    try:
        made = await service.repeat(turn.session, meeting, rhythm=rhythm, count=count, now=turn.now)
    except MeetingRefused as refused:
        turn.acknowledge(f"meeting.refused_{refused.reason}")
        turn.reply(summary.of(meeting))
        return
    moments = tuple(start for each in made if (start := words.when(each)) is not None)
    turn.reply(
        Reply(
            parts=(say("coord.series_made", count=len(made), dates=moments),),
            buttons=(
                (button(say("button.coord_announce"), "md", "announce", meeting.id),),
                (button(say("button.coord_home"), "mc", "home", meeting.territory_id),),
            ),
            replaces=True,
        )
    )


def _offer(turn: Turn, meeting: Meeting, text: Text, *rows: tuple[Button, ...]) -> None:
    back = (button(say("button.coord_back"), "md", "show", meeting.id),)
    turn.reply(Reply(parts=(text,), buttons=(*rows, back), replaces=True))


def _confirm(turn: Turn, meeting: Meeting, *parts: Part, yes: Button) -> None:
    verb, word = ("show", "md") if meeting.state == State.DRAFT.value else ("board", "mc")
    back = button(say("button.coord_back"), word, verb, meeting.id)
    turn.reply(Reply(parts=(*parts, words.facts(meeting, with_video=True)), buttons=((yes,), (back,))))


async def _refuse(turn: Turn, meeting: Meeting, refused: MeetingRefused) -> None:
    turn.acknowledge(f"meeting.refused_{refused.reason}")
    turn.reply(summary.of(meeting) if meeting.state == State.DRAFT.value else await board_reply(turn, meeting))


async def _done(turn: Turn, meeting: Meeting, *parts: Part) -> None:
    board = button(say("button.coord_board"), "mc", "board", meeting.id)
    home = button(say("button.coord_home"), "mc", "home", meeting.territory_id)
    turn.reply(Reply(parts=parts, buttons=((board,), (home,)), replaces=True))


async def show_summary(turn: Turn) -> None:
    """A draft, or what may still be changed of an announced meeting."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.form = None
    turn.reply(summary.of(meeting))
