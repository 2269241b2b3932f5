"""Words that no text of the assistant may use: means of suicide, and phrases that experts advise against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from actions.safety.normalise import without_accents
from bot.content.mistakes import Mistake

_KINDS = frozenset({".yml", ".yaml", ".md", ".po"})
_MEANS = (
    r"pendaison|(?:se|me|te) pendre|pendu[es]?|corde|noeud coulant|veines|poignets?",
    r"arme a feu|fusil|pistolet|carabine",
    r"overdose|surdose|defenestr\w+|noyade|(?:se|me) noyer|asphyxi\w+|monoxyde|poison|empoisonn\w+|cachets|somniferes?",
    r"sur les rails|sous un train|du pont|lames? de rasoir|cutter|dose mortelle|dose letale|\d+ ?mg",
    r"hang(?:ing)? (?:my|your|him|her)self|noose|gun|wrists|lethal dose|drown(?:ing)?|poisoning|sleeping pills",
)
_PHRASES = (
    r"comm(?:et|is)\w* (?:un|le) suicide|commit\w* suicide|suicide (?:reussi|rate)|reussi (?:son|leur) suicide",
    r"successful suicide|failed suicide|acte (?:courageux|lache)",
)
_FORBIDDEN = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in (*_MEANS, *_PHRASES)), re.IGNORECASE)


def find_unsafe_wording(content: Path) -> list[Mistake]:
    """Name every word of a means of suicide, and every phrase advised against, in the texts under `content`."""
    files = (path for path in sorted(content.rglob("*")) if path.suffix in _KINDS)
    return [mistake for path in files for mistake in _in_file(path)]


def unsafe_words(text: str) -> list[str]:
    """Return the words of means, and the phrases advised against, that stand in `text`."""
    return [found.group() for found in _FORBIDDEN.finditer(without_accents(text.replace("œ", "oe")))]


def _in_file(path: Path) -> Iterator[Mistake]:
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for found in unsafe_words("" if line.lstrip().startswith("#") else line):
            yield Mistake(path, row, f"« {found} » must not stand in a text of the assistant")
