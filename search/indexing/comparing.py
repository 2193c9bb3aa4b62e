"""Whether the index says of every record what the database says: missing, surplus, differing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from census.models import OutboxEntry, OutboxOperation
from census.searching import digest_of, search_kinds
from search.engine.protocol import IndexStore, IndexUnusable
from search.indexing import outbox
from search.indexing.gathering import gather
from search.indexing.outbox import Key
from search.indexing.rebuild import blocks_of
from search.models import SetAside

CHUNK = 500


@dataclass(slots=True)
class Comparison:
    """What was found: records read, and the keys of those of which index and database disagree.

    What still waits in the outbox, and what is set aside, is no disagreement: both are known.
    """

    records: int = 0
    indexed: int = 0
    missing: list[Key] = field(default_factory=list)
    surplus: list[Key] = field(default_factory=list)
    differing: list[Key] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to mend."""
        return not (self.missing or self.surplus or self.differing)

    def mend(self) -> int:
        """Queue whatever disagrees, and return how many records that is."""
        queued = outbox.queue([*self.missing, *self.differing])
        return queued + outbox.queue(self.surplus, OutboxOperation.HIDE)


def compare(store: IndexStore, tell: Callable[[int, int], None] = lambda done, total: None) -> Comparison:
    """Compare all. What seems to disagree is looked at again: while one reads, others write."""
    first = _compare_all(store, tell)
    suspects = {*first.missing, *first.surplus, *first.differing} - _known_of()
    if not suspects:
        return Comparison(first.records, first.indexed)
    indexed = {key: digest for key, digest in _indexed(store) if key in suspects}
    second = Comparison(first.records, first.indexed)
    for part in _chunks(sorted(suspects), CHUNK):
        _judge(part, indexed, second)
    return _without(second, _known_of())


def _compare_all(store: IndexStore, tell: Callable[[int, int], None]) -> Comparison:
    found = Comparison()
    indexed = dict(_indexed(store))
    found.indexed = len(indexed)
    kinds = search_kinds()
    total = sum(kind.count() for kind in kinds.values())
    for name, kind in kinds.items():
        for keys in blocks_of(kind):
            _judge([(name, key) for key in keys], indexed, found, forget=True)
            found.records += len(keys)
            tell(found.records, max(total, found.records))
    found.surplus += list(indexed)
    return found


def _judge(keys: Iterable[Key], indexed: dict[Key, str], found: Comparison, *, forget: bool = False) -> None:
    """Sort some records into missing, surplus and differing; with ``forget`` those met are taken out of ``indexed``."""
    gathered = gather(keys)
    for document in gathered.documents:
        key = (document.kind, document.record_id)
        digest = indexed.pop(key, None) if forget else indexed.get(key)
        if digest is None:
            found.missing.append(key)
        elif digest != digest_of(document):
            found.differing.append(key)
    if not forget:
        found.surplus += [key for key in gathered.gone if key in indexed]


def _indexed(store: IndexStore) -> Iterator[tuple[Key, str]]:
    """Yield what the index holds; nothing, if there is none that can be read."""
    try:
        for kind, key, digest in store.all_keys():
            yield (kind, key), digest
    except IndexUnusable:
        return


def _known_of() -> set[Key]:
    """Return the records of which it is known that the index is behind."""
    known: set[tuple[str, UUID]] = set(OutboxEntry.objects.values_list("kind", "record_id").iterator())
    return known | set(SetAside.objects.values_list("kind", "record_id").iterator())


def _without(found: Comparison, known: set[Key]) -> Comparison:
    for keys in (found.missing, found.surplus, found.differing):
        keys[:] = [key for key in keys if key not in known]
    return found


def _chunks(keys: list[Key], size: int) -> Iterator[list[Key]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
