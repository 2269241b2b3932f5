"""Consents: one purpose at a time, dated, versioned, withdrawn as easily as given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.models import Consent, Person, Purpose

VERSIONS: dict[Purpose, int] = dict.fromkeys(Purpose, 1)


def stands(purpose: Purpose) -> ColumnElement[bool]:
    """The consents to a purpose that are in force, in the wording now in use; an older wording must be asked again."""
    return and_(Consent.purpose == purpose.value, Consent.version == VERSIONS[purpose], Consent.withdrawn_at.is_(None))


async def standing_consent(
    session: AsyncSession, person: Person, *, purpose: Purpose, territory_id: int
) -> Consent | None:
    """The consent of a person in a territory that is in force, or None."""
    found: Consent | None = await session.scalar(
        select(Consent).where(Consent.person_id == person.id, Consent.territory_id == territory_id, stands(purpose))
    )
    return found


async def give_consent(
    session: AsyncSession, person: Person, *, purpose: Purpose, territory_id: int, now: datetime
) -> Consent:
    """Record an agreement; giving it twice keeps the first."""
    standing = await standing_consent(session, person, purpose=purpose, territory_id=territory_id)
    if standing is not None:
        return standing
    consent = Consent(
        person_id=person.id,
        territory_id=territory_id,
        purpose=purpose.value,
        version=VERSIONS[purpose],
        given_at=now,
    )
    session.add(consent)
    await session.flush()
    return consent


async def withdraw_consent(
    session: AsyncSession, person: Person, *, purpose: Purpose, territory_id: int, now: datetime
) -> bool:
    """End an agreement at once; True if there was one."""
    standing = await standing_consent(session, person, purpose=purpose, territory_id=territory_id)
    if standing is None:
        return False
    standing.withdrawn_at = now
    return True
