"""Delimited text in the encodings libraries send, and what is said where it is damaged."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from census.imports.errors import ImportRefused
from census.imports.reading import Kind, open_source
from tests.census.imports.import_sheets import text_file

TEXT = '题名卷数,版本,册数\n周易九卷,明刻本,2冊\n史記一百三十卷,"清乾隆四年(1739),武英殿刻本",26冊\n'


def values(path: Path) -> list[list[str]]:
    return [row.values for row in open_source(path).tables[0].rows()]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_each_encoding_is_recognised_by_its_bytes(tmp_path: Path, encoding: str, name: str) -> None:
    path = text_file(tmp_path / "书.txt", TEXT, encoding)
    assert open_source(path).encoding == name
    assert values(path)[2] == ["史記一百三十卷", "清乾隆四年(1739),武英殿刻本", "26冊"]


def test_gb18030_carries_characters_beyond_gbk(tmp_path: Path) -> None:
    assert values(text_file(tmp_path / "僻.csv", "题名,版本\n𢎞文館㐂,明刻本\n", "gb18030"))[1][0] == "𢎞文館㐂"


def test_a_utf8_file_with_a_line_of_gb18030_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "混.csv"
    path.write_bytes(TEXT.encode() + "論語十卷,明刻本,2冊\n".encode("gb18030"))
    with pytest.raises(ImportRefused) as caught:
        open_source(path)
    assert caught.value.code == "encoding"
    assert caught.value.params == {"name": "UTF-8", "line": 4}


def test_a_gb18030_file_with_a_line_of_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "混.csv"
    path.write_bytes(TEXT.encode("gb18030") + "論語集注十卷,明嘉靖刻本,2冊\n".encode())
    with pytest.raises(ImportRefused) as caught:
        open_source(path)
    assert caught.value.params["line"] == 4


def test_bytes_in_no_encoding_name_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_bytes("题名,版本\n".encode("gb18030") + b"a,\xff\xff\n")
    with pytest.raises(ImportRefused) as caught:
        open_source(path)
    assert caught.value.params == {"utf8": 1, "gb": 2}


def test_a_damaged_file_with_a_mark_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_bytes("\ufeff题名,版本\n".encode() + b"\xe4\xb8,x\n")
    with pytest.raises(ImportRefused) as caught:
        open_source(path)
    assert caught.value.params["line"] == 2


def test_nul_bytes_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "空.csv"
    path.write_bytes("题名,版本\n甲,乙\n".encode() + b"\x00\x00,x\n")
    with pytest.raises(ImportRefused) as caught:
        open_source(path)
    assert caught.value.code == "nul"
    assert caught.value.params == {"line": 3}


def test_utf16_without_its_mark_is_not_taken_for_text(tmp_path: Path) -> None:
    path = tmp_path / "无标.csv"
    path.write_bytes("a,b\n".encode("utf-16-le"))
    with pytest.raises(ImportRefused) as caught:
        open_source(path)
    assert caught.value.code == "nul"


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_the_delimiter_is_found(tmp_path: Path, sign: str) -> None:
    path = text_file(tmp_path / "分.csv", f'题名{sign}版本\n"甲,乙"{sign}丙\n')
    assert values(path) == [["题名", "版本"], ["甲,乙", "丙"]]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    path = text_file(tmp_path / "款.csv", "著录\n周易九卷　（三國魏）王弼注　明刻本\n")
    assert values(path) == [["著录"], ["周易九卷　（三國魏）王弼注　明刻本"]]


def test_quoted_line_ends_stay_in_the_cell_and_rows_count_as_in_a_spreadsheet(tmp_path: Path) -> None:
    path = text_file(tmp_path / "行.csv", '题名,附注\n甲,"一\n二"\n乙,三\n')
    rows = list(open_source(path).tables[0].rows())
    assert rows[1].values == ["甲", "一\n二"]
    assert [row.number for row in rows] == [1, 2, 3]


def test_the_guard_of_leading_zeros_is_read_and_other_formulas_are_named(tmp_path: Path) -> None:
    rows = list(open_source(text_file(tmp_path / "零.csv", '题名,号\n甲,"=""0012"""\n乙,=A1+B1\n')).tables[0].rows())
    assert rows[1].values[1] == "0012"
    assert rows[1].kinds == {1: Kind.TEXT_FORMULA}
    assert rows[2].kinds == {1: Kind.NO_RESULT}


def test_trailing_empty_columns_and_rows_vanish(tmp_path: Path) -> None:
    path = text_file(tmp_path / "尾.csv", "题名,版本,,,\n甲,乙,,,\n,,,,\n\n")
    assert values(path) == [["题名", "版本"], ["甲", "乙"]]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=6), tabs=st.booleans())
def test_what_a_program_writes_is_what_we_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], tabs: bool
) -> None:
    sign = "\t" if tabs else ","
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([["题名卷数", "版本", "甲", "乙", "丙"], *rows])
    path = tmp_path_factory.mktemp("csv") / "往返.csv"
    path.write_bytes(out.getvalue().encode())
    stripped = [[cell.strip() for cell in row] for row in rows]
    for row in stripped:
        while row and not row[-1]:
            row.pop()
    expected = [row for row in stripped if row]
    found = [row for row in open_source(path).tables[0].rows() if row.number > 1]
    plain = [row.values for row in found if not row.kinds]
    assert plain == [row for row in expected if not any(cell.startswith("=") and len(cell) > 1 for cell in row)]


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=40))
def test_any_chinese_text_is_read_alike_from_both_encodings(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("enc")
    body = f"题名卷数与其他,版本\n{text},明刻本\n"
    assert values(text_file(folder / "a.csv", body)) == values(text_file(folder / "b.csv", body, "gb18030"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_lost_character_is_refused_with_its_line_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("题名,版本\n史記,明刻本\n國\0語,清刻本\n", encoding=encoding)
    with pytest.raises(ImportRefused, match="第 3 行含有空字符"):
        open_source(path)
