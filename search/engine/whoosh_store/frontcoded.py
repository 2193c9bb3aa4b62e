"""Sorted byte strings, of each only what differs from the one before.

Sixteen make a block, which begins with a whole string; an index says where each block begins. A string is found by its
place or by its bytes: a search over the first strings of blocks, then a walk through one block.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

#: Strings of one block.
BLOCK: Final = 16
#: Every so many blocks the first string is held in memory, once something is looked up.
HELD: Final = 16
_TAIL: Final = struct.Struct("<QQ")
_LONG: Final = 255
_LENGTH: Final = struct.Struct("<I")


def written(strings: Iterable[bytes]) -> bytes:
    """Return the file of some strings, which come in order."""
    data, starts, before, count = bytearray(), array("Q"), b"", 0
    for string in strings:
        shared = 0
        if count % BLOCK:
            shared = _shared(before, string)
        else:
            starts.append(len(data))
        rest = string[shared:]
        if len(rest) < _LONG:
            data += bytes((shared, len(rest)))
        else:
            data += bytes((shared, _LONG)) + _LENGTH.pack(len(rest))
        data += rest
        before, count = string, count + 1
    if len(data) >= 1 << 32:
        raise OverflowError("a list of more than 4 GiB")
    size = len(data)
    data += bytes(-size % 4)
    places = array("I", [*starts, size])
    return b"".join((data, places.tobytes(), _TAIL.pack(len(data), count)))


def _shared(one: bytes, other: bytes) -> int:
    """Return how many bytes two strings have in common at their beginning, as far as one byte can say."""
    most = min(len(one), len(other), _LONG - 1)
    if one[:most] == other[:most]:
        return most
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class FrontCoded:
    """A sorted list of strings in the map."""

    def __init__(self, data: memoryview) -> None:
        size, count = _TAIL.unpack_from(data, len(data) - _TAIL.size)
        blocks = -(-count // BLOCK)
        if size + 4 * (blocks + 1) + _TAIL.size != len(data):
            raise EOFError("list")
        self.count: int = count
        self._data = data
        self._blocks: int = blocks
        self._starts = data[size : size + 4 * (blocks + 1)].cast("I")

    def __getitem__(self, place: int) -> bytes:
        block, within = divmod(place, BLOCK)
        for at, string in enumerate(self._block(block)):
            if at == within:
                return string
        raise EOFError("list")

    def stretch(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the strings from one place to before another."""
        at = first // BLOCK * BLOCK
        while at < last:
            for string in self._block(at // BLOCK):
                if first <= at < last:
                    yield string
                at += 1

    def place(self, string: bytes, first: int = 0) -> int:
        """Return the place of the first string, from ``first`` on, that is not before ``string``."""
        found = self._place(string)
        return max(found, first)

    def _place(self, string: bytes) -> int:
        if not self.count:
            return 0
        group = bisect_left(self._held, string)
        low, high = max(group - 1, 0) * HELD, min(group * HELD, self._blocks)
        block = bisect_left(range(self._blocks), string, low, high, key=self._first) - 1
        if block < 0:
            return 0
        at = block * BLOCK
        for held in self._block(block):
            if held >= string:
                return at
            at += 1
        return at

    @cached_property
    def _held(self) -> list[bytes]:
        return [self._first(block) for block in range(0, self._blocks, HELD)]

    def _first(self, block: int) -> bytes:
        """Return the first string of a block, which is whole."""
        data, at = self._data, self._starts[block] + 2
        length = data[at - 1]
        if length == _LONG:
            (length,) = _LENGTH.unpack_from(data, at)
            at += _LENGTH.size
        return bytes(data[at : at + length])

    def _block(self, block: int) -> Iterator[bytes]:
        begin, end = self._starts[block], self._starts[block + 1]
        data = bytes(self._data[begin:end])
        at, string = 0, b""
        while at < len(data):
            shared, length = data[at], data[at + 1]
            at += 2
            if length == _LONG:
                (length,) = _LENGTH.unpack_from(data, at)
                at += _LENGTH.size
            string = string[:shared] + data[at : at + length]
            at += length
            yield string
