"""Telegram's MarkdownV2 parse mode and its errors.

Rules and words follow https://core.telegram.org/bots/api#markdownv2-style and the behaviour of the official server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.markup.formatted import FormattedText, in_order, unparsable, utf16_length

if TYPE_CHECKING:
    from bot.simulator.jsontypes import Json

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
ESCAPABLE = range(1, 127)
INLINE_MARKS = {
    "__": "underline",
    "||": "spoiler",
    "```": "pre",
    "![": "custom_emoji",
    "_": "italic",
    "*": "bold",
    "~": "strikethrough",
    "[": "text_link",
    "`": "code",
}
CLOSING_MARKS = {
    "underline": "__",
    "spoiler": "||",
    "pre": "```",
    "italic": "_",
    "bold": "*",
    "strikethrough": "~",
    "text_link": "]",
    "custom_emoji": "]",
    "code": "`",
}
SERVER_NAMES = {
    "underline": "Underline",
    "spoiler": "Spoiler",
    "pre": "Pre",
    "italic": "Italic",
    "bold": "Bold",
    "strikethrough": "Strikethrough",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "code": "Code",
}


@dataclass(slots=True)
class _OpenEntity:
    kind: str
    place: int
    offset: int
    start: int
    language: str | None = None


def parse_markdown(source: str) -> FormattedText:
    """Read MarkdownV2. Raises a 400 ApiError "can't parse entities: …"."""
    return _MarkdownReader(source).read()


class _MarkdownReader:
    """Walks through the source once; block quotations are opened and closed at the ends of lines."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._place = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_OpenEntity] = []
        self._entities: list[Json] = []
        self._quote_offset: int | None = None
        self._quote_expandable = False

    def read(self) -> FormattedText:
        while self._place < len(self._source):
            self._start_line()
            if self._place < len(self._source):
                self._step()
        if self._open:
            last = self._open[-1]
            offset = len(self._source[: last.place].encode("utf-8", "surrogatepass"))
            reason = f"Can't find end of {SERVER_NAMES[last.kind]} entity at byte offset {offset}"
            raise unparsable(reason)
        self._close_quote()
        return FormattedText("".join(self._text), in_order(self._entities))

    def _start_line(self) -> None:
        at_line_start = self._place == 0 or self._source[self._place - 1] == "\n"
        if not at_line_start or self._is_verbatim():
            return
        if self._source.startswith("**>", self._place):
            self._close_quote()
            self._quote_offset, self._quote_expandable = self._length, False
            self._place += 3
        elif self._source.startswith(">", self._place):
            if self._quote_offset is None:
                self._quote_offset = self._length
            self._place += 1
        else:
            self._close_quote()

    def _close_quote(self) -> None:
        if self._quote_offset is None:
            return
        length = self._length - self._quote_offset
        kind = "expandable_blockquote" if self._quote_expandable else "blockquote"
        if length:
            self._entities.append({"type": kind, "offset": self._quote_offset, "length": length})
        self._quote_offset, self._quote_expandable = None, False

    def _step(self) -> None:
        character = self._source[self._place]
        following = self._source[self._place + 1 : self._place + 2]
        if character == "\\" and following and ord(following) in ESCAPABLE:
            self._append(following)
            self._place += 2
        elif self._closes_open_entity():
            self._close_entity()
        elif character not in RESERVED or (self._is_verbatim() and character != "`"):
            self._append(character)
            self._place += 1
        elif self._ends_expandable_quote():
            self._quote_expandable = True
            self._place += 2
        else:
            self._open_entity()

    def _append(self, piece: str) -> None:
        self._text.append(piece)
        self._length += utf16_length(piece)

    def _is_verbatim(self) -> bool:
        return bool(self._open) and self._open[-1].kind in {"code", "pre"}

    def _ends_expandable_quote(self) -> bool:
        rest = self._source[self._place : self._place + 3]
        spoiler_open = any(entity.kind == "spoiler" for entity in self._open)
        return self._quote_offset is not None and not spoiler_open and rest in {"||", "||\n"}

    def _closes_open_entity(self) -> bool:
        if not self._open:
            return False
        kind = self._open[-1].kind
        if kind == "italic" and self._source.startswith("__", self._place):
            return False
        return self._source.startswith(CLOSING_MARKS[kind], self._place)

    def _open_entity(self) -> None:
        mark = next((each for each in INLINE_MARKS if self._source.startswith(each, self._place)), None)
        if mark is None or (self._is_verbatim() and mark == "`"):
            character = self._source[self._place]
            reason = f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
            raise unparsable(reason)
        entity = _OpenEntity(INLINE_MARKS[mark], self._place, self._length, len(self._text))
        self._place += len(mark)
        if entity.kind == "pre":
            entity.language = self._read_language()
        self._open.append(entity)

    def _read_language(self) -> str | None:
        stop = self._place
        while stop < len(self._source) and not self._source[stop].isspace() and self._source[stop] != "`":
            stop += 1
        language = None
        if stop > self._place and stop < len(self._source) and self._source[stop] != "`":
            language = self._source[self._place : stop]
            self._place = stop
        if self._source.startswith("\n", self._place):
            self._place += 1
        return language

    def _close_entity(self) -> None:
        entity = self._open.pop()
        self._place += len(CLOSING_MARKS[entity.kind])
        fields: Json = {"type": entity.kind}
        if entity.language:
            fields["language"] = entity.language
        if entity.kind in {"text_link", "custom_emoji"}:
            url = self._read_url() or "".join(self._text[entity.start :])
            fields |= {"url": url} if entity.kind == "text_link" else {"custom_emoji_id": url.partition("id=")[2]}
        if self._length > entity.offset:
            self._entities.append({**fields, "offset": entity.offset, "length": self._length - entity.offset})

    def _read_url(self) -> str:
        if not self._source.startswith("(", self._place):
            return ""
        begin = self._place + 1
        url: list[str] = []
        self._place = begin
        while self._place < len(self._source) and self._source[self._place] != ")":
            if self._source[self._place] == "\\" and self._place + 1 < len(self._source):
                self._place += 1
            url.append(self._source[self._place])
            self._place += 1
        if self._place >= len(self._source):
            offset = len(self._source[:begin].encode("utf-8", "surrogatepass"))
            reason = f"Can't find end of a URL at byte offset {offset}"
            raise unparsable(reason)
        self._place += 1
        return "".join(url)
