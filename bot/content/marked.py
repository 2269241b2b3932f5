"""YAML that remembers its lines, so that a mistake can be named where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.content.mistakes import ContentRefused, Mistake
from bot.content.reading import read_text

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A YAML file and where its parts stand."""

    path: Path
    root: yaml.Node | None

    def line(self, location: Sequence[str | int]) -> int:
        """The line of the innermost part of `location` that exists."""
        node, line = self.root, 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            node = found
            line = node.start_mark.line + 1
        return line

    def mistake(self, location: Sequence[str | int], message: str, *, is_warning: bool = False) -> Mistake:
        """A mistake at the line of `location`."""
        return Mistake(self.path, self.line(location), message, is_warning=is_warning)


def read_marked(path: Path, model: type[Model]) -> tuple[Model, MarkedFile]:
    """Read `path` as a `model`; raise ContentRefused naming every line that is wrong."""
    text = read_text(path)
    try:
        marked = MarkedFile(path, yaml.compose(text, Loader=yaml.SafeLoader))
        return model.model_validate(yaml.safe_load(text)), marked
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentRefused([Mistake(path, line, f"not YAML: {error.problem}")]) from None
    except ValidationError as error:
        problems = [(problem["loc"], problem["msg"].removeprefix("Value error, ")) for problem in error.errors()]
        found = [marked.mistake(at, f"{'.'.join(map(str, at))}: {message}") for at, message in problems]
        raise ContentRefused(found) from None


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    return None
