"""Which records a list's words can be in at all: the index spares the database a look at every row.

The list itself still decides, so a record of the index too many does no harm. None may be missing: what the index has
yet to learn of is named along with what it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from authority.han import fold, simplified_only
from census.models import OutboxEntry
from census.searching import Candidates, Wanted
from search.answering import scope_of
from search.engine.fallback import DatabaseEngine
from search.engine.opened import engine
from search.engine.protocol import Found, IndexUnusable, Request
from search.facade import NUMBER_ORDER
from search.language.tree import And, Node, Or, Term

#: Characters that a query takes for any one character, and a list for themselves.
_WILD: Final = frozenset("□?？")
#: Records that have a word in any form of its characters, of which it is still looked up who has these very ones: each
#: is read for it, some 3 microseconds (`python -m benchmarks pages`, a list of common words).
MOST_READ: Final = 20_000
#: With more changes than this still to be indexed, the index is not asked.
MOST_PENDING: Final = 500


def find(wanted: Wanted) -> Candidates | None:
    """Return among which records all those wanted are, ``None`` where that cannot be said."""
    words = [word for word in wanted.words if fold(word) and _WILD.isdisjoint(word)]
    pending = _pending(wanted.kind)
    if not words or pending is None:
        return None
    found = _found(wanted, words)
    if found is None:
        return None
    keys = dict.fromkeys([*(hit.record_id for hit in found.hits), *pending])
    few = found.total + len(pending) <= wanted.most
    return Candidates(found.total + len(pending), tuple(keys) if few else None)


def _found(wanted: Wanted, words: Sequence[str]) -> Found | None:
    """Return what has the very characters; where very many have them in any form, these.

    A character that no Traditional text uses is looked up all the same: few records have it, whatever its other forms.
    """
    loose = _asked(_request(wanted, words, exact=False, limit=0))
    if loose is None or (loose.total > max(MOST_READ, wanted.most) and not any(map(simplified_only, words))):
        return loose
    return _asked(_request(wanted, words, exact=True, limit=wanted.most))


def _request(wanted: Wanted, words: Sequence[str], *, exact: bool, limit: int) -> Request:
    tree = And(tuple(_anywhere(word, wanted.fields, exact) for word in words))
    chosen = {**wanted.chosen, "kind": (wanted.kind,)}
    return Request(tree, scope_of(wanted.access), chosen, sort=NUMBER_ORDER, limit=limit)


def _pending(kind: str) -> Sequence[UUID] | None:
    """Return the records of which the index has yet to learn something, ``None`` if they are many."""
    waiting = OutboxEntry.objects.filter(kind=kind).order_by().values_list("record_id", flat=True)
    found = list(waiting[: MOST_PENDING + 1])
    return tuple(dict.fromkeys(found)) if len(found) <= MOST_PENDING else None


def _asked(request: Request) -> Found | None:
    try:
        index = engine()
        return None if isinstance(index, DatabaseEngine) else index.search(request)
    except IndexUnusable:
        return None


def _anywhere(word: str, fields: Sequence[str], exact: bool) -> Node:
    """Return what finds a word in one of the fields; letters of the alphabet, which a list may fold, in either case."""
    exact = exact and not any(character.isascii() and character.isalpha() for character in word)
    return Or(tuple(Term(word, field=name, quoted=True, exact=exact) for name in fields))
