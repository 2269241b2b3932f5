"""From what a bot sends to what a chat shows: parse mode, entities, limits."""

from dataclasses import dataclass

from bot.simulator.errors import bad_request
from bot.simulator.jsontypes import Json
from bot.simulator.markup.detection import with_detected
from bot.simulator.markup.formatted import FormattedText, check_entities, in_order, trimmed, utf16_length
from bot.simulator.markup.html import parse_html
from bot.simulator.markup.markdown import parse_markdown

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Markup:
    """How the sender marked a text: a parse mode, or entities, or nothing."""

    parse_mode: str | None = None
    entities: list[Json] | None = None


def read_text(source: str, markup: Markup) -> FormattedText:
    """A message's text: 1 to 4096 UTF-16 units after parsing. Raises a 400 ApiError."""
    formatted = _read(source, markup)
    if not formatted.text:
        reason = "message text is empty"
        raise bad_request(reason)
    if utf16_length(formatted.text) > TEXT_LIMIT:
        reason = "message is too long"
        raise bad_request(reason)
    return formatted


def read_caption(source: str, markup: Markup) -> FormattedText:
    """A caption: 0 to 1024 UTF-16 units after parsing. Raises a 400 ApiError."""
    formatted = _read(source, markup)
    if utf16_length(formatted.text) > CAPTION_LIMIT:
        reason = "message caption is too long"
        raise bad_request(reason)
    return formatted


def _read(source: str, markup: Markup) -> FormattedText:
    if markup.parse_mode and markup.entities:
        reason = "the simulator refuses parse_mode together with entities, of which Telegram would ignore one"
        raise bad_request(reason)
    match (markup.parse_mode or "").lower():
        case "":
            check_entities(source, markup.entities or [])
            parsed = FormattedText(source, in_order(markup.entities or []))
        case "html":
            parsed = parse_html(source)
        case "markdownv2":
            parsed = parse_markdown(source)
        case _:
            reason = "unsupported parse_mode"
            raise bad_request(reason)
    return with_detected(trimmed(parsed))
