"""One record's page: the full record line by line, in the words of the trade, whatever is in it or lacking."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.models import Revision, State
from guji.data import DETAIL_GROUPS, BookData
from guji.details import normalise
from guji.findings import field_name
from guji.sample import sample_books
from guji.views.entry import line_of, printed, sub_lines
from tests.guji.views.test_record_pages import NOW, store

pytestmark = pytest.mark.django_db


def line(group: str, **row: Any) -> str:
    return line_of(group, normalise({group: [row]})[group][0])


def shown(client: Client, institution: Institution, state: State = State.DRAFT, **stated: Any) -> str:
    book = store(institution, BookData(institution=institution.code, **stated), state)
    return client.get(reverse("record", args=[book.pk])).content.decode()


@pytest.mark.parametrize(
    ("group", "row", "said"),
    [
        ("layouts", {"frame_height": "20.10", "frame_width": "13"}, "版框 20.1×13 厘米"),
        ("layouts", {"frame_height": "20.1"}, "框高 20.1"),
        ("layouts", {"lines": "九", "characters": "十八"}, "九行十八字"),
        ("layouts", {"lines": "9", "characters": "字數不等"}, "9行字數不等"),
        ("layouts", {"lines": "9"}, "半叶行数 9"),
        ("bindings", {"height": "27.5", "width": "17.20", "binding": "綫裝"}, "开本 27.5×17.2 厘米　綫裝"),
        ("bindings", {"interleaved": True, "cases": 2}, "函数 2　金镶玉"),
        ("damages", {"level": "四級", "kinds": ["蟲蛀", "污漬"], "percent": "3.00"}, "四級　蟲蛀、污漬　比例 3"),
        ("seals", {"text": "嘉業堂藏書印", "institutional": False}, "嘉業堂藏書印"),
        ("identifiers", {"scheme": "財產號", "value": "12345"}, "財產號　编号 12345"),
        ("scripts", {"name": "漢文"}, "漢文"),
    ],
)
def test_a_row_is_said_as_a_cataloguer_would(group: str, row: dict[str, Any], said: str) -> None:
    found = line(group, **row)
    assert sorted(found.split("　")) == sorted(said.split("　"))


def test_every_group_of_the_full_record_stands_under_its_name(editor: Client, zhejiang: Institution) -> None:
    details: dict[str, list[dict[str, Any]]] = {}
    for data in sample_books():
        for group, rows in data.details.items():
            details.setdefault(group, rows[:1])
    html = shown(editor, zhejiang, title="書一卷", details=details)
    for group in set(details) - {"sub_works"}:
        assert f"<dt>{DETAIL_GROUPS[group]}</dt>" in html, group
    assert len(details) >= 14


def test_works_of_works_are_moved_in_under_them_in_reading_order() -> None:
    works = [
        {"title": "經部", "children": [{"title": "易傳十卷", "responsibility": "（宋）程頤撰"}]},
        {
            "title": "史部",
            "children": [{"title": "正史", "children": [{"title": "史記一百三十卷", "volumes": "20冊"}]}],
        },
    ]
    assert list(sub_lines(works)) == [
        "經部",
        "　易傳十卷　（宋）程頤撰",
        "史部",
        "　正史",
        "　　史記一百三十卷　20冊",
    ]


def test_works_of_a_set_are_open_while_few_and_folded_when_many(editor: Client, zhejiang: Institution) -> None:
    few = [{"title": f"子目{n}"} for n in range(20)]
    assert re.search(r'<details class="subs" open>', shown(editor, zhejiang, title="甲", details={"sub_works": few}))
    many = [*few, {"title": "第二十一"}]
    html = shown(editor, zhejiang, title="乙", details={"sub_works": many})
    assert '<details class="subs">' in html
    assert "子目 21 条" in html


def test_a_record_of_nothing_is_a_page_too(editor: Client, zhejiang: Institution) -> None:
    html = shown(editor, zhejiang)
    assert "（无题名）" in html
    assert "（未编号）" in html
    assert "没有修改记录" in html
    assert "<h2>完整著录</h2>" not in html
    listed = editor.get(reverse("record-list")).content.decode()
    assert "（无题名）" in listed


def test_what_could_not_be_read_is_printed_as_it_was_typed() -> None:
    data = BookData(title="國語二十一卷", edition="清刻本？？某某", volumes="6冊")
    assert printed(data)[1] == "清刻本？？某某"
    assert len(printed(data)) == 3


def test_findings_say_their_level_their_field_and_what_to_do(editor: Client, zhejiang: Institution) -> None:
    html = shown(editor, zhejiang, title="國語二十一卷", edition="明嘉靖七年（1628）刻本", volumes="6冊")
    found = re.findall(r'<li><span class="level level-error">错误</span> ([^<：]+)：([^<]+)</li>', html)
    assert ("版本", "嘉靖七年是公元1528年，原写作1628年") in found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("title", "题名卷数"),
        ("details.seals", "钤印"),
        ("details.seals[2].text", "钤印"),
        ("institution", "收藏单位"),
        ("nothing_of_ours", "nothing_of_ours"),
    ],
)
def test_fields_have_the_names_of_the_form(name: str, said: str) -> None:
    assert field_name(name) == said


def test_an_import_in_the_history_is_said_in_words(editor: Client, zhejiang: Institution) -> None:
    book = store(zhejiang, BookData(institution="1701", title="書一卷"), State.DRAFT)
    changes = {
        1: ("import", {"title": ["", "書"]}),
        2: ("edit", {f"details.{group}": [None, []] for group in list(DETAIL_GROUPS)[:9]}),
        3: ("some_new_act", {}),
    }
    for number, (action, diff) in changes.items():
        Revision.objects.create(kind="book", record_id=book.pk, number=number, action=action, diff=diff, at=NOW)
    html = editor.get(reverse("record", args=[book.pk])).content.decode()
    assert "系统　导入：题名卷数" in html
    assert "系统　修改</li>" in html
    assert "some_new_act" in html
    assert html.index("some_new_act") < html.index("系统　修改") < html.index("系统　导入")


def test_a_long_history_is_cut_at_the_newest(editor: Client, zhejiang: Institution) -> None:
    book = store(zhejiang, BookData(institution="1701", title="書一卷"), State.DRAFT)
    for number in range(1, 61):
        Revision.objects.create(
            kind="book", record_id=book.pk, number=number, action="edit", diff={}, at=NOW, reason=f"因{number}。"
        )
    html = editor.get(reverse("record", args=[book.pk])).content.decode()
    assert "因60。" in html
    assert "因11。" in html
    assert "因10。" not in html


def test_the_page_takes_as_many_queries_for_a_full_record_as_for_a_bare_one(
    editor: Client, zhejiang: Institution, django_assert_max_num_queries: Any
) -> None:
    fullest = max(sample_books(), key=lambda data: sum(map(len, data.details.values())))
    book = store(zhejiang, BookData(institution="1701", title="書一卷", details=fullest.details), State.DRAFT)
    with django_assert_max_num_queries(30):
        editor.get(reverse("record", args=[book.pk]))


def test_the_holders_name_leads_to_its_records(editor: Client, zhejiang: Institution) -> None:
    html = shown(editor, zhejiang, title="書一卷")
    assert f'{reverse("record-list")}?institution=1701" lang="zh-Hant">浙江圖書館</a>' in html
