"""Meetings in free text: when the next one is, an answer in one's own words, a subject for the agenda."""

from __future__ import annotations

from actions.meetings import agenda, answers
from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import Answer, Need
from actions.meetings.members import coming_meetings, find_member, my_invitations
from actions.meetings.models import Invitation, Meeting
from actions.meetings.spoken import Spoken, is_whole_answer, read_answer
from actions.people.rights import coordination_of
from actions.reply import Button, Part, Reply, Text, Urgency, Verbatim, say
from actions.territories.models import Territory
from bot.delivery.conversations import Form
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import joining, words
from bot.telegram.handlers.meetings.member import invitation_pressed, show_again
from bot.telegram.tokens import button, menu_button
from bot.telegram.turn import Turn

PROPOSAL_FORM = "meeting_proposal"
SHOWN = 5


async def show_meetings(turn: Turn, _intent: str = "") -> None:
    """The next meetings of a CLSM, for anybody; one's own cards for whoever is invited."""
    found = await joining.my_territories(turn)
    if not found:
        await joining.choose_territory(turn, verb="list", among=[])
        return
    for territory in found:
        await _show(turn, territory)


async def show_of_territory(turn: Turn) -> None:
    """The next meetings of the CLSM a button names, else of one's own."""
    number = turn.action[2] if turn.action[2:] else ""
    if not number.isdecimal():
        await show_meetings(turn)
        return
    territory = await turn.session.get(Territory, int(number))
    if territory is None:
        await welcome.offer_again(turn)
        return
    turn.conversation.memory.territory = territory.slug
    await _show(turn, territory)


async def _show(turn: Turn, territory: Territory) -> None:
    meetings = (await coming_meetings(turn.session, territory_id=territory.id, now=turn.now))[:SHOWN]
    mine = {meeting.id: invitation for invitation, meeting in await _mine(turn)}
    name = Verbatim(territory.name)
    parts: list[Part] = [say("meeting.coming" if meetings else "meeting.none_coming", territory=name)]
    rows: list[tuple[Button, ...]] = []
    for meeting in meetings:
        parts.append(words.facts(meeting, with_video=meeting.id in mine))
        if meeting.id in mine:
            label = say("button.meeting_card", title=words.on_button(meeting))
            rows.append((button(label, "mt", "forward", mine[meeting.id].id),))
    is_member = turn.person is not None and await find_member(turn.session, turn.person, territory_id=territory.id)
    if is_member:
        rows.append((button(say("button.meeting_stop"), "mt", "off"),))
    else:
        rows.append((button(say("button.meeting_join"), "mt", "join", territory.id),))
    rows.append((button(say("button.meeting_propose"), "mt", "subject", territory.id), menu_button()))
    turn.reply(Reply(parts=tuple(parts), buttons=tuple(rows)))


async def take_up(turn: Turn) -> bool:
    """Take a message that can only be an answer, from somebody invited; False, and nothing done, for any other."""
    if not is_whole_answer(turn.text) or not await _mine(turn):
        return False
    await answer_in_words(turn)
    return True


async def answer_in_words(turn: Turn, _intent: str = "") -> None:
    """« Je viendrai avec ma sœur »: kept for the meeting that is meant, or asked back by button."""
    mine = await _mine(turn)
    if not mine:
        turn.reply(
            Reply(
                parts=(say("meeting.not_invited"),),
                buttons=((button(say("button.meetings"), "mt", "list"),), (menu_button(),)),
            )
        )
        return
    spoken = read_answer(turn.text)
    meant = [(invitation, meeting) for invitation, meeting in mine if spoken.body in (None, meeting.body)] or mine
    if spoken.answer is None or spoken.by_proxy or len(meant) > 1:
        await _ask_back(turn, meant, spoken)
        return
    await _keep(turn, *meant[0], spoken)


async def _ask_back(turn: Turn, meant: list[tuple[Invitation, Meeting]], spoken: Spoken) -> None:
    if len(meant) == 1:
        await show_again(turn, *meant[0])
        return
    verb = spoken.answer.value if spoken.answer else "forward"
    rows = [
        (button(say("button.meeting_of", title=words.on_button(meeting)), "mt", verb, invitation.id),)
        for invitation, meeting in meant[:SHOWN]
    ]
    turn.reply(Reply(parts=(say("meeting.which"),), buttons=(*rows, (menu_button(),))))


async def _keep(turn: Turn, invitation: Invitation, meeting: Meeting, spoken: Spoken) -> None:
    try:
        await answers.reply_to(
            turn.session, invitation, answer=spoken.answer or Answer.MAYBE, guests=spoken.guests, now=turn.now
        )
    except MeetingRefused as refused:
        turn.say(f"meeting.refused_{refused.reason}")
    else:
        if spoken.needs:
            kept = {Need(value) for value in invitation.needs} | set(spoken.needs)
            await answers.set_needs(turn.session, invitation, needs=sorted(kept))
        turn.reply(Reply(parts=(_understood(invitation, meeting),)))
    await show_again(turn, invitation, meeting)


def _understood(invitation: Invitation, meeting: Meeting) -> Text:
    if invitation.waiting_rank is not None:
        return say("meeting.understood_waiting", title=words.title(meeting))
    given = say(f"meeting.answer_{invitation.answer}")
    if invitation.guests:
        given = say("meeting.with_guests", count=invitation.guests, answer=given)
    return say("meeting.understood", title=words.title(meeting), answer=given)


async def begin_proposal(turn: Turn, _intent: str = "") -> None:
    """« Proposer un sujet »: for which CLSM, then in a few words."""
    found = await joining.my_territories(turn)
    if len(found) == 1:
        _ask_subject(turn, found[0].id)
        return
    await joining.choose_territory(turn, verb="subject", among=found)


async def propose_for_territory(turn: Turn) -> None:
    """The CLSM was chosen by button."""
    number = turn.action[2] if turn.action[2:] else ""
    if not number.isdecimal() or await turn.session.get(Territory, int(number)) is None:
        await welcome.offer_again(turn)
        return
    _ask_subject(turn, int(number))


async def propose_from_card(turn: Turn) -> None:
    """From the card of a meeting."""
    found = await invitation_pressed(turn)
    if found is None:
        await welcome.offer_again(turn)
        return
    _ask_subject(turn, found[1].territory_id)


def _ask_subject(turn: Turn, territory_id: int) -> None:
    turn.conversation.form = Form(PROPOSAL_FORM, "words", {"territory": territory_id})
    turn.reply(
        Reply(
            parts=(say("meeting.subject_question"),), buttons=((button(say("button.meeting_leave"), "mt", "leave"),),)
        )
    )


async def leave_form(turn: Turn) -> None:
    """Leave what was being written."""
    turn.conversation.form = None
    turn.reply(Reply(parts=(say("meeting.left"),), buttons=((menu_button(),),), replaces=True))


async def keep_subject(turn: Turn) -> None:
    """Keep the subject, and tell the coordination that there is one."""
    form = turn.conversation.form
    text = turn.text.strip()
    if form is None or not text:
        turn.say("meeting.words_only")
        return
    turn.conversation.form = None
    territory = await turn.session.get_one(Territory, form.given["territory"])
    await agenda.propose(turn.session, territory_id=territory.id, person=turn.person, words=text, now=turn.now)
    parts: list[Part] = [say("meeting.subject_kept", territory=Verbatim(territory.name))]
    if len(text) > agenda.LONGEST_SUBJECT:
        parts.append(say("meeting.cut", count=agenda.LONGEST_SUBJECT))
    turn.reply(Reply(parts=tuple(parts), buttons=((button(say("button.meetings"), "mt", "list"), menu_button()),)))
    told = Reply(
        parts=(say("coord.new_subject"), Verbatim(text[: agenda.LONGEST_SUBJECT])),
        buttons=((button(say("button.coord_subjects"), "mc", "subjects", territory.id),),),
        urgency=Urgency.NOTICE,
    )
    for person in await coordination_of(turn.session, territory_id=territory.id):
        await turn.services.post.write_to_person(turn.session, told, person=person, now=turn.now)


async def _mine(turn: Turn) -> list[tuple[Invitation, Meeting]]:
    return await my_invitations(turn.session, turn.person, now=turn.now) if turn.person else []
