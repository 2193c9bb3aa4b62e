"""A query cut into what must all be met, each piece as it was typed: for saying which of them nothing meets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from authority.han import fold
from search.language.hinting import Hints
from search.language.lexing import Kind, Piece
from search.language.names import FacetName, FieldName, Names
from search.language.parsing import LONGEST_QUERY, pieces_of

#: What parts the words of a sentence that was pasted: 《說文解字注》三十卷，清段玉裁撰，經韻樓刻本.
_PUNCTUATION: Final = re.compile(r"[，,、。．；;：:！!《》〈〉「」『』“”]+")
_PREFIXES: Final = (Kind.NOT, Kind.EXACT, Kind.NAME)


def clauses(text: str, *, fields: Sequence[FieldName] = (), facets: Sequence[FacetName] = ()) -> list[str]:
    """Return the pieces of a query that must all be met, each once and as typed; joined by spaces they ask the same.

    What is joined by OR, stands in brackets or behind a name stays together. A plain word with punctuation in it, which
    the query takes as one stretch of text, is cut there.
    """
    text = text[:LONGEST_QUERY]
    pieces = pieces_of(text, Names(fields, facets), Hints(len(text)))
    found: dict[str, None] = {}
    for group in _groups(pieces):
        first, last = group[0], group[-1]
        written = text[first.offset : last.offset + last.length]
        words = _PUNCTUATION.split(written) if len(group) == 1 and first.kind is Kind.WORD else [written]
        found |= dict.fromkeys(word for word in words if fold(word))
    return list(found)


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces that stand or fall together."""
    group: list[Piece] = []
    depth = 0
    for piece, following in zip_longest(pieces, pieces[1:]):
        if piece.kind is Kind.AND and not group:
            continue
        group.append(piece)
        depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE and depth > 0)
        goes_on = piece.kind in (*_PREFIXES, Kind.OR) or (following is not None and following.kind is Kind.OR)
        if not depth and not goes_on:
            yield group
            group = []
    if group:
        yield group
