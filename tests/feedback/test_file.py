"""The attacker with the database file in hand: SQLite's pages, its write-ahead log, and what was deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.answering import fill_in, send_answers, withdraw_answers
from actions.feedback.closing import close
from actions.feedback.kinds import FeedbackRefused, QuestionKind
from actions.feedback.members import become_member
from actions.feedback.models import FeedbackAnswer, FeedbackQuestion, FeedbackRound
from actions.feedback.rounds import questions_of
from actions.people.colleges import College
from actions.people.models import Person
from actions.territories.models import Territory
from bot.housekeeping import purge
from bot.store.engine import Sessions, open_engine, open_sessions
from bot.store.schema import metadata
from bot.store.vault import FernetVault
from tests.feedback.test_closing import open_round

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
VAULT = FernetVault("s" * 48)
PEOPLE = 24
LARGEST_AGREEMENT = 0.4  # of two orders, from -1 to 1; about six times what chance does with so many answers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clsm.db"


@pytest.fixture
async def sessions(file: Path) -> AsyncIterator[Sessions]:
    """A database file with one territory, an open round, and members who have not answered."""
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        await connection.run_sync(metadata().create_all)
    sessions = open_sessions(engine)
    async with sessions.begin() as session:
        session.add(
            Territory(id=1, slug="t", name="T", status="active", time_zone="Europe/Paris", languages=[], updated_at=NOW)
        )
        await session.flush()
        await open_round(session)
        for number in range(PEOPLE):
            person = Person(fingerprint=f"person {number}", sealed_account=b"", language="fr", created_at=NOW)
            session.add(person)
            await session.flush()
            await become_member(session, person, territory_id=1, college=College.CONCERNED, now=NOW)
    yield sessions
    await engine.dispose()


async def answer_in_turn(sessions: Sessions) -> tuple[list[set[str]], list[str]]:
    """Everybody answers, one after the other: the receipts of each, and the key of each."""
    found: list[set[str]] = []
    keys = []
    for number in range(PEOPLE):
        async with sessions.begin() as session:
            person, of_round = await person_and_round(session, number)
            for question in await questions_of(session, of_round):
                await fill_in(session, person, question, some_value(question), vault=VAULT)
        async with sessions.begin() as session:
            before = await receipts(session)
            person, of_round = await person_and_round(session, number)
            keys.append(await send_answers(session, person, of_round, vault=VAULT, now=NOW))
            found.append(await receipts(session) - before)
    return found, keys


async def person_and_round(session: AsyncSession, number: int) -> tuple[Person, FeedbackRound]:
    person = (await session.scalars(select(Person).order_by(Person.id))).all()[number]
    return person, (await session.scalars(select(FeedbackRound))).one()


async def receipts(session: AsyncSession) -> set[str]:
    return set(await session.scalars(select(FeedbackAnswer.receipt)))


def some_value(question: FeedbackQuestion) -> str:
    return "Des mots" if question.kind == QuestionKind.TEXT.value else "1"


def agreement(places: list[int]) -> float:
    """Kendall's tau between the order of arrival and that of the places: 1 the same, -1 the reverse, 0 none."""
    pairs = list(combinations(places, 2))
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs)


async def test_the_places_of_answers_in_the_file_do_not_tell_their_order(file: Path, sessions: Sessions) -> None:
    """In a page of the file, SQLite lays rows from the end to the beginning as they come."""
    found, _ = await answer_in_turn(sessions)
    content = file.read_bytes()
    page = int.from_bytes(content[16:18], "big")
    places = [content.find(receipt.encode()) for each in found for receipt in sorted(each)]
    assert min(places) > 0, "every answer is in the file itself, none waits in the log"
    within_pages = [place % page for place in places]
    assert abs(agreement(within_pages)) < LARGEST_AGREEMENT
    assert abs(agreement(places)) < LARGEST_AGREEMENT


async def test_the_log_beside_the_file_keeps_no_answer_and_no_list(file: Path, sessions: Sessions) -> None:
    await answer_in_turn(sessions)
    assert Path(f"{file}-wal").stat().st_size == 0


async def test_the_purge_of_every_minute_empties_the_log_of_everything_else(file: Path, sessions: Sessions) -> None:
    """The message that bears the key of a withdrawal is wiped once it is sent: the log must not keep it."""
    async with sessions.begin() as session:
        (await person_and_round(session, 0))[0].language = "en"
    assert Path(f"{file}-wal").stat().st_size > 0
    async with sessions.begin() as session:
        await purge(session, NOW)
    assert Path(f"{file}-wal").stat().st_size == 0


async def test_what_was_withdrawn_is_nowhere_in_the_file(file: Path, sessions: Sessions) -> None:
    found, keys = await answer_in_turn(sessions)
    async with sessions.begin() as session:
        person, of_round = await person_and_round(session, 3)
        await withdraw_answers(session, person, of_round, secret=keys[3], now=NOW)
    left = file.read_bytes() + Path(f"{file}-wal").read_bytes()
    assert not [receipt for receipt in found[3] if receipt.encode() in left]
    assert all(receipt.encode() in left for receipt in found[4])


async def test_after_the_closing_no_answer_is_left_in_the_file(file: Path, sessions: Sessions) -> None:
    found, keys = await answer_in_turn(sessions)
    async with sessions.begin() as session:
        _, of_round = await person_and_round(session, 0)
        await close(session, of_round, today=NOW.date())
    left = file.read_bytes() + Path(f"{file}-wal").read_bytes()
    assert not [receipt for each in found for receipt in each if receipt.encode() in left]
    assert not [key for key in keys if key.encode() in left]


async def test_after_the_closing_nothing_can_be_withdrawn(sessions: Sessions) -> None:
    _, keys = await answer_in_turn(sessions)
    async with sessions.begin() as session:
        await close(session, (await person_and_round(session, 0))[1], today=NOW.date())
    async with sessions.begin() as session:
        person, of_round = await person_and_round(session, 0)
        with pytest.raises(FeedbackRefused, match="closed"):
            await withdraw_answers(session, person, of_round, secret=keys[0], now=NOW)
