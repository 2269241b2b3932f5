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
INVERSE_REGULARISATION = 25.0
MOST_STEPS = 150
TOLERANCE = 0.001
HIDDEN_COLUMNS = 30_000  # the hidden layer looks at so many, those that weigh most for the straight judge
HIDDEN_UNITS = 32
ROUNDS = 3  # over all messages; more learn them by heart
BATCH = 128
LEAST = 1e-6  # of a likelihood, before its logarithm
SEED = 1


@dataclass(frozen=True)
class Lessons:
    """What is learnt from: a row, a level and a weight for each message or copy, and the example each comes from."""

    matrix: Matrix
    levels: NDArray[np.int64]
    weights: Numbers
    origins: NDArray[np.int64]


@dataclass(frozen=True)
class Judges:
    """Both, and the columns the second looks at."""

    straight: LogisticRegression
    columns: NDArray[np.int64]
    hidden: MLPClassifier

    def likelihoods(self, matrix: Matrix) -> NDArray[Any]:
        """Return for each row the likelihood of each level."""
        hidden = self.hidden.predict_proba(matrix[:, self.columns])
        return averaged(self.straight.decision_function(matrix), np.log(hidden + LEAST))


def fit(lessons: Lessons, examples: Sequence[int] | NDArray[Any], *, families: int) -> Judges:
    """Fit both judges to `examples` and their copies; `families` columns come before those of likeness.

    The hidden layer sees no likeness: it gains nothing by it and is smaller without.
    """
    chosen = np.isin(lessons.origins, examples)
    matrix, labels, weights = lessons.matrix[chosen], lessons.levels[chosen], lessons.weights[chosen]
    straight = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_STEPS, tol=TOLERANCE)
    straight.fit(matrix, labels, sample_weight=weights)
    columns = _weightiest(straight.coef_[:, :families], matrix[:, :families])
    hidden = MLPClassifier((HIDDEN_UNITS,), batch_size=BATCH, alpha=1e-5, random_state=SEED)
    rows = matrix[:, columns]
    for _ in range(ROUNDS):
        hidden.partial_fit(rows, labels, classes=range(len(LEVELS)), sample_weight=weights)
    return Judges(straight, columns, hidden)


def _weightiest(weights: Numbers, matrix: Matrix) -> NDArray[np.int64]:
    spread = np.sqrt(np.asarray(matrix.power(2).sum(axis=0)).ravel())
    return np.sort(np.argsort(-np.abs(weights).max(axis=0) * spread)[:HIDDEN_COLUMNS])
