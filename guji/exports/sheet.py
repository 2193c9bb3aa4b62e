"""Writes the rows of an export as .xlsx or .csv, row by row, with every cell a text that no program runs or changes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext, gettext_noop

from census.imports.headers import Column
from census.spreadsheets import guarded

FORMS = ("xlsx", "csv")
SHEET = gettext_noop("登记表")
ABOUT = gettext_noop("说明")


def write_sheet(
    form: str, path: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]], about: Sequence[str]
) -> None:
    """Write header and rows. ``about`` are lines on a second sheet, which a text file does not have."""
    if form == "csv":
        _write_csv(path, columns, rows)
    else:
        _write_xlsx(path, columns, rows, about)


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.label for column in columns])
        writer.writerows([guarded(text) for text in row] for row in rows)


def _write_xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]], about: Sequence[str]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#E3ECF7"})
        sheet = book.add_worksheet(gettext(SHEET))
        for index, column in enumerate(columns):
            sheet.set_column(index, index, max(8, min(40, 2.2 * len(column.example or column.label))), text)
            sheet.write_string(0, index, column.label, head)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                if value:
                    sheet.write_string(number, index, value, text)
        notes = book.add_worksheet(gettext(ABOUT))
        notes.set_column(0, 0, 80)
        for number, line in enumerate(about):
            notes.write_string(number, 0, line)
