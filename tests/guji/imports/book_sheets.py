"""Census sheets for the tests of importing books: sound rows, and ways to write them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from census.imports.importer import ImportOptions, Outcome
from census.imports.run import run_import
from guji.imports.importer import BookImporter

HEADER = ["古籍普查登记编号", "单位", "索书号", "题名卷数", "著者", "版本", "册数", "存卷"]
#: Well-known editions; numbers and shelf marks are made up.
BOOKS = [
    [
        "330000-1701-0000001",
        "1701",
        "善1",
        "國語二十一卷",
        "（三國吳）韋昭注",
        "明嘉靖七年(1528)金李澤遠堂刻本",
        "6冊",
        "",
    ],
    [
        "330000-1701-0000002",
        "1701",
        "善2",
        "史記一百三十卷",
        "（漢）司馬遷撰",
        "明崇禎十四年(1641)毛氏汲古閣刻本",
        "20冊",
        "",
    ],
    ["", "浙江圖書館", "普3", "白氏文集七十一卷", "（唐）白居易撰", "清康熙刻本", "24冊", "存二卷（三至四）"],
    ["", "1705", "經4", "周易本義十二卷", "（宋）朱熹撰", "清刻本", "2冊", ""],
]


def changed(row: int, column: int, value: Any, rows: Sequence[Sequence[Any]] = BOOKS) -> list[list[Any]]:
    """Return the sound rows with one cell changed."""
    copied = [list(one) for one in rows]
    copied[row][column] = value
    return copied


def xlsx(path: Path, rows: Sequence[Sequence[Any]] = BOOKS, header: Sequence[str] = HEADER) -> Path:
    """Write rows under a header as .xlsx; cells that are dates or numbers stay so."""
    book = Workbook()
    sheet = book.active
    sheet.title = "登记"
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def text(
    path: Path, rows: Sequence[Sequence[str]] = BOOKS, header: Sequence[str] = HEADER, encoding: str = "utf-8"
) -> Path:
    """Write rows under a header as CSV."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def take(path: Path, **options: Any) -> Outcome:
    """Import a file as the administrator at the machine."""
    return run_import(BookImporter(trusted=True), ImportOptions(path=path, **options))


def counts(outcome: Outcome) -> Mapping[str, int]:
    """Return the verdicts that occur with their numbers."""
    return {str(key): value for key, value in outcome.verdicts.items() if value}
