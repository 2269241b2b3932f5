"""Counting what people say of the answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.answers.models import AnswerTally
from actions.language import Language

NO_INTENT = "none"


class Verdict(StrEnum):
    """What became of a question."""

    USEFUL = "useful"
    USELESS = "useless"
    UNANSWERED = "unanswered"


async def count_verdict(
    session: AsyncSession, verdict: Verdict, *, intent: str, language: Language, now: datetime
) -> None:
    """Add one to a count of the month; nothing else is kept."""
    key = (date(now.year, now.month, 1), intent, language.value, verdict.value)
    tally = await session.get(AnswerTally, key, with_for_update=True)
    if tally is None:
        tally = AnswerTally(month=key[0], intent=key[1], language=key[2], verdict=key[3], count=0)
        session.add(tally)
    tally.count += 1
    await session.flush()


async def tallies(session: AsyncSession) -> list[AnswerTally]:
    """Every count, latest month first."""
    rows = await session.scalars(
        select(AnswerTally).order_by(AnswerTally.month.desc(), AnswerTally.intent, AnswerTally.verdict)
    )
    return list(rows)
