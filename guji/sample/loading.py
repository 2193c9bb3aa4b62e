"""Entering the sample as records that the province has passed, once; what people entered is left alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from census.models import BatchState, ImportBatch, ImportMode
from guji.actions.bulk import CHUNK, BulkCreateBooks, chunked
from guji.checking import house_context
from guji.findings import book_checks
from guji.models import Book
from guji.sample import BOOKS, sample_books


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many records of the sample were entered, and how many were there already."""

    created: int
    kept: int


def load_sample() -> Loaded:
    """Enter the records of the sample whose numbers are free; the others, changed or withdrawn since, stay as they are.

    The records come in as one batch, so ``undo_import`` can take them back. Raises
    :class:`~census.errors.ActionRefused` if one does not pass, and enters nothing.
    """
    books = list(sample_books())
    numbers = [book.census_no for book in books]
    taken: set[str | None] = set()
    for part in chunked(numbers, CHUNK):
        taken |= set(Book.objects.filter(census_no__in=part).values_list("census_no", flat=True))
    fresh = [book for book in books if book.census_no not in taken]
    if not fresh:
        return Loaded(0, len(books))
    context = house_context()
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            kind=Book.KIND,
            file_name=BOOKS.name,
            sha256=hashlib.sha256(BOOKS.read_bytes()).hexdigest(),
            mode=ImportMode.APPROVED,
            state=BatchState.COMMITTED,
            row_count=len(books),
            created_count=len(fresh),
            same_count=len(books) - len(fresh),
            notes=["样例：编号、索书号与藏本情形均为虚拟"],
            committed_at=timezone.now(),
        )
        action = BulkCreateBooks(None, batch=batch, approved=True, reason="样例", trusted=True)
        action.execute((book, book_checks().run(book, context)) for book in fresh)
    return Loaded(len(fresh), len(books) - len(fresh))
