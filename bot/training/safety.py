"""Trains the crisis detector's model: nlu_data/safety/*.tsv and the NLU's questions → models/safety.npz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import vstack
from sklearn.model_selection import StratifiedKFold

from actions.safety.detector import suppose
from actions.safety.levels import Level
from actions.safety.model import Family, Hidden, Model, Straight, Thresholds
from actions.safety.model_file import save_model
from actions.safety.normalise import canonical, sentences, squeeze
from bot.training.examples import Example, question_examples, safety_examples
from bot.training.joined import WEIGHT, joined
from bot.training.judges import Judges, Lessons, fit
from bot.training.likeness import FAMILY as LIKENESS
from bot.training.likeness import Likeness, find_likeness
from bot.training.matrix import FAMILY_WEIGHTS, SCALED_FAMILIES, Columns, Numbers, extract, find_columns, weigh
from bot.training.thresholds import CARD, LINE, Prices, cheapest

LEVELS = tuple(Level)
FOLDS = 3
RAREST_WORD = 4
STRAIGHT_UNIT = 0.01
LARGEST_STEP = 127
SEED = 11
VECTORS = "vectors.npz"


def train(*, data: Path, to: Path, say: Callable[[str], object] = print) -> None:
    """Train on `data` (the nlu_data folder), choose the thresholds by cross-validation, replace the file `to`."""
    examples = [*safety_examples(data / "safety"), *question_examples(data)]
    say(f"safety: {len(examples)} examples")
    vocabulary = ordinary_words(example.text for example in examples)
    found = extract((example.text for example in examples), vocabulary=vocabulary)
    columns = find_columns(found)
    likeness = find_likeness(found, data / "safety" / VECTORS)
    copies = joined(examples)
    say(f"safety: {len(copies)} joined to an ordinary message")
    joint = extract((copy.example.text for copy in copies), vocabulary=vocabulary)
    lessons = Lessons(
        matrix=vstack([weigh(found, columns, likeness), weigh(joint, columns, likeness)]).tocsr(),
        levels=np.array([LEVELS.index(one.level) for one in (*examples, *(copy.example for copy in copies))]),
        weights=np.repeat([1.0, WEIGHT], [len(examples), len(copies)]),
        origins=np.array([*range(len(examples)), *(copy.of for copy in copies)]),
    )
    families = sum(len(kept.index) for kept in columns.values())
    say(f"safety: training and cross-validation, {FOLDS} parts")
    judges, likelihoods = cross_validate(lessons, examples, families=families)
    thresholds = Thresholds(line=choose(LINE, likelihoods, examples), card=choose(CARD, likelihoods, examples))
    save_model(to, as_model(judges, columns, likeness, vocabulary=vocabulary, thresholds=thresholds))
    say(f"safety: wrote {to.name}")


def ordinary_words(texts: Iterable[str]) -> list[str]:
    """Return the words seen often enough to be real, the most common first."""
    counts = Counter(squeeze(token) for text in texts for part in sentences(canonical(text)) for token in part)
    return [word for word, count in counts.most_common() if count >= RAREST_WORD]


def cross_validate(lessons: Lessons, examples: Sequence[Example], *, families: int) -> tuple[Judges, Numbers]:
    """Return judges fitted to all, and for each example the likelihoods of judges that saw neither it nor a copy."""
    labels = [f"{example.level.value}{example.is_ordinary}" for example in examples]
    parts = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(labels, labels))
    taught = [np.arange(len(examples)), *(seen for seen, _ in parts)]
    judges, *others = Parallel(n_jobs=-1)(
        delayed(fit)(lessons, some, families=families, levels=len(LEVELS)) for some in taught
    )
    likelihoods = np.zeros((len(examples), len(LEVELS)))
    for other, (_, unseen) in zip(others, parts, strict=True):
        likelihoods[unseen] = other.likelihoods(lessons.matrix[unseen])
    return judges, likelihoods


def choose(prices: Prices, likelihoods: Numbers, examples: Sequence[Example]) -> dict[Level, float]:
    """Return the threshold of each level that costs least for likelihoods of unseen examples."""
    supposed = [suppose(dict(zip(LEVELS, row, strict=True))) for row in likelihoods]
    danger = 1 - likelihoods[:, LEVELS.index(Level.NONE)]
    return cheapest(prices, danger=danger, supposed=supposed, examples=examples)


def as_model(
    judges: Judges,
    columns: Mapping[str, Columns],
    likeness: Likeness,
    *,
    vocabulary: Sequence[str],
    thresholds: Thresholds,
) -> Model:
    """Return what the detector needs: names, and weights in whole numbers, with the families' own weights in them."""
    kept = {**{name: family.index for name, family in columns.items()}, LIKENESS: likeness.index}
    rarity = np.concatenate([*(family.rarity for family in columns.values()), likeness.rarity])
    return Model(
        levels=LEVELS,
        families=_families(kept),
        rarity=rarity.astype(np.float32),
        straight=_straight(judges, columns, likeness),
        hidden=_hidden(judges, columns, size=len(rarity)),
        vocabulary=tuple(vocabulary),
        thresholds=thresholds,
    )


def _families(kept: Mapping[str, Mapping[str, int]]) -> dict[str, Family]:
    families = {}
    first = 0
    for name, index in kept.items():
        columns = {feature: first + at for feature, at in index.items()}
        families[name] = Family(is_scaled=SCALED_FAMILIES.get(name, True), columns=columns)
        first += len(columns)
    return families


def _straight(judges: Judges, columns: Mapping[str, Columns], likeness: Likeness) -> Straight:
    worth = _worth(columns)
    coefficients = judges.straight.coef_
    weights = np.vstack([coefficients[:, : len(worth)].T * worth, likeness.weights(coefficients[:, len(worth) :])])
    return Straight(
        weights=np.rint(weights / STRAIGHT_UNIT).astype(np.int16),
        unit=STRAIGHT_UNIT,
        bias=judges.straight.intercept_.astype(np.float32),
    )


def _hidden(judges: Judges, columns: Mapping[str, Columns], *, size: int) -> Hidden:
    inner, out = judges.hidden.coefs_
    weights = inner * _worth(columns)[judges.columns]
    units = np.abs(weights).max(axis=0) / LARGEST_STEP
    rows = np.full(size, -1, dtype=np.int32)
    rows[judges.columns] = np.arange(len(judges.columns))
    bias, out_bias = judges.hidden.intercepts_
    return Hidden(
        rows=rows,
        weights=np.rint(weights / units).astype(np.int8),
        units=units.astype(np.float32),
        bias=bias.astype(np.float32),
        out=out.astype(np.float32),
        out_bias=out_bias.astype(np.float32),
    )


def _worth(columns: Mapping[str, Columns]) -> Numbers:
    """The weight of the family of each column, one a row."""
    worths = [np.full(len(kept.index), FAMILY_WEIGHTS[name]) for name, kept in columns.items()]
    return np.concatenate(worths)[:, None]
