"""Writing many rows of one table fast, with the same values that a model would store.

``bulk_create`` builds a model instance and a wide SQL text for every row; here one prepared statement runs over
tuples. Only columns whose Python value differs from the stored one are converted.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

#: Page cache during work on very many rows, in KiB as SQLite counts it (negative).
SQLITE_CACHE = -8192
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep the garbage collector from walking through everything again and again while one chunk is built.

    What a chunk makes holds no cycles and goes by itself; the pauses are a fifth of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def unmapped(database: BaseDatabaseWrapper, cache: int = SQLITE_CACHE) -> Iterator[None]:
    """Keep SQLite from holding the file in this process's memory while very many rows are passed over.

    ``cache`` is what it may hold of it, as SQLite counts it.
    """
    if database.vendor != "sqlite" or database.in_atomic_block:
        yield
        return
    names = ("cache_size", "mmap_size")
    with database.cursor() as cursor:
        usual = {name: cursor.execute(f"PRAGMA {name}").fetchone() for name in names}
        cursor.execute(f"PRAGMA cache_size={cache}")
        cursor.execute("PRAGMA mmap_size=0")
    try:
        yield
    finally:
        with database.cursor() as cursor:
            for name, value in usual.items():
                cursor.execute(f"PRAGMA {name}={int(value[0]) if value else 0}")


@contextmanager
def frugal(database: BaseDatabaseWrapper, cache: int = SQLITE_CACHE) -> Iterator[None]:
    """Do the same while very many rows are written or deleted.

    The write-ahead log, which grows to the size of all that one transaction wrote, is given back at the end, unless
    somebody goes on reading it: then nobody is made to wait for more than a second.
    """
    if database.vendor != "sqlite" or database.in_atomic_block:
        yield
        return
    with unmapped(database, cache):
        with database.cursor() as cursor:
            usual = cursor.execute("PRAGMA busy_timeout").fetchone()
        try:
            yield
        finally:
            with database.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=1000")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute(f"PRAGMA busy_timeout={int(usual[0]) if usual else 0}")


class _Rows:
    """One prepared statement over tuples of a model's columns."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        self.model = model
        self.columns = tuple(columns)
        self.connection = connections[router.db_for_write(model)]
        fields = {field.attname: field for field in model._meta.concrete_fields}
        self.fields = [fields[name] for name in self.columns]
        quote = self.connection.ops.quote_name
        self.table = quote(model._meta.db_table)
        self.names = [quote(field.column or "") for field in self.fields]
        self._converters = [(i, self._conversion(f)) for i, f in enumerate(self.fields) if not _is_plain(f)]

    def run(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run the statement for each row and return how many they were."""
        converted = [self._convert(row) for row in rows]
        if converted:
            with self.connection.cursor() as cursor:
                cursor.executemany(sql, converted)
        return len(converted)

    def _conversion(self, field: models.Field[Any, Any]) -> Callable[[Any], Any]:
        connection = self.connection
        if isinstance(_stored(field), models.UUIDField) and not connection.features.has_native_uuid_field:
            return lambda value: None if value is None else value.hex
        if isinstance(field, models.JSONField) and not connection.features.has_native_json_field:
            encode = (field.encoder or json.JSONEncoder)().encode
            return lambda value: None if value is None else encode(value)
        if isinstance(field, models.DateTimeField):
            return lru_cache(maxsize=16)(partial(_prepared, field, connection))
        return partial(_prepared, field, connection)

    def _convert(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for index, convert in self._converters:
            values[index] = convert(values[index])
        return values


class RowWriter(_Rows):
    """Inserts tuples of values into one model's table, inside the caller's transaction.

    ``columns`` are attribute names (``institution_id``, ``title``); each row gives their values in that order.
    Model defaults and ``save`` are not called: every column that must not be null has to be named.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        super().__init__(model, columns)
        places = ", ".join(["%s"] * len(self.names))
        self._sql = f"INSERT INTO {self.table} ({', '.join(self.names)}) VALUES ({places})"  # noqa: S608 - quoted names

    def write(self, rows: Iterable[Sequence[Any]]) -> int:
        """Insert the rows and return how many they were."""
        return self.run(self._sql, rows)


class RowUpdater(_Rows):
    """Sets columns of rows found by their key, which is the last of ``columns``."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        super().__init__(model, columns)
        places = ", ".join(f"{name} = %s" for name in self.names[:-1])
        self._sql = f"UPDATE {self.table} SET {places} WHERE {self.names[-1]} = %s"  # noqa: S608 - quoted names

    def write(self, rows: Iterable[Sequence[Any]]) -> int:
        """Update the rows and return how many they were."""
        return self.run(self._sql, rows)


def _prepared(field: models.Field[Any, Any], connection: BaseDatabaseWrapper, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _stored(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _is_plain(field: models.Field[Any, Any]) -> bool:
    return isinstance(_stored(field), _PLAIN)
