"""Territories: kept from their files, found by slug or by what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.territories.models import CoveredArea, Territory


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """One area as a territory's file gives it."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class TerritoryRecord:
    """A territory as its file gives it."""

    slug: str
    name: str
    status: str
    time_zone: str
    areas: tuple[AreaRecord, ...]
    office_hours: str | None = None
    contact: str | None = None
    site: str | None = None
    languages: tuple[str, ...] = ("fr",)
    is_sample: bool = False


async def keep_territory(session: AsyncSession, record: TerritoryRecord, *, now: datetime) -> Territory:
    """Create or bring up to date a territory from its record; the slug decides which one it is."""
    territory = await find_territory(session, record.slug)
    if territory is None:
        territory = Territory(slug=record.slug)
        session.add(territory)
    territory.name = record.name
    territory.status = record.status
    territory.time_zone = record.time_zone
    territory.office_hours = record.office_hours
    territory.contact = record.contact
    territory.site = record.site
    territory.languages = list(record.languages)
    territory.is_sample = record.is_sample
    territory.updated_at = now
    await session.flush()
    await session.execute(delete(CoveredArea).where(CoveredArea.territory_id == territory.id))
    session.add_all(
        CoveredArea(territory_id=territory.id, kind=area.kind, code=area.code, name=area.name) for area in record.areas
    )
    await session.flush()
    return territory


async def find_territory(session: AsyncSession, slug: str) -> Territory | None:
    """The territory of a slug, or None."""
    found: Territory | None = await session.scalar(select(Territory).where(Territory.slug == slug))
    return found


async def list_territories(session: AsyncSession) -> Sequence[Territory]:
    """Every territory, by name."""
    rows = await session.scalars(select(Territory).order_by(Territory.name))
    return rows.all()


async def territories_covering(session: AsyncSession, codes: Sequence[str]) -> Sequence[Territory]:
    """The territories that cover one of the codes: none, one, or several when perimeters overlap."""
    rows = await session.scalars(
        select(Territory)
        .join(CoveredArea, CoveredArea.territory_id == Territory.id)
        .where(CoveredArea.code.in_(codes))
        .distinct()
        .order_by(Territory.name)
    )
    return rows.all()
