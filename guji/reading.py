"""Reading many records at once as plain data, for volumes and exports that pass over a whole province."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import models

from guji.data import BookData
from guji.details import GROUPS, group_model
from guji.models import Book
from guji.storage import STATED, _row, _tree


def read_many(books: Sequence[Book]) -> list[BookData]:
    """Return the records as plain data, in their order, with one query for each group of the full record.

    The same as :func:`guji.storage.to_data` for each of them, but without prefetching through Django's managers, whose
    cost for every record and group, empty or not, is three times that of the reading itself. Institutions must have
    been fetched along (``select_related("institution")``).
    """
    keys = [book.pk for book in books]
    rows: dict[UUID, dict[str, list[models.Model]]] = defaultdict(lambda: defaultdict(list))
    for group in GROUPS:
        found = group_model(group)._default_manager.filter(book_id__in=keys).order_by("book_id", "position")
        for row in found:
            rows[row.book_id][group].append(row)  # type: ignore[attr-defined]
    return [_data(book, rows[book.pk]) for book in books]


def _data(book: Book, rows: dict[str, list[models.Model]]) -> BookData:
    details = {}
    for group in GROUPS:
        if found := rows.get(group):
            details[group] = _tree(found) if group == "sub_works" else [_row(group, row) for row in found]  # type: ignore[arg-type]
    stated = {name: getattr(book, name) for name in STATED}
    return BookData(institution=book.institution.code, census_no=book.census_no or "", details=details, **stated)
