"""Records for the tests of pages, written straight into the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from authority.models import Institution
from census.models import State
from guji.models import Book

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def make_book(institution: Institution, title: str, serial: int | None = None, **values: Any) -> Book:
    number = f"330000-{institution.code}-{serial:07d}" if serial else None
    state = State.PROVINCE_APPROVED if serial else State.DRAFT
    values = {"state": state, "created_at": NOW, "updated_at": NOW, **values}
    book: Book = Book.objects.create(institution=institution, title=title, census_no=number, **values)
    return book
