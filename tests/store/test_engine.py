from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from actions.people.models import Consent
from actions.tables import Instant
from bot.delivery.models import SeenUpdate
from bot.store.engine import Sessions, open_engine

PARIS_IN_SUMMER = timezone(timedelta(hours=2))


async def test_instant_comes_back_as_it_was_in_utc(sessions: Sessions) -> None:
    moment = datetime(2027, 7, 1, 9, 30, 15, 123456, tzinfo=PARIS_IN_SUMMER)
    async with sessions.begin() as session:
        session.add(SeenUpdate(update_id=1, received_at=moment))
    async with sessions() as session:
        found = await session.scalar(select(SeenUpdate.received_at))
    assert (found, found.tzinfo if found else None) == (moment, UTC)


async def test_instant_without_a_time_zone_is_refused(sqlite_sessions: Sessions) -> None:
    async with sqlite_sessions() as session:
        session.add(SeenUpdate(update_id=1, received_at=datetime(2027, 7, 1)))  # noqa: DTZ001 - what must be refused
        with pytest.raises(StatementError, match="time zone"):
            await session.flush()


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - bounds are naive
def test_instant_is_the_same_moment_even_if_the_database_forgets_its_zone(moment: datetime) -> None:
    dialect = sqlite.dialect()
    stored = Instant().process_bind_param(moment, dialect)
    assert stored is not None
    assert Instant().process_result_value(stored.replace(tzinfo=None), dialect) == moment.astimezone(UTC)


async def test_row_that_points_to_nobody_is_refused(sessions: Sessions) -> None:
    async with sessions() as session:
        session.add(
            Consent(person_id=1, territory_id=1, purpose="relay", version=1, given_at=datetime(2027, 1, 1, tzinfo=UTC))
        )
        with pytest.raises(IntegrityError):
            await session.flush()


async def test_sqlite_is_durable_and_wipes_what_it_deletes(sqlite_sessions: Sessions) -> None:
    async with sqlite_sessions() as session:
        found = {
            name: await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_error_of_the_database_does_not_quote_the_values(sessions: Sessions) -> None:
    async with sessions() as session:
        session.add_all(
            SeenUpdate(update_id=4242424242, received_at=datetime(2027, 1, 1, tzinfo=UTC)) for _ in range(2)
        )
        with pytest.raises(IntegrityError) as refused:
            await session.flush()
    assert "parameters hidden" in str(refused.value)


async def test_file_that_cannot_be_opened_leaves_no_thread_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[threading.Thread] = []
    start = threading.Thread.start

    def noted(thread: threading.Thread) -> None:
        begun.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", noted)
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/none/x.db")
    with pytest.raises(OperationalError, match="unable to open"):
        await engine.connect()
    await engine.dispose()
    assert begun == []
