"""The words of feedback: what can be asked, of whom, how far a round has come, what became of it."""

from __future__ import annotations

from enum import StrEnum

SMALLEST_MINIMUM = 5  # no territory may go below; the tables refuse it too
USUAL_MINIMUM = 11  # the threshold French public statistics use for small groups of people
MOST_QUESTIONS = 5


class QuestionKind(StrEnum):
    """How a question is answered. Every question can be passed over."""

    SCALE = "scale"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


class RoundKind(StrEnum):
    """A survey is asked by the coordination; a box stands open for what people say of their own accord."""

    SURVEY = "survey"
    BOX = "box"


class RoundState(StrEnum):
    """How far a round has come. Nothing leaves a draft; nothing is shown before the closing."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    RoundState.DRAFT: frozenset({RoundState.SCHEDULED, RoundState.CANCELLED}),
    RoundState.SCHEDULED: frozenset({RoundState.OPEN, RoundState.CANCELLED}),
    RoundState.OPEN: frozenset({RoundState.CLOSED, RoundState.CANCELLED}),
    RoundState.CLOSED: frozenset(),
    RoundState.CANCELLED: frozenset(),
}


class ErrandKind(StrEnum):
    """Why a person is written to about a round."""

    ASK = "ask"
    REMIND = "remind"
    RESULTS = "results"


class FollowUpState(StrEnum):
    """What the CLSM did about what was said."""

    DONE = "done"
    PLANNED = "planned"
    IMPOSSIBLE = "impossible"


class Agenda(StrEnum):
    """Whether a follow-up goes on the agenda of the next plenary assembly."""

    NO = "no"
    WANTED = "wanted"
    ENTERED = "entered"


class FeedbackRefused(Exception):  # noqa: N818 - named for what happened
    """Something that cannot be done now; `reason` names the sentence that explains it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
