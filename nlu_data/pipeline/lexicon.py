"""What is known about words before the first example: shorthand, and the concepts that different words share."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from nlu_data.pipeline.sounds import sound
from nlu_data.pipeline.spelling import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FRENCH: Final = (
    "a au aux avec c ce ces cet cette d dans de des du elle elles en est et eux il ils j je l la le les leur lui m ma "
    "me mes mon n nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu un "
    "une vos votre vous y"
)
ENGLISH: Final = "the of to in is are an and for my i it at do does"
SMALL_WORDS: Final = frozenset((*FRENCH.split(), *ENGLISH.split(), "?"))
"""Words that carry no meaning of their own: they part no concept's phrase."""

LONGEST_PHRASE: Final = 6
"""Content words in the longest phrase of a concept that is looked for."""

AGES: Final = (("child", 0, 10), ("teen", 11, 17), ("student", 18, 25), ("elderly", 66, 110))
"""Concept that an age in years stands for, with its first and last year."""

YEARS: Final = frozenset({"ans", "years", "year", "yo"})


@dataclass(frozen=True)
class Lexicon:
    """Shorthand and concepts, as written in lexicon.yml."""

    shorthand: Mapping[str, str]
    concepts: Mapping[str, Sequence[str]]

    @classmethod
    def parse(cls, written: Mapping[str, Any]) -> Lexicon:
        """Return the lexicon that the mapping `written` holds under `shorthand` and `concepts`, as text throughout."""
        return cls(
            shorthand={str(short): str(full) for short, full in written["shorthand"].items()},
            concepts={name: tuple(map(str, wordings)) for name, wordings in written["concepts"].items()},
        )

    def words(self, text: str) -> list[str]:
        """Return the words of `text`, shorthand written out."""
        return split(text, shorthand=self.shorthand)

    def concepts_in(self, words: Sequence[str]) -> list[str]:
        """Return the concepts that `words` name, each once, in alphabetical order."""
        keys = content_sounds(words)
        found = {
            concept
            for start in range(len(keys))
            for length in range(1, LONGEST_PHRASE + 1)
            for concept in self._by_sound.get(tuple(keys[start : start + length]), ())
        }
        found.update(self._ages(words))
        found.update(f"alphabet {alphabet(word)}" for word in words if not word.isascii())
        return sorted(found)

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for concept, wordings in self.concepts.items():
            for wording in wordings:
                key = tuple(content_sounds(self.words(wording)))
                phrases[key] = (*phrases.get(key, ()), concept)
        phrases.pop((), None)
        return phrases

    @staticmethod
    def _ages(words: Sequence[str]) -> set[str]:
        years = [int(number) for number, unit in pairwise(words) if number.isdecimal() and unit in YEARS]
        return {concept for concept, first, last in AGES for age in years if first <= age <= last}


def content_sounds(words: Sequence[str]) -> list[str]:
    """Return the sounding keys of `words` without the small words."""
    return [sound(word) for word in words if word not in SMALL_WORDS]


def alphabet(word: str) -> str:
    """Return the name of the alphabet of the first letter: `cyrillic`, `arabic`, `cjk`..."""
    return unicodedata.name(word[0], "unknown").split()[0].lower()
