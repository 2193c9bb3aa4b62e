"""Pasted rows find their columns by the import's header rules."""

from __future__ import annotations

import pytest

from guji.grid.clipboard import Clipping, rows_of_html
from guji.grid.errors import GridRefused
from guji.grid.fitting import fit
from guji.grid.limits import LONGEST_CELL, MOST_ROWS

HEADER = ["索书号", "题名卷数", "著者", "版本", "册数"]
GUOYU = ["善1", "國語二十一卷", "（三國吳）韋昭注", "明嘉靖七年(1528)金李澤遠堂刻本", "6冊"]


def test_a_header_tells_the_columns_whatever_its_words() -> None:
    fitted = fit(Clipping([["索書號", "書名", "作者", "版本項", "冊（件）數"], GUOYU]))
    assert fitted.columns == ("shelf_mark", "title", "responsibility", "edition", "volumes")
    assert fitted.rows == [GUOYU]
    assert fitted.notices == ()


def test_without_a_header_the_rows_stay_as_they_are_and_become_even() -> None:
    fitted = fit(Clipping([GUOYU, ["善2", "史記一百三十卷"]]))
    assert fitted.columns == ()
    assert fitted.rows == [GUOYU, ["善2", "史記一百三十卷", "", "", ""]]


def test_a_title_above_the_header_and_the_header_again_on_each_page_are_no_records() -> None:
    rows = [["某館古籍普查登記表"], [], HEADER, GUOYU, ["", ""], HEADER, ["善2", "史記一百三十卷"]]
    fitted = fit(Clipping(rows))
    assert [row[1] for row in fitted.rows] == ["國語二十一卷", "史記一百三十卷"]
    assert any("表头上面有 1 行" in notice for notice in fitted.notices), "it may have been a record"


def test_a_header_of_two_rows_with_merged_cells_is_one_header() -> None:
    html = """<table><tr><th rowspan=2>索书号</th><th colspan=2>书名</th><th rowspan=2>版本</th></tr>
    <tr><th>题名</th><th>卷数</th></tr><tr><td>善1</td><td>國語</td><td>21</td><td>清刻本</td></tr></table>"""
    fitted = fit(rows_of_html(html))
    assert dict(zip(fitted.columns, fitted.rows[0], strict=True)) == {
        "shelf_mark": "善1",
        "title": "國語",
        "title.juan": "21",
        "edition": "清刻本",
    }


def test_columns_that_nobody_knows_are_named_and_not_taken() -> None:
    fitted = fit(Clipping([[*HEADER, "経手人", ""], [*GUOYU, "張三", "補"]]))
    assert fitted.rows == [GUOYU]
    assert any("経手人" in notice for notice in fitted.notices)
    assert any("没有列名" in notice for notice in fitted.notices)


def test_two_columns_of_one_meaning_are_refused_in_words() -> None:
    with pytest.raises(GridRefused, match="同一项"):
        fit(Clipping([["题名", "书名", "版本"], ["國語", "史記", "清刻本"]]))


def test_more_rows_than_a_grid_has_are_refused_with_both_numbers() -> None:
    with pytest.raises(GridRefused) as refused:
        fit(Clipping([["國語"]] * (MOST_ROWS + 1)))
    assert str(MOST_ROWS) in refused.value.message
    assert str(MOST_ROWS + 1) in refused.value.message


def test_what_cannot_be_stored_is_replaced_and_said_so() -> None:
    fitted = fit(Clipping([["國\0語", "史\ud842記", "字" * (LONGEST_CELL + 1)]]))
    assert fitted.rows[0][:2] == ["國\ufffd語", "史\ufffd記"]
    assert len(fitted.rows[0][2]) == LONGEST_CELL + 1
    assert len(fitted.notices) == 2


def test_merged_cells_are_told_of() -> None:
    assert any("合并单元格" in notice for notice in fit(Clipping([GUOYU], merged=2)).notices)
