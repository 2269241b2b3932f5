"""Rounds: put together by the coordination, announced once, opened and closed in time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback import question_sets
from actions.feedback.kinds import (
    MOST_QUESTIONS,
    SMALLEST_MINIMUM,
    TRANSITIONS,
    USUAL_MINIMUM,
    ErrandKind,
    FeedbackRefused,
    QuestionKind,
    RoundKind,
    RoundState,
)
from actions.feedback.members import colleges_of, count_audience, members_among
from actions.feedback.models import (
    FeedbackErrand,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackSettings,
    Wording,
)
from actions.feedback.traces import forget_traces

SHORTEST = timedelta(hours=24)
APART = timedelta(days=30)  # between the same question to one audience and to another
REMINDER_SHARE = 0.6  # of the time between opening and closing
LIVE = (RoundState.SCHEDULED.value, RoundState.OPEN.value)


@dataclass(frozen=True, slots=True)
class Asking:
    """When a round opens and closes, and whether those who have not answered are reminded, once."""

    opens_at: datetime
    closes_at: datetime
    reminds: bool


async def settings_of(session: AsyncSession, *, territory_id: int) -> FeedbackSettings:
    """The territory's settings, as they are until somebody changes them."""
    found = await session.get(FeedbackSettings, territory_id)
    if found is None:
        found = FeedbackSettings(territory_id=territory_id, minimum=USUAL_MINIMUM, after_meetings=False)
        session.add(found)
        await session.flush()
    return found


async def set_minimum(session: AsyncSession, *, territory_id: int, minimum: int) -> None:
    """Change the smallest group shown in rounds to come; FeedbackRefused below five."""
    if minimum < SMALLEST_MINIMUM:
        raise FeedbackRefused("minimum_too_small")
    (await settings_of(session, territory_id=territory_id)).minimum = minimum


async def draft_round(
    session: AsyncSession, *, territory_id: int, title: Wording, now: datetime, kind: RoundKind = RoundKind.SURVEY
) -> FeedbackRound:
    """A round with no question yet, for everybody."""
    settings = await settings_of(session, territory_id=territory_id)
    drafted = FeedbackRound(
        territory_id=territory_id,
        kind=kind.value,
        state=RoundState.DRAFT.value,
        title=title,
        audience=[],
        minimum=settings.minimum,
        created_at=now,
    )
    session.add(drafted)
    await session.flush()
    return drafted


async def draft_from_set(
    session: AsyncSession, set_name: str, *, territory_id: int, now: datetime, kind: RoundKind = RoundKind.SURVEY
) -> FeedbackRound:
    """A round with the questions of a ready-made set."""
    drafted = await draft_round(
        session, territory_id=territory_id, title=question_sets.title_of(set_name), now=now, kind=kind
    )
    session.add_all(
        FeedbackQuestion(
            round_id=drafted.id,
            position=position,
            kind=pattern.kind.value,
            topic=question_sets.topic_of(set_name, pattern),
            words=question_sets.words_of(set_name, pattern),
            options=question_sets.options_of(set_name, pattern),
        )
        for position, pattern in enumerate(question_sets.SETS[set_name])
    )
    await session.flush()
    return drafted


async def draft_again(session: AsyncSession, earlier: FeedbackRound, *, now: datetime) -> FeedbackRound:
    """The same questions to the same people once more: their figures can then be followed over time."""
    drafted = await draft_round(session, territory_id=earlier.territory_id, title=dict(earlier.title), now=now)
    drafted.audience = list(earlier.audience)
    session.add_all(
        FeedbackQuestion(
            round_id=drafted.id,
            position=question.position,
            kind=question.kind,
            topic=question.topic,
            words=dict(question.words),
            options=list(question.options),
        )
        for question in await questions_of(session, earlier)
    )
    await session.flush()
    return drafted


async def add_question(
    session: AsyncSession,
    drafted: FeedbackRound,
    *,
    kind: QuestionKind,
    words: Wording,
    options: Sequence[Wording] = (),
) -> FeedbackQuestion:
    """Add a question in the coordinator's words; FeedbackRefused after the fifth or once the round is announced."""
    _must_be_draft(drafted)
    standing = await questions_of(session, drafted)
    if len(standing) >= MOST_QUESTIONS:
        raise FeedbackRefused("too_many_questions")
    position = max((question.position for question in standing), default=-1) + 1
    question = FeedbackQuestion(
        round_id=drafted.id,
        position=position,
        kind=kind.value,
        topic=question_sets.own_topic(kind, words),
        words=words,
        options=list(options) or question_sets.usual_options(kind),
    )
    session.add(question)
    await session.flush()
    return question


async def remove_question(session: AsyncSession, drafted: FeedbackRound, *, question_id: int) -> None:
    """Take a question out of a draft; one that is not there is out already."""
    _must_be_draft(drafted)
    await session.execute(
        delete(FeedbackQuestion).where(FeedbackQuestion.id == question_id, FeedbackQuestion.round_id == drafted.id)
    )


async def questions_of(session: AsyncSession, of_round: FeedbackRound) -> list[FeedbackQuestion]:
    """The questions of a round, in order."""
    rows = await session.scalars(
        select(FeedbackQuestion).where(FeedbackQuestion.round_id == of_round.id).order_by(FeedbackQuestion.position)
    )
    return list(rows)


async def find_round(session: AsyncSession, round_id: int, *, territory_id: int | None = None) -> FeedbackRound | None:
    """A round by number, in this very territory if one is named."""
    found = await session.get(FeedbackRound, round_id)
    if found is None or (territory_id is not None and found.territory_id != territory_id):
        return None
    return found


async def rounds_of(
    session: AsyncSession, *, territory_id: int, states: Collection[RoundState], kind: RoundKind | None = None
) -> list[FeedbackRound]:
    """The rounds of a territory in these states, the newest first."""
    query = select(FeedbackRound).where(
        FeedbackRound.territory_id == territory_id, FeedbackRound.state.in_([state.value for state in states])
    )
    if kind is not None:
        query = query.where(FeedbackRound.kind == kind.value)
    return list(await session.scalars(query.order_by(FeedbackRound.id.desc())))


async def announce(session: AsyncSession, drafted: FeedbackRound, *, asking: Asking, now: datetime) -> int:
    """Fix a round, and see to it that everybody it is for is asked once; return how many.

    FeedbackRefused where it could show nothing, or where two audiences would be compared to see a small one.
    """
    _must_be_draft(drafted)
    await check_announceable(session, drafted, asking=asking, now=now)
    drafted.minimum = (await settings_of(session, territory_id=drafted.territory_id)).minimum
    drafted.opens_at = asking.opens_at
    drafted.closes_at = asking.closes_at
    if asking.reminds:
        drafted.reminder_at = asking.opens_at + (asking.closes_at - asking.opens_at) * REMINDER_SHARE
    move(drafted, RoundState.SCHEDULED)
    return await create_errands(session, drafted, kind=ErrandKind.ASK, due_at=asking.opens_at)


async def check_announceable(session: AsyncSession, drafted: FeedbackRound, *, asking: Asking, now: datetime) -> None:
    """Raise FeedbackRefused with the first reason why a draft cannot be announced like this."""
    questions = await questions_of(session, drafted)
    if not questions:
        raise FeedbackRefused("no_question")
    if asking.closes_at - max(asking.opens_at, now) < SHORTEST:
        raise FeedbackRefused("too_short")
    settings = await settings_of(session, territory_id=drafted.territory_id)
    audience = await count_audience(session, territory_id=drafted.territory_id, audience=drafted.audience)
    if audience.total < settings.minimum:
        raise FeedbackRefused("too_few_people")
    if await _asked_of_others(session, drafted, topics={question.topic for question in questions}, now=now):
        raise FeedbackRefused("asked_of_others")


async def create_errands(session: AsyncSession, of_round: FeedbackRound, *, kind: ErrandKind, due_at: datetime) -> int:
    """One message to write to each person of a round's audience; return how many."""
    query = members_among(territory_id=of_round.territory_id, audience=of_round.audience)
    people = [person.id for person in await session.scalars(query)]
    if people:
        await session.execute(
            insert(FeedbackErrand),
            [{"round_id": of_round.id, "person_id": one, "kind": kind.value, "due_at": due_at} for one in people],
        )
    return len(people)


async def cancel(session: AsyncSession, of_round: FeedbackRound) -> None:
    """Give a round up: its answers, drafts and errands go, unread."""
    move(of_round, RoundState.CANCELLED)
    await forget_traces(session, of_round)


def move(of_round: FeedbackRound, state: RoundState) -> None:
    """Take a round to its next state; FeedbackRefused for a step that does not exist."""
    if state not in TRANSITIONS[RoundState(of_round.state)]:
        raise FeedbackRefused("too_late")
    of_round.state = state.value


async def count_live(session: AsyncSession, *, territory_id: int) -> int:
    """How many surveys of a territory are announced or open."""
    query = select(func.count()).where(
        FeedbackRound.territory_id == territory_id,
        FeedbackRound.state.in_(LIVE),
        FeedbackRound.kind == RoundKind.SURVEY.value,
    )
    return await session.scalar(query) or 0


def _must_be_draft(drafted: FeedbackRound) -> None:
    if drafted.state != RoundState.DRAFT.value:
        raise FeedbackRefused("too_late")


async def _asked_of_others(
    session: AsyncSession, drafted: FeedbackRound, *, topics: Collection[str], now: datetime
) -> bool:
    """The same question to overlapping groups within a month: their difference would show the people in between."""
    asking_it = select(FeedbackQuestion.round_id).where(FeedbackQuestion.topic.in_(topics))
    rows = await session.scalars(
        select(FeedbackRound).where(
            FeedbackRound.territory_id == drafted.territory_id,
            FeedbackRound.id != drafted.id,
            FeedbackRound.state.in_([*LIVE, RoundState.CLOSED.value]),
            FeedbackRound.closes_at > now - APART,
            FeedbackRound.id.in_(asking_it),
        )
    )
    mine = colleges_of(drafted.audience)
    return any(colleges_of(other.audience) != mine for other in rows)
