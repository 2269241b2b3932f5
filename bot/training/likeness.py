"""Likeness: words whose vectors are near get weights that are near, even a word that no example holds.

While training, a message is the mean of its words' vectors. The weights learnt on the vectors' directions are then
told word by word, so that the trained model holds plain weights of words and no vector.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from actions.safety.features import Features
from bot.training.neighbours import load_vectors

FAMILY = "likeness"
MOST_WORDS = 60_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    """The words that have vectors, the commonest first, and how rare each is among the examples."""

    index: Mapping[str, int]
    vectors: Numbers
    rarity: Numbers

    def matrix(self, found: Sequence[Features]) -> Any:
        """One row a message: the mean of its words' vectors, rare words weighing more."""
        starts, places, values = [0], [], []
        for one in found:
            known = [(self.index[word], count) for word, count in one[FAMILY].items() if word in self.index]
            row = np.array([(1 + np.log(count)) * self.rarity[at] for at, count in known])
            places += [at for at, _ in known]
            values += list(row / np.linalg.norm(row)) if known else []
            starts.append(len(places))
        return csr_matrix(csr_matrix((values, places, starts), shape=(len(found), len(self.index))) @ self.vectors)

    def weights(self, coefficients: Numbers) -> Numbers:
        """One row a word: what weights on the vectors' directions make for it."""
        return np.asarray(self.vectors @ coefficients.T)


def find_likeness(found: Sequence[Features], path: Path) -> Likeness:
    """Read the vectors and count how often the messages hold each word."""
    words, vectors = load_vectors(path)
    seen = dict.fromkeys(words[:MOST_WORDS], 0)
    for one in found:
        for word in one[FAMILY]:
            if word in seen:
                seen[word] += 1
    rarity = np.log((1 + len(found)) / (1 + np.array(list(seen.values()), dtype=float))) + 1
    return Likeness({word: at for at, word in enumerate(seen)}, vectors[:MOST_WORDS].astype(float), rarity)
