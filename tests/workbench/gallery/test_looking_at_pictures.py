"""The viewer and the page of two: what is shown to whom, which is first, what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from authority.models import Institution
from census.models import Image, ImageRole, ImageStatus
from guji.models import Book
from tests.picture_samples import make_image
from tests.search.pages.catalogue_samples import PUBLIC, keep, links, page, words
from tests.workbench.record_samples_workbench import make_book

People = dict[str, User]


@pytest.fixture(autouse=True)
def no_index(settings: Any) -> None:
    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"


@pytest.fixture
def copies(zhejiang: Institution, wenzhou: Institution) -> tuple[Book, Book]:
    """Two copies of one edition, in two libraries."""
    return keep(zhejiang, **PUBLIC["changes"][1]), keep(wenzhou, **PUBLIC["changes too"][1])


def view(book: Book, query: str = "") -> str:
    return reverse("images:viewer", args=[Book.KIND, book.pk]) + query


def beside(left: Image, right: Image | None = None) -> str:
    query = f"?left={left.pk}" + (f"&right={right.pk}" if right else "")
    return reverse("images:compare") + query


def heading(html: str) -> str:
    return html.split("data-shown", 1)[1].split(">", 1)[1].split("<", 1)[0]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", "卷端"),
        ("?n=2", "牌记：汲古閣"),
        ("?n=9", "钤印"),
        ("?n=0", "卷端"),
        ("?n=x", "卷端"),
        ("?n=" + "9" * 30, "卷端"),
    ],
)
def test_the_picture_asked_for_is_shown_first(asked: str, first: str, approved: Book, client: Client) -> None:
    make_image(approved, ImageRole.OPENING)
    make_image(approved, ImageRole.COLOPHON, caption="汲古閣")
    make_image(approved, ImageRole.SEAL)
    assert heading(page(client, view(approved, asked))) == first


def test_without_scripts_a_picture_has_its_neighbours_and_its_whole(approved: Book, client: Client) -> None:
    images = [make_image(approved) for _ in range(3)]
    html = page(client, view(approved, "?n=2"))
    assert f'src="{reverse("images:page", args=[images[1].pk])}"' in html
    assert 'rel="prev"' in html
    assert 'rel="next"' in html
    assert 'rel="prev"' not in page(client, view(approved))
    assert 'rel="next"' not in page(client, view(approved, "?n=3"))


def test_only_what_can_be_looked_at_is_there(approved: Book, people: People, as_user: Any) -> None:
    make_image(approved, name="ready")
    make_image(approved, ImageRole.SEAL, status=ImageStatus.CHECKING)
    make_image(approved, ImageRole.DAMAGE, status=ImageStatus.REFUSED, refusal="bomb")
    make_image(approved, ImageRole.BINDING, removed_at=timezone.now())
    for person in (None, "root"):
        told = words(page(as_user(people[person] if person else None), view(approved)))
        assert "卷端" in told
        assert not {"钤印", "破损", "装帧"} & set(told.split())


def test_a_record_without_pictures_says_so_and_offers_them_to_those_who_may(
    draft: Book, people: People, as_user: Callable[[User | None], Client]
) -> None:
    html = page(as_user(people["cataloguer"]), view(draft))
    assert "还没有书影" in words(html)
    assert reverse("images:manage", args=[Book.KIND, draft.pk]) in links(html)


def test_pictures_are_seen_by_those_who_see_the_record(
    draft: Book, approved: Book, people: People, as_user: Callable[[User | None], Client]
) -> None:
    make_image(draft)
    make_image(approved)
    everybody: dict[str, User | None] = {"stranger": None, **people}
    got = {name: as_user(user).get(view(draft)).status_code for name, user in everybody.items()}
    assert {name for name, status in got.items() if status == 404} == {"stranger", "reader", "other_administrator"}
    assert {as_user(user).get(view(approved)).status_code for user in everybody.values()} == {200}


def test_strangers_are_led_back_to_the_public_page_and_manage_nothing(approved: Book, client: Client) -> None:
    make_image(approved)
    led = links(page(client, view(approved)))
    assert f"/r/{approved.census_no}/" in led
    assert reverse("images:manage", args=[Book.KIND, approved.pk]) not in led


def test_other_copies_with_pictures_are_offered_by_the_same_part(copies: tuple[Book, Book], client: Client) -> None:
    mine, other = copies
    opening, seal = make_image(mine, ImageRole.OPENING), make_image(mine, ImageRole.SEAL)
    theirs = [make_image(other, role) for role in (ImageRole.TITLE_LEAF, ImageRole.SEAL)]
    assert beside(seal, theirs[1]) in links(page(client, view(mine, "?n=2")))
    assert beside(opening, theirs[0]) in links(page(client, view(mine))), "without the same part, their first"


def test_copies_without_pictures_are_not_offered(copies: tuple[Book, Book], client: Client) -> None:
    make_image(copies[0])
    assert "与同版的另一部对看" not in words(page(client, view(copies[0])))


def sides(html: str) -> list[str]:
    """Return the captions of both halves."""
    return [words(part.split("</figcaption>", 1)[0]).strip() for part in html.split("<figcaption", 2)[1:]]


def test_two_copies_stand_side_by_side(copies: tuple[Book, Book], client: Client) -> None:
    left, right = make_image(copies[0]), make_image(copies[1], caption="卷一")
    html = page(client, beside(left, right))
    one, other = sides(html)
    assert "浙江圖書館 善0012" in one
    assert "溫州市圖書館 甲1" in other
    assert other.endswith("卷端：卷一")
    assert html.count("<optgroup") == 4


def test_the_opposite_is_found_where_none_is_named(copies: tuple[Book, Book], client: Client) -> None:
    first, second = make_image(copies[0], ImageRole.OPENING), make_image(copies[0], ImageRole.SEAL)
    assert sides(page(client, beside(first)))[1].endswith("钤印"), "alone, the next of the same book"
    assert sides(page(client, beside(second)))[1].endswith("卷端"), "after the last, the first"
    make_image(copies[1], ImageRole.PREFACE)
    make_image(copies[1], ImageRole.SEAL)
    assert "溫州市圖書館" in sides(page(client, beside(second)))[1]
    assert sides(page(client, beside(second)))[1].endswith("钤印")


def test_any_two_may_be_compared(copies: tuple[Book, Book], wenzhou: Institution, client: Client) -> None:
    """An editor doubts that two editions differ: they are no copies of one edition, yet he sets them side by side."""
    left = make_image(copies[0])
    right = make_image(make_book(wenzhou, "周易九卷略例一卷", 900), ImageRole.FOLD)
    assert sides(page(client, beside(left, right)))[1].endswith("版心")


@pytest.mark.parametrize("hidden", ["draft", "removed", "refused"])
def test_what_may_not_be_seen_is_not_to_be_had_by_comparing(
    hidden: str, draft: Book, approved: Book, client: Client
) -> None:
    shown = make_image(approved)
    secret = {
        "draft": lambda: make_image(draft),
        "removed": lambda: make_image(approved, ImageRole.SEAL, removed_at=timezone.now()),
        "refused": lambda: make_image(approved, ImageRole.SEAL, status=ImageStatus.REFUSED, refusal="svg"),
    }[hidden]()
    assert client.get(beside(shown, secret)).status_code == 404
    assert client.get(beside(secret, shown)).status_code == 404


@pytest.mark.parametrize("query", ["", "?left=", "?left=x", "?left=00000000-0000-7000-8000-000000000001"])
def test_nonsense_is_compared_with_nothing(query: str, client: Client, db: None) -> None:
    assert client.get(reverse("images:compare") + query).status_code == 404


def test_a_caption_is_no_markup(approved: Book, client: Client) -> None:
    image = make_image(approved, caption='"><script>alert(1)</script>')
    for address in (view(approved), beside(image)):
        assert "<script>alert" not in page(client, address)


def test_looking_asks_no_more_for_more_pictures(
    copies: tuple[Book, Book], client: Client, django_assert_max_num_queries: Any
) -> None:
    mine, theirs = ([make_image(book) for _ in range(12)] for book in copies)
    for address, most in ((view(copies[0], "?n=7"), 22), (beside(mine[0], theirs[0]), 28)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
