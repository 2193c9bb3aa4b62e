"""The one writer: puts documents in place of older ones, in a new segment, durable when it returns."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from whoosh.index import TOC, clean_files

from census.searching import Document
from search.engine.protocol import IndexLocked, IndexUnusable
from search.engine.whoosh_store.builder import INDEX, SegmentBuilder
from search.engine.whoosh_store.folder import DurableStorage, newest_contents, read_contents, tidy_folder
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.opening import open_view
from search.engine.whoosh_store.rows import Row, key_of, row_of
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.stored import row_at

#: Segments are put together up to so many documents; larger ones wait for a rebuild.
MERGED: Final = 4096
#: A segment joins what is being written if it is no more than so many times as large: few segments, little rewriting.
RATIO: Final = 2
LOCK: Final = "writer.lock"


class WhooshWriter:
    """The writer of the current index of a folder."""

    def __init__(self, root: Path, layout: Layout) -> None:
        self._layout = layout
        self._lock = _locked(root / LOCK)
        try:
            view = open_view(root, layout, {})
            self._folder = root / view.name.split("/")[0]
            self._segments = {part.segment.name: part.segment for part in view.parts}
            tidy_folder(self._folder)
        except IndexUnusable:
            self.close()
            raise

    def close(self) -> None:
        """Give the lock back."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def replace(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID]] = ()) -> None:
        """Put documents in place of older ones of the same key, take out those that are gone; durable on return.

        All is written and kept by the disk before the table of contents names it, in one step: a process that dies
        leaves what stood before.
        """
        if self._lock is None:
            raise IndexLocked(_("检索索引的写入已结束"))
        rows = {row.key: row for row in (row_of(document, self._layout) for document in documents)}
        keys = {*rows, *(key_of(kind, record) for kind, record in gone)}
        contents = read_contents(self._folder, self._layout, newest_contents(self._folder))
        removed = self._remove(contents.segments, keys)
        if rows or removed:
            self._commit(contents, list(rows.values()))

    def _remove(self, segments: Sequence[Any], keys: Iterable[bytes]) -> int:
        """Note in a table of contents that what has the keys is deleted; return how many documents."""
        removed = 0
        for segment in segments:
            held = self._segments[segment.segment_id()]
            for doc in (doc for key in keys for doc in held.identities.docs_of(key)):
                if not segment.is_deleted(doc):
                    segment.delete_document(doc)
                    removed += 1
        return removed

    def _commit(self, contents: Any, rows: list[Row]) -> None:
        storage = DurableStorage(str(self._folder))
        kept, merged = self._merged(contents.segments, len(rows))
        builder = SegmentBuilder(self._layout)
        for segment in merged:
            held = self._segments[segment.segment_id()]
            for doc in range(held.size):
                if not segment.is_deleted(doc):
                    builder.add(row_at(held, doc))
        for row in rows:
            builder.add(row)
        if builder.count:
            kept.append(builder.finish(storage))
        generation = contents.generation + 1
        TOC(self._layout.schema(), kept, generation).write(storage, INDEX)
        clean_files(storage, INDEX, generation, kept)
        known = self._segments
        self._segments = {
            one.segment_id(): known.get(one.segment_id()) or Segment(storage, one, self._layout) for one in kept
        }

    def _merged(self, segments: Sequence[Any], count: int) -> tuple[list[Any], list[Any]]:
        """Return the segments that stay, and the small new ones that are written anew with ``count`` more rows."""
        kept = [segment for segment in segments if segment.doc_count()]
        merged: list[Any] = []
        while count and kept and kept[-1].doc_count() <= count * RATIO and count + kept[-1].doc_count() <= MERGED:
            merged.append(kept.pop())
            count += merged[-1].doc_count()
        return kept, merged[::-1]


def _locked(path: Path) -> int | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as held:
        os.close(handle)
        raise IndexLocked(_("另一进程正在写入检索索引")) from held
    return handle
