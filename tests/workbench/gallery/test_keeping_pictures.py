"""The page that keeps a record's pictures, without scripts: what it says, what it stores, what it refuses and how."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from census.images import places
from census.images.uploads import begin_file
from census.models import Image, ImageChange, ImageRole, ImageStatus, State
from guji.models import Book
from tests.picture_samples import make_image
from tests.search.pages.catalogue_samples import words

People = dict[str, User]


@pytest.fixture(autouse=True)
def pictures_root(settings: Any, tmp_path: Any) -> None:
    settings.IMAGE_ROOT = tmp_path / "images"


@pytest.fixture
def cataloguer(people: People, as_user: Callable[[User | None], Client]) -> Client:
    return as_user(people["cataloguer"])


def manage(book: Book) -> str:
    return reverse("images:manage", args=[Book.KIND, book.pk])


def shown(client: Client, book: Book, part: str = "") -> str:
    answer = client.get(manage(book), {"part": part} if part else {})
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, book: Book, **fields: Any) -> str:
    """Send the form, and return what the page then says."""
    sent = {name.replace("__", "."): value for name, value in fields.items()}
    answer = client.post(reverse("images:act", args=[Book.KIND, book.pk]), sent, follow=True)
    assert answer.status_code == 200
    return words(answer.content.decode())


def order(book: Book) -> list[str]:
    return [image.name for image in Image.objects.of(Book.KIND, book.pk).living()]


def field(name: str, image: Image) -> str:
    return f"{name}.{image.pk}"


def test_pictures_stand_in_their_order_with_what_was_said_of_them(cataloguer: Client, draft: Book) -> None:
    make_image(draft, ImageRole.COLOPHON, caption="汲古閣牌記", name="b.tif")
    make_image(draft, ImageRole.OPENING, name="a.tif")
    html = shown(cataloguer, draft)
    assert html.index("b.tif") < html.index("a.tif")
    assert 'value="colophon" selected' in html
    assert 'value="汲古閣牌記"' in html
    assert "3000×4000 像素" in words(html)


def test_a_record_without_pictures_says_what_to_begin_with(cataloguer: Client, draft: Book) -> None:
    assert "先拍卷端、牌记和钤印" in words(shown(cataloguer, draft))


def test_many_are_described_at_once_and_only_what_changed_makes_history(cataloguer: Client, draft: Book) -> None:
    images = [make_image(draft, ImageRole.OTHER) for _ in range(3)]
    sent = {field("role", image): ImageRole.OTHER for image in images} | {
        field("caption", image): "" for image in images
    }
    sent |= {field("role", images[0]): ImageRole.OPENING, field("caption", images[2]): "卷末木記"}
    assert "已保存 2 幅" in act(cataloguer, draft, **sent)
    assert [(image.role, image.caption) for image in Image.objects.of(Book.KIND, draft.pk)] == [
        ("opening", ""),
        ("other", ""),
        ("other", "卷末木記"),
    ]
    assert ImageChange.objects.count() == 2
    assert "没有改动" in act(cataloguer, draft, **sent)
    assert ImageChange.objects.count() == 2


def test_one_is_moved_and_what_was_typed_meanwhile_is_stored_too(cataloguer: Client, draft: Book) -> None:
    first, second, third = (make_image(draft, name=name) for name in "abc")
    said = act(cataloguer, draft, later=first.pk, **{field("caption", third): "卷三"})
    assert "现在是第 2 幅" in said
    assert order(draft) == ["b", "a", "c"]
    third.refresh_from_db()
    assert third.caption == "卷三"
    act(cataloguer, draft, earlier=third.pk)
    assert order(draft) == ["b", "c", "a"]
    assert second.name == order(draft)[0]


def test_the_ends_are_ends(cataloguer: Client, draft: Book) -> None:
    first, last = make_image(draft, name="a"), make_image(draft, name="b")
    act(cataloguer, draft, earlier=first.pk)
    act(cataloguer, draft, later=last.pk)
    assert order(draft) == ["a", "b"]


def test_steps_pass_over_what_was_removed(cataloguer: Client, draft: Book) -> None:
    """A tombstone between two pictures is not seen: one step must still change places with the one that is."""
    _, gone, last = (make_image(draft, name=name) for name in "abc")
    act(cataloguer, draft, remove=gone.pk, **{field("reason", gone): "拍糊了"})
    act(cataloguer, draft, earlier=last.pk)
    assert order(draft) == ["c", "a"]


def test_an_order_as_the_script_sends_it(cataloguer: Client, draft: Book) -> None:
    images = {name: make_image(draft, name=name) for name in "abc"}
    act(cataloguer, draft, order=[images[name].pk for name in "cab"])
    assert order(draft) == ["c", "a", "b"]


def test_removing_asks_for_a_reason_and_can_be_taken_back(cataloguer: Client, draft: Book) -> None:
    image = make_image(draft, name="a.tif")
    assert "请写明理由" in act(cataloguer, draft, remove=image.pk)
    assert order(draft) == ["a.tif"]
    said = act(cataloguer, draft, remove=image.pk, **{field("reason", image): "拍的是另一部"})
    assert "已移除“a.tif”，可以恢复" in said
    assert "已移除 1 幅" in said
    assert order(draft) == []
    assert "已恢复“a.tif”" in act(cataloguer, draft, restore=image.pk)
    assert order(draft) == ["a.tif"]


def test_what_was_refused_says_why_until_it_is_put_aside(cataloguer: Client, draft: Book) -> None:
    image = make_image(draft, name="x.jpg", status=ImageStatus.REFUSED, refusal="eps")
    told = words(shown(cataloguer, draft))
    assert "未收下 这是 EPS（PostScript）" in told
    assert "看书影" in told
    said = act(cataloguer, draft, dismiss=image.pk)
    assert "这是 EPS" not in said
    assert "已移除 1 幅" not in said, "what was never taken is not offered to be restored"


def test_a_file_half_sent_is_named_to_its_sender_only(
    cataloguer: Client, draft: Book, people: People, as_user: Callable[[User | None], Client]
) -> None:
    image = make_image(draft, name="map.tif", status=ImageStatus.ARRIVING, bytes=400, created_by=people["cataloguer"])
    begin_file(image.pk)
    places.arriving(image.pk).write_bytes(b"x" * 100)
    assert "map.tif 已传 25%" in words(shown(cataloguer, draft))
    assert "map.tif" not in shown(as_user(people["institution_reviewer"]), draft)
    assert "已放弃没有传完的“map.tif”" in act(cataloguer, draft, drop=image.pk)
    assert not Image.objects.exists()


def test_the_script_is_given_the_list_alone_and_what_was_said(cataloguer: Client, draft: Book) -> None:
    make_image(draft, status=ImageStatus.CHECKING)
    image = make_image(draft)
    html = shown(cataloguer, draft, "list")
    assert "<html" not in html
    assert 'data-pending="1"' in html
    answer = cataloguer.post(reverse("images:act", args=[Book.KIND, draft.pk]), {"part": "list", "remove": image.pk})
    html = answer.content.decode()
    assert re.search(r'data-said="请写明理由[^"]*" data-refused', html)
    assert "<html" not in html


def test_numbers_of_the_viewer_pass_over_what_cannot_be_looked_at(cataloguer: Client, draft: Book) -> None:
    make_image(draft, status=ImageStatus.CHECKING)
    make_image(draft)
    address = reverse("images:viewer", args=[Book.KIND, draft.pk])
    assert f"{address}?n=1" in shown(cataloguer, draft)
    assert f"{address}?n=2" not in shown(cataloguer, draft)


def test_a_picture_of_another_record_cannot_be_reached_through_this_one(
    cataloguer: Client, draft: Book, approved: Book
) -> None:
    """The cataloguer may change the draft, not the approved record, and not by way of the draft's address."""
    foreign = make_image(approved, name="locked.tif")
    assert "没有这张书影" in act(cataloguer, draft, remove=foreign.pk, **{field("reason", foreign): "試"})
    act(cataloguer, draft, order=[foreign.pk], **{field("caption", foreign): "改"})
    foreign.refresh_from_db()
    assert (foreign.removed_at, foreign.caption) == (None, "")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"role": "cover"}, "没有“cover”这种书影内容"),
        ({"caption": "字" * 501}, "说明有 501 字，最多 500 字"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(
    sent: dict[str, str], said: str, cataloguer: Client, draft: Book
) -> None:
    image = make_image(draft)
    assert said in act(cataloguer, draft, **{field(name, image): value for name, value in sent.items()})
    assert not ImageChange.objects.exists()


@pytest.mark.parametrize("name", ["earlier", "remove", "restore", "dismiss", "drop"])
@pytest.mark.parametrize("value", ["", "x", "00000000-0000-7000-8000-000000000001"])
def test_nonsense_does_nothing(name: str, value: str, cataloguer: Client, draft: Book) -> None:
    make_image(draft, name="a")
    assert "没有这张书影" in act(cataloguer, draft, **{name: value})
    assert order(draft) == ["a"]


def test_once_approved_pictures_are_the_reviewers_to_change(
    approved: Book, people: People, as_user: Callable[[User | None], Client]
) -> None:
    make_image(approved)
    got = {name: as_user(user).get(manage(approved)).status_code for name, user in people.items()}
    assert {name for name, status in got.items() if status == 200} == {
        "province_reviewer",
        "editor",
        "administrator",
        "local_administrator",
        "root",
    }
    assert set(got.values()) == {200, 403}, "everybody sees an approved record, so nobody is told that it is not there"


def test_while_a_record_waits_for_review_its_cataloguer_keeps_off(cataloguer: Client, draft: Book) -> None:
    image = make_image(draft)
    Book.objects.filter(pk=draft.pk).update(state=State.SUBMITTED)
    answer = cataloguer.post(reverse("images:act", args=[Book.KIND, draft.pk]), {field("caption", image): "改"})
    assert answer.status_code == 403
    image.refresh_from_db()
    assert image.caption == ""


def test_there_are_no_pictures_of_kinds_that_are_not(cataloguer: Client, draft: Book) -> None:
    assert cataloguer.get(reverse("images:manage", args=["relic", draft.pk])).status_code == 404


def test_queries_do_not_grow_with_pictures(cataloguer: Client, draft: Book, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        make_image(draft)
    with django_assert_max_num_queries(20):
        shown(cataloguer, draft)
