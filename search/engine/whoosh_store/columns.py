"""Columns in Whoosh's form, written in one go and read as raw bytes.

A ``VarBytesColumn`` is the values one after another, their lengths, where there are many their offsets, and letters
that say how wide those numbers are; a ``NumericColumn`` is the numbers. Whoosh writes numbers with the high byte first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

#: From this many documents on, Whoosh stores offsets beside lengths (``write_offsets_cutoff``).
OFFSETS_FROM: Final = 2**15
_WIDTHS: Final[dict[str, np.dtype[Any]]] = {
    "B": np.dtype("u1"),
    "H": np.dtype(">u2"),
    "i": np.dtype(">i4"),
    "I": np.dtype(">u4"),
}


def _letter(largest: int) -> str:
    """Return the letter of the narrowest kind of number, as Whoosh's growing arrays choose it."""
    if largest < 1 << 8:
        return "B"
    if largest < 1 << 16:
        return "H"
    if largest >= 1 << 32:
        raise OverflowError("a column of more than 4 GiB")
    return "i" if largest < 1 << 31 else "I"


def text_column_tail(lengths: NDArray[Any]) -> bytes:
    """Return what stands behind the values of a column of byte strings."""
    offsets = np.cumsum(lengths, dtype=np.int64) - lengths
    kind = _letter(int(lengths.max(initial=0)))
    parts = [lengths.astype(_WIDTHS[kind]).tobytes()]
    if len(lengths) > OFFSETS_FROM:
        wide = _letter(int(offsets.max(initial=0)))
        return b"".join([*parts, offsets.astype(_WIDTHS[wide]).tobytes(), f"{kind}{wide}X".encode("ascii")])
    return b"".join([*parts, kind.encode("ascii")])


def number_column(numbers: NDArray[Any], letter: str) -> bytes:
    """Return a column of numbers: in numpy's letters: ``i2``, ``u2`` or ``u4``."""
    return numbers.astype(np.dtype(f">{letter}")).tobytes()


def read_numbers(data: memoryview, letter: str, count: int) -> NDArray[Any]:
    """Return the numbers of a column, in this machine's own form."""
    found = np.frombuffer(data, np.dtype(f">{letter}"))
    if len(found) != count:
        raise EOFError(f"column: {len(found)} of {count}")
    return found.astype(found.dtype.newbyteorder("="))


class TextColumn:
    """The byte strings of one column, in the map; their places too are read there, so an open column weighs nothing."""

    __slots__ = ("_base", "_lengths", "_map", "_offsets", "count", "data")

    def __init__(self, data: memoryview, count: int, whole: Any = None, base: int = 0) -> None:
        """``whole`` is the map that holds the column from ``base`` on; with it, values are searched in place."""
        self.data = data
        self.count = count
        self._map = whole
        self._base = base
        self._lengths, offsets = _tail(data, count)
        if offsets is None:
            offsets = np.cumsum(self._lengths, dtype=np.int64) - self._lengths
        self._offsets = offsets
        if count and int(offsets[-1]) + int(self._lengths[-1]) > len(data):
            raise EOFError("column")

    @property
    def lengths(self) -> NDArray[Any]:
        """Return the length of every value, in bytes."""
        return self._lengths

    def __getitem__(self, doc: int) -> bytes:
        start = int(self._offsets[doc])
        return bytes(self.data[start : start + int(self._lengths[doc])])

    def text(self, doc: int) -> str:
        """Return a value as text."""
        return self[doc].decode("utf-8")

    def values(self, docs: NDArray[Any]) -> Iterator[bytes]:
        """Yield the values of some documents."""
        data = self.data
        starts = self._offsets[docs].astype(np.int64)
        ends = starts + self._lengths[docs]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            yield bytes(data[start:end])

    def containing(self, docs: NDArray[np.uint32], needle: bytes) -> NDArray[np.uint32]:
        """Return those of ``docs`` whose value holds ``needle``."""
        if not len(docs):
            return docs
        find = self._map.find
        return docs[np.array([find(needle, start, end) >= 0 for start, end in self._spans(docs)], np.bool_)]

    def matching(self, docs: NDArray[np.uint32], pattern: re.Pattern[bytes]) -> NDArray[np.uint32]:
        """Return those of ``docs`` in whose value ``pattern`` is found."""
        if not len(docs):
            return docs
        search, whole = pattern.search, self._map
        return docs[np.array([search(whole, start, end) is not None for start, end in self._spans(docs)], np.bool_)]

    def _spans(self, docs: NDArray[Any]) -> Iterator[tuple[int, int]]:
        """Yield where the values of some documents begin and end in the map."""
        starts = self._offsets[docs].astype(np.int64) + self._base
        return zip(starts.tolist(), (starts + self._lengths[docs]).tolist(), strict=True)


def lengths_of(data: memoryview, count: int) -> NDArray[Any]:
    """Return the lengths of the values of a column of byte strings."""
    return _tail(data, count)[0]


def _tail(data: memoryview, count: int) -> tuple[NDArray[Any], NDArray[Any] | None]:
    end = len(data) - 1
    letter, offsets = chr(data[end]), None
    if letter == "X":
        letter, wide = chr(data[end - 2]), _WIDTHS[chr(data[end - 1])]
        end -= 2 + count * wide.itemsize
        offsets = np.frombuffer(data, wide, count, end)
    kind = _WIDTHS[letter]
    return np.frombuffer(data, kind, count, end - count * kind.itemsize), offsets
