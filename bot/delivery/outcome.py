"""What became of a call to Telegram: every error of the edge, translated once.

See the table of errors in ARCHITECTURE.md: the question each line answers is "did it arrive?".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


class NotSent(NetworkError):  # noqa: N818 - named for what happened
    """The connection could not be made: nothing left this machine."""


class AnswerLost(TimedOut):
    """The call left, its answer did not come back: it may or may not have arrived."""


class Fate(StrEnum):
    """Whether a call arrived."""

    DELIVERED = "delivered"
    RETRY = "retry"  # no, and it may later
    HOLD = "hold"  # no: Telegram asks everybody to wait
    BLOCKED = "blocked"  # no: the person does not want us, or is gone
    MOVED = "moved"  # no: the group has another number now
    REFUSED = "refused"  # no, and it never will
    UNKNOWN = "unknown"
    MISCONFIGURED = "misconfigured"  # no: a wrong token, or a proxy that answers in Telegram's place


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fate with what it takes to act on it; `reason` holds Telegram's words about the call."""

    fate: Fate
    message_id: int | None = None
    retry_after: float = 0.0
    new_chat_id: int | None = None
    reason: str = ""


HARMLESS_REFUSALS = ("message is not modified", "query is too old", "message to delete not found")


def outcome_of(error: TelegramError) -> Outcome:
    """Translate an exception of the Telegram library."""
    reason = type(error).__name__
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Outcome(Fate.HOLD, retry_after=wait.total_seconds() if isinstance(wait, timedelta) else wait)
        case ChatMigrated():
            return Outcome(Fate.MOVED, new_chat_id=error.new_chat_id)
        case Forbidden():
            return Outcome(Fate.BLOCKED, reason=error.message)
        case BadRequest():
            harmless = any(words in error.message.lower() for words in HARMLESS_REFUSALS)
            return Outcome(Fate.DELIVERED if harmless else Fate.REFUSED, reason=error.message)
        case InvalidToken():
            return Outcome(Fate.MISCONFIGURED, reason=reason)
        case Conflict() | NotSent():
            return Outcome(Fate.RETRY, reason=reason)
        case _:
            return Outcome(Fate.UNKNOWN, reason=reason)
