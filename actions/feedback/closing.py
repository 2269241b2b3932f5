"""Closing a round: what may be shown is worked out once and written down, and everything else is erased."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.answering import chosen_options
from actions.feedback.kinds import QuestionKind, RoundKind, RoundState
from actions.feedback.members import colleges_of
from actions.feedback.models import (
    EVERYBODY,
    FeedbackAnswer,
    FeedbackFigure,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackText,
)
from actions.feedback.rounds import move, questions_of, rounds_of
from actions.feedback.suppression import Lot, colleges_to_show, questions_to_show
from actions.feedback.traces import LOT, forget_traces

TEXTS_KEPT = timedelta(days=90)
BOX_TURN = timedelta(days=30)  # a box that too few have used stays open for as long again
BOX_TURNS = 3


@dataclass(slots=True)
class Tally:
    """The answers to one question of one college: how many people answered, and how many chose each option."""

    base: int = 0
    chosen: Counter[int] = field(default_factory=Counter)


Tallies = Mapping[int, Mapping[str, Tally]]


async def due_to_close(session: AsyncSession, *, now: datetime) -> list[FeedbackRound]:
    """The open rounds whose time is over."""
    rows = await session.scalars(
        select(FeedbackRound)
        .where(FeedbackRound.state == RoundState.OPEN.value, FeedbackRound.closes_at <= now)
        .order_by(FeedbackRound.id)
        .with_for_update(skip_locked=True)
    )
    return list(rows)


async def close(session: AsyncSession, of_round: FeedbackRound, *, today: date, draw: Lot = LOT.choice) -> bool:
    """Close a round; False if it is a box that waits for more people instead.

    After it there is no answer and no list of people left, only the figures and the texts of groups that are large
    enough. It happens once, so that nothing can be learnt by comparing before and after.
    """
    questions = await questions_of(session, of_round)
    answers = list(await _answers_to(session, questions))
    bases = _bases(questions, answers)
    shown = questions_to_show(bases, minimum=of_round.minimum)
    if not shown and _may_wait(of_round):
        of_round.closes_at = _closing_of(of_round) + BOX_TURN
        return False
    texts = {question.id for question in questions if question.kind == QuestionKind.TEXT.value}
    of_round.shown_colleges = await _choose_colleges(session, of_round, bases, without=texts, draw=draw)
    for question in questions:
        if question.id not in shown:
            continue
        if question.id in texts:
            _release_texts(session, question, answers, erase_on=today + TEXTS_KEPT)
        else:
            _release_figures(session, of_round, question, answers)
    await forget_traces(session, of_round)
    move(of_round, RoundState.CLOSED)
    return True


def _may_wait(of_round: FeedbackRound) -> bool:
    return of_round.kind == RoundKind.BOX.value and _closing_of(of_round) < of_round.created_at + BOX_TURN * BOX_TURNS


def _closing_of(of_round: FeedbackRound) -> datetime:
    if of_round.closes_at is None:
        raise ValueError("this round has not been announced")
    return of_round.closes_at


async def _answers_to(session: AsyncSession, questions: Sequence[FeedbackQuestion]) -> Sequence[FeedbackAnswer]:
    ids = [question.id for question in questions]
    rows = await session.scalars(select(FeedbackAnswer).where(FeedbackAnswer.question_id.in_(ids)))
    return rows.all()


def _bases(questions: Sequence[FeedbackQuestion], answers: Sequence[FeedbackAnswer]) -> dict[int, dict[str, int]]:
    bases: dict[int, dict[str, int]] = {question.id: {} for question in questions}
    for answer in answers:
        base = bases[answer.question_id]
        base[answer.college] = base.get(answer.college, 0) + 1
    return bases


async def _choose_colleges(
    session: AsyncSession,
    of_round: FeedbackRound,
    bases: Mapping[int, Mapping[str, int]],
    *,
    without: set[int],
    draw: Lot,
) -> list[str]:
    shown = colleges_to_show(
        {question: base for question, base in bases.items() if question not in without},
        audience=colleges_of(of_round.audience),
        minimum=of_round.minimum,
        shown_before=await _shown_before(session, of_round),
        draw=draw,
    )
    return sorted(shown)


async def _shown_before(session: AsyncSession, of_round: FeedbackRound) -> list[str] | None:
    """What was shown the last time something had to be hidden: the same is hidden again where there is a choice."""
    for earlier in await rounds_of(session, territory_id=of_round.territory_id, states={RoundState.CLOSED}):
        if earlier.shown_colleges and len(earlier.shown_colleges) < len(colleges_of(earlier.audience)):
            return earlier.shown_colleges
    return None


def _release_figures(
    session: AsyncSession, of_round: FeedbackRound, question: FeedbackQuestion, answers: Sequence[FeedbackAnswer]
) -> None:
    for group in (EVERYBODY, *(of_round.shown_colleges or ())):
        tally = _tally(question, answers, group=group)
        session.add_all(
            FeedbackFigure(
                question_id=question.id,
                college=group,
                option=option,
                chosen=tally.chosen[option],
                base=tally.base,
                minimum=of_round.minimum,
            )
            for option in range(len(question.options))
        )


def _tally(question: FeedbackQuestion, answers: Sequence[FeedbackAnswer], *, group: str) -> Tally:
    tally = Tally()
    for answer in answers:
        if answer.question_id == question.id and group in (EVERYBODY, answer.college):
            tally.base += 1
            tally.chosen.update(chosen_options(answer.choice or ""))
    return tally


def _release_texts(
    session: AsyncSession, question: FeedbackQuestion, answers: Sequence[FeedbackAnswer], *, erase_on: date
) -> None:
    """Free texts get fresh random keys, so that not even the one who wrote it holds the key of a released text."""
    session.add_all(
        FeedbackText(
            key=secrets.token_hex(8), question_id=question.id, sealed_words=answer.sealed_words, erase_on=erase_on
        )
        for answer in answers
        if answer.question_id == question.id
    )
