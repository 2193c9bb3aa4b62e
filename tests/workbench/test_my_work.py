"""我的工作: what is mine to do, by role, with its reasons, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.identifiers import new_key
from census.models import State
from guji.actions import CreateBook, ReturnBook, SubmitBook
from guji.data import BookData
from guji.models import Book
from guji.working import keep
from tests.workbench.record_samples_workbench import make_book
from workbench.my_work import LISTED, lacks_of, my_work

People = dict[str, User]


@pytest.fixture
def submitted(people: People) -> Callable[[str], Book]:
    """A record of the cataloguer's that waits for the institution's reviewer."""

    def make(title: str) -> Book:
        data = BookData(institution="1701", title=title, edition="清刻本", volumes="2冊", shelf_mark=title)
        return SubmitBook(CreateBook(data, people["cataloguer"]).execute(), people["cataloguer"]).execute()

    return make


def test_what_came_back_is_listed_with_its_reason(people: People, submitted: Callable[[str], Book]) -> None:
    book = submitted("國語二十一卷")
    reviewer = people["institution_reviewer"]
    ReturnBook(book, reviewer, reason="請核版本", comments=[("edition", "疑爲覆刻")]).execute()
    (one,) = my_work(people["cataloguer"]).returned
    assert (one.book, one.why, one.who, one.remarks) == (book, "請核版本", "institution_reviewer", 1)
    assert my_work(people["cataloguer"]).drafts.number == 0
    assert my_work(reviewer).returned == []


def test_what_waits_is_the_reviewers_and_the_oldest_first(
    people: People, submitted: Callable[[str], Book], wenzhou: Institution
) -> None:
    books = [submitted(f"國語{number}卷") for number in "一二三"]
    make_book(wenzhou, "別館之書", state=State.SUBMITTED)
    reviewer = my_work(people["institution_reviewer"])
    assert (reviewer.waiting.books, reviewer.waiting.number) == (books, 3)
    assert my_work(people["cataloguer"]).waiting.number == 0
    assert my_work(people["province_reviewer"]).waiting.number == 0
    Book.objects.filter(pk=books[0].pk).update(state=State.INSTITUTION_APPROVED)
    assert my_work(people["province_reviewer"]).waiting.books == [books[0]]


def test_what_i_submitted_does_not_wait_for_me(people: People, submitted: Callable[[str], Book]) -> None:
    book = submitted("國語一卷")
    Book.objects.filter(pk=book.pk).update(submitted_by=people["institution_reviewer"])
    assert my_work(people["institution_reviewer"]).waiting.number == 0


def test_drafts_and_unfinished_entries_are_their_owners(people: People, zhejiang: Institution) -> None:
    CreateBook(BookData(institution="1701", title="國語一卷"), people["cataloguer"]).execute()
    keep(people["cataloguer"], new_key(), None, None, {"title": "未完"})
    mine, other = my_work(people["cataloguer"]), my_work(people["institution_reviewer"])
    assert [book.title for book in mine.drafts.books] == ["國語一卷"]
    assert [str(copy) for copy in mine.unfinished] == ["未完"]
    assert (other.drafts.number, other.unfinished) == (0, [])


def test_a_long_pile_is_a_number_and_its_beginning(people: People, zhejiang: Institution) -> None:
    for number in range(LISTED + 3):
        make_book(zhejiang, f"國語{number}", created_by=people["cataloguer"])
    drafts = my_work(people["cataloguer"]).drafts
    assert (len(drafts.books), drafts.number) == (LISTED, LISTED + 3)


def test_what_an_institution_lacks_is_counted(people: People, zhejiang: Institution, wenzhou: Institution) -> None:
    make_book(zhejiang, "國語一卷", shelf_mark="善1", edition="清刻本", volumes="1冊", class_code="1", dynasty="清")
    make_book(zhejiang, "國語二卷")
    make_book(zhejiang, "已撤", state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    make_book(wenzhou, "別館之書")
    total, lacks = lacks_of(zhejiang)
    assert total == 2
    assert {str(lack.name): lack.number for lack in lacks} == {
        "没有索书号": 1,
        "没有分类": 1,
        "没有版本": 1,
        "没有册数": 1,
        "没有著者": 2,
        "版本没有年代": 1,
    }


def test_the_page_says_it_all(people: People, submitted: Callable[[str], Book], as_user: Any) -> None:
    ReturnBook(submitted("國語一卷"), people["institution_reviewer"], reason="請核版本").execute()
    submitted("國語二卷")
    home = reverse("home")
    cataloguer = as_user(people["cataloguer"]).get(home).content.decode()
    assert "請核版本" in cataloguer
    assert "等我审的" not in cataloguer
    assert "等我审的" in as_user(people["institution_reviewer"]).get(home).content.decode()
    assert "浙江圖書館" in as_user(people["cataloguer"]).get(reverse("lacking")).content.decode()
    assert "不属于某一单位" in as_user(people["editor"]).get(reverse("lacking")).content.decode()
    assert Client().get(reverse("lacking")).status_code == 302


def test_the_desk_asks_a_fixed_number_of_questions(
    people: People, submitted: Callable[[str], Book], as_user: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        ReturnBook(submitted(f"國語{number}卷"), people["institution_reviewer"], reason="請核").execute()
        submitted(f"史記{number}卷")
    client = as_user(people["cataloguer"])
    with django_assert_max_num_queries(12):
        client.get(reverse("home"))
