"""The life of a request: what it is about, where it stands, and every move that is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Subject(StrEnum):
    """What a request is about. The last three are made by form."""

    INFORMATION = "information"
    MEETING = "meeting"
    SUPPORT = "support"
    PROBLEM = "problem"
    OTHER = "other"
    JOIN = "join"
    PROPOSAL = "proposal"
    COMPLEX = "complex"


class State(StrEnum):
    """Where a request stands, as the person sees it."""

    RECEIVED = "received"
    READ = "read"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What can happen to a request."""

    WRITE = "write"
    READ = "read"
    TAKE_CHARGE = "take_charge"
    REPLY = "reply"
    CLOSE = "close"
    CANCEL = "cancel"
    REOPEN = "reopen"


class Author(StrEnum):
    """Who wrote a message that was relayed."""

    PERSON = "person"
    COORDINATION = "coordination"


class CloseReason(StrEnum):
    """Why the coordination closes a request."""

    ANSWERED = "answered"
    DIRECTED = "directed"
    NO_NEWS = "no_news"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    HANDED_OVER = "handed_over"


class Satisfaction(StrEnum):
    """« Avez-vous eu votre réponse ? »."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


OPEN_STATES = frozenset({State.RECEIVED, State.READ, State.IN_PROGRESS, State.ANSWERED})
OVER_STATES = frozenset({State.CLOSED, State.CANCELLED})

MOVES: Mapping[Move, Mapping[State, State]] = {
    Move.WRITE: {
        State.RECEIVED: State.RECEIVED,
        State.READ: State.RECEIVED,
        State.IN_PROGRESS: State.IN_PROGRESS,
        State.ANSWERED: State.RECEIVED,
    },
    Move.READ: {State.RECEIVED: State.READ} | {state: state for state in OPEN_STATES - {State.RECEIVED}},
    Move.TAKE_CHARGE: dict.fromkeys(OPEN_STATES, State.IN_PROGRESS),
    Move.REPLY: dict.fromkeys(OPEN_STATES, State.ANSWERED),
    Move.CLOSE: dict.fromkeys(OPEN_STATES, State.CLOSED),
    Move.CANCEL: dict.fromkeys(OPEN_STATES, State.CANCELLED),
    Move.REOPEN: {State.CLOSED: State.RECEIVED},
}


class MoveRefused(Exception):  # noqa: N818 - named for what happened
    """A move that the state of a request does not allow."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"{move.value} is refused to a request that is {state.value}")
        self.move = move
        self.state = state


def after(move: Move, state: State) -> State:
    """The state that a move leads to; raises MoveRefused where it is not allowed."""
    try:
        return MOVES[move][state]
    except KeyError:
        raise MoveRefused(move, state) from None
