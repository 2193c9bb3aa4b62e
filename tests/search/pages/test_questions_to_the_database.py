"""How many questions a page asks of the database: with an index and without, few, and no more for being fuller."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from authority.models import ClassNode, Institution, Region
from census.searching import search_kinds
from guji.models import Book
from search.engine.choice import chosen_store
from tests.search.pages.catalogue_samples import PUBLIC, keep, page, words

CHANGES = "330000-1701-0000012"
#: Address → questions at most: asked of an index that was asked before, and of the database alone.
MOST = {
    "/": (3, 60),
    "/search/": (12, 70),
    "/search/?q=周易": (12, 70),
    "/search/?q=周易&class=102&sort=title": (12, 70),
    "/search/?q=無此書": (6, 60),
    "/search/?q=zhouyi": (12, 70),
    "/search/?q=330000-1701-0000012": (12, 70),
    "/browse/": (3, 60),
    "/browse/strokes/": (3, 60),
    "/browse/region/": (3, 60),
    "/browse/initial/": (3, 60),
    "/browse/century/": (3, 60),
    "/browse/dynasty/": (3, 60),
    "/browse/edition_type/": (3, 60),
    "/search/advanced/": (3, 60),
    "/classes/102/": (12, 70),
    "/institutions/": (5, 60),
    "/institutions/1701/": (14, 70),
    "/statistics/": (3, 60),
    f"/r/{CHANGES}/": (47, 90),
    "/search/suggest/?q=周": (3, 30),
}


@pytest.fixture(params=["index", "database"])
def build_index(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Callable[[], None]:
    """Return what brings the index, where there is one, to what the database says."""
    if request.param == "database":
        return lambda: None
    settings.SEARCH_ENGINE = "search.engine.whoosh_store.WhooshStore"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"

    def build() -> None:
        store = chosen_store()
        store.swap(store.build(document for kind in search_kinds().values() for document in kind.stream()))

    return build


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", MOST)
def test_a_page_asks_little_and_no_more_for_being_fuller(
    address: str,
    reader: Client,
    books: dict[str, Book],
    zhejiang: Institution,
    build_index: Callable[[], None],
    settings: Any,
) -> None:
    build_index()
    questions(reader, address)
    few = questions(reader, address)
    assert few <= MOST[address]["DatabaseStore" in settings.SEARCH_ENGINE]
    stated = {name: value for name, value in PUBLIC["changes"][1].items() if name != "census_no"}
    for serial in range(100, 115):
        keep(zhejiang, census_no=f"330000-1701-{serial:07d}", **stated)
    build_index()
    questions(reader, address)
    assert questions(reader, address) <= few


def library_renamed() -> None:
    Institution.objects.filter(code="1701").update(name="浙江省圖書館")


def city_renamed() -> None:
    Region.objects.filter(code="330100").update(name="臨安府")


def class_renamed() -> None:
    ClassNode.objects.filter(code="102").update(name_hant="羲經類")


@pytest.mark.parametrize(
    ("change", "address", "word"),
    [
        (library_renamed, "/search/?q=周易", "浙江省圖書館"),
        (library_renamed, "/statistics/", "浙江省圖書館"),
        (city_renamed, "/browse/region/", "臨安府"),
        (city_renamed, "/search/", "臨安府"),
        (class_renamed, "/", "羲經類"),
        (class_renamed, "/browse/", "羲經類"),
        (class_renamed, "/search/?class=1", "羲經類"),
    ],
)
def test_a_name_changed_by_anybody_stands_on_the_next_page(
    change: Callable[[], Any],
    address: str,
    word: str,
    reader: Client,
    books: dict[str, Book],
    build_index: Callable[[], None],
) -> None:
    build_index()
    assert word not in words(page(reader, address))
    change()
    assert word in words(page(reader, address))


def test_what_is_kept_of_the_public_catalogue_holds_nothing_of_those_who_may_see_more(
    reader: Client,
    books: dict[str, Book],
    people: dict[str, User],
    as_user: Callable[[str | None], Client],
    build_index: Callable[[], None],
) -> None:
    build_index()
    for address in ("/", "/browse/", "/statistics/", "/institutions/1701/"):
        seen = words(page(reader, address))
        within = words(page(as_user("cataloguer"), address))
        assert f"{len(PUBLIC)} 部" in seen or "1701" in address
        assert words(page(reader, address)) == seen
        assert seen.count(" 部") == within.count(" 部")
