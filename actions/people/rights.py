"""Roles: given by signed, dated, single-use invitations, asked by territory."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from actions.people.identity import Vault
from actions.people.models import Person, Role, RoleInvitation, RoleName

INVITATION_LIFETIME = timedelta(days=7)
SECRET_BYTES = 16
SIGNATURE_LENGTH = 12
COORDINATION = frozenset({RoleName.COORDINATOR, RoleName.BACKUP})


class InvitationRefused(Exception):  # noqa: N818 - named for what happened
    """An invitation that cannot be used; `reason` is "forged", "expired" or "used"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """A fresh invitation: the payload of its link, and until when it can be used."""

    payload: str
    expires_at: datetime


async def issue_invitation(
    session: AsyncSession,
    *,
    territory_id: int,
    role: RoleName,
    vault: Vault,
    now: datetime,
    lifetime: timedelta = INVITATION_LIFETIME,
) -> IssuedInvitation:
    """Create an invitation; its secret is returned once and never stored."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    expires_at = now + lifetime
    session.add(
        RoleInvitation(territory_id=territory_id, role=role.value, secret_digest=_digest(secret), expires_at=expires_at)
    )
    await session.flush()
    return IssuedInvitation(payload=f"r-{secret}-{_signature(secret, vault=vault)}", expires_at=expires_at)


async def redeem_invitation(session: AsyncSession, payload: str, *, vault: Vault, now: datetime) -> RoleInvitation:
    """Use an invitation up, for `grant` to give its role; raise InvitationRefused, for a second use even in a race.

    Nobody needs to be known yet: who comes with a refused invitation leaves no row.
    """
    secret, _, signature = payload.removeprefix("r-").rpartition("-")
    if not secrets.compare_digest(signature.encode(), _signature(secret, vault=vault).encode()):
        raise InvitationRefused("forged")
    invitation = await session.scalar(select(RoleInvitation).where(RoleInvitation.secret_digest == _digest(secret)))
    if invitation is None:
        raise InvitationRefused("forged")
    if invitation.expires_at <= now:
        raise InvitationRefused("expired")
    taken = await session.execute(
        update(RoleInvitation)
        .where(RoleInvitation.id == invitation.id, RoleInvitation.used_at.is_(None))
        .values(used_at=now)
        .returning(RoleInvitation.id)
    )
    if taken.scalar() is None:
        raise InvitationRefused("used")
    return invitation


async def grant(session: AsyncSession, person: Person, *, role: RoleName, territory_id: int, now: datetime) -> None:
    """Give a role; giving it twice changes nothing."""
    if not await has_role(session, person, roles={role}, territory_id=territory_id):
        session.add(Role(person_id=person.id, territory_id=territory_id, name=role.value, granted_at=now))
        await session.flush()


async def has_role(
    session: AsyncSession, person: Person | None, *, roles: frozenset[RoleName] | set[RoleName], territory_id: int
) -> bool:
    """True if the person holds one of the roles in this very territory."""
    if person is None:
        return False
    found = await session.scalar(
        select(Role.id).where(
            Role.person_id == person.id,
            Role.territory_id == territory_id,
            Role.name.in_([role.value for role in roles]),
        )
    )
    return found is not None


async def coordinated_territories(session: AsyncSession, person: Person | None) -> list[int]:
    """The territories of which the person is coordinator or backup, oldest role first."""
    if person is None:
        return []
    rows = await session.scalars(
        select(Role.territory_id)
        .where(Role.person_id == person.id, Role.name.in_([role.value for role in COORDINATION]))
        .order_by(Role.id)
    )
    return list(dict.fromkeys(rows))


async def coordination_of(session: AsyncSession, *, territory_id: int) -> list[Person]:
    """Those who coordinate a territory, coordinators before their backups."""
    rows = await session.execute(
        select(Person, Role.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.territory_id == territory_id, Role.name.in_([role.value for role in COORDINATION]))
        .order_by(Role.name.desc(), Role.id)
    )
    return list(dict.fromkeys(person for person, _ in rows))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _signature(secret: str, *, vault: Vault) -> str:
    return vault.fingerprint(f"role-invitation:{secret}")[:SIGNATURE_LENGTH]
