"""The contract of search carried out in the plainest way: every document asked, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from census.searching import Document, TextField
from search.analysis import Columns, Tier, equal_glyphs, match
from search.engine.protocol import Found, FoundHit, Request
from search.language.tree import Node

#: Fewer hits than so many bring the scattered ones along.
FEW = 20


class NaiveEngine:
    """Finds by :func:`search.analysis.match` alone; the documents come in the order of numbers."""

    def __init__(self, documents: Sequence[Document], fields: Sequence[TextField]) -> None:
        self.columns = [(document, Columns(document, fields)) for document in documents]

    def search(self, request: Request) -> Found:
        """Carry out a request by relevance."""
        hits = self._hits(request.tree, scatter=False)
        if len(hits) < FEW:
            hits = self._hits(request.tree, scatter=True)
        hits.sort(key=lambda hit: hit[:2])
        page = hits[request.offset : request.offset + request.limit]
        return Found(len(hits), tuple(FoundHit(one.kind, one.record_id, tier) for tier, _, one in page))

    def _hits(self, tree: Node, *, scatter: bool) -> list[tuple[Tier, bool, Document]]:
        found = ((match(columns, tree, scatter=scatter), document, columns) for document, columns in self.columns)
        return [
            (tier, not equal_glyphs(columns, tree), document) for tier, document, columns in found if tier is not None
        ]
