"""Names that share most of their characters with some words, out of all names of a segment at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.engine.whoosh_store.segment import Segment

#: Words shorter than this are near to too much (:func:`search.analysis.near`), longer ones no slip of the pen.
SHORTEST: Final = 3
LONGEST: Final = 30
#: From this length on, two characters may differ.
TWO_FROM: Final = 6

Table = tuple[NDArray[np.int64], NDArray[np.uint32]]


def candidates(segment: Segment, listed: str, number: bytes, key: str) -> Iterator[str]:
    """Yield the names of one field of a list that may be near to folded words, and few that are not."""
    if not SHORTEST - 1 <= len(key) <= LONGEST:
        return
    wanted = np.frombuffer(key.encode("utf-32-le", "replace"), np.uint32)
    names = segment.keys(listed)
    for length in range(max(len(key) - 2, 1), len(key) + 3):
        longer = max(len(key), length)
        slips = 2 if longer >= TWO_FROM else 1
        if longer < SHORTEST or abs(len(key) - length) > slips:
            continue
        places, characters = _table(segment, listed, number, length)
        shared = np.zeros(characters.shape, np.bool_)
        for character in np.unique(wanted):
            shared |= characters == character
        enough = np.flatnonzero(np.count_nonzero(shared, axis=1) >= min(len(key), length) - slips)
        yield from (names.key(place)[1:].decode() for place in places[enough].tolist())


def _table(segment: Segment, listed: str, number: bytes, length: int) -> Table:
    """Return the places and the characters of all names of so many characters, kept with the segment."""
    at = (listed, number, length)
    if at not in segment.tables:
        segment.tables[at] = _made(segment, listed, number, length)
    return segment.tables[at]


def _made(segment: Segment, listed: str, number: bytes, length: int) -> Table:
    names = segment.keys(listed)
    first, last = names.beginning(number)
    fits = names.lengths(first, last) == length + 1
    places = first + np.flatnonzero(fits)
    kept = compress(names.keys(first, last), fits.tolist())
    joined = b"".join([key[1:] for key in kept]).decode()
    characters = np.frombuffer(joined.encode("utf-32-le"), np.uint32).reshape(-1, length)
    return places, characters
