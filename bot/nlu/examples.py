"""Reading the training examples, each with the file and line it stands on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from bot.nlu.errors import BadExamples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BULLET: Final = "- "


@dataclass(frozen=True)
class Example:
    """A message that a person could write, and the intent it has."""

    text: str
    intent: str
    path: Path
    line: int

    @property
    def language(self) -> str:
        """The language code in the file's name: `fr` for `aide.fr.yml`."""
        return self.path.suffixes[-2].lstrip(".")

    @property
    def place(self) -> str:
        """File and line, as an editor jumps to them."""
        return f"{self.path}:{self.line}"


def read_examples(folder: Path) -> list[Example]:
    """Return the examples of every `*.<language>.yml` in `folder`.

    Raises BadExamples, naming file and line, when a file is no YAML or not laid out as Rasa reads it.
    """
    paths = sorted(folder.glob("*.??.yml"))
    if not paths:
        raise BadExamples([f"{folder}:1: holds no training file named like intents.fr.yml"])
    examples: list[Example] = []
    findings: list[str] = []
    for path in paths:
        try:
            examples.extend(read_file(path))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            findings.append(f"{path}:{line}: {error.problem}")
        except BadExamples as error:
            findings.extend(error.findings)
    if findings:
        raise BadExamples(findings)
    return examples


def read_file(path: Path) -> list[Example]:
    """Return the examples of one file; raises BadExamples or yaml.MarkedYAMLError."""
    root = yaml.compose(path.read_text(encoding="utf-8"))
    blocks = _entry(root, "nlu")
    if not isinstance(blocks, yaml.SequenceNode):
        raise BadExamples([f"{path}:1: has no list under `nlu:`"])
    return [example for block in blocks.value for example in _read_block(block, path=path)]


def _read_block(block: yaml.Node, *, path: Path) -> Iterator[Example]:
    intent, examples = _entry(block, "intent"), _entry(block, "examples")
    if not isinstance(intent, yaml.ScalarNode) or not isinstance(examples, yaml.ScalarNode):
        raise BadExamples([f"{path}:{block.start_mark.line + 1}: needs `intent:` and `examples: |`"])
    if examples.style != "|":
        raise BadExamples([f"{path}:{examples.start_mark.line + 1}: `examples:` needs a bar: `examples: |`"])
    # The text of a block scalar begins on the line after its bar.
    for line, written in enumerate(examples.value.splitlines(), start=examples.start_mark.line + 2):
        text = written.strip()
        if not text:
            continue
        if not text.startswith(BULLET):
            raise BadExamples([f"{path}:{line}: an example begins with a dash and a space"])
        yield Example(text=text.removeprefix(BULLET).strip(), intent=intent.value, path=path, line=line)


def _entry(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def read_catalogue(domain: Path) -> frozenset[str]:
    """Return the intents that the domain file lists."""
    return frozenset(yaml.safe_load(domain.read_text(encoding="utf-8"))["intents"])


def by_intent(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Return the examples of each intent, in their order."""
    grouped: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        grouped[example.intent].append(example)
    return dict(grouped)
