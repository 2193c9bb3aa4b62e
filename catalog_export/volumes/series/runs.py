"""Sorted runs: what each volume gives to the index over all of them, and their merging in memory that does not grow.

A run is a text file, a line a reference: sort key, printed text, name, volume, page, height on the page (1/100 pt from
the foot, downwards), parted by tabs, which no statement holds once it is one line.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from catalog_export.volumes.register.entry import IndexTitle
from catalog_export.volumes.register.title_index import head_of, heading_of, line_anchor, sort_text

#: A heading of an index: strokes and first stroke.
Heading = tuple[int, str]
Row = tuple[str, str, int, int, int, str, str]
#: Pages are shown as they are labelled, and sorted by their number.
_TOP = 10_000_000


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a name stands in one volume: its page's label and number, and how high on it (points)."""

    title: IndexTitle
    page: str
    number: int
    top: float


class Reference(NamedTuple):
    """Where a line of the index over all volumes leads: volume, its page's label and number, how high on it (points).

    It stands for all entries of that page; the height is that of the first of them.
    """

    volume: int
    page: str
    number: int
    top: float


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One line of the index over all volumes: as printed, the name it is sorted by, and where it leads."""

    text: str
    name: str
    references: tuple[Reference, ...]

    @property
    def head(self) -> str:
        """The character under which the line stands."""
        return head_of(self.name)

    @property
    def heading(self) -> Heading:
        """Strokes and first stroke of its heading."""
        return heading_of(self.name)

    @property
    def anchor(self) -> str:
        """The anchor of the line."""
        return line_anchor(self.text)


def write_run(path: Path, volume: int, occurrences: Iterable[Occurrence]) -> Counter[str]:
    """Write a volume's run, sorted; return how many lines it gives to each first character, ``""`` for none."""
    keys: dict[str, str] = {}
    rows: list[Row] = []
    for found in occurrences:
        name = found.title.name
        if name not in keys:
            keys[name] = sort_text(name)
        height = _TOP - round(found.top * 100)
        rows.append((keys[name], found.title.text, volume, found.number, height, found.page, name))
    rows.sort()
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write("\t".join(map(str, row)) + "\n")
    for _key, same in groupby(rows, key=lambda row: (row[0], row[1])):
        counts[head_of(next(same)[6])] += 1
    return counts


def merge_runs(paths: Sequence[Path]) -> Iterator[MergedLine]:
    """Yield the lines of the index over all runs in their order; equal lines of several volumes become one."""
    with ExitStack() as files:
        opened = [files.enter_context(path.open(encoding="utf-8", newline="\n")) for path in paths]
        merged = heapq.merge(*(map(_row, lines) for lines in opened))
        for (_key, text), same in groupby(merged, key=lambda row: (row[0], row[1])):
            rows = list(same)
            references: dict[tuple[int, str], Reference] = {}
            for _, _, volume, number, height, page, _ in rows:
                references.setdefault((volume, page), Reference(volume, page, number, (_TOP - height) / 100))
            yield MergedLine(text, rows[0][6], tuple(references.values()))


def _row(line: str) -> Row:
    key, text, volume, number, height, page, name = line.rstrip("\n").split("\t")
    return key, text, int(volume), int(number), int(height), page, name
