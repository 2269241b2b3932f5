"""Seats: who has one, who waits for one, and who gets the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.kinds import OPEN, Answer, NoticeKind
from actions.meetings.models import Invitation, Meeting
from actions.meetings.notices import give_notice

LAST_PROMOTION = timedelta(hours=1)  # before the start: nobody is called to a meeting they cannot reach any more


async def lock(session: AsyncSession, meeting: Meeting) -> None:
    """Hold the seats of a meeting until the end of the transaction: no two people take the last one."""
    await session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())


async def seats_taken(session: AsyncSession, meeting: Meeting, *, besides: int | None = None) -> int:
    """How many seats those who come in person occupy with their guests, leaving out one invitation."""
    query = select(func.coalesce(func.sum(1 + Invitation.guests), 0)).where(
        Invitation.meeting_id == meeting.id,
        Invitation.answer == Answer.YES.value,
        Invitation.waiting_rank.is_(None),
    )
    if besides is not None:
        query = query.where(Invitation.id != besides)
    return await session.scalar(query) or 0


async def waiting(session: AsyncSession, meeting: Meeting) -> list[Invitation]:
    """Those who wait for a seat, the first first."""
    rows = await session.scalars(
        select(Invitation)
        .where(Invitation.meeting_id == meeting.id, Invitation.waiting_rank.is_not(None))
        .order_by(Invitation.waiting_rank)
    )
    return list(rows)


async def next_rank(session: AsyncSession, meeting: Meeting) -> int:
    """The rank of whoever joins the line now; the seats must be held (see `lock`)."""
    last = await session.scalar(select(func.max(Invitation.waiting_rank)).where(Invitation.meeting_id == meeting.id))
    return (last or 0) + 1


async def place_in_line(session: AsyncSession, invitation: Invitation) -> int:
    """1 for the person whose turn is next."""
    ahead = await session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.meeting_id == invitation.meeting_id, Invitation.waiting_rank < invitation.waiting_rank)
    )
    return (ahead or 0) + 1


async def has_room(session: AsyncSession, meeting: Meeting, invitation: Invitation, *, guests: int) -> bool:
    """True if the person and their guests fit."""
    if meeting.capacity is None:
        return True
    taken = await seats_taken(session, meeting, besides=invitation.id)
    return taken + 1 + guests <= meeting.capacity


async def promotable(session: AsyncSession, meeting: Meeting, *, capacity: int | None) -> list[int]:
    """The invitations that wait and would get a seat if there were so many; see `promote_waiting`."""
    taken, found = await seats_taken(session, meeting), []
    for invitation in await waiting(session, meeting):
        if capacity is None or taken + 1 + invitation.guests <= capacity:
            taken += 1 + invitation.guests
            found.append(invitation.id)
    return found


async def promote_waiting(session: AsyncSession, meeting: Meeting, *, now: datetime) -> list[Invitation]:
    """Give free seats to those who wait, in their order; who comes with more guests than fit is passed over.

    Nobody is promoted in the last hour before the start, nor after it, nor to a meeting that is not to be held.
    """
    if meeting.state not in OPEN or meeting.starts_at is None or now > meeting.starts_at - LAST_PROMOTION:
        return []
    await lock(session, meeting)
    await session.flush()
    promoted = []
    for invitation in await waiting(session, meeting):
        if await has_room(session, meeting, invitation, guests=invitation.guests):
            invitation.waiting_rank = None
            await session.flush()
            promoted.append(invitation)
    if promoted:
        chosen = Invitation.id.in_([invitation.id for invitation in promoted])
        await give_notice(session, meeting, kind=NoticeKind.PROMOTED, due_at=now, only=chosen)
    return promoted
