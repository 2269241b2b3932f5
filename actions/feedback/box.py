"""The box: a round that stands open in each territory, for what people say of their own accord."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback import question_sets
from actions.feedback.closing import BOX_TURN
from actions.feedback.kinds import RoundKind, RoundState
from actions.feedback.models import FeedbackRound
from actions.feedback.rounds import draft_from_set, move
from actions.territories.models import Territory


async def open_box(session: AsyncSession, *, territory_id: int, now: datetime) -> FeedbackRound:
    """The territory's box, opened if there is none. Nobody is asked to use it."""
    await session.get_one(Territory, territory_id, with_for_update=True)  # one box, even if two people come at once
    standing: FeedbackRound | None = await session.scalar(
        select(FeedbackRound).where(
            FeedbackRound.territory_id == territory_id,
            FeedbackRound.kind == RoundKind.BOX.value,
            FeedbackRound.state == RoundState.OPEN.value,
            FeedbackRound.closes_at > now,
        )
    )
    if standing is not None:
        return standing
    box = await draft_from_set(session, question_sets.BOX, territory_id=territory_id, now=now, kind=RoundKind.BOX)
    box.opens_at = now
    box.closes_at = now + BOX_TURN
    move(box, RoundState.SCHEDULED)
    move(box, RoundState.OPEN)
    await session.flush()
    return box
