"""The whole way from answers to what can be read, attacked with every figure of every round together."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.closing import close
from actions.feedback.kinds import QuestionKind, RoundState
from actions.feedback.models import FeedbackAnswer, FeedbackFigure, FeedbackQuestion, FeedbackRound, FeedbackText
from actions.feedback.results import over_time, result_of, texts_of
from actions.feedback.rounds import draft_again, draft_from_set, move, questions_of
from actions.people.colleges import College
from actions.people.models import Person
from actions.territories.models import Territory
from bot.store.engine import open_engine, open_sessions
from bot.store.schema import metadata
from tests.feedback.attack import Shown, derivable

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COLLEGES = [college.value for college in College]
SIZES = st.one_of(st.integers(0, 20), st.sampled_from([0, 1, 9, 10, 11, 12, 13]))


@asynccontextmanager
async def fresh_session() -> AsyncIterator[AsyncSession]:
    """An empty database in memory, with one territory."""
    engine = open_engine("sqlite+aiosqlite://")
    async with open_sessions(engine)() as session:
        connection = await session.connection()
        await connection.run_sync(metadata().create_all)
        session.add(
            Territory(id=1, slug="t", name="T", status="active", time_zone="Europe/Paris", languages=[], updated_at=NOW)
        )
        await session.flush()
        yield session
    await engine.dispose()


async def open_round(session: AsyncSession, *, earlier: FeedbackRound | None = None, month: int = 0) -> FeedbackRound:
    """A round of « L’accès aux soins » that is open."""
    now = NOW + timedelta(days=31 * month)
    drafted = (
        await draft_from_set(session, "access_to_care", territory_id=1, now=now)
        if earlier is None
        else await draft_again(session, earlier, now=now)
    )
    drafted.opens_at, drafted.closes_at = now, now + timedelta(days=7)
    move(drafted, RoundState.SCHEDULED)
    move(drafted, RoundState.OPEN)
    await session.flush()
    return drafted


async def answer(
    session: AsyncSession, of_round: FeedbackRound, people: dict[str, int], *, chance: random.Random, skip: float
) -> dict[int, dict[str, int]]:
    """Answers of so many people of each college; the truth: for each question, how many of each college answered."""
    truth: dict[int, dict[str, int]] = {}
    for question in await questions_of(session, of_round):
        truth[question.id] = dict.fromkeys(COLLEGES, 0)
        for college, number in people.items():
            for _ in range(number):
                if chance.random() >= skip:
                    truth[question.id][college] += 1
                    session.add(some_answer(question, college, chance))
    await session.flush()
    return truth


def some_answer(question: FeedbackQuestion, college: str, chance: random.Random) -> FeedbackAnswer:
    is_text = question.kind == QuestionKind.TEXT.value
    return FeedbackAnswer(
        receipt=token_hex(32),
        question_id=question.id,
        college=college,
        choice=None if is_text else str(chance.randrange(len(question.options))),
        sealed_words=b"words" if is_text else None,
    )


async def everything_shown(session: AsyncSession, of_round: FeedbackRound) -> dict[int, list[Shown]]:
    """What anybody can read of a round, by question: as the screens, pictures and exports take it."""
    shown: dict[int, list[Shown]] = {}
    for result in (await result_of(session, of_round)).questions:
        figures = []
        if result.everybody is not None:
            figures.append(Shown(frozenset(COLLEGES), result.everybody.base))
        figures += [Shown(frozenset({each.college}), each.base) for each in result.colleges]
        if result.texts:
            figures.append(Shown(frozenset(COLLEGES), result.texts))
        shown[result.question.id] = figures
    return shown


@given(
    people=st.lists(
        st.fixed_dictionaries(dict.fromkeys(COLLEGES, SIZES)),
        min_size=1,
        max_size=3,
    ),
    skip=st.sampled_from([0.0, 0.0, 0.1, 0.4]),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=25, deadline=None)
def test_all_that_can_be_read_of_all_rounds_shows_no_small_group(
    people: list[dict[str, int]], skip: float, seed: int
) -> None:
    async def attack() -> None:
        chance = random.Random(seed)
        async with fresh_session() as session:
            earlier = None
            for month, each in enumerate(people):
                of_round = await open_round(session, earlier=earlier, month=month)
                truth = await answer(session, of_round, each, chance=chance, skip=skip)
                assert (await result_of(session, of_round)).questions == (), "nothing before the closing"
                await close(session, of_round, today=NOW.date(), draw=chance.choice)
                for question, figures in (await everything_shown(session, of_round)).items():
                    for group, seen in derivable(figures, colleges=COLLEGES).items():
                        assert seen == sum(truth[question][college] for college in group)
                        assert seen >= of_round.minimum
                first = (await questions_of(session, of_round))[0]
                for moment in await over_time(session, first, territory_id=1):
                    assert moment.figures.base >= of_round.minimum
                earlier = of_round

    asyncio.run(attack())


async def test_the_same_people_month_after_month_complete_no_small_group() -> None:
    people = {"concerned": 20, "carers": 18, "psychiatry": 14, "elected": 4, "others": 0}
    chance = random.Random(5)
    async with fresh_session() as session:
        together: list[Shown] = []
        earlier = None
        for month in range(6):
            of_round = await open_round(session, earlier=earlier, month=month)
            await answer(session, of_round, people, chance=chance, skip=0.0)
            await close(session, of_round, today=NOW.date(), draw=chance.choice)
            for figures in (await everything_shown(session, of_round)).values():
                together += figures
            earlier = of_round
        assert min(derivable(together, colleges=COLLEGES).values()) >= 11


async def test_a_question_is_followed_over_time_only_with_the_same_options() -> None:
    chance = random.Random(2)
    async with fresh_session() as session:
        first = await open_round(session)
        second = await open_round(session, earlier=first, month=1)
        changed = (await questions_of(session, second))[1]
        changed.options = changed.options[:3]
        for of_round in (first, second):
            await answer(session, of_round, {"concerned": 15}, chance=chance, skip=0.0)
            await close(session, of_round, today=NOW.date())
        same, other = (await questions_of(session, second))[:2]
        assert len(await over_time(session, same, territory_id=1)) == 2
        assert len(await over_time(session, other, territory_id=1)) == 1


async def test_free_texts_come_out_shuffled_under_new_keys() -> None:
    chance = random.Random(1)
    async with fresh_session() as session:
        of_round = await open_round(session)
        await answer(session, of_round, {"concerned": 30}, chance=chance, skip=0.0)
        before = set(await session.scalars(select(FeedbackAnswer.receipt)))
        await close(session, of_round, today=NOW.date())
        text_question = (await questions_of(session, of_round))[-1]
        keys = [text.key for text in await texts_of(session, text_question.id)]
        assert len(keys) == 30
        assert keys == sorted(keys)
        assert not {key for key in keys if any(key in old for old in before)}
        assert all(text.erase_on > NOW.date() for text in await session.scalars(select(FeedbackText)))


def test_an_answer_has_no_person_no_time_and_no_way_to_either() -> None:
    columns = {column.name for column in inspect(FeedbackAnswer).columns}
    assert columns == {"receipt", "question_id", "college", "choice", "sealed_words"}
    seen, ahead = set(), [FeedbackAnswer.__table__]
    while ahead:
        table = ahead.pop()
        seen.add(table.name)
        ahead += [key.column.table for key in table.foreign_keys if key.column.table.name not in seen]
    assert Person.__tablename__ not in seen
    assert FeedbackAnswer.__table__.dialect_options["sqlite"]["with_rowid"] is False


@pytest.mark.parametrize(("base", "minimum"), [(10, 11), (4, 4)])
async def test_the_table_of_figures_refuses_a_small_group(base: int, minimum: int) -> None:
    async with fresh_session() as session:
        of_round = await open_round(session)
        question = (await questions_of(session, of_round))[0]
        session.add(FeedbackFigure(question_id=question.id, college="", option=0, chosen=1, base=base, minimum=minimum))
        with pytest.raises(IntegrityError):
            await session.flush()


async def test_an_answer_with_two_forms_is_refused() -> None:
    async with fresh_session() as session:
        of_round = await open_round(session)
        question = (await questions_of(session, of_round))[0]
        session.add(
            FeedbackAnswer(receipt="r", question_id=question.id, college="others", choice="1", sealed_words=b"x")
        )
        with pytest.raises(IntegrityError):
            await session.flush()
