"""From a record to the other editions of its work, and to other books of its people, house and set."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client

from authority.models import Institution
from census.models import State
from guji.models import Book
from search.views.copies import MOST_HOLDERS
from tests.search.pages.catalogue_samples import keep, links, page, words

AUTHOR = "（漢）許慎撰　（清）段玉裁注"
GRAPHS = "/r/330000-1701-0000013/"
#: Number → edition, the earliest first.
OTHERS = {
    "330000-1704-0000101": "清同治十一年（1872）湖北崇文書局刻本",
    "330000-1704-0000102": "清刻本",
}
Build = Callable[[], None]


def keep_another(holder: Institution, number: str, edition: str, **stated: Any) -> Book:
    known = {"title": "說文解字注三十卷", "responsibility": AUTHOR, "class_code": "119", "volumes": "12冊"}
    return keep(holder, census_no=number, edition=edition, **{**known, **stated})


@pytest.fixture
def editions(books: dict[str, Book], wenzhou: Institution, index: Build) -> None:
    """Other editions of 說文解字注, one of them a draft."""
    for number, edition in OTHERS.items():
        keep_another(wenzhou, number, edition)
    keep_another(wenzhou, "330000-1704-0000103", "稿本", state=State.DRAFT)
    index()


def section(html: str, heading: str) -> str:
    """Return one section of a page by its heading."""
    found = re.search(rf'(?s)<section class="sheet"><h2>{heading}</h2>.*?</section>', html)
    return found[0] if found else ""


def test_other_editions_stand_by_year_with_holder_and_copy(reader: Client, editions: None) -> None:
    shown = section(page(reader, GRAPHS), "同书的其他版本")
    assert links(shown)[:2] == [f"/r/{number}/" for number in OTHERS]
    assert "清同治十一年（1872）湖北崇文書局刻本" in words(shown)
    assert "溫州市圖書館 12冊" in words(shown)


def test_all_records_of_the_work_are_one_link_away(reader: Client, editions: None) -> None:
    shown = section(page(reader, GRAPHS), "同书的其他版本")
    assert "共 3 部" in words(shown)
    assert page(reader, links(shown)[-1]).count('class="hit"') == 3


def test_a_draft_of_another_library_is_no_other_edition(
    as_user: Callable[[str | None], Client], editions: None
) -> None:
    assert "稿本" not in section(page(as_user(None), GRAPHS), "同书的其他版本")
    assert "稿本" in section(page(as_user("neighbour"), GRAPHS), "同书的其他版本")


def test_copies_of_the_same_edition_are_not_told_twice(reader: Client, books: dict[str, Book], index: Build) -> None:
    index()
    html = page(reader, "/r/330000-1701-0000012/")
    assert "溫州市圖書館" in section(html, "同版的其他各部")
    assert section(html, "同书的其他版本") == ""


def test_where_nobody_can_tell_whether_the_edition_is_the_same_the_page_says_so(
    reader: Client, editions: None, zhejiang: Institution, index: Build
) -> None:
    keep_another(zhejiang, "330000-1701-0000104", "清刻本")
    index()
    shown = section(page(reader, "/r/330000-1701-0000104/"), "同书的其他版本")
    assert "清刻本 （是否同一版本，未能断定）" in words(shown)
    assert words(shown).count("未能断定") == 1


def test_of_an_edition_held_everywhere_some_holders_are_named_and_the_rest_counted(
    reader: Client, editions: None, wenzhou: Institution, index: Build
) -> None:
    for number in range(MOST_HOLDERS):
        keep_another(wenzhou, f"330000-1704-000020{number}", OTHERS["330000-1704-0000101"])
    index()
    assert "等，另 1 部" in words(section(page(reader, GRAPHS), "同书的其他版本"))


def test_people_house_and_set_are_searches(reader: Client, books: dict[str, Book], index: Build) -> None:
    index()
    shown = section(page(reader, "/r/330000-1701-0000012/"), "另查")
    assert "人名 王弼 韓康伯" in words(shown)
    assert "刻印者 納蘭性德 丛书 通志堂經解" in words(shown)
    for address in links(shown):
        assert page(reader, address).count('class="hit"') >= 2


def test_without_an_index_the_page_does_not_wait_for_other_editions(
    reader: Client, books: dict[str, Book], wenzhou: Institution
) -> None:
    keep_another(wenzhou, "330000-1704-0000101", "清刻本")
    html = page(reader, GRAPHS)
    assert section(html, "同书的其他版本") == ""
    assert section(html, "另查") != ""


def test_in_english_headings_are_english_and_editions_marked_as_chinese(reader: Client, editions: None) -> None:
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    html = page(reader, GRAPHS)
    shown = section(html, "Other editions of this work")
    assert re.search(r'<li lang="zh-Hant"><span class="serif">清同治', shown)
    assert "3 records of it" in words(shown)
