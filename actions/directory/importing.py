"""An import from end to end: rows in batches, each in a transaction of its own, and a report of every row refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.formats.rows import Row
from actions.directory.keeping import (
    Outcome,
    TooManyGone,
    begin_import,
    compare,
    end_import,
    keep_batch,
    keep_standing,
    settle,
)
from actions.directory.records import ResourceRecord
from actions.territories.gazetteer import Gazetteer

BATCH = 500
MOST_PROBLEMS = 1000  # kept in memory: a broken file of 100,000 rows must not fill it

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class Order:
    """What to import. `is_complete` says that the file holds all of its source: what it lacks is gone."""

    source: str
    file: str
    territory_id: int | None = None
    is_dry: bool = False
    is_complete: bool = True
    may_lose_many: bool = False


@dataclass(slots=True)
class ImportReport:
    """What an import did, row by row where something was wrong."""

    read: int = 0
    kept: Counter[Outcome] = field(default_factory=Counter)
    refused: int = 0
    elsewhere: int = 0
    repeated: int = 0
    with_problems: int = 0
    gone: int = 0
    problems: list[Row] = field(default_factory=list)
    warning: str | None = None
    is_broken: bool = False

    def counts(self) -> dict[str, int]:
        """The figures by name."""
        figures = {outcome.value: self.kept[outcome] for outcome in Outcome}
        rest = {"read": self.read, "refused": self.refused, "elsewhere": self.elsewhere, "repeated": self.repeated}
        return rest | figures | {"incomplete": self.with_problems, "gone": self.gone}

    def note(self, row: Row) -> None:
        """Count a row, and remember what was wrong with it."""
        self.read += 1
        if row.is_elsewhere:
            self.elsewhere += 1
            return
        if row.record is None:
            self.refused += 1
        elif row.problems:
            self.with_problems += 1
        if row.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(row)


async def run_import(
    rows: Iterable[Row],
    order: Order,
    *,
    transaction: Transaction,
    gazetteer: Gazetteer,
    now: datetime,
    progress: Callable[[int], None],
) -> ImportReport:
    """Read rows and keep them. Running it again changes nothing; cut off, it goes on from where it stopped.

    A file that ends in the middle, or that lacks a large part of its source, marks nothing as gone.
    """
    report = ImportReport()
    import_id = None
    if not order.is_dry:
        async with transaction() as session:
            import_id = await begin_import(session, source=order.source, file=order.file, now=now)
    seen: set[int] = set()
    batch: list[ResourceRecord] = []
    refused: list[str] = []
    for row in rows:
        report.note(row)
        if row.source_id is not None:
            refused.append(row.source_id)
        if row.record is not None:
            fingerprint = hash(row.record.source_id)
            if fingerprint in seen:
                report.repeated += 1
                continue
            seen.add(fingerprint)
            batch.append(row.record)
        if len(batch) == BATCH:
            await _keep(batch, order, report, import_id, transaction=transaction, gazetteer=gazetteer, now=now)
            batch = []
            progress(report.read)
    await _keep(batch, order, report, import_id, transaction=transaction, gazetteer=gazetteer, now=now)
    progress(report.read)
    if import_id is not None:
        await _mark_seen(refused, order, import_id, transaction=transaction)
        await _finish(order, report, import_id, transaction=transaction, now=now)
    return report


async def _keep(
    batch: Sequence[ResourceRecord],
    order: Order,
    report: ImportReport,
    import_id: int | None,
    *,
    transaction: Transaction,
    gazetteer: Gazetteer,
    now: datetime,
) -> None:
    if not batch:
        return
    async with transaction() as session:
        if order.is_dry:
            report.kept += await compare(session, batch)
            return
        report.kept += await keep_batch(
            session, batch, import_id=import_id, gazetteer=gazetteer, territory_id=order.territory_id, now=now
        )


async def _mark_seen(refused: Sequence[str], order: Order, import_id: int, *, transaction: Transaction) -> None:
    """A row that is wrong this time still names its place: it stays as it was."""
    for at in range(0, len(refused), BATCH):
        async with transaction() as session:
            await keep_standing(session, refused[at : at + BATCH], source=order.source, import_id=import_id)


async def _finish(
    order: Order, report: ImportReport, import_id: int, *, transaction: Transaction, now: datetime
) -> None:
    async with transaction() as session:
        if order.is_complete and not report.is_broken and report.kept.total():
            try:
                report.gone = await settle(
                    session, import_id=import_id, source=order.source, may_lose_many=order.may_lose_many, now=now
                )
            except TooManyGone as refused:
                report.warning = str(refused)
        await end_import(session, import_id, counts=report.counts(), now=now)
