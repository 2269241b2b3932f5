"""What reading a file brings: rows that became records, rows that could not, and what was left out of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.directory.records import ResourceRecord

Raw = Mapping[str, Any]


class Unusable(Exception):  # noqa: N818 - named for what happened
    """A row that no record can be made of; the message says why."""


class Elsewhere(Exception):  # noqa: N818 - named for what happened
    """A sound row about something that is not for this directory."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Without a record it was refused, or set aside where `is_elsewhere`; `problems` say why, or which fields were left
    out of the record.
    """

    number: int
    name: str
    record: ResourceRecord | None = None
    problems: tuple[str, ...] = ()
    is_elsewhere: bool = False
    source_id: str | None = None  # of a refused row, so that its place is not taken for gone


@dataclass(slots=True)
class Notes:
    """Collects what had to be left out while a record is made."""

    problems: list[str] = field(default_factory=list)

    def add(self, problem: str) -> None:
        """Note one more."""
        self.problems.append(problem)


ID_COLUMNS = ("id", "nofinesset", "lieu_id")
Mapper = Callable[[Raw, Notes], ResourceRecord]


def _known_id(raw: Raw) -> str | None:
    return next((str(raw[name]) for name in ID_COLUMNS if raw.get(name)), None)


def mapped(number: int, raw: Raw, mapper: Mapper, *, name: str) -> Row:
    """Make a record of a raw row; whatever is wrong with it stays with this row."""
    notes = Notes()
    try:
        record = mapper(raw, notes)
    except Elsewhere as reason:
        return Row(number, name, problems=(str(reason),), is_elsewhere=True)
    except Unusable as reason:
        return Row(number, name, problems=(*notes.problems, str(reason)), source_id=_known_id(raw))
    return Row(number, record.name, record, tuple(notes.problems))
