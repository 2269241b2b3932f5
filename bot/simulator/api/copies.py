"""Copying and forwarding what stands in another chat."""

from dataclasses import replace

from bot.simulator.api.access import find_chat, find_message
from bot.simulator.api.request import Handler, Request
from bot.simulator.api.sending import captioned, post, read_envelope
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.messages import CAPTIONED_KINDS, Body, Message
from bot.simulator.posting import Envelope
from bot.simulator.views import message_view, timestamp


def _source(request: Request, message_id: int, *, purpose: str) -> Message:
    chat = find_chat(request, request.arguments.some_chat("from_chat_id"))
    message = find_message(request, chat, message_id, purpose=purpose)
    if message.is_service or message.protected:
        reason = f"the message can't be {'copied' if purpose == 'copy' else 'forwarded'}"
        raise bad_request(reason)
    return message


def _origin(message: Message) -> Json:
    return message.forward_origin or {
        "type": "user",
        "sender_user": message.sender.profile(),
        "date": timestamp(message.date),
    }


def _copy_message(request: Request) -> Json:
    message = _source(request, request.arguments.some_integer("message_id"), purpose="copy")
    body = message.body
    if "caption" in request.arguments and body.kind in CAPTIONED_KINDS:
        described = request.arguments.subset("caption", "parse_mode", "caption_entities")
        body = captioned(body.kind, body.payload, source=described)
    return {"message_id": post(request, body, envelope=read_envelope(request)).id}


def _copy_messages(request: Request) -> list[Json]:
    messages = _standing(request)
    bodies = [message.body for message in messages]
    if request.arguments.flag("remove_caption"):
        bodies = [Body(body.kind, payload=body.payload) if body.kind in CAPTIONED_KINDS else body for body in bodies]
    chat, envelope = read_envelope(request)
    albums: dict[str, str] = {}
    copied = []
    for message, body in zip(messages, bodies, strict=True):
        album = albums.setdefault(message.album, request.world.next_album_id()) if message.album else None
        copied.append(post(request, body, envelope=(chat, replace(envelope, album=album))).id)
    return [{"message_id": number} for number in copied]


def _forward(request: Request, message: Message) -> Message:
    chat, envelope = read_envelope(request)
    forwarded = Envelope(envelope.thread, protected=envelope.protected, forward_origin=_origin(message))
    return post(request, message.body, envelope=(chat, forwarded))


def _forward_message(request: Request) -> Json:
    message = _source(request, request.arguments.some_integer("message_id"), purpose="forward")
    return message_view(_forward(request, message))


def _forward_messages(request: Request) -> list[Json]:
    return [{"message_id": _forward(request, message).id} for message in _standing(request)]


def _standing(request: Request) -> list[Message]:
    """The messages of the list that can travel; the others are skipped, as Telegram does."""
    chat = find_chat(request, request.arguments.some_chat("from_chat_id"))
    found = (chat.find(number) for number in request.arguments.integers("message_ids"))
    travelling = [each for each in found if each is not None and not each.is_service and not each.protected]
    if not travelling:
        reason = "messages to forward or copy not found"
        raise bad_request(reason)
    return travelling


COPY_HANDLERS: dict[str, Handler] = {
    "copyMessage": _copy_message,
    "copyMessages": _copy_messages,
    "forwardMessage": _forward_message,
    "forwardMessages": _forward_messages,
}
