"""How wide the user made the columns of a worksheet, so that a report can look like their own sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from census.imports.reading.container import Package
from census.imports.reading.limits import MEBIBYTE
from census.imports.reading.survey import SHEET_START, text_chunks

_COLUMN = re.compile(r"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(r'(min|max|width)="(\d+(?:\.\d+)?)"')
#: What Excel itself takes as the widest column, in characters.
WIDEST = 255
#: The margins of a cell, which are stored with its width: five of the seven pixels of a character (ECMA-376 18.3.1.13).
MARGINS = 182 / 256


def column_widths(package: Package, part: str) -> dict[int, float]:
    """Return column index → width in characters, for the columns that have one of their own."""
    widths: dict[int, float] = {}
    most = package.limits.columns
    for first, last, width in _columns(_head(package, part)):
        for index in range(first - 1, min(last, most)):
            widths[index] = min(max(width - MARGINS, 0), WIDEST)
    return widths


def _head(package: Package, part: str) -> str:
    """Return what stands before the rows: a few lines as a rule."""
    head = ""
    for chunk in text_chunks(package, part):
        head += chunk
        if SHEET_START.search(head) or len(head) > MEBIBYTE:
            break
    return head[: found.start()] if (found := SHEET_START.search(head)) else ""


def _columns(head: str) -> Iterator[tuple[int, int, float]]:
    for column in _COLUMN.finditer(head):
        given = {name: float(value) for name, value in _ATTRIBUTE.findall(column[1])}
        if "width" in given and given.get("min", 0) >= 1:
            yield int(given["min"]), int(given.get("max", given["min"])), given["width"]
