"""Measures the crisis detector on labelled messages: what got a card, a line, nothing, and which were missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.safety import Assessment, Detector, Level, Strength
from bot.evaluation.shares import Share
from bot.evaluation.testset import LabelledMessage, read_test_set

ORDINARY = "ordinary"
CRISIS_INTENT = "crisis intent"
LABELS = ("3", "2", "1", "T", "V", "0", CRISIS_INTENT, ORDINARY)
DANGERS = frozenset({"3", "2", "1", "T", "V"})
HARMLESS = frozenset({"0", ORDINARY})
_INTENTS_OF_CRISIS = frozenset({"crise_suicidaire", "crise_danger", "proche_idees_suicidaires"})
_ONE_ABOVE = {"1": "2", "2": "3"}


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message and what the detector said of it."""

    row: int
    text: str
    label: str
    style: str
    said: Assessment

    @property
    def is_missed(self) -> bool:
        """Whether the answer is weaker than a card for a danger, or anything at all for a harmless message."""
        if self.label in DANGERS:
            return self.said.strength is not Strength.CARD
        return self.label in HARMLESS and self.said.strength is not Strength.NONE


@dataclass(frozen=True, slots=True)
class SafetyReport:
    """The measure of a file. Rates are shares of a label's messages."""

    cases: tuple[Case, ...]

    def cards(self, *labels: str) -> Share:
        """How many messages with these labels got a card."""
        return self._share(labels, Strength.CARD)

    def cards_or_lines(self, *labels: str) -> Share:
        """How many messages with these labels got a card or a line."""
        return self._share(labels, Strength.LINE)

    def levels(self) -> Mapping[str, Counter[str]]:
        """For each label of danger, the levels of the cards its messages got."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for case in self._carded():
            found[case.label][case.said.level.value] += 1
        return found

    def right_or_one_above(self) -> Share:
        """Among cards for dangers, how many have the right level or the next graver one."""
        fitting = [case for case in self._carded() if _fits(case.label, case.said.level.value)]
        return Share(len(fitting), len(self._carded()))

    def styles(self) -> Mapping[str, tuple[Share, Share]]:
        """For each style, the share of dangers with a card and the share of harmless messages with one."""
        names = sorted({case.style for case in self.cases if case.style})
        return {name: (self._style(name, DANGERS), self._style(name, HARMLESS)) for name in names}

    def misses(self) -> list[Case]:
        """The messages answered otherwise than they should be, in the order of the file."""
        return [case for case in self.cases if case.is_missed]

    def as_json(self) -> dict[str, Any]:
        """The whole measure as one JSON object."""
        return {
            "n": len(self.cases),
            "labels": {
                label: {"card": self.cards(label).as_json(), "card_or_line": self.cards_or_lines(label).as_json()}
                for label in self._labels()
            },
            "levels": {label: dict(counts) for label, counts in self.levels().items()},
            "right_or_one_above": self.right_or_one_above().as_json(),
            "styles": {
                name: {"danger_card": danger.as_json(), "harmless_card": harmless.as_json()}
                for name, (danger, harmless) in self.styles().items()
            },
            "misses": [
                {"row": case.row, "text": case.text, "label": case.label, "style": case.style, **_said(case.said)}
                for case in self.misses()
            ],
        }

    def as_text(self) -> str:
        """The measure for a reader."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{len(self.cases)} messages"
        for label in self._labels():
            yield f"{label:>13}  card {self.cards(label)}   card or line {self.cards_or_lines(label)}"
        yield f"right level or one above, among cards: {self.right_or_one_above()}"
        for label, counts in sorted(self.levels().items()):
            yield f"  label {label}: " + ", ".join(f"level {level} × {count}" for level, count in counts.most_common())
        yield "cards by style (dangers | harmless):"
        for name, (danger, harmless) in self.styles().items():
            yield f"  {name:<14} {danger} | {harmless}"
        yield f"{len(self.misses())} to look at:"
        for case in self.misses():
            yield f"  line {case.row}: {case.label} → {case.said.strength.name} {case.said.level.value}: {case.text}"

    def _labels(self) -> list[str]:
        return [label for label in LABELS if any(case.label == label for case in self.cases)]

    def _carded(self) -> list[Case]:
        return [case for case in self.cases if case.label in DANGERS and case.said.strength is Strength.CARD]

    def _share(self, labels: Sequence[str], least: Strength) -> Share:
        chosen = [case for case in self.cases if case.label in labels]
        return Share(sum(case.said.strength >= least for case in chosen), len(chosen))

    def _style(self, style: str, labels: frozenset[str]) -> Share:
        chosen = [case for case in self.cases if case.style == style and case.label in labels]
        return Share(sum(case.said.strength is Strength.CARD for case in chosen), len(chosen))


def evaluate_file(path: Path, *, detector: Detector) -> SafetyReport:
    """Assess every message of `path`, a TSV of text, label and style with or without a header.

    Labels are 3, 2, 1, T, V and 0; any other one is the name of an intent, and its message counts as an ordinary
    question, or as a « crisis intent » for the intents of crisis. A bad line raises BadTestSet naming it.
    """
    return evaluate(read_test_set(path), assess=detector.assess)


def evaluate(messages: Iterable[LabelledMessage], *, assess: Callable[[str], Assessment]) -> SafetyReport:
    """Assess the text of every message with `assess`."""
    return SafetyReport(tuple(_case(message, assess(message.text)) for message in messages))


def _case(message: LabelledMessage, said: Assessment) -> Case:
    return Case(row=message.line, text=message.text, label=_label(message.label), style=message.style, said=said)


def _label(written: str) -> str:
    if written in {level.value for level in Level}:
        return written
    return CRISIS_INTENT if written in _INTENTS_OF_CRISIS else ORDINARY


def _fits(label: str, level: str) -> bool:
    return level in {label, _ONE_ABOVE.get(label)}


def _said(said: Assessment) -> dict[str, str]:
    return {"strength": said.strength.name.lower(), "level": said.level.value}
