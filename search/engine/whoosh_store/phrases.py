"""Words found together: candidates by tokens, proof on the column, and how well a title meets them."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from search.analysis import SEPARATOR, Ask, Tier, asks
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
#: Up to so many hits, reading their titles is quicker than looking for those that begin so in the list.
READ: Final = 128
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
    if ask.sure or not len(candidates):
        return candidates
    return DocSet.of(segment.size, _proved(column, candidates.to_docs(), ask))


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
    if len(found) <= READ:
        begins = column.containing(found.to_docs(), _MARK + ask.needle.encode())
        whole = column.just(begins, _MARK + ask.needle.encode(), _REST)
    else:
        begins, whole = _listed(segment, field, column, ask)
    return Met(found, DocSet.of(segment.size, whole), DocSet.of(segment.size, begins), found)


def _listed(segment: Segment, field: str, column: TextColumn, ask: Ask) -> tuple[Docs, Docs]:
    """Return the documents that have a title beginning so, and those of which it is the whole title.

    The list holds titles without juan: what is asked begins one of them, or is one of them and a part of its juan.
    """
    number, needle = bytes([segment.layout.field_number(field)]), ask.needle.encode()
    titles = segment.keys(TITLES)
    first, last = titles.beginning(number + needle)
    begins = [titles.docs(first, last)]
    whole = [titles.docs(first, first + 1)] if first < last and titles.key(first) == number + needle else []
    for stem in stems(ask.needle):
        docs = titles.docs_of(number + stem.encode())
        if len(docs):
            longer = column.containing(docs, _MARK + needle)
            begins.append(longer)
            whole.append(column.just(longer, _MARK + needle, _REST))
    return union(begins, again=True), union(whole)


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
