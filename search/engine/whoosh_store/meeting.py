"""Which documents of one segment meet a query, and how well: what Whoosh's own matchers are too slow for.

It finds what :func:`search.analysis.match` finds, by sets instead of document by document.
"""

from __future__ import annotations

import re
from functools import reduce

from search.analysis import SEPARATOR, asked_number, scattered_tokens
from search.analysis.asking import WILDCARD, key_of
from search.engine.whoosh_store import phrases, sounds
from search.engine.whoosh_store.docset import DocSet, all_of, any_of
from search.engine.whoosh_store.layout import CORNER, NUMBERS, folded
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.rows import NO_YEAR
from search.engine.whoosh_store.segment import Segment
from search.language.tree import And, Choice, Everything, FourCorner, Node, Not, Number, Or, Pinyin, Term, Years


def met(segment: Segment, node: Node) -> Met:
    """Return what meets a node."""
    found: Met = segment.remembered.get(("met", node), lambda: _met(segment, node), Met.weight)
    return found


def _met(segment: Segment, node: Node) -> Met:
    if isinstance(node, And):
        return _all_met([met(segment, part) for part in node.parts], segment)
    if isinstance(node, Or):
        return reduce(Met.__or__, [met(segment, part) for part in node.parts], Met.nothing(segment.size))
    if isinstance(node, Not):
        return Met.plain(segment.everything - met(segment, node.part).all)
    if isinstance(node, Term):
        return phrases.term_met(segment, node)
    if isinstance(node, Pinyin):
        return sounds.pinyin_met(segment, node)
    return Met.plain(_leaf(segment, node))


def _all_met(parts: list[Met], segment: Segment) -> Met:
    if not parts:
        return Met.plain(segment.everything)
    whole = all_of([part.all for part in parts])
    return reduce(Met.__or__, parts).within(whole)


def _leaf(segment: Segment, node: Node) -> DocSet:
    if isinstance(node, Number):
        return _number(segment, node)
    if isinstance(node, Years):
        return _years(segment, node)
    if isinstance(node, FourCorner):
        return segment.having(CORNER, (node.digits,))
    if isinstance(node, Choice):
        return segment.having(node.facet, node.values)
    return segment.everything if isinstance(node, Everything) else segment.nothing


def _number(segment: Segment, node: Number) -> DocSet:
    key = asked_number(node.text).encode()
    if not key:
        return segment.nothing
    numbers = segment.keys(NUMBERS)
    return DocSet.of(segment.size, numbers.docs_beginning(key) if node.prefix else numbers.docs_of(key))


def _years(segment: Segment, node: Years) -> DocSet:
    first, last = segment.years
    start, end = (last, first) if node.touching else (first, last)
    kept = first != NO_YEAR
    if node.first is not None:
        kept &= start >= node.first
    if node.last is not None:
        kept &= end <= node.last
    return DocSet.where(kept)


def scattered(segment: Segment, node: Node) -> DocSet:
    """Return what meets a node where terms without quotes may also be met by their characters alone, in order."""
    if isinstance(node, And):
        parts = [scattered(segment, part) for part in node.parts]
        return all_of(parts) if parts else segment.everything
    if isinstance(node, Or):
        return any_of(segment.size, [scattered(segment, part) for part in node.parts])
    if isinstance(node, Term):
        return met(segment, node).all | _scattered(segment, node)
    return met(segment, node).all


def _scattered(segment: Segment, term: Term) -> DocSet:
    tokens = scattered_tokens(term)
    if not tokens:
        return segment.nothing
    return any_of(segment.size, [_scattered_in(segment, name, term) for name in _titles_of(segment, term)])


def _titles_of(segment: Segment, term: Term) -> list[str]:
    return [name for name in phrases.asked(segment.layout, term) if name in segment.layout.titles]


def _all_there(segment: Segment, name: str, term: Term) -> DocSet:
    """Return the documents whose titles have all the characters of a term, in whatever order."""
    return all_of([segment.term(folded(name), token) for token in scattered_tokens(term)])


def to_read(segment: Segment, node: Node) -> int:
    """Return how many titles have to be read for :func:`scattered`."""
    if isinstance(node, And | Or):
        return sum(to_read(segment, part) for part in node.parts)
    if not isinstance(node, Term) or not scattered_tokens(node):
        return 0
    return sum(len(_all_there(segment, name, node)) for name in _titles_of(segment, node))


def _scattered_in(segment: Segment, name: str, term: Term) -> DocSet:
    candidates, column = _all_there(segment, name, term), segment.text_column(folded(name))
    if column is None or not len(candidates):
        return segment.nothing
    return DocSet.of(segment.size, column.matching(candidates.to_docs(), _in_order(key_of(term.text))))


def _in_order(key: str) -> re.Pattern[bytes]:
    """Return what finds the characters of a key in order inside one text.

    Each is met where it comes first after the one before; looking for another place would find nothing more, and in
    titles full of 一卷 it would go on for hours.
    """
    first, *others = (phrases.escaped(character) for character in key.replace(WILDCARD, ""))
    apart = f"[^{SEPARATOR}]*?".encode()
    return phrases.compiled(first + b"".join(b"(?>" + apart + other + b")" for other in others))
