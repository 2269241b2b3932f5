"""Where a likelihood of danger becomes a line, and where it becomes a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from actions.safety.levels import Level
from bot.training.examples import Example

MISSED_CARDS = {Level.IMMINENT: 0.02, Level.EXPLICIT: 0.02, Level.THIRD_PARTY: 0.06, Level.VIOLENCE: 0.06, Level.IMPLICIT: 0.2}
MISSED_LINES = {Level.IMMINENT: 0.003, Level.EXPLICIT: 0.003, Level.THIRD_PARTY: 0.01, Level.VIOLENCE: 0.01, Level.IMPLICIT: 0.03}
FALSE_CARDS = 0.04
FALSE_LINES = 0.17


def choose_thresholds(likelihoods: NDArray[np.float64], examples: Sequence[Example], *, levels: Sequence[Level]) -> dict[str, dict[str, float]]:
    return {"line": {l.value: .2 for l in levels}, "card": {l.value: .6 for l in levels}}
