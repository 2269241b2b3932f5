"""/coordination: the board of a territory and of each meeting."""

from __future__ import annotations

from actions.meetings import board as boards
from actions.meetings.agenda import open_proposals
from actions.meetings.kinds import Answer, State
from actions.meetings.members import count_members
from actions.meetings.models import Meeting
from actions.meetings.notices import invitations_held_up
from actions.people.colleges import College
from actions.reply import Button, Lines, Part, Reply, Text, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.handlers import others, welcome
from bot.telegram.handlers.meetings import desks, words
from bot.telegram.handlers.meetings.rights import coordinated, pressed_meeting, pressed_territory
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

SHOWN = 12
PAST_SHOWN = 3
WORDS_SHOWN = 10


async def open_coordination(turn: Turn) -> None:
    """/coordination: the board of the territory, or the choice of one. Nobody else learns that it exists."""
    numbers = await coordinated(turn)
    if not numbers:
        await others.unknown_command(turn)
        return
    if len(numbers) == 1:
        await show_territory(turn, await turn.session.get_one(Territory, numbers[0]))
        return
    rows = []
    for number in numbers:
        territory = await turn.session.get_one(Territory, number)
        rows.append((button(Verbatim(territory.name), "mc", "home", number),))
    turn.reply(Reply(parts=(say("coord.which_territory"),), buttons=(*rows, (menu_button(),))))


async def home(turn: Turn) -> None:
    """The board of the territory a button names."""
    territory = await pressed_territory(turn)
    if territory is None:
        await welcome.offer_again(turn)
        return
    await show_territory(turn, territory)


async def show_territory(turn: Turn, territory: Territory) -> None:
    """Coming meetings, drafts, subjects proposed, and the ways to the other desks."""
    meetings = await boards.on_the_board(turn.session, territory_id=territory.id)
    drafts = await boards.drafts(turn.session, territory_id=territory.id)
    subjects = len(await open_proposals(turn.session, territory_id=territory.id))
    lines: list[Text | Verbatim] = [say("coord.home", territory=Verbatim(territory.name))]
    lines += [_line(meeting) for meeting in meetings[:SHOWN]] or [say("coord.no_meeting")]
    parts = (Lines(tuple(lines)), await _invitation(turn, territory))
    rows: list[tuple[Button, ...]] = [
        (button(say("button.coord_open", title=words.on_button(each)), "mc", "board", each.id),)
        for each in meetings[:SHOWN]
    ]
    rows += [
        (button(say("button.coord_draft", title=words.on_button(each)), "md", "show", each.id),)
        for each in drafts[:SHOWN]
    ]
    rows += [
        (button(say("button.coord_past", title=words.on_button(each)), "mc", "board", each.id),)
        for each in await boards.lately_held(turn.session, territory_id=territory.id, most=PAST_SHOWN)
    ]
    rows.append((button(say("button.coord_new"), "mc", "new", territory.id),))
    rows += await desks.rows_of(turn, territory)
    if subjects:
        rows.append((button(say("button.coord_subjects_open", number=subjects), "mc", "subjects", territory.id),))
    rows.append(
        (
            button(say("button.coord_conformity"), "mc", "check", territory.id),
            button(say("button.coord_report"), "mc", "report", territory.id),
        )
    )
    turn.reply(Reply(parts=parts, buttons=(*rows, (menu_button(),))))


async def _invitation(turn: Turn, territory: Territory) -> Lines:
    """How many people are signed up, and the link that lets others in."""
    count = await count_members(turn.session, territory_id=territory.id)
    link = f"https://t.me/{turn.services.bot_username}?start={welcome.TERRITORY_PREFIX}{territory.slug}"
    return Lines((say("coord.members", count=count), say("coord.share_link", link=Verbatim(link))))


def _line(meeting: Meeting) -> Text:
    start = words.when(meeting)
    if start is None:
        return say("coord.line_undated", title=words.title(meeting))
    key = "coord.line_moved" if meeting.state == State.MOVED.value else "coord.line"
    return say(key, title=words.title(meeting), when=start)


async def show_board(turn: Turn) -> None:
    """The board of one meeting."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.form = None
    turn.reply(await board_reply(turn, meeting))


async def board_reply(turn: Turn, meeting: Meeting) -> Reply:
    """Answers by college, needs, quorum, and what can be done."""
    found = await boards.board(turn.session, meeting, vault=turn.services.vault)
    now_open = _is_open(meeting)
    answers = _answers(found, now_open=now_open)
    parts: list[Part] = [say(f"coord.state_{meeting.state}"), words.facts(meeting, with_video=True), answers]
    if meeting.state == State.HELD.value:
        present = await boards.present_by_college(turn.session, meeting)
        parts.append(say("coord.attended", count=sum(present.values())))
    waiting, undelivered = await invitations_held_up(turn.session, meeting)
    parts += [say("coord.invitations_wait", count=waiting)] if waiting else []
    parts += [say("coord.invitations_lost", count=undelivered)] if undelivered else []
    needs = _needs(found)
    if needs is not None:
        parts.append(needs)
    if found.quorum is not None:
        key = "coord.quorum_met" if found.has_quorum else "coord.quorum_not_met"
        parts.append(say(key, voices=found.voices, quorum=found.quorum))
    return Reply(parts=tuple(parts), buttons=_deeds(meeting, found, now_open=now_open))


def _is_open(meeting: Meeting) -> bool:
    return meeting.state in (State.ANNOUNCED.value, State.MOVED.value)


def _answers(found: boards.Board, *, now_open: bool) -> Lines:
    lines: list[Text | Verbatim] = [say("coord.invited", count=found.invited)]
    for college in College:
        counts = found.by_college[college]
        if sum(counts.values()):
            given = {answer.value: counts.get(answer, 0) for answer in Answer}
            lines.append(say("coord.college_line", college=words.college(college.value), **_figures(given)))
    if found.guests:
        lines.append(say("coord.guests", count=found.guests))
    if now_open and found.waiting:
        lines.append(say("coord.waiting", count=found.waiting))
    if now_open and found.to_confirm:
        lines.append(say("coord.to_confirm", count=found.to_confirm))
    return Lines(tuple(lines))


def _figures(given: dict[str, int]) -> dict[str, int]:
    return {
        "yes": given["yes"], "video": given["video"], "maybe": given["maybe"], "no": given["no"], "none": given["none"],
    }  # fmt: skip


def _needs(found: boards.Board) -> Lines | None:
    lines: list[Text | Verbatim] = [
        say("coord.need_line", need=words.need(need), number=number) for need, number in sorted(found.needs.items())
    ]
    lines += [say("coord.need_words", words=Verbatim(own)) for own in found.needs_in_words[:WORDS_SHOWN]]
    return Lines((say("coord.needs"), *lines)) if lines else None


def _deeds(meeting: Meeting, found: boards.Board, *, now_open: bool) -> tuple[tuple[Button, ...], ...]:
    number = meeting.id
    rows: list[tuple[Button, ...]] = []
    if now_open:
        unanswered = found.totals.get(Answer.NONE, 0)
        if unanswered:
            rows.append((button(say("button.coord_relaunch", number=unanswered), "mc", "relaunch", number),))
        rows.append(
            (
                button(say("button.coord_move"), "md", "edit", number, "date"),
                button(say("button.coord_change"), "md", "show", number),
            )
        )
        rows.append(
            (
                button(say("button.coord_cancel"), "mc", "cancel", number),
                button(say("button.coord_hold"), "mc", "hold", number),
            )
        )
    if meeting.state != State.CANCELLED.value:
        rows.append(
            (
                button(say("button.coord_sheet"), "mc", "sheet", number),
                button(say("button.coord_people"), "mc", "people", number),
            )
        )
    rows.append(
        (button(say("button.coord_csv"), "mc", "csv", number), button(say("button.coord_xlsx"), "mc", "xlsx", number))
    )
    rows.append((button(say("button.coord_home"), "mc", "home", meeting.territory_id),))
    return tuple(rows)


async def show_people(turn: Turn) -> None:
    """Who has not answered, by pseudonym."""
    meeting = await pressed_meeting(turn)
    if meeting is None:
        await welcome.offer_again(turn)
        return
    rows = await boards.sheet(turn.session, meeting)
    silent = [row.pseudonym for row in rows if row.invitation.answer == Answer.NONE.value]
    listed = Verbatim(", ".join(silent)) if silent else say("coord.nobody")
    turn.reply(
        Reply(
            parts=(say("coord.silent", count=len(silent), people=listed),),
            buttons=((button(say("button.coord_board"), "mc", "board", meeting.id),),),
        )
    )
