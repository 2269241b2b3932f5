"""Territories: kept from their files, found by slug or by what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.territories.models import CoveredArea, Territory, TerritoryChange


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
    local_lines: tuple[str, ...] = ()


EDITABLE = ("contact", "office_hours", "site", "local_lines", "languages", "status")


async def keep_territory(session: AsyncSession, record: TerritoryRecord, *, now: datetime) -> Territory:
    """Create or bring up to date a territory from its record; the slug decides which one it is.

    What its coordination has changed since stays as the coordination wrote it.
    """
    territory = await find_territory(session, record.slug)
    if territory is None:
        territory = Territory(slug=record.slug, edited_fields=[], local_lines=[])
        session.add(territory)
    territory.name = record.name
    territory.time_zone = record.time_zone
    territory.is_sample = record.is_sample
    territory.updated_at = now
    for name in EDITABLE:
        if name not in territory.edited_fields:
            value = getattr(record, name)
            setattr(territory, name, list(value) if isinstance(value, tuple) else value)
    await session.flush()
    await session.execute(delete(CoveredArea).where(CoveredArea.territory_id == territory.id))
    session.add_all(
        CoveredArea(territory_id=territory.id, kind=area.kind, code=area.code, name=area.name) for area in record.areas
    )
    await session.flush()
    return territory


async def change_territory(
    session: AsyncSession, territory: Territory, *, name: str, value: str | list[str] | None, actor: str, now: datetime
) -> None:
    """Write one field as the coordination wants it, for good: no file overwrites it. ValueError for another field."""
    if name not in EDITABLE:
        raise ValueError(f"{name} is not for the coordination to change")
    before = getattr(territory, name)
    if before == value:
        return
    setattr(territory, name, value)
    territory.edited_fields = list(dict.fromkeys([*territory.edited_fields, name]))
    territory.updated_at = now
    session.add(
        TerritoryChange(
            territory_id=territory.id, field=name, before=_as_text(before), after=_as_text(value), actor=actor, at=now
        )
    )
    await session.flush()


async def areas_of(session: AsyncSession, *, territory_id: int) -> Sequence[CoveredArea]:
    """The perimeter of a territory, as its file names it."""
    rows = await session.scalars(
        select(CoveredArea).where(CoveredArea.territory_id == territory_id).order_by(CoveredArea.id)
    )
    return rows.all()


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


def _as_text(value: object) -> str | None:
    return None if value is None else ("\n".join(value) if isinstance(value, list) else str(value))[:1000]
