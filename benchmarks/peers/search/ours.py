"""Our own engine under the queries: the index is built in one process and asked in another.

It remembers postings that it has read and the asks of a term, never what a query found: a query that is asked again is
evaluated again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from uuid import UUID

from benchmarks.peers.search.corpus import read
from benchmarks.peers.search.queries import FACETS, Query
from benchmarks.peers.search.timing import PAGE, Measured, drawn, measure, resident
from census.searching import TextPart
from search.engine.protocol import Request, Scope
from search.engine.whoosh_store import WhooshStore
from search.engine.whoosh_store.writer import WhooshWriter


class Ours:
    """The index in a folder, read and written."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.store = WhooshStore(folder)
        self.engine = self.store.open()
        self.scope = Scope()
        self.counted: tuple[str, ...] = FACETS
        self._pattern = next(read(corpus))
        self._writer: WhooshWriter | None = None

    def ask(self, query: Query, *, offset: int, facets: bool) -> int:
        """Find a page, and count facets where asked to."""
        chosen = {query.chosen[0]: (query.chosen[1],)} if query.chosen else {}
        counted = self.counted if facets else ()
        found = self.engine.search(Request(query.tree, self.scope, chosen, counted, offset=offset, limit=PAGE))
        return found.total

    def together(self, query: Query) -> int:
        """Return the total without scattered hits, which other engines do not look for."""
        chosen = {query.chosen[0]: (query.chosen[1],)} if query.chosen else {}
        return self.engine.search(Request(query.quoted, self.scope, chosen, limit=0)).total

    def save(self, number: int) -> None:
        """Replace one record and find it."""
        title = f"新得之書第{number}種"
        texts = {**self._pattern.texts, "title": (TextPart(title),)}
        record = replace(self._pattern, record_id=UUID(int=number), texts=texts, public=True)
        self._writer = self._writer or self.store.writer()
        self._writer.replace([record])
        assert self.ask(Query("saved", (title,)), offset=0, facets=False) == 1


def build(corpus: Path, folder: Path) -> None:
    """Build the index and say how long it took, reading the documents included, and how large the process grew."""
    store, began = WhooshStore(folder), time.perf_counter()
    store.swap(store.build(read(corpus)))
    print(Measured(build=time.perf_counter() - began, size=store.state().size / 1e6).as_json())


def ask(corpus: Path, count: int, folder: Path) -> None:
    """Ask the index that was built, in a process that has done nothing else."""
    asked, engine = drawn(corpus, count), Ours(folder, corpus)
    before = resident()["RssAnon"]
    began = time.perf_counter()
    engine.engine.warm()
    measured = Measured(others={"warming up": (time.perf_counter() - began) * 1000})
    measured.others["memory, warmed up"] = resident()["RssAnon"] - before
    measure(engine, asked, measured)
    measured.memory = resident()["RssAnon"] - before
    engine.counted = tuple(engine.store.layout.facets)
    every = Measured()
    for query in asked:
        engine.ask(query, offset=0, facets=True)
        began = time.perf_counter()
        engine.ask(query, offset=0, facets=True)
        every.warm.setdefault(query.type, []).append((time.perf_counter() - began) * 1000)
    measured.others["all dimensions"] = sorted(chain(*every.warm.values()))[int(len(asked) * 0.99)]
    print(measured.as_json())


def main(arguments: Sequence[str]) -> None:
    """Build the index, or ask the one that was built."""
    corpus, count, folder, *more = arguments
    if more == ["build"]:
        build(Path(corpus), Path(folder))
    else:
        ask(Path(corpus), int(count), Path(folder))
