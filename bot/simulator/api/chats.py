"""Chats themselves: what they are, their pinned messages, their invitation links."""

from bot.simulator.api.access import find_chat, find_group, find_message, require_right, writable_chat
from bot.simulator.api.request import Handler, Request
from bot.simulator.chats import Group, PrivateChat
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.messages import Body
from bot.simulator.posting import Envelope
from bot.simulator.views import chat_view, message_view

NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def _get_chat(request: Request) -> Json:
    chat = find_chat(request, request.arguments.some_chat())
    described = {**chat_view(chat), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    if chat.pinned:
        described["pinned_message"] = message_view(chat.by_id[chat.pinned[-1]], with_reply=False)
    return described


def _pin_message(request: Request) -> bool:
    chat = writable_chat(request)
    _require_pinning(request, chat)
    message = find_message(request, chat, request.arguments.some_integer("message_id"), purpose="pin")
    if message.is_service:
        reason = "a service message can't be pinned"
        raise bad_request(reason)
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    body = Body("service", payload={"pinned_message": message_view(message, with_reply=False)})
    request.world.post(chat, sender=request.bot, body=body, envelope=Envelope(thread=message.thread))
    return True


def _unpin_message(request: Request) -> bool:
    chat = writable_chat(request)
    _require_pinning(request, chat)
    number = request.arguments.integer("message_id")
    pinned = number if number is not None else next(reversed(chat.pinned), None)
    if pinned not in chat.pinned:
        reason = "message to unpin not found"
        raise bad_request(reason)
    chat.pinned.remove(pinned)
    request.world.changes.notify()
    return True


def _unpin_all(request: Request) -> bool:
    chat = writable_chat(request)
    _require_pinning(request, chat)
    chat.pinned.clear()
    request.world.changes.notify()
    return True


def _require_pinning(request: Request, chat: PrivateChat | Group) -> None:
    if isinstance(chat, Group):
        require_right(request, chat, "can_pin_messages", purpose="manage pinned messages in the chat")


def _invite_link(request: Request) -> str:
    group = find_group(request)
    require_right(request, group, "can_invite_users", purpose="manage chat invite link")
    group.invite_links += 1
    return f"https://t.me/+simulated{abs(group.id)}n{group.invite_links}"


def _export_invite_link(request: Request) -> str:
    return _invite_link(request)


def _create_invite_link(request: Request) -> Json:
    arguments = request.arguments
    if arguments.flag("creates_join_request") and "member_limit" in arguments:
        reason = "member limit can't be specified for links requiring administrator approval"
        raise bad_request(reason)
    return {
        "invite_link": _invite_link(request),
        "creator": request.bot.profile(),
        "creates_join_request": arguments.flag("creates_join_request"),
        "is_primary": False,
        "is_revoked": False,
        **arguments.subset("name", "expire_date", "member_limit"),
    }


CHAT_HANDLERS: dict[str, Handler] = {
    "getChat": _get_chat,
    "pinChatMessage": _pin_message,
    "unpinChatMessage": _unpin_message,
    "unpinAllChatMessages": _unpin_all,
    "exportChatInviteLink": _export_invite_link,
    "createChatInviteLink": _create_invite_link,
}
