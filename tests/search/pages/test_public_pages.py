"""The pages that anybody may read: what stands on them, and that they ask little of the database."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from guji.models import Book
from tests.search.pages.catalogue_samples import PUBLIC, links, page, words

CHANGES = "330000-1701-0000012"
PAGES = (
    "/",
    "/search/",
    "/search/?q=周易",
    "/search/?q=無此書",
    "/search/advanced/",
    "/browse/",
    "/browse/strokes/",
    "/browse/initial/",
    "/browse/century/",
    "/browse/dynasty/",
    "/browse/edition_type/",
    "/browse/region/",
    "/classes/102/",
    "/institutions/",
    "/institutions/1701/",
    "/statistics/",
    f"/r/{CHANGES}/",
)


def test_the_front_page_has_one_search_box_and_the_classes_with_their_numbers(
    reader: Client, books: dict[str, Book]
) -> None:
    html = page(reader, "/")
    assert html.count('type="search"') == 1
    told = words(html)
    assert f"收录 {len(PUBLIC)} 部，藏于 2 个单位" in told
    assert "經部 3" in told
    assert "易類 2" in told
    assert reverse("class", args=["102"]) in links(html)


def test_an_example_on_the_front_page_is_a_search(reader: Client, books: dict[str, Book]) -> None:
    examples = [address for address in links(page(reader, "/")) if address.startswith("/search/?q=")]
    assert len(examples) >= 5
    for address in examples:
        assert reader.get(address).status_code == 200


def test_before_there_is_anything_every_page_stands(reader: Client, tables: None) -> None:
    for address in PAGES:
        expected = 404 if address.startswith("/r/") else 200
        assert reader.get(address).status_code == expected, address


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_that_the_policy_forbids(address: str, reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, address)
    assert "style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    for attributes in re.findall(r"<script\b([^>]*)>", html):
        assert "src=" in attributes or 'type="application/ld+json"' in attributes


@pytest.mark.parametrize("address", PAGES)
def test_in_english_only_records_are_chinese(address: str, reader: Client, books: dict[str, Book]) -> None:
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    html = page(reader, address)
    html = re.sub(r'(?s)<(\w+)[^>]* lang="(?:zh-Hant|zh-hans)"[^>]*>.*?</\1>|<svg.*?</svg>|<code>.*?</code>', "", html)
    html = re.sub(r"(?s)<input[^>]*>|<option[^>]*>.*?</option>", "", html)
    assert set(re.findall(r"[\u4e00-\u9fff]+", words(html))) <= {"中文"}


def test_results_say_where_a_work_within_a_title_was_found(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, "/search/?q=古周易"))
    assert "通志堂經解一百四十種" in told
    assert "题名·丛书子目 古周易一卷" in told


def test_what_was_found_is_marked_in_the_characters_of_the_record(reader: Client, books: dict[str, Book]) -> None:
    assert "<mark>說文解字註</mark>" in page(reader, "/search/?q=说文解字注")


def test_a_choice_beside_the_results_narrows_them_and_can_be_taken_back(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/search/?q=周易")
    narrowed = next(address for address in links(html) if "institution=1704" in address)
    html = page(reader, narrowed)
    assert "2 部" in words(html)
    assert "溫州市圖書館" in words(html)
    back = next(
        address
        for address in links(html)
        if address.startswith("/search/") and parse_qs(urlsplit(address).query) == {"q": ["周易"]}
    )
    assert "3 部" in words(page(reader, back))


def test_a_class_takes_the_place_of_the_one_above_it(reader: Client, books: dict[str, Book]) -> None:
    below = [address for address in links(page(reader, "/search/?class=1")) if "class=102" in address]
    assert below
    assert parse_qs(urlsplit(below[0]).query)["class"] == ["102"]


def test_each_order_is_offered_and_can_be_turned(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/search/?sort=year")
    assert "/search/?sort=-year" in links(html)
    first = [words(one) for one in re.findall(r'(?s)<li class="hit">.*?</li>', html)]
    turned = [words(one) for one in re.findall(r'(?s)<li class="hit">.*?</li>', page(reader, "/search/?sort=-year"))]
    assert "萬曆" in first[0]
    assert "嘉慶二十年" in turned[0]


def test_a_query_is_shown_as_typed_and_cannot_speak_html(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/search/", 200) and page(reader, "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_class_page_says_where_it_stands_and_what_lies_beneath(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/classes/102/")
    told = words(html)
    assert "經部" in told
    assert "周易九卷略例一卷" in told
    assert reverse("class", args=["10202"]) in links(html)
    assert "說文解字註" not in told


def test_an_institution_shows_its_own_books_and_figures_only(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, "/institutions/1704/"))
    assert "溫州市圖書館" in told
    assert "𡒄山印譜二卷" in told
    assert "說文解字註" not in told
    assert "明 1" in told


def test_institutions_stand_under_their_region_with_its_sum(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, "/institutions/"))
    assert f"浙江省 {len(PUBLIC)}" in told
    assert "溫州市 3" in told
    assert "浙江圖書館 2" in told


def test_each_figure_has_a_chart_and_a_table_with_the_same_numbers(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/statistics/")
    sections = re.findall(r'(?s)<section class="sheet figure-sheet".*?</section>', html)
    assert len(sections) == 6
    for section in sections:
        drawn = re.findall(r'class="figure-of"[^>]*>([^<]+)</text>', section)
        told = re.findall(r'<td class="figure">([\d,]+)</td>', section)
        assert drawn
        assert drawn == told[: len(drawn)]


def test_an_edition_over_two_centuries_is_counted_in_both(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, "/browse/century/"))
    assert "16世纪 1" in told
    assert "17世纪 4" in told


@pytest.mark.parametrize(
    ("way", "value"), [("strokes", "8画"), ("initial", "Z"), ("dynasty", "清"), ("edition_type", "刻本")]
)
def test_each_way_of_browsing_leads_to_its_records(
    way: str, value: str, reader: Client, books: dict[str, Book]
) -> None:
    html = page(reader, f"/browse/{way}/")
    found = re.search(rf'href="([^"]+)">{value}</a> <span class="count">(\d+)', html)
    assert found is not None
    assert f"{found[2]} 部" in words(page(reader, found[1].replace("&amp;", "&")))


@pytest.mark.parametrize(
    "address",
    [
        "/browse/state/",
        "/browse/nothing/",
        "/classes/nothing/",
        "/institutions/9999/",
        "/institutions/%00/",
        "/classes/%00/",
    ],
)
def test_what_does_not_exist_is_not_found(address: str, reader: Client, books: dict[str, Book]) -> None:
    assert "没有这一页" in words(page(reader, address, 404))


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_read_only(address: str, reader: Client, tables: None) -> None:
    assert reader.post(address).status_code == 405


def test_each_language_has_an_address(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, f"/r/{CHANGES}/?hl=en")
    assert '<html lang="en">' in html
    assert "Holding institution" in html
    assert f'<link rel="canonical" href="http://testserver/r/{CHANGES}/?hl=en">' in html
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))
    assert alternates["zh-hans"] == f"http://testserver/r/{CHANGES}/?hl=zh-hans"
    assert alternates["x-default"] == f"http://testserver/r/{CHANGES}/"
    assert '<html lang="zh-hans">' in page(reader, f"/r/{CHANGES}/?hl=xx")


def test_results_are_not_for_search_engines_and_records_are(reader: Client, books: dict[str, Book]) -> None:
    assert 'name="robots" content="noindex' in page(reader, "/search/?q=周易")
    assert 'name="robots"' not in page(reader, f"/r/{CHANGES}/")


def test_a_record_is_described_to_machines_in_a_block_that_nothing_runs(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, f"/r/{CHANGES}/")
    block = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)
    assert block is not None
    data = json.loads(block[1])
    assert data["@id"] == f"http://testserver/r/{CHANGES}/"
    assert data["name"] == "周易九卷略例一卷"
    assert data["datePublished"] == "1673"
    assert data["holdingArchive"]["name"] == "浙江圖書館"
