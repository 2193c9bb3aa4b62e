"""The empty sheet an import asks for: headings, drop-down lists, a note on each column, an example, directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, gettext_noop

from census.imports.headers import Column

#: Rows of the empty sheet that are text and have drop-down lists.
PREPARED_ROWS = 5000
SHEET = gettext_noop("登记表")
EXAMPLE = gettext_noop("样例")
LISTS = gettext_noop("词表")
DIRECTIONS = gettext_noop("填写说明")


def write_template(
    path: Path,
    columns: Sequence[Column],
    lists: Mapping[str, Sequence[str]],
    directions: Sequence[str],
    examples: Sequence[Mapping[str, str]],
) -> None:
    """Write the template. ``lists`` maps a vocabulary to its terms, ``examples`` are rows by column key.

    Every cell is text, so that no program turns 3-4 into a date. Lists are offered, not enforced: the
    checks of the import say what is not a term.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    formats = _Formats(book)
    sheet = book.add_worksheet(gettext(SHEET))
    example = book.add_worksheet(gettext(EXAMPLE))
    places = _write_lists(book, columns, lists, formats)
    for target in (sheet, example):
        _write_head(target, columns, formats)
    for index, column in enumerate(columns):
        if column.choices in places:
            rule = {
                "validate": "list",
                "source": places[column.choices],
                "error_type": "information",
                "ignore_blank": True,
                "input_title": column.label[:32],
                "input_message": column.note[:255],
            }
            sheet.data_validation(1, index, PREPARED_ROWS, index, rule)
    for number, row in enumerate(examples, start=1):
        for index, column in enumerate(columns):
            example.write_string(number, index, row.get(column.key, ""), formats.text)
    _write_directions(book, columns, directions, formats)
    sheet.protect("", ALLOWED)
    sheet.activate()
    book.close()


#: What remains open while the headings are guarded against a slip of the hand; there is no password.
ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)


class _Formats:
    def __init__(self, book: Any) -> None:
        self.text = book.add_format({"num_format": "@", "locked": False})
        self.head = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#E3ECF7"})
        self.must = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#FBEBC8"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})


def _write_head(sheet: Any, columns: Sequence[Column], formats: _Formats) -> None:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, max(8, min(40, 2.2 * len(column.label))), formats.text)
        sheet.write_string(0, index, column.label, formats.must if column.required else formats.head)
        if column.note:
            sheet.write_comment(0, index, column.note, {"x_scale": 2.2})
    sheet.freeze_panes(1, 0)


def _write_lists(
    book: Any, columns: Sequence[Column], lists: Mapping[str, Sequence[str]], formats: _Formats
) -> dict[str, str]:
    """Write the terms to a sheet of their own and return where each list stands."""
    sheet, places = book.add_worksheet(gettext(LISTS)), {}
    wanted = dict.fromkeys(column.choices for column in columns if lists.get(column.choices))
    for index, name in enumerate(wanted):
        label = next(column.label for column in columns if column.choices == name)
        sheet.write_string(0, index, label, formats.head)
        for number, term in enumerate(lists[name], start=1):
            sheet.write_string(number, index, term, formats.text)
        places[name] = f"='{gettext(LISTS)}'!{_area(index, len(lists[name]))}"
    return places


def _area(column: int, rows: int) -> str:
    return str(xlsxwriter.utility.xl_range_abs(1, column, rows, column))


def _write_directions(book: Any, columns: Sequence[Column], directions: Sequence[str], formats: _Formats) -> None:
    sheet = book.add_worksheet(gettext(DIRECTIONS))
    sheet.set_column(0, 0, 20, formats.wrap)
    sheet.set_column(1, 1, 70, formats.wrap)
    sheet.set_column(2, 2, 50, formats.wrap)
    line = 0
    for text in directions:
        sheet.merge_range(line, 0, line, 2, text, formats.wrap)
        line += 1
    line += 1
    for index, heading in enumerate((gettext("列名"), gettext("怎样填"), gettext("也认的列名"))):
        sheet.write_string(line, index, heading, formats.head)
    for column in columns:
        line += 1
        label = column.label + (gettext("（必填）") if column.required else "")
        sheet.write_string(line, 0, label, formats.wrap)
        sheet.write_string(line, 1, column.note, formats.wrap)
        sheet.write_string(line, 2, "、".join(column.aliases), formats.wrap)
