"""The no-silence promise: who is told, and when, that a person still waits for a human.

Nobody has read: the coordination is reminded, then its backup is told, then the person. The same steps follow, more
slowly, when the request was read and not answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.hours import OfficeHours
from actions.mediation.models import Request
from actions.mediation.states import State

BATCH = 100
UNREAD = (timedelta(hours=4), timedelta(hours=8), timedelta(hours=12))  # worked, since the person wrote
UNANSWERED = (timedelta(hours=12), timedelta(hours=18), timedelta(hours=24))


class Step(IntEnum):
    """What is done when the time has come."""

    REMIND = 0
    TELL_BACKUP = 1
    TELL_PERSON = 2


def start_waiting(request: Request, *, hours: OfficeHours, now: datetime) -> None:
    """A human is due from now on; who waits already keeps their place."""
    if request.waiting_since is None:
        request.waiting_since = now
        request.step = 0
    schedule(request, hours=hours)


def stop_waiting(request: Request) -> None:
    """No human is due any more: answered, closed or cancelled."""
    request.waiting_since = None
    request.due_at = None
    request.step = 0


def schedule(request: Request, *, hours: OfficeHours) -> None:
    """Set when the next step is due, by what has been read; after the last there is none."""
    delays = UNREAD if request.state == State.RECEIVED.value else UNANSWERED
    if request.waiting_since is None or request.step >= len(delays):
        request.due_at = None
        return
    request.due_at = hours.after(request.waiting_since, worked=delays[request.step])


def step_moments(*, hours: OfficeHours, now: datetime) -> tuple[datetime, ...]:
    """The moments promised to somebody who writes now: the reminder, the backup, and word to the person."""
    return tuple(hours.after(now, worked=delay) for delay in UNREAD)


async def due_requests(session: AsyncSession, *, now: datetime) -> Sequence[Request]:
    """The requests whose next step has come, the longest overdue first; each stays locked for this transaction."""
    rows = await session.scalars(
        select(Request)
        .where(Request.due_at <= now)
        .order_by(Request.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


def take_step(request: Request, *, hours: OfficeHours) -> Step:
    """Note that the step which is due is taken now, and set the next."""
    step = Step(request.step)
    request.step += 1
    schedule(request, hours=hours)
    return step
