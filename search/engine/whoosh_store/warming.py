"""What most requests need, worked out when a process starts rather than for its first reader."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from authority.han import fold
from search.engine.protocol import Scope
from search.engine.whoosh_store.docset import DocSet
from search.engine.whoosh_store.layout import folded
from search.engine.whoosh_store.ordering import order_of
from search.engine.whoosh_store.view import View

#: Characters and words that stand in a good part of all titles and editions of old books.
COMMON: Final = "卷集文詩書經史記志注清明宋元刻本抄年光緒康熙乾隆嘉慶道光撰輯編"


def warm(view: View) -> None:
    """Read facets, orders, scopes and the most frequent tokens of the segments of a view."""
    for part in view.parts:
        segment = part.segment
        part.visible(Scope())
        segment.facets.counts(segment.facets.dimensions, segment.everything)
        for sort in segment.layout.sorts:
            order_of(segment, sort).docs  # noqa: B018 - worked out when first read
        _ = segment.years
        common = fold(COMMON)
        for name in segment.layout.general:
            for token in {*common, *map("".join, pairwise(common))}:
                found: DocSet = segment.term(folded(name), token)
                len(found)
