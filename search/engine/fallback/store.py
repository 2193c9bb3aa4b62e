"""The store that stores nothing: for places that want no index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from uuid import UUID

from census.searching import Document, digest_of, search_kinds
from search.engine.fallback.candidates import documents_of
from search.engine.fallback.engine import DatabaseEngine
from search.engine.protocol import IndexState


class DatabaseWriter:
    """Takes documents and keeps none: they are in the database already."""

    def replace(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID]] = ()) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class DatabaseStore:
    """The database, as :class:`search.engine.protocol.IndexStore`. The folder is not used."""

    keeps_index = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> DatabaseEngine:
        """Return a reader."""
        return DatabaseEngine()

    def writer(self) -> DatabaseWriter:
        """Return a writer that writes nothing."""
        return DatabaseWriter()

    def build(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> Path:
        """Return the folder: there is nothing to build."""
        return self.folder

    def swap(self, folder: Path) -> None:
        """Do nothing."""

    def tidy(self) -> None:
        """Do nothing."""

    def state(self) -> IndexState:
        """Return that all records are there."""
        return IndexState(usable=True, documents=sum(kind.count() for kind in search_kinds().values()))

    def all_keys(self) -> Iterator[tuple[str, UUID, str]]:
        """Yield every record with the digest of its document as it now is."""
        for kind in search_kinds().values():
            for block in documents_of(kind, kind.keys()):
                yield from ((document.kind, document.record_id, digest_of(document)) for document in block)
