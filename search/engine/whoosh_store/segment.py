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

from search.engine.whoosh_store import facets, identities, keylist, texts
from search.engine.whoosh_store.columns import read_numbers
from search.engine.whoosh_store.docset import Docs, DocSet, any_of
from search.engine.whoosh_store.frontcoded import FrontCoded
from search.engine.whoosh_store.identities import Identities
from search.engine.whoosh_store.layout import DIGEST, SORT_KEYS, SOUND, TOKENS, WORDS, Layout, facet_group, sort_rank
from search.engine.whoosh_store.mapped import MappedSegment
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.postings import TermsReader
from search.engine.whoosh_store.rows import NO_YEAR
from search.engine.whoosh_store.texts import TextColumn
from search.engine.whoosh_store.tokens import Tokens
from search.engine.whoosh_store.worded import Sounds

#: Sets of documents that a segment remembers, in bytes: so many a document, but never less than the floor.
CACHE_BYTES_A_DOCUMENT: Final = 96
CACHE_FLOOR: Final = 1 << 18
#: Terms of which a segment remembers how many documents have them and where these are written.
PLACES: Final = 1 << 15


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
        self._places: dict[tuple[str, str], tuple[int, int, int] | None] = {}
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

    def texts(self, name: str) -> TextColumn | None:
        """Return the texts of a field; ``None`` where no document has one."""
        if name not in self._columns:
            filename = self._segment.make_filename(f".{name}{texts.EXTENSION}")
            if not self._files.file_exists(filename):
                self._columns[name] = None
            else:
                base, _length = self._files.range(filename)
                self._columns[name] = TextColumn(self._files.buffer(filename), self._files.map, base)
        return self._columns[name]

    @cached_property
    def sounds(self) -> Sounds:
        """The titles by their sound."""
        words = bytes(self._files.buffer(self._segment.make_filename(WORDS))).decode()
        return Sounds(self.texts(SOUND), words.split("\n") if words else [])

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of all fields."""
        return Tokens(self._files.buffer(self._segment.make_filename(TOKENS)))

    @cached_property
    def identities(self) -> Identities:
        """Who the documents are."""
        return Identities(self._files.buffer(self._segment.make_filename(identities.EXTENSION)), self.size)

    def digest(self, doc: int) -> bytes:
        """Return a document's digest."""
        data = self._files.buffer(W3Codec.column_filename(self._segment, "digest"))
        return bytes(data[doc * DIGEST : doc * DIGEST + DIGEST])

    def sort_keys(self, sort: str) -> FrontCoded:
        """Return the keys of an order, by rank."""
        return FrontCoded(self._files.buffer(self._segment.make_filename(f".{sort}{SORT_KEYS}")))

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
        """Return the place of every document in an order; without a column that in which they were written."""
        if sort not in self._ranks:
            found = self._number_column(sort_rank(sort), "u4")
            self._ranks[sort] = np.arange(self.size, dtype=np.uint32) if found is None else found
        return self._ranks[sort]

    def is_written_in(self, sort: str) -> bool:
        """Tell whether the documents were written in an order."""
        return not self._files.file_exists(W3Codec.column_filename(self._segment, sort_rank(sort)))

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
        places = self._places
        key = field, token
        if key not in places:
            if len(places) >= PLACES:
                places.clear()
            places[key] = self._terms.find(field, token)
        return places[key]

    def term(self, field: str, token: str) -> DocSet:
        """Return the documents that have a token."""
        found = self._found(field, token)
        if found is None:
            return self.nothing
        return self.set_of(("docs", field, token), lambda: DocSet.of(self.size, self._terms.docs(found)))

    def proved(self, found: DocSet, field: str, doubts: Sequence[str], prove: Callable[[Docs], Docs]) -> DocSet:
        """Return what is right of documents that their tokens speak for, reading only those with one of ``doubts``."""
        doubtful = any_of(self.size, [found & self.term(field, token) for token in doubts])
        if not len(doubtful):
            return found
        return (found - doubtful) | DocSet.of(self.size, prove(doubtful.to_docs()))

    def set_of(self, key: Hashable, make: Callable[[], DocSet]) -> DocSet:
        """Return a set that is remembered under ``key``, made now if it is not."""
        made: DocSet = self.remembered.get(key, make, _weight)
        return made

    @cached_property
    def nothing(self) -> DocSet:
        """The empty set."""
        return DocSet.nothing(self.size)

    @cached_property
    def nothing_met(self) -> Met:
        """What nothing met."""
        return Met.plain(self.nothing)

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
        return self.identities.key(doc)

    def listed(self, name: str) -> dict[int, list[bytes]]:
        """Return what each document has in a list: all of it at once, for putting small segments together."""
        keys = self.keys(name)
        found: dict[int, list[bytes]] = {}
        for place, key in enumerate(keys.keys(0, keys.count)):
            for doc in keys.docs(place, place + 1).tolist():
                found.setdefault(doc, []).append(key)
        return found

    def docs_of(self, name: str, key: bytes) -> Docs:
        """Return the documents of one key of a list."""
        return self.keys(name).docs_of(key)


def _weight(found: DocSet) -> int:
    return found.nbytes
