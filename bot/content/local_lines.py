"""The help lines of a person's territory, merged into the register for the cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.safety.cards import Line
from actions.territories.lines import read_local_line
from bot.content.helplines import HelplineRegister
from bot.content.hours import OsmHours

PARIS = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Locality:
    """What a card takes from a person's territory: its clock, its slug, and its lines as the coordination wrote them.

    The default is what a card takes without a territory: the clock of Paris, and no line.
    """

    time_zone: str = PARIS
    slug: str = ""
    written: tuple[str, ...] = ()


NATIONAL = Locality()


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of a territory that stands in no register: its words are its key."""

    key: str
    hours: str | None
    time_zone: str

    def is_open(self, now: datetime) -> bool | None:
        """Whether somebody should answer at `now`; None where the coordination gave no hours, or none that we read."""
        return OsmHours().opening(self.hours, at=now, time_zone=self.time_zone).is_open


def merged(register: HelplineRegister, locality: Locality) -> tuple[Mapping[str, Line], Sequence[str]]:
    """Return the register with the territory's own lines in it, and the keys of these, the registered ones first."""
    registered = [line.key for line in register.lines.values() if line.territory == locality.slug]
    lines = [read_local_line(text) for text in locality.written]
    written = {line.words: WrittenLine(line.words, line.hours, locality.time_zone) for line in lines if line.words}
    return {**written, **register.lines}, (*registered, *written)
