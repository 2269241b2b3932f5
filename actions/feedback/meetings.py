"""What feedback asks of the meetings, whoever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback import question_sets
from actions.feedback.kinds import FeedbackRefused
from actions.feedback.models import FeedbackRound, FeedbackSettings
from actions.feedback.rounds import Asking, announce, draft_from_set

LOOKS_BACK = timedelta(days=3)  # a meeting noticed later than that is not asked about any more
PAUSE_AFTER = timedelta(hours=1)
OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that is over: `reference` is the same each time it is named; no colleges means all of them."""

    reference: str
    territory_id: int
    title: str
    ended_at: datetime
    colleges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plenary:
    """The next plenary assembly of a territory."""

    reference: str
    territory_id: int
    title: str
    starts_at: datetime


class MeetingBook(Protocol):
    """The meetings of the territories."""

    async def held_since(self, session: AsyncSession, *, since: datetime, now: datetime) -> Sequence[HeldMeeting]:
        """The meetings that ended between the two moments."""

    async def next_plenary(self, session: AsyncSession, *, territory_id: int, now: datetime) -> Plenary | None:
        """The next announced plenary assembly, or None."""

    async def put_on_agenda(self, session: AsyncSession, plenary: Plenary, *, words: str, now: datetime) -> None:
        """Add a point to its agenda."""


async def ask_about_meetings(session: AsyncSession, *, meetings: MeetingBook, now: datetime) -> list[FeedbackRound]:
    """Announce « comment s'est passée la réunion ? » where it is switched on; each meeting is asked about once."""
    territories = set(
        await session.scalars(select(FeedbackSettings.territory_id).where(FeedbackSettings.after_meetings.is_(True)))
    )
    if not territories:
        return []
    fresh = [
        held
        for held in await meetings.held_since(session, since=now - LOOKS_BACK, now=now)
        if held.territory_id in territories and not await _asked_already(session, held)
    ]
    announced = [await _ask_about(session, held, now=now) for held in fresh]
    return [one for one in announced if one is not None]


async def _asked_already(session: AsyncSession, held: HeldMeeting) -> bool:
    found = await session.scalar(select(FeedbackRound.id).where(FeedbackRound.meeting == held.reference))
    return found is not None


async def _ask_about(session: AsyncSession, held: HeldMeeting, *, now: datetime) -> FeedbackRound | None:
    drafted = await draft_from_set(session, question_sets.AFTER_MEETING, territory_id=held.territory_id, now=now)
    drafted.meeting = held.reference
    drafted.audience = list(held.colleges)
    opens_at = max(now, held.ended_at + PAUSE_AFTER)
    asking = Asking(opens_at=opens_at, closes_at=opens_at + OPEN_FOR, reminds=True)
    try:
        await announce(session, drafted, asking=asking, now=now)
    except FeedbackRefused:  # too few people to ever show anything: the draft stays, nobody is disturbed
        return None
    return drafted
