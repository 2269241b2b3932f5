"""Questions without an answer: handed on by consent, answered by the coordination, learnt under human control."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.answers.cleaning import clean
from actions.answers.models import OpenQuestion
from actions.language import Language


class QuestionState(StrEnum):
    """Where a question stands. Only an answered one can be accepted into the local answers."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    ACCEPTED = "accepted"


async def hand_on(
    session: AsyncSession, words: str, *, territory_id: int, language: Language, now: datetime
) -> OpenQuestion:
    """Put a question, cleaned, before the coordination of a territory. The same words again add nothing."""
    cleaned = clean(words)
    standing: OpenQuestion | None = await session.scalar(
        select(OpenQuestion).where(
            OpenQuestion.territory_id == territory_id,
            OpenQuestion.words == cleaned,
            OpenQuestion.state == QuestionState.OPEN.value,
        )
    )
    if standing is not None:
        return standing
    question = OpenQuestion(
        territory_id=territory_id,
        words=cleaned,
        language=language.value,
        asked_on=now.date(),
        state=QuestionState.OPEN.value,
    )
    session.add(question)
    await session.flush()
    return question


async def next_open(session: AsyncSession, *, territory_id: int, after: int = 0) -> OpenQuestion | None:
    """The oldest open question of a territory beyond a number, or the oldest of all when there is none beyond."""
    query = (
        select(OpenQuestion)
        .where(OpenQuestion.territory_id == territory_id, OpenQuestion.state == QuestionState.OPEN.value)
        .order_by(OpenQuestion.id)
        .limit(1)
    )
    beyond: OpenQuestion | None = await session.scalar(query.where(OpenQuestion.id > after))
    if beyond is not None or after == 0:
        return beyond
    first: OpenQuestion | None = await session.scalar(query)
    return first


async def count_open(session: AsyncSession, *, territory_id: int) -> int:
    """How many questions of a territory wait for an answer."""
    count = await session.scalar(
        select(func.count())
        .select_from(OpenQuestion)
        .where(OpenQuestion.territory_id == territory_id, OpenQuestion.state == QuestionState.OPEN.value)
    )
    return count or 0


async def find_question(session: AsyncSession, number: int, *, territory_id: int) -> OpenQuestion | None:
    """A question of this very territory, or None."""
    found: OpenQuestion | None = await session.scalar(
        select(OpenQuestion).where(OpenQuestion.id == number, OpenQuestion.territory_id == territory_id)
    )
    return found


async def answer_question(question: OpenQuestion, answer: str, *, now: datetime) -> None:
    """Keep the coordination's answer; it becomes public only once it is accepted into the content."""
    question.answer = answer.strip()
    question.answered_on = now.date()
    question.state = QuestionState.ANSWERED.value


async def dismiss_question(question: OpenQuestion) -> None:
    """Put a question aside, and forget its words."""
    question.words = ""
    question.state = QuestionState.DISMISSED.value


async def answered_questions(session: AsyncSession) -> Sequence[OpenQuestion]:
    """The questions that have an answer to be accepted, oldest first."""
    rows = await session.scalars(
        select(OpenQuestion).where(OpenQuestion.state == QuestionState.ANSWERED.value).order_by(OpenQuestion.id)
    )
    return rows.all()
