"""Sorted lists of keys with the documents that have them: what is looked up whole or by its beginning.

Numbers, titles, people and record keys are mostly different from record to record; as terms they would double the term
index, and a beginning would have to be walked term by term. Here a beginning is one stretch: two binary searches.

A file of the segment beside Whoosh's own: the keys one after another, then where each begins, where the documents of
each begin, the documents, and the counts.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.engine.whoosh_store.docset import Docs

EXTENSION: Final = ".keys"
_COUNTS: Final = struct.Struct("<QQQ")


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
    starts = np.zeros(len(keys) + 1, "<u4")
    np.cumsum([len(key) for key in keys], out=starts[1:], dtype="<u4")
    docs_from = np.concatenate(([0], np.cumsum(counts))).astype("<u4")
    data = b"".join(keys)
    data += bytes(-len(data) % 4)
    tail = _COUNTS.pack(len(data), len(keys), len(docs))
    return b"".join((data, starts.tobytes(), docs_from.tobytes(), docs.tobytes(), tail))


class KeyList:
    """A sorted list in the map."""

    def __init__(self, data: memoryview) -> None:
        size, count, documents = _COUNTS.unpack_from(data, len(data) - _COUNTS.size)
        self.count: int = count
        self._data = data
        self._starts: NDArray[np.uint32] = np.frombuffer(data, "<u4", count + 1, size)
        at = size + 4 * (count + 1)
        self._docs_from: NDArray[np.uint32] = np.frombuffer(data, "<u4", count + 1, at)
        self._docs: Docs = np.frombuffer(data, "<u4", documents, at + 4 * (count + 1))

    def key(self, place: int) -> bytes:
        """Return the key at a place in the order."""
        return bytes(self._data[int(self._starts[place]) : int(self._starts[place + 1])])

    def keys(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the keys from one place to before another."""
        starts = self._starts[first : last + 1].tolist()
        for start, end in pairwise(starts):
            yield bytes(self._data[start:end])

    def place(self, key: bytes, first: int = 0) -> int:
        """Return the place of the first key that is not before ``key``."""
        low, high = first, self.count
        while low < high:
            middle = (low + high) // 2
            if self.key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def beginning(self, start: bytes) -> tuple[int, int]:
        """Return the stretch of the keys that begin with ``start``."""
        first = self.place(start)
        return first, self.place(start + b"\xff\xff", first)

    def docs(self, first: int, last: int) -> Docs:
        """Return the documents of a stretch of keys, as they come: by key, a document as often as it has keys."""
        return self._docs[int(self._docs_from[first]) : int(self._docs_from[last])]

    def lengths(self, first: int, last: int) -> NDArray[np.int64]:
        """Return how many characters each key of a stretch has."""
        begin, end = int(self._starts[first]), int(self._starts[last])
        inner = (np.frombuffer(self._data[begin:end], np.uint8) & 0xC0) == 0x80
        characters = np.concatenate(([0], np.cumsum(~inner, dtype=np.int64)))
        bounds = characters[self._starts[first : last + 1].astype(np.int64) - begin]
        return np.diff(bounds)

    def docs_of(self, key: bytes) -> Docs:
        """Return the documents of one key, sorted."""
        place = self.place(key)
        if place < self.count and self.key(place) == key:
            return self.docs(place, place + 1)
        return self.docs(0, 0)

    def docs_beginning(self, start: bytes) -> Docs:
        """Return the documents of all keys that begin with ``start``, sorted, each once."""
        first, last = self.beginning(start)
        found = self.docs(first, last)
        return found if last - first == 1 else np.unique(found)

    def counts(self, first: int, last: int, held: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return for each key of a stretch how many of its documents count; ``held`` is one truth a document."""
        bounds = self._docs_from[first : last + 1].astype(np.int64)
        running = np.concatenate(([0], np.cumsum(held, dtype=np.int64)))
        bounds -= bounds[0]
        counted: NDArray[np.int64] = running[bounds[1:]] - running[bounds[:-1]]
        return counted
