"""What the directory asks of opening hours; reading their syntax is the business of the edge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a place is open (None: nobody knows) and when that changes, on the clock of the place."""

    is_open: bool | None
    changes_at: datetime | None = None


UNKNOWN = Opening(is_open=None)


class HoursReader(Protocol):
    """Evaluates hours in OpenStreetMap's `opening_hours` syntax."""

    def opening(self, hours: str | None, *, at: datetime, time_zone: str) -> Opening:
        """The state at a moment; `UNKNOWN` for no hours or unreadable ones."""
