"""Opening a user's spreadsheet safely: bounds first, then the sheets, then row by row."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused
from census.imports.reading.container import open_package
from census.imports.reading.delimited import DelimitedTable
from census.imports.reading.limits import MEBIBYTE, Limits
from census.imports.reading.model import (
    CellRange,
    Kind,
    Notice,
    Row,
    Source,
    Table,
    cell_name,
    column_index,
    column_name,
    parse_range,
)
from census.imports.reading.sheet import open_tables
from census.imports.reading.sniff import recognise
from census.imports.reading.text import NAMES, detect_encoding
from census.imports.reading.workbook import read_workbook

__all__ = [
    "CellRange",
    "Kind",
    "Limits",
    "Notice",
    "Row",
    "Source",
    "Table",
    "cell_name",
    "column_index",
    "column_name",
    "open_source",
    "parse_range",
]


def open_source(path: Path, limits: Limits | None = None) -> Source:
    """Open a spreadsheet by its content, whatever its name.

    Raises :class:`ImportRefused` for anything that is not an .xlsx workbook or delimited text in UTF-8,
    GB18030 or UTF-16, or that breaks a bound of ``limits``; nothing is parsed before its size is known.
    """
    limits = limits or Limits()
    if not path.is_file():
        raise ImportRefused("no-file", gettext_noop("找不到文件 {path}。"), path=str(path))
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused("empty", gettext_noop("文件是空的，没有任何内容。"))
    if size > limits.file_bytes:
        raise ImportRefused(
            "file-too-large",
            gettext_noop("文件有 {size} MB，最多可导入 {most} MB。请分成几个文件。"),
            size=-(-size // MEBIBYTE),
            most=limits.file_bytes // MEBIBYTE,
        )
    if recognise(path) == "xlsx":
        package = open_package(path, limits)
        return Source("xlsx", "", open_tables(package, read_workbook(package)))
    encoding = detect_encoding(path)
    return Source("csv", NAMES[encoding], [DelimitedTable(path, encoding, limits)])
