"""The rows of a grid in memory, in their order, and which of them concern one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from guji.grid.limits import MOST_CONCERNED
from guji.models import Grid, GridRow

Cells = Mapping[str, str]
#: The kinds of thing that rows should not share: their number, their shelf mark, without a mark all that they say.
Shared = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``number`` is its place from 1, ``version`` the version of its record that its cells began from."""

    key: str
    number: int
    cells: Cells
    record_id: UUID | None = None
    version: int | None = None
    changed: bool = True

    @property
    def blank(self) -> bool:
        """Whether it is no record and says nothing."""
        return self.record_id is None and not any(text.strip() for text in self.cells.values())

    @property
    def shared(self) -> Shared:
        """What another row would have in common with it, as far as its bare cells tell."""
        number, mark = self.cells.get("census_no", "").strip(), self.cells.get("shelf_mark", "").strip()
        title = self.cells.get("title", "").strip() or self.cells.get("entry", "").strip()
        found = {("number", number)} if number else set()
        return found | ({("mark", mark)} if mark else {("title", title)} if title else set())


#: What is stored of rows by their keys: cells, record, version, whether changed. Rows taken out may be among them.
Stored = dict[str, tuple[Cells, UUID | None, int | None, bool]]


def stored_rows(grid: Grid) -> Stored:
    """Return all that is stored of a grid's rows."""
    columns = ("key", "cells", "record_id", "version", "changed")
    return {row[0]: row[1:] for row in GridRow.objects.filter(grid=grid).values_list(*columns)}


def in_order(order: Iterable[str], rows: Stored) -> list[Line]:
    """Return the rows in their order, blank ones too, of which nothing is stored but their place."""
    return [Line(key, number, *rows.get(key, ({}, None, None, True))) for number, key in enumerate(order, 1)]


def lines_of(grid: Grid) -> list[Line]:
    """Return the rows of a grid in their order."""
    return in_order(grid.order, stored_rows(grid))


def concerned(lines: Iterable[Line], changed: Collection[str], before: Iterable[Line]) -> set[str]:
    """Return the keys of rows to look at when ``changed`` ones are, which were as ``before``.

    Who shares, or has shared, a number, a mark or a title with a changed row is told so, or told no longer.
    """
    present = list(lines)
    common: Shared = set()
    for line in (*before, *(line for line in present if line.key in changed)):
        common |= line.shared
    others = [line.key for line in present if line.key not in changed and line.shared & common]
    return {*changed, *others[:MOST_CONCERNED]}
