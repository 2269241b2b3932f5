"""Counts about the answers, and the questions people chose to hand on. No person, no hour."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from actions.tables import Base


class AnswerTally(Base):
    """How often, in a month and a language, an answer was found useful or not, or a question found no answer."""

    __tablename__ = "answer_tally"

    month: Mapped[date] = mapped_column(primary_key=True)
    intent: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int]


class OpenQuestion(Base):
    """A question without an answer, handed on by its author to the coordination, cleaned: nobody knows whose it is."""

    __tablename__ = "open_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    asked_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16), index=True)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]
