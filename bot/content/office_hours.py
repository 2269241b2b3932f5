"""Office hours of the coordinations, in the opening_hours syntax of OpenStreetMap, with public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from actions.territories.models import Territory

USUAL = "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
HORIZON = timedelta(days=366)
# The library knows the holidays of France, not the day on which each overseas department remembers the abolition.
ALSO_CLOSED = {
    "America/Guadeloupe": "; May 27 off",
    "America/Martinique": "; May 22 off",
    "America/Cayenne": "; Jun 10 off",
    "Indian/Reunion": "; Dec 20 off",
    "Indian/Mayotte": "; Apr 27 off",
    "America/Marigot": "; May 28 off",
    "America/St_Barthelemy": "; Oct 09 off",
}
ALSACE_MOSELLE = "; easter -2 days off; Dec 26 off"  # Good Friday and Saint Stephen's day, by local law


@dataclass(frozen=True, slots=True)
class TerritoryHours:
    """The hours of one coordination, in its own zone."""

    opening: OpeningHours
    zone: ZoneInfo

    def is_open(self, at: datetime) -> bool:
        """True if somebody should be there at this moment."""
        return bool(self.opening.is_open(at.astimezone(self.zone)))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first opening after a moment; None if none is foreseen within a year."""
        return next((start for start, _ in self._open_times(at) if start > at), None)

    def after(self, start: datetime, *, worked: timedelta) -> datetime:
        """The moment when this much working time has passed; elapsed time where no hours are foreseen."""
        left = worked
        for begin, end in self._open_times(start):
            # Differences are taken in UTC: on the night the clocks change, wall-clock differences lie by an hour.
            if end - begin >= left:
                return begin + left
            left -= end - begin
        return start + worked

    def _open_times(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        utc = ZoneInfo("UTC")
        local = at.astimezone(self.zone)
        for begin, end, state, _ in self.opening.intervals(local, local + HORIZON):
            if state == State.OPEN:
                yield max(begin.astimezone(utc), at.astimezone(utc)), end.astimezone(utc)


class OpeningCalendar:
    """The hours of every territory; a territory that gives none is taken to keep the usual ones."""

    def hours_of(self, territory: Territory) -> TerritoryHours:
        """The working hours of a territory. Hours that say nothing of public holidays are taken to stop on them."""
        text = territory.office_hours or USUAL
        if "PH" not in text and not text.startswith("24/7"):
            text += "; PH off"
        if "PH off" in text:
            text += ALSO_CLOSED.get(territory.time_zone, "") + (
                ALSACE_MOSELLE if territory.is_in_alsace_moselle else ""
            )
        return _hours(text, territory.time_zone)


@cache
def _hours(text: str, zone: str) -> TerritoryHours:
    place = ZoneInfo(zone)
    return TerritoryHours(OpeningHours(text, timezone=place, country="FR"), place)
