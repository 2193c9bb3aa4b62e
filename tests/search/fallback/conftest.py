"""A shelf of books with real statements, all that they need to be found by."""

from __future__ import annotations

from typing import Any

import pytest

from authority.models import Institution, Region
from census.models import ImageRole, ImageStatus, State
from guji.actions import CreateBook
from guji.data import BookData
from guji.models import Book
from tests.picture_samples import make_image
from tests.search.fallback.shelf import SHELF


@pytest.fixture
def shelf(db: Any) -> list[Book]:
    """The books of :data:`SHELF` in two libraries: every third a draft, the others passed by the province."""
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    for code, name in (("1701", "浙江圖書館"), ("1713", "溫州市圖書館")):
        Institution.objects.create(code=code, name=name, region=region, census_prefix="330000")
    books = []
    for number, stated in enumerate(SHELF, 1):
        holder = ("1701", "1713")[number % 2]
        book = CreateBook(BookData(**{"institution": holder, **stated}), None, trusted=True).execute()
        if number % 3:
            Book.objects.filter(pk=book.pk).update(
                state=State.PROVINCE_APPROVED, census_no=f"330000-{holder}-{number:07d}"
            )
        books.append(book)
    for place, role in ((0, ImageRole.OPENING), (0, ImageRole.SEAL), (3, ImageRole.SEAL)):
        make_image(books[place], role)
    make_image(books[5], ImageRole.SEAL, status=ImageStatus.CHECKING)
    return books
