"""Sheets: the same rows as CSV, which everything opens, and as XLSX."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

Row = Sequence[str]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST_COLUMN = 60


def as_csv(header: Row, rows: Sequence[Row]) -> bytes:
    """CSV for French spreadsheets: semicolons, a byte order mark. No cell is ever read as a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, header: Row, rows: Sequence[Row]) -> bytes:
    """XLSX with a frozen heading row and a filter; cells are text and nothing else."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        for column, name in enumerate(header):
            longest = max([len(name), *(len(row[column]) for row in rows)])
            sheet.set_column(column, column, min(longest + 2, WIDEST_COLUMN))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    return buffer.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _sheet_name(title: str) -> str:
    kept = "".join(each for each in title if each not in "[]:*?/\\'")
    return kept[:31].strip() or "1"
