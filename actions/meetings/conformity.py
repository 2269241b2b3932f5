"""What the national reference text of 2025 asks of a CLSM's meetings, year by year, and what took place.

Instruction n° DGS/SP4/2025/8 of 13 May 2025 and its annex, as reported by Maire-info on 15 May 2025: a steering
committee at least twice a year, gathering at least elected representatives, psychiatry, persons concerned and carers;
a plenary assembly once a year (the reported sentence lacks the word « an »: we read it so).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.meetings.board import present_by_college
from actions.meetings.kinds import OPEN, Body, ProposalState, State
from actions.meetings.models import Meeting, Proposal
from actions.people.colleges import College

COPIL_A_YEAR = 2
PLENARIES_A_YEAR = 1
REQUIRED = (College.ELECTED, College.PSYCHIATRY, College.CONCERNED, College.CARERS)
SMALLEST_SHOWN = 5  # a smaller group of one college could name the people in it


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that took place, and who took part."""

    meeting: Meeting
    present: Mapping[College, int]

    @property
    def total(self) -> int:
        """How many people took part."""
        return sum(self.present.values())

    @property
    def absent_colleges(self) -> tuple[College, ...]:
        """The required colleges nobody came for."""
        return tuple(college for college in REQUIRED if not self.present.get(college))


@dataclass(frozen=True, slots=True)
class Year:
    """The meetings of one CLSM in one year."""

    year: int
    held: tuple[HeldMeeting, ...]
    planned: Mapping[Body, int]
    subjects_proposed: int
    subjects_taken: int

    def of(self, body: Body) -> tuple[HeldMeeting, ...]:
        """The meetings of one body that took place."""
        return tuple(each for each in self.held if each.meeting.body == body.value)

    @property
    def copil_is_enough(self) -> bool:
        """At least two steering committees were held."""
        return len(self.of(Body.COPIL)) >= COPIL_A_YEAR

    @property
    def plenary_is_enough(self) -> bool:
        """At least one plenary assembly was held."""
        return len(self.of(Body.PLENARY)) >= PLENARIES_A_YEAR

    @property
    def colleges_are_there(self) -> bool:
        """Steering committees were held, and none without one of the four colleges."""
        copils = self.of(Body.COPIL)
        return bool(copils) and not any(each.absent_colleges for each in copils)

    def participation(self) -> dict[College, int]:
        """How many took part in the year, by college: the same person counts at each meeting."""
        return {college: sum(each.present.get(college, 0) for each in self.held) for college in College}


async def year_of(session: AsyncSession, *, territory_id: int, year: int) -> Year:
    """The meetings of a territory in one year of its own calendar."""
    rows = await session.scalars(
        select(Meeting)
        .where(
            Meeting.territory_id == territory_id,
            Meeting.wall_start >= datetime(year, 1, 1),  # noqa: DTZ001 - wall-clock times carry no zone
            Meeting.wall_start < datetime(year + 1, 1, 1),  # noqa: DTZ001
        )
        .order_by(Meeting.wall_start)
    )
    meetings = rows.all()
    held = [each for each in meetings if each.state == State.HELD.value]
    subjects = await _subjects(session, territory_id=territory_id, year=year)
    return Year(
        year=year,
        held=tuple([HeldMeeting(each, await present_by_college(session, each)) for each in held]),
        planned={body: sum(each.body == body.value and each.state in OPEN for each in meetings) for body in Body},
        subjects_proposed=sum(subjects.values()),
        subjects_taken=subjects.get(ProposalState.TAKEN.value, 0),
    )


async def _subjects(session: AsyncSession, *, territory_id: int, year: int) -> dict[str, int]:
    rows = await session.execute(
        select(Proposal.state, func.count())
        .where(Proposal.territory_id == territory_id, func.extract("year", Proposal.proposed_at) == year)
        .group_by(Proposal.state)
    )
    return dict(rows.all())


def publishable(counts: Mapping[College, int]) -> dict[College, int | None]:
    """Figures by college for a document that leaves the CLSM: None where so few took part that they could be named.

    Where exactly one figure would be hidden, the next smallest is hidden too: the total would give it away.
    """
    shown: dict[College, int | None] = {
        college: count if count == 0 or count >= SMALLEST_SHOWN else None for college, count in counts.items()
    }
    hidden = [college for college, count in shown.items() if count is None]
    visible = [college for college, count in shown.items() if count]
    if len(hidden) == 1 and visible:
        shown[min(visible, key=lambda college: counts[college])] = None
    return shown
