"""Messages to write to people about rounds: each once, when they may be disturbed, and not to who has answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.answering import has_answered, takes_answers
from actions.feedback.kinds import ErrandKind, RoundState
from actions.feedback.members import find_member
from actions.feedback.models import FeedbackErrand, FeedbackRound
from actions.feedback.rounds import create_errands, move
from actions.people.models import Person
from actions.territories.models import Territory

BATCH = 100


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: ask again at `until`, or not for this message at all (None)."""

    until: datetime | None


class Courtesy(Protocol):
    """When people may be disturbed, over all that is written to them."""

    async def leave_for(
        self, session: AsyncSession, people: Sequence[Person], *, zone: ZoneInfo, now: datetime
    ) -> Mapping[int, Later]:
        """For those who may not be written to now (by id), when to ask again."""

    async def note(self, session: AsyncSession, people: Sequence[Person], *, now: datetime) -> None:
        """Count one message to each of these people."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to write now."""

    kind: ErrandKind
    of_round: FeedbackRound
    person: Person


async def open_due(session: AsyncSession, *, now: datetime) -> list[FeedbackRound]:
    """Open the rounds whose time has come; their errands are due from then on."""
    rows = await session.scalars(
        select(FeedbackRound)
        .where(FeedbackRound.state == RoundState.SCHEDULED.value, FeedbackRound.opens_at <= now)
        .with_for_update(skip_locked=True)
    )
    opened = list(rows)
    for one in opened:
        move(one, RoundState.OPEN)
    return opened


async def create_due_reminders(session: AsyncSession, *, now: datetime) -> None:
    """Prepare the one reminder of the rounds whose moment has come, for everybody asked."""
    rows = await session.scalars(
        select(FeedbackRound)
        .where(FeedbackRound.state == RoundState.OPEN.value, FeedbackRound.reminder_at <= now)
        .with_for_update(skip_locked=True)
    )
    for one in rows.all():
        one.reminder_at = None
        if takes_answers(one, now=now):
            await create_errands(session, one, kind=ErrandKind.REMIND, due_at=now)


async def take_due(session: AsyncSession, *, courtesy: Courtesy, now: datetime) -> list[Message]:
    """The messages to write now, their errands done; those that must wait are put off.

    The courtesy counts a message for everybody who was to be reminded: a count that left out those who have answered
    would tell who they are.
    """
    rows = await session.execute(
        select(FeedbackErrand, FeedbackRound, Person, Territory)
        .join(FeedbackRound, FeedbackRound.id == FeedbackErrand.round_id)
        .join(Person, Person.id == FeedbackErrand.person_id)
        .join(Territory, Territory.id == FeedbackRound.territory_id)
        .where(FeedbackErrand.due_at <= now)
        .order_by(FeedbackErrand.due_at, FeedbackErrand.person_id)
        .limit(BATCH)
        .with_for_update(of=FeedbackErrand, skip_locked=True)
    )
    found = rows.all()
    messages: list[Message] = []
    counted: list[Person] = []
    for errand, of_round, person, territory in found:
        leave = await courtesy.leave_for(session, [person], zone=ZoneInfo(territory.time_zone), now=now)
        later = leave.get(person.id)
        if later is not None and later.until is not None and _still_makes_sense(errand, of_round, at=later.until):
            errand.due_at = later.until
            continue
        await session.delete(errand)
        if later is not None or not await _is_wanted(session, errand, of_round, person, now=now):
            continue
        counted.append(person)
        if errand.kind != ErrandKind.REMIND.value or not await has_answered(session, person, of_round):
            messages.append(Message(ErrandKind(errand.kind), of_round, person))
    await courtesy.note(session, counted, now=now)
    return messages


def _still_makes_sense(errand: FeedbackErrand, of_round: FeedbackRound, *, at: datetime) -> bool:
    if errand.kind == ErrandKind.RESULTS.value:
        return True
    return of_round.closes_at is not None and at < of_round.closes_at


async def _is_wanted(
    session: AsyncSession, errand: FeedbackErrand, of_round: FeedbackRound, person: Person, *, now: datetime
) -> bool:
    if await find_member(session, person, territory_id=of_round.territory_id) is None or not person.reachable:
        return False
    return errand.kind == ErrandKind.RESULTS.value or takes_answers(of_round, now=now)
