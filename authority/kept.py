"""What was read of authority tables is kept in the process until one of these tables changes, in whatever process.

Each table carries a mark that is another one after every change (:mod:`authority.marks`). What was kept is returned
while the marks are those under which it was read; they are looked at before the tables are, so that what is kept is
never older than its marks say.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from django.db import connection, models

from authority.models import TableMark

T = TypeVar("T")
Marks = dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at for the piece of work that goes on: the marks, and whatever else was asked for once."""

    marks: Marks
    found: dict[Hashable, Any] = field(default_factory=dict)


_look: ContextVar[Look | None] = ContextVar("look", default=None)


class Kept(Generic[T]):
    """Something read of some tables. Those who ask must not change what they are given."""

    def __init__(self, read: Callable[[], T], *tables: type[models.Model]) -> None:
        self._read = read
        self._tables: Final = tuple(model._meta.db_table for model in tables)
        #: The database, the marks, and what was read under them: replaced as one, so that threads need no lock.
        self._held: tuple[object, T] | None = None

    def __call__(self) -> T:
        """Return it, read anew if a table has changed; where tables bear no marks it is read each time."""
        marks = _marks()
        if not all(name in marks for name in self._tables):
            return self._read()
        state = (_database(), [marks[name] for name in self._tables])
        held = self._held
        if held is not None and held[0] == state:
            return held[1]
        found = self._read()
        self._held = (state, found)
        return found


def state() -> str:
    """Return a name that changes with whatever the marked tables hold; empty where there are no marks."""
    return " ".join(mark for _table, mark in sorted(_marks().items()))


@contextmanager
def one_look() -> Iterator[None]:
    """Look at the marks once for all that is asked within: a page should be of one state of the tables anyhow."""
    if _look.get() is not None:
        yield
        return
    token = _look.set(Look(_read_marks()))
    try:
        yield
    finally:
        _look.reset(token)


def once_a_look(key: Hashable, find: Callable[[], T]) -> T:
    """Return what ``find`` returns, asked once within :func:`one_look`; outside of it each time."""
    look = _look.get()
    if look is None:
        return find()
    if key not in look.found:
        look.found[key] = find()
    found: T = look.found[key]
    return found


def _marks() -> Marks:
    look = _look.get()
    return _read_marks() if look is None else look.marks


def _read_marks() -> Marks:
    return dict(TableMark.objects.values_list("table", "mark"))


def _database() -> str:
    return str(connection.settings_dict["NAME"])
