"""What a coordination does with its places: add, correct, close, check; every deed with its history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.keeping import keep_batch, placed_values, squares_of_position
from actions.directory.models import Resource, ResourceChange, ResourceState
from actions.directory.records import LENGTHS, ResourceRecord
from actions.territories.gazetteer import Gazetteer

LOCAL_SOURCE = "clsm"
EDITABLE = (
    "name",
    "kind",
    "description",
    "for_whom",
    "youngest",
    "oldest",
    "cost",
    "cost_note",
    "referral",
    "referral_note",
    "phone",
    "email",
    "site",
    "address",
    "commune_code",
    "hours",
    "hours_note",
    "accessibility",
    "serves",
)
POSITION = ("latitude", "longitude", "square", "region", "time_zone", "is_approximate", "commune", "commune_code")


class NotYours(Exception):  # noqa: N818 - named for what happened
    """A place that this coordination does not look after."""


async def place_for(
    session: AsyncSession, resource_id: int, *, territory_id: int, communes: Collection[str]
) -> Resource:
    """A place of the territory: its own, or one that stands in its perimeter. Raises NotYours for any other."""
    resource = await session.get(Resource, resource_id)
    if resource is None or not (resource.territory_id == territory_id or resource.commune_code in communes):
        raise NotYours
    return resource


async def add_place(
    session: AsyncSession,
    record: ResourceRecord,
    *,
    territory_id: int,
    actor: str,
    gazetteer: Gazetteer,
    now: datetime,
) -> Resource:
    """Add a place of the territory's own; adding the same one twice gives the standing one."""
    owned = replace(record, source=f"{LOCAL_SOURCE}-{territory_id}", updated_on=now.date())
    await keep_batch(session, [owned], import_id=None, gazetteer=gazetteer, territory_id=territory_id, now=now)
    resource = (
        await session.scalars(
            select(Resource).where(Resource.source == owned.source, Resource.source_id == owned.source_id)
        )
    ).one()
    resource.checked_on = now.date()
    _write_down(session, resource, deed="add", territory_id=territory_id, actor=actor, now=now)
    await session.flush()
    return resource


async def correct(  # noqa: PLR0913 - each of these is a decision the caller must take
    session: AsyncSession,
    resource: Resource,
    *,
    name: str,
    value: Any,
    territory_id: int,
    actor: str,
    gazetteer: Gazetteer,
    now: datetime,
) -> bool:
    """Write a field as the coordination knows it; no import overwrites it from then on. False if it stood so already.

    A new commune brings its position. Raises ValueError for a field that is not to be edited or a text too long.
    """
    if name not in EDITABLE:
        raise ValueError(f"{name} is not to be edited")
    if isinstance(value, str) and len(value) > LENGTHS.get(name, len(value)):
        raise ValueError(f"{name} holds {LENGTHS[name]} characters")
    before = getattr(resource, name)
    if before == value:
        return False
    setattr(resource, name, value)
    if name == "commune_code":
        _move(resource, gazetteer)
    resource.edited_fields = list(dict.fromkeys([*resource.edited_fields, name]))
    resource.checked_on = now.date()
    _write_down(
        session,
        resource,
        deed="correct",
        territory_id=territory_id,
        actor=actor,
        now=now,
        change=(name, before, value),
    )
    await session.flush()
    return True


async def set_position(
    session: AsyncSession,
    resource: Resource,
    *,
    latitude: float,
    longitude: float,
    territory_id: int,
    actor: str,
    now: datetime,
) -> bool:
    """Put a place where its coordination says it stands; no import moves it from then on. False if it stood there."""
    if (resource.latitude, resource.longitude, resource.is_approximate) == (latitude, longitude, False):
        return False
    before = None if resource.is_approximate else _written(resource.latitude, resource.longitude)
    resource.latitude, resource.longitude, resource.is_approximate = latitude, longitude, False
    resource.square, resource.region = squares_of_position(latitude, longitude)
    resource.edited_fields = list(dict.fromkeys([*resource.edited_fields, "position"]))
    resource.checked_on = now.date()
    change = ("position", before, _written(latitude, longitude))
    _write_down(session, resource, deed="correct", territory_id=territory_id, actor=actor, now=now, change=change)
    await session.flush()
    return True


async def set_state(
    session: AsyncSession,
    resource: Resource,
    state: ResourceState,
    *,
    territory_id: int,
    actor: str,
    now: datetime,
) -> bool:
    """Close a place or open it again; False if it was so already. A closed place no import brings back."""
    if resource.state == state.value:
        return False
    change = ("state", resource.state, state.value)
    resource.state = state.value
    resource.gone_at = None
    resource.checked_on = now.date()
    deed = "close" if state is ResourceState.CLOSED else "reopen"
    _write_down(session, resource, deed=deed, territory_id=territory_id, actor=actor, now=now, change=change)
    await session.flush()
    return True


async def confirm(session: AsyncSession, resource: Resource, *, territory_id: int, actor: str, now: datetime) -> None:
    """Note that everything about a place was looked at today and is right."""
    resource.checked_on = now.date()
    _write_down(session, resource, deed="check", territory_id=territory_id, actor=actor, now=now)
    await session.flush()


async def history(session: AsyncSession, *, resource_id: int, most: int = 10) -> Sequence[ResourceChange]:
    """What was done to a place, the newest first."""
    rows = await session.scalars(
        select(ResourceChange)
        .where(ResourceChange.resource_id == resource_id)
        .order_by(ResourceChange.id.desc())
        .limit(most)
    )
    return rows.all()


async def stale_places(
    session: AsyncSession,
    *,
    territory_id: int | None,
    communes: Collection[str],
    before: date,
    most: int | None,
) -> Sequence[Resource]:
    """Places that nobody looked at since a day, never-checked ones first; everywhere without a territory."""
    looked_at = (Resource.checked_on < before) | (
        Resource.checked_on.is_(None) & ((Resource.updated_on < before) | Resource.updated_on.is_(None))
    )
    query = (
        select(Resource)
        .where(Resource.state == ResourceState.ACTIVE.value, looked_at)
        .order_by(Resource.checked_on.is_not(None), Resource.checked_on, Resource.updated_on, Resource.id)
    )
    if territory_id is not None:
        query = query.where(or_(Resource.territory_id == territory_id, Resource.commune_code.in_(communes)))
    return (await session.scalars(query.limit(most))).all()


async def places_named(
    session: AsyncSession, words: str, *, territory_id: int, communes: Collection[str], most: int = 8
) -> Sequence[Resource]:
    """The places of a territory whose name holds some words, open ones first."""
    pattern = "%" + "%".join(words.split()) + "%"
    rows = await session.scalars(
        select(Resource)
        .where(
            or_(Resource.territory_id == territory_id, Resource.commune_code.in_(communes)),
            Resource.name.ilike(pattern),
        )
        .order_by(Resource.state, Resource.name, Resource.id)
        .limit(most)
    )
    return rows.all()


def _written(latitude: float | None, longitude: float | None) -> str | None:
    return None if latitude is None or longitude is None else f"{latitude:.5f}, {longitude:.5f}"


def _move(resource: Resource, gazetteer: Gazetteer) -> None:
    values = placed_values({"commune_code": resource.commune_code, "postcode": None}, gazetteer)
    for name in POSITION:
        if name in values:
            setattr(resource, name, values[name])


def _write_down(
    session: AsyncSession,
    resource: Resource,
    *,
    deed: str,
    territory_id: int,
    actor: str,
    now: datetime,
    change: tuple[str, Any, Any] | None = None,
) -> None:
    name, before, after = change or (None, None, None)
    session.add(
        ResourceChange(
            resource_id=resource.id,
            territory_id=territory_id,
            deed=deed,
            field=name,
            before=before,
            after=after,
            actor=actor,
            at=now,
        )
    )
