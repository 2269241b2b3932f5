"""How a French word sounds, roughly: what SMS spelling, typos and endings leave unchanged."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SHORTEST: Final = 2
"""Letters that a key keeps at least: endings are not stripped below it."""

RULES: Final = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"^(?:p?s[iy](?:ch|k|c(?=[ho])))", "psik"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"s?ch|sh", "X"),
        (r"h", ""),
        (r"tion", "sion"),
        (r"cc(?=[eiy])", "ks"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"c?qu?|ck?|k", "k"),
        (r"gn", "N"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"G", "g"),
        (r"eau|au", "o"),
        (r"oeu|eu|oe", "e"),
        (r"ou", "U"),
        (r"oi|oy", "wa"),
        (r"(?:ai|ei|i|y|u)[nm](?![aeiouynm])", "1"),
        (r"[ae][nm](?![aeiouynm])", "2"),
        (r"o[nm](?![aeiouynm])", "3"),
        (r"ill?(?=[aeo])|y(?=[aeo])", "i"),
        (r"(?:ai|ei|ay|ey)(?=[st]?$)|y$", "e"),
        # Within a word the two are kept apart: « maire » is not « mère » here.
        (r"ai|ei|ay|ey", "E"),
        (r"y", "i"),
        (r"z", "s"),
        (r"x", "s"),
        (r"(.)\1+", r"\1"),
    )
)
VOWEL: Final = re.compile(r"[aeiouy]")
PLURAL: Final = re.compile(r"[sx]$")
SILENT: Final = re.compile(r"(?:er|et|es|e|t|d|p)$")


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return the sounding key of a folded word: the same for « santé », « sentez » and « senté ».

    A key is no phonetic transcription; it only has to fall together for spellings of one word more often than for
    two words. Acronyms and words with a digit keep their spelling.
    """
    if not word.isalpha() or not VOWEL.search(word):
        return word
    key = word
    for pattern, replacement in RULES:
        key = pattern.sub(replacement, key)
    for silent in (PLURAL, SILENT):
        shorter = silent.sub("", key)
        key = shorter if len(shorter) >= SHORTEST else key
    return key
