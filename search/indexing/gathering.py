"""Records read anew as documents, a record that cannot be told apart from a database that does not answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import DataError
from django.db import Error as DatabaseFailure

from census.searching import Document, SearchKind, search_kinds
from search.engine.protocol import IndexLocked, IndexStore, IndexUnusable
from search.indexing.outbox import Key

logger = logging.getLogger(__name__)
Item = TypeVar("Item")
Made = TypeVar("Made")
#: Characters of an exception's own words that are kept.
KEPT = 500


@dataclass(slots=True)
class Gathered:
    """The documents of some records, which of them are gone, and which could not be read with the reason."""

    documents: list[Document] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    failed: dict[Key, str] = field(default_factory=dict)


def gather(keys: Iterable[Key]) -> Gathered:
    """Read records as they now stand, each once however often it is asked for. Database failures are raised."""
    gathered = Gathered()
    kinds = search_kinds()
    by_kind: dict[str, dict[UUID, None]] = {}
    for name, key in keys:
        by_kind.setdefault(name, {})[key] = None
    for name, wanted in by_kind.items():
        if kind := kinds.get(name):
            gathered.documents += documents_of(kind, list(wanted), gathered.failed)
    made = {(document.kind, document.record_id) for document in gathered.documents}
    gathered.gone = [(name, key) for name, wanted in by_kind.items() for key in wanted if (name, key) not in made]
    return gathered


def documents_of(kind: SearchKind, keys: Sequence[UUID], failed: dict[Key, str]) -> list[Document]:
    """Return the documents of records in the order asked, noting in ``failed`` those of which none can be made."""
    made: dict[UUID, Document] = {}

    def read(part: Sequence[UUID]) -> None:
        made.update({document.record_id: document for document in kind.documents(part)})

    one_by_one_if_need_be(keys, read, lambda key: (kind.name, key), failed)
    return [made[key] for key in keys if key in made]


def write(store: IndexStore, gathered: Gathered) -> None:
    """Write what was gathered; a document that the engine cannot take is noted as failed and its record taken out."""
    gone = list(gathered.gone)
    refused: dict[Key, str] = {}

    def put(part: Sequence[Document]) -> None:
        writer = store.writer()
        try:
            writer.replace(part, gone)
        finally:
            writer.close()
        gone.clear()

    one_by_one_if_need_be(gathered.documents, put, lambda document: (document.kind, document.record_id), refused)
    gone.extend(refused)
    if gone:
        put(())
    gathered.failed.update(refused)


def one_by_one_if_need_be(
    items: Sequence[Item], work: Callable[[Sequence[Item]], None], key: Callable[[Item], Key], failed: dict[Key, str]
) -> None:
    """Do the work on all items; if one of them spoils it, on halves and quarters, until that one stands alone."""
    if not items:
        return
    try:
        work(items)
    except Exception as error:
        if not is_of_the_item(error):
            raise
        if len(items) > 1:
            middle = len(items) // 2
            one_by_one_if_need_be(items[:middle], work, key, failed)
            one_by_one_if_need_be(items[middle:], work, key, failed)
            return
        logger.exception("record %s cannot be indexed", key(items[0]))
        failed[key(items[0])] = f"{type(error).__name__} {error}".strip()[:KEPT]


def is_of_the_item(error: Exception) -> bool:
    """Whether a failure is that of one record, and not of the database, the disk, the memory or the index."""
    if isinstance(error, DataError):
        return True
    return not isinstance(error, (DatabaseFailure, OSError, MemoryError, IndexUnusable, IndexLocked))
