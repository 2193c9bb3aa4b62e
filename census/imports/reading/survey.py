"""One pass over a worksheet's text before any row is read: its true size, its rows, its merged cells."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from census.imports.reading.bounds import cell_too_large, too_many_columns
from census.imports.reading.container import Package, damaged
from census.imports.reading.limits import MEBIBYTE
from census.imports.reading.model import CellRange, parse_range
from census.imports.reading.xml import parse_elements, refuse_doctype

MOST_ROW_CHARACTERS = 8 * MEBIBYTE
SHEET_START = re.compile(r"<((?:\w+:)?)sheetData\b")
_OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a sheet tells: about how many rows, what is merged, and the prefix of its names."""

    rows: int
    merged: tuple[CellRange, ...]
    prefix: str


def text_chunks(package: Package, part: str) -> Iterator[str]:
    """Yield the text of an XML part piece by piece: UTF-8, or UTF-16 by its byte order mark."""
    decoder: codecs.IncrementalDecoder | None = None
    try:
        for chunk in package.chunks(part):
            if decoder is None:
                codec = "utf-16" if chunk.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) else "utf-8-sig"
                decoder = codecs.getincrementaldecoder(codec)()
            yield decoder.decode(chunk)
    except UnicodeDecodeError as error:
        raise damaged() from error


def survey(package: Package, part: str) -> Survey:
    """Pass over a sheet once. Raises ``ImportRefused`` for a bomb, a DTD, or a cell or row past all bounds."""
    refuse_doctype(package.chunks(part))
    rows, tail, rest, prefix = 0, "", "", ""
    guard = _Guard(package.limits.cell_characters, package.limits.columns)
    ended = False
    for chunk in text_chunks(package, part):
        if ended:
            tail += chunk
            if len(tail) > package.limits.part_bytes:
                raise damaged()
            continue
        data = rest + chunk
        start = SHEET_START.search(data)
        prefix = start[1] if start else prefix
        end = data.find(f"</{prefix}sheetData")
        stop = end if end >= 0 else max(len(data) - _OVERLAP, 0)
        found = _count(data, f"<{prefix}row", stop)
        rows += found
        guard.look(data, stop, found)
        ended, rest, tail = end >= 0, data[stop:], data[max(end, 0) :]
    return Survey(rows, _merged(tail), prefix)


def _count(data: str, opening: str, stop: int) -> int:
    """Count the elements whose start tag begins before ``stop``."""
    return data.count(opening, 0, min(stop + len(opening) - 1, len(data)))


class _Guard:
    """Watches that neither a cell nor a row grows past what will be held in memory."""

    def __init__(self, cell_characters: int, columns: int) -> None:
        self._cell, self._columns = cell_characters, columns
        self._since_cell = self._since_row = 0
        self._last = "A1"

    def look(self, data: str, stop: int, rows: int) -> None:
        """Take note of one piece of the sheet. Raises ``ImportRefused``, naming the last cell seen."""
        self._since_row = 0 if rows else self._since_row + stop
        at = data.rfind(' r="', 0, stop)
        self._since_cell = 0 if at >= 0 else self._since_cell + stop
        if at >= 0:
            self._last = data[at + 4 : at + 16].partition('"')[0]
        if self._since_cell > 12 * self._cell and self._since_row:
            raise cell_too_large(self._last, self._cell)
        if self._since_row > MOST_ROW_CHARACTERS:
            raise too_many_columns(self._columns + 1, self._columns)


def _merged(tail: str) -> tuple[CellRange, ...]:
    """Read the merged cells from what stands after the rows."""
    start, end = tail.find("mergeCells"), tail.rfind("mergeCells")
    if start < 0:
        return ()
    opening = tail.rfind("<", 0, start)
    closing = tail.find(">", end) + 1
    found: list[CellRange] = []

    def handle(name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            try:
                found.append(parse_range(attributes.get("ref", "")))
            except ValueError as error:
                raise damaged() from error

    parse_elements([tail[opening:closing].encode()], handle)
    return tuple(found)
