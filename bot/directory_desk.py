"""The directory for operators and for the demonstration: files in, files out, in the transactions of the store."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.audiences import audience_of_words
from actions.directory.coordination import stale_places
from actions.directory.formats.data_inclusion import read_data_inclusion
from actions.directory.formats.finess import read_finess
from actions.directory.formats.plain_csv import read_plain_csv
from actions.directory.formats.rows import Row
from actions.directory.formats.soliguide import read_soliguide
from actions.directory.formats.to_data_inclusion import service_of, structure_of
from actions.directory.formats.to_hsds import TABLES, hsds_tables
from actions.directory.importing import ImportReport, Order, run_import
from actions.directory.models import Resource, ResourceState
from actions.directory.needs import Need, kinds_of_words, need_of_words
from actions.directory.reports import waiting_reports, words_of
from actions.directory.search import Wanted
from actions.directory.search import search as search_places
from actions.territories.communes import read_communes
from actions.territories.councils import communes_covered
from actions.territories.gazetteer import Gazetteer
from actions.territories.models import Territory
from actions.territories.service import find_territory
from actions.territories.whereabouts import read_whereabouts
from bot.clock.clock import SystemClock
from bot.commands import edge
from bot.content.communes import load_communes
from bot.content.hours import OsmHours, is_readable
from bot.operator_mistake import OperatorMistake
from bot.settings import Settings
from bot.store.engine import Sessions

DEMO_SOURCE = "demo"
A_PAGE = 500


class Format(StrEnum):
    """The formats we read."""

    CSV = "csv"
    DATA_INCLUSION = "data-inclusion"
    FINESS = "finess"
    SOLIGUIDE = "soliguide"


class ExportFormat(StrEnum):
    """The formats we write."""

    DATA_INCLUSION = "data-inclusion"
    HSDS = "hsds"


def read_rows(path: Path, *, layout: Format, source: str, structures: Path | None = None) -> Iterator[Row]:
    """The rows of a file in one of our formats."""
    match layout:
        case Format.CSV:
            return read_plain_csv(path, source=source, are_hours=is_readable)
        case Format.DATA_INCLUSION:
            return read_data_inclusion(path, source=source, are_hours=is_readable, structures=structures)
        case Format.FINESS:
            return read_finess(path, source=source)
        case Format.SOLIGUIDE:
            return read_soliguide(path, source=source, are_hours=is_readable)


async def import_rows(
    rows: Iterator[Row], order: Order, *, sessions: Sessions, now: datetime, progress: Callable[[int], None]
) -> ImportReport:
    """Import rows. The gazetteer gives a position to the places that come without one."""
    async with sessions() as session:
        gazetteer = Gazetteer(await read_communes(session))
    return await run_import(rows, order, transaction=sessions.begin, gazetteer=gazetteer, now=now, progress=progress)


async def keep_samples(content: Path, *, sessions: Sessions, now: datetime) -> ImportReport:
    """Bring in the invented places of the demonstration."""
    path = content / "directory" / "demo.csv"
    rows = read_rows(path, layout=Format.CSV, source=DEMO_SOURCE)
    order = Order(source=DEMO_SOURCE, file=path.name)
    return await import_rows(rows, order, sessions=sessions, now=now, progress=lambda _: None)


async def import_for_operator(
    settings: Settings,
    file: Path,
    order: Order,
    *,
    layout: Format,
    structures: Path | None,
    territory: str,
    tell: Callable[[str], None],
) -> ImportReport:
    """Import a file into the operator's database, telling how far it is."""
    async with edge.opened_database(settings) as sessions:
        if territory:
            async with sessions() as session:
                owner = await _territory(session, territory)
            order = Order(**{name: getattr(order, name) for name in Order.__slots__} | {"territory_id": owner.id})
        rows = read_rows(file, layout=layout, source=order.source, structures=structures)
        return await import_rows(
            rows,
            order,
            sessions=sessions,
            now=SystemClock().now(),
            progress=lambda count: tell(f"{count} rows read"),
        )


def write_report(report: ImportReport, path: Path) -> None:
    """Every row with a problem, as a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["row", "name", "kept", "problem"])
        for row in report.problems:
            table.writerows([row.number, row.name, row.record is not None, problem] for problem in row.problems)


async def search_for_operator(settings: Settings, *, what: str, where: str, most: int) -> list[str]:
    """Places as lines of text."""
    async with edge.opened_database(settings) as sessions, sessions() as session:
        communes = await read_communes(session) or load_communes(settings.content_dir / "communes" / "built_in.csv")
        place = read_whereabouts(where, Gazetteer(communes), asked=True).place
        if place is None:
            raise OperatorMistake(f"No commune is found for {where}: give its postcode.")
        wanted = Wanted(need_of_words(what) or Need.TALK, place, audience_of_words(what), kinds=kinds_of_words(what))
        findings = await search_places(session, wanted, hours=OsmHours(), now=SystemClock().now())
        lines = [f"{wanted.need.value} around {place.label}, within {findings.radius:.0f} km"]
        for found in findings.found[:most]:
            resource = await session.get_one(Resource, found.resource_id)
            distance = f"{found.distance:.1f} km" if found.distance is not None else "in town"
            state = {True: "open", False: "closed", None: "?"}[found.opening.is_open]
            lines.append(
                f"{distance:>9}  {state:6}  {resource.kind:24}  {resource.name}  {resource.source} {resource.source_id}"
            )
        return lines


async def export_for_operator(
    settings: Settings, folder: Path, *, layout: ExportFormat, territory: str, source: str
) -> list[tuple[Path, int]]:
    """Write the places into files; return each file with its number of rows."""
    _make(folder)
    async with edge.opened_database(settings) as sessions, sessions() as session:
        owner = await _territory(session, territory) if territory else None
        gazetteer = Gazetteer(await read_communes(session))
        pages = _places(session, owner, gazetteer, source=source)
        if layout is ExportFormat.HSDS:
            return await _write_hsds(pages, folder, today=SystemClock().now().date())
        return await _write_data_inclusion(pages, folder)


async def stale_for_operator(settings: Settings, *, age: timedelta, territory: str) -> list[str]:
    """What to check again, as lines of text."""
    today = SystemClock().now().date()
    async with edge.opened_database(settings) as sessions, sessions() as session:
        owner = await _territory(session, territory) if territory else None
        gazetteer = Gazetteer(await read_communes(session))
        communes = await communes_covered(session, territory_id=owner.id, gazetteer=gazetteer) if owner else set()
        owner_id = owner.id if owner else None
        lines = await _error_lines(session, owner_id, communes)
        for resource in await stale_places(
            session, territory_id=owner_id, communes=communes, before=today - age, most=None
        ):
            day = resource.checked_on or resource.updated_on
            lines.append(f"old    {day or 'never'}  {resource.name}  ({resource.source} {resource.source_id})")
        gone = select(Resource).where(Resource.state == ResourceState.GONE.value).order_by(Resource.id)
        if owner is not None:
            gone = gone.where(or_(Resource.territory_id == owner.id, Resource.commune_code.in_(communes)))
        lines += [
            f"gone   {resource.gone_at:%Y-%m-%d}  {resource.name}  ({resource.source} {resource.source_id})"
            for resource in await session.scalars(gone)
        ]
        return [*lines, f"{len(lines)} places to look at"]


async def _error_lines(session: AsyncSession, territory_id: int | None, communes: Collection[str]) -> list[str]:
    """The reported errors, each with the words that were added."""
    waiting = await waiting_reports(session, territory_id=territory_id, communes=communes)
    words = await words_of(session, [report.id for report, _ in waiting])
    return [
        f"error  {report.reason:7} ×{report.times}  {resource.name}  ({resource.source} {resource.source_id})"
        + "".join(f" « {said} »" for said in words.get(report.id, ()))
        for report, resource in waiting
    ]


async def _places(
    session: AsyncSession, owner: Territory | None, gazetteer: Gazetteer, *, source: str
) -> AsyncIterator[Sequence[Resource]]:
    """Places page by page, so that memory stays flat."""
    query = select(Resource).order_by(Resource.id).limit(A_PAGE)
    if owner is not None:
        communes = await communes_covered(session, territory_id=owner.id, gazetteer=gazetteer)
        query = query.where(or_(Resource.territory_id == owner.id, Resource.commune_code.in_(communes)))
    if source:
        query = query.where(Resource.source == source)
    last = 0
    while page := (await session.scalars(query.where(Resource.id > last))).all():
        yield page
        last = page[-1].id
        session.expunge_all()


async def _write_data_inclusion(pages: AsyncIterator[Sequence[Resource]], folder: Path) -> list[tuple[Path, int]]:
    structures, services = _JsonList(folder / "structures.json"), _JsonList(folder / "services.json")
    async for page in pages:
        for resource in page:
            if resource.state == ResourceState.ACTIVE.value:
                structures.add(structure_of(resource))
                services.add(service_of(resource))
    return [structures.close(), services.close()]


async def _write_hsds(pages: AsyncIterator[Sequence[Resource]], folder: Path, *, today: date) -> list[tuple[Path, int]]:
    tables: dict[str, _CsvTable] = {}
    terms: set[str] = set()
    async for page in pages:
        for name, rows in hsds_tables(page, today=today).items():
            fresh = [row for row in rows if name != "taxonomy_term" or row["id"] not in terms]
            terms |= {row["id"] for row in fresh if name == "taxonomy_term"}
            table = tables.setdefault(name, _CsvTable(folder / f"{name}.csv", TABLES[name]))
            table.add(fresh)
    return [table.close() for table in tables.values()]


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


class _JsonList:
    """A JSON list written item by item."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w", encoding="utf-8")
        self._count = 0
        self._file.write("[")

    def add(self, item: dict[str, Any]) -> None:
        self._file.write((",\n" if self._count else "\n") + json.dumps(item, ensure_ascii=False))
        self._count += 1

    def close(self) -> tuple[Path, int]:
        self._file.write("\n]\n")
        self._file.close()
        return self._path, self._count


class _CsvTable:
    """A table written row by row."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.DictWriter(self._file, list(header))
        self._writer.writeheader()
        self._count = 0

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        self._writer.writerows(rows)
        self._count += len(rows)

    def close(self) -> tuple[Path, int]:
        self._file.close()
        return self._path, self._count


async def _territory(session: AsyncSession, slug: str) -> Territory:
    found = await find_territory(session, slug)
    if found is None:
        raise OperatorMistake(f"No CLSM is called {slug}.")
    return found
