"""Figures of a coordination, under the small-group rule: nothing that fewer than eleven persons stand behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.mediation.models import Request
from actions.mediation.states import OPEN_STATES, Subject

SMALLEST_GROUP = 11


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be shown. None stands for a figure that too few persons stand behind."""

    requests: int
    open: int | None
    reopened: int | None
    median_delay: timedelta | None
    subjects: Mapping[Subject, int | None]


@dataclass(frozen=True, slots=True)
class _Cell:
    persons: int
    requests: int


async def figures_of(session: AsyncSession, *, territory_id: int) -> Figures | None:
    """The figures of the requests now kept: those open, and those closed within the last month.

    None while fewer than eleven persons have written, whatever is asked.
    """
    rows = await session.scalars(select(Request).where(Request.territory_id == territory_id))
    requests = rows.all()
    total = _cell(requests)
    if total.persons < SMALLEST_GROUP:
        return None
    answered = [each for each in requests if each.first_answer_at is not None]
    by_subject = {subject: _cell([r for r in requests if r.subject == subject.value]) for subject in Subject}
    return Figures(
        requests=total.requests,
        open=_shown_part([r for r in requests if r.state in OPEN_STATES], requests),
        reopened=_shown_part([r for r in requests if r.reopened], requests),
        median_delay=_median_delay(answered) if _cell(answered).persons >= SMALLEST_GROUP else None,
        subjects=suppress({subject: cell for subject, cell in by_subject.items() if cell.requests}),
    )


def suppress(cells: Mapping[Subject, _Cell]) -> dict[Subject, int | None]:
    """Hide small cells, and more until at least two are hidden and eleven persons stand behind them together.

    The total is known: one hidden cell alone, or a small rest, could be found by subtraction.
    """
    ordered = sorted(cells, key=lambda subject: cells[subject].persons)
    hidden = [subject for subject in ordered if cells[subject].persons < SMALLEST_GROUP]
    for subject in ordered[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(cells[each].persons for each in hidden) >= SMALLEST_GROUP):
            break
        hidden.append(subject)
    return {subject: None if subject in hidden else cells[subject].requests for subject in cells}


def _cell(requests: Sequence[Request]) -> _Cell:
    return _Cell(persons=len({request.person_id for request in requests}), requests=len(requests))


def _shown_part(part: Sequence[Request], whole: Sequence[Request]) -> int | None:
    """A part of the whole, if neither the part nor what is left of the whole is a small group."""
    rest = [request for request in whole if request not in part]
    sizes = {_cell(part).persons, _cell(rest).persons}
    return len(part) if all(size >= SMALLEST_GROUP for size in sizes) else None


def _median_delay(answered: Sequence[Request]) -> timedelta:
    seconds = [(r.first_answer_at - r.opened_at).total_seconds() for r in answered if r.first_answer_at]
    return timedelta(seconds=median(seconds))


def week_after(moment: datetime) -> datetime:
    """The first instant of the next Monday, on the clock that `moment` carries."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=7 - moment.weekday())
