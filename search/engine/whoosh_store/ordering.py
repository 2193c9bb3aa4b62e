"""Hits in order, across segments: by ranks that each segment brings, merged by keys where segments meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.engine.whoosh_store.docset import DocSet
from search.engine.whoosh_store.layout import NUMBER_ORDER
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.view import View

#: Up to so many hits, sorting their ranks is quicker than walking the order.
FEW: Final = 8192
#: Documents of the order that are walked at a time.
STRIDE: Final = 16384
#: What sorts like a document: whether it has no key, the key, the same for its number, its identity.
Key = tuple[bool, bytes, bool, bytes, bytes]
#: A document of a view: the number of its segment, and its own.
Place = tuple[int, int]


class SegmentOrder:
    """One order of the documents of one segment."""

    def __init__(self, segment: Segment, sort: str) -> None:
        self.segment = segment
        self.ranks = segment.ranks(sort)
        self._sort = sort
        self._keys = segment.sort_keys(sort)

    @cached_property
    def docs(self) -> NDArray[np.uint32]:
        """The documents by rank."""
        found = np.empty(self.segment.size, np.uint32)
        found[self.ranks] = np.arange(self.segment.size, dtype=np.uint32)
        return found

    @cached_property
    def present(self) -> int:
        """How many documents have a key: they have the first ranks."""
        return self._keys.count

    @cached_property
    def keyed(self) -> DocSet:
        """The documents that have a key."""
        return DocSet.where(self.ranks < self.present)

    def key(self, doc: int) -> Key:
        """Return what sorts like a document, in any segment."""
        key = number = self.sort_key(doc)
        if self._sort != NUMBER_ORDER:
            number = order_of(self.segment, NUMBER_ORDER).sort_key(doc)
        return not key, key, not number, number, self.segment.key_at(doc)

    def sort_key(self, doc: int) -> bytes:
        """Return a document's key in this order, empty without one."""
        rank = int(self.ranks[doc])
        return self._keys[rank] if rank < self._keys.count else b""

    def before(self, key: Key, first: int = 0) -> int:
        """Return how many documents stand before a key."""
        low, high = first, self.segment.size
        while low < high:
            middle = (low + high) // 2
            if self.key(int(self.docs[middle])) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def stretch(self, found: DocSet, start: int, end: int | None, *, last: bool = False) -> NDArray[np.int64]:
        """Return the ranks of a stretch of a set in this order; backwards with ``last``."""
        if end is not None and self.as_numbered and not last:
            return found.stretch(start, end).astype(np.int64)
        return self.ranked(found, end, last=last)[start:]

    def ranked(self, found: DocSet, most: int | None, *, last: bool = False) -> NDArray[np.int64]:
        """Return the ranks of the first ``most`` documents of a set, ascending; of the ``last`` ones, descending."""
        if most is not None and len(found) > FEW and most < len(found) // 4:
            return self._walked(found, most, last=last)
        if self.as_numbered:
            ranks = found.to_docs().astype(np.int64)
        elif len(found) > FEW:
            ranks = np.flatnonzero(found.to_mask()[self.docs])
        else:
            ranks = self.ranks[found.to_docs()].astype(np.int64)
            ranks.sort()
        return (ranks[::-1] if last else ranks)[:most]

    @cached_property
    def as_numbered(self) -> bool:
        """Whether the documents were written in this very order, as a whole index is in that of numbers."""
        return self.segment.is_written_in(self._sort)

    def _walked(self, found: DocSet, most: int, *, last: bool) -> NDArray[np.int64]:
        size, taken, got = self.segment.size, [np.zeros(0, np.int64)], 0
        for start in range(0, size, STRIDE):
            ranks = np.arange(start, min(start + STRIDE, size), dtype=np.int64)
            if last:
                ranks = size - 1 - ranks
            ranks = ranks[found.has(self.docs[ranks])]
            taken.append(ranks)
            got += len(ranks)
            if got >= most:
                break
        return np.concatenate(taken)[:most]


def order_of(segment: Segment, sort: str) -> SegmentOrder:
    """Return one order of a segment, which keeps it."""
    kept: dict[str, SegmentOrder] = segment.orders
    if sort not in kept:
        kept[sort] = SegmentOrder(segment, sort)
    return kept[sort]


@dataclass(frozen=True)
class Order:
    """One order of the documents of a view."""

    view: View
    sort: str

    def keyed(self, sets: Sequence[DocSet]) -> list[DocSet]:
        """Return what of the sets of a view has a key."""
        return [
            found & order_of(part.segment, self.sort).keyed for part, found in zip(self.view.parts, sets, strict=True)
        ]

    def page(self, sets: Sequence[DocSet], offset: int, limit: int | None, *, last: bool = False) -> list[Place]:
        """Return a page of the documents of some sets, one set a segment; backwards with ``last``."""
        most = None if limit is None else offset + limit
        filled = [number for number, held in enumerate(sets) if len(held)]
        if len(filled) == 1 and self.view.parts[filled[0]].segment is self.view.largest:
            order = order_of(self.view.parts[filled[0]].segment, self.sort)
            if order.as_numbered and most is not None and not last:
                return [(filled[0], doc) for doc in sets[filled[0]].stretch(offset, most).tolist()]
            ranks = order.stretch(sets[filled[0]], offset, most, last=last)
            return [(filled[0], doc) for doc in order.docs[ranks].tolist()]
        return self._merged(sets, offset, most, last=last)

    def _merged(self, sets: Sequence[DocSet], offset: int, most: int | None, *, last: bool) -> list[Place]:
        """Return a page of documents of several segments.

        Of what stands before it, so many are surely of the largest segment as the others have not: these are left out.
        """
        largest, parts = self.view.largest, zip(self.view.parts, sets, strict=True)
        skipped = max(offset - sum(len(held) for part, held in parts if part.segment is not largest), 0)
        segments, keys, docs = self._all(sets, skipped, most, last=last)
        order = np.argsort(-keys if last else keys, kind="stable")
        offset, end = offset - skipped, len(order) if most is None else min(most - skipped, len(order))
        if offset >= end:
            return []
        return self._settled(segments[order], keys[order], docs[order], offset, end, last=last)

    def _all(
        self, sets: Sequence[DocSet], skipped: int, most: int | None, *, last: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return segment, place in the order and document of all that may be on the page.

        Ranks of the largest segment are odd, and its first ``skipped`` are left out; a document of another segment
        stands at the even number before the first that it precedes.
        """
        found = []
        largest = self.view.largest
        if largest is None:
            return _nothing()
        for number, (part, held) in enumerate(zip(self.view.parts, sets, strict=True)):
            if not len(held):
                continue
            order = order_of(part.segment, self.sort)
            if part.segment is largest:
                ranks = order.stretch(held, skipped, most, last=last)
                docs, keys = order.docs[ranks].astype(np.int64), ranks * 2 + 1
            else:
                docs = held.to_docs().astype(np.int64)
                keys = _places(part.segment, largest, self.sort)[docs] * 2
            found.append((np.full(len(docs), number, np.int64), keys, docs))
        if not found:
            return _nothing()
        segments, keys, docs = (np.concatenate(one) for one in zip(*found, strict=True))
        return segments, keys, docs

    def _settled(
        self,
        segments: NDArray[np.int64],
        keys: NDArray[np.int64],
        docs: NDArray[np.int64],
        offset: int,
        end: int,
        *,
        last: bool,
    ) -> list[Place]:
        """Return a stretch of the order; documents of small segments at the same place are told apart by their keys."""
        first, stop = offset, end
        while first and keys[first] == keys[first - 1]:
            first -= 1
        while stop < len(keys) and keys[stop] == keys[stop - 1]:
            stop += 1
        places = list(zip(segments[first:stop].tolist(), docs[first:stop].tolist(), strict=True))
        if np.any(keys[first:stop][1:] == keys[first:stop][:-1]):
            wide = keys[first:stop].tolist()
            sign = -1 if last else 1
            whole = sorted(
                zip(wide, places, strict=True), key=lambda one: (one[0], self._key(one[1])), reverse=sign < 0
            )
            places = [place for _key, place in whole]
        return places[offset - first : end - first]

    def _key(self, place: Place) -> Key:
        number, doc = place
        return order_of(self.view.parts[number].segment, self.sort).key(doc)


def _nothing() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)


def _places(segment: Segment, largest: Segment, sort: str) -> NDArray[np.int64]:
    """Return before how many documents of the largest segment each document stands: worked out once."""
    known = segment.places.get(sort)
    if known is not None and known[0] == largest.name:
        return known[1]
    own, others = order_of(segment, sort), order_of(largest, sort)
    places = np.zeros(segment.size, np.int64)
    at = 0
    for doc in own.docs.tolist():
        at = others.before(own.key(doc), at)
        places[doc] = at
    segment.places[sort] = largest.name, places
    return places
