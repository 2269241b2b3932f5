"""Tables of the feedback.

What ties a person to a round (member, participation, draft, errand) and what was answered never meet: an answer
carries no person and no time, and neither its key nor its place tells who gave it, or in which order.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.feedback.kinds import SMALLEST_MINIMUM, USUAL_MINIMUM, Agenda, RoundState
from actions.tables import Base, Instant

Wording: TypeAlias = dict[str, str]
"""Words of ours by key, {"key": …}, or a coordinator's by language, {"fr": …, "en": …}."""

EVERYBODY = ""  # in a figure: all colleges together
WITHOUT_ROWID = {"sqlite_with_rowid": False}  # SQLite would otherwise number the rows in the order they arrive


class FeedbackMember(Base):
    """Someone who agreed to be asked, and the college they say they belong to."""

    __tablename__ = "feedback_member"
    __table_args__ = (Index("ix_feedback_member_territory_id_college", "territory_id", "college"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    college: Mapped[str] = mapped_column(String(16))


class FeedbackSettings(Base):
    """What the coordination of a territory decided for its rounds."""

    __tablename__ = "feedback_settings"
    __table_args__ = (CheckConstraint(f"minimum >= {SMALLEST_MINIMUM}", name="minimum"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True)
    minimum: Mapped[int] = mapped_column(default=USUAL_MINIMUM)
    after_meetings: Mapped[bool] = mapped_column(default=False)


class FeedbackRound(Base):
    """One round of questions, with the smallest group that is ever shown: fixed when it is announced.

    An empty `audience` means every college. `shown_colleges` is decided once, at the closing; before it, it is null.
    """

    __tablename__ = "feedback_round"
    __table_args__ = (
        CheckConstraint(f"minimum >= {SMALLEST_MINIMUM}", name="minimum"),
        Index("ix_feedback_round_territory_id_state", "territory_id", "state"),
        Index("ix_feedback_round_state_closes_at", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default=RoundState.DRAFT.value)
    title: Mapped[Wording] = mapped_column(JSON)
    audience: Mapped[list[str]] = mapped_column(JSON, default=list)
    minimum: Mapped[int]
    meeting: Mapped[str | None] = mapped_column(String(40), unique=True)
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    reminder_at: Mapped[datetime | None] = mapped_column(Instant)
    shown_colleges: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    was_published: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)


class FeedbackQuestion(Base):
    """One question of a round. `topic` stays the same each time the question is asked again."""

    __tablename__ = "feedback_question"
    __table_args__ = (Index("ix_feedback_question_round_id_position", "round_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("feedback_round.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(64))
    words: Mapped[Wording] = mapped_column(JSON)
    options: Mapped[list[Wording]] = mapped_column(JSON, default=list)


class FeedbackAnswer(Base):
    """One answer to one question, of nobody: a random-looking key, a college, and what was answered.

    There is no person, no time, and nothing that joins the answers of one person to each other.
    """

    __tablename__ = "feedback_answer"
    __table_args__ = (
        CheckConstraint("(choice IS NULL) <> (sealed_words IS NULL)", name="one_answer"),
        Index("ix_feedback_answer_question_id", "question_id"),
        WITHOUT_ROWID,
    )

    receipt: Mapped[str] = mapped_column(String(64), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("feedback_question.id", ondelete="CASCADE"))
    college: Mapped[str] = mapped_column(String(16))
    choice: Mapped[str | None] = mapped_column(String(40))
    sealed_words: Mapped[bytes | None] = mapped_column(LargeBinary)


class FeedbackParticipation(Base):
    """Who has answered a round, so that nobody answers twice. Emptied when the round closes."""

    __tablename__ = "feedback_participation"
    __table_args__ = (Index("ix_feedback_participation_person_id", "person_id"), WITHOUT_ROWID)

    round_id: Mapped[int] = mapped_column(ForeignKey("feedback_round.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


class FeedbackDraft(Base):
    """What a person has filled in and not sent, sealed. Gone once it is sent, withdrawn, or the round closes."""

    __tablename__ = "feedback_draft"
    __table_args__ = (Index("ix_feedback_draft_person_id", "person_id"), WITHOUT_ROWID)

    round_id: Mapped[int] = mapped_column(ForeignKey("feedback_round.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class FeedbackErrand(Base):
    """One message still to write to one person about a round. Everybody asked has one; none says who has answered."""

    __tablename__ = "feedback_errand"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id", "kind"),
        Index("ix_feedback_errand_due_at", "due_at"),
        Index("ix_feedback_errand_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("feedback_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime] = mapped_column(Instant)


class FeedbackFigure(Base):
    """One figure that may be shown: how many of a group chose an option. Nothing else outlives the closing.

    `base` is how many of the group answered the question. The table itself refuses a group that is too small.
    """

    __tablename__ = "feedback_figure"
    __table_args__ = (
        CheckConstraint(f"minimum >= {SMALLEST_MINIMUM}", name="minimum"),
        CheckConstraint("base >= minimum", name="base"),
        CheckConstraint("chosen BETWEEN 0 AND base", name="chosen"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("feedback_question.id", ondelete="CASCADE"), primary_key=True)
    college: Mapped[str] = mapped_column(String(16), primary_key=True, default=EVERYBODY)
    option: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chosen: Mapped[int]
    base: Mapped[int]
    minimum: Mapped[int]


class FeedbackText(Base):
    """A free text released to the coordination: no college, a random key, until the day it is erased."""

    __tablename__ = "feedback_text"
    __table_args__ = (Index("ix_feedback_text_question_id", "question_id"), WITHOUT_ROWID)

    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("feedback_question.id", ondelete="CASCADE"))
    sealed_words: Mapped[bytes] = mapped_column(LargeBinary)
    theme: Mapped[str | None] = mapped_column(String(40))
    erase_on: Mapped[date] = mapped_column(Date, index=True)


class FeedbackFollowUp(Base):
    """« Vous avez dit → le CLSM a fait »: one thing said, and what became of it."""

    __tablename__ = "feedback_follow_up"
    __table_args__ = (Index("ix_feedback_follow_up_territory_id", "territory_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey("feedback_round.id", ondelete="CASCADE"), index=True)
    said: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16))
    done: Mapped[str] = mapped_column(String(500))
    agenda: Mapped[str] = mapped_column(String(16), default=Agenda.NO.value)
    written_on: Mapped[date] = mapped_column(Date)
