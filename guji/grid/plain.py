"""The grid without scripts: twenty rows of it as a form, which does the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from guji.explaining import Segment
from guji.grid.columns import label_of, width_of
from guji.grid.fitting import Fitted
from guji.grid.keeping import Delta
from guji.grid.limits import MOST_ROWS
from guji.grid.lines import Line
from guji.grid.telling import Note, segments_of

#: Rows of one page.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class PlainCell:
    """One cell of the form, with what is said of it."""

    name: str
    label: str
    width: str
    value: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class PlainNote:
    """What is said of a cell, with the cell's text cut where it is blamed."""

    note: Note
    segments: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row of the form."""

    line: Line
    cells: list[PlainCell]
    notes: list[PlainNote] = field(default_factory=list)


def shown_rows(
    lines: Sequence[Line], columns: Sequence[str], start: int, notes: Mapping[str, Sequence[Note]]
) -> list[PlainRow]:
    """Return the rows of a page from ``start`` (from 1) on, blank ones at the end of the grid."""
    page = list(lines[start - 1 : start - 1 + SHOWN])
    taken = {line.key for line in lines}
    number = len(lines)
    while len(page) < SHOWN and number < MOST_ROWS:
        number += 1
        key = f"p{number}"
        while key in taken:
            key += "x"
        page.append(Line(key, number, {}))
    return [_row(line, columns, notes.get(line.key, ())) for line in page]


def _row(line: Line, columns: Sequence[str], notes: Sequence[Note]) -> PlainRow:
    wrong = {note.column for note in notes if note.level == "error"}
    cells = [
        PlainCell(f"c.{line.key}.{key}", label_of(key), width_of(key), line.cells.get(key, ""), key in wrong)
        for key in columns
    ]
    said = [
        PlainNote(note, segments_of(line.cells.get(note.column, ""), [note]) if note.length else ()) for note in notes
    ]
    return PlainRow(line, cells, said)


def sent_lines(post: Mapping[str, Any], lines: Sequence[Line]) -> list[Line]:
    """Return the rows of a grid as a form would have them: what was sent is changed, new ones are those that speak."""
    cells: dict[str, dict[str, str]] = {}
    for name, value in post.items():
        if name.startswith("c.") and name.count(".") >= 2:
            _, key, column = name.split(".", 2)
            cells.setdefault(key, {})[column] = str(value).replace("\r\n", "\n").replace("\r", "\n")
    known = {line.key for line in lines}
    told = [_laid_over(line, cells.get(line.key, {})) for line in lines]
    fresh = [(key, said) for key, said in cells.items() if key not in known and any(said.values())]
    return told + [
        Line(key, number, {name: text for name, text in said.items() if text})
        for number, (key, said) in enumerate(fresh, len(lines) + 1)
    ]


def _laid_over(line: Line, said: Mapping[str, str]) -> Line:
    """Return a row with what was sent of it; a cell that is empty and was not there stays away."""
    changed = {key: text for key, text in said.items() if text != line.cells.get(key, "")}
    return replace(line, cells={**line.cells, **changed}) if changed else line


def without(lines: Iterable[Line], ticked: set[str]) -> list[Line]:
    """Return the rows that are not ticked."""
    return [line for line in lines if line.key not in ticked]


def doubled(lines: Iterable[Line], ticked: set[str]) -> Iterator[Line]:
    """Yield the rows, each ticked one twice; the second knows no record."""
    lines = list(lines)
    taken = {line.key for line in lines}
    for line in lines:
        yield line
        if line.key in ticked:
            key = _free(f"{line.key[:18]}c", taken)
            taken.add(key)
            yield Line(key, line.number, dict(line.cells))


def filled(lines: Iterable[Line], ticked: set[str], columns: Sequence[str]) -> Iterator[Line]:
    """Yield the rows, the empty cells of ticked ones filled with what stands above."""
    above: Mapping[str, str] = {}
    for line in lines:
        if line.key in ticked:
            lacking = {key: above[key] for key in columns if not line.cells.get(key) and above.get(key)}
            line = replace(line, cells={**line.cells, **lacking})
        above = line.cells
        yield line


def pasted_below(lines: Sequence[Line], fitted: Fitted, columns: Sequence[str]) -> list[Line]:
    """Return the rows with the pasted ones after them; without a header the cells go to the columns in order."""
    keys = fitted.columns or columns
    taken = {line.key for line in lines}
    new: list[Line] = []
    for cells in fitted.rows:
        key = _free(f"v{len(lines) + len(new) + 1}", taken)
        taken.add(key)
        new.append(Line(key, 0, {name: text for name, text in zip(keys, cells, strict=False) if text}))
    return [*lines, *new]


def too_wide(fitted: Fitted, columns: Sequence[str]) -> str:
    """Say that a pasted row has more cells than there are columns, so that nothing is lost unsaid."""
    width = max(map(len, fitted.rows), default=0)
    if fitted.columns or width <= len(columns):
        return ""
    return _("粘贴的有 %(found)s 列，从这里起只有 %(most)s 列；请移到左边的列，或连表头一起复制") % {
        "found": width,
        "most": len(columns),
    }


def delta_of(stamp: int, before: Sequence[Line], after: Sequence[Line]) -> Delta:
    """Return the change from the rows that are kept to those that were sent."""
    known = {line.key: line.cells for line in before}
    rows = {line.key: dict(line.cells) for line in after if known.get(line.key) != line.cells}
    order = [line.key for line in after]
    moved = order != [line.key for line in before]
    return Delta.of({"stamp": stamp, "rows": rows, "order": order if moved else None})


def _free(key: str, taken: set[str]) -> str:
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}{number}"
    return found
