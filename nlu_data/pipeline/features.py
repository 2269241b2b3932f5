"""From a message to a vector: words, their pieces, sounds and concepts, weighted by how rare they are, and meaning."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from nlu_data.pipeline.lexicon import content_sounds
from nlu_data.pipeline.meanings import unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nlu_data.pipeline.lexicon import Lexicon
    from nlu_data.pipeline.meanings import Meanings

SHORTEST_PIECE: Final = 2
LONGEST_PIECE: Final = 5

BLOCKS: Final[Mapping[str, float]] = {"word": 0.8, "piece": 1.0, "sound": 0.8, "concept": 0.5}
"""The views of a message as terms, and the weight of each in its vector."""

MEANING: Final = 0.8
"""The weight of where the words point together, in the vectors of French words."""


def terms(text: str, *, lexicon: Lexicon) -> dict[str, Counter[str]]:
    """Return what each view sees in `text`, counted."""
    words = lexicon.words(text)
    sounds = content_sounds(words)
    concepts = lexicon.concepts_in(words)
    return {
        "word": Counter([*words, *pairs(words)]),
        "piece": Counter(pieces(words)),
        "sound": Counter([*sounds, *pairs(sounds)]),
        "concept": Counter([*concepts, *(f"{one}+{other}" for one, other in combinations(concepts, 2))]),
    }


def pairs(words: Sequence[str]) -> Iterator[str]:
    """Yield neighbours as one term."""
    return (f"{one} {other}" for one, other in pairwise(words))


def pieces(words: Sequence[str]) -> Iterator[str]:
    """Yield the letters of each word, padded with a space at both ends, two to five at a time."""
    for word in words:
        padded = f" {word} "
        for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


@dataclass(frozen=True)
class Vector:
    """The places of a sparse vector that are not zero."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Vectoriser:
    """Weights learnt from the training text: a column and a rarity for each term seen often enough.

    The columns after those of the terms hold the meaning.
    """

    lexicon: Lexicon
    meanings: Meanings
    columns: Mapping[str, int]
    rarity: NDArray[np.float32]
    blocks: Mapping[str, float]
    """How much each view counts; a view that is not named is not looked at."""
    usual: NDArray[np.float32]
    """Where messages point on average: what they have in common tells nothing."""

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        *,
        lexicon: Lexicon,
        meanings: Meanings,
        blocks: Mapping[str, float] = BLOCKS,
        at_least: int = 2,
    ) -> Vectoriser:
        """Return a vectoriser that knows the terms of `texts` standing in `at_least` of them."""
        seen: Counter[str] = Counter()
        for text in texts:
            for block, counted in terms(text, lexicon=lexicon).items():
                if block in blocks:
                    seen.update(f"{block}:{term}" for term in counted)
        known = sorted(term for term, times in seen.items() if times >= at_least)
        rarity = [math.log((1 + len(texts)) / (1 + seen[term])) + 1 for term in known]
        beginner = cls(
            lexicon=lexicon,
            meanings=meanings,
            columns={term: column for column, term in enumerate(known)},
            rarity=np.array(rarity, dtype=np.float32),
            blocks=blocks,
            usual=np.zeros(meanings.dimensions, dtype=np.float32),
        )
        directions = [beginner.direction(text) for text in texts]
        return replace(beginner, usual=np.mean(directions, axis=0, dtype=np.float32))

    @property
    def width(self) -> int:
        """The number of columns, those of the meaning included."""
        return len(self.columns) + self.meanings.dimensions

    def direction(self, text: str) -> NDArray[np.float32]:
        """Return which way the words of `text` point together, rare ones more than common ones."""
        words = self.lexicon.words(text)
        rarest = float(self.rarity.max(initial=1.0))
        places = (self.columns.get(f"word:{word}") for word in words)
        weights = [rarest if place is None else float(self.rarity[place]) for place in places]
        return self.meanings.direction(words, weights=weights)

    def vector(self, text: str) -> Vector:
        """Return the vector of `text`; each view has its weight as length, or nothing if it knows no term."""
        columns = [np.zeros(0, dtype=np.int32)]
        values = [np.zeros(0, dtype=np.float32)]
        for block, counted in terms(text, lexicon=self.lexicon).items():
            named = ((f"{block}:{term}", times) for term, times in counted.items())
            known = [(self.columns[name], times) for name, times in named if name in self.columns]
            if not known:
                continue
            places = np.array([column for column, _ in known], dtype=np.int32)
            # Sublinear: the tenth mention says little more than the second.
            weights = (1 + np.log([times for _, times in known])) * self.rarity[places]
            columns.append(places)
            values.append((self.blocks[block] * weights / np.linalg.norm(weights)).astype(np.float32))
        direction = self.direction(text)
        if direction.any():
            columns.append(np.arange(len(self.columns), self.width, dtype=np.int32))
            values.append(MEANING * unit(direction - self.usual))
        return Vector(columns=np.concatenate(columns), values=np.concatenate(values))
