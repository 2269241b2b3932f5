"""The trained model: how likely each level is, from weighted features.

Two readers of the same features: a straight one, which adds up weights, and one with a hidden layer, which also learns
which features change each other's meaning. Neither is right where the other errs, so their judgements are averaged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from actions.safety.features import Features
from actions.safety.levels import Level

Numbers: TypeAlias = NDArray[np.float32]
Columns: TypeAlias = NDArray[np.int32]
Likelihoods: TypeAlias = Mapping[Level, float]


@dataclass(frozen=True, slots=True)
class Family:
    """One family of features and the column of each; scaled, long texts weigh like short ones."""

    is_scaled: bool
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which likelihood of danger on a level is answered by a line, and by a card."""

    line: Mapping[Level, float]
    card: Mapping[Level, float]


@dataclass(frozen=True, slots=True)
class Straight:
    """One weight a column and answer. They stay in whole numbers, as in the file; `unit` is what one is worth."""

    weights: NDArray[np.int16]
    unit: float
    bias: Numbers

    def scores(self, columns: Columns, values: Numbers) -> Numbers:
        """Return a score an answer."""
        return values @ self.weights[columns] * np.float32(self.unit) + self.bias


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden layer over the columns that matter most; `rows` says where each stands in `weights`, -1 for the others.

    The weights of each hidden unit stay in whole numbers, of its own `units`.
    """

    rows: Columns
    weights: NDArray[np.int8]
    units: Numbers
    bias: Numbers
    out: Numbers
    out_bias: Numbers

    def scores(self, columns: Columns, values: Numbers) -> Numbers:
        """Return a score an answer."""
        rows = self.rows[columns]
        chosen = rows >= 0
        inner = values[chosen] @ self.weights[rows[chosen]] * self.units + self.bias
        scores: Numbers = np.maximum(inner, 0) @ self.out + self.out_bias
        return scores


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt, and from which likelihood of danger on to answer.

    `answers` has a level for each answer that was learnt; harmless messages are of two kinds, each with an answer.
    """

    answers: tuple[Level, ...]
    families: Mapping[str, Family]
    rarity: Numbers
    straight: Straight
    hidden: Hidden
    vocabulary: tuple[str, ...]
    thresholds: Thresholds

    def likelihoods(self, found: Features) -> Likelihoods:
        """Return how likely each level is for a message with features `found`; they add up to one."""
        columns, values = self._weighed(found)
        mean = averaged(self.straight.scores(columns, values), self.hidden.scores(columns, values))
        likelihoods = dict.fromkeys(self.answers, 0.0)
        for level, likelihood in zip(self.answers, mean.tolist(), strict=True):
            likelihoods[level] += likelihood
        return likelihoods

    def _weighed(self, found: Features) -> tuple[Columns, Numbers]:
        columns: list[int] = []
        values: list[Numbers] = []
        for name, family in self.families.items():
            known = [(family.columns[one], count) for one, count in found[name].items() if one in family.columns]
            counts = np.array([1 + math.log(count) for _, count in known], dtype=np.float32)
            weighed = counts * self.rarity[[column for column, _ in known]] if known else counts
            columns += [column for column, _ in known]
            values.append(weighed / np.linalg.norm(weighed) if family.is_scaled and known else weighed)
        return np.array(columns, dtype=np.int32), np.concatenate(values)


def averaged(*scores: NDArray[Any]) -> NDArray[Any]:
    """Return the likelihoods that two judges' scores of the answers (the last axis) make together."""
    logs = [one - np.logaddexp.reduce(one, axis=-1, keepdims=True) for one in scores]
    mean = np.mean(logs, axis=0)
    likelihoods: NDArray[Any] = np.exp(mean - np.logaddexp.reduce(mean, axis=-1, keepdims=True))
    return likelihoods
