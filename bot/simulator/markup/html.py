"""Telegram's HTML parse mode, with its tags, its character references and its errors.

Rules and words follow https://core.telegram.org/bots/api#html-style and the behaviour of the official server.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.simulator.jsontypes import Json
from bot.simulator.markup.formatted import FormattedText, in_order, unparsable, utf16_length

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
KNOWN_TAGS = frozenset({*SIMPLE_TAGS, "a", "blockquote", "tg-emoji"})
REFERENCE = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#[xX](?P<hexadecimal>[0-9a-fA-F]{1,6})|(?P<name>lt|gt|amp|quot));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LAST_CODE_POINT = 0x10FFFF
BARE_VALUE = re.compile(r"[0-9A-Za-z.\-]*")
LANGUAGE_PREFIX = "language-"


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse_html(source: str) -> FormattedText:
    """Read Telegram HTML. Raises a 400 ApiError "can't parse entities: …" with the byte offset of the trouble."""
    return _HtmlReader(source).read()


class _HtmlReader:
    """Walks through the source once, keeping the open tags on a stack."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._place = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Json] = []

    def read(self) -> FormattedText:
        while self._place < len(self._source):
            character = self._source[self._place]
            if character == "<":
                self._read_tag()
            elif character == "&":
                self._append(self._read_reference())
            else:
                self._read_plain()
        if self._open:
            reason = f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            raise unparsable(reason)
        return FormattedText("".join(self._text), in_order(self._entities))

    def _append(self, piece: str) -> None:
        self._text.append(piece)
        self._length += utf16_length(piece)

    def _read_plain(self) -> None:
        stop = self._place
        while stop < len(self._source) and self._source[stop] not in "<&":
            stop += 1
        self._append(self._source[self._place : stop])
        self._place = stop

    def _read_reference(self) -> str:
        match = REFERENCE.match(self._source, self._place)
        replacement = _referenced(match) if match else None
        if match is None or replacement is None:
            self._place += 1
            return "&"
        self._place = match.end()
        return replacement

    def _read_tag(self) -> None:
        begin = self._place
        if self._source.startswith("</", begin):
            self._close_tag(begin)
        else:
            self._open_tag(begin)

    def _open_tag(self, begin: int) -> None:
        name = self._name_from(begin + 1).lower()
        self._place = begin + 1 + len(name)
        if self._place >= len(self._source):
            self._fail("Unclosed start tag", begin)
        if name not in KNOWN_TAGS:
            self._fail(f'Unsupported start tag "{name}"', begin)
        attributes = self._read_attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_OpenTag(name, attributes, self._length, len(self._text)))

    def _close_tag(self, begin: int) -> None:
        if not self._open:
            self._fail("Unexpected end tag", begin)
        name = self._name_from(begin + 2)
        self._place = begin + 2 + len(name)
        self._skip_space()
        if self._peek() != ">":
            self._fail("Unclosed end tag", begin)
        self._place += 1
        tag = self._open.pop()
        if name and name.lower() != tag.name:
            position = self._byte_offset(begin)
            reason = f'Unmatched end tag at byte offset {position}, expected "</{tag.name}>", found "</{name}>"'
            raise unparsable(reason)
        if self._length > tag.offset:
            self._keep_entity(tag)

    def _keep_entity(self, tag: _OpenTag) -> None:
        place = {"offset": tag.offset, "length": self._length - tag.offset}
        covered = "".join(self._text[tag.start :])
        entity = _entity_of(tag, covered)
        if entity is None:
            return
        language = entity.pop("pre_language", None)
        outer = self._open[-1] if self._open else None
        if language and outer is not None and outer.name == "pre" and outer.offset == tag.offset:
            outer.attributes["language"] = language
            return
        self._entities.append({**entity, **place})

    def _read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == ">":
                self._place += 1
                return attributes
            start = self._place
            while self._peek() and self._peek() not in " \t\r\n=>/\"'":
                self._place += 1
            name = self._source[start : self._place].lower()
            if not name:
                problem = "Empty attribute name in the tag" if self._peek() else "Unclosed start tag"
                self._fail(f'{problem} "{tag}"', begin)
            self._skip_space()
            attributes[name] = self._read_value(tag, begin)

    def _read_value(self, tag: str, begin: int) -> str:
        if self._peek() != "=":
            if not self._peek():
                self._fail(f'Unclosed start tag "{tag}"', begin)
            return ""
        self._place += 1
        self._skip_space()
        value = self._quoted_value() if self._peek() in {"'", '"'} else self._bare_value()
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        return value

    def _quoted_value(self) -> str:
        quote = self._peek()
        self._place += 1
        value: list[str] = []
        while self._peek() not in {quote, ""}:
            if self._peek() == "&":
                value.append(self._read_reference())
            else:
                value.append(self._peek())
                self._place += 1
        if self._peek() == quote:
            self._place += 1
        return "".join(value)

    def _bare_value(self) -> str:
        start = self._place
        match = BARE_VALUE.match(self._source, start)
        self._place = match.end() if match else start
        following = self._peek()
        if following and following != ">" and not following.isspace():
            self._fail("Unexpected end of name token", start)
        return self._source[start : self._place].lower()

    def _name_from(self, start: int) -> str:
        stop = start
        while stop < len(self._source) and not self._source[stop].isspace() and self._source[stop] != ">":
            stop += 1
        return self._source[start:stop]

    def _skip_space(self) -> None:
        while self._peek() and self._peek().isspace():
            self._place += 1

    def _peek(self) -> str:
        return self._source[self._place : self._place + 1]

    def _byte_offset(self, place: int) -> int:
        return len(self._source[:place].encode("utf-8", "surrogatepass"))

    def _fail(self, problem: str, place: int) -> NoReturn:
        reason = f"{problem} at byte offset {self._byte_offset(place)}"
        raise unparsable(reason)


def _referenced(match: re.Match[str]) -> str | None:
    if match["name"]:
        return NAMED[match["name"]]
    code = int(match["decimal"]) if match["decimal"] else int(match["hexadecimal"], 16)
    return chr(code) if 0 < code <= LAST_CODE_POINT else None


def _entity_of(tag: _OpenTag, covered: str) -> Json | None:
    match tag.name:
        case "a":
            url = tag.attributes.get("href") or covered
            return {"type": "text_link", "url": url} if "." in url or ":" in url else None
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
        case "tg-emoji":
            identifier = tag.attributes.get("emoji-id")
            return {"type": "custom_emoji", "custom_emoji_id": identifier} if identifier else None
        case "code" if tag.attributes.get("class", "").startswith(LANGUAGE_PREFIX):
            return {"type": "code", "pre_language": tag.attributes["class"].removeprefix(LANGUAGE_PREFIX)}
        case "pre" if tag.attributes.get("language"):
            return {"type": "pre", "language": tag.attributes["language"]}
        case name:
            return {"type": SIMPLE_TAGS[name]}
