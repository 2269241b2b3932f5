"""Counts about the answers. No person, no text, no hour."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
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
