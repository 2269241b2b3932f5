"""When the coordination is there, as the mediation needs to know it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from actions.territories.models import Territory


class OfficeHours(Protocol):
    """The working hours of one coordination, public holidays taken out."""

    def is_open(self, at: datetime) -> bool:
        """True if somebody should be there at this moment."""

    def next_opening(self, at: datetime) -> datetime | None:
        """The first opening after a moment, in the territory's own zone; None if none is foreseen within a year."""

    def after(self, start: datetime, *, worked: timedelta) -> datetime:
        """The moment when this much working time has passed since `start`; elapsed time where no hours are foreseen."""


class OfficeCalendar(Protocol):
    """Knows the hours of every territory."""

    def hours_of(self, territory: Territory) -> OfficeHours:
        """The working hours of a territory, or usual ones where it gives none."""
