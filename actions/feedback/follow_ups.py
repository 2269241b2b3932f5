"""« Vous avez dit → le CLSM a fait »: what became of what was said, told to the group and to whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.kinds import Agenda, ErrandKind, FeedbackRefused, FollowUpState, RoundState
from actions.feedback.meetings import MeetingBook, Plenary
from actions.feedback.models import FeedbackFollowUp, FeedbackRound
from actions.feedback.rounds import create_errands

LONGEST_SAID = 300
LONGEST_DONE = 500


async def write_follow_up(
    session: AsyncSession, of_round: FeedbackRound, *, said: str, state: FollowUpState, done: str, now: datetime
) -> FeedbackFollowUp:
    """Write down what became of one thing said in a closed round."""
    if of_round.state != RoundState.CLOSED.value:
        raise FeedbackRefused("not_closed")
    written = FeedbackFollowUp(
        territory_id=of_round.territory_id,
        round_id=of_round.id,
        said=said[:LONGEST_SAID],
        state=state.value,
        done=done[:LONGEST_DONE],
        agenda=Agenda.NO.value,
        written_on=now.date(),
    )
    session.add(written)
    await session.flush()
    return written


async def follow_ups_of(session: AsyncSession, of_round: FeedbackRound) -> Sequence[FeedbackFollowUp]:
    """What became of a round, in the order written."""
    rows = await session.scalars(
        select(FeedbackFollowUp).where(FeedbackFollowUp.round_id == of_round.id).order_by(FeedbackFollowUp.id)
    )
    return rows.all()


async def follow_ups_of_year(session: AsyncSession, *, territory_id: int, year: int) -> Sequence[FeedbackFollowUp]:
    """What a territory wrote down in a year, in the order written."""
    rows = await session.scalars(
        select(FeedbackFollowUp)
        .where(
            FeedbackFollowUp.territory_id == territory_id,
            FeedbackFollowUp.written_on >= date(year, 1, 1),
            FeedbackFollowUp.written_on <= date(year, 12, 31),
        )
        .order_by(FeedbackFollowUp.id)
    )
    return rows.all()


async def find_follow_up(session: AsyncSession, follow_up_id: int, *, territory_id: int) -> FeedbackFollowUp | None:
    """A follow-up of this very territory."""
    found = await session.get(FeedbackFollowUp, follow_up_id)
    return found if found is not None and found.territory_id == territory_id else None


async def publish(session: AsyncSession, of_round: FeedbackRound, *, now: datetime) -> int:
    """Send the results and what became of them to the people the round was for, once; return how many."""
    if of_round.state != RoundState.CLOSED.value:
        raise FeedbackRefused("not_closed")
    if of_round.was_published:
        raise FeedbackRefused("published_already")
    of_round.was_published = True
    return await create_errands(session, of_round, kind=ErrandKind.RESULTS, due_at=now)


async def want_on_agenda(
    session: AsyncSession, follow_up: FeedbackFollowUp, *, meetings: MeetingBook, now: datetime
) -> Plenary | None:
    """Put a follow-up on the agenda of the next plenary assembly: now, or as soon as one is announced (None)."""
    if follow_up.agenda == Agenda.NO.value:
        follow_up.agenda = Agenda.WANTED.value
    if follow_up.agenda == Agenda.ENTERED.value:
        return await meetings.next_plenary(session, territory_id=follow_up.territory_id, now=now)
    return await _enter(session, follow_up, meetings=meetings, now=now)


async def enter_waiting(session: AsyncSession, *, meetings: MeetingBook, now: datetime) -> None:
    """Put on an agenda what waited for a plenary assembly to be announced."""
    rows = await session.scalars(select(FeedbackFollowUp).where(FeedbackFollowUp.agenda == Agenda.WANTED.value))
    for follow_up in rows.all():
        await _enter(session, follow_up, meetings=meetings, now=now)


async def _enter(
    session: AsyncSession, follow_up: FeedbackFollowUp, *, meetings: MeetingBook, now: datetime
) -> Plenary | None:
    plenary = await meetings.next_plenary(session, territory_id=follow_up.territory_id, now=now)
    if plenary is None:
        return None
    await meetings.put_on_agenda(session, plenary, words=f"{follow_up.said} → {follow_up.done}", now=now)
    follow_up.agenda = Agenda.ENTERED.value
    return plenary
