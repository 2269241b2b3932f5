"""From the fitted judges to the model that the detector loads: names, and weights in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from actions.safety.model import Family, Hidden, Model, Straight, Thresholds
from bot.training.judges import ANSWERS, LEANING, Judges
from bot.training.likeness import FAMILY as LIKENESS
from bot.training.likeness import Likeness
from bot.training.matrix import FAMILY_WEIGHTS, SCALED_FAMILIES, Columns, Numbers

STRAIGHT_UNIT = 0.01
LARGEST_STEP = 127


def as_model(
    judges: Judges,
    columns: Mapping[str, Columns],
    likeness: Likeness,
    *,
    vocabulary: Sequence[str],
    thresholds: Thresholds,
) -> Model:
    """Return what the detector needs; the families' own weights are worked into the features' weights."""
    kept = {**{name: family.index for name, family in columns.items()}, LIKENESS: likeness.index}
    rarity = np.concatenate([*(family.rarity for family in columns.values()), likeness.rarity])
    return Model(
        answers=ANSWERS,
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
        bias=(judges.straight.intercept_ + LEANING).astype(np.float32),
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
        out_bias=(out_bias + LEANING).astype(np.float32),
    )


def _worth(columns: Mapping[str, Columns]) -> Numbers:
    """The weight of the family of each column, one a row."""
    worths = [np.full(len(kept.index), FAMILY_WEIGHTS[name]) for name, kept in columns.items()]
    return np.concatenate(worths)[:, None]
