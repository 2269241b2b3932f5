"""Tables of the post room: what came in and waits, what goes out and how it fared, and where a chat stands."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from actions.tables import Base, Instant


class SendState(StrEnum):
    """How far an outgoing message has come."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class SeenUpdate(Base):
    """An update that was received once: only its number, so that a repetition changes nothing."""

    __tablename__ = "seen_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime] = mapped_column(Instant, index=True)


class InboxItem(Base):
    """An update received and not yet handled, sealed. The row goes in the transaction that handles it."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_chat_key_update_id", "chat_key", "update_id"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_key: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    awaits_nlu: Mapped[bool] = mapped_column(default=False)


class OutboxItem(Base):
    """A call to make to the chat service. Its sealed parameters are wiped once nobody needs them."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_lane_id", "state", "lane", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_key: Mapped[str] = mapped_column(String(64), index=True)
    is_group: Mapped[bool]
    method: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    lane: Mapped[int]
    language: Mapped[str] = mapped_column(String(16))
    if_unknown: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str | None] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16), default=SendState.PENDING.value)
    worker: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(Instant)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    failure: Mapped[str | None] = mapped_column(String(200))


class Conversation(Base):
    """Where a chat stands, sealed and short-lived: the last subject for an hour, an unfinished form for a week."""

    __tablename__ = "conversation"

    chat_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
