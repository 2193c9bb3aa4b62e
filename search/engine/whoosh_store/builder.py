"""Builds one segment out of rows: terms, postings and columns in Whoosh's form, key lists and facets beside them."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage, RamStorage

from search.analysis import SEPARATOR
from search.engine.whoosh_store import facets, frontcoded, identities, keylist, texts
from search.engine.whoosh_store.columns import number_column
from search.engine.whoosh_store.gathering import TextsWriter
from search.engine.whoosh_store.layout import (
    NUMBER_ORDER,
    NUMBERS,
    PERSONS,
    SAME,
    SORT_KEYS,
    SOUND,
    TITLES,
    TOKENS,
    WORDS,
    Layout,
    facet_group,
    folded,
    sort_rank,
)
from search.engine.whoosh_store.postings import CODEC, TermsWriter
from search.engine.whoosh_store.rows import NO_YEAR, Row
from search.engine.whoosh_store.runs import Runs, SoundRuns, as_terms
from search.engine.whoosh_store.titles import proper
from search.engine.whoosh_store.tokens import TokensWriter

#: The name of the index in Whoosh's files.
INDEX: Final = "MAIN"


class _Keys:
    """The keys of one order. They wait in a file without a name, in ``folder`` if one is given."""

    def __init__(self, folder: Path | None) -> None:
        self._file: IO[bytes] = BytesIO() if folder is None else tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._docs = array("I")
        self._lengths = array("I")

    def add(self, doc: int, key: bytes) -> None:
        self._file.write(key)
        self._docs.append(doc)
        self._lengths.append(len(key))

    def read(self) -> dict[int, bytes]:
        """Return the key of each document that has one."""
        self._file.seek(0)
        data = self._file.read()
        ends = accumulate(self._lengths, initial=0)
        return {doc: data[start:end] for doc, (start, end) in zip(self._docs, pairwise(ends), strict=True)}


class SegmentBuilder:
    """Takes rows one by one, then makes the segment.

    ``folder`` is where large files wait to be put together; without one all stays in memory.
    """

    def __init__(self, layout: Layout, folder: Path | None = None) -> None:
        self._layout = layout
        self._storage: Any = RamStorage() if folder is None else FileStorage(str(folder))
        self.segment = CODEC.new_segment(self._storage, INDEX)
        self.count = 0
        self._texts: dict[str, TextsWriter] = {}
        self._runs: dict[str, Runs] = {}
        self._folder = folder
        self._sounds = SoundRuns(folder)
        self._facets = facets.FacetsWriter(layout.dimensions)
        self._years = (array("h"), array("h"))
        self._lists = {name: keylist.KeyListWriter() for name in (NUMBERS, TITLES, PERSONS, SAME)}
        self._keys: list[bytes] = []
        self._digests = bytearray()
        self._sorts = {name: _Keys(folder) for name in layout.sorts}

    def add(self, row: Row) -> None:
        """Take the next row; no two of a segment have the same key."""
        doc = self.count
        self.count += 1
        self._keys.append(row.key)
        self._digests += row.digest
        if row.same:
            self._lists[SAME].add(row.same, doc)
        self._add_texts(row, doc)
        if row.sound:
            self._put(SOUND, doc, self._sounds.add(row.sound, doc))
        if row.numbers:
            self._add_parts(NUMBERS, b"", row.numbers, doc)
        for name, key in row.sorts.items():
            if name in self._sorts:
                self._sorts[name].add(doc, key)
        self._facets.add(row.facets)
        for held, year in zip(self._years, row.years, strict=True):
            held.append(year)

    def _put(self, name: str, doc: int, folded: str, plain: str = "") -> None:
        if name not in self._texts:
            self._texts[name] = TextsWriter(self._folder)
        self._texts[name].add(doc, folded.encode(), plain.encode())

    def _add_texts(self, row: Row, doc: int) -> None:
        layout = self._layout
        for name in {**row.folded, **row.plain}:
            self._put(name, doc, row.folded.get(name, ""), row.plain.get(name, ""))
        for name, text in row.folded.items():
            if name not in self._runs:
                self._runs[name] = Runs(self._folder)
            self._runs[name].add(text, doc)
            number = bytes([layout.field_number(name)])
            if name in layout.titles:
                self._add_parts(TITLES, number, text, doc, proper)
            if name in layout.persons:
                self._add_parts(PERSONS, number, text, doc)

    def _add_parts(self, name: str, before: bytes, column: str, doc: int, make: Callable[[str], str] = str) -> None:
        for part in dict.fromkeys(make(part) for part in column.split(SEPARATOR) if part):
            self._lists[name].add(before + part.encode(), doc)

    def finish(self, target: FileStorage) -> Any:
        """Make the segment's one file in ``target``; return what the table of contents keeps of it."""
        for name in list(self._texts):
            self._write(f".{name}{texts.EXTENSION}", *self._texts.pop(name).to_bytes(self.count))
        self._write_years()
        self._write_orders()
        self._write_terms()
        for name, keys in self._lists.items():
            self._write(f".{name}{keylist.EXTENSION}", keys.to_bytes())
        self._write_facets()
        self._write(identities.EXTENSION, identities.written(self._keys))
        self._write_column("digest", bytes(self._digests))
        names = self.segment.list_files(self._storage)
        file = target.create_file(self.segment.make_filename(self.segment.COMPOUND_EXT))
        CompoundStorage.assemble(file, self._storage, names)
        for name in names:
            self._storage.delete_file(name)
        self.segment.compound = True
        self.segment.set_doc_count(self.count)
        return self.segment

    def _write_years(self) -> None:
        for name, held in zip(("year:first", "year:last"), self._years, strict=True):
            if any(year != NO_YEAR for year in held):
                self._write_column(name, number_column(np.array(held, np.int16), "i2"))

    def _write(self, extension: str, *pieces: bytes) -> None:
        with self._storage.create_file(self.segment.make_filename(extension)) as file:
            for data in pieces:
                file.write(data)

    def _write_column(self, name: str, data: bytes) -> None:
        with self._storage.create_file(W3Codec.column_filename(self.segment, name)) as file:
            file.write(data)

    def _write_orders(self) -> None:
        by_key = sorted(range(self.count), key=self._keys.__getitem__)
        order = _ordered(by_key, self._sorts[NUMBER_ORDER].read())
        for name, held in self._sorts.items():
            keys = held.read()
            kept = order if name == NUMBER_ORDER else _ordered(order, keys)
            self._write(f".{name}{SORT_KEYS}", frontcoded.written(keys[doc] for doc in kept[: len(keys)]))
            if not np.array_equal(kept, np.arange(self.count)):
                ranks = np.empty(self.count, np.uint32)
                ranks[np.array(kept, np.int64)] = np.arange(self.count, dtype=np.uint32)
                self._write_column(sort_rank(name), number_column(ranks, "u4"))

    def _write_terms(self) -> None:
        schema = self._layout.schema()
        writer = TermsWriter(self._storage, self.segment)
        tokens = TokensWriter(len(self._layout.texts))
        for number, name in enumerate(self._layout.texts):
            if name in self._runs:
                numbers: list[int] = []
                writer.add_field(folded(name), schema[folded(name)], as_terms(self._runs.pop(name), numbers))
                tokens.add(number, numbers)
        self._write(TOKENS, tokens.to_bytes())
        writer.add_field(folded(SOUND), schema[SOUND], self._sounds.terms())
        writer.close()
        self._write(WORDS, self._sounds.words_as_bytes())

    def _write_facets(self) -> None:
        tables: list[dict[str, Any]] = []
        for number, (codes, table) in enumerate(self._facets.groups()):
            self._write_column(
                facet_group(number), number_column(codes, "u4" if codes.max(initial=0) > 0xFFFF else "u2")
            )
            tables.append(table)
        self._write(facets.EXTENSION, facets.table_bytes(tables))


def _ordered(order: Sequence[int], keys: Mapping[int, bytes]) -> Sequence[int]:
    """Return the documents by their keys, those without one last, those alike as they stood."""
    kept = sorted((doc for doc in order if doc in keys), key=keys.__getitem__)
    return kept + [doc for doc in order if doc not in keys]
