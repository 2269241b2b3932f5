"""Putting a message into a chat, and deciding which bots learn of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.chats import Chat, Group, PrivateChat
from bot.simulator.markup.formatted import utf16_slice
from bot.simulator.messages import Body, Message
from bot.simulator.people import Account, Bot
from bot.simulator.views import message_view

if TYPE_CHECKING:
    from bot.simulator.jsontypes import Json
    from bot.simulator.world import World


@dataclass(frozen=True, slots=True)
class Envelope:
    """What comes with a message besides its body."""

    thread: int | None = None
    reply_to: Message | None = None
    markup: Json | None = None
    album: str | None = None
    protected: bool = False
    forward_origin: Json | None = None


def place(world: World, chat: Chat, *, sender: Account, body: Body, envelope: Envelope) -> Message:
    """Create the message at the end of the chat; its author stops "typing" and its keyboard takes effect."""
    markup = envelope.markup or {}
    message = Message(
        id=_next_message_id(chat),
        chat=chat,
        chat_id=chat.id,
        sender=sender,
        date=world.clock.now(),
        body=body,
        thread=envelope.thread,
        reply_to=envelope.reply_to,
        inline_keyboard=markup if "inline_keyboard" in markup else None,
        had_reply_keyboard=bool(markup) and "inline_keyboard" not in markup,
        protected=envelope.protected,
        album=envelope.album,
        forward_origin=envelope.forward_origin,
    )
    chat.keep(message)
    chat.actions.pop((sender.id, envelope.thread), None)
    if "keyboard" in markup:
        chat.reply_keyboard, chat.reply_keyboard_by = markup, sender.id
    elif "remove_keyboard" in markup:
        chat.reply_keyboard = chat.reply_keyboard_by = None
    return message


def announce(world: World, message: Message, *, kind: str) -> None:
    """Queue the message, as an update of `kind`, for every bot that may read it."""
    for bot in _readers(message):
        world.queue(bot).add(kind, message_view(message))


def _readers(message: Message) -> list[Bot]:
    chat = message.chat
    if isinstance(chat, PrivateChat):
        bots = [chat.bot]
    elif isinstance(chat, Group):
        bots = [bot for bot in chat.present_bots() if _may_read(bot, chat, message)]
    else:
        bots = []
    from_person = not isinstance(message.sender, Bot)
    return [bot for bot in bots if from_person or (message.is_service and message.edited is None)]


def _may_read(bot: Bot, group: Group, message: Message) -> bool:
    """Privacy mode: a plain member reads only commands, mentions, answers to it and service messages."""
    member = group.members[bot.id]
    if bot.reads_all_group_messages or member.status == "administrator" or message.is_service:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    return any(_addresses(entity, message, bot) for entity in message.body.entities)


def _addresses(entity: Json, message: Message, bot: Bot) -> bool:
    if entity["type"] not in {"bot_command", "mention"}:
        return False
    covered = utf16_slice(message.body.text or "", offset=entity["offset"], length=entity["length"])
    _, _, addressee = covered.partition("@")
    if entity["type"] == "bot_command" and not addressee:
        return bool(entity["offset"] == 0)
    return addressee.lower() == bot.username.lower()


def _next_message_id(chat: Chat) -> int:
    """Ids grow per bot account in private chats, and per chat in groups."""
    if isinstance(chat, PrivateChat):
        chat.bot.last_message_id += 1
        return chat.bot.last_message_id
    if isinstance(chat, Group):
        chat.last_message_id += 1
        return chat.last_message_id
    message = f"chat {chat.id} is neither private nor a group"
    raise TypeError(message)
