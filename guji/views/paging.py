"""Paging through records by key, not by offset, so that the last page is as quick as the first.

Records with a census number come first, by number; those without follow, by the time they were made (their key is a
UUIDv7). Both orders have an index of their own, so neither is sorted anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from census.models import CENSUS_NO_PATTERN
from guji.models import Book

NUMBERED, UNNUMBERED = "n", "i"
#: Census number, if there is one, and key of a record.
Place = tuple[str | None, UUID]


class BadCursorError(ValueError):
    """A place in the list that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list: after (or before) the record with this number, or with this key if it has none."""

    kind: str
    value: str

    @classmethod
    def of(cls, book: Book) -> Cursor:
        """Return the place of a record."""
        return cls(NUMBERED, book.census_no) if book.census_no else cls(UNNUMBERED, str(book.pk))

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read what :meth:`__str__` wrote. Raises :class:`BadCursorError`."""
        import re

        kind, value = text[:1], text[1:]
        if kind == NUMBERED and re.fullmatch(CENSUS_NO_PATTERN.strip("^$"), value):
            return cls(kind, value)
        if kind == UNNUMBERED:
            try:
                return cls(kind, str(UUID(value)))
            except ValueError as error:
                raise BadCursorError(text) from error
        raise BadCursorError(text)

    def __str__(self) -> str:
        return self.kind + self.value


@dataclass(frozen=True, slots=True)
class PageOfRecords:
    """One page: its records, and whether there are more on either side."""

    records: list[Book]
    has_previous: bool
    has_next: bool


def page_of_few(
    found: list[Place], cursor: Cursor | None, size: int, *, before: bool
) -> tuple[list[Place], bool, bool]:
    """Return the places of one page among all that a filter found, and whether there are more on either side."""
    ordered = sorted(found, key=_rank)
    at = 0
    if cursor is not None:
        rank = _rank_of(cursor)
        at = sum(_rank(place) < rank for place in ordered) - size if before else sum(_rank(p) <= rank for p in ordered)
    at = max(0, at)
    return ordered[at : at + size], at > 0, at + size < len(ordered)


def _rank(place: Place) -> tuple[bool, str]:
    number, key = place
    return number is None, number or str(key)


def _rank_of(cursor: Cursor) -> tuple[bool, str]:
    return cursor.kind == UNNUMBERED, cursor.value


def page_after(books: QuerySet[Book], cursor: Cursor | None, size: int) -> PageOfRecords:
    """Return the records that follow ``cursor`` (from the beginning if there is none)."""
    found: list[Book] = []
    if cursor is None or cursor.kind == NUMBERED:
        numbered = books.filter(census_no__isnull=False)
        if cursor is not None:
            numbered = numbered.filter(census_no__gt=cursor.value)
        found = list(numbered.order_by("census_no")[: size + 1])
    if len(found) <= size:
        rest = books.filter(census_no__isnull=True)
        if cursor is not None and cursor.kind == UNNUMBERED:
            rest = rest.filter(pk__gt=cursor.value)
        found += rest.order_by("pk")[: size + 1 - len(found)]
    return PageOfRecords(found[:size], cursor is not None, len(found) > size)


def page_before(books: QuerySet[Book], cursor: Cursor, size: int) -> PageOfRecords:
    """Return the records that stand before ``cursor``, in the list's order; the first page if they are few."""
    found: list[Book] = []
    if cursor.kind == UNNUMBERED:
        rest = books.filter(census_no__isnull=True, pk__lt=cursor.value)
        found = list(rest.order_by("-pk")[: size + 1])
    if len(found) <= size:
        numbered = books.filter(census_no__isnull=False)
        if cursor.kind == NUMBERED:
            numbered = numbered.filter(census_no__lt=cursor.value)
        found += numbered.order_by("-census_no")[: size + 1 - len(found)]
    if len(found) < size:
        return page_after(books, None, size)
    return PageOfRecords(found[:size][::-1], len(found) > size, True)
