"""The form of fields writes the query that a person would have typed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from guji.models import Book
from search.views.advanced import Row, written
from tests.search.pages.catalogue_samples import page, words

NO_YEARS = ["", ""]


@pytest.mark.parametrize(
    ("rows", "years", "query"),
    [
        ([("and", "題名", "周易")], NO_YEARS, "題名:周易"),
        ([("and", "", "周易 通志堂")], NO_YEARS, "(周易 通志堂)"),
        ([("and", "題名", "周易 略例")], NO_YEARS, "題名:(周易 略例)"),
        ([("and", "題名", "周易"), ("or", "著者", "王弼")], NO_YEARS, "題名:周易 OR 著者:王弼"),
        ([("and", "題名", "周易"), ("not", "版本", "抄本")], NO_YEARS, "題名:周易 NOT 版本:抄本"),
        ([("not", "版本", "抄本")], NO_YEARS, "NOT 版本:抄本"),
        ([("and", "題名", "周易"), ("not", "版本", "抄本 明刻")], NO_YEARS, "題名:周易 NOT 版本:(抄本 明刻)"),
        ([("and", "題名", "周易：或問 OR")], NO_YEARS, '題名:("周易：或問" "OR")'),
        ([("and", "題名", "……")], NO_YEARS, ""),
        ([], ["1583", "1583"], "年:1583"),
        ([("and", "", ""), ("or", "題名", "周易")], NO_YEARS, "題名:周易"),
        ([("and", "題名", '"周易 略例"')], NO_YEARS, '題名:"周易 略例"'),
        ([("and", "題名", '"周易')], NO_YEARS, '題名:"周易"'),
        ([("and", "", "周易")], ["1573", "1620"], "周易 1573..1620"),
        ([], ["1573", ""], "1573.."),
        ([], ["", "1620"], "..1620"),
        ([], ["x", "99999"], ""),
    ],
)
def test_rows_and_years_become_a_query(rows: list[tuple[str, str, str]], years: list[str], query: str) -> None:
    assert written([Row(number, *row) for number, row in enumerate(rows, 1)], years) == query


def test_the_query_finds_what_the_form_asked_for(reader: Client, books: dict[str, Book]) -> None:
    form = "/search/advanced/?go=1&field=題名&words=周易&join=not&field=版本&words=康熙十二年&exact=1"
    answer = reader.get(form)
    assert parse_qs(urlsplit(answer["Location"]).query) == {"q": ["題名:周易 NOT 版本:康熙十二年"], "exact": ["1"]}
    told = words(page(reader, answer["Location"]))
    assert "通志堂經解一百四十種" in told
    assert "王弼" not in told


def test_coming_from_results_the_form_holds_their_words_and_choices(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/search/advanced/?q=周易&completeness=incomplete&exact=1")
    assert 'value="周易"' in html
    assert 'name="completeness" value="incomplete" checked' in html
    assert 'name="exact" value="1" checked' in html


def test_what_the_form_explains_can_be_searched(reader: Client, books: dict[str, Book]) -> None:
    for query in (
        "说文解字注",
        '"通志堂經解"',
        "周易 OR 易經",
        "周易 NOT 抄本",
        "1573..1620",
        "萬曆",
        "康熙十二年",
        "存",
        "說□解字",
    ):
        assert "<ol class=" in page(reader, f"/search/?q={query}"), query
