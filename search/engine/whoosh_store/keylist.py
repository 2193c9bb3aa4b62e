"""Sorted lists of keys with the documents that have them: what is looked up whole or by its beginning.

Numbers, titles and people are mostly different from record to record; as terms they would double the term index, and
a beginning would have to be walked term by term. Here a beginning is one stretch: two searches.

A file of the segment beside Whoosh's own: the keys (:mod:`.frontcoded`), the documents key by key, how many each key
has, every so often a sum of these, and the sizes of all.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.engine.whoosh_store.docset import Docs, union
from search.engine.whoosh_store.frontcoded import FrontCoded, written

EXTENSION: Final = ".keys"
#: Keys between two sums of how many documents stand before.
SUMMED: Final = 64
#: bytes of the keys, keys, documents, bytes of a count
_SIZES: Final = struct.Struct("<QQQQ")


class KeyListWriter:
    """Gathers keys and documents, in memory no larger than the keys themselves until they are sorted."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q", [0])
        self._docs = array("I")

    def add(self, key: bytes, doc: int) -> None:
        """Note that a document has a key."""
        self._data += key
        self._ends.append(len(self._data))
        self._docs.append(doc)

    def to_bytes(self) -> bytes:
        """Return the file. The writer is empty afterwards."""
        data, ends = bytes(self._data), self._ends.tolist()
        keys = [data[start:end] for start, end in pairwise(ends)]
        docs = np.array(self._docs, np.uint32)
        self.__init__()  # type: ignore[misc]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        ordered = [keys[place] for place in order]
        fresh = [place for place in range(len(ordered)) if not place or ordered[place] != ordered[place - 1]]
        distinct = [ordered[place] for place in fresh]
        numbers = np.zeros(len(keys), np.uint64)
        numbers[fresh] = 1
        numbers = np.cumsum(numbers, dtype=np.uint64) - np.uint64(1) if len(keys) else numbers
        pairs = np.unique(numbers << np.uint64(32) | docs[order].astype(np.uint64))
        counts = np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=len(distinct))
        return _file(distinct, counts, (pairs & np.uint64(0xFFFFFFFF)).astype("<u4"))


def _file(keys: list[bytes], counts: NDArray[np.int64], docs: NDArray[np.uint32]) -> bytes:
    listed = written(keys)
    width = narrowest(int(counts.max(initial=0)))
    sums = np.concatenate(([0], np.cumsum(counts)))[::SUMMED].astype("<u4")
    sizes = _SIZES.pack(len(listed), len(keys), len(docs), width.itemsize)
    held = counts.astype(width).tobytes()
    return b"".join((listed, bytes(-len(listed) % 8), docs.tobytes(), sums.tobytes(), held, sizes))


def narrowest(largest: int) -> np.dtype[Any]:
    """Return the narrowest kind of number for nought to ``largest``."""
    return np.dtype("u1" if largest < 1 << 8 else "<u2" if largest < 1 << 16 else "<u4")


class KeyList:
    """A sorted list in the map."""

    def __init__(self, data: memoryview) -> None:
        size, count, documents, width = _SIZES.unpack_from(data, len(data) - _SIZES.size)
        self.count: int = count
        self._keys = FrontCoded(data[:size])
        at = size + -size % 8
        self._docs: Docs = np.frombuffer(data, "<u4", documents, at)
        at += 4 * documents
        self._sums: NDArray[np.uint32] = np.frombuffer(data, "<u4", count // SUMMED + 1, at)
        at += self._sums.nbytes
        self._counts: NDArray[Any] = np.frombuffer(data, f"<u{width}", count, at)
        self._lengths: dict[tuple[int, int], NDArray[np.int64]] = {}

    def key(self, place: int) -> bytes:
        """Return the key at a place in the order."""
        return self._keys[place]

    def keys(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the keys from one place to before another."""
        return self._keys.stretch(first, last)

    def place(self, key: bytes, first: int = 0) -> int:
        """Return the place of the first key that is not before ``key``."""
        return max(self._keys.place(key), first)

    def beginning(self, start: bytes) -> tuple[int, int]:
        """Return the stretch of the keys that begin with ``start``."""
        first = self.place(start)
        return first, self.place(start + b"\xff\xff", first)

    def docs(self, first: int, last: int) -> Docs:
        """Return the documents of a stretch of keys, as they come: by key, a document as often as it has keys."""
        return self._docs[self._before(first) : self._before(last)]

    def _before(self, place: int) -> int:
        """Return how many documents the keys before a place have."""
        whole = place // SUMMED
        return int(self._sums[whole]) + int(self._counts[whole * SUMMED : place].sum(dtype=np.int64))

    def lengths(self, first: int, last: int) -> NDArray[np.int64]:
        """Return how many characters each key of a stretch has; kept, for it has to go through all of them."""
        if (first, last) not in self._lengths:
            counted = [len(key.decode("utf-8", "replace")) for key in self.keys(first, last)]
            self._lengths[first, last] = np.array(counted, np.int64)
        return self._lengths[first, last]

    def docs_of(self, key: bytes) -> Docs:
        """Return the documents of one key, sorted."""
        place = self.place(key)
        if place < self.count and self.key(place) == key:
            return self.docs(place, place + 1)
        return self._docs[:0]

    def docs_beginning(self, start: bytes) -> Docs:
        """Return the documents of all keys that begin with ``start``, sorted, each once."""
        first, last = self.beginning(start)
        found = self.docs(first, last)
        return found if last - first == 1 else union([found], again=True)

    def counts(self, first: int, last: int, held: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return for each key of a stretch how many of its documents count; ``held`` is one truth a document."""
        bounds = np.concatenate(([0], np.cumsum(self._counts[first:last], dtype=np.int64)))
        running = np.concatenate(([0], np.cumsum(held, dtype=np.int64)))
        counted: NDArray[np.int64] = running[bounds[1:]] - running[bounds[:-1]]
        return counted
