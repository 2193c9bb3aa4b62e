"""What must stay hidden: the draft of a library, on every page, in every export, for everybody who is not of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guji.models import Book
from tests.search.pages.catalogue_samples import GONE, NEVER, PUBLIC, SECRET, page, whole, words

#: Everywhere a record could show itself.
ADDRESSES = (
    "/",
    "/search/",
    "/search/?q=越縵堂",
    "/search/?q=李慈銘",
    "/search/?state=draft",
    "/search/?q=重複之書",
    "/search/?q=從未公布",
    "/search/?institution=1701&sort=number",
    "/search/suggest/?q=越縵",
    "/search/suggest/?q=李慈",
    "/browse/",
    "/browse/strokes/",
    "/browse/edition_type/",
    "/classes/1/",
    "/institutions/",
    "/institutions/1701/",
    "/statistics/",
    "/sitemap-pages.xml",
    "/sitemap-book-1.xml",
    "/search/export/csv?q=越縵堂",
    "/search/export/csv",
    "/search/export/txt",
    "/search/export/xlsx",
)
EXPORTS = ("/search/export/csv", "/search/export/txt", "/search/export/xlsx")
HIDDEN = (SECRET, "李慈銘", "51冊", GONE["title"], GONE["census_no"], NEVER["title"], NEVER["census_no"])


def told(client: Client, address: str) -> str:
    content = whole(client.get(address))
    if address.startswith("/search/export/xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("person", [None, "reader", "neighbour"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_else_meets_a_draft_or_a_tombstone(
    address: str, person: str | None, as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    html = told(as_user(person), address)
    query = address.partition("?")[2]
    assert [hidden for hidden in HIDDEN if hidden in html and hidden not in query] == []
    assert str(books["draft"].pk) not in html


@pytest.mark.parametrize("person", [None, "reader"])
def test_numbers_count_what_is_public_only(
    person: str | None, as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    client = as_user(person)
    assert f"{len(PUBLIC)} 部" in words(page(client, "/search/"))
    html = page(client, "/search/")
    assert "状态" not in words(html)
    assert "稿本" not in html


def test_the_public_pages_are_the_same_for_those_who_see_more(
    as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    for address in ("/", "/browse/edition_type/", "/statistics/", "/institutions/1701/", "/classes/1/"):
        assert SECRET not in page(as_user("cataloguer"), address)
        assert "稿本" not in page(as_user("province"), address)


@pytest.mark.parametrize("person", ["cataloguer", "province"])
def test_its_own_library_and_the_province_find_the_draft_and_are_led_to_the_desk(
    person: str, as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    html = page(as_user(person), "/search/?q=越缦堂")
    assert SECRET in words(html)
    assert f'href="/records/{books["draft"].pk}/"' in html
    assert "草稿" in words(html)
    assert "状态" in words(page(as_user(person), "/search/"))


def test_suggestions_are_each_persons_own(as_user: Callable[[str | None], Client], books: dict[str, Book]) -> None:
    def suggested(person: str | None) -> list[Any]:
        found: list[Any] = as_user(person).get("/search/suggest/?q=越縵").json()["suggestions"]
        return found

    assert suggested(None) == suggested("neighbour") == []
    assert [one["text"] for one in suggested("cataloguer")] == [SECRET]


@pytest.mark.parametrize("person", [None, "cataloguer"])
def test_no_cache_between_may_give_one_persons_page_to_another(
    person: str | None, as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    """Not even one that holds the answer of somebody who sees no more than everybody."""
    number = PUBLIC["changes"][1]["census_no"]
    for address in ("/search/?q=周易", "/search/suggest/?q=周", f"/r/{number}/", *EXPORTS):
        answer = as_user(person).get(address)
        assert "Cookie" in answer.get("Vary", "") or "private" in answer.get("Cache-Control", ""), address


GUESSES = ("三百元", "三百", "價:三百元", "來源:三百元", "provenance:三百元", '"三百元"', "三百圓")


@pytest.mark.parametrize("person", [None, "neighbour", "province"])
def test_what_was_paid_for_a_book_finds_nothing(
    person: str | None, as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    """The public page leaves it out; whoever guesses it must not be told that he guessed right."""
    client, number = as_user(person), PUBLIC["seals"][1]["census_no"]
    assert number in told(client, "/search/?q=來源:某氏"), "its source is no secret"
    assert [words for words in GUESSES if number in told(client, f"/search/?q={words}")] == []
    assert [address for address in EXPORTS if "三百元" in told(client, f"{address}?q=來源:某氏")] == []
