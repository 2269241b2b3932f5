"""Results of closed rounds, as they were released at the closing. Nothing here reads an answer: there is none left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.kinds import QuestionKind, RoundState
from actions.feedback.models import (
    EVERYBODY,
    FeedbackFigure,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackText,
    Wording,
)
from actions.feedback.rounds import questions_of, rounds_of
from actions.people.identity import Vault
from actions.territories.models import Territory


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How a group answered: `college` is empty for everybody, `chosen` counts each option, `base` the people."""

    college: str
    base: int
    chosen: tuple[int, ...]

    def share(self, option: int) -> int:
        """The share of an option in whole per cent of the people."""
        return round(100 * self.chosen[option] / self.base)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What may be shown of a question. `everybody` is None where too few answered; texts are counted, not quoted."""

    question: FeedbackQuestion
    everybody: GroupFigures | None
    colleges: tuple[GroupFigures, ...]
    texts: int = 0

    @property
    def is_shown(self) -> bool:
        """True if there is anything to see."""
        return self.everybody is not None or self.texts > 0


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What may be shown of a round."""

    of_round: FeedbackRound
    questions: tuple[QuestionResult, ...]

    @property
    def is_shown(self) -> bool:
        """True if at least one question reached the minimum."""
        return any(question.is_shown for question in self.questions)


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a question followed over time: the day its round closed, and everybody's figures."""

    closed_on: date
    figures: GroupFigures


async def result_of(session: AsyncSession, of_round: FeedbackRound) -> RoundResult:
    """The results of a closed round; of any other, nothing at all."""
    if of_round.state != RoundState.CLOSED.value:
        return RoundResult(of_round, ())
    questions = await questions_of(session, of_round)
    return RoundResult(of_round, tuple([await _result(session, question) for question in questions]))


async def closed_rounds(session: AsyncSession, *, territory_id: int, limit: int) -> list[FeedbackRound]:
    """The last rounds of a territory that are over, the newest first."""
    return (await rounds_of(session, territory_id=territory_id, states={RoundState.CLOSED}))[:limit]


async def territories_with_results(session: AsyncSession) -> Sequence[Territory]:
    """The territories where a round is over, by name."""
    closed = select(FeedbackRound.territory_id).where(FeedbackRound.state == RoundState.CLOSED.value)
    return (await session.scalars(select(Territory).where(Territory.id.in_(closed)).order_by(Territory.name))).all()


async def over_time(session: AsyncSession, question: FeedbackQuestion, *, territory_id: int) -> list[Moment]:
    """Everybody's figures each time this question was asked, with these options, and enough answered; oldest first.

    Rounds are never added up: a sum would tell a round that stayed hidden.
    """
    rows = await session.execute(
        select(FeedbackQuestion, FeedbackRound.closes_at)
        .join(FeedbackRound, FeedbackRound.id == FeedbackQuestion.round_id)
        .where(
            FeedbackQuestion.topic == question.topic,
            FeedbackRound.territory_id == territory_id,
            FeedbackRound.state == RoundState.CLOSED.value,
        )
        .order_by(FeedbackRound.closes_at)
    )
    found = []
    for each, closed_at in rows.all():
        if _in_french(each.options) != _in_french(question.options):
            continue
        everybody = (await _result(session, each)).everybody
        if everybody is not None and closed_at is not None:
            found.append(Moment(closed_at.date(), everybody))
    return found


async def texts_of(session: AsyncSession, question_id: int) -> Sequence[FeedbackText]:
    """The released texts of a question, in the order of their random keys."""
    rows = await session.scalars(
        select(FeedbackText).where(FeedbackText.question_id == question_id).order_by(FeedbackText.key)
    )
    return rows.all()


def read_text(text: FeedbackText, *, vault: Vault) -> str:
    """The words of a released text."""
    return vault.open(text.sealed_words).decode()


async def find_text(session: AsyncSession, key: str, *, territory_id: int) -> FeedbackText | None:
    """A released text of this very territory."""
    found: FeedbackText | None = await session.scalar(
        select(FeedbackText)
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackText.question_id)
        .join(FeedbackRound, FeedbackRound.id == FeedbackQuestion.round_id)
        .where(FeedbackText.key == key, FeedbackRound.territory_id == territory_id)
    )
    return found


async def themes_of(session: AsyncSession, question_id: int) -> dict[str, int]:
    """The themes the coordination has set on the texts of a question, the most frequent first."""
    rows = await session.execute(
        select(FeedbackText.theme, func.count())
        .where(FeedbackText.question_id == question_id, FeedbackText.theme.is_not(None))
        .group_by(FeedbackText.theme)
        .order_by(func.count().desc(), FeedbackText.theme)
    )
    return {theme: count for theme, count in rows if theme is not None}


async def erase_old_texts(session: AsyncSession, *, now: datetime) -> int:
    """Erase the free texts whose time is over; return how many."""
    gone = await session.scalars(
        delete(FeedbackText).where(FeedbackText.erase_on <= now.date()).returning(FeedbackText.key)
    )
    return len(gone.all())


def _in_french(options: Sequence[Wording]) -> list[str]:
    return [option.get("fr") or option["key"] for option in options]


async def _result(session: AsyncSession, question: FeedbackQuestion) -> QuestionResult:
    if question.kind == QuestionKind.TEXT.value:
        count = await session.scalar(select(func.count()).where(FeedbackText.question_id == question.id))
        return QuestionResult(question, None, (), texts=count or 0)
    figures = (
        await session.scalars(
            select(FeedbackFigure)
            .where(FeedbackFigure.question_id == question.id)
            .order_by(FeedbackFigure.college, FeedbackFigure.option)
        )
    ).all()
    groups: dict[str, list[FeedbackFigure]] = {}
    for figure in figures:
        groups.setdefault(figure.college, []).append(figure)
    summed = {
        college: GroupFigures(college, rows[0].base, tuple(row.chosen for row in rows))
        for college, rows in groups.items()
    }
    everybody = summed.pop(EVERYBODY, None)
    return QuestionResult(question, everybody, tuple(summed.values()))
