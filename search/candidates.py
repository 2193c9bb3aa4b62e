"""Which records a list's words can be in at all: the index spares the database a look at every row.

The list itself still decides, so a record of the index too many does no harm. None may be missing: while the index has
something to learn of a kind, it is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from authority.han import fold
from census.models import OutboxEntry
from census.searching import search_kinds
from search.engine.fallback import DatabaseEngine
from search.engine.opened import engine
from search.engine.protocol import IndexUnusable, Request, Scope
from search.language.tree import And, Node, Or, Term

#: Characters that a query takes for any one character, and a list for themselves.
_WILD: Final = frozenset("□?？")
_ALL: Final = Scope(everywhere=True)


def find(kind: str, words: Sequence[str], most: int) -> list[UUID] | None:
    """Return the keys of all records of ``kind`` that may have all the words; ``None`` if more or if unknown."""
    asked = [_anywhere(kind, word) for word in words if fold(word) and _WILD.isdisjoint(word)]
    if not asked or OutboxEntry.objects.filter(kind=kind).exists():
        return None
    request = Request(And(tuple(asked)), _ALL, {"kind": (kind,)}, sort="number", limit=most)
    try:
        index = engine()
        found = None if isinstance(index, DatabaseEngine) else index.search(request)
    except IndexUnusable:
        return None
    return [hit.record_id for hit in found.hits] if found and found.total <= most else None


def _anywhere(kind: str, word: str) -> Node:
    """Return what finds a word in whatever field of a kind it stands."""
    names = [None, *(field.name for field in search_kinds()[kind].text_fields if not field.general)]
    return Or(tuple(Term(word, field=name, quoted=True) for name in names))
