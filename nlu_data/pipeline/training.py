"""Learning a model from examples: vectors, a separator for each intent, a temperature found on held-out examples."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from random import Random
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.svm import LinearSVC

from nlu_data.pipeline.features import Vectoriser
from nlu_data.pipeline.model import IntentModel, softmax
from nlu_data.pipeline.typing_errors import mistype

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from nlu_data.pipeline.lexicon import Lexicon
    from nlu_data.pipeline.meanings import Meanings

TEMPERATURES: Final = tuple(float(temperature) for temperature in np.geomspace(0.05, 1.5, 60))
FEWEST_INTENTS: Final = 2
OUT_OF_SCOPE: Final = "out_of_scope"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The choices of training; docs/nlu.md gives the measurements behind the defaults."""

    firmness: float = 0.3
    """The C of the linear support vector machine: how much a misplaced example counts against a simple rule."""
    mistyped_share: float = 0.15
    """The share of longer words that get a slip in the mistyped copy of each example; 0 for no copy."""
    held_out: int = 5
    """One example in so many is held out to find the temperature, then learnt from like the others."""
    out_of_scope_share: float = 0.15
    """The share of messages that are expected to be out of scope. Training weighs all intents alike, as if out of scope
    were one of eighty; it is far more common than that."""
    precision: float = 0.01
    """The tolerance at which the search for a separator ends; a finer one takes longer and decides no message."""
    seed: int = 42

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Recipe:
        """Return the recipe that a pipeline entry of config.yml sets; options of Rasa's own are passed over."""
        return cls(**{field.name: config[field.name] for field in fields(cls) if field.name in config})

    def as_config(self) -> dict[str, Any]:
        """Return the recipe as a pipeline entry sets it."""
        return asdict(self)


def learn(
    *,
    texts: Sequence[str],
    intents: Sequence[str],
    lexicon: Lexicon,
    meanings: Meanings,
    recipe: Recipe,
    tell: Callable[[str], None],
) -> IntentModel:
    """Return a model of which intent each of `texts` has; `tell` gets a line as each step begins.

    Raises ValueError when fewer than two intents have examples.
    """
    names, labels = np.unique(np.array(intents), return_inverse=True)
    if len(names) < FEWEST_INTENTS:
        message = "training needs examples of two intents at least"
        raise ValueError(message)
    tell(f"Reading {len(texts)} examples of {len(names)} intents")
    vectoriser = Vectoriser.learn(texts, lexicon=lexicon, meanings=meanings)
    written = matrix(vectoriser, texts)
    tell("Finding how bold the confidences may be")
    temperature = find_temperature(written, labels, recipe=recipe)
    tell("Separating the intents")
    copies = [written, *mistyped_copies(vectoriser, texts, recipe=recipe)]
    weights, bias = separate(vstack(copies, format="csr"), np.tile(labels, len(copies)), recipe=recipe)
    return IntentModel(
        vectoriser=vectoriser,
        intents=tuple(map(str, names)),
        weights=weights.astype(np.float16),
        bias=bias + temperature * expectations(names, recipe=recipe),
        temperature=temperature,
    )


def expectations(names: NDArray[np.str_], *, recipe: Recipe) -> NDArray[np.float32]:
    """Return by what logarithm each intent is more common than training takes it to be."""
    share = recipe.out_of_scope_share
    odds = share / (1 - share) * len(names)
    return np.where(names == OUT_OF_SCOPE, np.log(odds), 0).astype(np.float32)


def matrix(vectoriser: Vectoriser, texts: Sequence[str]) -> csr_matrix:
    """Return the vectors of `texts` as the rows of a sparse matrix."""
    vectors = [vectoriser.vector(text) for text in texts]
    ends = np.cumsum([0, *(len(vector.columns) for vector in vectors)])
    values = np.concatenate([vector.values for vector in vectors])
    columns = np.concatenate([vector.columns for vector in vectors])
    return csr_matrix((values, columns, ends), shape=(len(texts), vectoriser.width))


def mistyped_copies(vectoriser: Vectoriser, texts: Sequence[str], *, recipe: Recipe) -> list[csr_matrix]:
    """Return a copy of the examples with slips of the finger, if the recipe asks for one."""
    if not recipe.mistyped_share:
        return []
    dice = Random(recipe.seed)  # noqa: S311 - for slips of the finger, not for secrets
    return [matrix(vectoriser, [mistype(text, share=recipe.mistyped_share, dice=dice) for text in texts])]


def separate(
    rows: csr_matrix, labels: NDArray[np.int64], *, recipe: Recipe
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights (a row a feature, a column an intent) and bias of one separator an intent against all others."""
    machine = LinearSVC(C=recipe.firmness, tol=recipe.precision, class_weight="balanced", random_state=recipe.seed).fit(
        rows, labels
    )
    weights, bias = machine.coef_, machine.intercept_
    if len(weights) == 1:  # Two intents share one separator.
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32)


def find_temperature(rows: csr_matrix, labels: NDArray[np.int64], *, recipe: Recipe) -> float:
    """Return the temperature at which the confidence given to the right intent of held-out examples is best.

    Best is the highest mean logarithm. An intent that has no other example than those held out is not judged.
    """
    held_out = np.random.default_rng(recipe.seed).permutation(len(labels)) % recipe.held_out == 0
    learnt, learnt_labels = np.unique(labels[~held_out], return_inverse=True)
    judged = held_out & np.isin(labels, learnt)
    if len(learnt) < FEWEST_INTENTS or not judged.any():
        return 1.0
    weights, bias = separate(rows[~held_out], learnt_labels, recipe=recipe)
    scores = np.asarray(rows[judged] @ weights + bias, dtype=np.float32)
    right = np.arange(len(scores)), np.searchsorted(learnt, labels[judged])

    def goodness(temperature: float) -> float:
        return float(np.log(softmax(scores, temperature=temperature)[right] + np.finfo(np.float32).tiny).mean())

    return max(TEMPERATURES, key=goodness)
