"""Triggers that mark a change of an authority table, so that what was read of it may be kept until then.

They are put on after every ``migrate``: SQLite drops a table's triggers when a migration makes the table anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import connections

from authority.models import ClassNode, ClassScheme, Institution, InstitutionName, Region, TableMark, Term

#: A word drawn at random, as each database draws one.
_DRAWN: Final = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()::text"}
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION authority_mark_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {marks} SET mark = {drawn} WHERE "table" = TG_TABLE_NAME;
  RETURN NULL;
END $$
"""
_EVENTS: Final = ("INSERT", "UPDATE", "DELETE")
#: The tables of which something is kept. They are seldom written: on PostgreSQL, writers of one table wait for each
#: other's mark until the end of their transactions.
MARKED: Final = (ClassNode, ClassScheme, Institution, InstitutionName, Region, Term)


def mark_changes(sender: Any, using: str, **_given: Any) -> None:
    """Put the triggers on the tables, and draw each a first mark: a receiver of ``post_migrate``."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if connection.vendor not in _DRAWN or TableMark._meta.db_table not in tables:
        return
    marked = [name for model in MARKED if (name := model._meta.db_table) in tables]
    drawn = _DRAWN[connection.vendor]
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, marked):
            cursor.execute(statement)
        for name in marked:
            cursor.execute(
                f'INSERT INTO {TableMark._meta.db_table} ("table", mark) VALUES (%s, {drawn}) '  # noqa: S608  our own names
                'ON CONFLICT ("table") DO NOTHING',
                [name],
            )


def _statements(vendor: str, tables: Iterable[str]) -> Iterator[str]:
    marks, drawn = TableMark._meta.db_table, _DRAWN[vendor]
    if vendor == "postgresql":
        yield _FUNCTION.format(marks=marks, drawn=drawn)
    for name in tables:
        if vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {name}_marked ON {name}"
            yield (
                f"CREATE TRIGGER {name}_marked AFTER {' OR '.join(_EVENTS)} OR TRUNCATE ON {name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION authority_mark_table()"
            )
            continue
        for event in _EVENTS:
            marking = f"UPDATE {marks} SET mark = {drawn} WHERE \"table\" = '{name}'"  # noqa: S608  our own names
            trigger = f"{name}_{event.lower()}_marked"
            yield f"CREATE TRIGGER IF NOT EXISTS {trigger} AFTER {event} ON {name} BEGIN {marking}; END"
