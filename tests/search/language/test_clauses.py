"""A query that nothing meets, cut into what it asked for: whole entries pasted, sentences, fields, choices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import fold
from guji.searching.dimensions import FACET_FIELDS
from guji.searching.fields import TEXT_FIELDS
from search.language import LONGEST_QUERY, clauses


def cut(text: str) -> list[str]:
    return clauses(text, fields=TEXT_FIELDS, facets=FACET_FIELDS)


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("說文解字註 段玉裁", ["說文解字註", "段玉裁"]),
        ("周易　九卷", ["周易", "九卷"]),
        ("周易 AND 王弼", ["周易", "王弼"]),
        ("周易 周易", ["周易"]),
        ("周易 OR 易經 王弼", ["周易 OR 易經", "王弼"]),
        ("(周易 王弼) NOT 清", ["(周易 王弼)", "NOT 清"]),
        ("題名:周易 著者:王弼", ["題名:周易", "著者:王弼"]),
        ("題名:(周易 略例) 明", ["題名:(周易 略例)", "明"]),
        ('"通志堂 經解" 徐乾學', ['"通志堂 經解"', "徐乾學"]),
        ("周易 -抄本", ["周易", "-抄本"]),
        ("1573 - 1620 套印", ["1573 - 1620", "套印"]),
        ("shuo wen 段玉裁", ["shuo wen", "段玉裁"]),
    ],
)
def test_what_must_all_be_met_comes_apart_and_the_rest_stays_together(typed: str, pieces: list[str]) -> None:
    assert cut(typed) == pieces


def test_a_sentence_is_cut_at_its_punctuation() -> None:
    assert cut("《說文解字注》三十卷，清段玉裁撰，經韻樓刻本。") == [
        "《說文解字注》",
        "三十卷",
        "清段玉裁撰",
        "經韻樓刻本",
    ]


def test_a_footnote_comes_apart_into_its_statements() -> None:
    pieces = cut("（清）段玉裁：《說文解字注》，上海古籍出版社，1981年")
    assert pieces == ["（清）", "段玉裁", "《說文解字注》", "上海古籍出版社", "1981年"]


def test_an_entry_of_the_register_comes_apart_into_its_statements() -> None:
    entry = "330000-1701-0002536　普473.4/5419　説文解字注三十卷　（清）段玉裁撰　清嘉慶二十年（1815）經韻樓刻本　16冊"
    assert cut(entry) == [
        "330000-1701-0002536",
        "普473.4/5419",
        "説文解字注三十卷",
        "（清）",
        "段玉裁撰",
        "清嘉慶二十年（1815）經韻樓刻本",
        "16冊",
    ]


@pytest.mark.parametrize("typed", ["", "　", "，。", "()", "((((", "《》"])
def test_what_holds_no_word_has_no_pieces(typed: str) -> None:
    assert cut(typed) == []


@given(st.text(alphabet='周易王弼 　:：()（）"“”《》-|ORNOT，。=題名1573', max_size=60))
def test_any_text_comes_apart_into_pieces_that_were_typed_and_hold_something(text: str) -> None:
    pieces = cut(text)
    assert len(set(pieces)) == len(pieces)
    assert all(fold(piece) and piece in text for piece in pieces)


def test_only_as_much_is_cut_as_a_query_reads() -> None:
    assert "".join(cut("易" * (LONGEST_QUERY + 5))) == "易" * LONGEST_QUERY
