"""Messages and memberships as one bot sees them in JSON."""

from datetime import datetime

from bot.simulator.chats import Chat, Group, Member, PrivateChat
from bot.simulator.jsontypes import Json
from bot.simulator.messages import Message
from bot.simulator.people import Account


def timestamp(moment: datetime) -> int:
    """Unix time in whole seconds, as Telegram writes dates."""
    return int(moment.timestamp())


def chat_view(chat: Chat) -> Json:
    """The `Chat` object of a chat."""
    if isinstance(chat, PrivateChat | Group):
        return chat.fields()
    message = f"chat {chat.id} is neither private nor a group"
    raise TypeError(message)


def message_view(message: Message, *, with_reply: bool = True) -> Json:
    """The `Message` object, with the message it answers one level deep."""
    view: Json = {
        "message_id": message.id,
        "from": message.sender.profile(),
        "chat": {**chat_view(message.chat), "id": message.chat_id},
        "date": timestamp(message.date),
    }
    if message.thread is not None:
        view |= {"message_thread_id": message.thread, "is_topic_message": True}
    if message.forward_origin is not None:
        view["forward_origin"] = message.forward_origin
    if with_reply and (answered := _answered(message)) is not None:
        view["reply_to_message"] = message_view(answered, with_reply=False)
    if message.edited is not None:
        view["edit_date"] = timestamp(message.edited)
    if message.album is not None:
        view["media_group_id"] = message.album
    if message.protected:
        view["has_protected_content"] = True
    view |= message.body.fields()
    if message.inline_keyboard is not None:
        view["reply_markup"] = message.inline_keyboard
    return view


def accessible_view(message: Message) -> Json:
    """The `MaybeInaccessibleMessage` of a message that may have been deleted."""
    if message.deleted:
        return {"chat": chat_view(message.chat), "message_id": message.id, "date": 0}
    return message_view(message)


def membership_change(chat: Chat, *, by: Account, before: Member, after: Member, now: datetime) -> Json:
    """The `ChatMemberUpdated` object."""
    return {
        "chat": chat_view(chat),
        "from": by.profile(),
        "date": timestamp(now),
        "old_chat_member": before.fields(),
        "new_chat_member": after.fields(),
    }


def _answered(message: Message) -> Message | None:
    """The message answered; inside a topic Telegram names the opening of the topic when there is none."""
    if message.reply_to is not None:
        return None if message.reply_to.deleted else message.reply_to
    if message.thread is not None and message.thread != message.id:
        return message.chat.by_id.get(message.thread)
    return None
