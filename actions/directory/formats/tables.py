"""Tables (CSV) as they come: any usual encoding and separator, broken rows reported, the others kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ";,\t|"
SAMPLE = 64 * 1024
LONGEST_FIELD = 2**20


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its line in the file, its cells, or why it cannot be read."""

    line: int
    cells: Sequence[str]
    problem: str | None = None


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file without their ends, numbered from 1, in an encoding that fits each of them.

    One badly encoded line does not spoil the others; NUL bytes are dropped.
    """
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            yield number, _decoded(raw, first=number == 1).replace("\0", "").rstrip("\r\n")


def read_table(path: Path, *, separator: str | None = None) -> Iterator[TableRow]:
    """The rows of a table. A field in quotes may span lines; a quote never closed costs its own row only."""
    csv.field_size_limit(LONGEST_FIELD)
    lines = read_lines(path)
    pending: list[tuple[int, str]] = []
    first = next(lines, None)
    if first is None:
        return
    separator = separator or _separator(first[1])
    for number, line in _chain(first, lines):
        pending.append((number, line))
        if _is_open(pending):
            if len(pending) <= LONGEST_QUOTE:
                continue
            yield from _give_up_quote(pending, separator)
        else:
            yield _row(pending[0][0], "\n".join(text for _, text in pending), separator)
        pending = []
    if pending:
        yield from _give_up_quote(pending, separator)


LONGEST_QUOTE = 40  # lines: a description in several paragraphs


def read_records(path: Path, *, aliases: Mapping[str, str] | None = None) -> Iterator[tuple[TableRow, dict[str, str]]]:
    """The rows under a header, each as a mapping; a row with too few or too many cells has a problem."""
    rows = read_table(path)
    header_row = next(rows, None)
    if header_row is None:
        return
    known = aliases or {}
    header = [known.get(cell.strip().lower(), cell.strip().lower()) for cell in header_row.cells]
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        problem = row.problem
        if len(row.cells) != len(header) and problem is None:
            problem = f"{len(row.cells)} cells under a header of {len(header)}"
        cells = {name: cell.strip() for name, cell in zip(header, row.cells, strict=False)}
        yield TableRow(row.line, row.cells, problem), cells


def header_of(path: Path) -> list[str]:
    """The names of the columns, in lower case."""
    first = next(read_table(path), None)
    return [cell.strip().lower() for cell in first.cells] if first else []


def _decoded(raw: bytes, *, first: bool) -> str:
    try:
        return raw.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def _chain(first: tuple[int, str], rest: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield first
    yield from rest


def _is_open(pending: Sequence[tuple[int, str]]) -> bool:
    return sum(text.count('"') for _, text in pending) % 2 == 1


def _row(line: int, text: str, separator: str, problem: str | None = None) -> TableRow:
    try:
        cells = next(csv.reader([text], delimiter=separator), [])
    except csv.Error as error:
        return TableRow(line, text.split(separator), f"not readable: {error}")
    return TableRow(line, cells, problem)


def _give_up_quote(pending: Sequence[tuple[int, str]], separator: str) -> Iterator[TableRow]:
    """The quote of the first line is never closed: read each line by itself."""
    for at, (number, text) in enumerate(pending):
        problem = "a quotation mark is never closed" if at == 0 else None
        plain = text if text.count('"') % 2 == 0 else text.replace('"', "")
        yield _row(number, plain, separator, problem)
