"""Long polling that loses nothing: an update is confirmed by the next call, once it is written down."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.delivery.chat import RawUpdate
from bot.delivery.outcome import outcome_of

log = logging.getLogger(__name__)

# Every kind is asked for, so that each can be answered or ignored on purpose.
UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "message_reaction",
    "pre_checkout_query",
)
HOLD_OPEN = 25  # seconds Telegram may keep an empty call open
ANSWER_MARGIN = 10.0
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)

Receive = Callable[[Sequence[RawUpdate]], Awaitable[None]]


class Poller:
    """Fetches updates and hands them on; begins anew from what Telegram still holds."""

    def __init__(self, bot: Bot, *, request: BaseRequest, receive: Receive) -> None:
        self._base = bot.base_url
        self._request = request
        self._receive = receive
        self._offset = 0

    async def run(self) -> None:
        """Fetch until cancelled.

        `receive` must have written the updates down when it returns; if it raises, they are fetched again.
        """
        failures = 0
        while True:
            try:
                updates = await self._fetch()
                await self._receive(updates)
            except TelegramError as error:
                failures += 1
                await asyncio.sleep(self._pause_after(error, failures))
            except Exception as error:  # noqa: BLE001 - whatever keeps us from writing down must not confirm
                failures += 1
                log.warning("updates could not be written down, fetching again: %s", type(error).__name__)
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])
            else:
                failures = 0
                if updates:
                    self._offset = max(update["update_id"] for update in updates) + 1

    async def _fetch(self) -> Sequence[RawUpdate]:
        query = urlencode({"offset": self._offset, "timeout": HOLD_OPEN, "allowed_updates": json.dumps(UPDATE_KINDS)})
        result = await self._request.post(f"{self._base}/getUpdates?{query}", read_timeout=HOLD_OPEN + ANSWER_MARGIN)
        updates: Sequence[RawUpdate] = result  # type: ignore[assignment]  # the library types every result as a dict
        return updates

    def _pause_after(self, error: TelegramError, failures: int) -> float:
        if isinstance(error, RetryAfter):
            return outcome_of(error).retry_after
        if isinstance(error, Conflict):
            log.error("another program fetches the updates of this bot, or a webhook is set: stop it")
        elif isinstance(error, InvalidToken):
            log.error("Telegram refuses our token, or a proxy answers in its place; trying again")
        else:
            log.warning("Telegram cannot be reached, trying again: %s", type(error).__name__)
        return PAUSES[min(failures, len(PAUSES)) - 1]
