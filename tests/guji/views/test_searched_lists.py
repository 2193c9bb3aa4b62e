"""Lists narrowed by words: one look at the rows where few have them, and the same pages as by the slower way."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from guji.models import Book
from guji.views.paging import Cursor, Place, page_after, page_before, page_of_few
from tests.guji.views.test_record_pages import drafts, listed, numbered

pytestmark = pytest.mark.django_db


module = import_module("guji.views.record_list")


def walk(client: Client, query: str) -> list[list[str]]:
    """Follow the pages to the last and back to the first; return their records, forwards."""
    address, pages = reverse("record-list") + query, []
    while True:
        html = client.get(address).content.decode()
        pages.append(listed(html))
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if following is None:
            break
        address = following.group(1).replace("&amp;", "&")
    for expected in reversed(pages[:-1]):
        previous = re.search(r'rel="prev" href="([^"]+)"', html)
        assert previous is not None
        html = client.get(previous.group(1).replace("&amp;", "&")).content.decode()
        assert listed(html) == expected
    return pages


def test_few_and_many_give_the_same_pages(
    editor: Client, zhejiang: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 4)
    numbered(zhejiang, 9)
    drafts(zhejiang, 6)
    Book.objects.update(note="")
    Book.objects.filter(census_no__isnull=True).update(edition="書")
    few = walk(editor, "?q=書")
    monkeypatch.setattr(module, "FEW", 0)
    assert walk(editor, "?q=書") == few
    assert sum(map(len, few)) == 15


def test_words_that_few_have_are_looked_for_once(
    editor: Client, zhejiang: Institution, django_assert_num_queries: Any
) -> None:
    numbered(zhejiang, 3)
    with django_assert_num_queries(7) as seen:
        editor.get(reverse("record-list"), {"q": "書"})
    looked = [one for one in seen.captured_queries if "LIKE" in one["sql"] and "guji_book" in one["sql"]]
    assert len(looked) == 1


def test_a_whole_number_is_looked_up_not_searched_for(
    editor: Client, zhejiang: Institution, django_assert_num_queries: Any
) -> None:
    numbered(zhejiang, 3)
    with django_assert_num_queries(6) as seen:
        html = editor.get(reverse("record-list"), {"q": "330000-1701-0000002"}).content.decode()
    assert ">1 部" in html
    assert not [one for one in seen.captured_queries if "LIKE" in one["sql"] and "guji_book" in one["sql"]]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_every_place_has_the_same_neighbours_either_way(zhejiang: Institution, size: int) -> None:
    numbered(zhejiang, 4)
    drafts(zhejiang, 3)
    places: list[Place] = list(Book.objects.order_by("-pk").values_list("census_no", "pk"))
    books = Book.objects.all()
    for book in Book.objects.all():
        cursor = Cursor.of(book)
        after = page_after(books, cursor, size)
        assert page_of_few(places, cursor, size, before=False) == (
            [(one.census_no, one.pk) for one in after.records],
            True,
            after.has_next,
        )
        before = page_before(books, cursor, size)
        found, has_previous, _ = page_of_few(places, cursor, size, before=True)
        assert [key for _, key in found] == [one.pk for one in before.records]
        assert has_previous == before.has_previous


def test_a_record_that_went_meanwhile_is_left_out(editor: Client, zhejiang: Institution) -> None:
    first, _ = numbered(zhejiang, 2)
    places: list[Place] = [(first.census_no, first.pk)]
    first.delete()
    assert page_of_few(places, None, 5, before=False)[0] == places
    assert ">1 部" in editor.get(reverse("record-list"), {"q": "書"}).content.decode()
