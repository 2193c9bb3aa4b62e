"""Keeping a grid as it is typed: on the server, change by change, so that a dead browser or a restart loses nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from authority.models import Institution
from census.storable import made_storable
from guji.data import BookData
from guji.exports.cells import cells_of
from guji.grid.columns import columns_for, known_columns
from guji.grid.errors import GridRefused
from guji.grid.limits import LONGEST_CELL, MOST_GRIDS, MOST_ROWS, TOO_MANY_ROWS
from guji.grid.lines import Line, in_order, stored_rows
from guji.imports.columns import RECOGNISER
from guji.imports.present import PresentBooks
from guji.models import Book, Grid, GridRow

#: A row's key: the windows make them, so they are looked at.
_KEY = re.compile(r"[0-9a-z]{1,24}")
#: Longer cells are cut off in the working copy, far beyond what may be saved; the window keeps its own.
_CUT = 2 * LONGEST_CELL
STALE = gettext_noop("这个表格在别的窗口改过；请选用哪一边的")
UNREADABLE = gettext_noop("这一页已经过时，请重新打开表格；没有传到的内容留在这台电脑上")
FULL = gettext_noop("已有 {most} 个表格，请先删去不用的")


@dataclass(frozen=True, slots=True)
class Delta:
    """What a window sends: rows that changed, as a whole; the order if it changed; the rows to say something of.

    ``force`` says that this window is in the right, whatever another did.
    """

    stamp: int
    writer: str
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    order: Sequence[str] | None = None
    check: tuple[str, ...] = ()
    force: bool = False

    @classmethod
    def of(cls, sent: Any) -> Delta:
        """Read what was sent. Raises :class:`GridRefused` for what no window of ours sends."""
        try:
            order = sent.get("order")
            return cls(
                stamp=int(sent["stamp"]),
                writer=str(sent.get("writer", ""))[:40],
                rows={_key(key): _cells(cells) for key, cells in sent.get("rows", {}).items()},
                order=None if order is None else list(dict.fromkeys(map(_key, order))),
                check=tuple(map(str, sent.get("check", ()))),
                force=bool(sent.get("force")),
            )
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise GridRefused(UNREADABLE) from error


@dataclass(frozen=True, slots=True)
class Kept:
    """A grid after a change, its rows, and as they were those that changed."""

    grid: Grid
    lines: list[Line]
    changed: frozenset[str]
    before: tuple[Line, ...]


def _key(given: Any) -> str:
    if not isinstance(given, str) or not _KEY.fullmatch(given):
        raise ValueError(given)
    return given


def _cells(given: Any) -> dict[str, str]:
    return {key: made_storable(str(text)[:_CUT]) for key, text in given.items() if key in RECOGNISER.columns}


def grids_of(user: Any) -> list[Grid]:
    """Return the grids of a user, the latest first."""
    return list(Grid.objects.filter(user=user).select_related("institution")[: MOST_GRIDS + 1])


def new_grid(user: Any, institution: Institution, name: str, preset: str = "") -> Grid:
    """Make an empty grid. Raises :class:`GridRefused` where the user has as many as anybody may have."""
    if Grid.objects.filter(user=user).count() >= MOST_GRIDS:
        raise GridRefused(FULL, most=MOST_GRIDS)
    name = made_storable(name.strip())[:100] or f"{timezone.localtime():%Y-%m-%d %H:%M}"
    return Grid.objects.create(user=user, institution=institution, name=name, columns=columns_for(user, preset))


def locked(grid: Grid) -> Grid:
    """Return the grid as it is now, nobody else writing it till the transaction ends."""
    return Grid.objects.select_for_update(of=("self",)).select_related("institution").get(pk=grid.pk)


def keep(grid: Grid, delta: Delta) -> Kept:
    """Store a change. Raises :class:`GridRefused`: for too many rows, or where another window was there before."""
    with transaction.atomic():
        grid = locked(grid)
        if _is_stale(grid, delta):
            raise GridRefused(STALE, stale=True)
        rows = stored_rows(grid)
        lines = in_order(grid.order, rows)
        order = _order_after(grid, delta)
        if delta.rows or order != grid.order:
            _store(grid, delta, order)
            _touch(grid, order, delta.writer)
    there = set(order)
    before = tuple(line for line in lines if line.key in delta.rows or line.key not in there)
    rows |= {key: (cells, *rows.get(key, ({}, None, None))[1:3], True) for key, cells in delta.rows.items()}
    return Kept(grid, in_order(order, rows), frozenset(delta.rows), before)


def _is_stale(grid: Grid, delta: Delta) -> bool:
    """Whether another window changed the grid since this one read it, and this one does not insist."""
    if delta.force or delta.stamp == grid.stamp:
        return False
    return not delta.writer or delta.writer != grid.writer


def _order_after(grid: Grid, delta: Delta) -> list[str]:
    """Return the order as sent, else new rows behind the others. Raises :class:`GridRefused` for too many."""
    order = list(dict.fromkeys([*grid.order, *delta.rows])) if delta.order is None else list(delta.order)
    if len(order) > MOST_ROWS:
        raise GridRefused(TOO_MANY_ROWS, most=MOST_ROWS, found=len(order))
    return order


def _store(grid: Grid, delta: Delta, order: Sequence[str]) -> None:
    rows = [GridRow(grid=grid, key=key, cells=cells, changed=True) for key, cells in delta.rows.items()]
    GridRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["grid", "key"], update_fields=["cells", "changed"]
    )
    if order != grid.order:
        gone = set(grid.order) - set(order)
        GridRow.objects.filter(grid=grid, key__in=gone, record_id__isnull=True).delete()


def _touch(grid: Grid, order: Sequence[str], writer: str) -> None:
    grid.order, grid.writer, grid.stamp = list(order), writer, grid.stamp + 1
    grid.save(update_fields=["order", "writer", "stamp", "updated_at"])


def choose_columns(grid: Grid, keys: Iterable[str], name: str = "") -> Grid:
    """Set the columns and the name; the rows of stored records get what their records say in new columns."""
    with transaction.atomic():
        grid = locked(grid)
        added = [key for key in known_columns(keys) if key not in grid.columns]
        grid.columns, grid.stamp = known_columns(keys), grid.stamp + 1
        grid.name = made_storable(name.strip())[:100] or grid.name
        grid.writer = ""
        grid.save()
        if added:
            _fill(grid, added)
    return grid


def _fill(grid: Grid, added: Collection[str]) -> None:
    rows = list(GridRow.objects.filter(grid=grid, record_id__isnull=False))
    stored = record_cells(grid.user, [row.record_id for row in rows if row.record_id], added)
    for row in rows:
        fresh = stored.get(row.record_id, {}) if row.record_id else {}
        row.cells = {**{key: text for key, text in fresh.items() if key not in row.cells}, **row.cells}
    GridRow.objects.bulk_update(rows, ["cells"], batch_size=250)


def record_cells(user: Any, keys: Sequence[UUID], columns: Iterable[str]) -> dict[UUID, dict[str, str]]:
    """Return what the records that a user may see say in columns.

    What a cell cannot say has none, so that nothing is taken away.
    """
    wanted = [key for key in columns if key != "entry"]
    found = {}
    for key, (_, data) in seen_books(user, keys).items():
        cells = cells_of(data)
        found[key] = {name: cells.texts.get(name, "") for name in wanted if _sayable(name, cells)}
    return found


def seen_books(user: Any, keys: Sequence[UUID]) -> dict[UUID, tuple[Book, BookData]]:
    """Return those of the records that a user may see: a row may know one that has moved out of sight."""
    visible = Book.objects.all().visible_to(user).filter(pk__in=keys)
    return PresentBooks().load(list(visible.values_list("pk", flat=True))) if keys else {}


def _sayable(column: str, cells: Any) -> bool:
    group, _, name = column.partition(".")
    return group not in (cells.not_as_singles if name else cells.not_as_cell)


def settle(grid: Grid, keys: Collection[str], *, theirs: bool) -> Grid:
    """Let rows begin from their records' present versions: with what stands there, or standing by what the rows say."""
    with transaction.atomic():
        grid = locked(grid)
        rows = list(GridRow.objects.filter(grid=grid, key__in=keys, record_id__isnull=False))
        records = [row.record_id for row in rows if row.record_id]
        versions = dict(Book.objects.filter(pk__in=records).values_list("pk", "version"))
        stored = (
            record_cells(grid.user, records, {*grid.columns, *(key for row in rows for key in row.cells)})
            if theirs
            else {}
        )
        for row in rows:
            cells = stored.get(row.record_id) if row.record_id else None
            row.version, row.changed = versions.get(row.record_id, row.version), cells is None
            row.cells = row.cells if cells is None else cells
        GridRow.objects.bulk_update(rows, ["version", "changed", "cells"], batch_size=250)
        grid.stamp += 1
        grid.save(update_fields=["stamp", "updated_at"])
    return grid


def remove(grid: Grid) -> None:
    """Throw a grid away; the records that were saved from it stay."""
    grid.delete()
