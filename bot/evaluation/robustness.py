"""How many cards are won or lost when the same messages come disfigured: without accents, in haste, in two pieces."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from actions.safety import Assessment, Detector
from actions.safety.normalise import without_accents
from bot.evaluation.noise import repeated, shortened, slipped, without_punctuation
from bot.evaluation.safety import CRISIS_INTENT, ORDINARY, SafetyReport, evaluate
from bot.evaluation.shares import Share
from bot.evaluation.testset import LabelledMessage, read_test_set

DISFIGURED: Final[Mapping[str, Callable[[str, random.Random], str]]] = {
    "no accents": lambda text, _: without_accents(text),
    "capitals": lambda text, _: text.upper(),
    "no signs": lambda text, _: without_punctuation(text),
    "letters repeated": repeated,
    "short messages": lambda text, _: shortened(text),
    "slips of the finger": slipped,
}
IN_TWO_PIECES: Final = "in two pieces"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "2+3": ("2", "3"),
    "T+V": ("T", "V"),
    "1": ("1",),
    "0": ("0",),
    CRISIS_INTENT: (CRISIS_INTENT,),
    ORDINARY: (ORDINARY,),
}
_SEED: Final = 7
_NAME_WIDTH: Final = 20


@dataclass(frozen=True, slots=True)
class NoisyReport:
    """The measure of a file as it is written, and disfigured in each way."""

    plain: SafetyReport
    noisy: Mapping[str, SafetyReport]

    def points(self, noise: str, *labels: str) -> tuple[float, float] | None:
        """Return the points of cards, and of cards or lines, that `noise` wins; less than zero is lost.

        None where the file has no message with these labels.
        """
        if not self.plain.cards(*labels).of:
            return None
        disfigured = self.noisy[noise]
        return (
            _points(disfigured.cards(*labels), self.plain.cards(*labels)),
            _points(disfigured.cards_or_lines(*labels), self.plain.cards_or_lines(*labels)),
        )

    def as_json(self) -> dict[str, Any]:
        """Both as one JSON object: that of the plain measure, and points won or lost under « noise »."""
        return {**self.plain.as_json(), "noise": {noise: self._points_by_group(noise) for noise in self.noisy}}

    def as_text(self) -> str:
        """Both for a reader."""
        return "\n".join((self.plain.as_text(), *self._lines()))

    def _points_by_group(self, noise: str) -> dict[str, dict[str, float]]:
        points = {group: self.points(noise, *labels) for group, labels in GROUPS.items()}
        return {
            group: {"card": round(won[0], 2), "card_or_line": round(won[1], 2)} for group, won in points.items() if won
        }

    def _lines(self) -> Iterator[str]:
        yield "disfigured, points of cards won or lost (and of cards or lines):"
        for noise in self.noisy:
            told = (
                f"{group} {won['card']:+.1f} ({won['card_or_line']:+.1f})"
                for group, won in self._points_by_group(noise).items()
            )
            yield f"  {noise:<{_NAME_WIDTH}}" + "   ".join(told)


def evaluate_with_noise(path: Path, *, detector: Detector) -> NoisyReport:
    """Assess every message of `path` as it is and disfigured; always in the same way for the same file."""
    messages = read_test_set(path)
    return NoisyReport(evaluate(messages, assess=detector.assess), dict(_noisy_reports(messages, detector)))


def _noisy_reports(messages: Sequence[LabelledMessage], detector: Detector) -> Iterator[tuple[str, SafetyReport]]:
    for name, disfigure in DISFIGURED.items():
        chance = random.Random(_SEED)  # noqa: S311 - nothing secret hangs on it
        disfigured = [replace(message, text=disfigure(message.text, chance)) for message in messages]
        yield name, evaluate(disfigured, assess=detector.assess)
    yield IN_TWO_PIECES, evaluate(messages, assess=lambda text: _in_two_pieces(text, detector))


def _points(noisy: Share, plain: Share) -> float:
    return 100 * (noisy.count - plain.count) / plain.of


def _in_two_pieces(text: str, detector: Detector) -> Assessment:
    """What the person has been told once both halves are read; one word has no halves."""
    words = text.split()
    first, second = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    if not first:
        return detector.assess(second)
    said = (detector.assess(first), detector.assess(second, earlier=(first,)))
    return max(reversed(said), key=lambda one: one.strength)
