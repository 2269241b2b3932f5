"""Searching and importing 100,000 places on SQLite, each beside the plain way of doing it.

The peer of the search is a full scan in the same run: every active place of the right kinds, its distance computed.
"""

from __future__ import annotations

import asyncio
import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

sys.path.insert(0, str(Path(__file__).parents[1]))

from actions.directory.importing import Order
from actions.directory.models import Resource, ResourceState
from actions.directory.needs import KINDS, Need
from actions.directory.search import Wanted, search
from actions.territories.communes import CommuneRecord, replace_communes
from actions.territories.gazetteer import Gazetteer, Place
from actions.territories.geometry import distance_km
from bot.content.communes import load_communes
from bot.content.hours import OsmHours
from bot.directory_desk import Format, import_rows, read_rows
from bot.store import schema
from bot.store.engine import Sessions, open_engine, open_sessions
from tests.harness.places import plain_rows, write_plain

PLACES = 100_000
SEARCHES = 300
SCANS = 15
GOAL_MS = 20.0
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NEEDS = (Need.TALK, Need.ADDICTION, Need.YOUTH, Need.STREET, Need.PEERS, Need.FAMILY)


async def main() -> None:
    """Import, import again, search, scan."""
    communes = load_communes(Path(__file__).parents[1] / "content" / "communes" / "built_in.csv")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite+aiosqlite:///{folder}/benchmark.db")
        await schema.upgrade(engine)
        sessions = open_sessions(engine)
        async with sessions.begin() as session:
            await replace_communes(session, communes, source="benchmark", now=NOW)
        path = write_plain(Path(folder) / "places.csv", plain_rows(PLACES, communes))
        for run in ("first import", "again, nothing changed"):
            await measure_import(path, sessions, run=run)
        await measure_search(sessions, communes)
        await engine.dispose()


async def measure_import(path: Path, sessions: Sessions, *, run: str) -> None:
    """Time and memory of one import."""
    before = memory_mb()
    begin = time.perf_counter()
    rows = read_rows(path, layout=Format.CSV, source="benchmark")
    order = Order(source="benchmark", file=path.name)
    report = await import_rows(rows, order, sessions=sessions, now=NOW, progress=lambda _: None)
    seconds = time.perf_counter() - begin
    figures = {name: figure for name, figure in report.counts().items() if figure}
    print(
        f"{run}: {seconds:.1f} s, {PLACES / seconds:,.0f} rows/s, +{memory_mb() - before:.0f} MB at the peak, {figures}"
    )


async def measure_search(sessions: Sessions, communes: list[CommuneRecord]) -> None:
    """The search and the scan, over the same questions."""
    gazetteer = Gazetteer(communes)
    chance = random.Random(2)
    places = [gazetteer.place_of(commune) for commune in chance.choices(communes, k=SEARCHES) if commune.latitude]
    crowded = [gazetteer.place_of(gazetteer.named(name)[0]) for name in ("Paris", "Marseille", "Lyon", "Lille")]
    before = memory_mb()
    async with sessions() as session:
        ours = [await timed_search(session, place, chance.choice(NEEDS)) for place in places]
        in_cities = [await timed_search(session, place, need) for place in crowded for need in NEEDS]
        grown = memory_mb() - before
        scans = [await timed_scan(session, place, chance.choice(NEEDS)) for place in places[:SCANS]]
    median, peer = statistics.median(ours), statistics.median(scans)
    print(f"search: median {median:.1f} ms, p95 {sorted(ours)[int(len(ours) * 0.95)]:.1f} ms; +{grown:.0f} MB")
    print(f"search in the largest cities: median {statistics.median(in_cities):.1f} ms, worst {max(in_cities):.1f} ms")
    print(f"plain full scan: median {peer:.1f} ms over {len(scans)}; {peer / median:.0f} times slower")
    if median > GOAL_MS:
        raise SystemExit(f"the goal is {GOAL_MS} ms at the median")


async def timed_search(session: AsyncSession, place: Place, need: Need) -> float:
    """Milliseconds of one search."""
    begin = time.perf_counter()
    await search(session, Wanted(need, place), hours=OsmHours(), now=NOW)
    return (time.perf_counter() - begin) * 1000


async def timed_scan(session: AsyncSession, place: Place, need: Need) -> float:
    """Milliseconds of looking at every place."""
    begin = time.perf_counter()
    kinds = {kind.value for kind in KINDS[need]}
    rows = await session.execute(
        select(Resource.id, Resource.kind, Resource.latitude, Resource.longitude).where(
            Resource.state == ResourceState.ACTIVE.value
        )
    )
    north, east = place.latitude or 0.0, place.longitude or 0.0
    near = [
        (distance_km(north, east, latitude, longitude), number)
        for number, kind, latitude, longitude in rows
        if kind in kinds and latitude is not None
    ]
    sorted(near)[:30]
    return (time.perf_counter() - begin) * 1000


def memory_mb() -> float:
    """The largest memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(main())
