"""From a request to what people read: the engine's answer, its records as the database has them now, the words around.

The index is asked; where there is none that can be used, the database. Records are read through their own visibility.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authority.kept import once_a_look
from census.policies import Access
from census.searching import Document, SearchKind, search_kinds
from search.analysis import Tier
from search.engine.fallback import DatabaseEngine
from search.engine.opened import engine, no_index
from search.engine.protocol import Engine, Found, FoundHit, IndexUnusable, Request, Scope, Suggestion
from search.explaining import hit_of
from search.faceting import dimensions, groups
from search.indexing.fitting import require_fit
from search.language.tree import Term, Understood
from search.results import Hit, Results, SortOption
from search.understanding import in_words
from search.withheld import withheld

T = TypeVar("T")

#: Found no more than so many, the person may have meant something else.
LITTLE: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, for the request as it was answered in the end; ``notice`` says where no index could be used."""

    request: Request
    found: Found
    notice: str = ""


def scope_of(access: Access) -> Scope:
    """Return whose records somebody may find."""
    return Scope(access.everywhere, frozenset() if access.everywhere else access.institutions)


def asked_now(access: Access) -> tuple[Engine, Scope]:
    """Return the reader of the index, and what of it may be seen at this moment: less than it shows, if it is behind.

    Raises :class:`IndexUnusable` if there is no index, or one that is far behind or another database's.
    """
    opened, scope = engine(), scope_of(access)
    if isinstance(opened, DatabaseEngine):
        return opened, scope
    once_a_look("fit", require_fit)
    return opened, replace(scope, hidden=withheld(access))


def answered(access: Access, ask: Callable[[Engine, Scope], T]) -> tuple[T, str]:
    """Return what the index answers; without a usable one what the database does, and a notice that says so."""
    try:
        return ask(*asked_now(access)), ""
    except IndexUnusable as why:
        notice = gettext("索引暂不可用（{why}），现直接在数据库中查找，较慢，结果可能不全。").format(why=why)
        return ask(no_index(), scope_of(access)), notice


def page_of(request: Request, access: Access, *, or_last: bool) -> Answer:
    """Carry out a request; ``or_last`` takes the last page instead of one beyond it."""
    found, notice = _found(request, access)
    if or_last and request.offset >= found.total > 0:
        request = replace(request, counted=(), offset=(found.total - 1) // request.limit * request.limit)
        found = replace(_found(request, access)[0], facets=found.facets)
    return Answer(request, found, notice)


def _found(request: Request, access: Access) -> tuple[Found, str]:
    return answered(access, lambda asked, scope: asked.search(replace(request, scope=scope)))


def as_results(answer: Answer, understood: Understood, access: Access) -> Results:
    """Return an answer with its records, its dimensions and what is to be told about it."""
    request, found = answer.request, answer.found
    hits = tuple(_hits(found.hits, access, understood))
    return Results(
        understood=understood,
        total=found.total,
        hits=hits,
        facets=tuple(groups(dimensions(request.scope), found.facets, request.chosen)),
        chosen=dict(request.chosen),
        sort=request.sort,
        descending=request.descending,
        sorts=tuple(sort_options(request.sort)),
        page=request.offset // request.limit + 1,
        size=request.limit,
        did_you_mean=_meant(understood, found, access),
        notice=answer.notice,
        capped=found.capped,
        only_together=found.only_together,
        missing=len(found.hits) - len(hits),
        in_words=in_words(understood, request.scope),
    )


def sort_options(selected: str = "") -> Iterator[SortOption]:
    """Yield the orders of all kinds, relevance first."""
    yield SortOption("", _("相关度"), not selected)
    seen = set()
    for kind in search_kinds().values():
        for order in kind.sort_fields:
            if order.name not in seen:
                seen.add(order.name)
                yield SortOption(order.name, order.label, order.name == selected)


def records_of(found: Sequence[FoundHit], access: Access) -> Iterator[tuple[FoundHit, Any]]:
    """Yield the hits in their order with their records, those left out that the database does not show."""
    visible: dict[UUID, Any] = {}
    for kind, keys in _by_kind(found):
        visible |= kind.records(keys, access)
    return ((hit, visible[hit.record_id]) for hit in found if hit.record_id in visible)


def _hits(found: Sequence[FoundHit], access: Access, understood: Understood) -> Iterator[Hit]:
    shown = list(records_of(found, access))
    documents = _documents([hit for hit, _record in shown])
    kinds = search_kinds()
    for hit, record in shown:
        yield hit_of(kinds[hit.kind], hit, record, documents.get(hit.record_id), understood.tree)


def _documents(found: Sequence[FoundHit]) -> Mapping[UUID, Document]:
    return {document.record_id: document for kind, keys in _by_kind(found) for document in kind.explained(keys)}


def _by_kind(found: Sequence[FoundHit]) -> Iterator[tuple[SearchKind, list[UUID]]]:
    for name, kind in search_kinds().items():
        if keys := [hit.record_id for hit in found if hit.kind == name]:
            yield kind, keys


def _meant(understood: Understood, found: Found, access: Access) -> tuple[Suggestion, ...]:
    """Return what may have been meant where plain words were found in few records, and in no title as they stand."""
    tree = understood.tree
    if found.total > LITTLE or not isinstance(tree, Term) or tree.exact or tree.field:
        return ()
    if any(hit.tier < Tier.ELSEWHERE for hit in found.hits):
        return ()
    suggestions = answered(access, lambda asked, scope: asked.near(tree.text, scope, 3))[0]
    named: dict[str, Suggestion] = {}
    for one in suggestions:
        if one.text != tree.text:
            named.setdefault(one.text, one)
    return tuple(named.values())
