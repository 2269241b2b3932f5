"""Messages as they are typed in haste: slips of the finger, the spelling of short messages, no punctuation."""

from __future__ import annotations

import random
import re

SLIPS = 0.2  # of the words
DRAWN_OUT = 0.5  # of the long words
_SHORTEST = 4
_APOSTROPHES = re.compile("['’]")
_SIGNS = re.compile(r"[^\w\s]")
_LAST_VOWEL = re.compile(r"([aeiouyAEIOUY])(?=[^aeiouyAEIOUY]*$)")
_BESIDE = {
    "a": "zq", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "km", "m": "lp", "n": "bh", "o": "ip", "p": "om", "q": "as", "r": "et", "s": "qd", "t": "ry",
    "u": "yi", "v": "cb", "w": "xs", "x": "wc", "y": "tu", "z": "ae",
}  # fmt: skip
_SHORT = tuple(
    (re.compile(rf"\b{long}\b"), short)
    for long, short in (
        ("c'est", "c"), ("j'ai", "g"), ("que", "ke"), ("qui", "ki"), ("quoi", "koi"), ("pas", "pa"), ("plus", "+"),
        ("je suis", "jsui"), ("je", "j"), ("pour", "pr"), ("avec", "ac"), ("dans", "ds"), ("tout", "tt"),
        ("quand", "qd"), ("vous", "vs"), ("nous", "ns"), ("mais", "mé"), ("jamais", "jamé"), ("il y a", "ya"),
        ("veux", "ve"), ("peux", "pe"), ("fais", "fé"), ("vais", "vé"), ("tu es", "té"), ("beaucoup", "bcp"),
        ("toujours", "tjr"), ("comme", "com"), ("être", "etre"), ("ne", ""), ("trop", "tro"), ("elle", "el"),
    )
)  # fmt: skip
_SOUNDS = ((re.compile(r"(?<=\w{2})(?:er|ez|ait|ais|ée?s?)\b"), "é"), (re.compile(r"eaux?\b"), "o"))


def slipped(text: str, chance: random.Random) -> str:
    """Return `text` with one slip of the finger in every fifth long word."""
    return " ".join(_slip(word, chance) if chance.random() < SLIPS else word for word in text.split(" "))


def shortened(text: str) -> str:
    """Return `text` as it is written in short messages."""
    text = text.lower().replace("’", "'")
    for pattern, short in (*_SHORT, *_SOUNDS):
        text = pattern.sub(short, text)
    return " ".join(text.split())


def without_punctuation(text: str) -> str:
    """Return `text` without signs: punctuation, pictures, and apostrophes as in « jai »."""
    return " ".join(_SIGNS.sub(" ", _APOSTROPHES.sub("", text)).split())


def repeated(text: str, chance: random.Random) -> str:
    """Return `text` with a vowel drawn out in one long word of two."""
    return " ".join(_drawn_out(word) if chance.random() < DRAWN_OUT else word for word in text.split(" "))


def _drawn_out(word: str) -> str:
    return _LAST_VOWEL.sub(r"\1\1\1\1", word) if len(word) >= _SHORTEST else word


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < _SHORTEST:
        return word
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return chance.choice(
        (
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + chance.choice(_BESIDE.get(letter, letter)) + after,
        )
    )
