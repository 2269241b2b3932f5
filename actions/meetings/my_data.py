"""What meetings keep about a person: shown, taken away and erased with the rest of their data."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.answers import need_in_words
from actions.meetings.kinds import ProposalState
from actions.meetings.models import Invitation, Meeting, MeetingMember, Notice, Proposal
from actions.people.identity import Vault
from actions.people.models import Person
from actions.people.my_data import DataSection, Rows
from actions.people.solicitation import Solicitation


def sections(vault: Vault) -> Sequence[DataSection]:
    """The sections of meetings; `vault` opens the needs people put in their own words."""

    async def view_invitations(session: AsyncSession, person: Person) -> Rows:
        return await _view_invitations(session, person, vault=vault)

    return (
        DataSection("meeting_members", _view_members, _erase_members),
        DataSection("invitations", view_invitations, _erase_invitations),
        DataSection("proposals", _view_proposals, _erase_proposals),
        DataSection("solicitations", _view_solicitations, _erase_solicitations),
    )


async def _view_members(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(MeetingMember).where(MeetingMember.person_id == person.id))
    return [
        {
            "territory": row.territory_id,
            "college": row.college,
            "sits_in_copil": row.sits_in_copil,
            "since": row.joined_at.isoformat(),
        }
        for row in rows
    ]


async def _erase_members(session: AsyncSession, person: Person) -> None:
    await session.execute(delete(MeetingMember).where(MeetingMember.person_id == person.id))


async def _view_invitations(session: AsyncSession, person: Person, *, vault: Vault) -> Rows:
    rows = await session.execute(
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.person_id == person.id)
        .order_by(Invitation.id)
    )
    return [
        {
            "meeting": meeting.title,
            "date": meeting.wall_start.isoformat() if meeting.wall_start else None,
            "answer": invitation.answer,
            "answered": invitation.answered_at.isoformat() if invitation.answered_at else None,
            "guests": invitation.guests,
            "waiting": invitation.waiting_rank is not None,
            "needs": invitation.needs,
            "need_in_words": need_in_words(invitation, vault=vault),
            "voice_given": invitation.proxy_state,
            "attendance": invitation.attendance,
        }
        for invitation, meeting in rows
    ]


async def _erase_invitations(session: AsyncSession, person: Person) -> None:
    mine = select(Invitation.id).where(Invitation.person_id == person.id)
    await session.execute(
        update(Invitation).where(Invitation.proxy_to.in_(mine)).values(proxy_to=None, proxy_state=None)
    )
    await session.execute(delete(Notice).where(Notice.invitation_id.in_(mine)))
    await session.execute(delete(Invitation).where(Invitation.person_id == person.id))


async def _view_proposals(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(Proposal).where(Proposal.person_id == person.id).order_by(Proposal.id))
    return [{"subject": row.words, "state": row.state, "proposed": row.proposed_at.isoformat()} for row in rows]


async def _erase_proposals(session: AsyncSession, person: Person) -> None:
    """A subject already on an agenda stays there, without its author; the others go."""
    mine = Proposal.person_id == person.id
    await session.execute(delete(Proposal).where(mine, Proposal.state != ProposalState.TAKEN.value))
    await session.execute(update(Proposal).where(mine).values(person_id=None))


async def _view_solicitations(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(Solicitation).where(Solicitation.person_id == person.id))
    return [{"message": row.kind, "sent": row.at.isoformat()} for row in rows]


async def _erase_solicitations(session: AsyncSession, person: Person) -> None:
    await session.execute(delete(Solicitation).where(Solicitation.person_id == person.id))
