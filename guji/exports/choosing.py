"""Which columns a sheet of given records has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from census.imports.headers import Column
from guji.data import DETAIL_GROUPS
from guji.exports.cells import CELLS, PLAIN, SINGLES, Cells
from guji.imports.columns import COLUMNS

#: Columns that stand in every sheet: those of the printed entry, and the class.
ALWAYS = (
    "census_no",
    "institution",
    "shelf_mark",
    "title",
    "responsibility",
    "edition",
    "annotation",
    "volumes",
    "extent",
    "class_code",
)
#: Characters that a spreadsheet's cell can hold.
CELL_LIMIT = 32_767
#: Groups of which one row is written field by field even where there are more: the import leaves the others alone.
FIRST_ROW_ONLY = ("layouts", "bindings")


@dataclass
class Survey:
    """What the records say between them: columns used, groups that cannot be written one way or the other."""

    used: set[str] = field(default_factory=set)
    not_as_cell: set[str] = field(default_factory=set)
    not_as_singles: set[str] = field(default_factory=set)
    too_long: set[str] = field(default_factory=set)

    def add(self, cells: Cells) -> None:
        """Take in one record."""
        self.used |= cells.texts.keys()
        self.not_as_cell |= cells.not_as_cell
        self.not_as_singles |= cells.not_as_singles
        self.too_long |= {key for key, text in cells.texts.items() if len(text) > CELL_LIMIT}

    def columns(self) -> list[Column]:
        """Return the sheet's columns in the template's order."""
        keys = set(self._keys())
        return [column for column in COLUMNS if column.key in keys]

    def left_out(self) -> list[str]:
        """Return what could not be written so that it would be read back: names of groups and columns."""
        written = {key.partition(".")[0] for key in self._keys()}
        lost = [str(DETAIL_GROUPS[group]) for group in DETAIL_GROUPS if self._is_used(group) and group not in written]
        return lost + [column.label for column in COLUMNS if column.key in self.too_long]

    def _keys(self) -> Iterator[str]:
        fits = self.used - self.too_long
        yield from (key for key in PLAIN if (key in fits or key in ALWAYS) and key not in self.too_long)
        for group in DETAIL_GROUPS:
            yield from (key for key in self._group_keys(group) if key in fits)

    def _group_keys(self, group: str) -> Iterator[str]:
        """Yield the columns of one group: field by field where that says all, else all rows in one cell."""
        singles = [f"{group}.{name}" for name in SINGLES.get(group, ())]
        if singles and (group in FIRST_ROW_ONLY or group not in self.not_as_singles):
            yield from singles
        elif group in CELLS and group not in self.not_as_cell:
            yield group

    def _is_used(self, group: str) -> bool:
        return group in self.not_as_cell or group in self.not_as_singles or group in self.used
