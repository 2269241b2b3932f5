"""Trains the crisis detector's model: nlu_data/safety/*.tsv and the NLU's questions → models/safety.npz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import vstack
from sklearn.model_selection import StratifiedKFold

from actions.safety.detector import suppose
from actions.safety.levels import Level
from actions.safety.model import Thresholds
from actions.safety.model_file import save_model
from actions.safety.normalise import canonical, sentences, squeeze
from bot.training.examples import Example, question_examples, safety_examples
from bot.training.joined import WEIGHT, Copy, joined
from bot.training.judges import LEVELS, ORDINARY, ORDINARY_WEIGHT, Judges, Lessons, fit
from bot.training.likeness import find_likeness
from bot.training.matrix import Matrix, Numbers, extract, find_columns, read_and_weigh, weigh
from bot.training.packing import as_model
from bot.training.thresholds import CARD, LINE, Prices, cheapest

FOLDS = 3
RAREST_WORD = 4
SEED = 11
VECTORS = "vectors.npz"


def train(*, data: Path, to: Path, say: Callable[[str], object] = print) -> None:
    """Train on `data` (the nlu_data folder), choose the thresholds by cross-validation, replace the file `to`."""
    examples = [*safety_examples(data / "safety"), *question_examples(data)]
    say(f"safety: {len(examples)} examples")
    vocabulary = ordinary_words(example.text for example in examples)
    copies = joined(examples)
    say(f"safety: {len(copies)} joined to an ordinary message")
    found = extract((example.text for example in examples), vocabulary=vocabulary)
    columns, likeness = find_columns(found), find_likeness(found, data / "safety" / VECTORS)
    plain = weigh(found, columns, likeness)
    found.clear()  # two gigabytes
    joint = read_and_weigh([copy.example.text for copy in copies], columns, likeness, vocabulary=vocabulary)
    lessons = lessons_of(examples, copies, vstack([plain, joint]).tocsr())
    families = sum(len(kept.index) for kept in columns.values())
    say(f"safety: training and cross-validation, {FOLDS} parts")
    judges, likelihoods = cross_validate(lessons, examples, families=families)
    thresholds = Thresholds(line=choose(LINE, likelihoods, examples), card=choose(CARD, likelihoods, examples))
    save_model(to, as_model(judges, columns, likeness, vocabulary=vocabulary, thresholds=thresholds))
    say(f"safety: wrote {to.name}")


def lessons_of(examples: Sequence[Example], copies: Sequence[Copy], matrix: Matrix) -> Lessons:
    """Return what is learnt from `examples` and their `copies`, whose rows follow one another in `matrix`."""
    taught = [*(_lesson(one, 1.0) for one in examples), *(_lesson(copy.example, WEIGHT) for copy in copies)]
    return Lessons(
        matrix=matrix,
        answers=np.array([answer for answer, _ in taught]),
        weights=np.array([weight for _, weight in taught]),
        origins=np.array([*range(len(examples)), *(copy.of for copy in copies)]),
    )


def _lesson(example: Example, weight: float) -> tuple[int, float]:
    """The answer that `example` teaches, and how much it weighs."""
    if example.is_ordinary:
        return ORDINARY, weight * ORDINARY_WEIGHT
    return LEVELS.index(example.level), weight


def ordinary_words(texts: Iterable[str]) -> list[str]:
    """Return the words seen often enough to be real, the most common first."""
    counts = Counter(squeeze(token) for text in texts for part in sentences(canonical(text)) for token in part)
    return [word for word, count in counts.most_common() if count >= RAREST_WORD]


def cross_validate(lessons: Lessons, examples: Sequence[Example], *, families: int) -> tuple[Judges, Numbers]:
    """Return judges fitted to all, and for each example the likelihoods of judges that saw neither it nor a copy."""
    labels = [f"{example.level.value}{example.is_ordinary}" for example in examples]
    parts = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(labels, labels))
    taught = [np.arange(len(examples)), *(seen for seen, _ in parts)]
    judges, *others = Parallel(n_jobs=-1)(delayed(fit)(lessons, some, families=families) for some in taught)
    likelihoods = np.zeros((len(examples), len(LEVELS)))
    for other, (_, unseen) in zip(others, parts, strict=True):
        likelihoods[unseen] = other.likelihoods(lessons.matrix[unseen])
    return judges, likelihoods


def choose(prices: Prices, likelihoods: Numbers, examples: Sequence[Example]) -> dict[Level, float]:
    """Return the threshold of each level that costs least for likelihoods of unseen examples."""
    supposed = [suppose(dict(zip(LEVELS, row, strict=True))) for row in likelihoods]
    danger = 1 - likelihoods[:, LEVELS.index(Level.NONE)]
    return cheapest(prices, danger=danger, supposed=supposed, examples=examples)
