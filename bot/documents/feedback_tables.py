"""Results of a round as tables: CSV for programs, XLSX for people."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter

Cell = str | int | float
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; the first row names the columns."""

    title: str
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> bytes:
    """The table with semicolons and a byte order mark, as a French spreadsheet opens it without asking."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with one sheet a table. It carries no author and no formula."""
    buffer = BytesIO()
    harmless = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, harmless) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.title[:31])
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(table.rows):
                sheet.write_row(number, 0, row, wrapped if number else heading)
            for column in range(len(table.rows[0])):
                longest = max(len(str(row[column])) for row in table.rows)
                sheet.set_column(column, column, min(max(longest, 8), 60))
    return buffer.getvalue()


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell
