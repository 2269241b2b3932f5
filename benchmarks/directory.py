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
from dataclasses import dataclass
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
CITY_GOAL_MS = 50.0  # of processor time, for 95 searches of 100 in the largest cities
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
CITIES = ("Paris", "Marseille", "Lyon", "Lille")
CITY_ROUNDS = 5
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
    crowded = [gazetteer.place_of(gazetteer.named(name)[0]) for name in CITIES] * CITY_ROUNDS
    async with sessions() as session:
        ours = [await timed_search(session, place, chance.choice(NEEDS)) for place in places]
        before = memory_mb()
        in_cities = [await timed_search(session, place, need) for place in crowded for need in NEEDS]
        grown = memory_mb() - before
        scans = [await timed_scan(session, place, chance.choice(NEEDS)) for place in places[:SCANS]]
    print(f"search: {Figures.of(ours)}")
    print(f"search in the largest cities: {Figures.of(in_cities)}; +{grown:.0f} MB over {len(in_cities)} searches")
    peer, median = statistics.median(scan.wall for scan in scans), Figures.of(ours).median
    print(f"plain full scan: median {peer:.1f} ms over {len(scans)}; {peer / median:.0f} times slower")
    if median > GOAL_MS or Figures.of(in_cities).processor_p95 > CITY_GOAL_MS:
        raise SystemExit(f"the goals are {GOAL_MS} ms at the median, {CITY_GOAL_MS} ms of processor time in cities")


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one run: by the clock on the wall, and of the processor."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of many runs; those of the processor do not depend on what else the machine does."""

    median: float
    p95: float
    processor_median: float
    processor_p95: float

    @classmethod
    def of(cls, timings: list[Timing]) -> Figures:
        """The middle and the slow end."""
        wall, processor = (sorted(getattr(each, name) for each in timings) for name in ("wall", "processor"))
        late = int(len(timings) * 0.95)
        return cls(statistics.median(wall), wall[late], statistics.median(processor), processor[late])

    def __str__(self) -> str:
        return (
            f"median {self.median:.1f} ms, p95 {self.p95:.1f} ms "
            f"(processor: median {self.processor_median:.1f} ms, p95 {self.processor_p95:.1f} ms)"
        )


async def timed_search(session: AsyncSession, place: Place, need: Need) -> Timing:
    """One search."""
    begin, processor = time.perf_counter(), time.process_time()
    await search(session, Wanted(need, place), hours=OsmHours(), now=NOW)
    return Timing((time.perf_counter() - begin) * 1000, (time.process_time() - processor) * 1000)


async def timed_scan(session: AsyncSession, place: Place, need: Need) -> Timing:
    """Looking at every place."""
    begin, processor = time.perf_counter(), time.process_time()
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
    return Timing((time.perf_counter() - begin) * 1000, (time.process_time() - processor) * 1000)


def memory_mb() -> float:
    """The largest memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(main())
