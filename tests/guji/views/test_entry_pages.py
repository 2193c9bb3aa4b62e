"""The entry page without scripts: typed, looked at, taken apart, stored, changed by two at once, left unfinished."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.identifiers import new_key
from census.models import Membership, Revision, Role, State
from guji.actions import CreateBook, EditBook, WaiveFinding
from guji.data import BookData
from guji.findings import standing_errors
from guji.forms import fields_of
from guji.models import Book, WorkingCopy
from guji.storage import merged, to_data

SHUOWEN = {
    "title": "說文解字十五卷",
    "responsibility": "（漢）許慎撰　（宋）徐鉉等校定",
    "edition": "清初毛氏汲古閣刻本",
    "volumes": "6冊",
    "shelf_mark": "善0153",
    "seals.0.text": "八千卷樓",
}


@pytest.fixture
def stored(zhejiang: Institution) -> Book:
    data = BookData(institution="1701", title="國語二十一卷", edition="明嘉靖七年(1528)刻本", volumes="6冊")
    return CreateBook(data, None, trusted=True).execute()


@pytest.fixture
def colleague(zhejiang: Institution) -> Client:
    user = User.objects.create_user("colleague")
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=zhejiang)
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, address: str, act: str = "save", **fields: Any) -> Any:
    return client.post(address, {"institution": "1701", "act": act, **fields})


def value_of(html: str, name: str) -> str:
    """The value of a one-line field, or the text of a long one."""
    line = re.search(rf'name="{re.escape(name)}"[^>]*?value="([^"]*)"', html)
    long = re.search(rf'<textarea[^>]*name="{re.escape(name)}"[^>]*>([^<]*)</textarea>', html)
    found = line or long
    return found[1] if found else ""


def test_a_record_is_stored_as_typed(cataloguer: Client) -> None:
    answer = send(cataloguer, reverse("record-new"), **SHUOWEN)
    book = Book.objects.get()
    assert answer.headers["Location"] == reverse("record", args=[book.pk])
    assert {name: value for name, value in fields_of(to_data(book)).items() if name != "institution"} == SHUOWEN
    assert (book.state, book.created_by.get_username()) == (State.DRAFT, "cataloguer")


def test_the_next_one_begins_with_the_book_and_without_the_copy(cataloguer: Client) -> None:
    answer = send(cataloguer, reverse("record-new"), "next", **SHUOWEN)
    page = cataloguer.get(answer.headers["Location"]).content.decode()
    assert value_of(page, "title") == SHUOWEN["title"]
    assert value_of(page, "edition") == SHUOWEN["edition"]
    assert value_of(page, "shelf_mark") == value_of(page, "volumes") == ""


def test_another_one_begins_with_an_empty_form(cataloguer: Client) -> None:
    answer = send(cataloguer, reverse("record-new"), "another", **SHUOWEN)
    assert answer.headers["Location"] == reverse("record-new")
    page = cataloguer.get(answer.headers["Location"]).content.decode()
    assert {value_of(page, name) for name in SHUOWEN if name != "institution"} == {""}
    assert Book.objects.get().title == SHUOWEN["title"]


def test_a_record_goes_to_the_reviewer_with_one_button(cataloguer: Client) -> None:
    send(cataloguer, reverse("record-new"), "submit", **SHUOWEN)
    assert Book.objects.get().state == State.SUBMITTED


def test_a_record_with_errors_is_stored_and_not_submitted(cataloguer: Client) -> None:
    answer = send(cataloguer, reverse("record-new"), "submit", **{**SHUOWEN, "extent": "存二卷（一至三）"})
    assert Book.objects.get().state == State.DRAFT
    assert "已保存，没有送审" in cataloguer.get(answer.headers["Location"]).content.decode()


def test_a_pasted_entry_falls_into_its_statements(cataloguer: Client) -> None:
    pasted = "說文解字十五卷　（漢）許慎撰　清初毛氏汲古閣刻本　清陳鱣校並跋　6冊　存十三卷（一至十三）"
    page = send(cataloguer, reverse("record-new"), "split", pasted=pasted).content.decode()
    found = [value_of(page, name) for name in ("title", "responsibility", "edition", "annotation", "volumes", "extent")]
    assert found == pasted.split("　")
    assert cataloguer.post(reverse("record-split"), {"pasted": pasted}).json()["fields"]["edition"] == found[2]
    assert not Book.objects.exists()


@pytest.mark.parametrize(
    ("holder", "institution", "note"),
    [
        ("溫州市圖書館", "1704", ""),
        ("天一閣博物院", "1701", "天一閣博物院"),
        ("溫州市\0圖書館", "1701", "溫州市\ufffd圖書館"),
    ],
)
def test_a_holder_named_in_a_pasted_entry_is_taken_by_its_code_or_kept_as_a_note(
    holder: str, institution: str, note: str, cataloguer: Client, wenzhou: Institution
) -> None:
    pasted = f"國語二十一卷　（三國吳）韋昭注　清刻本　6冊　{holder}"
    fields = cataloguer.post(reverse("record-split"), {"pasted": pasted}).json()["fields"]
    assert (fields.get("institution", "1701"), fields.get("note", "")) == (institution, note)
    typed = {"pasted": pasted, "note": "缺末葉"}
    both = "；".join(part for part in ("缺末葉", note) if part)
    for _ in range(2):
        page = send(cataloguer, reverse("record-new"), "split", **typed).content.decode()
        assert value_of(page, "note") == both, "what was typed before stays, and nothing is said twice"
        said = cataloguer.post(reverse("record-split"), typed).json()["fields"]
        assert said.get("note", typed["note"]) == both
        typed["note"] = both


def test_what_is_understood_is_said_beside_its_characters(cataloguer: Client) -> None:
    sent = {**SHUOWEN, "institution": "1701", "edition": "清嘉慶三十年（1815）段氏經韻樓刻本"}
    said = cataloguer.post(reverse("record-understand"), sent).json()
    assert "嘉慶只有25年" in said["said"]["edition"]
    assert '<mark title="' in said["said"]["edition"]
    assert "段氏經韻樓" in said["said"]["edition"]
    assert said["counts"]["error"] >= 1
    assert said["printed"].startswith("說文解字十五卷　（漢）許慎撰")
    page = send(cataloguer, reverse("record-new"), "look", **sent).content.decode()
    assert "嘉慶只有25年" in page


def test_what_cannot_be_stored_is_said_and_nothing_typed_is_lost(cataloguer: Client) -> None:
    answer = send(cataloguer, reverse("record-new"), **{**SHUOWEN, "layouts.0.frame_height": "二十", "census_no": "1"})
    page = answer.content.decode()
    assert (answer.status_code, Book.objects.count()) == (400, 0)
    assert "“二十”不是可用的数" in page
    assert value_of(page, "title") == SHUOWEN["title"]
    assert value_of(page, "layouts.0.frame_height") == "二十"
    assert value_of(page, "seals.0.text") == "八千卷樓"


def test_a_row_is_added_without_scripts(cataloguer: Client) -> None:
    page = send(cataloguer, reverse("record-new"), "add:seals", **SHUOWEN).content.decode()
    rows = page.partition('data-group="seals"')[2].partition("<template>")[0]
    assert 'name="seals.1.text"' in rows
    assert value_of(rows, "seals.0.text") == "八千卷樓"


def test_a_change_is_stored_as_a_revision(cataloguer: Client, stored: Book) -> None:
    address = reverse("record-edit", args=[stored.pk])
    page = cataloguer.get(address).content.decode()
    sent = {"title": value_of(page, "title"), "edition": "明嘉靖刻本", "version": value_of(page, "version")}
    send(cataloguer, address, **sent, volumes="6冊")
    assert Book.objects.get().edition == "明嘉靖刻本"
    assert Revision.objects.filter(record_id=stored.pk).count() == 2


def test_two_at_once_choose_field_by_field(cataloguer: Client, stored: Book) -> None:
    EditBook(stored, merged(to_data(stored), volumes="8冊", note="缺末葉"), None, trusted=True).execute()
    address = reverse("record-edit", args=[stored.pk])
    mine = {"title": "國語二十一卷", "edition": "明嘉靖刻本", "volumes": "7冊", "version": "1"}
    answer = send(cataloguer, address, **mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert set(re.findall(r'name="pick\.(\w+)"', page)) == {"edition", "volumes", "note"}
    assert Book.objects.get().volumes == "8冊"
    picks = {"pick.edition": "mine", "pick.volumes": "theirs", "pick.note": "theirs"}
    send(cataloguer, address, "merge", **mine | picks | {"version": value_of(page, "version")})
    book = Book.objects.get()
    assert (book.edition, book.volumes, book.note, book.version) == ("明嘉靖刻本", "8冊", "缺末葉", 3)


def inputs(html: str) -> dict[str, str]:
    """What a browser would send of the fields of a page: of radio buttons the one that is chosen."""
    found = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) | {"tag": tag} for tag in re.findall(r"<input [^>]*>", html)]
    return {
        one["name"]: one.get("value", "")
        for one in found
        if one.get("type") != "radio" or " checked" in one["tag"].partition(">")[0]
    }


def test_the_page_of_both_versions_brings_along_what_is_the_same_in_both(cataloguer: Client, stored: Book) -> None:
    """Trap: what stands on no line of the choice is not lost by choosing; a group is chosen as a whole."""
    theirs = {"volumes": "8冊", "details": {"seals": [{"text": "嘉惠堂"}], "layouts": [{"lines": "九"}]}}
    EditBook(stored, merged(to_data(stored), **theirs), None, trusted=True).execute()
    mine = {
        "title": stored.title,
        "edition": stored.edition,
        "volumes": "7冊",
        "version": "1",
        "reason": "據原書",
        "seals.0.text": "八千卷樓",
        "seals.1.text": "善本書室",
        "layouts.0.lines": "九",
    }
    address = reverse("record-edit", args=[stored.pk])
    page = send(cataloguer, address, **mine).content.decode()
    rows = re.findall(
        r'name="pick\.(\w+)" value="mine" checked> <span[^>]*>(.*?)</span>.*?<span[^>]*>(.*?)</span>', page
    )
    assert rows == [("volumes", "7冊", "8冊"), ("seals", "八千卷樓<br>善本書室", "嘉惠堂")]
    sent = inputs(page.partition("<form")[2])
    cataloguer.post(address, sent | {"act": "merge", "pick.seals": "theirs"})
    data = to_data(Book.objects.whole().get())
    assert (data.title, data.edition, data.volumes) == (stored.title, stored.edition, "7冊")
    assert data.details == {"seals": [{"text": "嘉惠堂"}], "layouts": [{"lines": "九"}]}
    assert Revision.objects.get(record_id=stored.pk, number=3).reason == "據原書"


def test_a_third_change_while_one_chooses_is_not_overwritten_either(cataloguer: Client, stored: Book) -> None:
    EditBook(stored, merged(to_data(stored), volumes="8冊"), None, trusted=True).execute()
    address = reverse("record-edit", args=[stored.pk])
    mine = {"title": "國語二十一卷", "edition": "明嘉靖刻本", "volumes": "7冊", "version": "1"}
    page = send(cataloguer, address, **mine).content.decode()
    EditBook(Book.objects.get(), merged(to_data(stored), volumes="9冊"), None, trusted=True).execute()
    again = send(cataloguer, address, "merge", **mine | {"version": value_of(page, "version"), "pick.volumes": "mine"})
    assert again.status_code == 409
    assert Book.objects.get().volumes == "9冊"


def test_what_is_typed_is_kept_until_it_is_stored(cataloguer: Client, colleague: Client) -> None:
    page = cataloguer.get(reverse("record-new")).content.decode()
    key = value_of(page, "copy")
    kept = cataloguer.post(reverse("record-keep"), {"copy": key, **SHUOWEN, "csrfmiddlewaretoken": "x"})
    assert re.fullmatch(r"\d\d:\d\d:\d\d", kept.json()["at"])
    assert WorkingCopy.objects.get().fields == SHUOWEN
    begun = cataloguer.get(reverse("record-new")).content.decode()
    assert f"resume={key}" in begun
    resumed = cataloguer.get(f"{reverse('record-new')}?resume={key}").content.decode()
    assert value_of(resumed, "edition") == SHUOWEN["edition"]
    assert value_of(resumed, "copy") == key

    assert f"resume={key}" not in colleague.get(reverse("record-new")).content.decode()
    assert value_of(colleague.get(f"{reverse('record-new')}?resume={key}").content.decode(), "title") == ""
    assert colleague.post(reverse("record-keep"), {"copy": key, "title": "別的"}).status_code == 409
    assert WorkingCopy.objects.get().fields == SHUOWEN

    send(cataloguer, reverse("record-new"), copy=key, **SHUOWEN)
    assert not WorkingCopy.objects.exists()


def test_a_change_left_half_done_is_offered_again(cataloguer: Client, stored: Book) -> None:
    address = reverse("record-edit", args=[stored.pk])
    half = {"copy": stored.pk, "book": stored.pk, "version": "1", "title": "國語二十一卷", "volumes": "7冊"}
    cataloguer.post(reverse("record-keep"), half)
    assert "改到一半" in cataloguer.get(address).content.decode()
    assert value_of(cataloguer.get(address).content.decode(), "volumes") == "6冊"
    assert value_of(cataloguer.get(f"{address}?resume=1").content.decode(), "volumes") == "7冊"
    cataloguer.post(reverse("record-discard", args=[stored.pk]))
    assert "改到一半" not in cataloguer.get(address).content.decode()


def test_each_record_has_its_own_form_whether_or_not_something_was_left_of_it(cataloguer: Client, stored: Book) -> None:
    other = CreateBook(BookData(institution="1701", title="史記一百三十卷"), None, trusted=True).execute()
    for book in (stored, other):
        address = reverse("record-edit", args=[book.pk])
        for query in ("", "?resume=1"):
            page = cataloguer.get(address + query).content.decode()
            assert (value_of(page, "title"), value_of(page, "version")) == (book.title, "1")


def test_a_new_form_names_a_holder_and_what_was_done_is_said_by_the_records_name(cataloguer: Client) -> None:
    assert 'value="1701" selected' in cataloguer.get(reverse("record-new")).content.decode()
    bare = {"shelf_mark": "善9", "edition": "清刻本"}
    for act, sent, said in (("save", bare, "已保存：善9"), ("submit", SHUOWEN, "已送审：說文解字十五卷")):
        answer = send(cataloguer, reverse("record-new"), act, **sent)
        assert said in cataloguer.get(answer.headers["Location"]).content.decode()


def test_what_was_waived_of_ones_own_record_is_not_said_again_while_it_is_typed(
    cataloguer: Client, wenzhou: Institution, zhejiang: Institution
) -> None:
    data = BookData(institution="1701", title="杜工部集二十卷", extent="存二十五卷（一至二十五）")
    book = CreateBook(data, None, trusted=True).execute()
    error = standing_errors(data, book.pk)[0]
    reviewer = User.objects.create_user("reviewer")
    Membership.objects.create(user=reviewer, role=Role.INSTITUTION_REVIEWER, institution=zhejiang)
    WaiveFinding(book, reviewer, error.check, error.field, reason="原書如此").execute()

    def understood(**more: Any) -> bool:
        said = cataloguer.post(reverse("record-understand"), fields_of(data) | more).json()["said"]
        return error.message in str(said)

    assert understood()
    assert not understood(book=book.pk)
    Book.objects.update(institution=wenzhou)
    assert understood(book=book.pk), "what was decided about a record out of sight is not told"


def test_only_those_whose_turn_it_is_are_given_the_form(cataloguer: Client, editor: Client, stored: Book) -> None:
    Book.objects.update(state=State.SUBMITTED)
    assert cataloguer.get(reverse("record-edit", args=[stored.pk])).status_code == 403
    assert editor.get(reverse("record-new")).status_code == 403
    assert Client().get(reverse("record-new")).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "01a216f3-0499-7000-bef6-5116883ee942"])
def test_an_address_that_leads_nowhere_begins_an_empty_form(key: str, cataloguer: Client) -> None:
    for name in ("resume", "like"):
        page = cataloguer.get(reverse("record-new"), {name: key}).content.decode()
        assert value_of(page, "title") == ""
        assert UUID(value_of(page, "copy"))


def test_a_change_taken_up_again_meets_what_was_stored_meanwhile(cataloguer: Client, stored: Book) -> None:
    address = reverse("record-edit", args=[stored.pk])
    half = {"copy": stored.pk, "book": stored.pk, "version": "1", "title": "國語二十一卷", "volumes": "7冊"}
    cataloguer.post(reverse("record-keep"), half)
    EditBook(stored, merged(to_data(stored), volumes="8冊"), None, trusted=True).execute()
    page = cataloguer.get(f"{address}?resume=1").content.decode()
    assert (value_of(page, "version"), value_of(page, "volumes")) == ("1", "7冊")
    assert send(cataloguer, address, title="國語二十一卷", volumes="7冊", version="1").status_code == 409
    assert Book.objects.get().volumes == "8冊"


def test_nobody_enters_records_of_another_library(cataloguer: Client, wenzhou: Institution) -> None:
    answer = send(cataloguer, reverse("record-new"), **SHUOWEN | {"institution": wenzhou.code})
    assert answer.status_code == 400
    assert value_of(answer.content.decode(), "title") == SHUOWEN["title"]
    assert not Book.objects.exists()


def test_what_cannot_be_kept_is_said_and_what_was_kept_stays(
    cataloguer: Client, stored: Book, wenzhou: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guji.working.LONGEST", 200)
    address, key = reverse("record-keep"), new_key()
    assert cataloguer.post(address, {"copy": key, "note": "缺" * 100, "version": "9" * 17}).status_code == 200
    long = cataloguer.post(address, {"copy": key, "note": "缺" * 200})
    assert (long.status_code, long.json()) == (409, {"message": "内容太长，没有暂存"})
    Book.objects.update(institution=wenzhou)
    for sent in ({"copy": "x"}, {"copy": key, "book": stored.pk}):
        assert "过时" in cataloguer.post(address, sent | {"note": "缺首葉"}).json()["message"]
    assert WorkingCopy.objects.get().fields == {"note": "缺" * 100}


def test_of_very_many_unfinished_entries_the_oldest_give_way(
    cataloguer: Client, colleague: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guji.working.MOST_KEPT", 2)
    for client, title in ((colleague, "別人的"), (cataloguer, "甲"), (cataloguer, "乙"), (cataloguer, "丙")):
        client.post(reverse("record-keep"), {"copy": new_key(), "title": title})
    assert {copy.fields["title"] for copy in WorkingCopy.objects.all()} == {"別人的", "乙", "丙"}


def test_nobody_throws_away_what_another_left_unfinished(cataloguer: Client, colleague: Client, stored: Book) -> None:
    key = new_key()
    cataloguer.post(reverse("record-keep"), {"copy": key, "title": "說文解字"})
    cataloguer.post(reverse("record-keep"), {"copy": stored.pk, "book": stored.pk, "version": "1", "volumes": "7冊"})
    for own in (key, stored.pk):
        colleague.post(reverse("record-discard", args=[own]))
    assert WorkingCopy.objects.count() == 2
    send(colleague, reverse("record-new"), copy=key, **SHUOWEN)
    assert WorkingCopy.objects.count() == 2
    for own in (key, stored.pk):
        cataloguer.post(reverse("record-discard", args=[own]))
    assert not WorkingCopy.objects.exists()
