"""The telephone: makes one call of the outbox through the Telegram library and says what became of it."""

from __future__ import annotations

from typing import Any

from telegram import Bot, ForumTopic, InputFile, Message, MessageId
from telegram.error import TelegramError

from bot.delivery.outbox import Call
from bot.delivery.outcome import Fate, Outcome, outcome_of

WITHOUT_CHAT = frozenset({"answer_callback_query"})


class BotTelephone:
    """Calls through a `telegram.Bot`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def call(self, call: Call, *, chat_id: int) -> Outcome:
        """Make the call; the outcome carries the number of the message if one was made."""
        params: dict[str, Any] = dict(call.params)
        if call.method not in WITHOUT_CHAT:
            params["chat_id"] = chat_id
        for name, file in call.files.items():
            params[name] = InputFile(file.content, filename=file.name)
        try:
            result = await getattr(self._bot, call.method)(**params)
        except TelegramError as error:
            return outcome_of(error)
        return Outcome(Fate.DELIVERED, message_id=_message_id(result), numbers=_numbers(result))


def _numbers(result: object) -> tuple[int, ...]:
    if not isinstance(result, tuple | list):
        return ()
    return tuple(made.message_id for made in result if isinstance(made, Message | MessageId))


def _message_id(result: object) -> int | None:
    if isinstance(result, tuple | list) and result:
        result = result[0]
    if isinstance(result, ForumTopic):
        return result.message_thread_id  # a topic bears the number of the message that opens it
    return result.message_id if isinstance(result, Message | MessageId) else None
