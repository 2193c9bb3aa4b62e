"""Tantivy under the queries: bigrams with their places, so that a phrase of them is proof that words stand together.

Hits come in the order of numbers, by a fast field.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order
from tantivy import Query as Asked

from benchmarks.peers.search.corpus import read
from benchmarks.peers.search.queries import FACETS, Query
from benchmarks.peers.search.timing import PAGE, Measured, drawn, measure, resident
from census.searching import search_kinds
from search.analysis import SEPARATOR, sound_tokens
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.rows import Row, row_of

HEAP = 512_000_000
WORDS = "whitespace"


class Tantivy:
    """An index of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        build = tantivy.SchemaBuilder()
        build.add_text_field("uni", tokenizer_name=WORDS, index_option="basic")
        build.add_text_field("bi", tokenizer_name=WORDS, index_option="position")
        build.add_text_field("sound", tokenizer_name="raw", index_option="basic")
        build.add_text_field("number", tokenizer_name="raw", index_option="basic")
        build.add_text_field("public", tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            build.add_text_field(f"f_{name}", tokenizer_name="raw", index_option="basic", fast=True)
        build.add_unsigned_field("rank", fast=True)
        self.schema = build.build()
        folder.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, str(folder))
        self._writer: Any = None

    def writer(self) -> Any:
        """Return the one writer."""
        self._writer = self._writer or self.index.writer(HEAP, 2)
        return self._writer

    def add(self, rank: int, row: Any, general: frozenset[str]) -> None:
        """Add a document, of the columns that our own index keeps of it."""
        column = "".join(text for name, text in row.folded.items() if name in general)
        parts = [part for part in column.split(SEPARATOR) if part]
        document = tantivy.Document()
        document.add_text("uni", " ".join(dict.fromkeys("".join(parts))))
        document.add_text("bi", " | ".join(" ".join(a + b for a, b in pairwise(part)) for part in parts))
        for token in sound_tokens(row.sound):
            document.add_text("sound", token)
        for number in filter(None, row.numbers.split(SEPARATOR)):
            document.add_text("number", number)
        if ":public" in row.facets:
            document.add_text("public", "1")
        for name in FACETS:
            for value in row.facets.get(name, ()):
                document.add_text(f"f_{name}", value)
        document.add_unsigned("rank", rank)
        self.writer().add_document(document)

    def commit(self) -> None:
        """Make what was added durable and visible."""
        self.writer().commit()
        self.index.reload()

    def ask(self, query: Query, *, offset: int, facets: bool) -> int:
        """Find a page, and count facets where asked to."""
        asked, searcher = self._query(query), self.index.searcher()
        found: Any = searcher.search(asked, PAGE, True, "rank", offset, Order.Asc)
        if facets:
            counted = {name: {"terms": {"field": f"f_{name}", "size": 2000}} for name in FACETS}
            searcher.aggregate(asked, counted)
        return int(found.count)

    def _query(self, query: Query) -> Any:
        parts = [self._words(needle) for needle in query.needles]
        parts += [Asked.term_query(self.schema, "sound", token, "basic") for token in _sounds(query)]
        if query.number:
            parts.append(Asked.regex_query(self.schema, "number", f"{re.escape(query.number).replace(chr(92), '')}.*"))
        if query.chosen:
            parts.append(Asked.term_query(self.schema, f"f_{query.chosen[0]}", query.chosen[1], "basic"))
        parts.append(Asked.term_query(self.schema, "public", "1", "basic"))
        return Asked.boolean_query([(Occur.Must, part) for part in parts])

    def _words(self, needle: str) -> Any:
        if len(needle) == 1:
            return Asked.term_query(self.schema, "uni", needle, "basic")
        bigrams = [a + b for a, b in pairwise(needle)]
        if len(bigrams) == 1:
            return Asked.term_query(self.schema, "bi", bigrams[0], "basic")
        return Asked.phrase_query(self.schema, "bi", list(bigrams))

    def together(self, query: Query) -> int:
        """Return the total."""
        return self.ask(query, offset=0, facets=False)

    def save(self, number: int) -> None:
        """Add one record and find it."""
        title = f"新得之书第{number}种"
        row = Row(b"", b"", {"title": title}, {}, "", "", {":public": ("1",)}, {}, (0, 0), b"")
        self.add(number, row, frozenset({"title"}))
        self.commit()
        assert self.ask(Query("saved", (title,)), offset=0, facets=False) == 1


def _sounds(query: Query) -> list[str]:
    pairs = [f"{a} {b}" for a, b in pairwise(query.syllables)]
    return pairs or list(query.syllables)


def main(arguments: Sequence[str]) -> None:
    """Build and ask: the documents, how many, a folder."""
    corpus, folder = Path(arguments[0]), Path(arguments[2])
    layout = Layout.of(search_kinds())
    asked, engine = drawn(corpus, int(arguments[1])), Tantivy(folder)
    measured, began = Measured(), time.perf_counter()
    for rank, document in enumerate(read(corpus)):
        engine.add(rank, row_of(document, layout), layout.general)
    engine.commit()
    engine.writer().wait_merging_threads()
    engine._writer = None
    engine.index.reload()
    measured.build = time.perf_counter() - began
    measured.size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    measure(engine, asked, measured)
    measured.memory = resident()["RssAnon"]
    print(measured.as_json())
