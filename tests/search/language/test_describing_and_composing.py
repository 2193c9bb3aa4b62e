"""A query told back in words, and a form written as a query."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from guji.searching.dimensions import FACET_FIELDS
from guji.searching.fields import TEXT_FIELDS
from search.language import Join, Row, compose, describe
from search.language.tree import And, Everything, Node, Or, Term
from tests.search.language.conftest import Understand
from tests.search.language.test_language_properties import QUERIES


def told(tree: Node) -> str:
    return describe(tree, fields=TEXT_FIELDS, facets=FACET_FIELDS)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("題名:說文 著者:段玉裁 1573..1620", "题名含“說文”，且著者含“段玉裁”，且版本年 1573 至 1620"),
        ("說文 或 爾雅 段玉裁", "（含“說文”，或含“爾雅”），且含“段玉裁”"),
        ("說文 -段玉裁", "含“說文”，且不要（含“段玉裁”）"),
        ("-(說文 爾雅)", "不要（含“說文”，且含“爾雅”）"),
        ("題名=說文解字", "题名就是“說文解字”"),
        ("=說文 題名:=註", "含原字“說文”，且题名含原字“註”"),
        ("萬曆", "含“萬曆”，或版本年 1573 至 1620"),
        ("年:1583", "版本年 1583"),
        ("1573..", "版本年不早于 1573"),
        ("..1620", "版本年不晚于 1620"),
        ("年:公元前206", "版本年 公元前206"),
        ("拼音:xian", "题名读作 xian / xi an"),
        ("拼音:swjz", "题名读作 swjz"),
        ("四角:0864", "题名首字四角号码 0864"),
        ("1701-12", "编号为 1701-12"),
        ("330000-1701", "编号以 330000-1701 开头"),
        ("is:incomplete", "存缺：残缺"),
        ("有:鈐印", "特征：有钤印"),
        ("", "全部记录"),
    ],
)
def test_a_query_in_words(ask: Understand, typed: str, words: str) -> None:
    assert told(ask(typed).tree) == words


def test_in_english(ask: Understand) -> None:
    with translation.override("en"):
        words = describe(ask("題名:說文 -抄本").tree, fields=TEXT_FIELDS, facets=FACET_FIELDS, translate=gettext)
    assert words == "Title containing “說文”, and not (containing “抄本”)"


@given(QUERIES)
def test_whatever_is_understood_can_be_told(ask: Understand, typed: str) -> None:
    tree = ask(typed).tree
    words = told(tree)
    assert words
    for part in getattr(tree, "parts", (tree,)):
        if isinstance(part, Term):
            assert part.text in words


@pytest.mark.parametrize(
    ("rows", "query"),
    [
        ([Row("說文")], "說文"),
        ([Row("說文", "題名"), Row("段玉裁", "著者", Join.NOT)], "題名:說文 NOT 著者:段玉裁"),
        ([Row("說文 註", "題名"), Row("爾雅", "", Join.OR)], "題名:(說文 註) OR 爾雅"),
        ([Row("", "題名"), Row("爾雅", "", Join.OR)], "爾雅"),
        ([Row("-說 (文", "題名")], '題名:("-說" "(文")'),
        ([Row('“說 文" 註”')], '("說 文" 註)'),
    ],
)
def test_a_form_as_a_query(rows: list[Row], query: str) -> None:
    assert compose(rows) == query


FIELDS = {field.aliases[0]: field.name for field in TEXT_FIELDS if field.name not in ("number", "shelf_mark", "extent")}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(FIELDS)), st.text("說文解字段玉裁|()：=-「」OR或 　", max_size=8)), max_size=4
    )
)
def test_what_a_form_asks_is_what_is_understood(ask: Understand, rows: list[tuple[str, str]]) -> None:
    """Whatever is written into the rows, each row's words are asked of its own field, all of them."""
    tree = ask(compose([Row(text, field) for field, text in rows])).tree
    parts = tree.parts if isinstance(tree, And) else (tree,)
    terms = [
        next((leaf for leaf in part.parts if isinstance(leaf, Term)), part) if isinstance(part, Or) else part
        for part in parts
    ]
    asked = {(FIELDS[field], word) for field, text in rows for word in text.split() if any(ch.isalnum() for ch in word)}
    if asked:
        assert {(term.field, term.text) for term in terms if isinstance(term, Term)} == asked
    else:
        assert tree == Everything()
