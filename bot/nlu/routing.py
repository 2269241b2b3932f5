"""From what was understood to what is done: answer, ask which, or own up to being lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.nlu.understanding import Ranked, Understanding

OUT_OF_SCOPE: Final = "out_of_scope"
CRISIS_INTENTS: Final = frozenset({"crise_suicidaire", "crise_danger", "proche_idees_suicidaires"})
COURTESY: Final = frozenset({"saluer", "remercier", "prendre_conge"})
LOOKED_AT: Final = 3
"""Intents from the top that are weighed; also the most buttons in a question back."""


@dataclass(frozen=True, kw_only=True)
class Zones:
    """Confidences, from 0 to 1, that part the zones of an answer."""

    sure: float
    """From here on the first intent is answered."""
    unsure: float
    """From here on, below `sure`, the likely intents are offered; below, the message is lost."""
    offered: float
    """An intent less likely than this is not worth a button, beyond the second."""
    out_of_scope: float
    """Times the likeliest intent's confidence; from here on, out of scope is what is meant, though it come second."""
    crisis: float
    """From here on a crisis intent among the first three is reported."""


MEASURED: Final = Zones(sure=0.6, unsure=0.15, offered=0.05, out_of_scope=0.6, crisis=0.15)
"""Found on cross-validation; the one of out of scope on messages of other authors. docs/nlu.md has the figures."""


@dataclass(frozen=True)
class Sure:
    """Answer this intent."""

    intent: str


@dataclass(frozen=True)
class Unsure:
    """Ask which of these two or three is meant, the most likely first."""

    intents: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """Say so; show the menu and the way to a human."""


@dataclass(frozen=True)
class OutOfScope(Lost):
    """Say kindly that this is not what the assistant is for; show the menu and the way to a human."""


Ordinary = Sure | Unsure | Lost


@dataclass(frozen=True)
class Crisis:
    """Someone may be in danger: the help card or line goes first, whatever else is answered."""

    intent: str
    confidence: float
    first: bool
    """Whether nothing else was more likely: the card, then; otherwise a line under the answer may do."""
    beside: Ordinary
    """What an ordinary message with this understanding would get."""


Decision = Ordinary | Crisis


def decide(understanding: Understanding, *, zones: Zones = MEASURED) -> Decision:
    """Return what to do with a message."""
    ordinary = _ordinary(understanding, zones=zones)
    for place, ranked in enumerate(understanding.ranking[:LOOKED_AT]):
        if ranked.intent in CRISIS_INTENTS and ranked.confidence >= zones.crisis:
            return Crisis(ranked.intent, ranked.confidence, first=place == 0, beside=ordinary)
    return ordinary


def _ordinary(understanding: Understanding, *, zones: Zones) -> Ordinary:
    in_scope = [ranked for ranked in understanding.ranking if ranked.intent != OUT_OF_SCOPE]
    if not in_scope:
        return Lost()
    first = in_scope[0]
    if understanding.confidence(OUT_OF_SCOPE) >= zones.out_of_scope * first.confidence:
        return OutOfScope()
    if first.confidence >= zones.sure:
        return Sure(first.intent)
    if first.confidence >= zones.unsure:
        if first.intent not in COURTESY and _only_courtesy_beside(in_scope, zones=zones):
            return Sure(first.intent)
        return Unsure(_offer(in_scope, zones=zones))
    return Lost()


def _only_courtesy_beside(in_scope: list[Ranked], *, zones: Zones) -> bool:
    """« Bonjour, c’est quoi un CLSM ? »: the greeting made the question less sure, and is no question itself."""
    beside = [ranked for ranked in in_scope[1:LOOKED_AT] if ranked.confidence >= zones.offered]
    return bool(beside) and all(ranked.intent in COURTESY for ranked in beside)


def _offer(in_scope: list[Ranked], *, zones: Zones) -> tuple[str, ...]:
    first, second, *others = in_scope[:LOOKED_AT]
    return (first.intent, second.intent, *(other.intent for other in others if other.confidence >= zones.offered))
