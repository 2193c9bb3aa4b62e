"""Small spreadsheets made on the spot, sound and unsound, for the tests of reading."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook

HEADER = ["普查编号", "索书号", "题名卷数", "著者", "版本", "册数", "存卷"]
ROW = ["330000-1701-0000001", "善1", "周易九卷略例一卷", "（三國魏）王弼注", "明刻本", "2冊", ""]


def workbook(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> Path:
    """Write rows as .xlsx with openpyxl, letting ``change`` alter the workbook first."""
    book = Workbook()
    sheet = book.active
    sheet.title = "普查"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    book.save(path)
    return path


def shared(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write rows as .xlsx with a table of shared strings, as Excel does."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("普查")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def repack(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Change the parts of an .xlsx package in place."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def sheet_xml(path: Path, rows: str, *, prefix: str = "", after: str = "", prolog: str = "") -> Path:
    """Write an .xlsx whose only sheet has exactly this XML between its row tags."""
    workbook(path, [["x"]])
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    declared = f'xmlns:{prefix[:-1]}="{space}"' if prefix else f'xmlns="{space}"'
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<{prefix}worksheet {declared}>'
        f"<{prefix}sheetData>{rows}</{prefix}sheetData>{after}</{prefix}worksheet>"
    )
    return repack(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": text.encode()}))


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write text in an encoding."""
    path.write_bytes(text.encode(encoding))
    return path
