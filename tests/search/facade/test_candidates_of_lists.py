"""The list of records asks the index where its words can be: quicker, and never another list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import guji.listing
from authority.models import Institution
from census.models import OutboxEntry, Role, State
from census.policies import Access
from census.searching import Candidates, Wanted, lists
from guji.listing import FIELDS, SEARCHED, RecordFilter
from guji.models import Book
from search import candidates
from search.facade import EVERYTHING
from tests.search.fallback.shelf import SHELF

pytestmark = pytest.mark.django_db
#: What a list may be narrowed to beside words.
PARTS: tuple[dict[str, str], ...] = (
    {},
    {"institution": "1701"},
    {"institution": "1705"},
    {"state": "draft"},
    {"state": "province_approved"},
)


def listed(words: str, access: Access = EVERYTHING, **chosen: str) -> set[str]:
    asked = RecordFilter(text=words, **chosen)
    visible = Book.objects.all().visible_to(access)
    return set(asked.apply(visible, asked.candidates(access)).values_list("title", flat=True))


def named(words: str, access: Access = EVERYTHING, *, most: int = 2000, **chosen: str) -> Candidates | None:
    """Return among which records the index says that a list's are."""
    picked = {name: (value,) for name, value in chosen.items()}
    return candidates.find(Wanted("book", tuple(words.split()), FIELDS, access, picked, most))


@pytest.fixture
def indexed(build_index: Callable[[], None], settings: Any, new_book: Callable[..., Book]) -> list[Book]:
    """Real books in an index that has nothing left to learn."""
    settings.SEARCH_ENGINE = "search.engine.whoosh_store.WhooshStore"
    books = [new_book((State.PROVINCE_APPROVED, State.DRAFT)[n % 3 == 0], **stated) for n, stated in enumerate(SHELF)]
    build_index()
    OutboxEntry.objects.all().delete()
    return books


def asked_for(words: str, access: Access = EVERYTHING, **chosen: str) -> tuple[set[str], set[str], str]:
    """Return what a list has with and without the index, and the SQL with it."""
    with CaptureQueriesContext(connection) as queries:
        by_index = listed(words, access, **chosen)
    finders = lists._finders[:]
    lists._finders.clear()
    try:
        by_rows = listed(words, access, **chosen)
    finally:
        lists._finders[:] = finders
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


@pytest.mark.parametrize("words", ["刻本", "說文", "刻本 清", "註"])
def test_whoever_looks_at_whichever_part_has_the_same_list(indexed: list[Book], words: str) -> None:
    holder = Institution.objects.get(code="1701")
    people = [EVERYTHING, Access(), Access(local={holder.pk: frozenset({str(Role.CATALOGUER)})})]
    for access in people:
        for chosen in PARTS:
            by_index, by_rows, _sql = asked_for(words, access, **chosen)
            assert by_index == by_rows, (access, chosen)


def test_how_many_there_are_is_counted_within_what_is_looked_at(indexed: list[Book]) -> None:
    everything, public, drafts = named("刻本"), named("刻本", Access()), named("刻本", state="draft")
    assert everything is not None and public is not None and drafts is not None  # noqa: PT018
    assert everything.total == public.total + drafts.total > public.total > drafts.total > 0
    assert everything.keys is not None
    assert set(everything.keys) >= set(Book.objects.filter(edition__contains="刻本").values_list("pk", flat=True))


def test_another_form_of_a_character_is_another_list(indexed: list[Book]) -> None:
    """Very many records may have 經 and none 经: a page of 经 must not be looked for in all of them."""
    assert named("經韻") != Candidates(0, ())
    assert named("经韵") == Candidates(0, ())


def test_a_record_that_the_index_has_not_heard_of_is_listed(indexed: list[Book], new_book: Callable[..., Book]) -> None:
    book = new_book(title="脈望館書目不分卷")
    assert OutboxEntry.objects.exists()
    assert named("脈望館") == Candidates(1, (book.pk,))
    assert listed("脈望館") == {"脈望館書目不分卷"}


def test_a_record_changed_since_is_listed_as_it_now_is(indexed: list[Book]) -> None:
    book = Book.objects.get(title="說文解字十五卷")
    Book.objects.filter(pk=book.pk).update(title="脈望館書目不分卷")
    OutboxEntry.objects.create(kind="book", record_id=book.pk)
    assert listed("脈望館") == {"脈望館書目不分卷"}
    assert "說文解字十五卷" not in listed("說文")


def test_with_much_still_to_learn_the_index_is_not_asked(
    indexed: list[Book], new_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_PENDING", 1)
    new_book(title="脈望館書目不分卷")
    assert named("脈望館") is not None
    new_book(title="脈望館書目一卷")
    assert named("脈望館") is None
    assert listed("脈望館") == {"脈望館書目不分卷", "脈望館書目一卷"}


def test_of_very_many_it_is_not_looked_up_who_has_the_very_characters(
    indexed: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    precise = named("刻本", most=1)
    monkeypatch.setattr(candidates, "MOST_READ", 1)
    bound = named("刻本", most=1)
    assert precise is not None
    assert bound is not None
    assert (bound.total >= precise.total, bound.keys) == (True, None)
    assert named("经韵") == Candidates(0, ()), "a simplified word is looked up however many have its other forms"
    assert listed("刻本") == {book.title for book in indexed if "刻本" in book.edition + book.title}


def test_many_are_not_named_but_counted(indexed: list[Book]) -> None:
    every, some = named("刻本"), named("刻本", most=3)
    assert every is not None
    assert some == Candidates(every.total, None)
    assert len(every.keys or ()) == every.total >= 5


@pytest.mark.parametrize("engine", ["search.engine.fallback.DatabaseStore", "search.engine.nowhere.Store"])
def test_without_an_index_every_row_is_looked_at(indexed: list[Book], settings: Any, engine: str) -> None:
    settings.SEARCH_ENGINE = engine
    assert named("說文") is None
    assert "說文解字十五卷" in listed("說文")


def test_the_page_of_very_many_says_about_how_many(
    indexed: list[Book], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    address = f"{reverse('record-list')}?q=刻本"
    exact = client.get(address)
    monkeypatch.setattr(guji.listing, "MOST_CANDIDATES", 3)
    about = client.get(address)
    assert f"{exact.context['total'].number} 部" in exact.content.decode()
    assert f"约 {exact.context['total'].number} 部" in about.content.decode()
    assert [one.pk for one in about.context["records"]] == [one.pk for one in exact.context["records"]]
