"""Errors that visitors report: counted, handed to the coordination, closed by it. Nobody is named.

Words that somebody added live as long as the report waits, and never longer than `WORDS_KEPT`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.directory.models import ReportReason, ReportWords, Resource, ResourceReport

WORDS_KEPT = timedelta(days=90)
MOST_WORDS = 5  # remarks for one error: more would say the same


async def report(session: AsyncSession, resource: Resource, *, reason: ReportReason, now: datetime) -> bool:
    """Note an error; False if the same one already waits, which is then counted once more."""
    waiting = await _waiting(session, resource, reason)
    if waiting is not None:
        waiting.times += 1
        waiting.last_at = now
        return False
    await _open(session, resource, reason, now=now)
    return True


async def add_words(
    session: AsyncSession, resource: Resource, *, reason: ReportReason, words: str, now: datetime
) -> bool:
    """Put cleaned words beside a waiting error; False where they stand there already, or enough others do."""
    waiting = await _waiting(session, resource, reason) or await _open(session, resource, reason, now=now)
    standing = (await session.scalars(select(ReportWords.words).where(ReportWords.report_id == waiting.id))).all()
    if words in standing or len(standing) >= MOST_WORDS:
        return False
    session.add(ReportWords(report_id=waiting.id, words=words, written_on=now.date()))
    await session.flush()
    return True


async def words_of(session: AsyncSession, report_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The words beside some errors, the oldest first."""
    rows = await session.execute(
        select(ReportWords.report_id, ReportWords.words)
        .where(ReportWords.report_id.in_(report_ids))
        .order_by(ReportWords.id)
    )
    found: dict[int, list[str]] = {}
    for number, words in rows:
        found.setdefault(number, []).append(words)
    return found


async def forget_words(session: AsyncSession, *, now: datetime) -> int:
    """Drop the words kept long enough; return how many remarks there were."""
    gone = await session.scalars(
        delete(ReportWords).where(ReportWords.written_on <= now.date() - WORDS_KEPT).returning(ReportWords.id)
    )
    return len(gone.all())


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
    """Mark every waiting error of a place as looked at, and forget the words; return how many there were."""
    closed = await session.scalars(
        update(ResourceReport)
        .where(ResourceReport.resource_id == resource_id, ResourceReport.done_at.is_(None))
        .values(done_at=now)
        .returning(ResourceReport.id)
    )
    numbers = closed.all()
    if numbers:
        await session.execute(delete(ReportWords).where(ReportWords.report_id.in_(numbers)))
    return len(numbers)


async def _waiting(session: AsyncSession, resource: Resource, reason: ReportReason) -> ResourceReport | None:
    found: ResourceReport | None = await session.scalar(
        select(ResourceReport).where(
            ResourceReport.resource_id == resource.id,
            ResourceReport.reason == reason.value,
            ResourceReport.done_at.is_(None),
        )
    )
    return found


async def _open(session: AsyncSession, resource: Resource, reason: ReportReason, *, now: datetime) -> ResourceReport:
    opened = ResourceReport(resource_id=resource.id, reason=reason.value, times=1, first_at=now, last_at=now)
    session.add(opened)
    await session.flush()
    return opened
