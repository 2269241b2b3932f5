"""Opening hours in the syntax of OpenStreetMap, French public holidays included."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stub forgets one

from actions.directory.hours import UNKNOWN, Opening

EXPRESSIONS_REMEMBERED = 8_192
SEARCHED_DAYS = 15


def is_readable(hours: str) -> bool:
    """True if an expression can be evaluated."""
    return _parse(hours, "Europe/Paris") is not None


def known_zone(name: str) -> str:
    """Return `name` if it is a time zone; ValueError with an example if not."""
    if name not in available_timezones():
        raise ValueError(f"{name} is no time zone; write for example Europe/Paris or America/Martinique")
    return name


class OsmHours:
    """Tells whether a place is open: the `HoursReader` of the directory."""

    def opening(self, hours: str | None, *, at: datetime, time_zone: str) -> Opening:
        """Open or closed at a moment on the clock of the place, and when that changes; unknown for unreadable hours."""
        expression = _parse(hours, time_zone) if hours else None
        if expression is None:
            return UNKNOWN
        local = at.astimezone(ZoneInfo(time_zone))
        state, _ = expression.state(local)
        if state == State.UNKNOWN:
            return UNKNOWN
        return Opening(is_open=state == State.OPEN, changes_at=expression.next_change(local))


@lru_cache(maxsize=EXPRESSIONS_REMEMBERED)
def _parse(hours: str, time_zone: str) -> OpeningHours | None:
    try:
        return OpeningHours(hours, timezone=ZoneInfo(time_zone), country="FR", max_interval_days=SEARCHED_DAYS)
    except (ParserError, ValueError):
        return None
