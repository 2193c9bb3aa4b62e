"""Dimensions as columns of small numbers: what a value's documents are, and how many of a set have each value.

A document's values of one dimension are one *combination* (a class with all above it is one), and there are few of
those. Dimensions whose combinations hardly multiply (holder and region, say) share a column, so that counting passes
over fewer.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.engine.whoosh_store.docset import DocSet

EXTENSION: Final = ".facets"
#: Dimensions share a column while it has no more different numbers than this.
SHARED: Final = 2048
Values = tuple[str, ...]


class FacetsWriter:
    """Gathers the values of every document."""

    def __init__(self, dimensions: Sequence[str]) -> None:
        self._known: dict[str, dict[Values, int]] = {name: {} for name in dimensions}
        self._codes: dict[str, array[int]] = {name: array("I") for name in dimensions}

    def add(self, facets: Mapping[str, Values]) -> None:
        """Take the next document's values."""
        for name, known in self._known.items():
            values = facets.get(name, ())
            self._codes[name].append(known.setdefault(values, len(known)))

    def groups(self) -> list[tuple[NDArray[np.uint32], dict[str, Any]]]:
        """Return the columns, each with the table that tells what its numbers mean."""
        left = sorted(self._known, key=lambda name: (name.startswith(":"), len(self._known[name])))
        found: list[tuple[NDArray[np.uint32], dict[str, list[int]]]] = []
        for name in left:
            codes = np.frombuffer(self._codes[name], np.uint32) if len(self._codes[name]) else np.zeros(0, np.uint32)
            if not any(_joined(found, place, name, codes, len(self._known[name])) for place in range(len(found))):
                found.append((codes, {name: list(range(len(self._known[name])))}))
        return [(codes, self._table(members)) for codes, members in found]

    def _table(self, members: dict[str, list[int]]) -> dict[str, Any]:
        return {
            name: {"of": of, "values": [list(values) for values in self._known[name]]} for name, of in members.items()
        }


def _joined(
    found: list[tuple[NDArray[np.uint32], dict[str, list[int]]]],
    place: int,
    name: str,
    codes: NDArray[np.uint32],
    count: int,
) -> bool:
    """Let a dimension share a column if that stays small enough; tell whether it does."""
    column, members = found[place]
    size = len(next(iter(members.values())))
    if size * count > SHARED * 64:
        return False
    pairs = column.astype(np.int64) * count + codes
    present = np.flatnonzero(np.bincount(pairs, minlength=1))
    if len(present) > SHARED:
        return False
    renumbered = np.zeros(size * count + 1, np.uint32)
    renumbered[present] = np.arange(len(present), dtype=np.uint32)
    of = present // count
    joined = {member: np.array(old, np.int64)[of].tolist() for member, old in members.items()}
    found[place] = (renumbered[pairs], {**joined, name: (present % count).tolist()})
    return True


def table_bytes(tables: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the tables of all columns as a file of the segment."""
    return json.dumps(tables, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Dimension:
    """One dimension of a segment: the column it is in, and what the column's numbers mean for it."""

    group: int
    of: NDArray[np.int64]
    combinations: tuple[Values, ...]

    @cached_property
    def values(self) -> Values:
        """All its values."""
        return tuple(dict.fromkeys(value for values in self.combinations for value in values))

    @cached_property
    def _links(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Combination and value of each link between them."""
        places = {value: place for place, value in enumerate(self.values)}
        links = [(at, places[value]) for at, values in enumerate(self.combinations) for value in values]
        both = np.array(links, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def counted(self, numbers: NDArray[np.int64]) -> dict[str, int]:
        """Return how many documents have each value, from how many have each number of the column."""
        by_combination = np.bincount(self.of, numbers, len(self.combinations))
        combinations, values = self._links
        counts = np.bincount(values, by_combination[combinations], len(self.values)).astype(np.int64).tolist()
        return {value: count for value, count in zip(self.values, counts, strict=True) if count}

    def table(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Return for each number of the column whether it means one of the wanted values."""
        asked = set(wanted)
        met = np.array([not asked.isdisjoint(values) for values in self.combinations], np.bool_)
        return met[self.of]


class Facets:
    """The dimensions of one segment. ``columns`` are read when they are first needed."""

    def __init__(self, table: bytes, read: Any, size: int) -> None:
        groups: list[dict[str, Any]] = json.loads(table)
        self._read = read
        self._size = size
        self._columns: dict[int, NDArray[Any]] = {}
        self._totals: dict[int, NDArray[np.int64]] = {}
        self._numbers = [len(next(iter(group.values()))["of"]) for group in groups]
        self.dimensions: dict[str, Dimension] = {
            name: Dimension(number, np.array(one["of"], np.int64), tuple(map(tuple, one["values"])))
            for number, group in enumerate(groups)
            for name, one in group.items()
        }

    def column(self, group: int) -> NDArray[Any]:
        """Return a column of numbers."""
        if group not in self._columns:
            self._columns[group] = self._read(group)
        return self._columns[group]

    def having(self, dimension: str, wanted: Iterable[str]) -> DocSet:
        """Return the documents that have one of some values."""
        known = self.dimensions.get(dimension)
        if known is None:
            return DocSet.nothing(self._size)
        table = known.table(wanted)
        return DocSet.where(table[self.column(known.group)]) if table.any() else DocSet.nothing(self._size)

    def value_of(self, dimension: str, doc: int) -> Values:
        """Return a document's values of a dimension."""
        known = self.dimensions[dimension]
        return known.combinations[int(known.of[self.column(known.group)[doc]])]

    def counts(self, dimensions: Iterable[str], found: DocSet) -> dict[str, dict[str, int]]:
        """Return how many of a set have each value of each dimension."""
        numbers: dict[int, NDArray[np.int64]] = {}
        counted: dict[str, dict[str, int]] = {}
        for name in dimensions:
            known = self.dimensions.get(name)
            if known is None or not len(found):
                counted[name] = {}
                continue
            if known.group not in numbers:
                numbers[known.group] = self._count(known.group, found)
            counted[name] = known.counted(numbers[known.group])
        return counted

    def _count(self, group: int, found: DocSet) -> NDArray[np.int64]:
        """Count a column's numbers over a set; of more than half of all, over what is not in it."""
        column, many = self.column(group), self._numbers[group]
        if len(found) * 2 <= self._size:
            return np.bincount(column[found.to_docs()], minlength=many)
        left = np.flatnonzero(~found.to_mask())
        return self._total(group) - np.bincount(column[left], minlength=many)

    def _total(self, group: int) -> NDArray[np.int64]:
        if group not in self._totals:
            self._totals[group] = np.bincount(self.column(group), minlength=self._numbers[group])
        return self._totals[group]
