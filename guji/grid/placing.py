"""Where in a grid a finding belongs: its column, and in that column's cell the very characters it blames.

A finding speaks of a statement; the statement may have been joined from several cells, or have fallen out of a cell
that holds the whole entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from census.checks.base import Finding
from guji.data import BookData
from guji.imports.entries import FIELDS
from guji.imports.joining import BESIDE
from guji.notation import parse_entry


@dataclass(frozen=True, slots=True)
class Place:
    """A column, empty for the row as a whole, and a stretch of its cell; a stretch of nought is the whole cell."""

    column: str
    offset: int = 0
    length: int = 0


def place(finding: Finding, data: BookData, cells: Mapping[str, str], columns: Mapping[str, str]) -> Place:
    """Return where a finding is shown. ``columns`` maps fields to the column keys that the import marks them at."""
    key = columns.get(finding.field, "")
    if not key:
        return Place("")
    text = getattr(data, finding.field, "")
    if text and not cells.get(key) and cells.get("entry"):
        key = "entry"
    if finding.field == "entry":
        return Place(key, finding.offset, finding.length)
    if not isinstance(text, str) or not finding.length:
        return Place(key)
    return _in_entry(finding, text, cells.get(key, "")) if key == "entry" else _in_columns(finding, text, key, cells)


def _in_columns(finding: Finding, text: str, key: str, cells: Mapping[str, str]) -> Place:
    """Return the stretch in a statement's own column, or in one of those whose cells were joined to it."""
    beside = [other for other in BESIDE if other.startswith(f"{finding.field}.") and cells.get(other)]
    for column in (key, *beside):
        found = _in_cell(finding, text, cells.get(column, ""))
        if found is not None:
            return Place(column, found, finding.length)
    return Place(key)


def _in_cell(finding: Finding, text: str, cell: str) -> int | None:
    """Return where in a cell the blamed characters begin, if the cell's words hold all of them."""
    words = cell.strip()
    start = _flat(text).find(_flat(words)) if words else -1
    if start < 0 or finding.offset < start or finding.offset + finding.length > start + len(words):
        return None
    return finding.offset - start + cell.find(words)


def _in_entry(finding: Finding, text: str, line: str) -> Place:
    """Return the place within a whole entry, by where its part begins."""
    parts = [part for part in parse_entry(_flat(line)).parts if FIELDS.get(part.kind) == finding.field]
    for part in parts:
        if part.text == text:
            return Place("entry", part.offset + finding.offset, finding.length)
    return Place("entry", parts[0].offset, len(parts[0].text)) if parts else Place("entry")


def _flat(text: str) -> str:
    """Return a text with the separator that the import puts for a line break, as long as it was."""
    return text.replace("\n", "\u3000")
