"""Titles, languages, marks of place, refusals: what a reader steers by who does not see the whole page at once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from authority.models import Institution
from census.tongues import han_marked, tongue
from guji.models import Book
from tests.search.pages.catalogue_samples import NEVER, keep, links, page, words

CATALOGUE, DESK = "古籍普查联合目录", "古籍普查著录系统"
RECORD = "/r/330000-1701-0000012/"
ABSENT = "/r/330000-1701-9999999/"


def title_of(html: str) -> str:
    found = re.search(r"(?s)<title>(.*?)</title>", html)
    assert found is not None
    return unescape(found[1]).strip()


def canonical(html: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)">', html)
    assert found is not None
    return unescape(found[1])


def current(html: str) -> list[str]:
    """Return the rooms that the navigation marks as the present one."""
    nav = html[: html.index("</nav>")]
    return re.findall(r'aria-current="page">([^<]+)</a>', nav)


@pytest.fixture
def shelf(zhejiang: Institution) -> None:
    """Two pages of books in one class."""
    for number in range(21):
        keep(zhejiang, census_no=f"330000-1701-00003{number:02}", title="周易四卷", edition="清刻本", class_code="102")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/search/?q=周易", "周易，第 1 / 2 页 · 检索"),
        ("/search/?q=周易&page=2", "周易，第 2 / 2 页 · 检索"),
        ("/search/?q=周易&page=99999", "周易，第 2 / 2 页 · 检索"),
        ("/search/?class=102&q=四卷&page=2", "四卷 易類，第 2 / 2 页 · 检索"),
        ("/search/?q=無此書", "無此書 · 检索"),
        ("/search/", "全部著录，第 1 / 2 页 · 检索"),
        ("/classes/102/", "經部 易類"),
        ("/classes/102/?page=2", "經部 易類，第 2 / 2 页"),
        ("/institutions/1701/?page=2", "浙江圖書館，第 2 / 2 页"),
    ],
)
def test_a_pages_title_says_what_is_on_it(address: str, title: str, reader: Client, shelf: None) -> None:
    assert title_of(page(reader, address)) == f"{title} · {CATALOGUE}"


@pytest.mark.parametrize("asked", ["2", "3", "99999"])
@pytest.mark.parametrize("path", ["/classes/102/", "/institutions/1701/"])
def test_a_page_beyond_the_last_is_known_by_the_address_of_the_last(
    path: str, asked: str, reader: Client, shelf: None
) -> None:
    html = page(reader, f"{path}?page={asked}")
    assert canonical(html) == f"http://testserver{path}?page=2"
    assert html.count('<li class="hit">') == 1


@pytest.mark.parametrize(
    ("address", "room"),
    [
        ("/", "检索"),
        ("/search/?q=周易", "检索"),
        ("/search/advanced/", "检索"),
        ("/browse/century/", "分类"),
        ("/classes/102/", "分类"),
        ("/institutions/1701/", "单位"),
        ("/statistics/", "统计"),
    ],
)
def test_the_navigation_marks_the_room_of_every_page(
    address: str, room: str, reader: Client, books: dict[str, Book]
) -> None:
    assert current(page(reader, address)) == [room]


def test_results_are_announced_by_what_was_asked_and_how_many_there_are(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/search/?q=周易")
    heading = re.search(r"<h1[^>]*aria-describedby=\"([^\"]+)\"[^>]*>", html)
    assert heading is not None
    assert re.search(rf'id="{heading[1]}"[^>]*>3 部', html)


@pytest.mark.parametrize("address", ["/search/?q=周易", "/classes/102/", "/institutions/1701/"])
def test_the_hits_have_a_heading_to_jump_to_past_all_choices(
    address: str, reader: Client, books: dict[str, Book]
) -> None:
    assert re.search(r'<h2[^>]*>著录</h2><ol class="hits"', page(reader, address))


@pytest.mark.parametrize(
    "address",
    ["/", "/search/?q=周易", "/search/?q=無此書 周易", "/classes/102/", "/institutions/1701/", RECORD, "/statistics/"],
)
def test_headings_begin_with_one_and_skip_no_level(address: str, reader: Client, books: dict[str, Book]) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)\b", page(reader, address))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("address", [ABSENT, "/r/abc/", f"/r/{NEVER['census_no']}/"])
def test_a_number_that_is_not_public_is_named_and_can_be_looked_for(
    address: str, reader: Client, books: dict[str, Book]
) -> None:
    html = page(reader, address, 404)
    number = address.split("/")[2]
    assert f"没有编号为“{number}”的公开著录" in words(html)
    assert f"/search/?q={number}" in links(html)
    assert reader.get(f"/search/?q={number}").status_code == 200


def test_never_public_and_never_given_are_told_in_the_same_words(reader: Client, books: dict[str, Book]) -> None:
    never, absent = page(reader, f"/r/{NEVER['census_no']}/", 404), page(reader, ABSENT, 404)
    told = words(never).replace(NEVER["census_no"], "")
    assert told == words(absent).replace(ABSENT.split("/")[2], "")


def test_no_number_can_speak_html(reader: Client, db: None) -> None:
    html = page(reader, "/r/%3Cscript%3Ealert(1)%3Cb%3E/", 404)
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(("person", "house"), [(None, CATALOGUE), ("reader", DESK), ("cataloguer", DESK)])
def test_a_page_that_is_not_there_stands_in_the_house_where_one_was(
    person: str | None, house: str, as_user: Callable[[str | None], Client]
) -> None:
    html = page(as_user(person), "/nothing/here/", 404)
    assert title_of(html) == f"没有这一页 · {house}"
    assert {reverse("catalogue"), reverse("browse")} <= set(links(html))
    assert 'name="q"' in html


@pytest.mark.parametrize("address", ["/search/?q=%E5%91%A8%E6%98%93&institution=1704&sort=-year", RECORD])
def test_whoever_logs_in_comes_back_to_the_page(
    address: str, reader: Client, as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    (login,) = [one for one in links(page(reader, address)) if one.startswith("/login/")]
    answer = as_user("reader").get(login)
    assert answer.status_code == 302
    assert answer["Location"] == address


@pytest.mark.parametrize("path", [RECORD, "/search/", "/classes/102/"])
def test_a_page_in_a_language_of_its_own_can_be_left_for_the_other(
    path: str, reader: Client, books: dict[str, Book]
) -> None:
    html = page(reader, f"{path}?q=%E5%91%A8%E6%98%93&hl=en")
    (back,) = re.findall(r'name="next" value="([^"]+)"', html)
    answer = reader.post("/i18n/setlang/", {"language": "zh-hans", "next": unescape(back)}, follow=True)
    assert answer.redirect_chain == [(f"{path}?q=%E5%91%A8%E6%98%93", 302)]
    assert '<html lang="zh-hans">' in answer.content.decode()


def test_cataloguers_who_log_in_from_the_front_page_come_to_the_desk(reader: Client, books: dict[str, Book]) -> None:
    assert "/login/" in links(page(reader, "/"))


@pytest.mark.parametrize("address", ["/search/", "/browse/century/", "/browse/dynasty/", "/statistics/"])
def test_in_english_a_value_is_marked_by_the_language_it_is_in(
    address: str, reader: Client, books: dict[str, Book]
) -> None:
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    html = page(reader, address)
    found = re.findall(r'class="(?:value|serif)" lang="([^"]+)"[^>]*>([^<]+)</(?:span|a)>', html)
    values = {text: language for language, text in found}
    chinese = {text for text in values if re.search(r"[\u4e00-\u9fff]", text)}
    assert {values[text] for text in chinese} <= {"zh-Hant"}
    assert {values[text] for text in set(values) - chinese} <= {"en"}
    assert len(values) > 1


@pytest.mark.parametrize(
    ("words_of_value", "language"),
    [("刻本", "zh-Hant"), ("𡒄", "zh-Hant"), ("〇", "zh-Hant"), ("16th century", "zh-hans"), ("", "zh-hans")],
)
def test_a_value_without_chinese_characters_is_the_interfaces(words_of_value: str, language: str) -> None:
    assert tongue(words_of_value) == language


def test_chinese_words_in_an_english_explanation_are_marked(reader: Client, books: dict[str, Book]) -> None:
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    html = page(reader, RECORD)
    assert 'cyclical year <span lang="zh-Hant">癸丑</span>' in html


def test_chinese_words_in_an_english_hint_are_marked(reader: Client, books: dict[str, Book]) -> None:
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    (hint,) = re.findall(r'(?s)<p class="hint">.*?</p>', page(reader, "/search/?q=周易 全"))
    assert "Note" in hint
    assert '<span lang="zh-Hant">全</span>' in hint


def test_chinese_words_are_marked_in_other_languages_only_and_html_never_passes() -> None:
    with override("zh-hans"):
        assert han_marked("公元 1673 年") == "公元 1673 年"
    with override("en"):
        assert han_marked("<b>乙亥") == '&lt;b&gt;<span lang="zh-Hant">乙亥</span>'


@pytest.mark.parametrize(
    ("address", "way"), [("/institutions/1709/", "/institutions/"), ("/classes/2/", "/browse/"), ("/classes/502/", "")]
)
def test_a_class_or_a_library_without_books_leads_to_the_others(
    address: str, way: str, reader: Client, books: dict[str, Book]
) -> None:
    Institution.objects.create(code="1709", name="某縣圖書館", region=Institution.objects.get(code="1704").region)
    html = page(reader, address)
    main = html[html.index("<main") :]
    empty = re.search(r'(?s)<p class="sheet empty">.*?</p>', main)
    assert [way] == links(empty[0]) if way and empty else empty is None


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "什么也没有改动"), ("en", "Nothing was changed")])
def test_a_form_without_its_token_is_refused_in_our_words(language: str, told: str, tables: None) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert told in words(html)
    assert {"/?hl=zh-hans", "/?hl=en"} <= set(links(html))


def test_a_request_that_cannot_be_read_is_answered_in_our_words(db: None) -> None:
    answer = Client(headers={"host": "another.example"}, raise_request_exception=False).get("/")
    assert answer.status_code == 400
    assert {"服务器读不懂这个请求", "could not read this request"} <= set(
        re.findall("服务器读不懂这个请求|could not read this request", answer.content.decode())
    )
