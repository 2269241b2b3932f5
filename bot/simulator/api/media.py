"""Files: photos, documents, voices, albums, and downloading."""

from dataclasses import dataclass
from functools import partial

from bot.simulator.api.request import Handler, Request
from bot.simulator.api.sending import caption_body, captioned, deliver, post, read_envelope
from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.messages import Body
from bot.simulator.views import message_view

ALONE_IN_ALBUM = frozenset({"audio", "document"})


@dataclass(frozen=True, slots=True)
class Medium:
    """One kind of file and the parameters that describe it."""

    kind: str
    details: tuple[str, ...] = ()


MEDIA = {
    "sendPhoto": Medium("photo"),
    "sendAudio": Medium("audio", ("duration", "performer", "title")),
    "sendDocument": Medium("document"),
    "sendVideo": Medium("video", ("duration", "width", "height")),
    "sendAnimation": Medium("animation", ("duration", "width", "height")),
    "sendVoice": Medium("voice", ("duration",)),
    "sendVideoNote": Medium("video_note", ("duration", "length")),
    "sendSticker": Medium("sticker", ("emoji",)),
}


def input_media_body(request: Request, media: Json) -> Body:
    """The body an `InputMedia` object describes. Raises ApiError."""
    source = request.arguments.attachment(media["media"])
    stored = request.world.files.resolve(source, kind=media["type"], bot_id=request.bot.id)
    return captioned(media["type"], stored.media(media), source=media)


def _send_medium(medium: Medium, request: Request) -> Json:
    envelope = read_envelope(request)
    source = request.arguments.file(medium.kind)
    stored = request.world.files.resolve(source, kind=medium.kind, bot_id=request.bot.id)
    payload = stored.media(request.arguments.subset(*medium.details))
    return message_view(post(request, caption_body(request, medium.kind, payload), envelope=envelope))


def _send_media_group(request: Request) -> list[Json]:
    media = request.arguments.structures("media")
    kinds = {each["type"] for each in media}
    lonely = ALONE_IN_ALBUM.intersection(kinds)
    if len(kinds) > 1 and lonely:
        reason = f"{min(lonely)} can't be mixed with other media types"
        raise bad_request(reason)
    chat, details = read_envelope(request, album=request.world.next_album_id())
    bodies = [input_media_body(request, each) for each in media]
    return [message_view(post(request, body, envelope=(chat, details))) for body in bodies]


def _send_dice(request: Request) -> Json:
    emoji = request.arguments.text("emoji") or "🎲"
    faces = {"🎰": 64, "🏀": 5, "⚽": 5}.get(emoji, 6)
    value = 1 + request.bot.last_message_id % faces
    return deliver(request, Body("dice", payload={"dice": {"emoji": emoji, "value": value}}))


def _get_file(request: Request) -> Json:
    stored = request.world.files.downloadable(request.arguments.some_text("file_id"), bot_id=request.bot.id)
    return {**stored.fields(), "file_path": stored.path}


def _get_user_profile_photos(request: Request) -> Json:
    if request.arguments.some_integer("user_id") not in request.world.people:
        reason = "user not found"
        raise bad_request(reason)
    return {"total_count": 0, "photos": []}


MEDIA_HANDLERS: dict[str, Handler] = {
    **{name: partial(_send_medium, medium) for name, medium in MEDIA.items()},
    "sendMediaGroup": _send_media_group,
    "sendDice": _send_dice,
    "getFile": _get_file,
    "getUserProfilePhotos": _get_user_profile_photos,
}
