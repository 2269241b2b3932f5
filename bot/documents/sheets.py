"""Sheets: the same rows as CSV, which everything opens, and as XLSX."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float
Row = Sequence[Cell]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST_COLUMN = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled sheet: the names of its columns, and its rows."""

    title: str
    header: Sequence[str]
    rows: Sequence[Row]


def as_csv(header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """CSV for French spreadsheets: semicolons, a byte order mark. No cell is ever read as a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(*sheets: Sheet) -> bytes:
    """XLSX, each sheet with a frozen heading row and a filter; no author, and cells are text or numbers only."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            paper = book.add_worksheet(_sheet_name(sheet.title))
            paper.write_row(0, 0, sheet.header, bold)
            _write(paper, sheet.rows, wrapped)
            _fit(paper, sheet)
    return buffer.getvalue()


def _write(paper: Worksheet, rows: Sequence[Row], looks: Format) -> None:
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                paper.write_string(number, column, cell, looks)
            else:
                paper.write_number(number, column, cell, looks)


def _fit(paper: Worksheet, sheet: Sheet) -> None:
    for column, name in enumerate(sheet.header):
        longest = max([len(name), *(len(str(row[column])) for row in sheet.rows)])
        paper.set_column(column, column, min(longest + 2, WIDEST_COLUMN))
    paper.freeze_panes(1, 0)
    paper.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.header) - 1)


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _sheet_name(title: str) -> str:
    kept = "".join(each for each in title if each not in "[]:*?/\\'")
    return kept[:31].strip() or "1"
