"""The directory for operators and for the demonstration: files in, files out, in the transactions of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from actions.directory.formats.plain_csv import read_plain_csv
from actions.directory.formats.rows import Row
from actions.directory.importing import ImportReport, Order, run_import
from actions.territories.communes import read_communes
from actions.territories.gazetteer import Gazetteer
from bot.content.hours import is_readable
from bot.store.engine import Sessions

DEMO_SOURCE = "demo"


class Format(StrEnum):
    """The formats we read."""

    CSV = "csv"


Reader = Callable[[Path, str], Iterator[Row]]

READERS: Mapping[Format, Reader] = {
    Format.CSV: lambda path, source: read_plain_csv(path, source=source, are_hours=is_readable),
}


async def import_file(
    path: Path,
    order: Order,
    *,
    layout: Format,
    sessions: Sessions,
    now: datetime,
    progress: Callable[[int], None],
) -> ImportReport:
    """Import one file. The gazetteer gives a position to the places that come without one."""
    async with sessions() as session:
        gazetteer = Gazetteer(await read_communes(session))
    return await run_import(
        READERS[layout](path, order.source),
        order,
        transaction=sessions.begin,
        gazetteer=gazetteer,
        now=now,
        progress=progress,
    )


async def keep_samples(content: Path, *, sessions: Sessions, now: datetime) -> ImportReport:
    """Bring in the invented places of the demonstration."""
    path = content / "directory" / "demo.csv"
    order = Order(source=DEMO_SOURCE, file=path.name)
    return await import_file(path, order, layout=Format.CSV, sessions=sessions, now=now, progress=lambda _: None)
