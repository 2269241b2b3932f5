"""People: found by fingerprint, created only when they turn something on, erased on request."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language import Language
from actions.people.identity import Vault
from actions.people.models import Access, Membership, Person, UsedPseudonym

PSEUDONYM_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that reads as a digit
DISTRESS_PAUSE = timedelta(hours=24)


async def find_person(session: AsyncSession, account: int, *, vault: Vault) -> Person | None:
    """The person of a chat account, or None for everybody who turned nothing on."""
    fingerprint = vault.fingerprint(str(account))
    found: Person | None = await session.scalar(select(Person).where(Person.fingerprint == fingerprint))
    return found


async def remember_person(
    session: AsyncSession, account: int, *, language: Language, vault: Vault, now: datetime
) -> Person:
    """The person of an account, created if this is the first thing they turn on."""
    person = await find_person(session, account, vault=vault)
    if person is None:
        person = Person(
            fingerprint=vault.fingerprint(str(account)),
            sealed_account=vault.seal(str(account).encode()),
            language=language.value,
            reachable=True,
            created_at=now,
        )
        session.add(person)
        await session.flush()
    return person


def account_of(person: Person, *, vault: Vault) -> int:
    """The chat account to write to; raises ValueError if the key has changed."""
    return int(vault.open(person.sealed_account))


async def mark_reachable(session: AsyncSession, fingerprint: str, *, reachable: bool) -> None:
    """Note that an account blocked or unblocked the assistant; unknown accounts leave no trace."""
    await session.execute(update(Person).where(Person.fingerprint == fingerprint).values(reachable=reachable))


async def pause_solicitations(session: AsyncSession, person: Person, *, now: datetime) -> None:
    """Hold reminders and surveys for a day. Why is not written anywhere."""
    person.paused_until = now + DISTRESS_PAUSE


async def join(session: AsyncSession, person: Person, *, territory_id: int, now: datetime) -> Membership:
    """The person's membership of a territory; joining again returns the standing one."""
    standing = await find_membership(session, person, territory_id=territory_id)
    if standing is not None:
        return standing
    membership = Membership(
        person_id=person.id,
        territory_id=territory_id,
        pseudonym=await _new_pseudonym(session, territory_id=territory_id),
        joined_at=now,
    )
    session.add(membership)
    await session.flush()
    return membership


async def find_membership(session: AsyncSession, person: Person, *, territory_id: int) -> Membership | None:
    """The membership of a person in a territory, if any."""
    found: Membership | None = await session.scalar(
        select(Membership).where(Membership.person_id == person.id, Membership.territory_id == territory_id)
    )
    return found


async def latest_membership(session: AsyncSession, person: Person) -> Membership | None:
    """The territory the person has joined last, if any."""
    found: Membership | None = await session.scalar(
        select(Membership).where(Membership.person_id == person.id).order_by(Membership.joined_at.desc()).limit(1)
    )
    return found


async def territories_of(session: AsyncSession, person: Person | None) -> list[int]:
    """The territories a person belongs to, the first they joined first."""
    if person is None:
        return []
    rows = await session.scalars(
        select(Membership.territory_id)
        .where(Membership.person_id == person.id)
        .order_by(Membership.joined_at, Membership.id)
    )
    return list(rows)


async def record_access(
    session: AsyncSession, *, actor: str, deed: str, territory_id: int | None, now: datetime
) -> None:
    """Write down who did what, without its content."""
    session.add(Access(actor=actor, deed=deed, territory_id=territory_id, at=now))


async def _new_pseudonym(session: AsyncSession, *, territory_id: int) -> str:
    """Three characters never given before in this territory, four when three run out; marks them as given."""
    length = 3
    while True:
        for _ in range(20):
            candidate = "".join(secrets.choice(PSEUDONYM_ALPHABET) for _ in range(length))
            if await session.get(UsedPseudonym, (territory_id, candidate)) is None:
                session.add(UsedPseudonym(territory_id=territory_id, pseudonym=candidate))
                return candidate
        length += 1
