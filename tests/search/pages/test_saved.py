"""Saved searches: one's own, by name, with what has come since; kept and deleted through forms only."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from guji.models import Book
from search.models import SavedSearch
from search.models.saved import MOST_SAVED
from tests.search.pages.catalogue_samples import keep, page, words

LIST = "/search/saved/"
AsUser = Callable[[str | None], Client]


def save(client: Client, name: str, query: str) -> str:
    answer = client.post(LIST, {"name": name, "query": query}, follow=True)
    assert answer.status_code == 200
    return words(answer.content.decode())


@pytest.fixture
def reader_at_desk(as_user: AsUser, books: dict[str, Book]) -> Client:
    return as_user("reader")


def test_a_search_is_kept_and_run_again(reader_at_desk: Client) -> None:
    query = urlencode([("q", "周易"), ("institution", "1704")])
    assert "已保存为“易類”" in save(reader_at_desk, "易類", query + "&page=7")
    saved = SavedSearch.objects.get()
    assert saved.query == query
    answer = reader_at_desk.get(reverse("saved-search", args=[saved.pk]))
    assert answer["Location"] == f"/search/?{query}"
    assert "2 部" in words(page(reader_at_desk, answer["Location"]))


def test_what_came_since_is_counted_until_one_looks(reader_at_desk: Client, zhejiang: Institution) -> None:
    save(reader_at_desk, "易類", urlencode({"q": "周易"}))
    assert "+" not in words(page(reader_at_desk, LIST))
    keep(zhejiang, census_no="330000-1701-0000300", title="周易本義四卷", edition="清刻本")
    assert "+1" in words(page(reader_at_desk, LIST))
    reader_at_desk.get(reverse("saved-search", args=[SavedSearch.objects.get().pk]))
    assert "+" not in words(page(reader_at_desk, LIST))


def test_fewer_than_before_is_no_news(reader_at_desk: Client, books: dict[str, Book]) -> None:
    save(reader_at_desk, "易類", urlencode({"q": "周易"}))
    Book.objects.filter(pk=books["changes"].pk).update(state="withdrawn", withdrawn_from="published")
    assert "+" not in words(page(reader_at_desk, LIST))


def test_a_name_is_ones_own_once(as_user: AsUser, books: dict[str, Book]) -> None:
    save(as_user("reader"), "易類", "q=x")
    assert "您已有一个叫“易類”的检索" in save(as_user("reader"), "易類", "q=y")
    save(as_user("cataloguer"), "易類", "q=z")
    assert SavedSearch.objects.count() == 2


@pytest.mark.parametrize("name", ["", "   ", "長" * 81, "a\0b"])
def test_a_name_that_cannot_be_is_refused_in_words(name: str, reader_at_desk: Client) -> None:
    answer = reader_at_desk.post(LIST, {"name": name, "query": "q=1"}, follow=True)
    assert answer.status_code == 200
    assert "没有保存" in words(answer.content.decode())
    assert not SavedSearch.objects.exists()


def test_there_is_a_bound(reader_at_desk: Client, people: dict[str, User]) -> None:
    SavedSearch.objects.bulk_create(SavedSearch(user=people["reader"], name=str(n)) for n in range(MOST_SAVED))
    assert "没有保存" in save(reader_at_desk, "多", "q=1")
    assert SavedSearch.objects.count() == MOST_SAVED


def test_a_query_of_nonsense_is_kept_as_what_it_asks(reader_at_desk: Client) -> None:
    save(reader_at_desk, "亂", "nonsense=1&page=x&sort=nothing&q=%00")
    assert SavedSearch.objects.get().query in ("", urlencode({"q": "\ufffd"}))


def test_deleting_takes_a_form(reader_at_desk: Client) -> None:
    save(reader_at_desk, "易類", "q=x")
    address = reverse("saved-search-delete", args=[SavedSearch.objects.get().pk])
    assert reader_at_desk.get(address).status_code == 405
    assert SavedSearch.objects.exists()
    answer = reader_at_desk.post(address, follow=True)
    assert "已删去“易類”" in words(answer.content.decode())
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["saved-search", "saved-search-delete"])
def test_nobody_touches_anothers(name: str, as_user: AsUser, books: dict[str, Book]) -> None:
    save(as_user("reader"), "易類", "q=x")
    address = reverse(name, args=[SavedSearch.objects.get().pk])
    for person in ("neighbour", "province"):
        client = as_user(person)
        answer = client.post(address) if name.endswith("delete") else client.get(address)
        assert answer.status_code == 404
    assert SavedSearch.objects.exists()


@pytest.mark.parametrize("address", [LIST, "/search/saved/1/", "/search/saved/1/delete/"])
def test_strangers_are_sent_to_the_login(address: str, reader: Client) -> None:
    for answer in (reader.get(address), reader.post(address, {"name": "x"})):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("login"))


def test_without_the_token_of_the_form_nothing_is_kept(people: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["reader"])
    assert client.post(LIST, {"name": "x", "query": "q=1"}).status_code == 403
    assert not SavedSearch.objects.exists()


def test_an_empty_list_says_what_to_do(reader_at_desk: Client) -> None:
    assert "在结果页给它一个名称即可保存" in words(page(reader_at_desk, LIST))


def test_the_form_stands_under_results_for_those_who_have_logged_in(reader_at_desk: Client, reader: Client) -> None:
    assert 'id="save-name"' in page(reader_at_desk, "/search/?q=周易")
    assert 'id="save-name"' not in page(reader, "/search/?q=周易")


def test_a_search_that_finds_nothing_yet_can_be_kept_to_see_what_comes(
    reader_at_desk: Client, reader: Client, zhejiang: Institution
) -> None:
    html = page(reader_at_desk, "/search/?q=永樂大典")
    assert 'id="save-name"' in html
    assert "导出结果" not in words(html)
    assert 'id="save-name"' not in page(reader, "/search/?q=永樂大典")
    save(reader_at_desk, "大典", urlencode({"q": "永樂大典"}))
    keep(zhejiang, census_no="330000-1701-0000301", title="永樂大典二卷", edition="明抄本")
    assert "+1" in words(page(reader_at_desk, LIST))
