"""Tables of the mediation. No message is kept here, only the numbers under which both chats know it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.tables import Base, Instant


class Desk(Base):
    """Where the coordination of a territory reads: a group that one of its coordinators linked, or their own chat.

    Without a desk, requests go to the private chat of the first coordinator who can be reached.
    """

    __tablename__ = "mediation_desk"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    chat_key: Mapped[str] = mapped_column(String(64), index=True)
    sealed_chat: Mapped[bytes] = mapped_column(LargeBinary)
    has_topics: Mapped[bool]
    linked_at: Mapped[datetime] = mapped_column(Instant)


class Digest(Base):
    """When the weekly digest of a territory is due next."""

    __tablename__ = "mediation_digest"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)


class Numbering(Base):
    """The last number given to a request of a territory: none is given twice, also when a request was erased."""

    __tablename__ = "mediation_numbering"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    last: Mapped[int]


class Request(Base):
    """One request of one person to one CLSM.

    `due_at` is when the next step of the no-silence promise is taken; None while no human is due. `step` counts the
    steps taken. The place of the coordination's copy (`desk_key`, `sealed_desk`, `thread`) may change; the person's
    chat is their account. `placed` is false while a topic is being opened for it.
    """

    __tablename__ = "mediation_request"
    __table_args__ = (
        UniqueConstraint("territory_id", "number"),
        {"sqlite_autoincrement": True},  # the old button of an erased request must never fit a new one
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    subject: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    first_answer_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    close_reason: Mapped[str | None] = mapped_column(String(16))
    satisfaction: Mapped[str | None] = mapped_column(String(8))
    reopened: Mapped[int] = mapped_column(default=0)
    revealed_at: Mapped[datetime | None] = mapped_column(Instant)
    warns_in_danger: Mapped[bool] = mapped_column(default=False)

    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    writing_until: Mapped[datetime | None] = mapped_column(Instant)
    handover_to: Mapped[str | None] = mapped_column(String(60))

    waiting_since: Mapped[datetime | None] = mapped_column(Instant)
    step: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    away_told_until: Mapped[datetime | None] = mapped_column(Instant)

    desk_key: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed_desk: Mapped[bytes | None] = mapped_column(LargeBinary)
    has_topic: Mapped[bool] = mapped_column(default=False)
    thread: Mapped[int | None] = mapped_column(BigInteger)
    placed: Mapped[bool] = mapped_column(default=False)
    desk_card: Mapped[int | None] = mapped_column(BigInteger)
    person_card: Mapped[int | None] = mapped_column(BigInteger)


class Line(Base):
    """One relayed message: its number in the person's chat and in the coordination's, each known once it is there."""

    __tablename__ = "mediation_line"
    __table_args__ = (
        Index("ix_mediation_line_desk_key_desk_message", "desk_key", "desk_message"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("mediation_request.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(16))
    album: Mapped[str | None] = mapped_column(String(32))
    person_message: Mapped[int | None] = mapped_column(BigInteger, index=True)
    desk_key: Mapped[str | None] = mapped_column(String(64))
    desk_message: Mapped[int | None] = mapped_column(BigInteger)
    written_at: Mapped[datetime] = mapped_column(Instant)


class Trace(Base):
    """What a request left where the coordination read it before: a topic or a message, to be erased with it."""

    __tablename__ = "mediation_trace"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("mediation_request.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_line.id", ondelete="CASCADE"), index=True)
    sealed_chat: Mapped[bytes] = mapped_column(LargeBinary)
    is_topic: Mapped[bool]
    number: Mapped[int] = mapped_column(BigInteger)
