"""Which documents of one segment meet a query, and how well: what Whoosh's own matchers are too slow for.

It finds what :func:`search.analysis.match` finds, by sets instead of document by document.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from search.analysis import asked_number, scattered_tokens
from search.analysis.asking import scattered_key
from search.engine.whoosh_store import phrases, sounds
from search.engine.whoosh_store.docset import DocSet, any_of
from search.engine.whoosh_store.layout import CORNER, NUMBERS, folded
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.rows import NO_YEAR
from search.engine.whoosh_store.segment import Segment
from search.language.tree import And, Choice, Everything, FourCorner, Node, Not, Number, Or, Pinyin, Term, Years


def met(segment: Segment, node: Node, within: DocSet | None = None) -> Met:
    """Return what meets a node; with ``within`` only what of it does matters."""
    if isinstance(node, Term):
        return phrases.term_met(segment, node, within)
    if isinstance(node, And):
        return _all_met(segment, node.parts, within)
    if isinstance(node, Or):
        return reduce(Met.__or__, [met(segment, part, within) for part in node.parts], segment.nothing_met)
    if isinstance(node, Not):
        return Met.plain(segment.everything - met(segment, node.part).all)
    if isinstance(node, Pinyin):
        return sounds.pinyin_met(segment, node)
    return Met.plain(_leaf(segment, node))


def _all_met(segment: Segment, parts: Sequence[Node], within: DocSet | None) -> Met:
    """Meet all parts, the rarest first: of what is left when few are, the texts are read instead of postings."""
    found, mets = segment.everything, list[Met]()
    for part in sorted(parts, key=lambda part: _many(segment, part)):
        one = met(segment, part, within)
        found = found & one.all if mets else one.all
        if not len(found):
            return segment.nothing_met
        within = found
        mets.append(one)
    return Met(found, *(_any_of(found, [getattr(one, name) for one in mets]) for name in ("whole", "begins", "inside")))


def _any_of(found: DocSet, sets: Sequence[DocSet]) -> DocSet:
    return reduce(DocSet.__or__, [found & one for one in sets if len(one)], DocSet.nothing(found.size))


def _many(segment: Segment, node: Node) -> int:
    """Return roughly how many documents meet a node."""
    if isinstance(node, Term):
        return phrases.at_most(segment, node)
    return 0 if isinstance(node, Number) else segment.size


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


def more_scattered(segment: Segment, tree: Node, found: DocSet) -> DocSet:
    """Return what meets a query by scattered characters beside what was ``found`` without."""
    return _scattered(segment, tree, found, None) if isinstance(tree, Term) else scattered(segment, tree) - found


def scattered(segment: Segment, node: Node, within: DocSet | None = None) -> DocSet:
    """Return what meets a node where terms without quotes may also be met by their characters alone, in order."""
    if isinstance(node, And):
        return _all_scattered(segment, node.parts, within)
    if isinstance(node, Or):
        return any_of(segment.size, [scattered(segment, part, within) for part in node.parts])
    together = met(segment, node, within).all
    return together | _scattered(segment, node, together, within) if isinstance(node, Term) else together


def _all_scattered(segment: Segment, parts: Sequence[Node], within: DocSet | None) -> DocSet:
    """Meet all parts, that first for which the fewest titles are read: of the others only what is left then."""
    for part in sorted(parts, key=lambda part: max(_many(segment, part), may_read(segment, part))):
        found = scattered(segment, part, within)
        within = found if within is None else within & found
        if not len(within):
            break
    return segment.everything if within is None else within


def may_read(segment: Segment, node: Node) -> int:
    """Return how many titles at most have to be read for :func:`scattered`, as far as counts tell."""
    if isinstance(node, And | Or):
        return sum(may_read(segment, part) for part in node.parts)
    if not isinstance(node, Term):
        return 0
    return sum(phrases.rarest(segment, name, scattered_tokens(node)) for name in _titles_of(segment, node))


def to_read(segment: Segment, node: Node) -> int:
    """Return how many titles have to be read for :func:`scattered`."""
    if isinstance(node, And | Or):
        return sum(to_read(segment, part) for part in node.parts)
    if not isinstance(node, Term):
        return 0
    return sum(len(_all_there(segment, name, node)) for name in _titles_of(segment, node))


def _titles_of(segment: Segment, term: Term) -> tuple[str, ...]:
    """Return the fields of titles that have all the characters of a term; none where it may not scatter."""
    tokens, layout = scattered_tokens(term), segment.layout
    if not tokens:
        return ()
    return layout.names(segment.tokens.common(tokens, layout.fields_of(term.field) & layout.title_fields))


def _all_there(segment: Segment, name: str, term: Term) -> DocSet:
    """Return the documents whose titles may have all the characters of a term."""
    return phrases.having_all(segment, folded(name), scattered_tokens(term))


def _scattered(segment: Segment, term: Term, found: DocSet, within: DocSet | None) -> DocSet:
    names = _titles_of(segment, term)
    return any_of(segment.size, [_scattered_in(segment, name, term, found, within) for name in names])


def _scattered_in(segment: Segment, name: str, term: Term, found: DocSet, within: DocSet | None) -> DocSet:
    """Each character is met where it comes first after the one before: another place would find nothing more."""
    candidates, column = _all_there(segment, name, term) - found, segment.texts(name)
    if within is not None:
        candidates = candidates & within
    if column is None or not len(candidates):
        return segment.nothing
    return DocSet.of(segment.size, column.in_order(candidates.to_docs(), scattered_key(term)))
