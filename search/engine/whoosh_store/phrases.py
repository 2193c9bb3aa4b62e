"""Words found together: candidates by tokens, proof on the column, and how well a title meets them."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from search.analysis import AGAIN, SEPARATOR, Ask, Tier, asks
from search.analysis.asking import REST
from search.engine.whoosh_store.docset import Docs, DocSet, union
from search.engine.whoosh_store.layout import TITLES, folded
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.texts import TextColumn
from search.engine.whoosh_store.titles import stems
from search.language.tree import Term

#: From so few candidates on, reading their texts is quicker than meeting one more token.
FEW: Final = 32
#: Of so few documents left by another word, reading the texts is quicker than looking for what else has a word.
LEFT: Final = 64
#: Up to so many hits, reading their titles is quicker than looking for what is just this in the list.
READ: Final = 16
_MARK: Final = SEPARATOR.encode()
_REST: Final = re.compile(REST.encode())


def term_met(segment: Segment, term: Term, within: DocSet | None = None) -> Met:
    """Return what meets a term in any of its fields, in any of its forms; of ``within``, if given."""
    layout, met = segment.layout, segment.nothing_met
    asked = layout.fields_of(term.field)
    for ask in asks(term):
        for name in layout.names(segment.tokens.common(ask.tokens, asked)):
            if name in layout.titles:
                met = met | _in_titles(segment, name, ask, within)
            else:
                met = met | Met.plain(together(segment, name, ask, within))
    return met


def at_most(segment: Segment, term: Term) -> int:
    """Return how many documents may meet a term, by its rarest token in each field."""
    layout, most = segment.layout, 0
    for ask in asks(term):
        for name in layout.names(segment.tokens.common(ask.tokens, layout.fields_of(term.field))):
            most += rarest(segment, name, ask.tokens)
    return most


def rarest(segment: Segment, field: str, tokens: tuple[str, ...]) -> int:
    """Return how many documents have the rarest of some tokens in a field."""
    return min([segment.term_count(folded(field), token) for token in tokens])


def together(segment: Segment, field: str, ask: Ask, within: DocSet | None = None) -> DocSet:
    """Return the documents in one field of which an ask is met."""
    column = segment.texts(field)
    if column is None:
        return segment.nothing
    if within is not None and len(within) <= LEFT:
        return DocSet.of(segment.size, _proved(column, within.to_docs(), ask))
    candidates = having_all(segment, folded(field), ask.tokens)
    if within is not None:
        candidates = candidates & within
    if not len(candidates) or (ask.sure and not ask.doubts):
        return candidates
    if not ask.sure or len(candidates) <= FEW:
        return DocSet.of(segment.size, _proved(column, candidates.to_docs(), ask))
    return segment.proved(candidates, folded(field), ask.doubts, lambda docs: _proved(column, docs, ask))


def having_all(segment: Segment, field: str, tokens: tuple[str, ...]) -> DocSet:
    """Return the documents that have all of some tokens, and where that leaves few, some that do not."""
    if len(tokens) == 1:
        return segment.term(field, tokens[0])
    counted = sorted([(segment.term_count(field, token), token) for token in tokens])
    found = segment.term(field, counted[0][1])
    for _count, token in counted[1:]:
        if len(found) <= FEW:
            break
        found = found & segment.term(field, token)
    return found


def _proved(column: TextColumn, docs: Docs, ask: Ask) -> Docs:
    if ask.exact:
        return column.plain.satisfying(docs, ask.found_in)
    if ask.wild:
        return column.satisfying(docs, ask.found_in)
    needle = ask.needle.encode()
    return column.just(docs, _MARK + needle, _REST) if ask.whole else column.containing(docs, needle)


def _in_titles(segment: Segment, field: str, ask: Ask, within: DocSet | None) -> Met:
    found = together(segment, field, ask, within)
    column = segment.texts(field)
    if column is None or not len(found):
        return segment.nothing_met
    if ask.exact or ask.wild:
        return _one_by_one(column, found, ask)
    if ask.whole:
        return Met(found, found, found, found)
    begins = _beginning(segment, field, column, found, ask)
    return Met(found, _whole(segment, field, column, begins, ask), begins, found)


def _beginning(segment: Segment, field: str, column: TextColumn, found: DocSet, ask: Ask) -> DocSet:
    """Return what of the documents that have the words has them at the beginning of a text.

    Where their first character is the only such one and begins a text, that text has them all, unless it ends before.
    """
    first = ask.needle[0]
    begins = found & segment.term(folded(field), SEPARATOR + first)
    if first == ask.needle:
        return begins
    words = _MARK + ask.needle.encode()
    if len(begins) <= READ:
        return DocSet.of(segment.size, column.containing(begins.to_docs(), words))
    doubts = (first + AGAIN, *(character + SEPARATOR for character in ask.needle[:-1]))
    return segment.proved(begins, folded(field), doubts, lambda docs: column.containing(docs, words))


def _whole(segment: Segment, field: str, column: TextColumn, begins: DocSet, ask: Ask) -> DocSet:
    """Return what of the documents that have a title beginning so has it as the whole title.

    The list holds titles without juan: what is asked is one of them, or is one of them and a part of its juan.
    """
    if not len(begins):
        return begins
    words = _MARK + ask.needle.encode()
    if len(begins) <= READ:
        return DocSet.of(segment.size, column.just(begins.to_docs(), words, _REST))
    number, titles = bytes([segment.layout.field_number(field)]), segment.keys(TITLES)
    whole = titles.docs_of(number + ask.needle.encode())
    longer = [docs for stem in stems(ask.needle) if len(docs := titles.docs_of(number + stem.encode()))]
    if longer:
        whole = union([whole, column.just(union(longer), words, _REST)])
    return DocSet.of(segment.size, whole)


def _one_by_one(column: TextColumn, found: DocSet, ask: Ask) -> Met:
    """Return what meets exact characters or wildcards, of which no list knows."""
    texts, docs = column.plain if ask.exact else column, found.to_docs()
    whole, begins = (
        DocSet.of(found.size, texts.satisfying(docs, partial(_reaches, ask, best)))
        for best in (Tier.WHOLE, Tier.BEGINS)
    )
    return Met(found, whole, begins, found)


def _reaches(ask: Ask, best: Tier, text: str) -> bool:
    tier = ask.tier_in(text)
    return tier is not None and tier <= best
