"""The trained model: how likely each level is, from weighted features. Plain numbers in JSON, plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from actions.safety.features import Features
from actions.safety.levels import Level

FORMAT = 1

Weights: TypeAlias = Sequence[float]
Likelihoods: TypeAlias = Mapping[Level, float]


@dataclass(frozen=True, slots=True)
class Family:
    """One family of features, each with its rarity and a weight a level; scaled, long texts weigh like short ones.

    A weight counts in `unit`: whole numbers as they stand in the file, so that loading need not touch each.
    """

    is_scaled: bool
    unit: float
    rarity: Mapping[str, float]
    weights: Mapping[str, Weights]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which likelihood of danger on a level is answered by a line, and by a card."""

    line: Mapping[Level, float]
    card: Mapping[Level, float]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Multinomial logistic regression over families of features."""

    levels: tuple[Level, ...]
    intercepts: Weights
    families: Mapping[str, Family]
    vocabulary: tuple[str, ...]
    thresholds: Thresholds

    def likelihoods(self, found: Features) -> Likelihoods:
        """Return how likely each level is for a message with features `found`; they add up to one."""
        scores = list(self.intercepts)
        for name, family in self.families.items():
            for at, score in enumerate(self._scores(family, found[name])):
                scores[at] += score
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {level: power / total for level, power in zip(self.levels, powers, strict=True)}

    def _scores(self, family: Family, counts: Mapping[str, int]) -> list[float]:
        scores = [0.0] * len(self.levels)
        length = 0.0
        for name, count in counts.items():
            rarity = family.rarity.get(name)
            if rarity is None:
                continue
            value = (1 + math.log(count)) * rarity
            length += value * value
            if weights := family.weights.get(name):
                for at, weight in enumerate(weights):
                    scores[at] += weight * value
        scale = math.sqrt(length) if family.is_scaled and length else 1.0
        return [score * family.unit / scale for score in scores]


def load_model(path: Path) -> LinearModel:
    """Read a model; raise ValueError when the file is of another format, OSError when it cannot be read."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        message = f"{path} is not a model of format {FORMAT}: train it again"
        raise ValueError(message)
    unit = data["unit"]
    return LinearModel(
        levels=tuple(Level(value) for value in data["levels"]),
        intercepts=tuple(data["intercepts"]),
        families={
            name: Family(
                is_scaled=family["is_scaled"],
                unit=unit,
                rarity=dict(zip(family["names"], family["rarity"], strict=True)),
                weights={
                    feature: weights
                    for feature, weights in zip(family["names"], family["weights"], strict=True)
                    if weights
                },
            )
            for name, family in data["families"].items()
        },
        vocabulary=tuple(data["vocabulary"]),
        thresholds=Thresholds(
            line={Level(value): threshold for value, threshold in data["thresholds"]["line"].items()},
            card={Level(value): threshold for value, threshold in data["thresholds"]["card"].items()},
        ),
    )
