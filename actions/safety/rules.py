"""Rules: orders of meanings that say danger, whatever the words.

They stand beside the trained model: they hold without it, they give it its best features, and what they name plainly
needs no probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.safety.concepts import Reading, Span
from actions.safety.levels import Assessment, Level, Strength

RULES = Path(__file__).parent / "data" / "rules.txt"

_USUAL_GAP = 3


@dataclass(frozen=True)
class Step:
    """One meeting in the order: any of `meanings`, at most `gap` tokens after the step before."""

    meanings: tuple[str, ...]
    gap: int


@dataclass(frozen=True)
class Rule:
    """An order of meanings, what it says, and the meanings in whose company it says less.

    What a firm rule says stands even where the model is sure of the contrary.
    """

    name: str
    says: Assessment
    steps: tuple[Step, ...]
    unless: frozenset[str]
    is_firm: bool

    def holds(self, reading: Reading) -> bool:
        """Tell whether the meanings follow one another in `reading`."""
        ends = [span.end for span in _spans(reading, self.steps[0])]
        for step in self.steps[1:]:
            spans = _spans(reading, step)
            ends = [span.end for span in spans if any(0 <= span.start - end <= step.gap for end in ends)]
            if not ends:
                return False
        return bool(ends)

    def softened(self, reading: Reading) -> bool:
        """Tell whether the message names a meaning that makes this rule doubtful."""
        return any(reading.has(meaning) for meaning in self.unless)

    def assess(self, reading: Reading) -> Assessment:
        """Return what the rule says of `reading`: a softened card is a line."""
        strength = min(self.says.strength, Strength.LINE) if self.softened(reading) else self.says.strength
        return Assessment(strength=strength, level=self.says.level)


def _spans(reading: Reading, step: Step) -> list[Span]:
    if step.meanings[0].startswith("="):
        return _literal(reading, step.meanings[0][1:])
    return [span for meaning in step.meanings for span in reading.spans.get(meaning, ())]


def _literal(reading: Reading, word: str) -> list[Span]:
    return [Span(at, at + 1) for at, token in reading.positions() if token == word]


def holding(rules: Sequence[Rule], reading: Reading) -> list[Rule]:
    """Return the rules of `rules` that hold for `reading`."""
    return [rule for rule in rules if rule.holds(reading)]


def load_rules(path: Path = RULES) -> tuple[Rule, ...]:
    """Read the rules file; a malformed line raises ValueError naming it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parse(line, f"{path.name}:{at}") for at, line in enumerate(lines, 1) if line and line[0] != "#")


def _parse(line: str, where: str) -> Rule:
    head, _, body = line.partition(": ")
    try:
        level, strength, name = head.split()
        steps, _, unless = body.partition(" ; unless ")
        says = Assessment(strength=Strength[strength.rstrip("!").upper()], level=Level(level))
        return Rule(name, says, _steps(steps.split()), frozenset(unless.split()), is_firm=strength.endswith("!"))
    except (KeyError, ValueError) as error:
        message = f"{where}: not a rule: {line!r}"
        raise ValueError(message) from error


def _steps(words: list[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = _USUAL_GAP
    for word in words:
        if word.startswith("~"):
            gap = int(word[1:])
        else:
            steps.append(Step(tuple(word.split("/")), gap))
            gap = _USUAL_GAP
    return tuple(steps)
