"""Lists come in their order from an index, for readers and members alike (SQLite's planner is the narrower one)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from authority.models import Institution, Region
from census.models import Membership, Role, State
from guji.actions import CreateBook
from guji.data import BookData
from guji.models import Book

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it has counted")


@pytest.fixture
def library() -> Institution:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    return Institution.objects.create(code="1701", name="浙江圖書館", region=region)


@pytest.fixture
def reviewer() -> User:
    user = User.objects.create_user("reviewer")
    Membership.objects.create(user=user, role=Role.PROVINCE_REVIEWER)
    return user


LISTS: dict[str, Callable[[Any, Institution], QuerySet[Book]]] = {
    "guji_book_by_title": lambda user, library: Book.objects.visible_to(user).order_by("title_sort", "id"),
    "guji_book_by_year": lambda user, library: Book.objects.visible_to(user).order_by("year_from", "id"),
    "guji_book_by_class": lambda user, library: (
        Book.objects.visible_to(user).filter(class_code="10101").order_by("title_sort", "id")
    ),
    "guji_book_by_number": lambda user, library: (
        Book.objects.visible_to(user).filter(institution=library).order_by("census_no")
    ),
}


@sqlite_only
@pytest.mark.parametrize("index", LISTS)
@pytest.mark.parametrize("role", ["anybody", "reviewer"])
def test_keys_of_a_list_are_read_from_one_index_without_sorting(
    index: str, role: str, library: Institution, reviewer: User
) -> None:
    rows = LISTS[index](reviewer if role == "reviewer" else None, library).values_list("pk")[:20]
    plan = rows.explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan


@sqlite_only
def test_the_reviewers_queue_is_a_small_index_of_its_own(library: Institution) -> None:
    plan = Book.objects.waiting().order_by("submitted_at")[:20].explain()
    assert "guji_book_waiting" in plan
    assert "TEMP B-TREE" not in plan


def test_what_waits_is_what_was_submitted_or_passed_by_the_library(library: Institution) -> None:
    for number, state in enumerate((State.DRAFT, State.SUBMITTED, State.INSTITUTION_APPROVED), 1):
        book = CreateBook(BookData(institution="1701", title=f"周易{number}"), None, trusted=True).execute()
        Book.objects.filter(pk=book.pk).update(state=state, submitted_at=timezone.now())
    waiting = Book.objects.waiting().order_by("submitted_at")
    assert [book.state for book in waiting] == [State.SUBMITTED, State.INSTITUTION_APPROVED]
    assert [book.state for book in waiting.filter(state=State.SUBMITTED)] == [State.SUBMITTED]


def test_titles_are_listed_by_strokes(library: Institution) -> None:
    for title in ("說文解字十五卷", "一切經音義二十五卷", "丁卯集二卷"):
        CreateBook(BookData(institution="1701", title=title), None, trusted=True).execute()
    listed = Book.objects.order_by("title_sort").values_list("title_main", flat=True)
    assert list(listed) == ["一切經音義", "丁卯集", "說文解字"]
