"""Names of places, brought to one spelling: no accents, no hyphens, « St » written out, no article in front."""

from __future__ import annotations

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})
SHORTHANDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = frozenset({"le", "la", "les", "l"})
_ON_SHORTHAND = re.compile(r"\bs\s*/\s*", re.IGNORECASE)
_UNDER_SHORTHAND = re.compile(r"\bss\s*/\s*", re.IGNORECASE)
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower-case words without accents or punctuation, one space between: « L'Haÿ-les-Roses » → « l hay les roses »."""
    written_out = _UNDER_SHORTHAND.sub("sous ", _ON_SHORTHAND.sub("sur ", text.translate(LIGATURES)))
    decomposed = unicodedata.normalize("NFKD", written_out.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _NOT_A_LETTER.sub(" ", plain).split()
    return " ".join(SHORTHANDS.get(word, word) for word in words)


def without_article(folded: str) -> str:
    """A folded name without the article in front: « la rochelle » → « rochelle »."""
    first, _, rest = folded.partition(" ")
    return rest if first in ARTICLES and rest else folded


def compact(folded: str) -> str:
    """A folded name in one piece: how people write it who forget its hyphens."""
    return folded.replace(" ", "")
