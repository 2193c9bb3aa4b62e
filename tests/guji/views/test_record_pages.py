"""Records on pages: listed, narrowed, paged, explained."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.models import Revision, State, Waiver
from guji.data import BookData
from guji.models import Book
from guji.storage import apply, write_rows
from guji.views.paging import BadCursorError, Cursor, page_after, page_before
from guji.views.record_list import PAGE_SIZE

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GUOYU = BookData(
    institution="1701",
    census_no="330000-1701-0002577",
    shelf_mark="善2577",
    title="［萬曆］國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    annotation="清惠棟校並跋",
    volumes="6冊",
    extent="存二卷（一至二）",
    details={
        "layouts": [
            {"lines": "10", "characters": "20", "border": "左右雙邊", "frame_height": "20.1", "frame_width": "13"}
        ],
        "sub_works": [{"title": "第一集", "children": [{"title": "補音三卷", "responsibility": "（宋）宋庠撰"}]}],
    },
)


def store(institution: Institution, data: BookData, state: State = State.PROVINCE_APPROVED) -> Book:
    book = Book(institution=institution, census_no=data.census_no or None, state=state, created_at=NOW, updated_at=NOW)
    derived = apply(book, data)
    book.save()
    write_rows(book, data, derived)
    return book


def numbered(institution: Institution, count: int, first: int = 1) -> list[Book]:
    serials = range(first, first + count)
    return [
        store(
            institution,
            BookData(institution=institution.code, census_no=f"330000-{institution.code}-{n:07d}", title=f"書{n}一卷"),
        )
        for n in serials
    ]


def drafts(institution: Institution, count: int) -> list[Book]:
    return [
        store(institution, BookData(institution=institution.code, title=f"稿{n}"), State.DRAFT) for n in range(count)
    ]


def page(client: Client, query: str = "") -> str:
    return client.get(reverse("record-list") + query).content.decode()


def listed(html: str) -> list[str]:
    return re.findall(rf'href="{reverse("record-list")}([0-9a-f-]{{36}})/"', html)


def test_every_record_is_seen_once_forward_and_back(editor: Client, zhejiang: Institution) -> None:
    wanted = [str(book.pk) for book in [*numbered(zhejiang, PAGE_SIZE + 10), *drafts(zhejiang, PAGE_SIZE)]]
    seen: list[str] = []
    pages = []
    html = page(editor)
    while True:
        pages.append(listed(html))
        seen += listed(html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if following is None:
            break
        html = editor.get(following.group(1).replace("&amp;", "&")).content.decode()
    assert seen == wanted
    for expected in reversed(pages[:-1]):
        previous = re.search(r'rel="prev" href="([^"]+)"', html)
        assert previous is not None
        html = editor.get(previous.group(1).replace("&amp;", "&")).content.decode()
        assert listed(html) == expected
    assert 'rel="prev"' not in html


def test_paging_is_stable_while_records_are_added(editor: Client, zhejiang: Institution) -> None:
    numbered(zhejiang, PAGE_SIZE + 5, first=100)
    following = re.search(r'rel="next" href="([^"]+)"', page(editor))
    assert following is not None
    second = listed(editor.get(following.group(1).replace("&amp;", "&")).content.decode())
    numbered(zhejiang, 3, first=1)
    assert listed(editor.get(following.group(1).replace("&amp;", "&")).content.decode()) == second


def test_the_total_counts_the_filtered(editor: Client, zhejiang: Institution, wenzhou: Institution) -> None:
    numbered(zhejiang, 3)
    drafts(wenzhou, 2)
    assert ">5 部" in page(editor)
    assert ">3 部" in page(editor, "?institution=1701")
    assert ">2 部" in page(editor, "?state=draft")
    assert ">0 部" in page(editor, "?state=draft&institution=1701")
    assert "没有符合条件的著录" in page(editor, "?state=draft&institution=1701")


def test_holders_are_offered_of_whom_one_sees_a_record(
    editor: Client, cataloguer: Client, zhejiang: Institution, wenzhou: Institution
) -> None:
    drafts(zhejiang, 1)
    drafts(wenzhou, 1)
    names = ("浙江圖書館", "溫州市圖書館")
    offered = {client: [name for name in names if name in page(client)] for client in (editor, cataloguer)}
    assert offered == {editor: list(names), cataloguer: ["浙江圖書館"]}
    numbered(wenzhou, 1)
    assert "溫州市圖書館" in page(cataloguer)


def test_words_are_looked_for_in_every_statement(editor: Client, zhejiang: Institution) -> None:
    store(zhejiang, GUOYU)
    numbered(zhejiang, 2)
    for words in ("國語", "韋昭 嘉靖", "善2577", "0002577", "惠棟"):
        assert ">1 部" in page(editor, f"?q={words}")
    assert ">0 部" in page(editor, "?q=國語 萬里")


def test_the_filter_stays_in_the_address_of_the_next_page(editor: Client, zhejiang: Institution) -> None:
    numbered(zhejiang, PAGE_SIZE + 1)
    html = page(editor, "?institution=1701&q=書")
    following = re.search(r'rel="next" href="([^"]+)"', html)
    assert following is not None
    assert "institution=1701" in following.group(1)
    assert 'value="書"' in html


@pytest.mark.parametrize(
    "query", ["?after=zzz", "?before=i123", "?after=n330000", "?state=nothing", "?institution=%00%27"]
)
def test_a_broken_address_gives_a_page_all_the_same(editor: Client, zhejiang: Institution, query: str) -> None:
    numbered(zhejiang, 1)
    assert editor.get(reverse("record-list") + query).status_code == 200


def test_drafts_of_another_library_are_neither_listed_nor_counted(
    cataloguer: Client, zhejiang: Institution, wenzhou: Institution
) -> None:
    own, hidden = drafts(zhejiang, 1)[0], drafts(wenzhou, 1)[0]
    public = numbered(wenzhou, 1)[0]
    html = page(cataloguer)
    assert set(listed(html)) == {str(own.pk), str(public.pk)}
    assert ">2 部" in html
    assert cataloguer.get(reverse("record", args=[hidden.pk])).status_code == 404


def test_a_page_takes_few_queries(editor: Client, zhejiang: Institution, django_assert_max_num_queries: Any) -> None:
    numbered(zhejiang, PAGE_SIZE)
    with django_assert_max_num_queries(10):
        page(editor)


def test_a_record_stands_as_it_would_be_printed(editor: Client, zhejiang: Institution) -> None:
    book = store(zhejiang, GUOYU)
    html = editor.get(reverse("record", args=[book.pk])).content.decode()
    assert "330000-1701-0002577　善2577" in html
    assert (
        "［萬曆］國語二十一卷　（三國吳）韋昭注　明嘉靖七年（1528）金李澤遠堂刻本　清惠棟校並跋　6冊　存二卷（" in html
    )
    assert "補音三卷　（宋）宋庠撰" in html
    assert "版框 20.1×13 厘米　10行20字　左右雙邊" in html


def test_what_was_understood_is_shown(editor: Client, zhejiang: Institution) -> None:
    html = editor.get(reverse("record", args=[store(zhejiang, GUOYU).pk])).content.decode()
    chips = re.findall(r"<li><b>([^<]+)</b> <span[^>]*>([^<]+)</span>", html)
    assert ("冠词", "萬曆") in chips
    assert ("卷数", "21") in chips
    assert ("注", "三國吳 韋昭") in chips
    assert ("时间", "明嘉靖七年") in chips
    assert ("公元", "1528") in chips
    assert ("版本类型", "刻本") in chips
    assert ("存", "2 卷") in chips


def test_what_is_wrong_is_marked_where_it_stands(editor: Client, zhejiang: Institution) -> None:
    wrong = BookData(institution="1701", title="國語二十一卷", edition="明嘉靖七年（1628）刻本", volumes="6冊")
    html = editor.get(reverse("record", args=[store(zhejiang, wrong, State.DRAFT).pk])).content.decode()
    assert "<mark" in html
    assert "level-error" in html


def test_a_waived_finding_is_shown_as_waived(editor: Client, zhejiang: Institution) -> None:
    wrong = BookData(institution="1701", title="國語二十一卷", edition="明嘉靖七年（1628）刻本", volumes="6冊")
    book = store(zhejiang, wrong, State.DRAFT)
    before = editor.get(reverse("record", args=[book.pk])).content.decode()
    from guji.findings import findings_of

    for finding in findings_of(wrong, book.pk):
        if finding.field == "edition":
            Waiver.objects.get_or_create(
                kind="book",
                record_id=book.pk,
                check_id=finding.check,
                field="edition",
                defaults={"text": wrong.edition, "reason": "原書如此", "by": User.objects.get(), "at": NOW},
            )
    after = editor.get(reverse("record", args=[book.pk])).content.decode()
    assert after.count("level-error") < before.count("level-error")
    assert "原書如此" in after


def test_the_history_says_who_changed_what(editor: Client, zhejiang: Institution) -> None:
    book = store(zhejiang, GUOYU)
    Revision.objects.create(
        kind="book",
        record_id=book.pk,
        number=2,
        action="edit",
        diff={"edition": ["a", "b"]},
        actor=User.objects.get(),
        at=NOW,
        reason="據牌記",
    )
    html = editor.get(reverse("record", args=[book.pk])).content.decode()
    assert "修改：版本" in html
    assert "據牌記" in html


def test_what_a_cataloguer_wrote_is_text_not_markup(editor: Client, zhejiang: Institution) -> None:
    book = store(zhejiang, BookData(institution="1701", title="<script>alert(1)</script>", note="<b>"), State.DRAFT)
    for html in (page(editor), editor.get(reverse("record", args=[book.pk])).content.decode()):
        assert "<script>alert" not in html


def test_a_very_long_statement_is_no_trouble(editor: Client, zhejiang: Institution) -> None:
    book = store(zhejiang, BookData(institution="1701", title="叢書" * 2500, edition="刻本"), State.DRAFT)
    assert editor.get(reverse("record", args=[book.pk])).status_code == 200


@pytest.mark.parametrize("text", ["n330000-1701-0000012", "i01890000-0000-7000-8000-000000000001"])
def test_a_cursor_says_what_it_reads(text: str) -> None:
    assert str(Cursor.parse(text)) == text


@pytest.mark.parametrize("text", ["", "n", "i", "x1", "n330000-1701-000001", "n330000-1701-0000012'", "i01890000"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadCursorError):
        Cursor.parse(text)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_of_any_size_meet_without_gap_or_overlap(zhejiang: Institution, size: int) -> None:
    wanted: list[UUID] = [book.pk for book in [*numbered(zhejiang, 5), *drafts(zhejiang, 4)]]
    books = Book.objects.all()
    seen: list[UUID] = []
    cursor: Cursor | None = None
    while True:
        found = page_after(books, cursor, size)
        seen += [book.pk for book in found.records]
        if not found.has_next:
            break
        cursor = Cursor.of(found.records[-1])
    assert seen == wanted
    for at in range(1, len(wanted)):
        before = page_before(books, Cursor.of(Book.objects.get(pk=wanted[at])), size)
        keys = [book.pk for book in before.records]
        assert keys == wanted[max(0, at - size) : at] or keys == wanted[:size]
