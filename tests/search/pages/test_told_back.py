"""What was made of a query is told back to the reader wherever it is more than the words typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings as project
from django.test import Client

from guji.models import Book
from tests.search.pages.catalogue_samples import page, words


@pytest.fixture(autouse=True)
def indexed(books: dict[str, Book], index: Callable[[], None]) -> None:
    index()


def told(reader: Client, query: str) -> str:
    found = re.findall(r'(?s)<p class="told soft">.*?</p>', page(reader, f"/search/?q={query}"))
    return words(found[0]).strip() if found else ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("题名:周易 NOT 抄本", "理解为 题名含“周易”，且不要（含“抄本”）"),
        ("周易 OR 易經 王弼", "理解为 （含“周易”，或含“易經”），且含“王弼”"),
        ("康熙 通志堂", "理解为 （含“康熙”，或版本年 1662 至 1722），且含“通志堂”"),
        ("1573..1620", "理解为 版本年 1573 至 1620"),
        ("題名=周易", "理解为 题名就是“周易”"),
        ("shuowen", "理解为 含“shuowen”，或题名读作 shuo wen"),
    ],
)
def test_fields_years_choices_and_sounds_are_told_back(query: str, said: str, reader: Client) -> None:
    assert told(reader, query) == said


@pytest.mark.parametrize("query", ["", "周易", "周易 王弼", '"通志堂經解"', "330000-1701-0000012", "說□解字"])
def test_plain_words_are_not(query: str, reader: Client) -> None:
    assert told(reader, query) == ""


def test_in_english_it_is_told_in_english(reader: Client) -> None:
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    assert re.search(r"^Understood as .*“周易”", told(reader, "题名:周易 NOT 抄本"))


def test_what_was_typed_cannot_speak_html(reader: Client) -> None:
    html = page(reader, "/search/?q=%E9%A2%98%E5%90%8D:%3Cscript%3E NOT 抄本")
    assert "<script>”" not in html
    assert "&lt;script&gt;" in html


def test_a_query_as_long_as_may_be_is_told_in_a_few_lines(reader: Client) -> None:
    assert len(told(reader, " OR ".join(f"周易{number}" for number in range(30)))) < 320
