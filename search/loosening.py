"""Where nothing meets all of a query: what each piece of it finds, and the closest query that finds anything.

Pure: how many records a query finds is asked of the caller, a bounded number of times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

#: Tells how many records a query finds; ``None`` where there is no time left to find out.
Count = Callable[[str], int | None]

#: Pieces of a query that are looked at: of a page that was pasted, its beginning.
MOST_PIECES: Final = 8
#: Queries that are tried for one.
MOST_COUNTS: Final = 40
#: Pieces from which the closest query may begin.
MOST_STARTS: Final = 3
#: A word begins with no less: single characters find half a province.
SHORTEST: Final = 2
#: Characters of a word that may be several written together: 說文解字注段玉裁.
TOGETHER: Final = range(4, 61)


class Piece(NamedTuple):
    """One piece of a query and how many records it finds by itself."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Loosened:
    """What a query is made of that finds nothing. ``closest`` is the query of as many pieces as are met together.

    ``left_out`` are the pieces that it does not ask for; ``closest`` is ``None`` where no two are met together.
    """

    pieces: tuple[Piece, ...] = ()
    closest: Piece | None = None
    left_out: tuple[str, ...] = ()

    @property
    def found(self) -> list[Piece]:
        """The pieces that find anything."""
        return [piece for piece in self.pieces if piece.total]

    @property
    def lost(self) -> list[str]:
        """The pieces that nothing meets."""
        return [piece.text for piece in self.pieces if not piece.total]


class _Counting:
    """Counts each query once, and no more of them than is allowed."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._known: dict[str, int | None] = {}

    def __call__(self, text: str) -> int | None:
        if text not in self._known and len(self._known) < MOST_COUNTS:
            self._known[text] = self._count(text)
        return self._known.get(text)


def loosen(clauses: Sequence[str], count: Count) -> Loosened:
    """Return what the pieces of a query find, and the closest query to it that finds anything."""
    counted = _Counting(count)
    texts = [text for clause in clauses[:MOST_PIECES] for text in _apart(clause, counted)]
    pieces = [(text, counted(text)) for text in dict.fromkeys(texts)]
    told = tuple(Piece(text, total) for text, total in pieces if total is not None)
    kept = _closest([piece.text for piece in told if piece.total], counted)
    if len(kept) < 2:
        return Loosened(told)
    closest = " ".join(kept)
    return Loosened(told, Piece(closest, counted(closest) or 0), tuple(text for text, _ in pieces if text not in kept))


def _closest(texts: Sequence[str], count: Count) -> list[str]:
    """Return as many pieces as are met together, in the order typed."""
    tried = (_together(start, texts, count) for start in texts[:MOST_STARTS])
    best: list[str] = []
    for kept in tried:
        if len(kept) > len(best):
            best = kept
        if len(best) == len(texts):
            break
    return best


def _together(start: str, texts: Sequence[str], count: Count) -> list[str]:
    """Return a piece with each other one that leaves anything beside those taken before it."""
    kept = [start]
    for text in texts:
        more = [one for one in texts if one in kept or one == text]
        if text not in kept and count(" ".join(more)):
            kept = more
    return kept


def _apart(clause: str, count: Count) -> Iterator[str]:
    """Yield a clause, in pieces where it is one word that finds nothing while its beginning does."""
    rest = clause
    while rest:
        length = _longest_beginning(rest, count)
        yield rest[:length]
        rest = rest[length:]


def _longest_beginning(word: str, count: Count) -> int:
    """Return how many characters from the beginning find anything; all of them where nothing is to be cut."""
    if len(word) not in TOGETHER or not word.isalpha() or word.isascii() or count(word):
        return len(word)
    if not count(word[:SHORTEST]):
        return len(word)
    # The longer a beginning is, the less it finds: halved and halved again, few are asked for.
    lengths = range(SHORTEST + 1, len(word))
    return SHORTEST + bisect_left(lengths, True, key=lambda length: not count(word[:length]))
