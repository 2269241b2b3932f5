"""Invitations: written once a person and meeting, in one statement for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings import members
from actions.meetings.kinds import Answer
from actions.meetings.models import Invitation, Meeting, MeetingMember
from actions.people.models import Person


async def invite(session: AsyncSession, meeting: Meeting, *, now: datetime, person: Person | None = None) -> None:
    """Write the invitations of those a meeting is for, or of one of them; whoever has one keeps it."""
    people = members.audience(meeting).where(_without_invitation(meeting))
    if person is not None:
        people = people.where(MeetingMember.person_id == person.id)
    chosen = people.with_only_columns(
        literal(meeting.id),
        MeetingMember.person_id,
        literal(meeting.territory_id),
        MeetingMember.college,
        literal(Answer.NONE.value),
        literal(0),
        literal(0),
        literal([], Invitation.needs.type),
        literal(False),  # noqa: FBT003 - the value of a column
        literal(False),  # noqa: FBT003
        literal(now, Invitation.created_at.type),
    )
    columns = [
        "meeting_id", "person_id", "territory_id", "college", "answer", "answered_sequence", "guests", "needs",
        "card_sent", "is_stale", "created_at",
    ]  # fmt: skip
    await session.execute(insert(Invitation).from_select(columns, chosen, include_defaults=False))


async def count_newcomers(session: AsyncSession, meeting: Meeting, *, values: Mapping[str, Any]) -> int:
    """How many more people would be invited if a meeting were for these colleges, or not for the COPIL only."""
    wider = Meeting(
        territory_id=meeting.territory_id,
        colleges=values.get("colleges", meeting.colleges),
        copil_only=values.get("copil_only", meeting.copil_only),
    )
    people = members.audience(wider).where(_without_invitation(meeting))
    return await session.scalar(select(func.count()).select_from(people.subquery())) or 0


def _without_invitation(meeting: Meeting) -> ColumnElement[bool]:
    invited = select(Invitation.person_id).where(Invitation.meeting_id == meeting.id)
    return MeetingMember.person_id.not_in(invited)
