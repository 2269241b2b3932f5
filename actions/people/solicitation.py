"""When a person may be written to: quiet hours, a budget of messages a week, and the pauses they asked for.

Whatever is sent to people who did not just speak asks here first, whichever feature sends it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from actions.people.models import Person
from actions.tables import Base, Instant

WEEK = timedelta(days=7)
WEEKLY_BUDGET = 5  # messages a person may receive from us in seven days without having asked
EVENING_MARGIN = timedelta(minutes=30)


class Solicitation(Base):
    """One message sent to a person who had not just spoken: when, and of which kind. Forgotten after a week."""

    __tablename__ = "solicitation"
    __table_args__ = (Index("ix_solicitation_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant, index=True)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours, on the clock of a territory, in which nobody is disturbed; they may run over midnight."""

    begin: time = time(20, 30)
    end: time = time(8, 30)

    def holds(self, moment: datetime, *, zone: ZoneInfo) -> bool:
        """True while people are to be left in peace."""
        clock = moment.astimezone(zone).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def after(self, moment: datetime, *, zone: ZoneInfo) -> datetime:
        """The moment itself, or the end of the quiet hours it falls in. UTC in, UTC out."""
        if not self.holds(moment, zone=zone):
            return moment
        local = moment.astimezone(zone)
        later = local.time() >= self.end and self.begin > self.end
        return _at(local.date() + timedelta(days=1 if later else 0), self.end, zone=zone, like=moment)

    def before(self, moment: datetime, *, zone: ZoneInfo) -> datetime:
        """The moment itself, or half an hour before the quiet hours it falls in began: the evening before."""
        if not self.holds(moment, zone=zone):
            return moment
        local = moment.astimezone(zone)
        earlier = local.time() < self.begin
        day = local.date() - timedelta(days=1 if earlier else 0)
        return _at(day, self.begin, zone=zone, like=moment) - EVENING_MARGIN


NIGHT = QuietHours()


class Verdict(StrEnum):
    """What is to be done with a message somebody would like to send."""

    SEND = "send"
    LATER = "later"
    SPENT = "spent"  # the week's budget is used up
    AWAY = "away"  # the person blocked the assistant


@dataclass(frozen=True, slots=True)
class Leave:
    """A verdict, and for LATER the earliest moment to ask again."""

    verdict: Verdict
    not_before: datetime | None = None


def leave_to_write(
    person: Person, *, spent: int, zone: ZoneInfo, now: datetime, quiet: QuietHours = NIGHT, budget: int = WEEKLY_BUDGET
) -> Leave:
    """May this person be solicited now? `spent` is what `spent_this_week` says of them."""
    if not person.reachable:
        return Leave(Verdict.AWAY)
    if person.paused_until is not None and person.paused_until > now:
        return Leave(Verdict.LATER, quiet.after(person.paused_until, zone=zone))
    if quiet.holds(now, zone=zone):
        return Leave(Verdict.LATER, quiet.after(now, zone=zone))
    return Leave(Verdict.SPENT if spent >= budget else Verdict.SEND)


async def spent_this_week(session: AsyncSession, people: Collection[int], *, now: datetime) -> dict[int, int]:
    """How many messages each of these people (by id) received in the last seven days; absent means none."""
    rows = await session.execute(
        select(Solicitation.person_id, func.count())
        .where(Solicitation.person_id.in_(people), Solicitation.at > now - WEEK)
        .group_by(Solicitation.person_id)
    )
    return dict(rows.all())


async def record_solicitations(session: AsyncSession, people: Collection[int], *, kind: str, now: datetime) -> None:
    """Note one message to each of these people."""
    if people:
        statement = insert(Solicitation).execution_options(dml_strategy="raw")  # rows are columns: nothing to map
        await session.execute(statement, [{"person_id": each, "kind": kind, "at": now} for each in people])


async def forget_solicitations(session: AsyncSession, *, now: datetime) -> int:
    """Drop what no budget counts any more; return how many."""
    gone = await session.scalars(delete(Solicitation).where(Solicitation.at <= now - WEEK).returning(Solicitation.id))
    return len(gone.all())


def _at(day: date, clock: time, *, zone: ZoneInfo, like: datetime) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(like.tzinfo)
