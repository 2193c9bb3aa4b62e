"""Opening a user's spreadsheet safely: bounds first, then the sheets, then row by row."""

from __future__ import annotations

import os
import stat
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
from census.imports.reading.text import BIG5, NAMES, detect_encoding
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
    try:
        _check_file(path.stat(), path, limits)
        return _open(path, limits)
    except PermissionError as error:
        raise ImportRefused("unreadable", gettext_noop("没有读取的权限：{path}。"), path=path.name) from error
    except OSError as error:
        raise ImportRefused("no-file", gettext_noop("找不到文件 {path}。"), path=str(path)[-200:]) from error


def _check_file(status: os.stat_result, path: Path, limits: Limits) -> None:
    """Raise ``ImportRefused`` for what is no plain file, and for one that is empty or too large."""
    if stat.S_ISDIR(status.st_mode):
        raise ImportRefused("folder", gettext_noop("“{path}”是文件夹。请指明要导入的表格文件。"), path=path.name)
    if not stat.S_ISREG(status.st_mode):
        raise ImportRefused("not-plain", gettext_noop("“{path}”不是普通文件。"), path=path.name)
    if status.st_size == 0:
        raise ImportRefused("empty", gettext_noop("文件是空的，没有任何内容。"))
    if status.st_size > limits.file_bytes:
        raise ImportRefused(
            "file-too-large",
            gettext_noop("文件有 {size} MB，最多可导入 {most} MB。请分成几个文件。"),
            size=-(-status.st_size // MEBIBYTE),
            most=limits.file_bytes // MEBIBYTE,
        )


def _open(path: Path, limits: Limits) -> Source:
    if recognise(path) == "xlsx":
        package = open_package(path, limits)
        return Source("xlsx", "", open_tables(package, read_workbook(package)))
    encoding = detect_encoding(path)
    doubtful: list[Table] = [DelimitedTable(path, BIG5, limits)] if encoding == "gb18030" else []
    return Source("csv", NAMES[encoding], [DelimitedTable(path, encoding, limits)], doubtful)
