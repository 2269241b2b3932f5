"""The database engine: SQLite embedded by default, PostgreSQL for several workers."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from actions.history import FORGETS

BUSY_TIMEOUT_MS = 5_000

Sessions = async_sessionmaker[AsyncSession]


def open_engine(url: str) -> AsyncEngine:
    """An engine for either database; nothing is connected yet."""
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_async_engine(url, pool_pre_ping=True, pool_size=10, hide_parameters=True)


def open_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def _open_sqlite(url: str) -> AsyncEngine:
    # One connection, taken in turn: SQLite lets one transaction write at a time anyhow, and its own way of waiting
    # (sleep and try again) starves some of those who wait.
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "do_connect")
    def _probe(_dialect: Any, _record: Any, arguments: Any, _options: Any) -> None:
        # A file that cannot be opened must fail here: the driver would leave a thread behind, which may outlive the
        # event loop and then complain on its own, long after the operator was told.
        sqlite3.connect(arguments[0]).close()

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # an update confirmed to Telegram must survive a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA secure_delete=ON")  # handled messages do not linger in free pages
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred transaction that reads and then writes fails at once when another wrote in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine.sync_engine, "checkin")
    def _forget(connection: Any, record: Any) -> None:
        if connection is not None and record.info.pop(FORGETS, False):
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()

    return engine
