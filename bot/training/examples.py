"""The labelled messages from which the crisis detector learns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from actions.safety.levels import Level
from bot.evaluation.testset import BadTestSet, read_test_set

CRISIS_INTENTS = {
    "crise_suicidaire": Level.EXPLICIT,
    "crise_danger": Level.VIOLENCE,
    "proche_idees_suicidaires": Level.THIRD_PARTY,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A message and what the detector should say of it. `is_ordinary` ones come from the questions of the NLU."""

    text: str
    level: Level
    is_ordinary: bool = False


def safety_examples(folder: Path) -> list[Example]:
    """Read every TSV of `folder` (text, label, style); raise BadTestSet naming the file and line that is wrong."""
    return [example for path in sorted(folder.glob("*.tsv")) for example in _from_tsv(path)]


def _from_tsv(path: Path) -> Iterator[Example]:
    for message in read_test_set(path):
        try:
            yield Example(message.text, Level(message.label))
        except ValueError:
            reason = f"{path}:{message.line}: the label is 3, 2, 1, T, V or 0, not {message.label}"
            raise BadTestSet(reason) from None


def question_examples(folder: Path) -> list[Example]:
    """Read the NLU's training questions of `folder`: no danger, except those of the crisis intents."""
    return [example for path in sorted(folder.glob("*.yml")) for example in _from_rasa(path)]


def _from_rasa(path: Path) -> Iterator[Example]:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for block in content.get("nlu") or ():
        level = CRISIS_INTENTS.get(block.get("intent", ""), Level.NONE)
        for line in (block.get("examples") or "").splitlines() if "intent" in block else ():
            if text := line.strip().removeprefix("- ").strip():
                yield Example(text, level, is_ordinary=level is Level.NONE)
