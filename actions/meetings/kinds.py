"""The words of meetings: what can meet, how far it has come, who comes and how."""

from __future__ import annotations

from enum import StrEnum


class Body(StrEnum):
    """What meets."""

    COPIL = "copil"
    PLENARY = "plenary"
    GROUP = "group"


class State(StrEnum):
    """How far a meeting has come. Nothing leaves a draft."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ANNOUNCED}),
    State.ANNOUNCED: frozenset({State.MOVED, State.CANCELLED, State.HELD}),
    State.MOVED: frozenset({State.MOVED, State.CANCELLED, State.HELD}),
    State.CANCELLED: frozenset(),
    State.HELD: frozenset(),
}
OPEN = (State.ANNOUNCED.value, State.MOVED.value)


class Answer(StrEnum):
    """What an invited person said."""

    NONE = "none"
    YES = "yes"
    VIDEO = "video"
    MAYBE = "maybe"
    NO = "no"


COMING = (Answer.YES.value, Answer.VIDEO.value)


class Need(StrEnum):
    """What a person needs in order to take part, and what a meeting offers."""

    TRANSPORT = "transport"
    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign_language"
    SIMPLIFIED = "simplified"
    CHILDCARE = "childcare"
    STEP_FREE = "step_free"


class NoticeKind(StrEnum):
    """Why a person is written to about a meeting."""

    INVITATION = "invitation"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    PROMOTED = "promoted"
    REMINDER = "reminder"
    RELAUNCH = "relaunch"
    QUIET = "quiet"  # the card is brought up to date without a sound


class NoticeState(StrEnum):
    """What became of a notice."""

    DUE = "due"
    SENT = "sent"
    MISSED = "missed"
    DROPPED = "dropped"


class Proxy(StrEnum):
    """How far the gift of a voice has come."""

    OFFERED = "offered"
    ACCEPTED = "accepted"


class Attendance(StrEnum):
    """What the sheet says on the day."""

    PRESENT = "present"
    VIDEO = "video"
    ABSENT = "absent"


class ProposalState(StrEnum):
    """What became of a proposed subject."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


class Rhythm(StrEnum):
    """How a series repeats, on the wall clock."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_DATE = "monthly_date"
    MONTHLY_WEEKDAY = "monthly_weekday"
