"""Tables of the people who turned something on. Nobody else has a row anywhere."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.tables import Base, Instant


class Purpose(StrEnum):
    """What a person may agree to, each on its own."""

    REMINDERS = "reminders"
    FEEDBACK = "feedback"
    RELAY = "relay"
    QUESTIONS = "questions"  # an unanswered question goes to the coordination, cleaned


class RoleName(StrEnum):
    """What a person is in a territory."""

    MEMBER = "member"
    COORDINATOR = "coordinator"
    BACKUP = "backup"
    NETWORK_ADMINISTRATOR = "network_administrator"


class Person(Base):
    """Someone who turned something on: a language, reminders, a request, a role.

    The account's number is sealed; `fingerprint` is its keyed HMAC, by which the person is found again.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_account: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(16))
    reachable: Mapped[bool] = mapped_column(default=True)
    paused_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Membership(Base):
    """A person's place in one territory, under a pseudonym that is never used twice there."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "territory_id"), UniqueConstraint("territory_id", "pseudonym"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    pseudonym: Mapped[str] = mapped_column(String(16))
    joined_at: Mapped[datetime] = mapped_column(Instant)


class UsedPseudonym(Base):
    """A pseudonym that has been given in a territory: kept without its person, so that it never names another."""

    __tablename__ = "used_pseudonym"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(16), primary_key=True)


class Role(Base):
    """A right given in a territory through an invitation."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("person_id", "territory_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(32))
    granted_at: Mapped[datetime] = mapped_column(Instant)


class RoleInvitation(Base):
    """An invitation to take a role: signed, dated, used at most once. Only the digest of its secret is kept."""

    __tablename__ = "role_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(32))
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Consent(Base):
    """One dated agreement to one purpose in one territory, in a numbered wording; withdrawn in one tap."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Access(Base):
    """Who read, exported or erased what, and when: never what it said."""

    __tablename__ = "access"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(String(64))
    deed: Mapped[str] = mapped_column(String(64))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Instant, index=True)
