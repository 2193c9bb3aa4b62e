"""All tokens of a segment's texts, each with the fields that have it: what need not be looked up in the terms at all.

Most words stand in one or two of the dozen fields into which they are looked for, and many in none. A file of the
segment beside Whoosh's own: the tokens as numbers (:mod:`.runs`) in order, the fields of each as bits.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIZES: Final = struct.Struct("<QQ")
#: Tokens whose fields are held in memory.
HELD: Final = 1 << 16


class TokensWriter:
    """Gathers the tokens of one field after another."""

    def __init__(self, fields: int) -> None:
        self._wide = fields > 32
        self._tokens: list[NDArray[np.uint64]] = []
        self._fields: list[NDArray[np.uint64]] = []

    def add(self, number: int, tokens: Sequence[int]) -> None:
        """Take the tokens of the field of a number."""
        self._tokens.append(np.array(tokens, np.uint64))
        self._fields.append(np.full(len(tokens), 1 << number, np.uint64))

    def to_bytes(self) -> bytes:
        """Return the file."""
        tokens = np.concatenate([np.zeros(0, np.uint64), *self._tokens])
        fields = np.concatenate([np.zeros(0, np.uint64), *self._fields])
        order = np.argsort(tokens, kind="stable")
        tokens, fields = tokens[order], fields[order]
        firsts = np.flatnonzero(np.concatenate(([True], tokens[1:] != tokens[:-1]))[: len(tokens)])
        joined = np.bitwise_or.reduceat(fields, firsts) if len(firsts) else fields
        held = joined.astype("<u8" if self._wide else "<u4")
        return b"".join(
            (tokens[firsts].astype("<u8").tobytes(), held.tobytes(), _SIZES.pack(len(firsts), held.itemsize))
        )


class Tokens:
    """The tokens of one segment, in the map."""

    def __init__(self, data: memoryview) -> None:
        count, width = _SIZES.unpack_from(data, len(data) - _SIZES.size)
        if count * (8 + width) + _SIZES.size != len(data):
            raise EOFError("tokens")
        self._tokens = data[: count * 8].cast("Q")
        self._fields = data[count * 8 : count * (8 + width)].cast("Q" if width == 8 else "I")
        self._known: dict[str, int] = {}

    def common(self, tokens: Iterable[str], fields: int) -> int:
        """Return which of some fields have all the tokens, in whatever documents."""
        known = self._known
        for token in tokens:
            held = known.get(token)
            fields &= self._look_up(token) if held is None else held
            if not fields:
                break
        return fields

    def _look_up(self, token: str) -> int:
        number = ord(token[0]) << 21 | (ord(token[1]) if len(token) > 1 else 0)
        place = bisect_left(self._tokens, number)
        held = self._fields[place] if place < len(self._tokens) and self._tokens[place] == number else 0
        if len(self._known) >= HELD:
            self._known.clear()
        self._known[token] = held
        return held
