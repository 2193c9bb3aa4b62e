"""Words found together: candidates by tokens, proof on the column, and how well a title meets them."""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from typing import Final

import numpy as np

from search.analysis import SEPARATOR, Ask, asks
from search.engine.whoosh_store.columns import TextColumn
from search.engine.whoosh_store.docset import Docs, DocSet, union
from search.engine.whoosh_store.layout import TITLES, Layout, folded, plain
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.titles import stems
from search.language.tree import Term

#: From so few candidates on, reading their texts is quicker than the postings of one more token.
FEW: Final = 256
_MARK: Final = SEPARATOR.encode()


def asked(layout: Layout, term: Term) -> list[str]:
    """Return the names of the fields into which a term looks."""
    return [name for name in layout.texts if (name in layout.general if term.field is None else name == term.field)]


def term_met(segment: Segment, term: Term) -> Met:
    """Return what meets a term in any of its fields, in any of its forms."""
    ways = asks(term)
    found = [
        _in_titles(segment, name, ask) if name in segment.layout.titles else Met.plain(together(segment, name, ask))
        for name in asked(segment.layout, term)
        for ask in ways
    ]
    return reduce(Met.__or__, found, Met.nothing(segment.size))


def together(segment: Segment, field: str, ask: Ask) -> DocSet:
    """Return the documents in one field of which an ask is met."""
    candidates = _candidates(segment, folded(field), ask.tokens)
    if ask.sure or not len(candidates):
        return candidates
    column = segment.text_column(plain(field) if ask.exact else folded(field))
    if column is None:
        return segment.nothing
    return DocSet.of(segment.size, _proved(column, candidates.to_docs(), ask))


def _candidates(segment: Segment, field: str, tokens: tuple[str, ...]) -> DocSet:
    counted = [(segment.term_count(field, token), token) for token in tokens]
    if not all(count for count, _token in counted):
        return segment.nothing
    counted.sort()
    found = segment.term(field, counted[0][1])
    for _count, token in counted[1:]:
        if len(found) <= FEW:
            break
        found = found & segment.term(field, token)
    return found


def _proved(column: TextColumn, docs: Docs, ask: Ask) -> Docs:
    if ask.together is not None:
        return _kept(docs, [ask.found_in(text.decode()) for text in column.values(docs)])
    if not ask.whole:
        return column.containing(docs, ask.needle.encode())
    return column.matching(column.containing(docs, _MARK + ask.needle.encode()), _just_this(ask))


def _just_this(ask: Ask) -> re.Pattern[bytes]:
    return compiled(ask.just_this.pattern.encode())


def _in_titles(segment: Segment, field: str, ask: Ask) -> Met:
    if ask.exact or ask.together is not None:
        return _one_by_one(segment, field, ask)
    begins, whole = _beginning(segment, field, ask)
    if ask.whole:
        return Met(whole, whole, whole, whole)
    found = together(segment, field, ask)
    return Met(found, whole, begins, found)


def _beginning(segment: Segment, field: str, ask: Ask) -> tuple[DocSet, DocSet]:
    """Return the documents that have a title beginning so, and those of which it is the whole title.

    The list holds titles without juan: what is asked begins one of them, or is one of them and a part of its juan.
    """
    number, needle = bytes([segment.layout.field_number(field)]), ask.needle.encode()
    titles, column = segment.keys(TITLES), segment.text_column(folded(field))
    first, last = titles.beginning(number + needle)
    begins = [np.unique(titles.docs(first, last))]
    whole = [titles.docs(first, first + 1)] if first < last and titles.key(first) == number + needle else []
    for stem in stems(ask.needle):
        docs = titles.docs_of(number + stem.encode())
        if len(docs) and column is not None:
            longer = column.containing(docs, _MARK + needle)
            begins.append(longer)
            whole.append(column.matching(longer, _just_this(ask)))
    return DocSet.of(segment.size, union(begins)), DocSet.of(segment.size, union(whole))


def _one_by_one(segment: Segment, field: str, ask: Ask) -> Met:
    """Return what meets exact characters or wildcards, of which no list knows."""
    found = together(segment, field, ask)
    column = segment.text_column(plain(field) if ask.exact else folded(field))
    if column is None or not len(found):
        return Met.nothing(segment.size)
    docs = found.to_docs()
    tiers = np.array([ask.tier_in(text.decode()) for text in column.values(docs)], np.float64)
    whole, begins = docs[tiers <= 0], docs[tiers <= 1]
    return Met(found, DocSet.of(segment.size, whole), DocSet.of(segment.size, begins), found)


def _kept(docs: Docs, truths: list[bool]) -> Docs:
    return docs[np.array(truths, np.bool_)]


@lru_cache(maxsize=1024)
def compiled(pattern: bytes) -> re.Pattern[bytes]:
    """Return a pattern over the bytes of a column."""
    return re.compile(pattern)


def escaped(character: str) -> bytes:
    """Return what matches just this character in the bytes of a column."""
    return re.escape(character).encode()
