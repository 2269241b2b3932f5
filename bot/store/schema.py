"""The schema: every table of the house, and the migrations that bring a database to it."""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.tables import Base

MIGRATIONS = Path(__file__).parent / "migrations"
MODEL_MODULES = (
    "actions.people.models",
    "actions.territories.models",
    "actions.answers.models",
    "actions.mediation.models",
    "actions.directory.models",
    "actions.people.solicitation",
    "actions.meetings.models",
    "actions.feedback.models",
    "bot.delivery.models",
)


def metadata() -> MetaData:
    """The tables as the code has them."""
    for module in MODEL_MODULES:
        importlib.import_module(module)
    return Base.metadata


async def upgrade(engine: AsyncEngine) -> None:
    """Bring the database to the newest schema."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


async def is_current(engine: AsyncEngine) -> bool:
    """True if the database has the newest schema."""
    async with engine.connect() as connection:
        return await connection.run_sync(_is_current)


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for a connection that is already open."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")


def _is_current(connection: Connection) -> bool:
    head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head
