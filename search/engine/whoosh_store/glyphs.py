"""Hits in the very characters that were typed: they come before those of other forms."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from authority.han import fold
from search.analysis import Tier, asks, bare, worded
from search.engine.whoosh_store.docset import Docs, DocSet
from search.engine.whoosh_store.segment import Segment
from search.language.tree import And, Node, Or, Term

Truths = NDArray[np.bool_]


def divided(segment: Segment, node: Node, found: DocSet, tier: Tier) -> tuple[DocSet, DocSet]:
    """Return what of a tier has the words of a query in the very characters, and the rest.

    As :func:`search.analysis.equal_glyphs` tells it: all of And, any of Or, what has no words counting for nothing.
    """
    if not len(found):
        return found, found
    docs = found.to_docs()
    stands = _equal(segment, node, docs, _Known(met=tier is not Tier.SCATTERED, in_titles=tier <= Tier.IN_TITLE))
    return DocSet.of(segment.size, docs[stands]), DocSet.of(segment.size, docs[~stands])


class _Known(NamedTuple):
    """What is known of documents: each term of the query is met by some field, the only one in titles."""

    met: bool = False
    in_titles: bool = False


def _equal(segment: Segment, node: Node, docs: Docs, known: _Known) -> Truths:
    if isinstance(node, Term):
        return _stands(segment, node, docs, known)
    stands = np.ones(len(docs), np.bool_)
    if isinstance(node, And):
        for part in node.parts:
            stands &= _equal(segment, part, docs, known._replace(in_titles=False))
    elif isinstance(node, Or) and worded(node):
        stands[:] = False
        for part in filter(worded, node.parts):
            stands |= _equal(segment, part, docs, _Known())
    return stands


def _stands(segment: Segment, term: Term, docs: Docs, known: _Known) -> Truths:
    layout, sought = segment.layout, _sought(term)
    fields = segment.tokens.common(sought.tokens, layout.fields_of(term.field))
    sure = _surely(fields, layout.title_fields, known) if sought.plain else 0
    stands = np.zeros(len(docs), np.bool_)
    for name in layout.names(fields):
        column = segment.texts(name)
        if column is None:
            continue
        left = np.flatnonzero(~stands)
        if not len(left):
            break
        key = sought.key if sure & layout.fields_of(name) else b""
        stands[left] = column.plain.holds(docs[left], sought.needle, key)
    return stands


def _surely(fields: int, titles: int, known: _Known) -> int:
    """Return the field, if it can be told, that has the words in every document: where they are met at all."""
    if known.met and fields.bit_count() == 1:
        return fields
    return fields & titles if known.in_titles and (fields & titles).bit_count() == 1 else 0


class _Sought(NamedTuple):
    """The very characters of a term, and folded; the tokens of a field that has them; whether it means only that."""

    needle: bytes
    key: bytes
    tokens: tuple[str, ...]
    plain: bool


@lru_cache(maxsize=4096)
def _sought(term: Term) -> _Sought:
    needle = bare(term.text)
    key, ways = fold(needle), asks(term)
    plain = len(ways) == 1 and not ways[0].exact and not ways[0].wild and ways[0].needle == key
    return _Sought(needle.encode(), key.encode(), tuple(map("".join, pairwise(key))) or tuple(key), plain)
