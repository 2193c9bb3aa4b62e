"""A record's pictures on its own page, and what became of them in its history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from authority.models import Institution
from census.images.telling import told_changes
from census.models import Image, ImageAct, ImageChange, ImageRole, ImageStatus, State
from guji.actions import CreateBook, EditBook
from guji.data import BookData
from guji.models import Book
from guji.storage import merged, to_data
from tests.picture_samples import make_image
from tests.search.pages.catalogue_samples import links, page, words


@pytest.fixture
def book(cataloguer: Client) -> Book:
    data = BookData(institution="1701", title="國語二十一卷", edition="明嘉靖七年（1528）刻本", volumes="6冊")
    return CreateBook(data, User.objects.get(username="cataloguer")).execute()


def record(book: Book) -> str:
    return reverse("record", args=[book.pk])


def remember(image: Image, act: ImageAct, minutes: float = 0, **values: object) -> ImageChange:
    """Write a change of a picture that was made so many minutes ago."""
    actor = User.objects.filter(username="cataloguer").first()
    at = timezone.now() - timedelta(minutes=minutes)
    return ImageChange.objects.create(
        image=None if act == ImageAct.ORDER else image,
        kind=image.kind,
        record_id=image.record_id,
        action=act,
        at=at,
        **{"actor": actor, **values},
    )


def told(book: Book) -> list[str]:
    return [change.what for change in told_changes(Book.KIND, book.pk)]


def test_pictures_stand_on_the_page_with_what_they_show(cataloguer: Client, book: Book) -> None:
    make_image(book, ImageRole.COLOPHON, caption="澤遠堂")
    make_image(book, ImageRole.SEAL, status=ImageStatus.CHECKING)
    html = page(cataloguer, record(book))
    assert "牌记澤遠堂" in words(html)
    assert reverse("images:viewer", args=[Book.KIND, book.pk]) + "?n=1" in links(html)
    assert html.count('<span class="role">') == 1, "what is not looked at yet is not shown"


def test_the_way_to_the_pictures_is_shown_to_those_who_may_change_them(
    cataloguer: Client, editor: Client, book: Book
) -> None:
    manage = reverse("images:manage", args=[Book.KIND, book.pk])
    assert manage in links(page(cataloguer, record(book)))
    Book.objects.filter(pk=book.pk).update(state=State.SUBMITTED)
    html = page(cataloguer, record(book))
    assert manage not in links(html)
    assert "还没有书影" not in words(html)


def test_twenty_files_brought_in_are_one_line_of_history(cataloguer: Client, book: Book) -> None:
    for number in range(20):
        remember(make_image(book, name=f"{number:02d}.tif"), ImageAct.ADD, 20 - number)
    assert told(book) == ["加入书影：00.tif、01.tif、02.tif等 20 幅"]


def test_what_another_did_or_what_was_done_later_is_a_line_of_its_own(cataloguer: Client, book: Book) -> None:
    images = [make_image(book, name=name) for name in ("a", "b", "c", "d")]
    remember(images[0], ImageAct.ADD, 300)
    remember(images[1], ImageAct.ADD, 60)
    remember(images[2], ImageAct.ADD, 58, actor=None)
    remember(images[3], ImageAct.REMOVE, 57, actor=None, reason="拍糊了")
    assert told(book) == ["移除书影：d", "加入书影：c", "加入书影：b", "加入书影：a"]
    assert [change.who for change in told_changes(Book.KIND, book.pk)] == ["系统", "系统", "cataloguer", "cataloguer"]
    assert told_changes(Book.KIND, book.pk)[0].why == "拍糊了"


def test_files_that_were_not_taken_have_no_history(cataloguer: Client, book: Book) -> None:
    image = make_image(book, status=ImageStatus.REFUSED, refusal="bomb")
    remember(image, ImageAct.ADD, 30)
    remember(image, ImageAct.REMOVE)
    remember(make_image(book), ImageAct.ORDER)
    assert told(book) == ["排列书影"]


def test_a_description_says_from_what_to_what(cataloguer: Client, book: Book) -> None:
    image = make_image(book, name="a.tif")
    remember(image, ImageAct.DESCRIBE, 90, diff={"role": ["other", "seal"], "caption": ["", "八千卷樓"]})
    remember(image, ImageAct.DESCRIBE, diff={"caption": ["八千卷樓", "八千卷樓藏"]})
    assert told(book) == ["说明书影：a.tif（“八千卷樓”→“八千卷樓藏”）", "说明书影：a.tif（其他→钤印；“八千卷樓”）"]


def test_pictures_stand_among_the_versions_where_they_belong_in_time(cataloguer: Client, book: Book) -> None:
    remember(make_image(book, name="a.tif"), ImageAct.ADD)
    EditBook(book, merged(to_data(book), volumes="8冊"), User.objects.get(username="cataloguer")).execute()
    html = page(cataloguer, reverse("record-history", args=[book.pk]))
    found = [row for row in map(words, html.split("<tr>")[1:]) if "cataloguer" in row]
    assert ["修改" in row for row in found] == [True, False, False]
    assert "加入书影：a.tif" in found[1]
    assert found[1].count("书影") == 2, "it has no number, for it is no version"
    assert html.count('name="from"') == 2
    assert "加入书影：a.tif" in words(page(cataloguer, record(book)))


def test_history_of_pictures_is_not_another_records(cataloguer: Client, book: Book, zhejiang: Institution) -> None:
    data = BookData(institution="1701", title="戰國策十卷", edition="明刻本", volumes="2冊")
    other = CreateBook(data, User.objects.get(username="cataloguer")).execute()
    remember(make_image(other), ImageAct.ADD)
    assert told(book) == []
