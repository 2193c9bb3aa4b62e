"""How long the database may look: a search without an index must not hold up everybody else."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import OperationalError, connection, transaction

T = TypeVar("T")
#: SQLite looks at the clock each time it has carried out so many steps of its program.
_STEPS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the monotonic clock, in seconds."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline so many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() > self.at

    def ask(self, rows: Iterable[T]) -> tuple[list[T], bool]:
        """Return the rows of a query, and whether these are all: the database may not have answered in time."""
        found: list[T] = []
        if self.passed:
            return found, False
        try:
            with _bounded(self):
                found.extend(rows)
        except OperationalError:
            if not self.passed:
                raise
            return found, False
        return found, True


@contextmanager
def _bounded(deadline: Deadline) -> Iterator[None]:
    """Break off what is asked meanwhile. On SQLite no transaction is opened for it: that would hold up writers."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        raw: Any = connection.connection
        raw.set_progress_handler(lambda: deadline.passed, _STEPS)
        try:
            yield
        finally:
            raw.set_progress_handler(None, 0)
        return
    left = max(1, int((deadline.at - time.monotonic()) * 1000))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(left)])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
