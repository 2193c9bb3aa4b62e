"""A record's life on its page: each role's buttons, what each does, who is refused, and every version of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.models import Comment, Membership, Revision, Role, State, Waiver
from guji.actions import CreateBook, EditBook
from guji.data import BookData
from guji.details import normalise
from guji.history import Stretch, changes, marked, revisions_of, version_of
from guji.models import Book
from guji.storage import merged, to_data

DATA = BookData(
    institution="1701",
    shelf_mark="善0012",
    title="國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    volumes="6冊",
    class_code="",
)


def member(name: str, role: Role, institution: Institution | None) -> Client:
    user = User.objects.create_user(name)
    Membership.objects.create(user=user, role=role, institution=institution)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(zhejiang: Institution) -> Client:
    return member("reviewer", Role.INSTITUTION_REVIEWER, zhejiang)


@pytest.fixture
def province(zhejiang: Institution) -> Client:
    zhejiang.census_prefix = "330000"
    zhejiang.save()
    return member("province", Role.PROVINCE_REVIEWER, None)


@pytest.fixture
def book(cataloguer: Client) -> Book:
    return CreateBook(DATA, User.objects.get(username="cataloguer")).execute()


def page(client: Client, book: Book) -> str:
    return client.get(reverse("record", args=[book.pk])).content.decode()


def offered(client: Client, book: Book) -> set[str]:
    html = page(client, book)
    return set(re.findall(r'name="act" value="(\w+)"', html))


def act(client: Client, book: Book, name: str, **fields: Any) -> str:
    version = Book.objects.get(pk=book.pk).version
    address = reverse("record-act", args=[book.pk])
    answer = client.post(address, {"act": name, "version": version, **fields}, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def state(book: Book) -> str:
    return str(Book.objects.get(pk=book.pk).state)


def test_a_record_lives_from_draft_to_its_number(
    cataloguer: Client, reviewer: Client, province: Client, book: Book
) -> None:
    assert {"submit", "withdraw", "comment"} <= offered(cataloguer, book)
    assert act(cataloguer, book, "submit") == "已送审：國語二十一卷"
    assert offered(cataloguer, book) == {"comment"}
    assert {"approve_institution", "return", "withdraw", "comment"} <= offered(reviewer, book)

    said = act(reviewer, book, "return", reason="請核版本", **{"say.edition": "卷端題明嘉靖八年", "say.note": " "})
    assert (said, state(book)) == ("已退回，附意见 1 条", State.DRAFT)
    html = page(cataloguer, book)
    assert "卷端題明嘉靖八年" in html
    assert "請核版本" in html
    act(cataloguer, book, "resolve", comment=Comment.objects.get().pk)
    assert str(Comment.objects.get().resolved_by) == "cataloguer"

    act(cataloguer, book, "submit")
    act(reviewer, book, "approve_institution")
    assert act(province, book, "approve_province") == "已省审通过：國語二十一卷 330000-1701-0000001"
    stored = Book.objects.get()
    assert (stored.state, stored.census_no) == (State.PROVINCE_APPROVED, "330000-1701-0000001")
    assert [row.action for row in revisions_of(stored)] == [
        "create", "submit", "return", "submit", "approve_institution", "approve_province",
    ]  # fmt: skip


def test_who_submitted_is_not_offered_to_approve_and_is_refused(book: Book, zhejiang: Institution) -> None:
    both = member("both", Role.INSTITUTION_REVIEWER, zhejiang)
    act(both, book, "submit")
    assert "approve_institution" not in offered(both, book)
    assert "须由另一位审校者审定" in act(both, book, "approve_institution")
    assert state(book) == State.SUBMITTED


def test_errors_keep_a_record_back_until_they_are_waived(cataloguer: Client, reviewer: Client, book: Book) -> None:
    EditBook(book, merged(DATA, extent="存二卷（一至三）"), None, trusted=True).execute()
    assert "检查" in act(cataloguer, book, "submit")
    assert state(book) == State.DRAFT
    assert 'value="waive"' not in page(cataloguer, book)
    assert "理由" in act(reviewer, book, "waive", check="extent_sum_mismatch", field="extent")
    act(reviewer, book, "waive", check="extent_sum_mismatch", field="extent", reason="原書如此")
    assert Waiver.objects.get().reason == "原書如此"
    act(cataloguer, book, "submit")
    assert state(book) == State.SUBMITTED
    act(reviewer, book, "revoke_waiver", waiver=Waiver.objects.get().pk)
    assert Waiver.objects.get().revoked_at is not None


def test_what_is_done_with_one_record_touches_no_other(cataloguer: Client, reviewer: Client, book: Book) -> None:
    EditBook(book, merged(DATA, extent="存二卷（一至三）"), None, trusted=True).execute()
    bare = merged(DATA, title="", shelf_mark="善0013")
    other = CreateBook(bare, User.objects.get(username="cataloguer")).execute()
    act(reviewer, book, "waive", check="extent_sum_mismatch", field="extent", reason="原書如此")
    assert act(cataloguer, book, "comment", text="卷端題明嘉靖八年", field="edition") == "意见已记下"
    act(cataloguer, book, "comment", text="請核全書", field="state")
    said = Comment.objects.order_by("pk").values_list("record_id", "field", "text", "version")
    assert list(said) == [(book.pk, "edition", "卷端題明嘉靖八年", 3), (book.pk, "", "請核全書", 3)]
    assert "請核全書" in page(cataloguer, book)
    assert "請核全書" not in page(cataloguer, other)
    for name, fields in (
        ("resolve", {"comment": Comment.objects.earliest("pk").pk}),
        ("revoke_waiver", {"waiver": Waiver.objects.get().pk}),
    ):
        assert act(reviewer, other, name, **fields) == "这一条已经不在了"
    assert not Comment.objects.filter(resolved_at__isnull=False).exists()
    assert Waiver.objects.get().revoked_at is None
    assert act(reviewer, other, "withdraw", reason="重複登記") == "已撤销：善0013"
    assert (state(book), state(other)) == (State.DRAFT, State.WITHDRAWN)


def test_remarks_that_are_open_stand_before_those_that_are_settled(cataloguer: Client, book: Book) -> None:
    for text in ("甲見", "乙見", "丙見"):
        act(cataloguer, book, "comment", text=text)
    act(cataloguer, book, "resolve", comment=Comment.objects.get(text="丙見").pk)
    assert re.findall("[甲乙丙]見", page(cataloguer, book)) == ["乙見", "甲見", "丙見"]


def test_an_act_on_what_one_has_not_seen_is_refused(cataloguer: Client, book: Book) -> None:
    EditBook(book, merged(DATA, volumes="8冊"), None, trusted=True).execute()
    said = act(cataloguer, book, "submit", version=1)
    assert "已被别人改过" in said
    assert "已被别人改过" in act(cataloguer, book, "submit", version="x")
    assert state(book) == State.DRAFT


def test_a_withdrawn_record_comes_back_where_it_stood(reviewer: Client, book: Book) -> None:
    assert "理由" in act(reviewer, book, "withdraw", reason=" ")
    act(reviewer, book, "withdraw", reason="重複登記")
    assert state(book) == State.WITHDRAWN
    assert offered(reviewer, book) == {"restore"}
    act(reviewer, book, "restore", reason="不是同一部")
    assert state(book) == State.DRAFT


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("", {}),
        ("approve_province", {}),
        ("explode", {}),
        ("resolve", {"comment": "12"}),
        ("resolve", {"comment": "一"}),
        ("revoke_waiver", {"waiver": "9" * 30}),
        ("waive", {"check": "x", "field": "y", "reason": "z"}),
        ("comment", {"text": "", "field": "title"}),
    ],
)
def test_what_cannot_be_done_says_so_and_does_nothing(
    name: str, fields: dict[str, str], cataloguer: Client, book: Book
) -> None:
    assert act(cataloguer, book, name, **fields)
    assert Revision.objects.count() == 1
    assert not Comment.objects.exists()


def test_strangers_reach_neither_acts_nor_history(book: Book, wenzhou: Institution) -> None:
    stranger = member("stranger", Role.INSTITUTION_REVIEWER, wenzhou)
    for client in (stranger, Client()):
        for name in ("record-act", "record-history", "record-restore"):
            address = reverse(name, args=[book.pk])
            answer = client.get(address) if name == "record-history" else client.post(address, {"act": "withdraw"})
            assert answer.status_code in (302, 404)
    assert state(book) == State.DRAFT


def test_two_versions_are_compared_to_the_character(cataloguer: Client, book: Book) -> None:
    seal = normalise({"seals": [{"text": "八千卷樓"}]})
    EditBook(book, merged(DATA, edition="明嘉靖八年（1529）金李澤遠堂刻本", details=seal), None, trusted=True).execute()
    html = cataloguer.get(reverse("record-history", args=[book.pk])).content.decode()
    assert "明嘉靖<del>七</del>年（152<del>8</del>）" in html
    assert "明嘉靖<ins>八</ins>年（152<ins>9</ins>）" in html
    assert "<ins>八千卷樓</ins>" in html
    everything = cataloguer.get(reverse("record-history", args=[book.pk]), {"from": "0", "to": "1"}).content.decode()
    assert "<ins>國語二十一卷</ins>" in everything
    odd = cataloguer.get(reverse("record-history", args=[book.pk]), {"from": "x", "to": "99"})
    assert odd.status_code == 200


def test_an_earlier_version_is_brought_back_as_a_change(cataloguer: Client, book: Book) -> None:
    EditBook(book, merged(DATA, edition="清刻本", note="誤改"), None, trusted=True).execute()
    address = reverse("record-restore", args=[book.pk])
    cataloguer.post(address, {"to": "1", "version": "1"})
    assert Book.objects.get().edition == "清刻本"
    cataloguer.post(address, {"to": "1", "version": "2", "reason": "改錯了"})
    stored = Book.objects.get()
    assert (to_data(stored), stored.version) == (DATA, 3)
    assert Revision.objects.get(number=3).reason == "改錯了"
    assert version_of(revisions_of(stored), 3) == DATA


def test_what_cannot_be_brought_back_is_said(cataloguer: Client, book: Book) -> None:
    EditBook(book, merged(DATA, edition="清刻本"), None, trusted=True).execute()
    other = CreateBook(merged(DATA, title="史記一百三十卷"), User.objects.get(username="cataloguer")).execute()
    address = reverse("record-restore", args=[book.pk])
    for given, said in (
        ({"to": "99", "version": "2"}, "没有这一版"),
        ({"to": "一", "version": "2"}, "没有这一版"),
        ({"to": "1", "version": "1"}, "已被别人改过"),
        ({"to": "1", "version": "2"}, "已恢复第 1 版的内容"),
    ):
        answer = cataloguer.post(address, given, follow=True)
        assert said in " ".join(str(message) for message in answer.context["messages"]), given
    assert [Book.objects.get(pk=one.pk).version for one in (book, other)] == [3, 1]
    assert Revision.objects.get(record_id=book.pk, number=3).reason == "恢复第 1 版的内容"


def test_any_two_versions_are_compared_the_earlier_first(cataloguer: Client, book: Book) -> None:
    for volumes in ("7冊", "8冊"):
        EditBook(book, merged(DATA, volumes=volumes), None, trusted=True).execute()
    CreateBook(merged(DATA, title="史記一百三十卷"), User.objects.get(username="cataloguer")).execute()
    address = reverse("record-history", args=[book.pk])
    for given, versions, restore in (
        ({}, (2, 3), False),
        ({"to": "2"}, (1, 2), True),
        ({"from": "1", "to": "3"}, (1, 3), False),
        ({"from": "3", "to": "1"}, (1, 3), False),
        ({"from": "0", "to": "2"}, (0, 2), True),
        ({"from": "0"}, (0, 3), False),
        ({"from": "7", "to": "9"}, (2, 3), False),
    ):
        html = cataloguer.get(address, given).content.decode()
        assert "第 {} 版与第 {} 版".format(*versions) in html, given
        cells = [re.sub("<.*?>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)]
        told = [cell for cell in cells if re.fullmatch("[678]冊", cell)]
        assert told == [f"{5 + number}冊" for number in versions if number], given
        assert (reverse("record-restore", args=[book.pk]) in html) is restore, given


def test_the_history_of_a_public_record_is_for_those_who_work_on_it(book: Book, editor: Client) -> None:
    Book.objects.update(state=State.PUBLISHED, census_no="330000-1701-0000001")
    reader = Client()
    reader.force_login(User.objects.create_user("reader"))
    address = reverse("record-history", args=[book.pk])
    assert reader.get(reverse("record", args=[book.pk])).status_code == 200
    assert (reader.get(address).status_code, editor.get(address).status_code) == (403, 200)


def test_texts_are_cut_where_they_part() -> None:
    left, right = marked("清康熙刻本", "清乾隆刻本")
    assert [(part.text, part.changed) for part in left] == [("清", False), ("康熙", True), ("刻本", False)]
    assert "".join(part.text for part in right) == "清乾隆刻本"
    assert marked("", "新") == ((), (Stretch("新", True),))
    assert list(changes(DATA, DATA)) == []
