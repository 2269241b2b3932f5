"""The help lines of a territory, as its coordination writes them: words, and hours where it knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalLine:
    """A line in the words of the coordination; `hours` in OSM opening_hours syntax on the clock of the territory."""

    words: str
    hours: str | None = None


def read_local_line(written: str) -> LocalLine:
    """Read « Écoute de nuit, 01 23 45 67 89 | Mo-Su 20:00-08:00 »; what stands after the last bar are the hours."""
    words, bar, hours = written.rpartition("|")
    return LocalLine(words.strip(), hours.strip() or None) if bar else LocalLine(written.strip())
