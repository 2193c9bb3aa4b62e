"""The records that a database lets through, verified on their documents and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from census.policies import ADMIN, Access
from census.searching import Document, SearchKind
from search.analysis import Columns, Tier, equal_glyphs, match
from search.engine.protocol import FoundHit, Scope
from search.language.tree import Node

#: Documents read at once.
BLOCK: Final = 500
#: Behind every number: the place of a record that has none.
_LAST: Final = b"\xff"


@dataclass(frozen=True, slots=True)
class Match:
    """One record that meets a query."""

    document: Document
    tier: Tier
    equal: bool

    @property
    def hit(self) -> FoundHit:
        """Return it as engines do."""
        return FoundHit(self.document.kind, self.document.record_id, self.tier)

    @property
    def place(self) -> tuple[bytes, bytes]:
        """Return its place in the order of numbers."""
        return self.document.sorts.get("number", _LAST), self.document.record_id.bytes


def access_of(scope: Scope) -> Access:
    """Return the access that sees just this scope, so that visibility stays one rule."""
    if scope.everywhere:
        return Access(province=frozenset({str(ADMIN)}))
    return Access(local={institution: frozenset() for institution in scope.institutions})


def in_scope(document: Document, scope: Scope) -> bool:
    """Whether a document lies in a scope: the second look, at what was read from the database a moment later."""
    return scope.everywhere or document.public or document.institution in scope.institutions


def keys_of(
    kind: SearchKind, scope: Scope, condition: Q, order: Sequence[Any] = (), most: int | None = None
) -> Iterator[UUID]:
    """Yield the keys of a kind's records in scope under a condition; the database is asked when the first is taken.

    Without ``order`` they come as the database finds them, which spares it from looking them all up first.
    """
    side = kind.database
    if side is None:
        yield from islice(kind.keys(), most)
        return
    records = side.records().visible_to(access_of(scope)).filter(condition)
    yield from records.order_by(*order).values_list("pk", flat=True)[:most].iterator(BLOCK)


def documents_of(kind: SearchKind, keys: Iterable[UUID]) -> Iterator[list[Document]]:
    """Yield the documents of ``keys`` in their order, a block at a time."""
    rest = iter(keys)
    while block := list(islice(rest, BLOCK)):
        found = {document.record_id: document for document in kind.documents(block)}
        yield [found[key] for key in block if key in found]


def verified(
    kind: SearchKind, documents: Iterable[Document], tree: Node, scope: Scope, *, scatter: bool
) -> Iterator[Match]:
    """Yield those documents that are in scope and meet the query."""
    for document in documents:
        if not in_scope(document, scope):
            continue
        columns = Columns(document, kind.text_fields)
        tier = match(columns, tree, scatter=scatter)
        if tier is not None:
            yield Match(document, tier, equal_glyphs(columns, tree))


def carries(document: Document, chosen: Mapping[str, Sequence[str]]) -> bool:
    """Whether a document has one of the values chosen in each dimension."""
    return all(not set(values).isdisjoint(document.facets.get(name, ())) for name, values in chosen.items())


def ordered(matches: Iterable[Match], sort: str, *, descending: bool) -> list[Match]:
    """Return matches in order: by how well they fit, else by a key, those without it last both ways; then by number."""
    by_number = sorted(matches, key=lambda one: one.place)
    if not sort:
        return sorted(by_number, key=lambda one: (one.tier, not one.equal))
    keyed = [one for one in by_number if sort in one.document.sorts]
    keyed.sort(key=lambda one: one.document.sorts[sort], reverse=descending)
    return keyed + [one for one in by_number if sort not in one.document.sorts]


def counted(
    matches: Sequence[Match], chosen: Mapping[str, Sequence[str]], dimensions: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Count the values of each dimension among what all *other* dimensions' choices leave."""
    found: dict[str, dict[str, int]] = {}
    for name in dimensions:
        others = {facet: values for facet, values in chosen.items() if facet != name}
        counts: dict[str, int] = {}
        for one in matches:
            if carries(one.document, others):
                for value in one.document.facets.get(name, ()):
                    counts[value] = counts.get(value, 0) + 1
        found[name] = counts
    return found
