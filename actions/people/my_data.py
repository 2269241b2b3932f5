"""« Mes données »: one place where every feature says what it keeps about a person, shows it and erases it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.models import Access, Consent, Membership, Person, Role

Rows: TypeAlias = list[dict[str, Any]]

ERASED = "erased"  # the actor of a deed whose author asked to be forgotten


@dataclass(frozen=True, slots=True)
class DataSection:
    """What one feature keeps about people.

    `name` is the key of its title in the catalogues and of its part in the export; `view` returns plain rows ready
    for JSON; `erase` removes them all for one person and must leave nothing that leads back to them.
    """

    name: str
    view: Callable[[AsyncSession, Person], Awaitable[Rows]]
    erase: Callable[[AsyncSession, Person], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of an erasure: how many rows of each section went, and when. It names nobody."""

    erased: dict[str, int]
    at: datetime


async def view(session: AsyncSession, person: Person, *, sections: Sequence[DataSection]) -> dict[str, Rows]:
    """Everything kept about a person, by section; empty sections are left out."""
    found = {section.name: await section.view(session, person) for section in sections}
    return {name: rows for name, rows in found.items() if rows}


async def erase(session: AsyncSession, person: Person, *, sections: Sequence[DataSection], now: datetime) -> Receipt:
    """Remove everything kept about a person, the row itself last. Anonymous answers cannot be found and stay."""
    counted = {name: len(rows) for name, rows in (await view(session, person, sections=sections)).items()}
    for section in reversed(sections):
        await section.erase(session, person)
    await session.delete(person)
    await session.flush()
    return Receipt(erased=counted, at=now)


async def _view_profile(session: AsyncSession, person: Person) -> Rows:
    return [{"language": person.language, "reachable": person.reachable, "since": person.created_at.isoformat()}]


async def _keep_profile(session: AsyncSession, person: Person) -> None:
    """The profile is the person's own row, which `erase` removes last."""


async def _view_memberships(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(Membership).where(Membership.person_id == person.id))
    return [
        {"territory": row.territory_id, "pseudonym": row.pseudonym, "since": row.joined_at.isoformat()} for row in rows
    ]


async def _erase_memberships(session: AsyncSession, person: Person) -> None:
    await session.execute(delete(Membership).where(Membership.person_id == person.id))


async def _view_roles(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(Role).where(Role.person_id == person.id))
    return [{"territory": row.territory_id, "role": row.name, "since": row.granted_at.isoformat()} for row in rows]


async def _erase_roles(session: AsyncSession, person: Person) -> None:
    await session.execute(delete(Role).where(Role.person_id == person.id))


async def _view_consents(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(Consent).where(Consent.person_id == person.id))
    return [
        {
            "territory": row.territory_id,
            "purpose": row.purpose,
            "version": row.version,
            "given": row.given_at.isoformat(),
            "withdrawn": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in rows
    ]


async def _erase_consents(session: AsyncSession, person: Person) -> None:
    await session.execute(delete(Consent).where(Consent.person_id == person.id))


async def _view_accesses(session: AsyncSession, person: Person) -> Rows:
    rows = await session.scalars(select(Access).where(Access.actor == person.fingerprint).order_by(Access.id))
    return [{"deed": row.deed, "territory": row.territory_id, "at": row.at.isoformat()} for row in rows]


async def _erase_accesses(session: AsyncSession, person: Person) -> None:
    """That something was read or exported stays known; by whom does not."""
    await session.execute(update(Access).where(Access.actor == person.fingerprint).values(actor=ERASED))


SECTIONS: tuple[DataSection, ...] = (
    DataSection("profile", _view_profile, _keep_profile),
    DataSection("memberships", _view_memberships, _erase_memberships),
    DataSection("roles", _view_roles, _erase_roles),
    DataSection("consents", _view_consents, _erase_consents),
    DataSection("accesses", _view_accesses, _erase_accesses),
)
