"""Where a likelihood of danger becomes a line, and where it becomes a card.

A threshold is a bargain between a person in danger left without a card and a card shown for nothing. The prices say
what each mistake costs; the thresholds are those that cost least on messages the model had not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from actions.safety.levels import Level
from bot.training.examples import Example

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prices:
    """What it is worth to answer all messages of a level, and what it costs to answer all harmless ones."""

    worth: Mapping[Level, float]
    hard_negatives: float
    ordinary: float


def _worth(*, explicit: float, others: float, implicit: float) -> Mapping[Level, float]:
    """What it is worth to answer: oneself in plain words, somebody else or violence, oneself between the lines."""
    return {
        Level.IMMINENT: explicit,
        Level.EXPLICIT: explicit,
        Level.THIRD_PARTY: others,
        Level.VIOLENCE: others,
        Level.IMPLICIT: implicit,
    }


CARD = Prices(worth=_worth(explicit=4.8, others=2.6, implicit=1.3), hard_negatives=16.0, ordinary=60.0)
LINE = Prices(worth=_worth(explicit=8.0, others=4.0, implicit=5.0), hard_negatives=0.5, ordinary=65.0)


def cheapest(
    prices: Prices, *, danger: Numbers, supposed: Sequence[Level], examples: Sequence[Example]
) -> dict[Level, float]:
    """Return for each supposed level the likelihood of danger from which answering pays.

    `danger` and `supposed` are, for each of `examples`, what a model that had not seen it made of it.
    """
    gains = _gains(prices, examples)
    found = {}
    for level in prices.worth:
        chosen = np.array([at for at, one in enumerate(supposed) if one is level], dtype=int)
        ranked = chosen[np.argsort(-danger[chosen], kind="stable")]
        totals = np.cumsum(gains[ranked])
        found[level] = round(float(danger[ranked[totals.argmax()]]), 3) if len(ranked) else 1.0
    return found


def _gains(prices: Prices, examples: Sequence[Example]) -> Numbers:
    """What answering each example is worth, so that each kind weighs its price however many examples it has."""
    kinds = [(example.level, example.is_ordinary) for example in examples]
    sizes = {kind: kinds.count(kind) for kind in set(kinds)}
    price = {kind: _price(prices, *kind) / size for kind, size in sizes.items()}
    return np.array([price[kind] for kind in kinds])


def _price(prices: Prices, level: Level, is_ordinary: bool) -> float:
    if level is Level.NONE:
        return -prices.ordinary if is_ordinary else -prices.hard_negatives
    return prices.worth[level]
