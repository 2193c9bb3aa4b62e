"""Records that somebody must no longer see though the index may still show them.

A record that was withdrawn, removed or given to another institution has a row in the outbox that says so until the
index has learned of it: a moment, but as long as need be where the indexer is dead or a rebuild has just been swapped
in. Till then it is taken out of every hit, count and suggestion of those who, by a look at the record, may not see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from authority.kept import once_a_look
from census.models import OutboxEntry
from census.policies import Access
from census.searching import SearchKind, search_kinds
from search.engine.protocol import IndexUnusable
from search.models import RebuildJournal

#: An index that is further behind than this is not asked: each of these records has to be looked up in it.
MOST: Final = 5_000
#: Records looked at in one statement.
CHUNK: Final = 500

Keys = frozenset[tuple[str, UUID]]


def withheld(access: Access) -> Keys:
    """Return the records (kind, key) that the index may show and ``access`` must not. Asked before the index is.

    Raises :class:`IndexUnusable` where they are too many. Of several questions of one page only the first looks.
    """
    return once_a_look(("withheld", access.everywhere, access.institutions), lambda: _look(access))


def _look(access: Access) -> Keys:
    waiting = _waiting()
    if len(waiting) > MOST:
        raise IndexUnusable(gettext("索引还没有跟上大批撤销的改动"))
    kinds, by_kind = search_kinds(), dict[str, list[UUID]]()
    for name, key in waiting:
        by_kind.setdefault(name, []).append(key)
    return frozenset(
        (name, key) for name, keys in by_kind.items() if name in kinds for key in _hidden(kinds[name], keys, access)
    )


def _waiting() -> set[tuple[str, UUID]]:
    """Return the records that somebody could see and may no longer, of which the index has yet to learn.

    What a rebuild's journal holds, the index in use knows, but not the new one.
    """
    rows = OutboxEntry.objects.hiding().order_by().values_list("kind", "record_id")
    noted = RebuildJournal.objects.filter(hides=True).order_by().values_list("kind", "record_id")
    return set(rows.union(noted, all=True)[: MOST + 1])


def _hidden(kind: SearchKind, keys: Sequence[UUID], access: Access) -> Iterator[UUID]:
    """Yield those of the records that are hidden from ``access``: gone, or not to be seen."""
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        yield from set(part) - _seen(kind, part, access)


def _seen(kind: SearchKind, keys: Sequence[UUID], access: Access) -> set[UUID]:
    if kind.database is None:
        return set(kind.records(keys, access))
    return set(kind.database.records().visible_to(access).filter(pk__in=keys).order_by().values_list("pk", flat=True))
