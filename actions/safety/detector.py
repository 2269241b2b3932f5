"""The crisis detector: reads a message before anything else does, and says how the assistant must answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from actions.safety.concepts import Reading
from actions.safety.features import features
from actions.safety.levels import FAILED_SAFE, NOTHING, RESCUE, Assessment, Level, Strength, card_of
from actions.safety.model import Likelihoods, Model, Thresholds
from actions.safety.model_file import load_model
from actions.safety.reader import Reader
from actions.safety.rescue import needs_rescue
from actions.safety.rules import Rule, holding, load_rules

log = logging.getLogger(__name__)

_ONE_ABOVE = 0.6  # a card one level too grave is worth this much of the right one: too grave is the safer mistake
_LEVEL_BELOW = {Level.EXPLICIT: Level.IMPLICIT, Level.IMMINENT: Level.EXPLICIT}
_TRUST_CARD = 0.3  # a rule that names the danger gives a card from this likelihood on
_TRUST_LINE = 0.02  # and a line from this one on
_TRUST_NAMED = 0.05  # a rule that only names it gives a line from this likelihood on
_DANGERS = (Level.IMMINENT, Level.EXPLICIT, Level.THIRD_PARTY, Level.VIOLENCE, Level.IMPLICIT)


class Detector:
    """Assesses messages with rules and, where it is trained, a model. It keeps nothing of what it reads."""

    def __init__(self, *, model: Model | None) -> None:
        """Build a detector; without a `model` the rules alone decide."""
        self._model = model
        self._reader = Reader(vocabulary=model.vocabulary if model else ())
        self._rules = load_rules()

    @classmethod
    def load(cls, path: Path | None) -> Detector:
        """Return a detector with the model at `path`; missing or unreadable, the rules alone, and the log says so."""
        model = None
        if path is None:
            log.warning("safety.model_absent: the rules alone detect danger")
        else:
            try:
                model = load_model(path)
            except (OSError, ValueError):
                log.exception("safety.model_unreadable: the rules alone detect danger")
        return cls(model=model)

    @property
    def is_trained(self) -> bool:
        """Whether a model helps the rules."""
        return self._model is not None

    def assess(self, text: str, *, earlier: Sequence[str] = ()) -> Assessment:
        """Say how to answer `text`, read after the messages `earlier` of the last minutes. Never raises.

        Earlier messages count only where they and `text` say more together than they said alone: a person who got a
        card does not get it again for a thank-you. An exception inside counts as a detection.
        """
        try:
            told = " ".join(earlier)
            whole = f"{told} {text}"
            if needs_rescue(text) or (needs_rescue(whole) and not needs_rescue(told)):
                return RESCUE
            alone = self._assess(text)
            if not earlier or alone.strength is Strength.CARD:
                return alone
            joined, before = self._assess(whole), self._assess(told)
        except Exception:  # noqa: BLE001 - whatever went wrong, the person must get the card
            log.error("safety.detector_failed: answered as a detection")  # no traceback: it may quote the text
            return FAILED_SAFE
        return joined if joined.strength > max(before.strength, alone.strength) else alone

    def _assess(self, text: str) -> Assessment:
        reading = self._reader.read(text)
        held = holding(self._rules, reading)
        ruled = by_rules(held, reading)
        if self._model is None:
            return ruled
        likelihoods = self._model.likelihoods(features(reading, held))
        said = together(ruled, self._model.thresholds, likelihoods)
        firm = by_rules([rule for rule in held if rule.is_firm], reading)
        return max(said, firm, key=lambda one: one.strength)


def by_rules(held: Sequence[Rule], reading: Reading) -> Assessment:
    """Return the strongest of what the rules that hold say, the gravest level first among equals."""
    said = [rule.assess(reading) for rule in held]
    return max(said, key=lambda one: (one.strength, -_DANGERS.index(one.level)), default=NOTHING)


def together(ruled: Assessment, thresholds: Thresholds, likelihoods: Likelihoods) -> Assessment:
    """Return what the model says, raised to what the rules say unless the model is sure of the contrary."""
    level = suppose(likelihoods)
    danger = 1 - likelihoods[Level.NONE]
    if danger >= thresholds.card[level]:
        return card_of(level)
    if ruled.strength is Strength.CARD and danger >= _TRUST_CARD:
        return ruled
    trusted = {Strength.CARD: _TRUST_LINE, Strength.LINE: _TRUST_NAMED}.get(ruled.strength, 1.0)
    if danger >= min(thresholds.line[level], trusted):
        return Assessment(strength=Strength.LINE, level=level)
    return NOTHING


def suppose(likelihoods: Likelihoods) -> Level:
    """Return the level of danger to suppose, if there is danger at all: the likeliest, rather too grave than not."""
    return max(_DANGERS, key=lambda one: likelihoods[one] + _ONE_ABOVE * _of_level_below(one, likelihoods))


def _of_level_below(level: Level, likelihoods: Likelihoods) -> float:
    below = _LEVEL_BELOW.get(level)
    return likelihoods[below] if below else 0.0
