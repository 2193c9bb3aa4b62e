"""Passing over many records gives what reading each gives, in a bounded number of queries."""

from __future__ import annotations

from typing import Any

import pytest

from authority.models import Institution
from guji import reading
from guji.data import BookData
from guji.details import GROUPS
from guji.models import Book
from guji.reading import stated_rows
from guji.sample import sample_books
from guji.storage import to_data
from tests.guji.views.test_record_pages import GUOYU, store

pytestmark = pytest.mark.django_db


def test_the_same_as_one_by_one_in_the_order_given(zhejiang: Institution) -> None:
    full = [data for data in sample_books() if data.institution == "1701" and len(data.details) > 3][:20]
    for data in [*full, GUOYU, BookData(institution="1701", title="白文")]:
        store(zhejiang, data) if data.census_no else store(zhejiang, data, state=Book._meta.get_field("state").default)
    books = Book.objects.order_by("-pk")
    assert books.count() > 10
    read = list(stated_rows(books, "version"))
    assert [data for _key, data, _more in read] == [to_data(book) for book in books.whole()]
    assert [(key, *more) for key, _data, more in read] == [(book.pk, book.version) for book in books]


def test_queries_grow_with_the_groups_in_use_and_not_with_the_records(
    zhejiang: Institution, django_assert_num_queries: Any
) -> None:
    draft = Book._meta.get_field("state").default
    for _ in range(3):
        store(zhejiang, BookData(institution="1701", title="白文"), state=draft)
    with django_assert_num_queries(len(GROUPS) + 1):
        assert len(list(stated_rows(Book.objects.order_by("pk")))) == 3
    store(zhejiang, BookData(institution="1701", title="叢書", details={"sub_works": [{"title": "白文"}]}), state=draft)
    with django_assert_num_queries(len(GROUPS) + 2):
        assert len(list(stated_rows(Book.objects.order_by("pk")))) == 4


def test_blocks_join_without_a_seam(zhejiang: Institution, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 2)
    draft = Book._meta.get_field("state").default
    for number in range(5):
        rows = [{"title": f"子目{number}"}]
        store(zhejiang, BookData(institution="1701", title=f"書{number}", details={"sub_works": rows}), state=draft)
    read = [data for _key, data, _more in stated_rows(Book.objects.order_by("pk"))]
    assert [data.title for data in read] == [f"書{number}" for number in range(5)]
    assert [data.details["sub_works"][0]["title"] for data in read] == [f"子目{number}" for number in range(5)]


def test_nothing_gives_nothing(zhejiang: Institution) -> None:
    assert list(stated_rows(Book.objects.all())) == []
