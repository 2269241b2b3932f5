"""What a person sees of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.people import Bot

if TYPE_CHECKING:
    from datetime import datetime

    from bot.simulator.jsontypes import Json
    from bot.simulator.messages import Message

NO_BREAK_SPACE = "\u00a0"


def as_read(words: str) -> str:
    """The words as an eye takes them in: a space that holds the line together looks like any other."""
    return words.replace(NO_BREAK_SPACE, " ")


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message or in place of the keyboard: `data` for a callback, `url` for a link."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Bubble:
    """A living view of one message: it shows later edits and the deletion too."""

    message: Message

    def __repr__(self) -> str:
        words = self.message.body.text
        marks = [mark for mark in ("edited", "deleted") if getattr(self, mark)]
        return f"Bubble({self.id}, {self.author!r}, {self.media or 'text'}, {words!r}, {self.labels}, {marks})"

    @property
    def id(self) -> int:
        """The message's number in its chat."""
        return self.message.id

    @property
    def text(self) -> str | None:
        """The text as it is read, or None for media."""
        return as_read(self.message.body.text or "") if self.message.body.kind == "text" else None

    @property
    def caption(self) -> str | None:
        """The caption of a medium as it is read, or None."""
        words = self.message.body.text
        return None if self.message.body.kind == "text" or words is None else as_read(words)

    @property
    def set_words(self) -> str:
        """The text or the caption as it was set, with the spaces that must not break; empty without any."""
        return self.message.body.text or ""

    @property
    def entities(self) -> tuple[Json, ...]:
        """The formatting of the text or of the caption."""
        return self.message.body.entities

    @property
    def author(self) -> str:
        """The name shown above the bubble."""
        return self.message.sender.full_name

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it."""
        return isinstance(self.message.sender, Bot)

    @property
    def media(self) -> str | None:
        """The kind of medium ("photo", "location"…), "service" for the chat's own words, None for a text."""
        return None if self.message.body.kind == "text" else self.message.body.kind

    @property
    def payload(self) -> Json:
        """The medium itself, as the Bot API describes it."""
        return self.message.body.payload

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        rows = (self.message.inline_keyboard or {}).get("inline_keyboard", [])
        return [[Button(each["text"], each.get("callback_data"), each.get("url")) for each in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The labels of the inline buttons as they are read, in reading order."""
        return [as_read(button.label) for row in self.buttons for button in row]

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return self.message.edited is not None

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.message.deleted

    @property
    def date(self) -> datetime:
        """When it was sent, aware, in UTC."""
        return self.message.date

    @property
    def reply_to(self) -> Bubble | None:
        """The message it answers."""
        return Bubble(self.message.reply_to) if self.message.reply_to is not None else None

    @property
    def thread(self) -> int | None:
        """The topic it stands in."""
        return self.message.thread

    @property
    def album(self) -> str | None:
        """The album it belongs to."""
        return self.message.album
