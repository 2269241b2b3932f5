"""The two judges of a message, fitted: the straight one, and the one with a hidden layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from actions.safety.levels import Level
from actions.safety.model import averaged
from bot.training.matrix import Matrix, Numbers

LEVELS = tuple(Level)
ANSWERS = (*LEVELS, Level.NONE)  # the last is that of ordinary questions: as harmless as the others, but another kind
ORDINARY = len(LEVELS)
ORDINARY_WEIGHT = 2.0  # of an example: there are more kinds of questions than examples show
# Added to the score of « ordinary question »: in doubt a message counts as one, so that fewer lines stand under them.
LEANING = np.array([0.0] * ORDINARY + [1.5])
INVERSE_REGULARISATION = 25.0
MOST_STEPS = 150
TOLERANCE = 0.0005
HIDDEN_COLUMNS = 30_000  # the hidden layer looks at so many, those that weigh most for the straight judge
HIDDEN_UNITS = 32
ROUNDS = 4  # over all messages; more learn them by heart
FORGOTTEN = 0.3  # of the features, others each round: the hidden layer must not lean on a single one
BATCH = 128
LEAST = 1e-6  # of a likelihood, before its logarithm
SEED = 1


@dataclass(frozen=True)
class Lessons:
    """What is learnt from: a row, an answer and a weight for each message or copy, and the example each comes from."""

    matrix: Matrix
    answers: NDArray[np.int64]
    weights: Numbers
    origins: NDArray[np.int64]


@dataclass(frozen=True)
class Judges:
    """Both, and the columns the second looks at."""

    straight: LogisticRegression
    columns: NDArray[np.int64]
    hidden: MLPClassifier

    def likelihoods(self, matrix: Matrix) -> NDArray[Any]:
        """Return for each row the likelihood of each of LEVELS."""
        hidden = self.hidden.predict_proba(matrix[:, self.columns])
        found = averaged(self.straight.decision_function(matrix) + LEANING, np.log(hidden + LEAST) + LEANING)
        found[:, LEVELS.index(Level.NONE)] += found[:, ORDINARY]
        return found[:, :ORDINARY]


def fit(lessons: Lessons, examples: Sequence[int] | NDArray[Any], *, families: int) -> Judges:
    """Fit both judges to `examples` and their copies; `families` columns come before those of likeness.

    The hidden layer sees no likeness: it gains nothing by it and is smaller without.
    """
    chosen = np.isin(lessons.origins, examples)
    matrix, answers, weights = lessons.matrix[chosen], lessons.answers[chosen], lessons.weights[chosen]
    straight = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_STEPS, tol=TOLERANCE)
    straight.fit(matrix, answers, sample_weight=weights)
    columns = _weightiest(straight.coef_[:, :families], matrix[:, :families])
    hidden = MLPClassifier((HIDDEN_UNITS,), batch_size=BATCH, alpha=1e-5, random_state=SEED)
    chance = np.random.default_rng(SEED)
    rows = matrix[:, columns].tocsr()
    for _ in range(ROUNDS):
        hidden.partial_fit(_thinned(rows, chance), answers, classes=range(len(ANSWERS)), sample_weight=weights)
    return Judges(straight, columns, hidden)


def _thinned(rows: Matrix, chance: np.random.Generator) -> Matrix:
    """Return `rows` with some of the features forgotten, the others weighing more in their stead."""
    thinned = rows.copy()
    thinned.data *= (chance.random(len(thinned.data)) >= FORGOTTEN) / (1 - FORGOTTEN)
    return thinned


def _weightiest(weights: Numbers, matrix: Matrix) -> NDArray[np.int64]:
    spread = np.sqrt(np.asarray(matrix.power(2).sum(axis=0)).ravel())
    return np.sort(np.argsort(-np.abs(weights).max(axis=0) * spread)[:HIDDEN_COLUMNS])
