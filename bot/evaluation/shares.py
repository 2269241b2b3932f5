"""Shares of a sample, and how far chance alone may have moved them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

Z_95: Final = 1.959964
"""Standard deviations that hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval; from 0 to 1 for a share of nothing."""
        if not self.of:
            return 0.0, 1.0
        share = self.count / self.of
        square = Z_95**2 / self.of
        middle = (share + square / 2) / (1 + square)
        reach = Z_95 / (1 + square) * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def as_json(self) -> dict[str, object]:
        """Return count, sample size, share and interval, rounded to four places."""
        low, high = self.interval
        value = None if self.value is None else round(self.value, 4)
        return {"count": self.count, "n": self.of, "share": value, "wilson95": [round(low, 4), round(high, 4)]}

    def __str__(self) -> str:
        """Return the share for a reader: `93.1 % [91.0, 94.8] (543/583)`."""
        if self.value is None:
            return "- (0)"
        low, high = self.interval
        return f"{100 * self.value:.1f} % [{100 * low:.1f}, {100 * high:.1f}] ({self.count}/{self.of})"
