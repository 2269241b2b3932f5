"""A message and what it carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.simulator.chats import Chat
    from bot.simulator.jsontypes import Json
    from bot.simulator.people import Account

CAPTIONED_KINDS = frozenset({"photo", "video", "animation", "audio", "document", "voice"})


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says: a text with its entities, or a payload with an optional caption.

    `kind` is "text", the name of the media field ("photo", "location"…) or "service"; `payload` holds the fields of
    the Bot API that are neither text nor caption.
    """

    kind: str
    text: str | None = None
    entities: tuple[Json, ...] = ()
    payload: Json = field(default_factory=dict)

    def fields(self) -> Json:
        """The body as fields of the Bot API's `Message`."""
        fields = dict(self.payload)
        if self.text is not None:
            name, entities_name = ("text", "entities") if self.kind == "text" else ("caption", "caption_entities")
            fields[name] = self.text
            if self.entities:
                fields[entities_name] = list(self.entities)
        return fields


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """One message in one chat, as the world remembers it."""

    id: int
    chat: Chat
    chat_id: int
    sender: Account
    date: datetime
    body: Body
    thread: int | None = None
    reply_to: Message | None = None
    inline_keyboard: Json | None = None
    had_reply_keyboard: bool = False
    protected: bool = False
    album: str | None = None
    forward_origin: Json | None = None
    edited: datetime | None = None
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Message({self.id}, {self.sender.full_name!r}, {self.body.kind}, {self.body.text!r})"

    @property
    def is_service(self) -> bool:
        """Whether the chat itself speaks: a topic was created, somebody joined."""
        return self.body.kind == "service"
