"""A request carried out on one view: what is found, in which order, with which counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from search.analysis import Tier, worded
from search.engine.protocol import FoundHit, Request
from search.engine.whoosh_store import glyphs, meeting
from search.engine.whoosh_store.docset import DocSet
from search.engine.whoosh_store.layout import NUMBER_ORDER
from search.engine.whoosh_store.ordering import Order, Place
from search.engine.whoosh_store.view import View

#: With fewer hits than this, scattered ones are looked for too.
SCATTER_BELOW: Final = 20
#: So many titles are read for scattered hits at most. Where all the characters are in more of them, what they would
#: find says little, and reading on would take longer than all else.
SCATTER_READ: Final = 20_000
#: Equal glyphs come first in tiers of up to so many hits; nobody reads further, and each hit has to be looked at.
GLYPHS_DECIDE: Final = 500

Sets = list[DocSet]


class Answer:
    """What a request finds: all of it is known once this is made; order and counts are worked out when asked for."""

    def __init__(self, view: View, request: Request) -> None:
        self._view = view
        self._request = request
        self._met = [meeting.met(part.segment, request.tree) for part in view.parts]
        #: What meets the query in scope, whatever was chosen.
        self._base: Sets = [
            met.all & part.visible(request.scope) for met, part in zip(self._met, view.parts, strict=True)
        ]
        reads = self._to_read() if _size(self._base) < SCATTER_BELOW else 0
        #: Whether scattered hits were wanted and left aside: too many titles would have to be read.
        self.only_together: bool = reads > SCATTER_READ
        self._scattered = self._found_scattered() if 0 < reads <= SCATTER_READ else None
        if self._scattered is not None:
            self._base = [found | more for found, more in zip(self._base, self._scattered, strict=True)]
        #: Everything found, one set a segment; and how many that is.
        self.found: Sets = self._narrowed() if request.chosen else self._base
        self.total: int = _size(self.found)

    def _to_read(self) -> int:
        """Return how many titles have to be read for scattered hits; where the rarest characters tell, at most."""
        segments, tree = [part.segment for part in self._view.parts], self._request.tree
        most = sum([meeting.may_read(segment, tree) for segment in segments])
        return most if most <= SCATTER_READ else sum([meeting.to_read(segment, tree) for segment in segments])

    def _found_scattered(self) -> Sets | None:
        """Return what meets the query by scattered characters only; ``None`` where there is none."""
        tree, scope = self._request.tree, self._request.scope
        more = [
            meeting.more_scattered(part.segment, tree, found) & part.visible(scope)
            for part, found in zip(self._view.parts, self._base, strict=True)
        ]
        return more if _size(more) else None

    def _narrowed(self, but: str = "") -> Sets:
        """Return what is left under the choices, those of one dimension left aside."""
        sets = self._base
        for dimension, values in self._request.chosen.items():
            if values and dimension != but:
                sets = [
                    found & part.segment.having(dimension, tuple(values))
                    for found, part in zip(sets, self._view.parts, strict=True)
                ]
        return sets

    def facets(self) -> dict[str, dict[str, int]]:
        """Return the counts of the dimensions asked for, each under the choices of all others."""
        asked = self._request.counted
        chosen = [name for name in asked if self._request.chosen.get(name)]
        counted = self._counts([name for name in asked if name not in chosen], self.found)
        for name in chosen:
            counted |= self._counts([name], self._narrowed(name))
        return {name: counted[name] for name in asked}

    def _counts(self, dimensions: Sequence[str], sets: Sets) -> dict[str, dict[str, int]]:
        sums: dict[str, Counter[str]] = {name: Counter() for name in dimensions}
        for part, found in zip(self._view.parts, sets, strict=True):
            if dimensions and len(found):
                for name, counts in part.segment.facets.counts(dimensions, found).items():
                    sums[name].update(counts)
        return {name: dict(counts) for name, counts in sums.items()}

    def hits(self, offset: int, limit: int | None) -> Iterator[FoundHit]:
        """Yield a stretch of the hits in order; without ``limit`` all from ``offset`` on."""
        order = self._order
        for tier, sets, backwards in self._runs() if offset < self.total else ():
            size = _size(sets)
            if offset >= size:
                offset -= size
                continue
            places = order.page(sets, offset, limit, last=backwards)
            offset = 0
            if limit is not None:
                limit -= len(places)
            yield from self._as_hits(tier, places)
            if limit is not None and limit <= 0:
                return

    @property
    def _order(self) -> Order:
        return Order(self._view, self._request.sort or NUMBER_ORDER)

    def _as_hits(self, tier: Tier | None, places: Sequence[Place]) -> Iterator[FoundHit]:
        """Make hits; without a given tier each is looked up."""
        for number, doc in places:
            kind, record = self._view.parts[number].segment.identities.identity(doc)
            yield FoundHit(kind, record, self._tier(number, doc) if tier is None else tier)

    def _tier(self, number: int, doc: int) -> Tier:
        met, one = self._met[number], np.array([doc], np.uint32)
        if self._scattered is not None and self._scattered[number].has(one)[0]:
            return Tier.SCATTERED
        for tier, held in ((Tier.WHOLE, met.whole), (Tier.BEGINS, met.begins), (Tier.IN_TITLE, met.inside)):
            if held.has(one)[0]:
                return tier
        return Tier.ELSEWHERE

    def _runs(self) -> Iterator[tuple[Tier | None, Sets, bool]]:
        """Yield sets that stand one behind the other, each ordered by the sort order."""
        if not self._request.sort:
            yield from ((tier, sets, False) for tier, sets in self._tiers())
            return
        keyed = self._order.keyed(self.found)
        yield None, keyed, self._request.descending
        yield None, [found - held for found, held in zip(self.found, keyed, strict=True)], False

    def _tiers(self) -> Iterator[tuple[Tier, Sets]]:
        """Yield the hits by tier, in each tier those in the very glyphs first."""
        left = self.found
        if self._scattered is not None:
            left = [found - more for found, more in zip(left, self._scattered, strict=True)]
        for tier, name in ((Tier.WHOLE, "whole"), (Tier.BEGINS, "begins"), (Tier.IN_TITLE, "inside")):
            taken = [found & getattr(met, name) for found, met in zip(left, self._met, strict=True)]
            if _size(taken):
                yield from self._by_glyphs(tier, taken)
                left = [found - some for found, some in zip(left, taken, strict=True)]
        yield from self._by_glyphs(Tier.ELSEWHERE, left)
        if self._scattered is not None:
            both = zip(self.found, self._scattered, strict=True)
            yield from self._by_glyphs(Tier.SCATTERED, [found & more for found, more in both])

    def _by_glyphs(self, tier: Tier, sets: Sets) -> Iterator[tuple[Tier, Sets]]:
        if not 1 < _size(sets) <= GLYPHS_DECIDE or not worded(self._request.tree):
            yield tier, sets
            return
        both = [
            glyphs.divided(part.segment, self._request.tree, found, tier)
            for part, found in zip(self._view.parts, sets, strict=True)
        ]
        yield tier, [same for same, _rest in both]
        yield tier, [rest for _same, rest in both]


def _size(sets: Sequence[DocSet]) -> int:
    return sum(len(one) for one in sets)
