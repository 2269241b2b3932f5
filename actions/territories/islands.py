"""Lands overseas by their own names: « en Guadeloupe », « à Wallis ». A land is no commune, but says where to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.territories.communes import CommuneRecord
from actions.territories.folding import fold
from actions.territories.gazetteer import Gazetteer

_NAMES = (
    (re.compile(r"\bguadeloupe\b"), "971"),
    (re.compile(r"\bmartinique\b"), "972"),
    (re.compile(r"\bguyane\b"), "973"),
    (re.compile(r"\bile de la reunion\b|\breunion (?:974|island)\b"), "974"),
    (re.compile(r"\bmiquelon\b"), "975"),
    (re.compile(r"\bmayotte\b"), "976"),
    (re.compile(r"\bs(?:ain)?t barth(?:elemy|s)?\b"), "977"),
    (re.compile(r"\bwallis\b|\bfutuna\b|\bmata ?utu\b"), "986"),
    (re.compile(r"\bpolynesie\b|\btahiti\b"), "987"),
    (re.compile(r"\bcaledonie\b"), "988"),
)
_REUNION = "974"
# A « réunion » is also a meeting: without a capital letter it is the island only as the answer to « où ? ».
_REUNION_NAMED = re.compile(r"\b(?:à|a|de|sur) [Ll]a R[ée]union\b")
_REUNION_ANSWERED = re.compile(r"(?:(?:a|de|sur) )?(?:l ile de )?la reunion")


def land_of(text: str, *, asked: bool) -> str | None:
    """The code of the land overseas that a message names, or None. `asked`: the message answers « où ? »."""
    folded = fold(text)
    named = next((code for pattern, code in _NAMES if pattern.search(folded)), None)
    if named is not None:
        return named
    if _REUNION_NAMED.search(text) or (asked and _REUNION_ANSWERED.fullmatch(folded)):
        return _REUNION
    return None


def communes_of_land(code: str, gazetteer: Gazetteer) -> Sequence[CommuneRecord]:
    """Its communes, the largest first."""
    found = [each for each in gazetteer.communes if each.department == code and each.has_own_code]
    return sorted(found, key=lambda commune: -commune.population)
