"""Searching, for everybody outside this room: a person and words in, results out.

Who may see what comes from :class:`census.policies.Access`, always. Records are read from the database again, through
their own visibility: one that has just been withdrawn never shows, though the index may still count it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from census.policies import ADMIN, Access
from census.searching import Document, SearchKind, search_kinds
from search.analysis import Tier
from search.engine.fallback import DatabaseEngine
from search.engine.opened import engine, no_index
from search.engine.protocol import Engine, Found, FoundHit, IndexState, IndexUnusable, Request, Scope, Suggestion
from search.explaining import hit_of
from search.faceting import STATE, dimensions, groups
from search.language.tree import Term, Understood
from search.results import Hit, Results, SortOption
from search.understanding import in_words, understand

T = TypeVar("T")
Chosen = Mapping[str, Sequence[str]]

PAGE: Final = 20
LARGEST_PAGE: Final = 200
#: Found no more than so many, the person may have meant something else.
LITTLE: Final = 3
#: Records read at once for an export.
BLOCK: Final = 500
NUMBER_ORDER: Final = "number"

#: The access of somebody who sees everything: a command on the machine itself.
EVERYTHING: Final = Access(province=frozenset({str(ADMIN)}))
#: The access of a reader who has not logged in.
PUBLIC: Final = Access()


def search(
    user: Any,
    text: str = "",
    chosen: Chosen | None = None,
    *,
    sort: str = "",
    descending: bool = False,
    page: int = 1,
    size: int = PAGE,
    exact: bool = False,
    counted: Sequence[str] | None = None,
    offset: int | None = None,
) -> Results:
    """Return a page of what ``user`` (or an ``Access``, or ``None`` for anybody) may see of what was asked.

    ``chosen`` are the values picked in each dimension, ``sort`` is empty for relevance, ``exact`` asks for the very
    characters. ``counted`` names the dimensions to count, ``None`` for all that stand beside results. What is asked of
    unknown dimensions or orders is passed over. A page beyond the last is the last one; ``offset`` asks for hits from a
    place of one's own instead of a page.
    """
    began = time.perf_counter()
    request, understood = _request(user, text, chosen, sort, descending, exact)
    size = min(max(1, size), LARGEST_PAGE)
    fields = dimensions(request.scope)
    beside = [name for name, facets in fields.items() if not facets[0].aside]
    wanted = tuple(beside if counted is None else (name for name in counted if name in fields))
    start = (max(1, page) - 1) * size if offset is None else max(0, offset)
    request = replace(request, counted=wanted, offset=start, limit=size)
    found, notice = _answered(lambda asked: asked.search(request))
    if offset is None and start >= found.total > 0:
        request = replace(request, counted=(), offset=(found.total - 1) // size * size)
        found = replace(_answered(lambda asked: asked.search(request))[0], facets=found.facets)
    hits = list(_hits(found.hits, Access.of(user), understood))
    return Results(
        understood=understood,
        total=found.total,
        hits=tuple(hits),
        facets=tuple(groups(fields, found.facets, request.chosen)),
        chosen=dict(request.chosen),
        sort=request.sort,
        descending=request.descending,
        sorts=tuple(sort_options(request.sort)),
        page=request.offset // size + 1,
        size=size,
        did_you_mean=_meant(understood, found, request.scope),
        notice=notice,
        capped=found.capped,
        missing=len(found.hits) - len(hits),
        in_words=in_words(understood, request.scope),
        took_ms=(time.perf_counter() - began) * 1000,
    )


def suggest(user: Any, text: str, limit: int = 10) -> list[Suggestion]:
    """Return titles and persons that begin with what was typed, among the records that ``user`` may see."""
    scope = scope_of(user)
    return _answered(lambda asked: asked.suggest(text, scope, limit))[0] if text.strip() else []


def near(user: Any, text: str, limit: int = 3) -> list[Suggestion]:
    """Return titles and persons that differ little from what was typed, among the records that ``user`` may see."""
    scope = scope_of(user)
    return _answered(lambda asked: asked.near(text, scope, limit))[0] if text.strip() else []


def same_edition(record: Any, user: Any, limit: int = 100) -> list[Any]:
    """Return the other copies of a record's edition that ``user`` may see, in the order of the index."""
    document = next(iter(search_kinds()[record.KIND].documents([record.pk])), None)
    if document is None or not document.same:
        return []
    hits, _notice = _answered(lambda asked: _copies(asked, record, document, scope_of(user), limit + 1))
    others = [hit for hit in hits if hit.record_id != record.pk]
    return [found for _hit, found in _records(others, Access.of(user))][:limit]


def records(
    user: Any,
    text: str = "",
    chosen: Chosen | None = None,
    *,
    sort: str = "",
    descending: bool = False,
    exact: bool = False,
) -> Iterator[Any]:
    """Yield every record found that ``user`` may see, in its order, a few hundred in memory at a time: for exports."""
    request, _understood = _request(user, text, chosen, sort, descending, exact)
    access = Access.of(user)
    hits = hits_of(request)
    while block := list(islice(hits, BLOCK)):
        yield from (record for _hit, record in _records(block, access))


def hits_of(request: Request) -> Iterator[FoundHit]:
    """Yield every hit of a request. An index that fails on the way is an error: half an export must not look whole."""
    try:
        hits = engine().keys(request)
        first = next(hits, None)
    except IndexUnusable:
        yield from no_index().keys(request)
        return
    if first is not None:
        yield first
        yield from hits


def record_keys(user: Any, text: str = "", chosen: Chosen | None = None, *, exact: bool = False) -> Iterator[UUID]:
    """Yield the keys of what the index finds for ``user``, for those who filter them through ``visible_to``."""
    request, _understood = _request(user, text, chosen, NUMBER_ORDER, False, exact)
    return (hit.record_id for hit in hits_of(request))


def generation() -> str:
    """Return a name that changes with whatever a search would find; empty where nothing may be kept."""
    try:
        return engine().generation()
    except IndexUnusable:
        return ""


def warm() -> None:
    """Read what the first search would wait for; nothing where there is no index."""
    with suppress(IndexUnusable):
        engine().warm()


def state() -> IndexState:
    """Return how the index stands."""
    from search.engine.choice import chosen_store

    return chosen_store().state()


def scope_of(user: Any) -> Scope:
    """Return whose records a person may find."""
    access = Access.of(user)
    return Scope(access.everywhere, frozenset() if access.everywhere else access.institutions)


def dimension_names(user: Any) -> list[str]:
    """Return the dimensions by which ``user`` may narrow results."""
    return list(dimensions(scope_of(user)))


def sort_options(selected: str = "") -> Iterator[SortOption]:
    """Yield the orders of all kinds, relevance first."""
    yield SortOption("", _("相关度"), not selected)
    seen = set()
    for kind in search_kinds().values():
        for field in kind.sort_fields:
            if field.name not in seen:
                seen.add(field.name)
                yield SortOption(field.name, field.label, field.name == selected)


def _request(
    user: Any, text: str, chosen: Chosen | None, sort: str, descending: bool, exact: bool
) -> tuple[Request, Understood]:
    scope = scope_of(user)
    understood, known = understand(text, scope, exact=exact), dimensions(scope)
    kept = {name: tuple(dict.fromkeys(values)) for name, values in (chosen or {}).items() if name in known and values}
    sort = sort if sort in {option.name for option in sort_options()} else ""
    return Request(understood.tree, scope, kept, sort=sort, descending=descending and bool(sort)), understood


def _answered(ask: Callable[[Engine], T]) -> tuple[T, str]:
    """Return what the index answers; without a usable one what the database does, and a notice that says so."""
    try:
        return ask(engine()), ""
    except IndexUnusable as why:
        notice = gettext("索引暂不可用（{why}），现直接在数据库中查找，较慢，结果可能不全。").format(why=why)
        return ask(no_index()), notice


def _copies(asked: Engine, record: Any, document: Document, scope: Scope, limit: int) -> list[FoundHit]:
    if isinstance(asked, DatabaseEngine):
        return asked.copies(record, document.same, scope, limit)
    return asked.same(document.same, scope, limit)


def _hits(found: Sequence[FoundHit], access: Access, understood: Understood) -> Iterator[Hit]:
    shown = list(_records(found, access))
    documents = {document.record_id: document for document in _documents([hit for hit, _record in shown])}
    kinds = search_kinds()
    for hit, record in shown:
        yield hit_of(kinds[hit.kind], hit, record, documents.get(hit.record_id), understood.tree)


def _records(found: Sequence[FoundHit], access: Access) -> Iterator[tuple[FoundHit, Any]]:
    """Yield the hits in their order with their records, those left out that the database does not show."""
    visible: dict[UUID, Any] = {}
    for kind, keys in _by_kind(found):
        visible |= kind.records(keys, access)
    return ((hit, visible[hit.record_id]) for hit in found if hit.record_id in visible)


def _documents(found: Sequence[FoundHit]) -> Iterator[Document]:
    for kind, keys in _by_kind(found):
        yield from kind.explained(keys)


def _by_kind(found: Sequence[FoundHit]) -> Iterator[tuple[SearchKind, list[UUID]]]:
    for name, kind in search_kinds().items():
        if keys := [hit.record_id for hit in found if hit.kind == name]:
            yield kind, keys


def _meant(understood: Understood, found: Found, scope: Scope) -> tuple[Suggestion, ...]:
    """Return what may have been meant where plain words were found in few records, and in no title as they stand."""
    tree = understood.tree
    if found.total > LITTLE or not isinstance(tree, Term) or tree.exact or tree.field:
        return ()
    if any(hit.tier < Tier.ELSEWHERE for hit in found.hits):
        return ()
    suggestions = _answered(lambda asked: asked.near(tree.text, scope, 3))[0]
    return tuple(one for one in suggestions if one.text != tree.text)


__all__ = [
    "EVERYTHING",
    "PUBLIC",
    "STATE",
    "Chosen",
    "dimension_names",
    "generation",
    "near",
    "record_keys",
    "records",
    "same_edition",
    "scope_of",
    "search",
    "sort_options",
    "state",
    "suggest",
    "warm",
]
