"""Keeping records: what an import brings, what is gone, and what the coordination wrote stays.

An importer calls `keep_batch` again and again, each in a transaction of its own, and `settle` once at the end:
an import that was cut off is simply run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.models import DirectoryImport, Resource, ResourceState
from actions.directory.records import ResourceRecord, shortened
from actions.tables import Base
from actions.territories.gazetteer import Gazetteer
from actions.territories.geometry import COARSE, FINE, square
from actions.territories.zones import MAINLAND, zone_of

LARGEST_LOSS = 0.3  # a file that forgets more than this share is taken for a broken one


class Outcome(StrEnum):
    """What became of one record."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RETURNED = "returned"


class TooManyGone(Exception):  # noqa: N818 - named for what happened
    """A file without a large part of what its source had: nothing was marked as gone."""

    def __init__(self, *, missing: int, known: int) -> None:
        super().__init__(f"{missing} of {known} places are missing from the file; nothing was marked as gone")
        self.missing = missing
        self.known = known


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    digest: str
    state: str
    edited_fields: list[str]


async def begin_import(session: AsyncSession, *, source: str, file: str, now: datetime) -> int:
    """Open a run; return its number."""
    run = DirectoryImport(source=source, file=file[:200], started_at=now, counts={})
    session.add(run)
    await session.flush()
    return run.id


async def keep_batch(
    session: AsyncSession,
    records: Sequence[ResourceRecord],
    *,
    import_id: int | None,
    gazetteer: Gazetteer,
    territory_id: int | None = None,
    now: datetime,
) -> Counter[Outcome]:
    """Add new records, bring changed ones up to date, leave the others; fields a coordination wrote are not touched.

    The records must share one source and have different ids.
    """
    known = await _known(session, records)
    counts: Counter[Outcome] = Counter()
    new: list[dict[str, Any]] = []
    seen: list[int] = []
    for record in records:
        standing = known.get(record.source_id)
        if standing is None:
            values = _values(shortened(record), gazetteer)
            new.append(
                values
                | {"digest": record.digest, "territory_id": territory_id, "created_at": now}
                | {"import_id": import_id, "state": ResourceState.ACTIVE.value, "edited_fields": []}
            )
            counts[Outcome.ADDED] += 1
            continue
        seen.append(standing.id)
        counts[await _renew(session, standing, record, gazetteer)] += 1
    if new:
        # Through the table, not the class: one statement for all rows, where the ORM would make one a row.
        await (await session.connection()).execute(insert(Base.metadata.tables[Resource.__tablename__]), new)
    if seen and import_id is not None:
        await session.execute(update(Resource).where(Resource.id.in_(seen)).values(import_id=import_id))
    return counts


async def keep_standing(session: AsyncSession, source_ids: Sequence[str], *, source: str, import_id: int) -> None:
    """Note that a run saw these places, without touching them."""
    await session.execute(
        update(Resource)
        .where(Resource.source == source, Resource.source_id.in_(source_ids))
        .values(import_id=import_id)
    )


async def settle(
    session: AsyncSession, *, import_id: int, source: str, may_lose_many: bool = False, now: datetime
) -> int:
    """Mark as gone what the run did not see, and return how many. Raises TooManyGone when that looks like a mistake."""
    active = (Resource.source == source, Resource.state == ResourceState.ACTIVE.value)
    unseen = (Resource.import_id.is_(None)) | (Resource.import_id != import_id)
    known = await session.scalar(select(func.count()).select_from(Resource).where(*active)) or 0
    missing = await session.scalar(select(func.count()).select_from(Resource).where(*active, unseen)) or 0
    if missing > LARGEST_LOSS * known and not may_lose_many:
        raise TooManyGone(missing=missing, known=known)
    await session.execute(update(Resource).where(*active, unseen).values(state=ResourceState.GONE.value, gone_at=now))
    return missing


async def end_import(session: AsyncSession, import_id: int, *, counts: dict[str, int], now: datetime) -> None:
    """Write down what a run did."""
    await session.execute(
        update(DirectoryImport).where(DirectoryImport.id == import_id).values(finished_at=now, counts=counts)
    )


async def compare(session: AsyncSession, records: Sequence[ResourceRecord]) -> Counter[Outcome]:
    """What `keep_batch` would do, without doing it: for a dry run."""
    known = await _known(session, records)
    counts: Counter[Outcome] = Counter()
    for record in records:
        standing = known.get(record.source_id)
        counts[_outcome(standing, record)] += 1
    return counts


def placed_values(values: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """Values of a place with its squares, its clock, and the centre of its commune where it has no position."""
    commune = gazetteer.by_code(values.get("commune_code") or "")
    if commune is None and values.get("postcode"):
        commune = next(iter(gazetteer.with_postcode(values["postcode"])), None)
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if (latitude is None or longitude is None) and commune is not None:
        latitude, longitude = commune.latitude, commune.longitude
        values |= {"is_approximate": latitude is not None}
    code = values.get("commune_code") or (commune.code if commune else "")
    zone = zone_of(code, latitude=latitude, longitude=longitude) if code else MAINLAND
    fine, coarse = squares_of_position(latitude, longitude)
    return values | {
        "latitude": latitude,
        "longitude": longitude,
        "commune_code": code or None,
        "commune": values.get("commune") or (commune.name if commune else None),
        "square": fine,
        "region": coarse,
        "time_zone": zone,
    }


def squares_of_position(latitude: float | None, longitude: float | None) -> tuple[int | None, int | None]:
    """The fine and the coarse square that a place is looked up by."""
    if latitude is None or longitude is None:
        return None, None
    return square(latitude, longitude, per_degree=FINE), square(latitude, longitude, per_degree=COARSE)


async def _known(session: AsyncSession, records: Sequence[ResourceRecord]) -> dict[str, _Known]:
    if not records:
        return {}
    rows = await session.execute(
        select(Resource.source_id, Resource.id, Resource.digest, Resource.state, Resource.edited_fields).where(
            Resource.source == records[0].source, Resource.source_id.in_([record.source_id for record in records])
        )
    )
    return {row.source_id: _Known(row.id, row.digest, row.state, row.edited_fields) for row in rows}


def _outcome(standing: _Known | None, record: ResourceRecord) -> Outcome:
    if standing is None:
        return Outcome.ADDED
    if standing.state == ResourceState.GONE.value:
        return Outcome.RETURNED
    return Outcome.UNCHANGED if standing.digest == record.digest else Outcome.CHANGED


async def _renew(session: AsyncSession, standing: _Known, record: ResourceRecord, gazetteer: Gazetteer) -> Outcome:
    outcome = _outcome(standing, record)
    if outcome is Outcome.UNCHANGED:
        return outcome
    values = _values(shortened(record), gazetteer)
    kept = {name: value for name, value in values.items() if name not in _protected(standing.edited_fields)}
    if outcome is Outcome.RETURNED:
        kept |= {"state": ResourceState.ACTIVE.value, "gone_at": None}
    await session.execute(update(Resource).where(Resource.id == standing.id).values(**kept, digest=record.digest))
    return outcome


_POSITION = frozenset({"latitude", "longitude", "square", "region", "is_approximate", "time_zone"})


def _protected(edited: Sequence[str]) -> set[str]:
    """The columns behind what a coordination wrote: an address it corrected brings its own position."""
    moved = {"address", "commune_code", "postcode"} & set(edited)
    placed = moved or "position" in edited
    return set(edited) | (_POSITION if placed else frozenset()) | ({"commune"} if moved else set())


_FIELDS = tuple(field.name for field in fields(ResourceRecord))


def _values(record: ResourceRecord, gazetteer: Gazetteer) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in _FIELDS}
    plain = {"kind": record.kind.value, "cost": record.cost.value, "referral": record.referral.value}
    lists = {"languages": list(record.languages), "serves": list(record.serves)}
    return placed_values(values | plain | lists, gazetteer)
