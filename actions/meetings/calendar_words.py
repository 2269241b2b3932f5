"""The words of dates and times in French and English, as people type them: without accents, in small letters."""

from __future__ import annotations

import re
import unicodedata

WEEKDAYS: dict[str, int] = {
    **dict(zip("lundi mardi mercredi jeudi vendredi samedi dimanche".split(), range(7), strict=True)),
    **dict(zip("monday tuesday wednesday thursday friday saturday sunday".split(), range(7), strict=True)),
}
MONTHS: dict[str, int] = {
    **dict(
        zip(
            "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(),
            range(1, 13),
            strict=True,
        )
    ),
    **dict(
        zip(
            "january february march april may june july august september october november december".split(),
            range(1, 13),
            strict=True,
        )
    ),
    "janv": 1,
    "fevr": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
}
NUMBERS: dict[str, int] = {
    **{word: value for value, word in enumerate("zero un deux trois quatre cinq six sept huit neuf dix".split())},
    "une": 1,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "vingt": 20,
    "dix-sept": 17,
    "dix-huit": 18,
    "dix-neuf": 19,
    "vingt et un": 21,
    "vingt-deux": 22,
    "trente": 30,
    **{word: value for value, word in enumerate("one two three four five".split(), start=1)},
    "a": 1,
    "an": 1,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "eleven": 11,
}
RANKS: dict[str, int] = {
    "premier": 1,
    "1er": 1,
    "deuxieme": 2,
    "second": 2,
    "2e": 2,
    "troisieme": 3,
    "3e": 3,
    "quatrieme": 4,
    "4e": 4,
    "first": 1,
    "1st": 1,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "dernier": -1,
    "last": -1,
}


def alternatives(words: dict[str, int]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def plain(text: str) -> str:
    """Small letters without accents, one kind of apostrophe, hyphen and space."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in folded if not unicodedata.combining(each))
    for odd, usual in (("’", "'"), ("–", "-"), ("—", "-"), ("œ", "oe")):
        bare = bare.replace(odd, usual)
    return re.sub(r"\s+", " ", bare).strip()
