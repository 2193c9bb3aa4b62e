"""A list, its pages to the last, its total and what leaves the house of it are one and the same, in one order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from importlib import import_module
from urllib.parse import quote

import openpyxl
import pytest
from django.test import Client

from authority.models import Institution
from guji.models import Book
from tests.search.pages.catalogue_samples import keep, page, whole, words

#: Many records alike in what they are sorted by: only a settled order among them keeps pages apart.
EDITIONS = ("明萬曆二十八年（1600）刻本", "清刻本", "清康熙十二年（1673）刻本")
TITLES = ("周易本義四卷", "周易四卷", "易經四卷")
ASKED = (
    "",
    "q=周易",
    "q=周易&sort=year",
    "q=周易&sort=-year",
    "sort=title",
    "sort=-pinyin&institution=1701",
    "q=周易&sort=class&dynasty=清",
    "sort=-number",
    "q=周易&exact=1",
)


@pytest.fixture
def shelf(books: dict[str, Book], zhejiang: Institution, wenzhou: Institution, index: Callable[[], None]) -> None:
    """More than two pages of books of two libraries."""
    for number in range(48):
        holder = (zhejiang, wenzhou)[number % 2]
        keep(
            holder,
            census_no=f"330000-{holder.code}-00005{number:02}",
            title=TITLES[number % len(TITLES)],
            edition=EDITIONS[number % len(EDITIONS)],
            class_code="102",
        )
    index()


def numbers_of(html: str) -> list[str]:
    return re.findall(r'<p class="entry-foot"><span class="number">([^<]+)</span>', html)


def listed(reader: Client, query: str) -> list[str]:
    """Return the numbers of all pages of a list, and see that the total says how many they are."""
    first = page(reader, f"/search/?{query}")
    pages = re.search(r"第 1 / (\d+) 页", words(first))
    found = numbers_of(first)
    for number in range(2, int(pages[1]) + 1 if pages else 2):
        found += numbers_of(page(reader, f"/search/?{query}&page={number}"))
    assert f" {len(found)} 部" in words(first)
    return found


def exported(reader: Client, form: str, query: str) -> bytes:
    return whole(reader.get(f"/search/export/{form}?{query}"))


@pytest.mark.parametrize("asked", ASKED)
def test_pages_and_exports_hold_the_same_records_in_the_same_order(asked: str, reader: Client, shelf: None) -> None:
    query = quote(asked, safe="=&")
    found = listed(reader, query)
    assert len(set(found)) == len(found) > 0
    cells = csv.reader(io.StringIO(exported(reader, "csv", query).decode("utf-8-sig")))
    assert [row[0] for row in cells][1:] == found
    lines = exported(reader, "txt", query).decode().splitlines()
    assert [line.split("\u3000")[0] for line in lines] == found
    sheet = openpyxl.load_workbook(io.BytesIO(exported(reader, "xlsx", query))).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == found


@pytest.mark.parametrize("path", ["/classes/102/", "/institutions/1701/"])
def test_pages_of_a_class_and_of_a_library_hold_each_record_once(path: str, reader: Client, shelf: None) -> None:
    found = [number for at in (1, 2, 3) for number in numbers_of(page(reader, f"{path}?page={at}"))]
    total = re.search(r"(\d+) 部", words(page(reader, path)))
    assert total is not None
    assert len(set(found)) == int(total[1])


def test_where_not_all_can_leave_the_page_says_how_many_do(
    reader: Client, shelf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "分次导出" not in words(page(reader, "/search/"))
    monkeypatch.setattr(import_module("search.views.results"), "MOST_EXPORTED", 10)
    assert "前 10 部" in words(page(reader, "/search/"))
    assert "分次导出" not in words(page(reader, "/search/?q=說文解字註"))
