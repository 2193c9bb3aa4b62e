"""Builds one segment out of rows: terms, postings and columns in Whoosh's form, key lists and facets beside them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage, RamStorage

from search.analysis import SEPARATOR
from search.engine.whoosh_store import facets, keylist
from search.engine.whoosh_store.columns import lengths_of, number_column, text_column_tail
from search.engine.whoosh_store.layout import (
    KEYS,
    NUMBER_ORDER,
    NUMBERS,
    PERSONS,
    SAME,
    SOUND,
    TITLES,
    Layout,
    facet_group,
    folded,
    plain,
    sort_key,
    sort_rank,
)
from search.engine.whoosh_store.postings import CODEC, TermsWriter
from search.engine.whoosh_store.rows import NO_YEAR, Row
from search.engine.whoosh_store.runs import Runs, SoundRuns, as_terms
from search.engine.whoosh_store.titles import proper

#: The name of the index in Whoosh's files.
INDEX: Final = "MAIN"


class _TextColumnWriter:
    """One column of byte strings; documents without a value are empty ones."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._docs = array("I")
        self._lengths = array("I")

    def add(self, doc: int, value: bytes) -> None:
        self._file.write(value)
        self._docs.append(doc)
        self._lengths.append(len(value))

    def finish(self, count: int) -> NDArray[np.int64]:
        """Close the file; return the lengths of all values."""
        lengths = np.zeros(count, np.int64)
        lengths[np.array(self._docs, np.int64)] = np.array(self._lengths, np.int64)
        self._file.write(text_column_tail(lengths))
        self._file.close()
        return lengths


class SegmentBuilder:
    """Takes rows one by one, then makes the segment.

    ``folder`` is where large files wait to be put together; without one all stays in memory.
    """

    def __init__(self, layout: Layout, folder: Path | None = None) -> None:
        self._layout = layout
        self._storage: Any = RamStorage() if folder is None else FileStorage(str(folder))
        self.segment = CODEC.new_segment(self._storage, INDEX)
        self.count = 0
        self._columns: dict[str, _TextColumnWriter] = {}
        self._runs: dict[str, Runs] = {}
        self._folder = folder
        self._sounds = SoundRuns(folder)
        self._facets = facets.FacetsWriter(layout.dimensions)
        self._years = (array("h"), array("h"))
        self._lists = {name: keylist.KeyListWriter() for name in (KEYS, NUMBERS, TITLES, PERSONS, SAME)}

    def add(self, row: Row) -> None:
        """Take the next row; no two of a segment have the same key."""
        doc = self.count
        self.count += 1
        self._put("id", row.key)
        self._put("digest", row.digest)
        self._lists[KEYS].add(row.key, doc)
        if row.same:
            self._put("same", row.same)
            self._lists[SAME].add(row.same, doc)
        self._add_texts(row, doc)
        if row.sound:
            self._put(folded(SOUND), row.sound.encode())
            self._sounds.add(row.sound, doc)
        if row.numbers:
            self._put("numbers", row.numbers.encode())
            self._add_parts(NUMBERS, b"", row.numbers, doc)
        for name, key in row.sorts.items():
            self._put(sort_key(name), key)
        self._facets.add(row.facets)
        for held, year in zip(self._years, row.years, strict=True):
            held.append(year)

    def _put(self, name: str, value: bytes) -> None:
        column = self._columns.get(name)
        if column is None:
            file = self._storage.create_file(W3Codec.column_filename(self.segment, name))
            column = self._columns[name] = _TextColumnWriter(file)
        column.add(self.count - 1, value)

    def _add_texts(self, row: Row, doc: int) -> None:
        layout = self._layout
        for name, text in row.folded.items():
            self._put(folded(name), text.encode())
            if name not in self._runs:
                self._runs[name] = Runs(self._folder)
            self._runs[name].add(text, doc)
            number = bytes([layout.field_number(name)])
            if name in layout.titles:
                self._add_parts(TITLES, number, text, doc, proper)
            if name in layout.persons:
                self._add_parts(PERSONS, number, text, doc)
        for name, text in row.plain.items():
            self._put(plain(name), text.encode())

    def _add_parts(self, name: str, before: bytes, column: str, doc: int, make: Callable[[str], str] = str) -> None:
        for part in dict.fromkeys(make(part) for part in column.split(SEPARATOR) if part):
            self._lists[name].add(before + part.encode(), doc)

    def finish(self, target: FileStorage) -> Any:
        """Make the segment's one file in ``target``; return what the table of contents keeps of it."""
        self._finish_columns()
        self._write_ranks()
        self._write_terms()
        for name, keys in self._lists.items():
            self._write(f".{name}{keylist.EXTENSION}", keys.to_bytes())
        self._write_facets()
        names = self.segment.list_files(self._storage)
        file = target.create_file(self.segment.make_filename(self.segment.COMPOUND_EXT))
        CompoundStorage.assemble(file, self._storage, names)
        for name in names:
            self._storage.delete_file(name)
        self.segment.compound = True
        self.segment.set_doc_count(self.count)
        return self.segment

    def _finish_columns(self) -> None:
        for column in self._columns.values():
            column.finish(self.count)
        for name, held in zip(("year:first", "year:last"), self._years, strict=True):
            if any(year != NO_YEAR for year in held):
                self._write_column(name, number_column(np.array(held, np.int16), "i2"))

    def _write(self, extension: str, data: bytes) -> None:
        with self._storage.create_file(self.segment.make_filename(extension)) as file:
            file.write(data)

    def _write_column(self, name: str, data: bytes) -> None:
        with self._storage.create_file(W3Codec.column_filename(self.segment, name)) as file:
            file.write(data)

    def _values(self, name: str) -> list[bytes] | None:
        """Return the values of a column that is written, read back."""
        filename = W3Codec.column_filename(self.segment, name)
        if not self._storage.file_exists(filename):
            return None
        with self._storage.open_file(filename) as file:
            data = file.read()
        ends = np.cumsum(lengths_of(memoryview(data), self.count)).tolist()
        return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def _write_ranks(self) -> None:
        ids = self._values("id") or []
        order = _ordered(sorted(range(self.count), key=ids.__getitem__), self._values(sort_key(NUMBER_ORDER)))
        for name in self._layout.sorts:
            kept = order if name == NUMBER_ORDER else _ordered(order, self._values(sort_key(name)))
            ranks = np.empty(self.count, np.uint32)
            ranks[np.array(kept, np.int64)] = np.arange(self.count, dtype=np.uint32)
            self._write_column(sort_rank(name), number_column(ranks, "u4"))

    def _write_terms(self) -> None:
        schema = self._layout.schema()
        writer = TermsWriter(self._storage, self.segment)
        for name in self._layout.texts:
            if name in self._runs:
                writer.add_field(folded(name), schema[folded(name)], as_terms(self._runs.pop(name)))
        writer.add_field(folded(SOUND), schema[SOUND], self._sounds.terms())
        writer.close()

    def _write_facets(self) -> None:
        tables: list[dict[str, Any]] = []
        for number, (codes, table) in enumerate(self._facets.groups()):
            self._write_column(
                facet_group(number), number_column(codes, "u4" if codes.max(initial=0) > 0xFFFF else "u2")
            )
            tables.append(table)
        self._write(facets.EXTENSION, facets.table_bytes(tables))


def _ordered(order: Sequence[int], keys: list[bytes] | None) -> Sequence[int]:
    """Return the documents by their keys, those without one last, those alike as they stood."""
    if keys is None:
        return order
    kept = sorted((doc for doc in order if keys[doc]), key=keys.__getitem__)
    return kept + [doc for doc in order if not keys[doc]]
