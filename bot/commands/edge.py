"""What every command needs at its edge: settings, a run of its own, and an outcome in words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from bot.journal import open_journal
from bot.operations import require_schema
from bot.operator_mistake import OperatorMistake
from bot.settings import ROOT, Settings, read_settings
from bot.store.engine import Sessions, open_engine, open_sessions

Result = TypeVar("Result")


def settings() -> Settings:
    """The settings of the environment and `.env`; the journal is open from then on."""
    found = read_settings(ROOT / ".env")
    open_journal(found.log_level)
    return found


def perform(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end; mistakes of the operator and of the database become sentences."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except DBAPIError as error:
        raise OperatorMistake(f"The database cannot be used: {error.orig}. Check DATABASE_URL.") from None


@asynccontextmanager
async def opened_database(found: Settings) -> AsyncIterator[Sessions]:
    """Sessions on the operator's database, which must have the newest schema."""
    await require_schema(found)
    engine = open_engine(found.database_url)
    try:
        yield open_sessions(engine)
    finally:
        await engine.dispose()


def tell(line: str) -> None:
    """Say how it goes, beside what the command prints."""
    typer.echo(line, err=True)
