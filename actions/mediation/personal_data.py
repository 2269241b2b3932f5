"""Does a text name somebody? Used where only general information may be written.

A guard, not a proof: it prefers to refuse a harmless text rather than let a name pass, and says what it saw.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from pathlib import Path

FIRST_NAMES = Path(__file__).parent / "first_names.txt"


class Found(StrEnum):
    """What makes a text personal."""

    NAME = "name"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    MAIL = "mail"
    BIRTH = "birth"


_TITLE = re.compile(
    r"\b(?:m\.|mr|mme|mlle|mrs|ms|monsieur|madame|mademoiselle|docteur|dr)\.?\s+[a-zà-ÿ]{2,}", re.IGNORECASE
)
_CALLED = re.compile(r"\b(?:s.appelle|se nomme|nommée?|prénom|is called|named|name is)\b", re.IGNORECASE)
_ROLE_WORDS = re.compile(r"\b(?:monsieur|madame)\s+(?:le|la|l)\b", re.IGNORECASE)  # « Madame la maire » names nobody
_PATTERNS: tuple[tuple[Found, re.Pattern[str]], ...] = (
    (Found.MAIL, re.compile(r"\S+@\S+\.\w+|@\w{4,}")),
    (Found.TELEPHONE, re.compile(r"(?:\+\d{2}|\b0)[\s.\-]?\d(?:[\s.\-]?\d{2}){4}\b")),
    (
        Found.BIRTH,
        re.compile(r"\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d{2}\b|\bnée?\s+(?:le|en)\b|\bborn\b", re.IGNORECASE),
    ),
    (
        Found.ADDRESS,
        re.compile(
            r"\b\d{1,4}\s*(?:bis|ter)?,?\s+(?:rue|avenue|av\.?|boulevard|bd|allée|impasse|place|chemin|street)\b",
            re.IGNORECASE,
        ),
    ),
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PARTS = re.compile(r"[\s\-’']+")
_ELISION = re.compile(r"^\w{1,2}[’']")  # « d’Amina », « qu’Amina »
_COMPOUND = re.compile(r"-\w[’']")  # « Villeneuve-d’Ascq »
_NEW_SENTENCE = re.compile(r"(?:^|[.!?:;…«\"(\n•-])\s*$")
_ORDINARY = frozenset("clsm cls ptsm cmp cattp gem mdph ars covid samu ccas cias hlm udaf unafam i".split())


def find_personal_data(text: str, *, places: Collection[str] = ()) -> set[Found]:
    """What in a text points to a person. Names of `places` (communes of the territory) are no names of persons."""
    found = {kind for kind, pattern in _PATTERNS if pattern.search(text)}
    if _names_somebody(text, places=places):
        found.add(Found.NAME)
    return found


def _names_somebody(text: str, *, places: Collection[str]) -> bool:
    if _CALLED.search(text) or _TITLE.search(_ROLE_WORDS.sub(" ", text)):
        return True
    allowed = {part for place in places for part in _PARTS.split(_fold(place))} | _ORDINARY
    return any(_is_a_name(match, text, allowed) for match in _WORD.finditer(text))


def _is_a_name(match: re.Match[str], text: str, allowed: Collection[str]) -> bool:
    stem = match.group() if _COMPOUND.search(match.group()) else _ELISION.sub("", match.group())
    parts = _PARTS.split(_fold(stem))
    if all(part in allowed or len(part) == 1 for part in parts):
        return False
    if any(part in _first_names() for part in parts):
        return True
    begins = _NEW_SENTENCE.search(text[: match.start()]) is not None
    return stem[:1].isupper() and not begins and not (stem.isupper() and text.isupper())


@cache
def _first_names() -> frozenset[str]:
    return frozenset(_fold(line) for line in FIRST_NAMES.read_text(encoding="utf-8").split() if line)


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
