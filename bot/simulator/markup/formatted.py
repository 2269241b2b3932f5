"""A text with its entities, counted as Telegram counts: in UTF-16 units."""

from dataclasses import dataclass

from bot.simulator.errors import ApiError, bad_request
from bot.simulator.jsontypes import Json

ASTRAL = 0xFFFF
"""Characters above this code point take two UTF-16 units."""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and the entities that stand on it, ordered, offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    """The length of a text as the Bot API measures it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, *, offset: int, length: int) -> str:
    """The part of a text an entity covers. Raises UnicodeDecodeError when it cuts a character in two."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def unparsable(reason: str) -> ApiError:
    """The refusal of a text whose markup is wrong."""
    return bad_request(f"can't parse entities: {reason}")


def in_order(entities: list[Json]) -> tuple[Json, ...]:
    """Entities as Telegram lists them: by offset, the longer first."""
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def trimmed(formatted: FormattedText) -> FormattedText:
    """The text without white space at its ends, entities moved and shortened accordingly."""
    text = formatted.text.strip()
    if text == formatted.text:
        return formatted
    lead = len(formatted.text) - len(formatted.text.lstrip())
    shift = utf16_length(formatted.text[:lead])
    end = utf16_length(text)
    kept: list[Json] = []
    for entity in formatted.entities:
        start = max(0, entity["offset"] - shift)
        stop = min(end, entity["offset"] + entity["length"] - shift)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return FormattedText(text, tuple(kept))


def check_entities(text: str, entities: list[Json]) -> None:
    """Refuse entities that leave the text, cut a character, or lack what their type needs. Raises a 400 ApiError."""
    total = utf16_length(text)
    needs = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
    for entity in entities:
        offset, length = entity["offset"], entity["length"]
        if offset + length > total:
            reason = f"entity {entity['type']} at offset {offset} leaves the text"
            raise unparsable(reason)
        try:
            utf16_slice(text, offset=offset, length=length)
        except UnicodeDecodeError:
            reason = "entity begins or ends in a middle of a UTF-16 symbol"
            raise unparsable(reason) from None
        needed = needs.get(entity["type"])
        if needed is not None and needed not in entity:
            reason = f"entity {entity['type']} needs the field {needed}"
            raise unparsable(reason)
