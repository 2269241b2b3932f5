"""The meetings of the house, as feedback asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.meetings import HeldMeeting, Plenary
from actions.meetings import agenda, service
from actions.meetings.kinds import OPEN, Body, State
from actions.meetings.members import coming_meetings
from actions.meetings.models import Meeting

TOOK_PLACE = (*OPEN, State.HELD.value)  # announced, and not cancelled before its end


class HouseMeetings:
    """The `MeetingBook` of the running assistant."""

    async def held_since(self, session: AsyncSession, *, since: datetime, now: datetime) -> Sequence[HeldMeeting]:
        """The meetings that ended between the two moments; where only the steering committee met, few could say how."""
        rows = await session.scalars(
            select(Meeting)
            .where(
                Meeting.ends_at > since,
                Meeting.ends_at <= now,
                Meeting.state.in_(TOOK_PLACE),
                Meeting.copil_only.is_(False),
            )
            .order_by(Meeting.id)
        )
        return [
            HeldMeeting(f"meeting:{one.id}", one.territory_id, one.title, one.ends_at, tuple(one.colleges))
            for one in rows
            if one.ends_at is not None
        ]

    async def next_plenary(self, session: AsyncSession, *, territory_id: int, now: datetime) -> Plenary | None:
        """The next announced plenary assembly, or None."""
        for one in await coming_meetings(session, territory_id=territory_id, now=now):
            if one.body == Body.PLENARY.value and one.starts_at is not None:
                return Plenary(f"meeting:{one.id}", territory_id, one.title, one.starts_at)
        return None

    async def put_on_agenda(self, session: AsyncSession, plenary: Plenary, *, words: str, now: datetime) -> None:
        """Add a point to its agenda; the cards of those invited change without a sound."""
        meeting = await session.get_one(Meeting, int(plenary.reference.removeprefix("meeting:")))
        proposal = await agenda.propose(session, territory_id=plenary.territory_id, person=None, words=words, now=now)
        await service.change(session, meeting, values={"agenda": agenda.agenda_with(meeting, proposal)}, now=now)
        agenda.take(proposal, meeting)
