"""Changing and deleting what was sent, and reacting to it."""

from datetime import timedelta

from bot.simulator.api.access import find_chat, find_message, writable_chat
from bot.simulator.api.media import input_media_body
from bot.simulator.api.request import Handler, Request
from bot.simulator.api.sending import caption_body, text_body
from bot.simulator.chats import Group, PrivateChat
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import check_markup
from bot.simulator.messages import CAPTIONED_KINDS, Body, Message
from bot.simulator.reactions import REACTIONS
from bot.simulator.views import message_view

DELETABLE_FOR = timedelta(hours=48)
CANNOT_EDIT = "message can't be edited"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
UNDELETABLE = frozenset({"supergroup_chat_created", "forum_topic_created", "migrate_from_chat_id"})


def _editable(request: Request) -> Message:
    """The bot's own message the call names.

    A bot may edit its own messages at any age, but none that was sent with a reply keyboard, forwarded, or written by
    the chat itself.
    """
    for name, problem in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if name not in request.arguments:
            raise bad_request(problem)
    check_markup(request.arguments.structure("reply_markup"))
    chat = writable_chat(request)
    message = find_message(request, chat, request.arguments.some_integer("message_id"), purpose="edit")
    foreign = message.sender is not request.bot or message.forward_origin is not None
    if foreign or message.is_service or message.had_reply_keyboard:
        raise bad_request(CANNOT_EDIT)
    return message


def _apply(request: Request, message: Message, body: Body) -> Json:
    """Replace body and keyboard (absent means none). Raises a 400 ApiError when nothing changes."""
    keyboard = request.arguments.structure("reply_markup")
    if keyboard is not None and not any(keyboard["inline_keyboard"]):
        keyboard = None
    if message.body == body and message.inline_keyboard == keyboard:
        raise bad_request(NOT_MODIFIED)
    message.inline_keyboard = keyboard
    request.world.edit(message, body=body)
    return message_view(message)


def _edit_text(request: Request) -> Json:
    body = text_body(request)
    message = _editable(request)
    if message.body.kind != "text":
        reason = "there is no text in the message to edit"
        raise bad_request(reason)
    return _apply(request, message, body)


def _edit_caption(request: Request) -> Json:
    message = _editable(request)
    if message.body.kind not in CAPTIONED_KINDS:
        reason = "there is no caption in the message to edit"
        raise bad_request(reason)
    return _apply(request, message, caption_body(request, message.body.kind, message.body.payload))


def _edit_media(request: Request) -> Json:
    message = _editable(request)
    media = request.arguments.structure("media") or {}
    if message.body.kind not in {*CAPTIONED_KINDS, "text"} or message.body.kind == "voice":
        raise bad_request(CANNOT_EDIT)
    if message.album is not None and message.body.kind != media["type"]:
        reason = "message media in an album keeps its type"
        raise bad_request(reason)
    return _apply(request, message, input_media_body(request, media))


def _edit_reply_markup(request: Request) -> Json:
    message = _editable(request)
    return _apply(request, message, message.body)


def _edit_live_location(request: Request) -> Json:
    message = _editable(request)
    location = message.body.payload.get("location", {})
    period = location.get("live_period")
    if period is None or request.now - message.date >= timedelta(seconds=period):
        raise bad_request(CANNOT_EDIT)
    names = ("latitude", "longitude", "horizontal_accuracy", "heading", "proximity_alert_radius", "live_period")
    moved = {**location, **request.arguments.subset(*names)}
    return _apply(request, message, Body("location", payload={"location": moved}))


def _stop_live_location(request: Request) -> Json:
    message = _editable(request)
    location = dict(message.body.payload.get("location", {}))
    if location.pop("live_period", None) is None:
        raise bad_request(CANNOT_EDIT)
    return _apply(request, message, Body("location", payload={"location": location}))


def _check_deletable(request: Request, chat: PrivateChat | Group, message: Message) -> None:
    too_old = request.now - message.date >= DELETABLE_FOR
    own = message.sender is request.bot
    moderator = isinstance(chat, Group) and chat.members[request.bot.id].may("can_delete_messages")
    if isinstance(chat, Group) and UNDELETABLE.intersection(message.body.payload):
        too_old = True
    if too_old:
        reason = "message can't be deleted for everyone"
        raise bad_request(reason)
    if not (own or moderator or isinstance(chat, PrivateChat)):
        reason = "message can't be deleted"
        raise bad_request(reason)


def _delete_message(request: Request) -> bool:
    chat = find_chat(request, request.arguments.some_chat())
    message = find_message(request, chat, request.arguments.some_integer("message_id"), purpose="delete")
    _check_deletable(request, chat, message)
    request.world.remove(message)
    return True


def _delete_messages(request: Request) -> bool:
    """Messages that are not found are skipped; one that cannot be deleted stops the call before anything is done."""
    chat = find_chat(request, request.arguments.some_chat())
    found = [chat.find(number) for number in request.arguments.integers("message_ids")]
    standing = [message for message in found if message is not None]
    for message in standing:
        _check_deletable(request, chat, message)
    for message in standing:
        request.world.remove(message)
    return True


def _set_reaction(request: Request) -> bool:
    chat = writable_chat(request)
    message = find_message(request, chat, request.arguments.some_integer("message_id"), purpose="react")
    reaction = request.arguments.structures("reaction")
    if any(each["emoji"] not in REACTIONS for each in reaction):
        reason = "REACTION_INVALID"
        raise bad_request(reason)
    message.reactions[request.bot.id] = reaction
    request.world.changes.notify()
    return True


EDITING_HANDLERS: dict[str, Handler] = {
    "editMessageText": _edit_text,
    "editMessageCaption": _edit_caption,
    "editMessageMedia": _edit_media,
    "editMessageReplyMarkup": _edit_reply_markup,
    "editMessageLiveLocation": _edit_live_location,
    "stopMessageLiveLocation": _stop_live_location,
    "deleteMessage": _delete_message,
    "deleteMessages": _delete_messages,
    "setMessageReaction": _set_reaction,
}
