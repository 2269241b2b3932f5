"""Errors that visitors report: counted, handed to the coordination, closed by it. Nobody is named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.models import ReportReason, Resource, ResourceReport


async def report(session: AsyncSession, resource: Resource, *, reason: ReportReason, now: datetime) -> bool:
    """Note an error; False if the same one already waits, which is then counted once more."""
    waiting = await session.scalar(
        select(ResourceReport).where(
            ResourceReport.resource_id == resource.id,
            ResourceReport.reason == reason.value,
            ResourceReport.done_at.is_(None),
        )
    )
    if waiting is not None:
        waiting.times += 1
        waiting.last_at = now
        return False
    session.add(ResourceReport(resource_id=resource.id, reason=reason.value, times=1, first_at=now, last_at=now))
    await session.flush()
    return True


async def waiting_reports(
    session: AsyncSession, *, territory_id: int | None = None, communes: Collection[str] = ()
) -> Sequence[tuple[ResourceReport, Resource]]:
    """The errors that nobody has looked at, in one territory's places, or everywhere without one; the oldest first."""
    query = (
        select(ResourceReport, Resource)
        .join(Resource, Resource.id == ResourceReport.resource_id)
        .where(ResourceReport.done_at.is_(None))
        .order_by(ResourceReport.id)
    )
    if territory_id is not None:
        query = query.where(or_(Resource.territory_id == territory_id, Resource.commune_code.in_(communes)))
    return [(waiting, resource) for waiting, resource in await session.execute(query)]


async def close_reports(session: AsyncSession, *, resource_id: int, now: datetime) -> int:
    """Mark every waiting error of a place as looked at; return how many there were."""
    closed = await session.scalars(
        update(ResourceReport)
        .where(ResourceReport.resource_id == resource_id, ResourceReport.done_at.is_(None))
        .values(done_at=now)
        .returning(ResourceReport.id)
    )
    return len(closed.all())
