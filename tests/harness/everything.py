"""All that a database holds, whatever the table: to look for what must not be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Column, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.models import Person
from actions.tables import Instant
from bot.store import schema
from bot.store.vault import FernetVault

VAULT = FernetVault("k" * 48)  # the key of every test
MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
NUMBERS = count(1000)
Contents = Mapping[str, list[dict[str, Any]]]


async def everything(session: AsyncSession) -> Contents:
    """Every row of every table, by the table's name."""
    tables = schema.metadata().sorted_tables
    return {table.name: [dict(row) for row in (await session.execute(select(table))).mappings()] for table in tables}


def tables_that_mention(contents: Contents, mark: str) -> set[str]:
    """The tables in which a text stands, in clear or under the seal of the tests' key."""
    return {
        table for table, rows in contents.items() for row in rows for value in row.values() if mark in _readable(value)
    }


def tables_of_people() -> list[Table]:
    """The tables whose rows point to a person."""
    return [
        table for table in schema.metadata().sorted_tables if any(_points_to_person(each) for each in table.columns)
    ]


def rows_of_person(contents: Contents, person_id: int) -> set[str]:
    """The tables in which a row points to a person."""
    return {
        table.name
        for table in tables_of_people()
        for column in table.columns
        for row in contents[table.name]
        if _points_to_person(column) and row[column.name] == person_id
    }


async def plant(session: AsyncSession, table: Table, *, person: Person, territory_id: int) -> None:
    """Put a row about a person into a table, whatever its columns are."""
    await session.execute(insert(table).values(await _row(session, table, person.id, territory_id)))


async def _row(session: AsyncSession, table: Table, person_id: int, territory_id: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        targets = [key.column.table for key in column.foreign_keys]
        if _points_to_person(column):
            row[column.name] = person_id
        elif targets and targets[0].name == "territory":
            row[column.name] = territory_id
        elif targets and not column.nullable:
            made = await session.execute(
                insert(targets[0]).values(await _row(session, targets[0], person_id, territory_id))
            )
            row[column.name] = made.inserted_primary_key[0] if made.inserted_primary_key else None
        elif not column.nullable and not column.primary_key:
            row[column.name] = _some(column)
    return row


def _points_to_person(column: Column[Any]) -> bool:
    return any(key.column.table.name == "person" for key in column.foreign_keys)


def _some(column: Column[Any]) -> object:
    if isinstance(column.type, Instant):
        return MOMENT
    if isinstance(column.type, JSON):
        return []
    samples: dict[type, object] = {
        bool: True,
        int: next(NUMBERS),
        str: f"x{next(NUMBERS)}",
        bytes: VAULT.seal(b"planted"),
        date: MOMENT.date(),
        list: [],
        dict: {},
        float: 1.0,
    }
    return samples[column.type.python_type]


def _readable(value: object) -> str:
    return "\n".join(_words(value))


def _words(value: object) -> Iterator[str]:
    if not isinstance(value, bytes):
        yield str(value)
        return
    yield value.decode(errors="replace")
    try:
        yield VAULT.open(value).decode(errors="replace")
    except ValueError:
        return
