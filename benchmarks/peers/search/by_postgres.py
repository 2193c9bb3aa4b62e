"""PostgreSQL under the queries: bigrams in an array with a GIN index, candidates verified on the text.

``SEARCHED_URL`` names a private server.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL

from benchmarks.peers.search.corpus import read
from benchmarks.peers.search.queries import FACETS, Query
from benchmarks.peers.search.timing import PAGE, Measured, drawn, measure
from census.searching import search_kinds
from search.analysis import SEPARATOR, sound_tokens
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.rows import row_of

TABLES = f"""
CREATE TABLE book (id integer, public boolean, folded text, grams text[], sound text, sounds text[],
    {", ".join(f"f_{name} text[]" for name in FACETS)});
CREATE TABLE number (key text COLLATE "C", id integer);
"""
INDEXES = """
ALTER TABLE book ADD PRIMARY KEY (id);
CREATE INDEX ON book USING gin (grams) WITH (fastupdate = off);
CREATE INDEX ON book USING gin (sounds) WITH (fastupdate = off);
CREATE INDEX ON number (key);
VACUUM ANALYZE;
"""
COLUMNS = ("id", "public", "folded", "grams", "sound", "sounds", *(f"f_{name}" for name in FACETS))


class Postgres:
    """A database of its own."""

    def __init__(self) -> None:
        address = urlsplit(os.environ["SEARCHED_URL"])
        host, _slash, database = address.path.rpartition("/")
        self.connection = psycopg.connect(host=host, user=address.username, dbname=database, autocommit=True)
        self.connection.execute("SET jit = off")
        self.connection.execute("SET work_mem = '256MB'")

    def run(self, statements: str) -> None:
        """Carry out statements one by one."""
        for statement in filter(str.strip, statements.split(";")):
            self.connection.execute(SQL(statement))

    def ask(self, query: Query, *, offset: int, facets: bool) -> int:
        """Find a page and the total, and count facets where asked to, in one statement."""
        conditions, values = _conditions(query)
        counted = "".join(
            f" UNION ALL SELECT '{name}', value, count(*) FROM hit, unnest(f_{name}) AS value GROUP BY value"
            for name in (FACETS if facets else ())
        )
        columns = ", ".join(["id", *(f"f_{name}" for name in (FACETS if facets else ()))])
        statement = (
            f"WITH hit AS MATERIALIZED (SELECT {columns} FROM book WHERE {' AND '.join(conditions)}) "
            "SELECT 'total', '', count(*) FROM hit UNION ALL "
            f"(SELECT 'page', '', id FROM hit ORDER BY id LIMIT {PAGE} OFFSET {offset}){counted}"
        )
        rows = self.connection.execute(SQL(statement), values).fetchall()
        return int(rows[0][2])

    def together(self, query: Query) -> int:
        """Return the total."""
        return self.ask(query, offset=0, facets=False)

    def save(self, number: int) -> None:
        """Insert one record and find it."""
        title = f"新得之书第{number}种"
        row = (-1 - number, True, title, _grams([title]), "", [], *([] for _name in FACETS))
        places = ", ".join(["%s"] * len(COLUMNS))
        self.connection.execute(SQL(f"INSERT INTO book VALUES ({places})"), row)
        assert self.ask(Query("saved", (title,)), offset=0, facets=False) == 1

    def load(self, rows: Any) -> None:
        """Copy the documents in and build the indexes."""
        numbers: list[tuple[str, int]] = []
        self.run(TABLES)
        cursor = self.connection.cursor()
        with cursor.copy(SQL(f"COPY book ({', '.join(COLUMNS)}) FROM STDIN")) as copy:
            for row, own in rows:
                copy.write_row(row)
                numbers += [(key, row[0]) for key in own]
        with cursor.copy("COPY number (key, id) FROM STDIN") as copy:
            for pair in numbers:
                copy.write_row(pair)
        self.run("SET maintenance_work_mem = '1GB'")
        self.run(INDEXES)


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    conditions: list[str] = ["public"]
    values: list[Any] = []
    for needle in query.needles:
        conditions.append("grams @> %s")
        values.append([needle] if len(needle) == 1 else [a + b for a, b in pairwise(needle)])
        if len(needle) > 2:
            conditions.append("folded LIKE %s")
            values.append(f"%{needle}%")
    if query.syllables:
        conditions.append("sounds @> %s")
        values.append([f"{a} {b}" for a, b in pairwise(query.syllables)] or list(query.syllables))
        if len(query.syllables) > 2:
            conditions.append("sound ~ %s")
            values.append("".join(f" /([^ ]*/)?{syllable}/[^ ]*" for syllable in query.syllables) + " ")
    if query.number:
        conditions.append("id IN (SELECT id FROM number WHERE key LIKE %s)")
        values.append(query.number + "%")
    if query.chosen:
        conditions.append(f"f_{query.chosen[0]} @> %s")
        values.append([query.chosen[1]])
    return conditions, values


def _grams(parts: list[str]) -> list[str]:
    return list(dict.fromkeys([*"".join(parts), *(a + b for part in parts for a, b in pairwise(part))]))


def _rows(corpus: Path) -> Any:
    layout = Layout.of(search_kinds())
    for rank, document in enumerate(read(corpus)):
        row = row_of(document, layout)
        column = "".join(text for name, text in row.folded.items() if name in layout.general)
        facets = [list(row.facets.get(name, ())) for name in FACETS]
        grams = _grams([part for part in column.split(SEPARATOR) if part])
        sounds = sorted(sound_tokens(row.sound))
        numbers = [number for number in row.numbers.split(SEPARATOR) if number]
        yield (rank, ":public" in row.facets, column, grams, row.sound, sounds, *facets), numbers


def main(arguments: Sequence[str]) -> None:
    """Build and ask: the documents, how many."""
    corpus = Path(arguments[0])
    asked, engine = drawn(corpus, int(arguments[1])), Postgres()
    measured, began = Measured(), time.perf_counter()
    engine.load(_rows(corpus))
    measured.build = time.perf_counter() - began
    size = engine.connection.execute("SELECT pg_database_size(current_database())").fetchone()
    measured.size = (size[0] if size else 0) / 1e6
    print(measure(engine, asked, measured).as_json())
