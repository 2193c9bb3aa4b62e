"""A reader of the database that answers as an index does.

Few candidates are read whole, verified and counted; of many, what the database can say for sure is left to it, and the
rest is gone through up to a bound, which :attr:`search.engine.protocol.Found.capped` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final
from uuid import UUID

from authority.han import fold
from census.searching import SearchKind, search_kinds
from search.analysis import may_scatter, near
from search.engine.fallback.candidates import (
    Match,
    access_of,
    carries,
    counted,
    documents_of,
    keys_of,
    ordered,
    verified,
)
from search.engine.fallback.limits import Deadline
from search.engine.fallback.narrowing import Narrowing
from search.engine.protocol import Found, FoundHit, Request, Scope, Suggestion
from search.language.tree import Node

#: Records read whole for one search.
MOST: Final = 3_000
#: Seconds that one search may look for candidates, and then read them.
SECONDS: Final = 3.0
#: Found fewer than so many, titles are also searched for words that do not stand together.
FEW: Final = 20
#: Names looked through for a suggestion.
NAMES: Final = 5_000
#: Characters with which a name begins as the words do that it may have been meant for.
_BEGINNING: Final = 1

Chosen = Mapping[str, Sequence[str]]


class DatabaseEngine:
    """The database, as :class:`search.engine.protocol.Engine`."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS) -> None:
        self.most, self.seconds = most, seconds

    def generation(self) -> str:
        """Return nothing: the database may say something else the next moment."""
        return ""

    def warm(self) -> None:
        """Nothing is kept, so nothing is read beforehand."""

    def search(self, request: Request) -> Found:
        """Carry out a request within bounds; never raises :class:`~search.engine.protocol.IndexUnusable`."""
        candidates = self._candidates(request, {})
        if candidates is not None:
            return self._of_few(request, candidates)
        conditions = [Narrowing(kind, side).condition(request.tree, request.chosen) for kind, side in _sides()]
        if len(conditions) == len(search_kinds()) and all(one.sure for one in conditions):
            return self._of_sure(request)
        return self._of_many(request)

    def keys(self, request: Request) -> Iterator[FoundHit]:
        """Yield every hit: those of a small search in its order, those of a great one in that of the database."""
        candidates = self._candidates(request, request.chosen)
        if candidates is not None:
            matches, _only_together = self._matches(request, candidates)
            found = [one for one in matches if carries(one.document, request.chosen)]
            yield from (one.hit for one in ordered(found, request.sort, descending=request.descending))
            return
        for kind in search_kinds().values():
            order = kind.database.order(request.sort, request.descending) if kind.database else ()
            for block in documents_of(kind, self._keys(kind, request, request.chosen, order=order)):
                chosen = [document for document in block if carries(document, request.chosen)]
                yield from (one.hit for one in verified(kind, chosen, request.tree, request.scope, scatter=False))

    def suggest(self, text: str, scope: Scope, limit: int = 10) -> list[Suggestion]:
        """Return titles and persons in scope that begin with what was typed, then those that have it inside."""
        key = fold(text)
        if not key:
            return []
        found = self._named(key, scope, begins=True)
        if len(found) < limit:
            found |= {name: keys for name, keys in self._named(key, scope, begins=False).items() if name not in found}
        return [Suggestion(text, field, len(keys)) for (text, field), keys in islice(found.items(), limit)]

    def near(self, text: str, scope: Scope, limit: int = 3) -> list[Suggestion]:
        """Return titles and persons in scope that begin alike and differ in a character or two."""
        key = fold(text)
        named = self._named(key[:_BEGINNING], scope, begins=True) if len(key) > _BEGINNING else {}
        distances = {name: distance for name in named if (distance := near(key, fold(name[0])))}
        nearest = sorted(distances, key=lambda name: (distances[name], -len(named[name]), name))
        return [Suggestion(text, field, len(named[text, field])) for text, field in nearest[:limit]]

    def same(self, key: str, scope: Scope, limit: int = 100) -> list[FoundHit]:
        """Return nothing: the database keeps no such key. :meth:`copies` finds them by the record itself."""
        return []

    def copies(self, record: Any, same: str, scope: Scope, limit: int = 100) -> list[FoundHit]:
        """Return the copies in scope of the edition of ``record``, whose key is ``same``, itself among them."""
        kind = search_kinds()[record.KIND]
        if kind.database is None or not same:
            return []
        keys = keys_of(kind, scope, kind.database.alike(record), most=self.most)
        alike = (document for block in documents_of(kind, keys) for document in block if document.same == same)
        return [FoundHit(document.kind, document.record_id) for document in islice(alike, limit)]

    def _of_few(self, request: Request, candidates: Mapping[str, list[UUID]]) -> Found:
        matches, only_together = self._matches(request, candidates)
        facets = counted(matches, request.chosen, request.counted)
        kept = [one for one in matches if carries(one.document, request.chosen)]
        return replace(_page(request, kept, facets), only_together=only_together)

    def _of_sure(self, request: Request) -> Found:
        """Let the database count and order. The dimensions are not counted."""
        found: list[FoundHit] = []
        total = 0
        for kind, side in _sides():
            condition = Narrowing(kind, side).condition(request.tree, request.chosen)
            records = side.records().visible_to(access_of(request.scope)).filter(condition.q)
            start = max(0, request.offset - total)
            total += records.order_by().count()
            wanted = request.limit - len(found)
            keys = records.order_by(*side.order(request.sort, request.descending)).values_list("pk", flat=True)
            found += [FoundHit(kind.name, key) for key in keys[start : start + wanted]] if wanted else []
        return Found(total, tuple(found))

    def _of_many(self, request: Request) -> Found:
        """Go through those with the words in their titles, then through others, until the bound is reached."""
        candidates: dict[str, dict[UUID, None]] = {}
        for titles in (True, False):
            deadline = Deadline.after(self.seconds)
            for kind in search_kinds().values():
                keys = candidates.setdefault(kind.name, {})
                room = self.most - len(keys)
                more = self._keys(kind, request, request.chosen, titles=titles, most=room)
                keys.update(dict.fromkeys(deadline.ask(more)[0]))
        listed = {name: list(keys) for name, keys in candidates.items()}
        matches = _verified(listed, request.tree, request.scope, scatter=False)
        kept = [one for one in matches if carries(one.document, request.chosen)]
        whole = [name for name in request.counted if name not in request.chosen]
        return _page(request, kept, counted(kept, {}, whole), capped=True)

    def _candidates(self, request: Request, chosen: Chosen, *, scatter: bool = False) -> dict[str, list[UUID]] | None:
        """Return the keys of all candidates by kind, ``None`` where they are too many or were not found in time."""
        found: dict[str, list[UUID]] = {}
        left, deadline = self.most, Deadline.after(self.seconds)
        for kind in search_kinds().values():
            keys, all_of_them = deadline.ask(self._keys(kind, request, chosen, scatter=scatter, most=left + 1))
            if not all_of_them or len(keys) > left:
                return None
            found[kind.name] = keys
            left -= len(keys)
        return found

    def _keys(
        self,
        kind: SearchKind,
        request: Request,
        chosen: Chosen,
        *,
        titles: bool = False,
        scatter: bool = False,
        order: Sequence[Any] = (),
        most: int | None = None,
    ) -> Iterator[UUID]:
        side = kind.database
        if side is None:
            return islice(kind.keys(), most)
        condition = Narrowing(kind, side, titles, scatter).condition(request.tree, chosen)
        return keys_of(kind, request.scope, condition.q, order, most)

    def _matches(self, request: Request, candidates: Mapping[str, list[UUID]]) -> tuple[list[Match], bool]:
        """Return the candidates that meet the query, few of them with scattered ones, or whether these are too many."""
        found = _verified(candidates, request.tree, request.scope, scatter=False)
        if len(found) >= FEW or not may_scatter(request.tree):
            return found, False
        apart = self._candidates(request, {}, scatter=True)
        if apart is None:
            return found, True
        return _verified(apart, request.tree, request.scope, scatter=True) or found, False

    def _named(self, key: str, scope: Scope, *, begins: bool) -> dict[tuple[str, str], set[UUID]]:
        """Return (name, field) → records in scope of the names with a key, in the order of the key."""
        found: dict[tuple[str, str], set[UUID]] = {}
        for _kind, side in _sides():
            names, _all = Deadline.after(self.seconds).ask(side.named(key, begins, NAMES))
            records = side.records().visible_to(access_of(scope))
            visible = set(records.filter(pk__in={book for _n, _f, book in names}).values_list("pk", flat=True))
            for name, field, record in names:
                if record in visible:
                    found.setdefault((name, field), set()).add(record)
        return found


def _sides() -> list[tuple[SearchKind, Any]]:
    return [(kind, kind.database) for kind in search_kinds().values() if kind.database is not None]


def _verified(candidates: Mapping[str, list[UUID]], tree: Node, scope: Scope, *, scatter: bool) -> list[Match]:
    kinds = search_kinds()
    return [
        one
        for name, keys in candidates.items()
        for block in documents_of(kinds[name], keys)
        for one in verified(kinds[name], block, tree, scope, scatter=scatter)
    ]


def _page(request: Request, kept: list[Match], facets: Mapping[str, Mapping[str, int]], capped: bool = False) -> Found:
    shown = ordered(kept, request.sort, descending=request.descending)[request.offset : request.offset + request.limit]
    return Found(len(kept), tuple(one.hit for one in shown), facets, capped)
