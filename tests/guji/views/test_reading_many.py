"""Reading many records gives what reading each gives, in a bounded number of queries."""

from __future__ import annotations

from typing import Any

import pytest

from authority.models import Institution
from guji.data import BookData
from guji.details import GROUPS
from guji.models import Book
from guji.reading import read_many
from guji.sample import sample_books
from guji.storage import to_data
from tests.guji.views.test_record_pages import GUOYU, store

pytestmark = pytest.mark.django_db


def test_the_same_as_one_by_one_in_the_order_given(zhejiang: Institution) -> None:
    full = [data for data in sample_books() if data.institution == "1701" and len(data.details) > 3][:20]
    for data in [*full, GUOYU, BookData(institution="1701", title="白文")]:
        store(zhejiang, data) if data.census_no else store(zhejiang, data, state=Book._meta.get_field("state").default)
    books = list(Book.objects.select_related("institution").order_by("-pk"))
    assert len(books) > 10
    assert read_many(books) == [to_data(book) for book in books]


def test_queries_do_not_grow_with_the_records(zhejiang: Institution, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        store(zhejiang, BookData(institution="1701", title="白文"), state=Book._meta.get_field("state").default)
    books = list(Book.objects.select_related("institution"))
    with django_assert_num_queries(len(GROUPS)):
        read_many(books)


def test_nothing_gives_nothing() -> None:
    assert read_many([]) == []
