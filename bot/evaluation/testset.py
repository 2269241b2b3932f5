"""Reading a set of test messages: tab-separated text, label and, if there is one, style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class BadTestSet(ValueError):  # noqa: N818 - named for what happened
    """A set of messages with a line that is not one; the text names file, line and reason."""


LABEL_NAMES: Final = frozenset({"label", "intent"})
FEWEST_COLUMNS: Final = 2
MOST_COLUMNS: Final = 3
BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True)
class LabelledMessage:
    """A message and what it ought to be understood as."""

    text: str
    label: str
    style: str
    line: int

    @property
    def language(self) -> str:
        """`en` for the style `english`; every other style is French."""
        return "en" if self.style == "english" else "fr"


def read_test_set(path: Path) -> list[LabelledMessage]:
    """Return the messages of a file with or without a header line; empty lines are passed over.

    Raises BadTestSet naming the line when the file is missing, empty, not UTF-8, or a line has no text or no label.
    """
    try:
        raw_lines = path.read_bytes().split(b"\n")
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise BadTestSet(message) from None
    messages = [
        _message(written, line=line, path=path)
        for line, raw in enumerate(raw_lines, start=1)
        if (written := _decode(raw, line=line, path=path)).strip() and not (line == 1 and _is_header(written))
    ]
    if not messages:
        message = f"{path}: holds no message"
        raise BadTestSet(message)
    return messages


def _decode(raw: bytes, *, line: int, path: Path) -> str:
    try:
        return raw.decode("utf-8").removeprefix(BYTE_ORDER_MARK).rstrip("\r")
    except UnicodeDecodeError:
        message = f"{path}:{line}: is not UTF-8"
        raise BadTestSet(message) from None


def _is_header(written: str) -> bool:
    names = [name.strip().casefold() for name in written.split("\t")]
    return len(names) >= FEWEST_COLUMNS and names[0] == "text" and names[1] in LABEL_NAMES


def _message(written: str, *, line: int, path: Path) -> LabelledMessage:
    columns = [column.strip() for column in written.split("\t")]
    reason = _fault(columns)
    if reason:
        message = f"{path}:{line}: {reason}"
        raise BadTestSet(message)
    text, label, *style = columns
    return LabelledMessage(text=text, label=label, style=style[0] if style else "", line=line)


def _fault(columns: Sequence[str]) -> str:
    if not FEWEST_COLUMNS <= len(columns) <= MOST_COLUMNS:
        return f"has {len(columns)} column(s), needs text, label and optionally style, separated by tabs"
    if not columns[0]:
        return "has no text"
    if not columns[1] or " " in columns[1]:
        return "has no label in its second column"
    return ""
