"""A record as the cells of a census sheet: the inverse of how the import reads a row.

A cell that the import would read as something else is not written. Its column is left out of the sheet then, and the
import leaves alone what a sheet has no column for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guji.data import BookData
from guji.details import normalise_group, plain
from guji.imports.columns import COLUMNS
from guji.imports.values import FLAG, GROUP_FIELDS, LIST, Unreadable, read_group, read_value

YES = "是"
ROWS, FIELDS, ITEMS = "；", "｜", "、"
FLAGS = ("is_series", "is_republican", "is_foreign")
#: Plain columns: those that hold one stated field each.
PLAIN = tuple(
    column.key for column in COLUMNS if "." not in column.key and column.key not in GROUP_FIELDS and not column.alone
)
#: Groups whose rows one cell holds, and the columns that hold one field of a group's only row.
CELLS = tuple(column.key for column in COLUMNS if column.key in GROUP_FIELDS)
SINGLES: dict[str, tuple[str, ...]] = {}
for _column in COLUMNS:
    _group, _, _name = _column.key.partition(".")
    if _name in dict(GROUP_FIELDS.get(_group, ())):
        SINGLES[_group] = (*SINGLES.get(_group, ()), _name)


@dataclass(slots=True)
class Cells:
    """One record: column key → text, and the groups that cannot be written, as a whole or field by field."""

    texts: dict[str, str]
    not_as_cell: set[str] = field(default_factory=set)
    not_as_singles: set[str] = field(default_factory=set)


def cells_of(data: BookData) -> Cells:
    """Return what a record's row says, empty cells left out."""
    cells = Cells({key: text for key in PLAIN if (text := _plain(getattr(data, key)))})
    for group, rows in data.details.items():
        _add_group(cells, group, rows)
    return cells


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else ""
    return str(value or "")


def _add_group(cells: Cells, group: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a group both ways, as far as the import reads the same back."""
    whole = write_group(group, rows) if group in CELLS else ""
    if whole and _reads_back(group, whole, rows):
        cells.texts[group] = whole
    else:
        cells.not_as_cell.add(group)
    singles = SINGLES.get(group, ())
    if len(rows) != 1 or not _fields_read_back(group, rows[0], singles):
        cells.not_as_singles.add(group)
    for name in singles:
        if text := _field(rows[0].get(name), dict(GROUP_FIELDS[group])[name]):
            cells.texts[f"{group}.{name}"] = text


def write_group(group: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return all rows of a group as one cell: ``；`` between rows, ``｜`` between fields, ``>`` before sub-rows."""
    return ROWS.join(_lines(group, rows, 0))


def _lines(group: str, rows: Sequence[Mapping[str, Any]], depth: int) -> Iterator[str]:
    for row in rows:
        parts = [_field(row.get(name), how) for name, how in GROUP_FIELDS[group]]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        yield ">" * depth + FIELDS.join(parts)
        yield from _lines(group, row.get("children") or [], depth + 1)


def _field(value: Any, how: str) -> str:
    if how == FLAG:
        return YES if value else ""
    if how == LIST:
        return ITEMS.join(map(str, value or ()))
    return "" if value is None else str(value)


def _reads_back(group: str, text: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    try:
        read = normalise_group(group, read_group(group, text))
    except (Unreadable, ValueError, ArithmeticError):
        return False
    same: bool = plain(read) == plain(normalise_group(group, rows))
    return same


def _fields_read_back(group: str, row: Mapping[str, Any], singles: Sequence[str]) -> bool:
    """Say whether single columns hold all of a row: no field without a column, none that is read as another value."""
    how = dict(GROUP_FIELDS.get(group, ()))
    if not set(row) <= set(singles):
        return False
    try:
        read = {name: read_value(_field(value, how[name]), how[name]) for name, value in row.items()}
    except Unreadable:
        return False
    same: bool = plain(normalise_group(group, [read])) == plain(normalise_group(group, [row]))
    return same
