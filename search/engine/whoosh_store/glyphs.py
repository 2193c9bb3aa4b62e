"""Hits in the very characters that were typed: they come before those of other forms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.analysis import bare
from search.engine.whoosh_store.docset import Docs, DocSet
from search.engine.whoosh_store.layout import plain
from search.engine.whoosh_store.phrases import asked
from search.engine.whoosh_store.segment import Segment
from search.language.tree import And, Node, Or, Term

Truths = NDArray[np.bool_]


def matter(node: Node) -> bool:
    """Tell whether a query has words whose glyphs can be compared."""
    if isinstance(node, And | Or):
        return any(matter(part) for part in node.parts)
    return isinstance(node, Term) and bool(bare(node.text))


def equal(segment: Segment, node: Node, found: DocSet) -> DocSet:
    """Return what of a set has the words of a query in the very characters; all words of And, any of Or."""
    docs = found.to_docs()
    return DocSet.of(segment.size, docs[_equal(segment, node, docs)])


def _equal(segment: Segment, node: Node, docs: Docs) -> Truths:
    stands = np.ones(len(docs), np.bool_)
    if isinstance(node, And):
        for part in node.parts:
            stands &= _equal(segment, part, docs)
    elif isinstance(node, Or):
        stands[:] = False
        for part in node.parts:
            stands |= _equal(segment, part, docs)
    elif isinstance(node, Term):
        return _stands(segment, node, docs)
    return stands


def _stands(segment: Segment, term: Term, docs: Docs) -> Truths:
    needle = bare(term.text).encode()
    stands = np.zeros(len(docs), np.bool_)
    for name in sorted(asked(segment.layout, term), key=lambda name: name not in segment.layout.titles):
        column = segment.text_column(plain(name))
        left = docs[~stands]
        if column is not None and len(left):
            stands |= np.isin(docs, column.containing(left, needle), assume_unique=True)
    return stands
