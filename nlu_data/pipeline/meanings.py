"""What words mean, as vectors: words that are used alike lie close together, whether an example has them or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Meanings:
    """The vectors of words; several spellings of one word share a row."""

    rows: Mapping[str, int]
    vectors: NDArray[np.float16]

    @classmethod
    def none(cls) -> Meanings:
        """Return the vectors of no word."""
        return cls(rows={}, vectors=np.zeros((0, 0), dtype=np.float16))

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self.vectors.shape[1]

    def direction(self, words: Sequence[str], *, weights: Sequence[float]) -> NDArray[np.float32]:
        """Return which way the known `words` point together, each by its weight: length 1, or 0 if none is known."""
        known = [(self.rows[word], weight) for word, weight in zip(words, weights, strict=True) if word in self.rows]
        if not known:
            return np.zeros(self.dimensions, dtype=np.float32)
        together = np.array([weight for _, weight in known]) @ self.vectors[[row for row, _ in known]]
        return unit(together.astype(np.float32))


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return `vector` with the length 1; one without length as it is."""
    length = np.linalg.norm(vector)
    return vector / length if length else vector
