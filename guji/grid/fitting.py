"""What was pasted, fitted to columns: a header is known by the import's rules, and each cell goes to its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from census.imports.errors import ImportRefused
from census.imports.headers import Header
from census.imports.reading import CellRange, Row, Table
from census.storable import is_storable, made_storable
from guji.grid.clipboard import Clipping
from guji.grid.errors import GridRefused
from guji.grid.limits import LONGEST_CELL, MOST_ROWS, TOO_MANY_ROWS
from guji.imports.columns import RECOGNISER


@dataclass(frozen=True, slots=True)
class Fitted:
    """Rows to put into a grid: ``columns`` are their keys where a header told, empty where none did.

    ``notices`` say what a person should know: columns that were not taken, cells that were merged or changed.
    """

    columns: tuple[str, ...]
    rows: list[list[str]]
    notices: tuple[str, ...]


class PastedTable(Table):
    """Pasted rows as the import sees a sheet."""

    name = ""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows

    @property
    def expected_rows(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def merged(self) -> tuple[CellRange, ...]:
        """What is merged is told by the clipping."""
        return ()

    def rows(self) -> Iterator[Row]:
        """Yield the rows from the top, blank ones left out."""
        for number, cells in enumerate(self._rows, 1):
            if any(cells):
                yield Row(number, list(cells))


def fit(clipping: Clipping) -> Fitted:
    """Fit what was pasted. Raises :class:`GridRefused` for two columns of one meaning, or more rows than a grid has."""
    try:
        header = RECOGNISER.find(PastedTable(clipping.rows))
    except ImportRefused as refusal:
        raise GridRefused("{why}", why=refusal.message) from refusal
    below = clipping.rows if header is None else _below(clipping.rows, header)
    if len(below) > MOST_ROWS:
        raise GridRefused(TOO_MANY_ROWS, most=MOST_ROWS, found=len(below))
    rows, notices = _storable(below)
    if clipping.merged:
        notices.append(
            _("有 %(count)s 处合并单元格：只有左上一格有内容，其余是空的，可用 Ctrl+D 向下填")
            % {"count": clipping.merged}
        )
    if header is None:
        return Fitted((), _even(rows), tuple(notices))
    notices += _unknown(header, rows)
    notices += _above(clipping.rows[: header.row - 1])
    keys = dict(sorted(header.keys.items()))
    return Fitted(tuple(keys.values()), [_picked(row, keys) for row in rows], tuple(notices))


def _below(rows: Sequence[Sequence[str]], header: Header) -> list[list[str]]:
    """Return the rows under the header, without blank ones and repetitions of the header."""
    names = [header.headings.get(index, "") for index in range(header.width)]
    under = [list(row) for row in rows[header.row :] if any(row)]
    return [row for row in under if row[: len(names)] != names]


def _picked(row: Sequence[str], keys: Mapping[int, str]) -> list[str]:
    return [row[index] if index < len(row) else "" for index in keys]


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows all as wide as the widest."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _unknown(header: Header, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Say which columns were not taken: with a heading that nobody knows, or with words and no heading."""
    bare = {index for row in rows for index, cell in enumerate(row) if cell and index not in header.headings}
    names = [heading for _, heading in sorted(header.unknown.items())]
    if names:
        yield _("没有读入的列：%(names)s（列名不认得，可改列名后再粘贴）") % {"names": "、".join(names)}
    if bare:
        yield _("有 %(count)s 列没有列名，其内容没有读入") % {"count": len(bare)}


def _above(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Say that rows stand above the header, which is no loss where they are a title, but may be records."""
    written = sum(any(row) and not any(map(RECOGNISER.key, row)) for row in rows)
    if written:
        yield _("表头上面有 %(count)s 行没有读入") % {"count": written}


def _storable(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Return the rows as a database can hold them, and say what was replaced or is too long to be kept."""
    spoilt = sum(not is_storable(cell) for row in rows for cell in row)
    long = sum(len(cell) > LONGEST_CELL for row in rows for cell in row)
    notices = []
    if spoilt:
        notices.append(_("有 %(count)s 格含不能保存的字符，已换作 �，请核对") % {"count": spoilt})
    if long:
        notices.append(_("有 %(count)s 格超过 %(most)s 字，存不下，请先改短") % {"count": long, "most": LONGEST_CELL})
    return [[made_storable(cell) for cell in row] for row in rows], notices
