"""What a kind of record can say straight from the database, where there is no index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that must stand together in a text: as a folding key, and as they may be written.

    ``pattern`` is a regular expression (Python's and PostgreSQL's alike) for every way to write them; ``spellings``
    are, for those of them that are written in few ways, these ways: the quick test that spares most texts the pattern.
    """

    key: str
    pattern: str
    spellings: tuple[str, ...] = ()


class DatabaseSide(Protocol):
    """What a kind can say straight from the database, where there is no index.

    Conditions are over the kind's records. They may let too much through, never too little: what they let through is
    verified on its document. Only :meth:`chosen` is the whole truth.
    """

    def records(self) -> Any:
        """Return the queryset of all records, with ``visible_to``."""

    def having(self, runs: Sequence[Run], field: str | None) -> Any:
        """Return the condition that all ``runs`` are in one text of a field, ``None`` being every general one."""

    def numbered(self, run: Run) -> Any:
        """Return a condition that lets through whatever has a number with these characters in it."""

    def dated(self, first: int | None, last: int | None) -> Any:
        """Return the condition that an edition's years may touch ``first`` to ``last``."""

    def chosen(self, facet: str, values: Sequence[str]) -> Any | None:
        """Return the condition that a record has one of the values, ``None`` where the database cannot say so."""

    def order(self, sort: str, descending: bool) -> Sequence[Any]:
        """Return what ``order_by`` takes for an order: those without its key last, then by number."""

    def alike(self, record: Any) -> Any:
        """Return the condition of records that may be of the same edition as ``record``."""

    def named(self, key: str, begins: bool, most: int) -> Iterator[tuple[str, str, UUID]]:
        """Yield (name as stated, text field, record) of titles and persons whose folding key begins so or has it.

        They come in the order of keys, ``most`` of each field.
        """
