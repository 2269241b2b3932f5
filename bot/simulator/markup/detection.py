"""What Telegram finds by itself in a text: commands, links, addresses, mentions, hashtags."""

import re

from bot.simulator.jsontypes import Json
from bot.simulator.markup.formatted import FormattedText, in_order, utf16_length

FAMILIAR_ENDINGS = "fr|com|org|net|eu|info|gouv|be|ch|io|re|gp|mq|gf|yt|nc|pf|bzh|paris|alsace|corsica|me|uk|de|es|it"
SIGNS = frozenset("/@#.:")

PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "url",
        re.compile(
            r"(?<![\w@/.-])(?:https?://[^\s<>\"«»]+|(?:[\w-]+\.)+(?:" + FAMILIAR_ENDINGS + r")\b(?:[/?#][^\s<>\"«»]*)?)"
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/@#<>.-])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/.-])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#/])#\w*[^\W\d]\w*")),
)
CLOSED_TO_DETECTION = frozenset({"code", "pre", "text_link", "text_mention"})
TRAILING_PUNCTUATION = ".,;:!?)'»\"…"


def with_detected(formatted: FormattedText) -> FormattedText:
    """Add the entities Telegram finds, except where code or a link already stands."""
    if not SIGNS.intersection(formatted.text):
        return formatted
    taken = [_span(entity) for entity in formatted.entities if entity["type"] in CLOSED_TO_DETECTION]
    found: list[Json] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(formatted.text):
            entity = _detected(kind, match, formatted.text)
            if not any(_overlap(_span(entity), span) for span in taken):
                found.append(entity)
                taken.append(_span(entity))
    if not found:
        return formatted
    return FormattedText(formatted.text, in_order([*formatted.entities, *found]))


def _detected(kind: str, match: re.Match[str], text: str) -> Json:
    covered = match.group().rstrip(TRAILING_PUNCTUATION) if kind == "url" else match.group()
    return {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(covered)}


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
