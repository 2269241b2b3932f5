"""Proposed subjects, one at a time: onto the agenda of a meeting, or aside."""

from __future__ import annotations

from actions.meetings import agenda, service
from actions.meetings import board as boards
from actions.meetings.errors import MeetingRefused
from actions.meetings.models import Meeting, Proposal
from actions.people.models import Person
from actions.reply import Button, Reply, Urgency, Verbatim, say
from actions.territories.models import Territory
from bot.telegram.handlers import welcome
from bot.telegram.handlers.meetings import words
from bot.telegram.handlers.meetings.fields import LONGEST
from bot.telegram.handlers.meetings.rights import coordinated, pressed_territory
from bot.telegram.tokens import button
from bot.telegram.turn import Turn

MEETINGS_SHOWN = 6


async def show(turn: Turn) -> None:
    """The oldest subject nobody has decided about."""
    territory = await pressed_territory(turn)
    if territory is None:
        await welcome.offer_again(turn)
        return
    turn.reply(await _next(turn, territory))


async def _next(turn: Turn, territory: Territory) -> Reply:
    waiting = await agenda.open_proposals(turn.session, territory_id=territory.id)
    home = button(say("button.coord_home"), "mc", "home", territory.id)
    if not waiting:
        return Reply(parts=(say("coord.no_subject"),), buttons=((home,),), replaces=True)
    proposal = waiting[0]
    rows = [_onto(meeting, territory, proposal) for meeting in await _meetings(turn, territory)]
    rows.append((button(say("button.coord_decline"), "mc", "subject", territory.id, proposal.id, "no"),))
    return Reply(
        parts=(say("coord.subject", count=len(waiting)), Verbatim(proposal.words)),
        buttons=(*rows, (home,)),
        replaces=True,
    )


def _onto(meeting: Meeting, territory: Territory, proposal: Proposal) -> tuple[Button, ...]:
    label = say("button.coord_onto", title=words.on_button(meeting))
    return (button(label, "mc", "subject", territory.id, proposal.id, meeting.id),)


async def _meetings(turn: Turn, territory: Territory) -> list[Meeting]:
    coming = await boards.on_the_board(turn.session, territory_id=territory.id)
    drafts = await boards.drafts(turn.session, territory_id=territory.id)
    return [*coming, *drafts][:MEETINGS_SHOWN]


async def decide(turn: Turn) -> None:
    """Put a subject on an agenda or aside, tell whoever proposed it, and show the next."""
    territory = await pressed_territory(turn)
    if territory is None or not turn.action[4:] or not turn.action[3].isdecimal():
        await welcome.offer_again(turn)
        return
    try:
        proposal = await agenda.find_proposal(turn.session, int(turn.action[3]), territory_id=territory.id)
    except MeetingRefused:
        await welcome.offer_again(turn)
        return
    if proposal.state == "open":
        await _decide(turn, proposal, turn.action[4])
    turn.reply(await _next(turn, territory))


async def _decide(turn: Turn, proposal: Proposal, verdict: str) -> None:
    if verdict == "no":
        agenda.decline(proposal)
        await turn.session.flush()
        return
    number = int(verdict) if verdict.isdecimal() else 0
    meeting = await service.find_meeting(turn.session, number, territories=await coordinated(turn))
    if meeting is None or meeting.territory_id != proposal.territory_id:
        turn.acknowledge("notice.expired_button")
        return
    extended = agenda.agenda_with(meeting, proposal)
    if len(extended) > LONGEST["agenda"]:
        turn.acknowledge("coord.agenda_full")
        return
    await service.change(turn.session, meeting, values={"agenda": extended}, now=turn.now)
    agenda.take(proposal, meeting)
    await turn.session.flush()
    if proposal.person_id is not None and meeting.state != "draft":
        thanks = Reply(parts=(say("meeting.subject_taken", title=words.title(meeting)),), urgency=Urgency.NOTICE)
        person = await turn.session.get_one(Person, proposal.person_id)
        await turn.services.post.write_to_person(turn.session, thanks, person=person, now=turn.now)
