"""The smallest index on disk that keeps the protocol's promises: one file of keys and digests, replaced as a whole.

With it the keeping of an index is tested apart from any engine; faults are asked for by files in its folder.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast
from uuid import UUID

from django.core.files import locks

from census.searching import Document, digest_of
from search.engine.protocol import Engine, IndexLocked, IndexState, IndexUnusable, IndexWriter

SCHEMA = "paper 1"
#: A document with this in its title is one that the engine cannot take.
UNFIT = "染墨"


class PaperStore:
    """An index on paper."""

    keeps_index = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> Engine:
        return cast(Engine, object())

    def writer(self) -> IndexWriter:
        return PaperWriter(self, self.current())

    def build(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> Path:
        path = self.folder / f"paper-{os.urandom(4).hex()}"
        path.mkdir(parents=True)
        rows: dict[str, str] = {}
        for document in documents:
            rows[_name(document.kind, document.record_id)] = digest_of(document)
        write_rows(path, rows)
        return path

    def swap(self, folder: Path) -> None:
        old = self._pointed()
        draft = self.folder / "current.draft"
        draft.write_text(folder.name)
        draft.replace(self.folder / "current")
        if old is not None and old != folder:
            shutil.rmtree(old, ignore_errors=True)

    def tidy(self) -> None:
        for path in self.folder.glob("paper-*"):
            if path != self._pointed():
                shutil.rmtree(path)

    def state(self) -> IndexState:
        try:
            rows = read_rows(self.current())
        except IndexUnusable as reason:
            return IndexState(False, str(reason))
        return IndexState(True, documents=len(rows), schema=SCHEMA)

    def all_keys(self) -> Iterator[tuple[str, UUID, str]]:
        for name, digest in read_rows(self.current()).items():
            kind, key = name.split(" ")
            yield kind, UUID(key), digest

    def current(self) -> Path:
        path = self._pointed()
        if path is None or not path.is_dir():
            raise IndexUnusable("还没有索引")
        return path

    def _pointed(self) -> Path | None:
        try:
            return self.folder / (self.folder / "current").read_text()
        except FileNotFoundError:
            return None


class OtherStore(PaperStore):
    """Another engine."""


class PaperWriter:
    """The writer of one folder."""

    def __init__(self, store: PaperStore, folder: Path) -> None:
        self.folder = folder
        self._lock = (store.folder / "paper.lock").open("a")
        if not locks.lock(self._lock, locks.LOCK_EX | locks.LOCK_NB):
            self._lock.close()
            raise IndexLocked

    def replace(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID]] = ()) -> None:
        rows = read_rows(self.folder)
        for kind, key in gone:
            rows.pop(_name(kind, key), None)
        for document in documents:
            if any(UNFIT in part.text for part in document.texts.get("title", ())):
                raise ValueError("the engine cannot take this")
            rows[_name(document.kind, document.record_id)] = digest_of(document)
        write_rows(self.folder, rows)

    def close(self) -> None:
        self._lock.close()


def _name(kind: str, key: UUID) -> str:
    return f"{kind} {key.hex}"


def read_rows(folder: Path) -> dict[str, str]:
    try:
        rows: dict[str, str] = json.loads((folder / "rows.json").read_text())
    except FileNotFoundError:
        raise IndexUnusable("索引不完整") from None
    except ValueError:
        raise IndexUnusable("索引已损坏") from None
    return rows


def write_rows(folder: Path, rows: dict[str, str]) -> None:
    draft = folder / "rows.draft"
    draft.write_text(json.dumps(rows))
    draft.replace(folder / "rows.json")
