"""What Excel, WPS and LibreOffice put on the clipboard, as rows of cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guji.grid.clipboard import read_clipboard, rows_of_html, rows_of_text

BLANK = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u3000\ufeff"


def as_excel_copies(matrix: list[list[str]]) -> str:
    """Quote only cells that hold a tab or a line end, as Excel does."""

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if "\t" in cell or "\n" in cell else cell

    return "\r\n".join("\t".join(map(quoted, row)) for row in matrix) + "\r\n"


CELL = (
    st.text(alphabet='國語史記"\n\t（）一卷 a', max_size=8)
    .map(lambda text: text.strip(BLANK))
    .filter(lambda text: not text.startswith(('"', '="')))
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5).filter(lambda rows: any(rows[-1])))
def test_what_a_spreadsheet_copies_is_read_back_cell_by_cell(matrix: list[list[str]]) -> None:
    assert rows_of_text(as_excel_copies(matrix)) == matrix


@given(st.text(max_size=60), st.text(alphabet="<>/tdrableospnco=\"'3 國", max_size=80))
def test_no_clipboard_is_too_odd_to_be_read(text: str, html: str) -> None:
    rows = read_clipboard(text, "<table>" + html).rows
    assert all(isinstance(cell, str) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('善1\t"國語\n二十一卷"\t6冊\r\n', [["善1", "國語\n二十一卷", "6冊"]]),
        ('"他說""好""\n了"\t1', [['他說"好"\n了', "1"]]),
        ('"國語"\t6', [['"國語"', "6"]]),
        ('"未完\t6\n史記\t7', [['"未完', "6"], ["史記", "7"]]),
        ('="0012"\t國語', [["0012", "國語"]]),
        ('"一""\t6冊', [['"一""', "6冊"]]),
        ("國語\t\t6冊\n\n史記\t\t20冊\n\n\n", [["國語", "", "6冊"], [""], ["史記", "", "20冊"]]),
        ("國語\r史記", [["國語"], ["史記"]]),
        ("\ufeff國語\u3000 ", [["國語"]]),
        ("", []),
        ("\n\t\n", []),
    ],
)
def test_quotes_line_breaks_and_blanks_in_copied_text(text: str, rows: list[list[str]]) -> None:
    assert rows_of_text(text) == rows


def test_a_merged_cell_has_its_text_once_and_moves_nothing() -> None:
    html = """<html><style>td {color: red}</style><body><table>
    <tr><td rowspan=2>索書號</td><td colspan=2>版本</td><td rowspan="2">冊數</td></tr>
    <tr><td>年代</td><td>類型</td></tr>
    <tr><td>善1</td><td>明嘉靖七年</td><td>刻本</td><td>6冊</td></tr></table></body></html>"""
    clipping = rows_of_html(html)
    assert clipping.rows == [
        ["索書號", "版本", "", "冊數"],
        ["", "年代", "類型", ""],
        ["善1", "明嘉靖七年", "刻本", "6冊"],
    ]
    assert clipping.merged == 3


def test_a_line_break_that_the_text_does_not_quote_is_told_by_the_html() -> None:
    html = "<table><tr><td>善1</td><td>國語<br>二十一卷</td></tr></table>"
    assert read_clipboard("善1\t國語\n二十一卷", html).rows == [["善1", "國語\n二十一卷"]]


def test_text_is_taken_where_both_agree_since_html_joins_blanks() -> None:
    html = "<table><tr><td>王弼\u3000 注</td><td>a&amp;b</td></tr></table>"
    assert read_clipboard("王弼\u3000  注\ta&b", html).rows == [["王弼\u3000  注", "a&b"]]


@pytest.mark.parametrize("span", ["0", "-1", "x", "9" * 5000, "99999"])
def test_spans_that_no_spreadsheet_writes_do_no_harm(span: str) -> None:
    html = f"<table><tr><td colspan='{span}' rowspan='{span}'>國語</td></tr><tr><td>史記</td></tr></table>"
    rows = rows_of_html(html).rows
    assert rows[0][0] == "國語"
    assert len(rows[0]) <= 256


def test_cells_that_nobody_closed_are_cells_all_the_same() -> None:
    assert rows_of_html("<table><tr><td>國語<td>6冊<tr><td>史記<table><tr><td>內</table>").rows == [
        ["國語", "6冊"],
        ["史記內"],
    ]
