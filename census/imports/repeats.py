"""Keys of rows and records remembered on disk: a file of 340,000 rows takes no more memory than one of 10,000."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from uuid import UUID

#: As many rows are named in a message.
NAMED = 5


def _on_disk(table: str) -> sqlite3.Connection:
    """Open a temporary database, which its connection removes, with one table."""
    base = sqlite3.connect("")
    base.execute("PRAGMA cache_size=-2048")
    base.execute("PRAGMA journal_mode=OFF")
    base.execute(table)
    return base


class Repeats:
    """Collects keys with their rows in a temporary table on disk, then tells those that repeat.

    Use: :meth:`add` for each batch of rows, :meth:`settle` once, then :meth:`rows_of`.
    """

    def __init__(self) -> None:
        self._base = _on_disk("CREATE TABLE seen (scope TEXT, key TEXT, row INTEGER)")
        self._repeated: dict[tuple[str, str], tuple[int, tuple[int, ...]]] = {}

    def add(self, keys: Iterable[tuple[str, str, int]]) -> None:
        """Take (scope, key, row) triples; empty keys are not told apart and must be left out."""
        self._base.executemany("INSERT INTO seen VALUES (?, ?, ?)", keys)

    def settle(self) -> None:
        """Work out what repeats and forget the rest."""
        query = (
            "SELECT scope, key, count(*), group_concat(row) FROM "
            "(SELECT scope, key, row FROM seen ORDER BY scope, key, row) GROUP BY scope, key HAVING count(*) > 1"
        )
        with closing(self._base) as base:
            for scope, key, count, rows in base.execute(query):
                named = tuple(sorted(int(row) for row in rows.split(",", NAMED + 1)[: NAMED + 1]))
                self._repeated[scope, key] = (count, named)

    def count(self, scope: str, key: str) -> int:
        """Return on how many rows the key stands if on several, else 1."""
        return self._repeated.get((scope, key), (1, ()))[0]

    def others(self, scope: str, key: str, row: int) -> tuple[int, ...]:
        """Return the first few other rows with the key, none where it does not repeat."""
        return tuple(other for other in self._repeated.get((scope, key), (1, ()))[1] if other != row)[:NAMED]

    def of_scope(self, scope: str) -> Mapping[str, int]:
        """Return the repeated keys of a scope with the number of their rows."""
        return {key: count for (found, key), (count, _) in self._repeated.items() if found == scope}


class KeySet:
    """A set of record keys that may grow as long as it likes."""

    def __init__(self) -> None:
        self._base = _on_disk("CREATE TABLE held (key BLOB PRIMARY KEY) WITHOUT ROWID")

    def add(self, keys: Iterable[UUID]) -> None:
        """Put keys in; one that is there already stays."""
        self._base.executemany("INSERT OR IGNORE INTO held VALUES (?)", ((key.bytes,) for key in keys))

    def among(self, keys: Iterable[UUID]) -> set[UUID]:
        """Return those of the keys that are in the set."""
        asked = "SELECT 1 FROM held WHERE key = ?"
        return {key for key in keys if self._base.execute(asked, (key.bytes,)).fetchone()}

    def close(self) -> None:
        """Remove it from disk."""
        self._base.close()
