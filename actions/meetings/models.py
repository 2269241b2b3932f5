"""Tables of the meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from actions.meetings.kinds import Answer, NoticeState, ProposalState, State
from actions.tables import Base, Instant


class MeetingMember(Base):
    """Someone who asked to be invited to the meetings of a territory, and the college they said they belong to."""

    __tablename__ = "meeting_member"
    __table_args__ = (Index("ix_meeting_member_territory_id_college", "territory_id", "college"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    college: Mapped[str] = mapped_column(String(16))
    sits_in_copil: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(Instant)


class Meeting(Base):
    """One meeting. The wall-clock time and its zone are what was agreed; the instants are worked out from them.

    `sequence` grows with every announced change, `date_sequence` is its value at the last change of the time.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_territory_id_starts_at", "territory_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(64), unique=True)
    series: Mapped[str | None] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default=State.DRAFT.value)
    title: Mapped[str] = mapped_column(String(120), default="")
    wall_start: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    time_zone: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    minutes: Mapped[int] = mapped_column(default=120)
    place: Mapped[str] = mapped_column(String(200), default="")
    map_url: Mapped[str] = mapped_column(String(500), default="")
    video_url: Mapped[str] = mapped_column(String(500), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    colleges: Mapped[list[str]] = mapped_column(JSON, default=list)
    copil_only: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    quorum: Mapped[int | None]
    offers: Mapped[list[str]] = mapped_column(JSON, default=list)
    reminders_on: Mapped[bool] = mapped_column(default=True)
    offsets: Mapped[list[str]] = mapped_column(JSON, default=list)
    reminder_words: Mapped[str] = mapped_column(String(500), default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sequence: Mapped[int] = mapped_column(default=0)
    date_sequence: Mapped[int] = mapped_column(default=0)
    walk_ins: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant)
    announced_at: Mapped[datetime | None] = mapped_column(Instant)


class Invitation(Base):
    """One person's place at one meeting: what the living card shows.

    `waiting_rank` is set while a yes waits for a seat: the lowest is served first. `answered_sequence` tells whether
    the answer was given before the meeting moved. `is_stale` asks for a new look at a card that had not arrived when it
    changed.
    """

    __tablename__ = "meeting_invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    college: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(16), default=Answer.NONE.value)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_sequence: Mapped[int] = mapped_column(default=0)
    guests: Mapped[int] = mapped_column(default=0)
    waiting_rank: Mapped[int | None]
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    sealed_need: Mapped[bytes | None] = mapped_column(LargeBinary)
    proxy_to: Mapped[int | None] = mapped_column(ForeignKey("meeting_invitation.id", ondelete="SET NULL"), index=True)
    proxy_state: Mapped[str | None] = mapped_column(String(16))
    attendance: Mapped[str | None] = mapped_column(String(16))
    calendar_sequence: Mapped[int | None]
    card_sent: Mapped[bool] = mapped_column(default=False)
    is_stale: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Notice(Base):
    """One message to write, or written, about an invitation. What is due is found by its own small index."""

    __tablename__ = "meeting_notice"
    __table_args__ = (
        Index(
            "ix_meeting_notice_due",
            "due_at",
            "id",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_meeting_notice_untold",
            "meeting_id",
            sqlite_where=text("lateness = 'untold'"),
            postgresql_where=text("lateness = 'untold'"),
        ),
        Index("ix_meeting_notice_meeting_id_state", "meeting_id", "state"),
        Index("ix_meeting_notice_invitation_id", "invitation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("meeting_invitation.id", ondelete="CASCADE"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    lead_time: Mapped[str] = mapped_column(String(8), default="")
    due_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16), default=NoticeState.DUE.value)
    reason: Mapped[str] = mapped_column(String(16), default="")
    lateness: Mapped[str] = mapped_column(String(8), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class Proposal(Base):
    """A subject somebody would like to see on an agenda."""

    __tablename__ = "meeting_proposal"
    __table_args__ = (Index("ix_meeting_proposal_territory_id_state", "territory_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(16), default=ProposalState.OPEN.value)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
