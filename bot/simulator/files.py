"""Files: what was uploaded, under which identifiers, and what each kind of message says about them."""

import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.arguments import Upload
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.jsontypes import Json

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 50 * MEGABYTE
PHOTO_LIMIT = 10 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE
FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "audio": "music",
    "voice": "voice",
    "document": "documents",
    "animation": "animations",
    "video_note": "video_notes",
    "sticker": "stickers",
}
DEFAULT_TYPES = {
    "photo": "image/jpeg",
    "video": "video/mp4",
    "animation": "video/mp4",
    "audio": "audio/mpeg",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
    "sticker": "image/webp",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file known to Telegram; `path` is where it can be downloaded.

    `file_id` is valid for the bot that sent it only, and for every bot (`bot_id` None) when a person sent it.
    """

    file_id: str
    unique_id: str
    kind: str
    name: str
    content_type: str
    content: bytes
    path: str
    bot_id: int | None

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    def fields(self) -> Json:
        """What every media object says of its file."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def media(self, details: Json) -> Json:
        """The body fields of a message that carries this file, `details` being what the sender said of it."""
        return MEDIA_VIEWS[self.kind](self, details)


class FileStore:
    """All files of the world, by identifier and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def save(self, upload: Upload, *, kind: str, bot_id: int | None) -> StoredFile:
        """Keep an upload. Raises a 400 or 413 ApiError when it is empty or too big."""
        self._check_size(upload, kind)
        number = len(self._by_id)
        digest = hashlib.sha256(upload.content + kind.encode()).hexdigest()
        content_type = DEFAULT_TYPES.get(kind) or upload.content_type or "application/octet-stream"
        ending = mimetypes.guess_extension(content_type) or ""
        name = upload.name or f"file_{number}{ending}"
        stored = StoredFile(
            file_id=f"sim{bot_id or 0:x}-{number}-{digest[:24]}",
            unique_id=f"AQ{digest[24:38]}",
            kind=kind,
            name=name,
            content_type=content_type,
            content=upload.content,
            path=f"{FOLDERS[kind]}/file_{number}{ending}",
            bot_id=bot_id,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def resolve(self, source: Upload | str | None, *, kind: str, bot_id: int) -> StoredFile:
        """The file a bot means: a new upload, or one of its own identifiers of the same kind. Raises ApiError."""
        if isinstance(source, Upload):
            return self.save(source, kind=kind, bot_id=bot_id)
        if not source:
            reason = f"there is no {kind} in the request"
            raise bad_request(reason)
        if source.startswith(("http://", "https://")):
            reason = "failed to get HTTP URL content"
            raise bad_request(reason)
        stored = self.find(source, bot_id=bot_id)
        if stored.kind != kind:
            reason = f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}"
            raise bad_request(reason)
        return stored

    def find(self, file_id: str, *, bot_id: int | None) -> StoredFile:
        """The file of an identifier this bot received. Raises a 400 ApiError for any other."""
        stored = self._by_id.get(file_id)
        if stored is None or stored.bot_id not in {bot_id, None}:
            reason = "wrong file identifier/HTTP URL specified"
            raise bad_request(reason)
        return stored

    def downloadable(self, file_id: str, *, bot_id: int) -> StoredFile:
        """The file, when it is not above 20 MB. Raises a 400 ApiError."""
        stored = self.find(file_id, bot_id=bot_id)
        if stored.size > DOWNLOAD_LIMIT:
            reason = "file is too big"
            raise bad_request(reason)
        return stored

    def at(self, path: str) -> StoredFile | None:
        """The file at a download path."""
        return self._by_path.get(path)

    def _check_size(self, upload: Upload, kind: str) -> None:
        if not upload.content:
            reason = "file must be non-empty"
            raise bad_request(reason)
        if len(upload.content) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if kind == "photo" and len(upload.content) > PHOTO_LIMIT:
            reason = "file is too big for a photo"
            raise bad_request(reason)


def _photo(stored: StoredFile, _details: Json) -> Json:
    return {"photo": [{**stored.fields(), "width": 1280, "height": 960}]}


def _sized(kind: str, *copied: str, **defaults: object) -> Callable[[StoredFile, Json], Json]:
    """Build the view of a media kind: file fields, the sender's details among `copied`, and defaults."""

    def view(stored: StoredFile, details: Json) -> Json:
        told = {name: details[name] for name in copied if name in details}
        naming = {"file_name": stored.name} if kind in {"audio", "document", "video", "animation"} else {}
        typing = {} if kind in {"video_note", "sticker"} else {"mime_type": stored.content_type}
        return {kind: {**stored.fields(), **typing, **naming, **defaults, **told}}

    return view


def _animation(stored: StoredFile, details: Json) -> Json:
    """An animation is also announced as a document, for old clients."""
    view = _sized("animation", "duration", "width", "height", duration=3, width=320, height=240)(stored, details)
    return {**view, **_sized("document")(stored, details)}


MEDIA_VIEWS: dict[str, Callable[[StoredFile, Json], Json]] = {
    "photo": _photo,
    "video": _sized("video", "duration", "width", "height", duration=5, width=640, height=480),
    "animation": _animation,
    "audio": _sized("audio", "duration", "performer", "title", duration=60),
    "document": _sized("document"),
    "voice": _sized("voice", "duration", duration=3),
    "video_note": _sized("video_note", "duration", "length", duration=3, length=240),
    "sticker": _sized(
        "sticker", "emoji", type="regular", width=512, height=512, is_animated=False, is_video=False, emoji="🙂"
    ),
}
