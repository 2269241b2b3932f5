"""Subjects people would like to see on an agenda, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.errors import MeetingRefused
from actions.meetings.kinds import ProposalState
from actions.meetings.models import Meeting, Proposal
from actions.people.models import Person

LONGEST_SUBJECT = 500


async def propose(
    session: AsyncSession, *, territory_id: int, person: Person | None, words: str, now: datetime
) -> Proposal:
    """Keep a subject for the coordination; whoever turned nothing on proposes without leaving a trace of who."""
    proposal = Proposal(
        territory_id=territory_id,
        person_id=person.id if person else None,
        words=words.strip()[:LONGEST_SUBJECT],
        state=ProposalState.OPEN.value,
        proposed_at=now,
    )
    session.add(proposal)
    await session.flush()
    return proposal


async def open_proposals(session: AsyncSession, *, territory_id: int) -> Sequence[Proposal]:
    """The subjects nobody has decided about, the oldest first."""
    rows = await session.scalars(
        select(Proposal)
        .where(Proposal.territory_id == territory_id, Proposal.state == ProposalState.OPEN.value)
        .order_by(Proposal.id)
    )
    return rows.all()


async def find_proposal(session: AsyncSession, proposal_id: int, *, territory_id: int) -> Proposal:
    """A subject of this territory; raise MeetingRefused("unknown") for any other."""
    found: Proposal | None = await session.scalar(
        select(Proposal).where(Proposal.id == proposal_id, Proposal.territory_id == territory_id)
    )
    if found is None:
        raise MeetingRefused("unknown")
    return found


def agenda_with(meeting: Meeting, proposal: Proposal) -> str:
    """The agenda of a meeting with one more point; a point already on it is not repeated."""
    point = f"- {proposal.words}"
    return meeting.agenda if point in meeting.agenda.splitlines() else f"{meeting.agenda}\n{point}".strip()


def take(proposal: Proposal, meeting: Meeting) -> None:
    """Say that a subject is on the agenda of a meeting."""
    proposal.state, proposal.meeting_id = ProposalState.TAKEN.value, meeting.id


def decline(proposal: Proposal) -> None:
    """Set a subject aside."""
    proposal.state = ProposalState.DECLINED.value
