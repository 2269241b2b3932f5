"""From messages to rows of numbers: which features are worth a column, and what a message counts in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from actions.safety.features import Features, features
from actions.safety.reader import Reader
from actions.safety.rules import holding, load_rules
from bot.training.likeness import Likeness

SCALED_FAMILIES = {"words": True, "letters": True, "meanings": True, "companies": True, "signs": False}
FAMILY_WEIGHTS = {"words": 1.0, "letters": 1.4, "meanings": 0.6, "companies": 0.6, "signs": 0.6}
RAREST_FEATURE = 2
PORTION = 3_000  # texts

Matrix: TypeAlias = Any  # scipy publishes no types
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """The features of one family that are worth a weight: name → column, and how rare each is."""

    index: Mapping[str, int]
    rarity: Numbers


def extract(texts: Iterable[str], *, vocabulary: Sequence[str]) -> list[Features]:
    """Return the features of each text."""
    reader, rules = Reader(vocabulary=vocabulary), load_rules()
    readings = (reader.read(text) for text in texts)
    return [features(reading, holding(rules, reading)) for reading in readings]


def find_columns(found: Sequence[Features]) -> dict[str, Columns]:
    """Return the columns of every family."""
    return {family: count_columns([one[family] for one in found], scaled) for family, scaled in SCALED_FAMILIES.items()}


def count_columns(found: Sequence[Counter[str]], is_scaled: bool) -> Columns:
    """Keep the features seen more than once; rarity is the inverse document frequency, one where not scaled."""
    seen = Counter(name for counts in found for name in counts)
    names = [name for name, count in seen.items() if count >= RAREST_FEATURE]
    frequencies = np.array([seen[name] for name in names], dtype=float)
    rarity = np.log((1 + len(found)) / (1 + frequencies)) + 1 if is_scaled else np.ones(len(names))
    return Columns({name: at for at, name in enumerate(names)}, rarity)


def weigh(found: Sequence[Features], columns: Mapping[str, Columns], likeness: Likeness) -> Matrix:
    """Return one row a message, all that the model looks at side by side, likeness last."""
    parts = [_family_matrix([one[family] for one in found], kept, family) for family, kept in columns.items()]
    return hstack([*parts, likeness.matrix(found)]).tocsr().astype(np.float32)


def read_and_weigh(
    texts: Sequence[str], columns: Mapping[str, Columns], likeness: Likeness, *, vocabulary: Sequence[str]
) -> Matrix:
    """Return one row a text, read a portion at a time on every core: all their features at once take gigabytes."""
    portions = [texts[at : at + PORTION] for at in range(0, len(texts), PORTION)]
    read = delayed(_read_portion)
    rows = Parallel(n_jobs=-1)(read(portion, columns, likeness, vocabulary) for portion in portions)
    return vstack(rows).tocsr()


def _read_portion(
    texts: Sequence[str], columns: Mapping[str, Columns], likeness: Likeness, vocabulary: Sequence[str]
) -> Matrix:
    return weigh(extract(texts, vocabulary=vocabulary), columns, likeness)


def _family_matrix(found: Sequence[Counter[str]], columns: Columns, family: str) -> Matrix:
    starts, places, values = [0], [], []
    for counts in found:
        known = [(columns.index[name], count) for name, count in counts.items() if name in columns.index]
        row = np.array([(1 + np.log(count)) * columns.rarity[at] for at, count in known])
        if SCALED_FAMILIES[family] and len(row):
            row /= np.linalg.norm(row)
        places += [at for at, _ in known]
        values += list(row * FAMILY_WEIGHTS[family])
        starts.append(len(places))
    return csr_matrix((values, places, starts), shape=(len(found), len(columns.index)))
