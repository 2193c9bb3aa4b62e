"""A library in 杭州, and a way to enter books in it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from authority.models import Institution, Region
from census.searching import Document, search_kinds
from guji.actions import CreateBook
from guji.data import BookData
from guji.models import Book

NewBook = Callable[..., Book]
DocumentOf = Callable[..., Document]


@pytest.fixture
def library(db: Any) -> Institution:
    province = Region.objects.create(code="330000", name="浙江省", name_hans="浙江省", kind="province")
    city = Region.objects.create(code="330100", name="杭州市", name_hans="杭州市", kind="city", parent=province)
    return Institution.objects.create(
        code="1701", name="浙江圖書館", short_name="浙圖", region=city, census_prefix="330000"
    )


@pytest.fixture
def new_book(library: Institution) -> NewBook:
    """Return a way to enter a book with these statements, as it comes."""
    numbers = count(1)

    def enter(**stated: Any) -> Book:
        data = BookData(**{"institution": "1701", "shelf_mark": f"普{next(numbers)}", **stated})
        return CreateBook(data, None, trusted=True).execute()

    return enter


@pytest.fixture
def document_of(new_book: NewBook) -> DocumentOf:
    """Return a way to enter a book and see it as the index does."""
    return lambda **stated: search_kinds()["book"].documents([new_book(**stated).pk])[0]
