from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

import actions
import bot
from bot.store import schema
from bot.store.engine import open_engine


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(database_url)
    yield opened
    await opened.dispose()


def differences(connection: Connection) -> list[object]:
    """What a new migration would have to change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, schema.metadata()))


async def test_migrations_build_exactly_the_tables_of_the_code(engine: AsyncEngine) -> None:
    assert not await schema.is_current(engine)
    await schema.upgrade(engine)
    assert await schema.is_current(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        tables = await connection.run_sync(lambda opened: set(inspect(opened).get_table_names()))
    assert tables == {*schema.metadata().tables, "alembic_version"}


async def test_migrations_run_again_change_nothing(engine: AsyncEngine) -> None:
    await schema.upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO seen_update (update_id, received_at) VALUES (7, '2026-11-23')"))
    await schema.upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM seen_update")) == 1


async def test_migrations_that_miss_a_table_are_noticed(engine: AsyncEngine) -> None:
    await schema.upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE answer_tally"))
        assert await connection.run_sync(differences) != []


async def test_calls_taken_back_by_an_earlier_version_go(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda opened: command.upgrade(schema.alembic_config(opened), "0007"))
        for failure in ("withdrawn", "refused"):
            await connection.execute(
                text(
                    "INSERT INTO outbox (chat_key, is_group, method, lane, language, if_unknown, state, attempts,"
                    " not_before, created_at, failure) VALUES ('k', false, 'send_message', 2, 'fr', 'park', 'failed',"
                    f" 0, '2026-11-23', '2026-11-23', '{failure}')"
                )
            )
    await schema.upgrade(engine)
    async with engine.connect() as connection:
        assert list(await connection.scalars(text("SELECT failure FROM outbox"))) == ["refused"]


def test_migrations_form_one_line() -> None:
    script = ScriptDirectory(str(schema.MIGRATIONS))
    assert len(script.get_heads()) == 1
    assert len(list(script.walk_revisions())) == len(list(Path(script.versions).glob("*.py")))


def test_schema_knows_every_module_of_models() -> None:
    found = {
        module.name
        for package in (actions, bot)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if module.name.endswith(".models")
    } | {"actions.people.solicitation"}
    assert found == set(schema.MODEL_MODULES)
    assert all(importlib.import_module(name) for name in found)
