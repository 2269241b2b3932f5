"""Texts, places, contacts and "typing"."""

from bot.simulator.api.access import writable_chat, writable_thread
from bot.simulator.api.request import Handler, Request
from bot.simulator.chats import Group, PrivateChat
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import check_markup
from bot.simulator.markup.reading import Markup, read_caption, read_text
from bot.simulator.messages import Body, Message
from bot.simulator.posting import Envelope
from bot.simulator.views import message_view


def deliver(request: Request, body: Body) -> Json:
    """Send a body as the call's other parameters say, and return the message's view. Raises ApiError."""
    return message_view(post(request, body, envelope=read_envelope(request)))


def post(request: Request, body: Body, *, envelope: tuple[PrivateChat | Group, Envelope]) -> Message:
    """Put the body into the chat the envelope was read for."""
    chat, details = envelope
    return request.world.post(chat, sender=request.bot, body=body, envelope=details)


def read_envelope(request: Request, *, album: str | None = None) -> tuple[PrivateChat | Group, Envelope]:
    """The chat and everything that comes with the message. Raises ApiError."""
    markup = request.arguments.structure("reply_markup")
    check_markup(markup)
    chat = writable_chat(request)
    thread = writable_thread(request, chat)
    answered = _find_answered(request, chat)
    if thread is None and answered is not None and isinstance(chat, Group) and answered.chat is chat:
        thread = answered.thread
    protected = request.arguments.flag("protect_content")
    return chat, Envelope(thread, answered, markup, album, protected)


def caption_body(request: Request, kind: str, payload: Json) -> Body:
    """A medium with the call's caption. Raises ApiError."""
    return captioned(kind, payload, source=request.arguments.subset("caption", "parse_mode", "caption_entities"))


def captioned(kind: str, payload: Json, *, source: Json) -> Body:
    """A medium with the caption that `source` describes, if any. Raises ApiError."""
    caption = source.get("caption")
    markup = Markup(source.get("parse_mode"), source.get("caption_entities"))
    formatted = read_caption(caption, markup) if caption else None
    if formatted is None or not formatted.text:
        return Body(kind, payload=payload)
    return Body(kind, formatted.text, formatted.entities, payload)


def text_body(request: Request) -> Body:
    """The call's text. Raises ApiError."""
    arguments = request.arguments
    markup = Markup(arguments.text("parse_mode"), arguments.structures("entities"))
    formatted = read_text(arguments.text("text") or "", markup)
    return Body("text", formatted.text, formatted.entities, arguments.subset("link_preview_options"))


def _find_answered(request: Request, chat: PrivateChat | Group) -> Message | None:
    parameters = request.arguments.structure("reply_parameters")
    if parameters is None:
        return None
    elsewhere = parameters.get("chat_id")
    if elsewhere is not None and str(elsewhere) != str(chat.id):
        reason = "the simulator does not simulate answers to another chat"
        raise bad_request(reason)
    answered = chat.find(parameters["message_id"])
    if answered is None and not parameters.get("allow_sending_without_reply"):
        reason = "message to be replied not found"
        raise bad_request(reason)
    quote = parameters.get("quote")
    if quote and answered is not None and quote not in (answered.body.text or ""):
        reason = "QUOTE_TEXT_INVALID"
        raise bad_request(reason)
    return answered


def _send_message(request: Request) -> Json:
    return deliver(request, text_body(request))


def _send_location(request: Request) -> Json:
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return deliver(request, Body("location", payload={"location": request.arguments.subset(*names)}))


def _send_venue(request: Request) -> Json:
    place = request.arguments.subset("latitude", "longitude")
    details = request.arguments.subset(
        "title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type"
    )
    return deliver(request, Body("venue", payload={"venue": {"location": place, **details}, "location": place}))


def _send_contact(request: Request) -> Json:
    card = request.arguments.subset("phone_number", "first_name", "last_name", "vcard")
    return deliver(request, Body("contact", payload={"contact": card}))


def _send_chat_action(request: Request) -> bool:
    chat = writable_chat(request)
    thread = writable_thread(request, chat)
    action = request.arguments.some_text("action")
    chat.note_action(account_id=request.bot.id, thread=thread, action=action, now=request.now)
    request.world.changes.notify()
    return True


SENDING_HANDLERS: dict[str, Handler] = {
    "sendMessage": _send_message,
    "sendLocation": _send_location,
    "sendVenue": _send_venue,
    "sendContact": _send_contact,
    "sendChatAction": _send_chat_action,
}
