"""Suggestions, authority names and templates as pages: with scripts and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.chronology import ERAS
from authority.models import Institution, Name, NameStatus
from census.models import Membership, Role, State
from guji.actions import CreateBook
from guji.assisting import gathering
from guji.assisting.tally import recount
from guji.data import BookData
from guji.models import Book, EntryTemplate

JSON = {"Accept": "application/json"}
WUMING = {"kind": "person", "form": "某無名", "dynasty": "清", "dates": "1801-1870"}


@pytest.fixture(autouse=True)
def few_eras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "ERAS", [era for era in ERAS if era.dynasty == "清"])


@pytest.fixture
def stored(zhejiang: Institution) -> Book:
    data = BookData(
        institution="1701",
        title="說文解字注三十卷",
        responsibility="（清）段玉裁撰",
        shelf_mark="善0153",
        details={"provenances": [{"source": "八千卷樓"}]},
    )
    book = CreateBook(data, None, trusted=True).execute()
    Book.objects.filter(pk=book.pk).update(state=State.PROVINCE_APPROVED, census_no="330000-1701-0000001")
    book.refresh_from_db()
    return book


def logged_in(name: str, role: Role, institution: Institution | None = None) -> Client:
    user = User.objects.create_user(name)
    Membership.objects.create(user=user, role=role, institution=institution)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(db: Any) -> Client:
    return logged_in("reviewer", Role.PROVINCE_REVIEWER)


@pytest.fixture
def stranger(wenzhou: Institution) -> Client:
    return logged_in("stranger", Role.CATALOGUER, wenzhou)


def suggest(client: Client, field: str, text: str, **given: str) -> Any:
    return client.get(reverse("record-suggest"), {"field": field, "text": text, **given})


def value_of(html: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}"[^>]*?(?:value="([^"]*)"|>([^<]*)</textarea>)', html)
    return (found[1] or found[2] or "") if found else ""


def test_a_suggestion_says_what_it_writes_and_where(cataloguer: Client, stored: Book) -> None:
    recount()
    answer = suggest(cataloguer, "responsibility", "（清）duanyu撰", at="9")
    assert answer.headers["Cache-Control"].startswith("private")
    found = answer.json()
    assert (found["start"], found["end"]) == (3, 9)
    (line,) = found["lines"]
    assert (line["text"], line["form"], line["detail"], line["uses"]) == ("段玉裁", "段玉裁", "清", "1 部")
    assert found["status"]


def test_nonsense_is_answered_with_nothing(cataloguer: Client) -> None:
    for given in (
        {},
        {"field": "title", "text": "x"},
        {"field": "edition", "text": "清", "at": "-3"},
        {"at": "9" * 40},
    ):
        answer = cataloguer.get(reverse("record-suggest"), given)
        assert answer.status_code == 200
        assert answer.json()["lines"] == []


def test_a_suggestion_asks_the_database_little(cataloguer: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):  # session, user, roles, and the readings
        suggest(cataloguer, "edition", "清嘉慶二十年（1815）某某某某某")


def test_a_name_that_nobody_has_is_proposed_from_the_field_where_it_was_typed(cataloguer: Client) -> None:
    new = suggest(cataloguer, "responsibility", "某無名").json()["missing"]
    assert (new["kind"], new["form"], new["dynasty"]) == ("person", "某無名", "")
    answer = cataloguer.post(reverse("name-propose"), {**WUMING, "text": "某無名"}, headers=JSON)
    assert answer.json()["text"] == "（清）某無名"
    assert cataloguer.post(reverse("name-propose"), {**WUMING, "settled": "1"}, headers=JSON).json()["text"] == "某無名"
    assert suggest(cataloguer, "responsibility", "（清）mouw").json()["lines"][0]["waiting"] == "待确认"
    assert Name.objects.get().proposed_by.get_username() == "cataloguer"  # type: ignore[union-attr]


def test_what_is_wrong_with_a_proposal_is_said_at_its_field(cataloguer: Client) -> None:
    given = {**WUMING, "dates": "1870-1801"}
    answer = cataloguer.post(reverse("name-propose"), given, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["field"] == "dates"
    page = cataloguer.post(reverse("name-propose"), given)  # without scripts: the page again, as it was typed
    assert page.status_code == 400
    assert value_of(page.content.decode(), "form") == "某無名"
    assert "1870-1801" in page.content.decode()
    assert not Name.objects.exists()


def test_a_reader_can_neither_propose_nor_decide(db: Any, reviewer: Client, cataloguer: Client) -> None:
    reader = Client()
    reader.force_login(User.objects.create_user("reader"))
    assert reader.post(reverse("name-propose"), WUMING).status_code == 403
    cataloguer.post(reverse("name-propose"), WUMING)
    name = Name.objects.get()
    for client in (reader, cataloguer):
        given = {"act": "confirmed", "version": "1", **WUMING}
        assert client.post(reverse("name-decide", args=[name.pk]), given).status_code == 403
    assert Name.objects.get().status == NameStatus.PROPOSED


def test_the_province_sees_what_waits_and_decides(cataloguer: Client, reviewer: Client) -> None:
    cataloguer.post(reverse("name-propose"), WUMING)
    cataloguer.post(reverse("name-propose"), {**WUMING, "form": "某無姓"})
    first, second = Name.objects.order_by("form")
    page = reviewer.get(reverse("name-list")).content.decode()
    assert first.form in page
    assert second.form in page
    assert reverse("name-list") in reviewer.get(reverse("home")).content.decode()
    decide = reverse("name-decide", args=[first.pk])
    reviewer.post(decide, {"act": "confirmed", "version": "1", **WUMING, "form": first.form, "note": "號某"})
    first.refresh_from_db()
    assert (first.status, first.note, first.decided_by and first.decided_by.get_username()) == (
        "confirmed",
        "號某",
        "reviewer",
    )
    late = reviewer.post(decide, {"act": "declined", "version": "1", "reason": "重複"}, follow=True)
    assert "第 1 版" in late.content.decode()
    first.refresh_from_db()
    assert first.status == NameStatus.CONFIRMED
    assert first.form in reviewer.get(reverse("name-list") + "?status=confirmed").content.decode()


def test_names_stand_on_pages_one_after_another_and_no_page_is_too_far(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guji.views.assisting.PAGE", 2)
    for form in ("甲無名", "乙無名", "丙無名"):
        cataloguer.post(reverse("name-propose"), {**WUMING, "form": form}, follow=True)
    for page, forms, way in (
        *((page, ["乙無名", "丙無名"], ["next"]) for page in ("", "0", "x", "1", "9" * 17)),
        *((page, ["甲無名"], ["prev"]) for page in ("2", "9" * 9)),
    ):
        html = cataloguer.get(reverse("name-list"), {"page": page}).content.decode()
        assert sorted(re.findall("[甲乙丙]無名", html)) == sorted(forms), page
        assert re.findall(r'rel="(next|prev)"', html) == way, page


def test_names_are_listed_by_what_became_of_them_and_decided_by_those_alone_who_may(
    cataloguer: Client, reviewer: Client, stored: Book
) -> None:
    for form, status in (("甲無名", "proposed"), ("段玉裁", "confirmed"), ("丙無名", "declined")):
        Name.objects.create(kind="person", form=form, dynasty="清", status=status)
    recount()
    for status, form, uses in (("", "甲無名", ""), ("confirmed", "段玉裁", "1"), ("declined", "丙無名", "")):
        html = reviewer.get(reverse("name-list"), {"status": status}).content.decode()
        rows = re.findall(r'lang="zh-Hant">([^<]+無名|段玉裁)<.*?<td class="figure">(\d*)</td>', html)
        assert rows == [(form, uses)], status
        decide = reverse("name-decide", args=[Name.objects.get(form=form).pk])
        assert decide in html
        assert decide not in cataloguer.get(reverse("name-list"), {"status": status}).content.decode()


def test_a_person_is_said_to_be_written_with_the_dynasty_unless_that_stands_there(cataloguer: Client) -> None:
    """Once (清) stands before the caret, the name alone is written."""
    answers = [
        cataloguer.post(reverse("name-propose"), WUMING | more, headers=JSON).json()["text"]
        for more in ({}, {"settled": "1"}, {"dynasty": "", "form": "某無朝"})
    ]
    assert answers == ["（清）某無名", "某無名", "某無朝"]


def test_a_form_is_kept_as_a_template_and_shown_again_as_it_was(cataloguer: Client) -> None:
    given = {
        "institution": "1701",
        "act": "template",
        "template_name": "說文",
        "title": "說文解字",
        "shelf_mark": "1",
    }
    page = cataloguer.post(reverse("record-new"), given).content.decode()
    assert "已存为模板：說文" in page
    assert value_of(page, "shelf_mark") == "1"
    assert not Book.objects.exists()
    template = EntryTemplate.objects.get()
    assert template.fields == {"institution": "1701", "title": "說文解字"}
    begun = cataloguer.get(reverse("record-new"), {"template": str(template.pk)}).content.decode()
    assert value_of(begun, "title") == "說文解字"
    assert value_of(begun, "shelf_mark") == ""


def test_a_template_without_a_name_is_refused_with_what_was_typed(cataloguer: Client) -> None:
    given = {"institution": "1701", "act": "template", "title": "說文解字"}
    page = cataloguer.post(reverse("record-new"), given)
    assert page.status_code == 400
    assert value_of(page.content.decode(), "title") == "說文解字"
    assert cataloguer.post(reverse("record-new"), given, headers=JSON).json()["message"] == "请给模板一个名称"


def test_a_template_of_somebody_else_is_as_if_it_were_not_there(cataloguer: Client, stranger: Client) -> None:
    given = {"institution": "1701", "act": "template", "template_name": "說文", "title": "說文解字"}
    cataloguer.post(reverse("record-new"), given)
    key = str(EntryTemplate.objects.get().pk)
    assert value_of(stranger.get(reverse("record-new"), {"template": key}).content.decode(), "title") == ""
    assert stranger.get(reverse("record-fields"), {"template": key}).status_code == 404
    assert stranger.post(reverse("template-act", args=[key]), {"act": "remove"}).status_code == 404
    assert "說文" not in stranger.get(reverse("record-begin")).content.decode()
    cataloguer.post(reverse("template-act", args=[key]), {"act": "share", "value": "1704"})
    assert EntryTemplate.objects.get().institution is None


def test_templates_are_looked_after_on_a_page(cataloguer: Client, zhejiang: Institution) -> None:
    cataloguer.post(reverse("record-new"), {"act": "template", "template_name": "說文", "title": "說文解字"})
    act = reverse("template-act", args=[EntryTemplate.objects.get().pk])
    for given in ({"act": "rename", "value": "小學"}, {"act": "share", "value": "1701"}, {"act": "remove"}):
        assert cataloguer.post(act, given, follow=True).status_code == 200
    removed = EntryTemplate.objects.get()
    assert (removed.name, removed.institution, removed.removed_at is None) == ("小學", zhejiang, False)
    assert "小學" in cataloguer.get(reverse("template-list")).content.decode()
    assert "小學" not in cataloguer.get(reverse("record-begin")).content.decode()
    cataloguer.post(act, {"act": "restore"})
    assert "小學" in cataloguer.get(reverse("record-begin")).content.decode()


def test_ones_own_templates_are_changed_and_those_of_colleagues_only_used(
    cataloguer: Client, zhejiang: Institution
) -> None:
    colleague = logged_in("colleague", Role.CATALOGUER, zhejiang)
    for client, name in ((cataloguer, "小學"), (cataloguer, "方志"), (colleague, "別集")):
        client.post(reverse("record-new"), {"act": "template", "template_name": name, "title": f"{name}之書"})
    keys = dict(EntryTemplate.objects.order_by("pk").values_list("name", "pk"))
    colleague.post(reverse("template-act", args=[keys["別集"]]), {"act": "share", "value": "1701"})
    html = cataloguer.get(reverse("template-list")).content.decode()
    assert [name for name, key in keys.items() if f"?template={key}" in html] == ["小學", "方志", "別集"]
    assert [name for name, key in keys.items() if reverse("template-act", args=[key]) in html] == ["小學", "方志"]
    part = cataloguer.get(reverse("record-begin"), {"q": "方", "part": "1"}).content.decode()
    assert [name for name, key in keys.items() if str(key) in part] == ["方志"]
    taken = {"act": "rename", "value": "小學"}
    answer = cataloguer.post(reverse("template-act", args=[keys["方志"]]), taken, follow=True)
    assert "您已有名为“小學”的模板" in answer.content.decode()
    scripted = {"act": "template", "template_name": " ", "title": "某書"}
    answer = cataloguer.post(reverse("record-new"), scripted, headers=JSON)
    assert (answer.status_code, answer.json()) == (400, {"message": "请给模板一个名称"})
    answer = cataloguer.post(reverse("record-new"), scripted | {"template_name": "經解"}, headers=JSON)
    assert (answer.status_code, answer.json()) == (200, {"message": "已存为模板：經解"})


def test_another_record_is_found_and_its_fields_are_given_without_what_is_the_copys_own(
    cataloguer: Client, stored: Book
) -> None:
    CreateBook(BookData(institution="1701", title="國語二十一卷"), None, trusted=True).execute()
    page = cataloguer.get(reverse("record-begin"), {"q": "说文", "part": "1"}).content.decode()
    assert "說文解字注三十卷" in page
    assert "國語" not in page
    assert value_of(cataloguer.get(reverse("record-new"), {"like": str(stored.pk)}).content.decode(), "title") == (
        stored.title
    )
    assert "<html" not in page
    fields = cataloguer.get(reverse("record-fields"), {"like": str(stored.pk), "whole": "1"}).json()["fields"]
    assert fields == {"title": "說文解字注三十卷", "responsibility": "（清）段玉裁撰"}


def test_a_draft_of_another_library_cannot_be_copied(stranger: Client, stored: Book) -> None:
    Book.objects.filter(pk=stored.pk).update(state=State.DRAFT)
    assert stranger.get(reverse("record-fields"), {"like": str(stored.pk)}).status_code == 404
    assert "說文" not in stranger.get(reverse("record-begin"), {"q": "說文", "part": "1"}).content.decode()
    assert value_of(stranger.get(reverse("record-new"), {"like": str(stored.pk)}).content.decode(), "title") == ""


def test_the_chooser_says_what_to_do_where_there_is_nothing(cataloguer: Client) -> None:
    assert "存为模板" in cataloguer.get(reverse("record-begin")).content.decode()
    assert "没有这样的" in cataloguer.get(reverse("record-begin"), {"q": "無此書"}).content.decode()
