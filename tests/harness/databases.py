"""Real databases for tests: a PostgreSQL cluster of our own in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.store import schema
from bot.store.engine import Sessions, open_engine, open_sessions

DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "nobody")


def find_postgresql() -> Path | None:
    """The folder of the newest PostgreSQL server's programs, or None."""
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        return Path(on_path).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[Sessions]:
    """Sessions on a database with the newest schema."""
    engine = open_engine(url)
    await schema.upgrade(engine)
    try:
        yield open_sessions(engine)
    finally:
        await engine.dispose()


@dataclass(slots=True)
class PostgresqlCluster:
    """A running server on a Unix socket's neighbour, a loopback port."""

    programs: Path
    port: int
    user: str | None
    _numbers: Iterator[int]

    @classmethod
    @contextmanager
    def running(cls, programs: Path, folder: Path) -> Iterator[PostgresqlCluster]:
        """Create and start a cluster; stop it at the end. PostgreSQL refuses root, so root lends it another account."""
        user = _unprivileged_user()
        if user is not None:
            shutil.chown(folder, user)
        cluster = cls(programs, _free_port(), user, count(1))
        data = folder / "data"
        cluster._call("initdb", "-D", data, "-U", "clsm", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = f"-p {cluster.port} -h 127.0.0.1 -k {folder} -c fsync=off"
        cluster._call("pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            yield cluster
        finally:
            cluster._call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{next(self._numbers)}"
        self._call("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "clsm", name)
        return f"postgresql+psycopg://clsm@127.0.0.1:{self.port}/{name}"

    def _call(self, program: str, *arguments: str | Path) -> None:
        subprocess.run([self.programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, user=self.user)


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
