"""Members: those who asked to be invited, in which college, and who a meeting is for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.kinds import OPEN, Answer, NoticeState
from actions.meetings.models import Invitation, Meeting, MeetingMember, Notice
from actions.people.colleges import College
from actions.people.consents import give_consent, standing_consent, stands, withdraw_consent
from actions.people.models import Consent, Person, Purpose
from actions.people.service import join


async def find_member(session: AsyncSession, person: Person, *, territory_id: int) -> MeetingMember | None:
    """The person's standing wish to be invited in a territory, or None; without consent there is none."""
    if await standing_consent(session, person, purpose=Purpose.REMINDERS, territory_id=territory_id) is None:
        return None
    return await session.get(MeetingMember, (person.id, territory_id))


async def become_member(
    session: AsyncSession, person: Person, *, territory_id: int, college: College, sits_in_copil: bool, now: datetime
) -> MeetingMember:
    """Turn invitations and reminders on. Doing it again changes the college and nothing else."""
    await join(session, person, territory_id=territory_id, now=now)
    await give_consent(session, person, purpose=Purpose.REMINDERS, territory_id=territory_id, now=now)
    member = await session.get(MeetingMember, (person.id, territory_id))
    if member is None:
        member = MeetingMember(person_id=person.id, territory_id=territory_id, joined_at=now)
        session.add(member)
    member.college = college.value
    member.sits_in_copil = sits_in_copil
    await session.flush()
    return member


async def stop_being_invited(session: AsyncSession, person: Person, *, territory_id: int, now: datetime) -> bool:
    """Turn invitations and reminders off: answers already given stand. True if they were on."""
    member = await session.get(MeetingMember, (person.id, territory_id))
    if member is not None:
        await session.delete(member)
    mine = select(Invitation.id).where(Invitation.person_id == person.id, Invitation.territory_id == territory_id)
    due = await session.scalars(
        select(Notice).where(Notice.invitation_id.in_(mine), Notice.state == NoticeState.DUE.value)
    )
    for notice in due:
        notice.state, notice.reason, notice.done_at = NoticeState.DROPPED.value, "turned_off", now
    return await withdraw_consent(session, person, purpose=Purpose.REMINDERS, territory_id=territory_id, now=now)


def wanted_by(meeting: Meeting) -> ColumnElement[bool]:
    """Which members a meeting is for: its colleges (none means all), and the steering committee's own for a COPIL."""
    colleges = MeetingMember.college.in_(meeting.colleges) if meeting.colleges else true()
    seated = MeetingMember.sits_in_copil.is_(True) if meeting.copil_only else true()
    return and_(MeetingMember.territory_id == meeting.territory_id, colleges, seated)


def audience(meeting: Meeting) -> Select[int, str]:
    """The people (id, college) a meeting is for, each with a standing consent to reminders."""
    return (
        select(MeetingMember.person_id, MeetingMember.college)
        .join(
            Consent,
            and_(Consent.person_id == MeetingMember.person_id, Consent.territory_id == MeetingMember.territory_id),
        )
        .where(
            wanted_by(meeting),
            stands(Purpose.REMINDERS),
        )
    )


async def audience_size(session: AsyncSession, meeting: Meeting) -> int:
    """How many people would be invited now."""
    return await session.scalar(select(func.count()).select_from(audience(meeting).subquery())) or 0


async def count_members(session: AsyncSession, *, territory_id: int) -> int:
    """How many people of a territory asked to be invited."""
    return await audience_size(session, Meeting(territory_id=territory_id, colleges=[], copil_only=False))


async def coming_meetings(session: AsyncSession, *, territory_id: int, now: datetime) -> list[Meeting]:
    """The announced meetings of a territory that are not over, the next first. Drafts are nobody's business."""
    rows = await session.scalars(
        select(Meeting)
        .where(Meeting.territory_id == territory_id, Meeting.state.in_(OPEN), Meeting.ends_at > now)
        .order_by(Meeting.starts_at)
    )
    return list(rows)


async def my_invitations(session: AsyncSession, person: Person, *, now: datetime) -> list[tuple[Invitation, Meeting]]:
    """A person's invitations to meetings that are not over, the next first."""
    rows = await session.execute(
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.person_id == person.id, Meeting.state.in_(OPEN), Meeting.ends_at > now)
        .order_by(Meeting.starts_at)
    )
    return [(invitation, meeting) for invitation, meeting in rows]


async def invitation_of(session: AsyncSession, person: Person, *, meeting_id: int) -> Invitation | None:
    """A person's invitation to a meeting, if any."""
    found: Invitation | None = await session.scalar(
        select(Invitation).where(Invitation.person_id == person.id, Invitation.meeting_id == meeting_id)
    )
    return found


async def unanswered(session: AsyncSession, meeting: Meeting) -> list[int]:
    """The invitations nobody answered."""
    rows = await session.scalars(
        select(Invitation.id)
        .where(Invitation.meeting_id == meeting.id, Invitation.answer == Answer.NONE.value)
        .order_by(Invitation.id)
    )
    return list(rows)
