"""Books one of which may spoil what reads it, and what index and database say of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from census.models import OutboxEntry
from census.searching import Document, digest_of
from guji.models import Book
from guji.searching import BookKind
from search.engine.protocol import IndexStore

#: A title with this in it spoils the reading of its record.
POISON = "毒"


class WaryKind(BookKind):
    """Books, one of which may spoil whatever reads it."""

    def documents(self, keys: Any) -> list[Document]:
        if Book.objects.filter(pk__in=keys, title__contains=POISON).exists():
            raise ValueError("cannot be read")
        return super().documents(keys)


def indexed(store: IndexStore) -> dict[UUID, str]:
    """Return what the index says: a digest for each record."""
    return {key: digest for _kind, key, digest in store.all_keys()}


def stated() -> dict[UUID, str]:
    """Return what the database says."""
    return {document.record_id: digest_of(document) for document in BookKind().stream()}


def waiting() -> list[UUID]:
    """Return the records in the outbox, in its order."""
    return list(OutboxEntry.objects.values_list("record_id", flat=True))
