"""Trains the crisis detector's model: nlu_data/safety/*.tsv and the NLU's questions → models/safety.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from actions.safety.detector import suppose
from actions.safety.features import Features, features
from actions.safety.levels import Level
from actions.safety.linear import FORMAT
from actions.safety.normalise import canonical, sentences, squeeze
from actions.safety.reader import Reader
from actions.safety.rules import holding, load_rules
from bot.training.examples import Example, question_examples, safety_examples
from bot.training.joined import WEIGHT, joined
from bot.training.likeness import FAMILY as LIKENESS
from bot.training.likeness import Likeness, find_likeness
from bot.training.thresholds import CARD, LINE, Prices, cheapest

LEVELS = tuple(Level)
SCALED_FAMILIES = {"words": True, "letters": True, "meanings": True, "companies": True, "signs": False}
FAMILY_WEIGHTS = {"words": 1.0, "letters": 1.4, "meanings": 0.6, "companies": 0.6, "signs": 0.6}
INVERSE_REGULARISATION = 25.0
MOST_STEPS = 150
TOLERANCE = 0.001
FOLDS = 3
RAREST_FEATURE = 2
RAREST_WORD = 4
WEIGHT_UNIT = 0.01
SEED = 11
VECTORS = "vectors.npz"

Matrix: TypeAlias = Any  # scipy publishes no types
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """The features of one family that are worth a weight: name → column, and how rare each is."""

    index: Mapping[str, int]
    rarity: Numbers


@dataclass(frozen=True)
class Lessons:
    """What is learnt from: a row, a level and a weight for each message or copy, and the example each comes from."""

    matrix: Matrix
    levels: Sequence[int]
    weights: Numbers
    origins: NDArray[np.int64]

    def fit(self, chosen: NDArray[np.bool_]) -> LogisticRegression:
        """Fit the regression to the chosen rows."""
        model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_STEPS, tol=TOLERANCE)
        return model.fit(self.matrix[chosen], np.array(self.levels)[chosen], sample_weight=self.weights[chosen])


def train(*, data: Path, to: Path, say: Callable[[str], object] = print) -> None:
    """Train on `data` (the nlu_data folder), choose the thresholds by cross-validation, replace the file `to`."""
    examples = [*safety_examples(data / "safety"), *question_examples(data)]
    say(f"safety: {len(examples)} examples")
    vocabulary = ordinary_words(example.text for example in examples)
    found = extract((example.text for example in examples), vocabulary=vocabulary)
    columns = find_columns(found)
    likeness = find_likeness(found, data / "safety" / VECTORS)
    matrix = weigh(found, columns, likeness)
    copies = joined(examples)
    say(f"safety: {len(copies)} joined to an ordinary message")
    joint = weigh(extract((copy.example.text for copy in copies), vocabulary=vocabulary), columns, likeness)
    lessons = Lessons(
        matrix=vstack([matrix, joint]).tocsr(),
        levels=[LEVELS.index(one.level) for one in (*examples, *(copy.example for copy in copies))],
        weights=np.repeat([1.0, WEIGHT], [len(examples), len(copies)]),
        origins=np.array([*range(len(examples)), *(copy.of for copy in copies)]),
    )
    say("safety: cross-validation")
    likelihoods = cross_validate(lessons, examples)
    thresholds = {"line": choose(LINE, likelihoods, examples), "card": choose(CARD, likelihoods, examples)}
    say("safety: training")
    model = lessons.fit(np.ones(len(lessons.levels), dtype=bool))
    write(to, as_json(model, columns, likeness, vocabulary=vocabulary, thresholds=thresholds))
    say(f"safety: wrote {to.name}")


def ordinary_words(texts: Iterable[str]) -> list[str]:
    """Return the words seen often enough to be real, the most common first."""
    counts = Counter(squeeze(token) for text in texts for part in sentences(canonical(text)) for token in part)
    return [word for word, count in counts.most_common() if count >= RAREST_WORD]


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


def to_matrix(found: Sequence[Features], columns: Mapping[str, Columns]) -> Matrix:
    """Return one row a message, families side by side."""
    parts = [_family_matrix([one[family] for one in found], kept, family) for family, kept in columns.items()]
    return hstack(parts).tocsr()


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


def weigh(found: Sequence[Features], columns: Mapping[str, Columns], likeness: Likeness) -> Matrix:
    """Return one row a message, all that the model looks at side by side."""
    return hstack([to_matrix(found, columns), likeness.matrix(found)]).tocsr().astype(np.float32)


def cross_validate(lessons: Lessons, examples: Sequence[Example]) -> Numbers:
    """Return for each example the likelihood of each level, from a model that saw neither it nor a copy of it."""
    likelihoods = np.zeros((len(examples), len(LEVELS)))
    labels = [f"{example.level.value}{example.is_ordinary}" for example in examples]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, unseen in folds.split(lessons.matrix[: len(examples)], labels):
        model = lessons.fit(np.isin(lessons.origins, seen))
        likelihoods[unseen] = model.predict_proba(lessons.matrix[unseen])
    return likelihoods


def choose(prices: Prices, likelihoods: Numbers, examples: Sequence[Example]) -> dict[str, float]:
    """Return the threshold of each level, by its label, that costs least for likelihoods of unseen examples."""
    supposed = [suppose(dict(zip(LEVELS, row, strict=True))) for row in likelihoods]
    danger = 1 - likelihoods[:, LEVELS.index(Level.NONE)]
    found = cheapest(prices, danger=danger, supposed=supposed, examples=examples)
    return {level.value: threshold for level, threshold in found.items()}


def as_json(
    model: LogisticRegression,
    columns: Mapping[str, Columns],
    likeness: Likeness,
    *,
    vocabulary: Sequence[str],
    thresholds: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the model as plain data; weights are whole multiples of the unit, features without weight lose theirs."""
    families = {}
    first = 0
    for family, kept in columns.items():
        weights = model.coef_[:, first : first + len(kept.index)].T * FAMILY_WEIGHTS[family]
        first += len(kept.index)
        families[family] = _family(kept.index, kept.rarity, weights, is_scaled=SCALED_FAMILIES[family])
    weights = likeness.weights(model.coef_[:, first:])
    families[LIKENESS] = _family(likeness.index, likeness.rarity, weights, is_scaled=True)
    return {
        "format": FORMAT,
        "levels": [level.value for level in LEVELS],
        "intercepts": [round(float(value), 4) for value in model.intercept_],
        "unit": WEIGHT_UNIT,
        "families": families,
        "vocabulary": list(vocabulary),
        "thresholds": thresholds,
    }


def _family(names: Iterable[str], rarity: Numbers, weights: Numbers, *, is_scaled: bool) -> dict[str, Any]:
    steps = np.rint(weights / WEIGHT_UNIT).astype(int)
    return {
        "is_scaled": is_scaled,
        "names": list(names),
        "rarity": [round(float(one), 3) for one in rarity],
        "weights": [row.tolist() if row.any() else None for row in steps],
    }


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write `data` as JSON; a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    draft.replace(path)
