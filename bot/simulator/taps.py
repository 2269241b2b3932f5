"""What happens when a button is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.bubbles import as_read
from bot.simulator.people import Bot
from bot.simulator.views import accessible_view

if TYPE_CHECKING:
    from bot.simulator.bubbles import Bubble
    from bot.simulator.callbacks import CallbackQuery
    from bot.simulator.jsontypes import Json
    from bot.simulator.seat import Seat

KITCHEN_TABLE = (47.2184, -1.5536)
"""Where a person is when a button asks for a position: the middle of Nantes."""


class SeatError(Exception):
    """A person tried what their client does not offer; the message says what it does."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What a tap did: asked the bot (`query`), opened a link (`url`), copied a text, or sent a message."""

    query: CallbackQuery | None = None
    url: str | None = None
    copied: str | None = None
    sent: Bubble | None = None

    @property
    def answered(self) -> bool:
        """Whether the bot answered the callback query."""
        return self.query is not None and self.query.answer is not None


def tap_inline(seat: Seat, bubble: Bubble, label: str) -> Tap:
    """Tap an inline button: a callback query for the bot that sent it, or a link for the person."""
    rows = (bubble.message.inline_keyboard or {})["inline_keyboard"]
    return press_inline(seat, bubble, next(each for row in rows for each in row if as_read(each["text"]) == label))


def press_inline(seat: Seat, bubble: Bubble, button: Json) -> Tap:
    """Press one button, known by what it carries."""
    if "url" in button:
        return Tap(url=button["url"])
    if "copy_text" in button:
        return Tap(copied=button["copy_text"]["text"])
    return Tap(query=ask_bot(seat, bubble, button["callback_data"]))


def ask_bot(seat: Seat, bubble: Bubble, data: str) -> CallbackQuery:
    """Queue a callback query with `data`; a client may hold an old button, so the data need not be on the message."""
    message = bubble.message
    if not isinstance(message.sender, Bot):
        reason = "only a bot's message has inline buttons"
        raise SeatError(reason)
    world = seat.world
    query = world.queries.open(
        person=seat.person, bot=message.sender, message=message, data=data, now=world.clock.now()
    )
    view = {
        "id": query.id,
        "from": seat.person.profile(),
        "message": accessible_view(message),
        "chat_instance": str(abs(message.chat_id) * 7919),
        "data": data,
    }
    world.queue(message.sender).add("callback_query", view)
    world.changes.notify()
    return query


def press_key(seat: Seat, label: str) -> Tap:
    """Press a key of the reply keyboard: it sends its label, or the contact or position it asks for."""
    markup = seat.chat.reply_keyboard or {}
    key: Json = next(each for row in markup["keyboard"] for each in row if each["text"] == label)
    if markup.get("one_time_keyboard"):
        seat.chat.reply_keyboard = None
    if key.get("request_contact"):
        return Tap(sent=seat.share_contact())
    if key.get("request_location"):
        return Tap(sent=seat.share_location(*KITCHEN_TABLE))
    return Tap(sent=seat.say(label))
