"""The tools at hand as plain pages, and as the answer beside the entry page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from authority.actions.class_tree import AddNode
from authority.models import ClassNode, ClassScheme
from census.models import State
from guji.actions import CreateBook
from guji.athand.endings import forget
from guji.data import BookData
from guji.models import Book


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()
    forget()


#: Classes of the tests: code, the one above, name.
CLASSES = (
    ("1", "", "經部"),
    ("102", "1", "易類"),
    ("10201", "102", "正文之屬"),
    ("10202", "102", "傳説之屬"),
    ("120", "1", "小學類"),
    ("12001", "120", "文字之屬"),
    ("120010101", "12001", "傳説"),
    ("1200202", "120", "古今韻説"),
    ("2", "", "史部"),
    ("2100104", "2", "家乘"),
    ("21502", "2", "方志之屬"),
    ("2150202", "21502", "郡縣志"),
    ("3", "", "子部"),
    ("304", "3", "墨家類"),
    ("31008", "3", "本草之屬"),
    ("4", "", "集部"),
    ("40204", "4", "金别集"),
    ("40206", "4", "明别集"),
    ("40207", "4", "清别集"),
    ("40502", "4", "别集之屬"),
)


@pytest.fixture
def tables(db: None) -> ClassScheme:
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="分類表", is_current=True)
    nodes: dict[str, ClassNode] = {}
    for code, above, name in CLASSES:
        nodes[code] = AddNode(scheme, nodes.get(above), code, name).execute()
    return scheme


def approve(title: str, responsibility: str, code: str, **more: Any) -> Book:
    """Enter a record and let it be one that the province has passed."""
    data = BookData(institution="1701", title=title, responsibility=responsibility, class_code=code, **more)
    book = CreateBook(data, None, trusted=True).execute()
    number = f"330000-1701-{Book.objects.count():07}"
    Book.objects.filter(pk=book.pk).update(state=State.PROVINCE_APPROVED, census_no=number)
    return book


def fills(html: str) -> list[str]:
    return re.findall(r'data-fill="([^"]*)"', html)


def ask(client: Client, tool: str, **question: str) -> str:
    answer = client.get(reverse(f"tool-{tool}"), question)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_year_is_told_on_a_page_of_its_own(cataloguer: Client) -> None:
    page = ask(cataloguer, "times", q="乾隆六十")
    assert "清乾隆六十年（1795）" in page
    assert "农历岁末入公元 1796 年，书目仍记 1795" in page
    assert "日本寬政七年" in page
    assert "<html" in page
    assert not fills(page)


def test_beside_the_form_a_year_can_be_chosen_with_and_without_the_common_era(cataloguer: Client) -> None:
    part = ask(cataloguer, "times", q="万历十一", part="1")
    assert fills(part) == ["明萬曆十一年", "明萬曆十一年（1583）"]
    assert "<html" not in part


def test_the_time_at_the_caret_is_what_is_replaced(cataloguer: Client) -> None:
    part = ask(cataloguer, "times", text="明萬曆癸未刻本", at="3", part="1")
    assert 'data-start="0" data-end="5"' in part
    assert fills(part)[0] == "明萬曆十一年"
    nothing = ask(cataloguer, "times", text="明刻本", at="2", part="1")
    assert 'data-start="0" data-end="0"' in nothing
    assert not fills(nothing)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("同治十四年", "同治只有 13 年，没有 14 年"),
        ("洪武三十五年", "洪武已经改元，书上仍有沿用的"),
        ("萬曆十一年甲申", "这一年是癸未，不是甲申"),
        ("明康熙三年", "康熙是清的年号"),
        ("1796", "公元 1796 年初几周，农历岁末未过，仍是清乾隆六十年"),
        ("乾隆六十年十二月", "十一、十二月可能已入公元 1796 年"),
        ("<b>甲</b>", "读不出“&lt;b&gt;甲&lt;/b&gt;”是哪一年"),
    ],
)
def test_what_is_doubtful_of_a_year_is_said(cataloguer: Client, asked: str, said: str) -> None:
    assert said in ask(cataloguer, "times", q=asked)


def test_a_bare_cycle_says_how_many_are_left_out(cataloguer: Client) -> None:
    assert "解没有列出；前面加上朝代再查" in ask(cataloguer, "times", q="癸未")
    assert "解没有列出" not in ask(cataloguer, "times", q="清癸未")


@pytest.mark.parametrize("place", ["", "-1", "１", "x", "8", "9999999"])
def test_a_place_that_is_in_no_time_takes_the_nearest_one(cataloguer: Client, place: str) -> None:
    assert 'data-end="5"' in ask(cataloguer, "times", text="明萬曆癸未刻本", at=place, part="1")


def test_the_class_tree_is_walked_down_and_up(cataloguer: Client, tables: ClassScheme) -> None:
    top = ask(cataloguer, "classes", part="1")
    assert fills(top) == ["1", "2", "3", "4"]
    under = ask(cataloguer, "classes", at="102", part="1")
    assert fills(under) == ["10201", "10202"]
    assert re.search(r'href="[^"]*\?at=1" data-up', under)
    leaf = ask(cataloguer, "classes", at="10202", part="1")
    assert "下面没有细类" in leaf
    assert not fills(leaf)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("易類", "102"),
        ("易类", "102"),
        ("yilei", "102"),
        ("fangzhi", "21502"),
        ("2150202", "2150202"),
        ("郡縣志", "2150202"),
        ("jxz", "2150202"),
        ("宗譜", ""),
    ],
)
def test_a_class_is_found_by_name_pinyin_and_code(
    cataloguer: Client, tables: ClassScheme, asked: str, first: str
) -> None:
    assert [*fills(ask(cataloguer, "classes", q=asked, part="1")), ""][0] == first


def test_a_class_tells_how_many_approved_records_it_holds_and_some_of_them(
    cataloguer: Client, tables: ClassScheme
) -> None:
    approve("周易本義十二卷", "（宋）朱熹撰", "10202")
    approve("周易傳義大全二十四卷", "（明）胡廣等纂修", "10202")
    CreateBook(BookData(institution="1701", title="易經來註圖解", class_code="10202"), None, trusted=True).execute()
    under = ask(cataloguer, "classes", at="102", part="1")
    row = under[under.index('data-fill="10202"') :]
    assert row.index("2 部") < row.index("</li>")
    assert "周易本義十二卷" in row
    assert "易經來註圖解" not in under
    assert "2 部" in ask(cataloguer, "classes", q="易類")


def test_a_class_is_suggested_with_why(cataloguer: Client, tables: ClassScheme) -> None:
    approve("說文解字注三十卷", "（清）段玉裁撰", "120010101")
    approve("说文解字注三十卷", "（清）段玉裁撰", "120010101")
    approve("六書音均表五卷", "（清）段玉裁撰", "1200202")
    part = ask(cataloguer, "classes", title="說文解字注三十卷六書音均表五卷", responsibility="（清）段玉裁撰", part="1")
    assert fills(part)[0] == "120010101"
    assert "同题名同著者“說文解字注”2 部，2 部在此类" in part
    assert "著者“段玉裁”3 部，2 部在此类" in part


def test_a_record_does_not_speak_for_itself(cataloguer: Client, tables: ClassScheme) -> None:
    own = approve("奇書一卷", "", "304")
    question = {"title": "奇書一卷", "part": "1"}
    assert "建议分类" in ask(cataloguer, "classes", **question)
    assert "建议分类" not in ask(cataloguer, "classes", book=str(own.pk), **question)


def test_drafts_and_withdrawn_records_speak_for_nothing(cataloguer: Client, tables: ClassScheme) -> None:
    draft = BookData(institution="1701", title="奇書一卷", class_code="304")
    CreateBook(draft, None, trusted=True).execute()
    assert "建议分类" not in ask(cataloguer, "classes", title="奇書一卷", part="1")


def test_a_work_within_a_set_lends_its_class(cataloguer: Client, tables: ClassScheme) -> None:
    works = [
        {"title": "易林釋文二卷", "class_code": "31406"},
        {"title": "六書音均表五卷", "class_code": "1200202"},
    ]
    approve("某某叢書十種", "", "50201", is_series=True, details={"sub_works": works})
    part = ask(cataloguer, "classes", title="六書音均表五卷", part="1")
    assert fills(part)[0] == "1200202"
    assert "丛书子目有“六書音均表”1 种，1 种归此类" in part


def test_titles_that_end_alike_speak_for_their_class(cataloguer: Client, tables: ClassScheme) -> None:
    for title in ("海國圖說鈔一卷", "東槎紀略鈔二卷", "北徼彙編鈔六卷"):
        approve(title, "", "10201")
    approve("北徼彙編鈔六卷", "", "10201")
    part = ask(cataloguer, "classes", title="某某鈔一卷", part="1")
    assert fills(part)[0] == "10201"
    assert "题名以“鈔”收尾的 3 种，3 种在此类" in part


def test_usage_speaks_where_no_record_is_alike(cataloguer: Client, tables: ClassScheme) -> None:
    part = ask(cataloguer, "classes", title="［萬曆］金華府志三十卷", responsibility="（明）王懋德纂修", part="1")
    assert fills(part)[0] == "2150202"
    assert "题名有“府志”，习惯归此类" in part


def test_the_class_page_asks_few_questions_however_many_classes(
    cataloguer: Client, tables: ClassScheme, django_assert_max_num_queries: Any
) -> None:
    for code, _above, name in CLASSES:
        approve(f"周易{name}", "（宋）朱熹撰", code)
    cache.clear()
    with django_assert_max_num_queries(30):
        ask(cataloguer, "classes", at="102", part="1")
    with django_assert_max_num_queries(16):
        ask(cataloguer, "classes", title="周易易類三卷", responsibility="（宋）朱熹撰", part="1")


@pytest.mark.parametrize("asked", ["氵吾", "三点水吾", "⿰氵吾", "U+6D6F"])
def test_a_rare_character_is_found_and_shown_with_what_is_known(cataloguer: Client, asked: str) -> None:
    assert fills(ask(cataloguer, "characters", q=asked, part="1"))[0] == "浯"
    page = ask(cataloguer, "characters", q=asked)
    assert "U+6D6F　⿰氵吾　水部　10　wu" in page


def test_a_question_without_an_answer_says_how_to_ask(cataloguer: Client) -> None:
    assert "没有找到“water”" in ask(cataloguer, "characters", q="water")
    assert "没有“無此類”这样的类目" in ask(cataloguer, "classes", q="無此類")
    assert "还有" in ask(cataloguer, "characters", q="水部")


def test_the_tools_want_a_login_and_nothing_but_questions(cataloguer: Client) -> None:
    assert Client().get(reverse("tool-times")).status_code == 302
    assert cataloguer.post(reverse("tool-times")).status_code == 405
    assert cataloguer.get(reverse("tools")).context["tool"].name == "times"


def test_the_entry_page_brings_the_tools_and_lists_their_keys(cataloguer: Client) -> None:
    page = cataloguer.get(reverse("record-new")).content.decode()
    assert page.count("data-tool=") >= 3
    assert f'data-url="{reverse("tool-classes")}"' in page
    keys = cataloguer.get(reverse("entry-keys")).content.decode()
    assert "手边：纪年" in keys


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", ["方志", "［萬曆］金華府志三十卷", "卷数用了阿拉伯数字", "國語21卷"]),
        ("edition", ["年次后括注公元", "年号与公元不合", "明嘉靖七年（1529）刻本", "census_fields §8"]),
        ("extent", ["存四卷（十六至十九）", "存缺卷数与卷次不符"]),
        ("seals.0.text", ["钤印", "这一项没有专门的规则"]),
        ("layouts.2.frame_height", ["版框尺寸可疑"]),
        ("damages.0.level", ["一级最重，五级最轻"]),
        ("is_republican", ["不勾", "勾上"]),
        ("<x>", ["这一项没有专门的规则"]),
    ],
)
def test_the_rules_of_a_field_come_from_the_handbook_and_the_checks(
    cataloguer: Client, field: str, said: list[str]
) -> None:
    page = ask(cataloguer, "rules", field=field)
    assert [words for words in said if words not in page] == []
    assert "<x>" not in page


def test_every_statement_is_led_to_from_the_rules_page(cataloguer: Client) -> None:
    page = ask(cataloguer, "rules")
    assert 'href="/desk/tools/rules/?field=extent"' in page
    assert "题名里不用书名号" in page
