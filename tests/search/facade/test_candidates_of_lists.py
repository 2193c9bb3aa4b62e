"""The list of records asks the index where its words can be: quicker, and never another list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from census import searching
from census.models import OutboxEntry, State
from guji.listing import SEARCHED, RecordFilter
from guji.models import Book
from search import candidates
from tests.search.fallback.shelf import SHELF

pytestmark = pytest.mark.django_db


def listed(words: str) -> set[str]:
    return set(RecordFilter(text=words).apply(Book.objects.all()).values_list("title", flat=True))


@pytest.fixture
def indexed(build_index: Callable[[], None], settings: Any, new_book: Callable[..., Book]) -> list[Book]:
    """Real books in an index that has nothing left to learn."""
    settings.SEARCH_ENGINE = "search.engine.whoosh_store.WhooshStore"
    books = [new_book((State.PROVINCE_APPROVED, State.DRAFT)[n % 3 == 0], **stated) for n, stated in enumerate(SHELF)]
    build_index()
    OutboxEntry.objects.all().delete()
    return books


def asked_for(words: str) -> tuple[set[str], set[str], str]:
    """Return what a list has with and without the index, and the SQL with it."""
    with CaptureQueriesContext(connection) as queries:
        by_index = listed(words)
    finders = searching._finders[:]
    searching._finders.clear()
    try:
        by_rows = listed(words)
    finally:
        searching._finders[:] = finders
    return by_index, by_rows, queries.captured_queries[-1]["sql"]


def test_every_stretch_of_every_statement_gives_the_same_list(indexed: list[Book]) -> None:
    spared = 0
    for book in indexed:
        for text in (getattr(book, name) or "" for name in SEARCHED):
            for start in range(0, len(text), 3):
                words = text[start : start + 4]
                by_index, by_rows, sql = asked_for(words)
                assert by_index == by_rows, words
                assert book.title in by_index or not words.strip()
                spared += " IN (" in sql
    assert spared > 100, "most lists are spared a look at every row"


@pytest.mark.parametrize(
    "words",
    [
        "刻本",
        "说文",
        "說文 段玉裁",
        "□",
        "說□解字",
        "?",
        "（",
        " ",
        "catalogue",
        "ＣＡＴ",
        "347.8/4471",
        "1701-0000003",
    ],
)
def test_odd_words_give_the_same_list(indexed: list[Book], words: str) -> None:
    by_index, by_rows, _sql = asked_for(words)
    assert by_index == by_rows


def test_a_record_that_the_index_has_not_heard_of_is_listed(indexed: list[Book], new_book: Callable[..., Book]) -> None:
    new_book(title="脈望館書目不分卷")
    assert OutboxEntry.objects.exists()
    assert candidates.find("book", ["脈望館"], 2000) is None
    assert listed("脈望館") == {"脈望館書目不分卷"}


def test_many_are_left_to_the_database(indexed: list[Book]) -> None:
    assert len(candidates.find("book", ["刻本"], len(SHELF)) or ()) >= 5
    assert candidates.find("book", ["刻本"], 3) is None


@pytest.mark.parametrize("engine", ["search.engine.fallback.DatabaseStore", "search.engine.nowhere.Store"])
def test_without_an_index_every_row_is_looked_at(indexed: list[Book], settings: Any, engine: str) -> None:
    settings.SEARCH_ENGINE = engine
    assert candidates.find("book", ["說文"], 2000) is None
    assert "說文解字十五卷" in listed("說文")
