from __future__ import annotations

from datetime import timedelta

import pytest
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

from bot.delivery.outcome import AnswerLost, Fate, NotSent, outcome_of


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (NotSent("refused"), Fate.RETRY),
        (AnswerLost("read timeout"), Fate.UNKNOWN),
        (TimedOut(), Fate.UNKNOWN),
        (NetworkError("Bad Gateway (502)"), Fate.UNKNOWN),
        (RetryAfter(3), Fate.HOLD),
        (Forbidden("bot was blocked by the user"), Fate.BLOCKED),
        (ChatMigrated(-100123), Fate.MOVED),
        (BadRequest("chat not found"), Fate.REFUSED),
        (BadRequest("Message is not modified: the same"), Fate.DELIVERED),
        (BadRequest("query is too old and response timeout expired"), Fate.DELIVERED),
        (InvalidToken("Not Found"), Fate.MISCONFIGURED),
        (Conflict("terminated by other getUpdates request"), Fate.RETRY),
    ],
)
def test_outcome_says_whether_it_arrived(error: TelegramError, fate: Fate) -> None:
    assert outcome_of(error).fate is fate


def test_outcome_of_a_halt_carries_its_seconds() -> None:
    assert outcome_of(RetryAfter(timedelta(seconds=7))).retry_after == 7.0


def test_outcome_of_a_migration_carries_the_new_number() -> None:
    assert outcome_of(ChatMigrated(-100123)).new_chat_id == -100123
