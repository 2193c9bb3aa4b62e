"""The made-up province as a census sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter

from guji.data import BookData

HEADINGS = {
    "census_no": "古籍普查登记编号",
    "institution": "单位代码",
    "shelf_mark": "索书号",
    "title": "题名卷数",
    "responsibility": "著者",
    "edition": "版本",
    "annotation": "批校题跋",
    "volumes": "册数",
    "extent": "存卷",
    "class_code": "分类",
    "is_republican": "民国线装",
}


def write_sheet(books: Iterable[BookData], path: Path) -> int:
    """Write records as .xlsx or .csv (by the ending of the name), row by row; return how many."""
    rows = _rows(books)
    return _write_csv(rows, path) if path.suffix.lower() == ".csv" else _write_xlsx(rows, path)


def _rows(books: Iterable[BookData]) -> Iterator[list[str]]:
    yield list(HEADINGS.values())
    for book in books:
        values = [getattr(book, name) for name in HEADINGS]
        yield [("是" if value else "") if isinstance(value, bool) else value for value in values]


def _write_csv(rows: Iterator[list[str]], path: Path) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        return sum(1 for row in rows if writer.writerow(row)) - 1


def _write_xlsx(rows: Iterator[list[str]], path: Path) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = -1
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("普查登记")
        for number, row in enumerate(rows):
            count = number
            for index, value in enumerate(row):
                if value:
                    sheet.write_string(number, index, value)
    return count
