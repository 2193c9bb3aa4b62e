"""What an engine must find, worked out document by document: slow, plain, and the measure of the fast one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from census.searching import Document, TextField
from search.analysis import SEPARATOR, Columns, Tier, bare, leaves, match
from search.engine.protocol import Found, FoundHit, Request, Scope
from search.engine.whoosh_store.titles import proper
from search.language.tree import And, Node, Or, Term

SCATTER_BELOW = 20


@dataclass(frozen=True)
class Hit:
    """A document found, how well, and whether it has the query in the very characters."""

    document: Document
    tier: Tier
    same_glyphs: bool

    def as_found(self) -> FoundHit:
        return FoundHit(self.document.kind, self.document.record_id, self.tier)


class Oracle:
    """The documents of an index, and what requests must find among them."""

    def __init__(self, fields: Sequence[TextField]) -> None:
        self.fields = fields
        self.documents: dict[tuple[str, object], Document] = {}

    def replace(self, documents: Iterable[Document], gone: Iterable[tuple[str, object]] = ()) -> None:
        for key in gone:
            self.documents.pop(key, None)
        for document in documents:
            self.documents[document.kind, document.record_id] = document

    def search(self, request: Request) -> Found:
        base = self._base(request)
        hits = [hit for hit in base if self._chosen(hit.document, request)]
        ordered = self._ordered(hits, request)
        page = ordered[request.offset : request.offset + request.limit]
        counts = {
            name: self._counts(name, [hit.document for hit in base if self._chosen(hit.document, request, but=name)])
            for name in request.counted
        }
        return Found(len(hits), tuple(hit.as_found() for hit in page), counts)

    def same(self, key: str, scope: Scope) -> list[FoundHit]:
        held = [one for one in self.visible(scope) if one.same == key]
        return [FoundHit(one.kind, one.record_id) for one in sorted(held, key=by_number)]

    def names(self, scope: Scope) -> dict[tuple[str, str], int]:
        """How many records in scope have each title without its juan, and each person: by field and folding key."""
        counted: Counter[tuple[str, str]] = Counter()
        for document in self.visible(scope):
            columns = Columns(document, self.fields)
            for field in self.fields:
                parts = columns.folded(field.name).strip(SEPARATOR).split(SEPARATOR)
                counted.update(
                    (field.name, name)
                    for name in {proper(part) if field.is_title else part for part in parts if part}
                    if field.is_title or field.is_person
                )
        return counted

    def visible(self, scope: Scope) -> list[Document]:
        return [
            one
            for one in self.documents.values()
            if (scope.everywhere or one.public or one.institution in scope.institutions)
            and (one.kind, one.record_id) not in scope.hidden
        ]

    def _base(self, request: Request) -> list[Hit]:
        visible = self.visible(request.scope)
        hits = self._matching(visible, request.tree, scatter=False)
        if len(hits) < SCATTER_BELOW:
            hits = self._matching(visible, request.tree, scatter=True)
        return hits

    def _matching(self, documents: Iterable[Document], tree: Node, *, scatter: bool) -> list[Hit]:
        found = []
        for document in documents:
            columns = Columns(document, self.fields)
            together = match(columns, tree, scatter=False)
            tier = together
            if tier is None and scatter and match(columns, tree) is not None:
                tier = Tier.SCATTERED
            if tier is not None:
                found.append(Hit(document, tier, has_glyphs(columns, tree)))
        return found

    @staticmethod
    def _chosen(document: Document, request: Request, but: str = "") -> bool:
        return all(
            not values or name == but or set(values) & set(document.facets.get(name, ()))
            for name, values in request.chosen.items()
        )

    @staticmethod
    def _counts(name: str, documents: Iterable[Document]) -> dict[str, int]:
        return dict(Counter(value for one in documents for value in set(one.facets.get(name, ()))))

    @staticmethod
    def _ordered(hits: list[Hit], request: Request) -> list[Hit]:
        if not request.sort:
            return sorted(hits, key=lambda hit: (hit.tier, not hit.same_glyphs, by_number(hit.document)))
        order = by_key(request.sort)
        keyed = [hit for hit in hits if hit.document.sorts.get(request.sort)]
        rest = [hit for hit in hits if not hit.document.sorts.get(request.sort)]
        keyed.sort(key=lambda hit: order(hit.document), reverse=request.descending)
        return keyed + sorted(rest, key=lambda hit: by_number(hit.document))


def identity(document: Document) -> bytes:
    return document.kind.encode() + b"\0" + document.record_id.bytes


def by_number(document: Document) -> tuple[object, ...]:
    number = document.sorts.get("number", b"")
    return not number, number, identity(document)


def by_key(sort: str) -> Callable[[Document], tuple[object, ...]]:
    return lambda document: (document.sorts.get(sort, b""), *by_number(document))


def has_glyphs(columns: Columns, tree: Node) -> bool:
    """Whether the query's words stand in the very characters: all of And, any of Or; sounds and years are no words."""
    if isinstance(tree, And):
        return all(has_glyphs(columns, part) for part in tree.parts)
    if isinstance(tree, Or):
        with_words = [part for part in tree.parts if any(isinstance(leaf, Term) for leaf in leaves(part))]
        return not with_words or any(has_glyphs(columns, part) for part in with_words)
    if isinstance(tree, Term):
        return any(bare(tree.text) in columns.plain(field.name) for field in columns.asked(tree.field))
    return True
