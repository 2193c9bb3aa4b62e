"""A whole new index beside the one in use, swapped in when it is whole; what changed meanwhile is not lost.

From the first moment of a rebuild the indexer writes into the journal what it indexes; after the swap the journal goes
back into the outbox, in the transaction that ends the rebuild. Where a large part of the records waits in the outbox,
the rows there at the beginning are the rebuild's: every record is read after them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import transaction

from census.searching import Document, SearchKind, search_kinds
from search.engine.protocol import IndexStore
from search.indexing import mark, outbox, relied, set_aside
from search.indexing.drain import PATIENCE
from search.indexing.folder import Folder
from search.indexing.gathering import documents_of
from search.indexing.outbox import Key

#: Records read at once.
BLOCK = 1_000
#: With so many rows waiting, those there at the beginning are left to the rebuild.
MANY = 5_000
#: Seconds to wait for a rebuild that is just ending, or for a look whether one is under way.
JUST_ENDING = 2.0
#: Told are how many records were read, and of how many; may raise to stop the rebuild.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made: documents, records that could not be indexed, seconds, the folder."""

    documents: int
    failed: int
    seconds: float
    folder: Path


@dataclass(slots=True)
class Rebuild:
    """One rebuild. Raises :class:`~search.indexing.folder.Busy` if there is one under way."""

    store: IndexStore
    folder: Folder
    tell: Progress = lambda done, total: None
    failed: dict[Key, str] = field(default_factory=dict)
    read: int = 0
    made: int = 0

    def execute(self) -> Rebuilt:
        """Build, swap, and hand what changed meanwhile to the indexer. Interrupted, the old index stays in use."""
        begun = time.monotonic()
        with self.folder.hold("rebuild", wait=JUST_ENDING), self._under_way() as token:
            covered = self._take_charge()
            relied_on = relied.present()
            built = self.store.build(self._documents())
            self._bring_into_use(built, token, relied_on)
            for part in _parts(covered):
                outbox.forget(part)
        seconds = time.monotonic() - begun
        mark.note_built(self.made, seconds)
        return Rebuilt(self.made, len(self.failed), seconds, built)

    @contextmanager
    def _under_way(self) -> Iterator[str]:
        """Note that a rebuild goes on, and if it fails that it was given up."""
        token = mark.new_token()
        with self.folder.hold("write", wait=PATIENCE):
            self._end_forerunner()
            self.store.tidy()
            mark.begin_rebuild(token)
        try:
            yield token
        except BaseException:
            with suppress(Exception):
                self._give_up(token)
            raise

    def _end_forerunner(self) -> None:
        """End a rebuild whose process died: what its journal holds waits in the outbox again."""
        present = mark.load()
        if present.rebuild:
            origin = self.folder.origin()
            mark.end_rebuild(present.rebuild if origin is not None and origin.fits(present.rebuild) else "")

    def _give_up(self, token: str) -> None:
        with self.folder.hold("write", wait=PATIENCE):
            if mark.load().rebuild == token:
                self._end_forerunner()
            self.store.tidy()

    def _take_charge(self) -> list[int]:
        """Return the outbox rows that this rebuild makes needless: all there are, if they are many."""
        if outbox.backlog(MANY) < MANY:
            return []
        waiting = outbox.sequences()
        mark.cover(waiting[-1])
        return waiting

    def _documents(self) -> Iterator[Document]:
        kinds = search_kinds().values()
        total = sum(kind.count() for kind in kinds)
        self.tell(0, total)
        for kind in kinds:
            for keys in blocks_of(kind):
                documents = documents_of(kind, keys, self.failed)
                self.made += len(documents)
                yield from documents
                self.read += len(keys)
                self.tell(self.read, max(total, self.read))

    def _bring_into_use(self, built: Path, token: str, relied_on: relied.Relied) -> None:
        """Swap, note which database the index fits, end the rebuild: in this order a death anywhere loses nothing."""
        with self.folder.hold("write", wait=PATIENCE):
            self.store.swap(built)
            self.folder.write_relied(relied_on)
            self.folder.write_origin(token)
            with transaction.atomic():
                mark.end_rebuild(token)
                set_aside.begin_anew(self.failed)
            self.folder.declare_fit()
            self.store.tidy()


def blocks_of(kind: SearchKind) -> Iterator[list[UUID]]:
    """Yield the keys of all records in blocks. They are fetched first: an open cursor would hold SQLite's log back."""
    packed = bytearray()
    for key in kind.keys():  # noqa: SIM118 - not a mapping
        packed += key.bytes
    keys = (UUID(bytes=bytes(packed[start : start + 16])) for start in range(0, len(packed), 16))
    while block := list(islice(keys, BLOCK)):
        yield block


def _parts(sequences: list[int], size: int = outbox.DELETED) -> Iterator[list[int]]:
    for start in range(0, len(sequences), size):
        yield sequences[start : start + size]
