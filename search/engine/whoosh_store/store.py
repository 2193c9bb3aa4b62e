"""The store: a folder with indexes in it, one of which is current."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Final
from uuid import UUID

from whoosh.index import TOC

from census.searching import Document, search_kinds
from search.engine.protocol import IndexState, IndexUnusable
from search.engine.whoosh_store import folder as folders
from search.engine.whoosh_store.builder import INDEX, SegmentBuilder
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.opening import open_view
from search.engine.whoosh_store.reader import WhooshEngine
from search.engine.whoosh_store.rows import of_key, row_of
from search.engine.whoosh_store.writer import WhooshWriter

#: Documents between two reports of progress.
REPORTED: Final = 1000


class WhooshStore:
    """Indexes in a folder. Making a store touches no file."""

    def __init__(self, root: Path, layout: Layout | None = None) -> None:
        """``layout`` is that of the registered kinds, as they are when it is first needed, unless it is given."""
        self._root = Path(root)
        self._given = layout

    @property
    def keeps_index(self) -> bool:
        """There is an index to be kept up."""
        return True

    @cached_property
    def layout(self) -> Layout:
        """The fields, dimensions and orders of the index."""
        return self._given or Layout.of(search_kinds())

    def open(self) -> WhooshEngine:
        """Return a reader that follows the current index."""
        return WhooshEngine(self._root, self.layout)

    def writer(self) -> WhooshWriter:
        """Return the writer."""
        return WhooshWriter(self._root, self.layout)

    def build(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> Path:
        """Build a whole new index beside the current one; of documents with the same key the first counts."""
        folder = folders.new_folder(self._root)
        try:
            self._build(folder, documents, progress or (lambda _count: None))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder

    def _build(self, folder: Path, documents: Iterable[Document], progress: Callable[[int], None]) -> None:
        spool = folder / folders.SPOOL
        spool.mkdir()
        builder = SegmentBuilder(self.layout, spool)
        known: set[bytes] = set()
        for document in documents:
            row = row_of(document, self.layout)
            if row.key in known:
                continue
            known.add(row.key)
            builder.add(row)
            if not builder.count % REPORTED:
                progress(builder.count)
        storage = folders.DurableStorage(str(folder))
        segments = [builder.finish(storage)] if builder.count else []
        shutil.rmtree(spool)
        folders.write_durably(folder / folders.SCHEMA, self.layout.mark)
        TOC(self.layout.schema(), segments, 0).write(storage, INDEX)
        folders.keep_folder(self._root)
        progress(builder.count)

    def swap(self, folder: Path) -> None:
        """Make a built index the current one; readers of the old one keep its files until they let go of them."""
        folders.check_schema(folder, self.layout)
        folders.read_contents(folder, self.layout, folders.newest_contents(folder))
        try:
            old: Path | None = folders.current_folder(self._root)
        except IndexUnusable:
            old = None
        folders.point_to(self._root, folder)
        if old is not None and old != folder:
            shutil.rmtree(old, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what interrupted builds and commits left."""
        folders.tidy(self._root)

    def state(self) -> IndexState:
        """Say how the current index stands; never raises."""
        try:
            view = open_view(self._root, self.layout, {})
        except IndexUnusable as unusable:
            return IndexState(False, str(unusable))
        size = sum(part.segment.nbytes for part in view.parts)
        return IndexState(True, "", view.documents, view.deleted, self.layout.mark, size, len(view.parts))

    def all_keys(self) -> Iterator[tuple[str, UUID, str]]:
        """Yield kind, key and digest of everything in the index."""
        for part in open_view(self._root, self.layout, {}).parts:
            for doc in part.live.to_docs().tolist():
                yield *of_key(part.segment.key_at(doc)), part.segment.digest(doc).hex()
