"""Those who agreed to be asked: in which college, and whom a round is for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from actions.feedback.models import FeedbackDraft, FeedbackErrand, FeedbackMember, FeedbackRound
from actions.people.colleges import College
from actions.people.consents import give_consent, standing_consent, stands, withdraw_consent
from actions.people.models import Consent, Person, Purpose
from actions.people.service import join


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a round would reach: `asked` get a message, `away` have blocked the assistant.

    Those who rest are among the asked, and not counted apart: a pause also follows a help card.
    """

    asked: int
    away: int

    @property
    def total(self) -> int:
        """Everybody who may answer."""
        return self.asked + self.away


async def become_member(
    session: AsyncSession, person: Person, *, territory_id: int, college: College, now: datetime
) -> FeedbackMember:
    """Agree to be asked. Agreeing again changes the college and nothing else."""
    await join(session, person, territory_id=territory_id, now=now)
    await give_consent(session, person, purpose=Purpose.FEEDBACK, territory_id=territory_id, now=now)
    member = await session.get(FeedbackMember, (person.id, territory_id))
    if member is None:
        member = FeedbackMember(person_id=person.id, territory_id=territory_id, college=college.value)
        session.add(member)
    member.college = college.value
    await session.flush()
    return member


async def find_member(session: AsyncSession, person: Person | None, *, territory_id: int) -> FeedbackMember | None:
    """The person's standing wish to be asked in a territory; without consent there is none."""
    if person is None:
        return None
    if await standing_consent(session, person, purpose=Purpose.FEEDBACK, territory_id=territory_id) is None:
        return None
    return await session.get(FeedbackMember, (person.id, territory_id))


async def stop_being_asked(session: AsyncSession, person: Person, *, territory_id: int, now: datetime) -> bool:
    """Withdraw the agreement: no message any more, no draft kept. Answers already sent have no name and stand."""
    member = await session.get(FeedbackMember, (person.id, territory_id))
    if member is not None:
        await session.delete(member)
    rounds = select(FeedbackRound.id).where(FeedbackRound.territory_id == territory_id)
    for table in (FeedbackErrand, FeedbackDraft):
        await session.execute(delete(table).where(table.person_id == person.id, table.round_id.in_(rounds)))
    return await withdraw_consent(session, person, purpose=Purpose.FEEDBACK, territory_id=territory_id, now=now)


def colleges_of(audience: Collection[str]) -> list[str]:
    """The colleges of an audience; an empty one means all."""
    return [college.value for college in College if not audience or college.value in audience]


def members_among(*, territory_id: int, audience: Collection[str]) -> Select[Person]:
    """The people of an audience, each with a standing consent to be asked."""
    return (
        select(Person)
        .join(FeedbackMember, FeedbackMember.person_id == Person.id)
        .join(
            Consent,
            and_(Consent.person_id == FeedbackMember.person_id, Consent.territory_id == FeedbackMember.territory_id),
        )
        .where(
            FeedbackMember.territory_id == territory_id,
            _belongs(audience),
            stands(Purpose.FEEDBACK),
        )
        .order_by(Person.id)
    )


async def count_audience(session: AsyncSession, *, territory_id: int, audience: Collection[str]) -> Audience:
    """Exactly how many people a round would reach."""
    people = list(await session.scalars(members_among(territory_id=territory_id, audience=audience)))
    away = sum(not person.reachable for person in people)
    return Audience(asked=len(people) - away, away=away)


def _belongs(audience: Collection[str]) -> ColumnElement[bool]:
    return FeedbackMember.college.in_(audience) if audience else true()
