"""One spelling for the many ways a message is typed: case, accents, apostrophes, drawn-out letters, SMS shorthand."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
"""Ligatures written out, and the apostrophes of phones and word processors as the one of keyboards."""

DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
DOTTED_ACRONYM: Final = re.compile(r"\b(?:[a-z]\.){2,}")
ELISION: Final = r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=[a-z]{2})"
CONTRACTION: Final = r"[a-z]+'(?:t|s|m|d|re|ve|ll)\b"
WORD: Final = re.compile(rf"{ELISION}|{CONTRACTION}|[a-z]+(?:[0-9](?![0-9]))?|[0-9]+(?:er|e)?|[^\W\d_]+|\?")


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, typographic apostrophes or letters drawn out (« aiiide »)."""
    # Ligatures first: NFKD leaves « œ » alone.
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return DRAWN_OUT.sub(r"\1", plain)


def split(text: str, *, shorthand: Mapping[str, str]) -> list[str]:
    """Return the words of `text`: folded, elisions apart, shorthand written out, the question mark as a word.

    With « koi » known as shorthand for « quoi », « C koi l'C.M.P ?? » gives `c koi l cmp ? ?` with `quoi` for `koi`.
    """
    undotted = DOTTED_ACRONYM.sub(lambda acronym: acronym.group().replace(".", ""), fold(text))
    words: list[str] = []
    for word in WORD.findall(undotted):
        if word.endswith("'"):
            words.append(word[:-1])
            continue
        bare = word.replace("'", "")
        words.extend(shorthand.get(bare, bare).split())
    return words
