"""What the database itself refuses, on each kind: an answer of somebody, a figure of a few."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Date, DateTime

from actions.feedback.models import FeedbackFigure
from actions.feedback.rounds import draft_from_set, questions_of
from bot.store.engine import open_engine, open_sessions
from bot.store.schema import upgrade
from tests.meetings.desk import NOW, Desk


@pytest.fixture
async def session(database_url: str) -> AsyncIterator[AsyncSession]:
    engine = open_engine(database_url)
    await upgrade(engine)
    async with open_sessions(engine)() as opened:
        yield opened
    await engine.dispose()


def leads_to(connection: Connection, table: str) -> set[str]:
    """Every table a row of this one points to, directly or through others."""
    found: set[str] = set()
    ahead = [table]
    while ahead:
        for key in inspect(connection).get_foreign_keys(ahead.pop()):
            if key["referred_table"] not in found:
                found.add(key["referred_table"])
                ahead.append(key["referred_table"])
    return found


@pytest.mark.parametrize("table", ["feedback_answer", "feedback_text", "feedback_figure"])
async def test_what_was_answered_points_to_no_person_and_bears_no_time(session: AsyncSession, table: str) -> None:
    connection = await session.connection()
    assert "person" not in await connection.run_sync(leads_to, table)
    columns = await connection.run_sync(lambda sync: inspect(sync).get_columns(table))
    assert not [column["name"] for column in columns if isinstance(column["type"], DateTime)]
    dates = [column["name"] for column in columns if isinstance(column["type"], Date)]
    assert dates in ([], ["erase_on"])
    assert not [column["name"] for column in columns if column.get("autoincrement") is True or column["name"] == "id"]


@pytest.mark.parametrize(("chosen", "base", "minimum"), [(1, 10, 11), (1, 4, 4), (12, 11, 11)])
async def test_a_figure_of_too_few_is_refused(session: AsyncSession, chosen: int, base: int, minimum: int) -> None:
    desk = await Desk.open(session)
    of_round = await draft_from_set(session, "mood", territory_id=desk.territory.id, now=NOW)
    question = (await questions_of(session, of_round))[0]
    figure = FeedbackFigure(question_id=question.id, option=0, chosen=chosen, base=base, minimum=minimum)
    session.add(figure)
    with pytest.raises(IntegrityError):
        await session.flush()
