"""Traces: nothing that stays in the database leads from an answer to a person, nor tells in which order they came."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.models import (
    FeedbackAnswer,
    FeedbackDraft,
    FeedbackErrand,
    FeedbackParticipation,
    FeedbackQuestion,
    FeedbackRound,
)
from actions.history import forget_history

Shuffled = type[FeedbackAnswer | FeedbackParticipation]
LOT = random.SystemRandom()


async def shuffle(session: AsyncSession, of_round: FeedbackRound, *, questions: Sequence[int]) -> None:
    """Lay the answers and the list of those who answered out anew, each in an order drawn by lot.

    PostgreSQL keeps rows where they were written, with the number of the transaction that wrote them; SQLite sorts
    them by key, but fills each page from its end in the order of arrival. Either would put an answer beside its person.
    """
    of_round_only: tuple[tuple[Shuffled, ColumnElement[bool]], ...] = (
        (FeedbackAnswer, FeedbackAnswer.question_id.in_(questions)),
        (FeedbackParticipation, FeedbackParticipation.round_id == of_round.id),
    )
    lay_out = _inside_the_server if session.get_bind().dialect.name == "postgresql" else _by_hand
    for table, condition in of_round_only:
        await lay_out(session, table, condition)
    await forget_history(session)


async def forget_traces(session: AsyncSession, of_round: FeedbackRound) -> None:
    """Remove every answer of a round, and all that says who was asked, who began and who answered."""
    questions = select(FeedbackQuestion.id).where(FeedbackQuestion.round_id == of_round.id)
    await session.execute(delete(FeedbackAnswer).where(FeedbackAnswer.question_id.in_(questions)))
    for table in (FeedbackParticipation, FeedbackDraft, FeedbackErrand):
        await session.execute(delete(table).where(table.round_id == of_round.id))
    await forget_history(session)


async def _inside_the_server(session: AsyncSession, table: Shuffled, condition: ColumnElement[bool]) -> None:
    columns = table.__table__.columns
    gone = delete(table).where(condition).returning(*columns).cte("gone")
    by_lot = select(*gone.columns).order_by(func.gen_random_uuid())
    await session.execute(
        insert(table).from_select([column.name for column in columns], by_lot),
        execution_options={"synchronize_session": False},
    )


async def _by_hand(session: AsyncSession, table: Shuffled, condition: ColumnElement[bool]) -> None:
    found = (await session.execute(select(*table.__table__.columns).where(condition))).mappings().all()
    if not found:
        return
    await session.execute(delete(table).where(condition), execution_options={"synchronize_session": False})
    rows = [dict(row) for row in LOT.sample(found, len(found))]
    await (await session.connection()).execute(insert(table), rows)
