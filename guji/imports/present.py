"""Stored records as plain data, many at a time: what rows of a sheet are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from guji.data import BookData
from guji.details import GROUPS, fields_of, group_model
from guji.models import Book
from guji.storage import STATED, to_data

_EMPTY: tuple[Any, ...] = (None, "", False, [])


class PresentBooks:
    """Reads records with their details in a query a group; groups that no record has are not asked for."""

    def __init__(self) -> None:
        self._groups = [group for group in GROUPS if group_model(group)._default_manager.exists()]

    def load(self, keys: Sequence[UUID]) -> dict[UUID, tuple[Book, BookData]]:
        """Return key → (record, its data), as :func:`guji.storage.to_data` gives it; unknown keys are left out."""
        if not keys:
            return {}
        books: dict[UUID, Book] = Book.objects.select_related("institution").in_bulk(keys)
        details: dict[UUID, dict[str, list[dict[str, Any]]]] = {}
        sets: set[UUID] = set()
        for group in self._groups:
            if group == "sub_works":
                rows = group_model(group)._default_manager.filter(book_id__in=keys)
                sets.update(rows.values_list("book_id", flat=True))
            else:
                self._add(group, keys, details)
        nested = {book.pk: to_data(book) for book in Book.objects.whole().filter(pk__in=sets)} if sets else {}
        return {key: (book, nested.get(key) or _data(book, details.get(key, {}))) for key, book in books.items()}

    @staticmethod
    def _add(group: str, keys: Sequence[UUID], details: dict[UUID, dict[str, list[dict[str, Any]]]]) -> None:
        names = tuple(fields_of(group))
        rows = group_model(group)._default_manager.filter(book_id__in=keys).order_by("book_id", "position")
        for key, *values in rows.values_list("book_id", *names):
            row = {name: value for name, value in zip(names, values, strict=True) if value not in _EMPTY}
            details.setdefault(key, {}).setdefault(group, []).append(row)


def _data(book: Book, details: dict[str, list[dict[str, Any]]]) -> BookData:
    stated = {name: getattr(book, name) for name in STATED}
    return BookData(institution=book.institution.code, census_no=book.census_no or "", details=details, **stated)
