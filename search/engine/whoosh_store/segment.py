"""One open segment: lookups in the map, and what was worked out before. It never changes; deletions stand elsewhere."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage

from search.engine.whoosh_store import facets, keylist
from search.engine.whoosh_store.columns import TextColumn, read_numbers
from search.engine.whoosh_store.docset import Docs, DocSet
from search.engine.whoosh_store.layout import Layout, facet_group, sort_rank
from search.engine.whoosh_store.mapped import MappedSegment
from search.engine.whoosh_store.postings import TermsReader
from search.engine.whoosh_store.rows import NO_YEAR, of_key

#: Sets of documents that a segment remembers, in bytes: so many a document, but never less than the floor.
CACHE_BYTES_A_DOCUMENT: Final = 96
CACHE_FLOOR: Final = 1 << 18


class Remembered:
    """Sets of documents by what they answer, the ones used longest ago forgotten when they weigh too much."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0

    def get(self, key: Hashable, make: Callable[[], Any], weigh: Callable[[Any], int]) -> Any:
        """Return what is remembered under ``key``, made now if it is not."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return found[0]
        made = make()
        self._put(key, made, weigh(made) + 200)
        return made

    def _put(self, key: Hashable, made: Any, weight: int) -> None:
        with self._lock:
            if key in self._held or weight > self._limit // 4:
                return
            self._held[key] = made, weight
            self.weight += weight
            while self.weight > self._limit:
                _, (_, gone) = self._held.popitem(last=False)
                self.weight -= gone


class Segment:
    """One segment, open for reading."""

    def __init__(self, storage: FileStorage, segment: Any, layout: Layout) -> None:
        self.layout = layout
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._segment = segment
        self._files = MappedSegment(storage, segment.make_filename(segment.COMPOUND_EXT))
        self._terms = TermsReader(self._files, segment)
        self._columns: dict[str, TextColumn | None] = {}
        self._lists: dict[str, keylist.KeyList] = {}
        #: What :mod:`search.engine.whoosh_store.ordering` works out: orders, and places among a larger segment's.
        self.orders: dict[str, Any] = {}
        self.places: dict[str, tuple[str, NDArray[np.int64]]] = {}
        #: What :mod:`search.engine.whoosh_store.lookalikes` works out.
        self.tables: dict[tuple[str, bytes, int], tuple[NDArray[np.int64], NDArray[np.uint32]]] = {}
        self.remembered = Remembered(max(CACHE_FLOOR, CACHE_BYTES_A_DOCUMENT * self.size))

    @property
    def nbytes(self) -> int:
        """Return the bytes of the segment on disk."""
        return self._files.size

    # columns

    def text_column(self, name: str) -> TextColumn | None:
        """Return a column of byte strings; ``None`` where no document has a value."""
        if name not in self._columns:
            filename = W3Codec.column_filename(self._segment, name)
            if not self._files.file_exists(filename):
                self._columns[name] = None
            else:
                base, _length = self._files.range(filename)
                self._columns[name] = TextColumn(self._files.buffer(filename), self.size, self._files.map, base)
        return self._columns[name]

    def _number_column(self, name: str, kind: str) -> NDArray[Any] | None:
        filename = W3Codec.column_filename(self._segment, name)
        if not self._files.file_exists(filename):
            return None
        return read_numbers(self._files.buffer(filename), kind, self.size)

    @cached_property
    def years(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """First and last year of every document, ``NO_YEAR`` without."""
        found = [self._number_column(name, "i2") for name in ("year:first", "year:last")]
        first, last = (np.full(self.size, NO_YEAR, np.int16) if years is None else years for years in found)
        return first, last

    @cached_property
    def _ranks(self) -> dict[str, NDArray[np.uint32]]:
        return {}

    def ranks(self, sort: str) -> NDArray[np.uint32]:
        """Return the place of every document in an order."""
        if sort not in self._ranks:
            found = self._number_column(sort_rank(sort), "u4")
            self._ranks[sort] = np.zeros(0, np.uint32) if found is None else found
        return self._ranks[sort]

    @cached_property
    def facets(self) -> facets.Facets:
        """The dimensions."""
        table = bytes(self._files.buffer(self._segment.make_filename(facets.EXTENSION)))
        return facets.Facets(table, self._facet_column, self.size)

    def _facet_column(self, group: int) -> NDArray[Any]:
        filename = W3Codec.column_filename(self._segment, facet_group(group))
        width = self._files.file_length(filename) // max(self.size, 1)
        return read_numbers(self._files.buffer(filename), "u4" if width == 4 else "u2", self.size)

    # lookups

    def keys(self, name: str) -> keylist.KeyList:
        """Return one of the sorted lists."""
        if name not in self._lists:
            filename = self._segment.make_filename(f".{name}{keylist.EXTENSION}")
            self._lists[name] = keylist.KeyList(self._files.buffer(filename))
        return self._lists[name]

    def term_count(self, field: str, token: str) -> int:
        """Return how many documents have a token."""
        found = self._found(field, token)
        return 0 if found is None else found[0]

    def _found(self, field: str, token: str) -> tuple[int, int, int] | None:
        key = ("term", field, token)
        found: tuple[int, int, int] | None = self.remembered.get(key, lambda: self._terms.find(field, token), _light)
        return found

    def term(self, field: str, token: str) -> DocSet:
        """Return the documents that have a token."""
        found = self._found(field, token)
        if found is None:
            return self.nothing
        return self.set_of(("docs", field, token), lambda: DocSet.of(self.size, self._terms.docs(found)))

    def set_of(self, key: Hashable, make: Callable[[], DocSet]) -> DocSet:
        """Return a set that is remembered under ``key``, made now if it is not."""
        made: DocSet = self.remembered.get(key, make, _weight)
        return made

    @cached_property
    def nothing(self) -> DocSet:
        """The empty set."""
        return DocSet.nothing(self.size)

    @cached_property
    def everything(self) -> DocSet:
        """All documents, deleted ones too."""
        return DocSet.everything(self.size)

    def having(self, dimension: str, values: Sequence[str]) -> DocSet:
        """Return the documents that have one of some values of a dimension."""
        wanted = tuple(sorted(values))
        return self.set_of(("having", dimension, wanted), lambda: self.facets.having(dimension, wanted))

    def key_at(self, doc: int) -> bytes:
        """Return a document's key."""
        column = self.text_column("id")
        return b"" if column is None else column[doc]

    def identity(self, doc: int) -> tuple[str, Any]:
        """Return kind and key of a document."""
        return of_key(self.key_at(doc))

    def docs_of(self, name: str, key: bytes) -> Docs:
        """Return the documents of one key of a list."""
        return self.keys(name).docs_of(key)


def _weight(found: DocSet) -> int:
    return found.nbytes


def _light(_found: Any) -> int:
    return 100
