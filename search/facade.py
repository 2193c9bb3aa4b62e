"""Searching, for everybody outside this room: a person and words in, results out.

Who may see what comes from :class:`census.policies.Access`, always. Records are read from the database again, through
their own visibility; one that has just been withdrawn is neither shown nor counted, though the index has yet to learn
of it (:mod:`search.withheld`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, Final
from uuid import UUID

from authority.kept import one_look
from census.policies import ADMIN, Access
from census.searching import Document, search_kinds
from search.answering import answered, as_results, asked_now, page_of, records_of, scope_of, sort_options
from search.engine.fallback import DatabaseEngine
from search.engine.opened import engine, no_index
from search.engine.protocol import Engine, FoundHit, IndexState, IndexUnusable, Request, Scope, Suggestion
from search.faceting import STATE, dimensions
from search.language import other_forms
from search.language.tree import Understood
from search.results import Results
from search.understanding import pieces_of, understand

Chosen = Mapping[str, Sequence[str]]

PAGE: Final = 20
LARGEST_PAGE: Final = 200
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
    access = Access.of(user)
    with one_look():
        request, understood = _request(access, text, chosen, sort, descending, exact)
        limit = min(max(1, size), LARGEST_PAGE)
        start = (max(1, page) - 1) * limit if offset is None else max(0, offset)
        request = replace(request, counted=_counted(request.scope, counted), offset=start, limit=limit)
        results = as_results(page_of(request, access, or_last=offset is None), understood, access)
    return replace(results, took_ms=(time.perf_counter() - began) * 1000)


def total(user: Any, text: str = "", chosen: Chosen | None = None, *, exact: bool = False) -> int:
    """Return how many records a search would find for ``user``, without reading any."""
    with one_look():
        access = Access.of(user)
        request, _understood = _request(access, text, chosen, NUMBER_ORDER, False, exact)
        return page_of(replace(request, limit=0), access, or_last=False).found.total


def pieces(user: Any, text: str) -> list[str]:
    """Return what must all be met of what was typed, as typed."""
    return pieces_of(text, scope_of(Access.of(user)))


def suggest(user: Any, text: str, limit: int = 10) -> list[Suggestion]:
    """Return titles and persons that begin with what was typed, among the records that ``user`` may see.

    Where they are few, those that begin with it written otherwise follow: 22史 and 廿二史, 芸文 and 藝文.
    """
    access = Access.of(user)
    found: dict[tuple[str, str], Suggestion] = {}
    for typed in (text, *other_forms(text)) if text.strip() else ():
        if len(found) < limit:
            for one in _offered(access, typed, limit):
                found.setdefault((one.field, one.text), one)
    return list(found.values())[:limit]


def _offered(access: Access, typed: str, limit: int) -> list[Suggestion]:
    return answered(access, lambda asked, scope: asked.suggest(typed, scope, limit))[0]


def near(user: Any, text: str, limit: int = 3) -> list[Suggestion]:
    """Return titles and persons that differ little from what was typed, among the records that ``user`` may see."""
    access = Access.of(user)
    return answered(access, lambda asked, scope: asked.near(text, scope, limit))[0] if text.strip() else []


def same_edition(record: Any, user: Any, limit: int = 100) -> list[Any]:
    """Return the other copies of a record's edition that ``user`` may see, in the order of the index."""
    access = Access.of(user)
    document = next(iter(search_kinds()[record.KIND].documents([record.pk])), None)
    if document is None or not document.same:
        return []
    hits, _notice = answered(access, lambda asked, scope: _copies(asked, record, document, scope, limit + 1))
    others = [hit for hit in hits if hit.record_id != record.pk]
    return [found for _hit, found in records_of(others, access)][:limit]


def records(
    user: Any,
    text: str = "",
    chosen: Chosen | None = None,
    *,
    sort: str = "",
    descending: bool = False,
    exact: bool = False,
    most: int | None = None,
) -> Iterator[Any]:
    """Yield every record found that ``user`` may see, in its order, a few hundred in memory at a time.

    Of no more than the first ``most`` found.
    """
    access = Access.of(user)
    request, _understood = _request(access, text, chosen, sort, descending, exact)
    hits = islice(hits_of(request, access), most)
    while block := list(islice(hits, BLOCK)):
        yield from (record for _hit, record in records_of(block, access))


def hits_of(request: Request, access: Access) -> Iterator[FoundHit]:
    """Yield every hit of a request. An index that fails on the way is an error: half an export must not look whole."""
    try:
        opened, scope = asked_now(access)
        hits = opened.keys(replace(request, scope=scope))
        first = next(hits, None)
    except IndexUnusable:
        yield from no_index().keys(request)
        return
    if first is not None:
        yield first
        yield from hits


def record_keys(user: Any, text: str = "", chosen: Chosen | None = None, *, exact: bool = False) -> Iterator[UUID]:
    """Yield the keys of what the index finds for ``user``, for those who filter them through ``visible_to``."""
    access = Access.of(user)
    request, _understood = _request(access, text, chosen, NUMBER_ORDER, False, exact)
    return (hit.record_id for hit in hits_of(request, access))


def generation() -> str:
    """Return a name that changes with whatever a reader's search would find; empty where nothing may be kept."""
    try:
        opened, scope = asked_now(PUBLIC)
    except IndexUnusable:
        return ""
    name = opened.generation()
    return f"{name} {hash(scope.hidden)}" if name and scope.hidden else name


def warm() -> None:
    """Read what the first search would wait for; nothing where there is no index."""
    with suppress(IndexUnusable):
        engine().warm()


def state() -> IndexState:
    """Return how the index stands."""
    from search.engine.choice import chosen_store

    return chosen_store().state()


def dimension_names(user: Any) -> list[str]:
    """Return the dimensions by which ``user`` may narrow results."""
    return list(dimensions(scope_of(Access.of(user))))


def _request(
    access: Access, text: str, chosen: Chosen | None, sort: str, descending: bool, exact: bool
) -> tuple[Request, Understood]:
    scope = scope_of(access)
    understood, known = understand(text, scope, exact=exact), dimensions(scope)
    kept = {name: tuple(dict.fromkeys(values)) for name, values in (chosen or {}).items() if name in known and values}
    sort = sort if sort in {option.name for option in sort_options()} else ""
    return Request(understood.tree, scope, kept, sort=sort, descending=descending and bool(sort)), understood


def _counted(scope: Scope, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the dimensions to count: those of ``names`` that there are; for ``None`` all that stand beside results."""
    fields = dimensions(scope)
    if names is None:
        return tuple(name for name, facets in fields.items() if not facets[0].aside)
    return tuple(name for name in names if name in fields)


def _copies(asked: Engine, record: Any, document: Document, scope: Scope, limit: int) -> list[FoundHit]:
    if isinstance(asked, DatabaseEngine):
        return asked.copies(record, document.same, scope, limit)
    return asked.same(document.same, scope, limit)


__all__ = [
    "EVERYTHING",
    "PUBLIC",
    "STATE",
    "Chosen",
    "dimension_names",
    "generation",
    "near",
    "pieces",
    "record_keys",
    "records",
    "same_edition",
    "search",
    "sort_options",
    "state",
    "suggest",
    "total",
    "warm",
]
