"""Workbooks as programs really write them: what comes out of each kind of cell."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from census.imports.reading import Kind, Row, open_source
from census.imports.reading.workbook import date_text, is_date_format, number_text
from tests.census.imports.import_sheets import HEADER, ROW, repack, shared, sheet_xml, workbook


def rows_of(path: Path, sheet: int = 0) -> list[Row]:
    return list(open_source(path).tables[sheet].rows())


def only_cell(path: Path) -> tuple[str, Kind]:
    row = rows_of(path)[0]
    return row.values[0] if row.values else "", row.kinds.get(0, Kind(0))


def test_shared_strings_come_out_as_typed(tmp_path: Path) -> None:
    rows = rows_of(shared(tmp_path / "书.xlsx", [HEADER, ROW]))
    assert [row.values for row in rows] == [HEADER, ROW[:-1]]
    assert [row.number for row in rows] == [1, 2]
    assert rows[1].kinds == {}


def test_inline_strings_come_out_alike(tmp_path: Path) -> None:
    path = tmp_path / "书.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
    assert [row.values for row in rows_of(path)] == [HEADER, ROW[:-1]]


def test_more_strings_than_a_block_and_a_cache(tmp_path: Path) -> None:
    rows = [[f"題名{n}", f"版本{n % 7}", "同"] for n in range(3000)]
    assert [row.values for row in rows_of(shared(tmp_path / "多.xlsx", rows))] == rows


def test_blank_rows_and_cells_are_left_out_but_counted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "空.xlsx", [HEADER, [], [None, None, "史記"], [None], [" ", "\n"]])
    rows = rows_of(path)
    assert [row.number for row in rows] == [1, 3]
    assert rows[1].values == ["", "", "史記"]


@pytest.mark.parametrize(
    ("value", "shown", "kind"),
    [
        (12, "12", Kind.NUMBER),
        (12.0, "12", Kind.NUMBER),
        (20.1, "20.1", Kind.NUMBER),
        (0.1 + 0.2, "0.3", Kind.NUMBER),
        (-3, "-3", Kind.NUMBER),
        (1e15, "1000000000000000", Kind.NUMBER | Kind.IMPRECISE),
        (123456789012345, "123456789012345", Kind.NUMBER),
        (True, "是", Kind.BOOLEAN),
        (False, "否", Kind.BOOLEAN),
        (datetime.date(2024, 3, 4), "2024-03-04", Kind.DATE),
        (datetime.datetime(2024, 3, 4, 8, 30), "2024-03-04 08:30", Kind.DATE),  # noqa: DTZ001
        (datetime.time(8, 30), "08:30", Kind.DATE),
        ("#N/A", "#N/A", Kind.ERROR),
        ("=1+1", "", Kind.NO_RESULT),
        ("  史記\n", "史記", Kind(0)),
    ],
)
def test_what_each_kind_of_cell_becomes(tmp_path: Path, value: Any, shown: str, kind: Kind) -> None:
    assert only_cell(workbook(tmp_path / "格.xlsx", [[value]])) == (shown, kind)


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy-mm-dd", True),
        ('m"月"d"日"', True),
        ("[$-804]yyyy年m月", True),
        ("h:mm", True),
        ("General", False),
        ("0.00", False),
        ('0"冊"', False),
        ('"day" 0', False),
        ("[Red]0.0", False),
        ("@", False),
        ("0.00E+00", False),
    ],
)
def test_which_number_formats_show_dates(code: str, date: bool) -> None:
    assert is_date_format(code) is date


def test_a_chinese_date_format_turns_the_number_back_into_a_day(tmp_path: Path) -> None:
    def style(book: Any) -> None:
        book.active["A1"].number_format = 'm"月"d"日"'

    assert only_cell(workbook(tmp_path / "日.xlsx", [[45355]], style)) == ("2024-03-04", Kind.DATE)


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    def style(book: Any) -> None:
        book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001
        book.active["A1"].number_format = "yyyy-mm-dd"

    assert only_cell(workbook(tmp_path / "日.xlsx", [[1]], style)) == ("1904-01-02", Kind.DATE)


@pytest.mark.parametrize(
    ("serial", "day"), [("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("45355", "2024-03-04")]
)
def test_serials_before_and_after_the_day_that_never_was(serial: str, day: str) -> None:
    assert date_text(serial, False) == day


@pytest.mark.parametrize("serial", ["x", "-1", "1e9"])
def test_what_is_no_serial(serial: str) -> None:
    assert date_text(serial, False) is None


def test_numbers_that_are_not_finite_stay_as_they_stand() -> None:
    assert number_text("NaN") == ("NaN", False)
    assert number_text("1e999") == ("1e999", False)


def test_a_formula_with_a_result_is_told_from_one_without(tmp_path: Path) -> None:
    path = sheet_xml(
        tmp_path / "式.xlsx",
        '<row r="1"><c r="A1" t="str"><f>B1&amp;"卷"</f><v>九卷</v></c>'
        '<c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>X()</f></c></row>',
    )
    row = rows_of(path)[0]
    assert row.values == ["九卷", "2", ""]
    assert row.kinds == {0: Kind.FORMULA, 1: Kind.FORMULA | Kind.NUMBER, 2: Kind.NO_RESULT}


def test_rich_text_is_joined_and_phonetic_guides_are_left_out(tmp_path: Path) -> None:
    cell = (
        '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>史</t></r><r><t>記</t></r>'
        '<rPh sb="0" eb="1"><t>シキ</t></rPh></is></c>'
    )
    assert only_cell(sheet_xml(tmp_path / "富.xlsx", f'<row r="1">{cell}</row>')) == ("史記", Kind(0))


def test_rich_text_in_the_string_table(tmp_path: Path) -> None:
    path = shared(tmp_path / "富.xlsx", [["題"]])

    def rich(parts: dict[str, bytes]) -> None:
        name = "xl/sharedStrings.xml"
        item = "<si><r><t>史</t></r><r><t>記</t></r><rPh sb='0' eb='1'><t>シ</t></rPh></si>".encode()
        start, end = parts[name].index(b"<si>"), parts[name].index(b"</si>") + 5
        parts[name] = parts[name][:start] + item + parts[name][end:]

    assert only_cell(repack(path, rich))[0] == "史記"


def test_prefixed_names_and_missing_references(tmp_path: Path) -> None:
    rows = '<x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row><x:row/>'
    path = sheet_xml(tmp_path / "前缀.xlsx", rows + '<x:row><x:c t="str"><x:v>乙</x:v></x:c></x:row>', prefix="x:")
    found = rows_of(path)
    assert [(row.number, row.values) for row in found] == [(1, ["甲", "7"]), (3, ["乙"])]


def test_entities_and_escapes_in_cells(tmp_path: Path) -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>A&amp;B &#x53F2;_x000D_記_x005F_x</t></is></c>'
    assert only_cell(sheet_xml(tmp_path / "转.xlsx", f'<row r="1">{cell}</row>'))[0] == "A&B 史\r記_x"


@pytest.mark.parametrize(
    ("escaped", "read"),
    [
        ("周易_x0000_九卷", "周易\ufffd九卷"),
        ("_xD842__xDFB7_經", "𠮷經"),
        ("_xD842_經", "\ufffd經"),
        ("_xDFB7__xD842_", "\ufffd\ufffd"),
    ],
)
def test_escapes_of_what_no_database_holds_become_the_mark_of_a_lost_character(
    tmp_path: Path, escaped: str, read: str
) -> None:
    cell = f'<c r="A1" t="inlineStr"><is><t>{escaped}</t></is></c>'
    assert only_cell(sheet_xml(tmp_path / "失.xlsx", f'<row r="1">{cell}</row>'))[0] == read


def test_characters_beyond_the_basic_plane_survive(tmp_path: Path) -> None:
    assert only_cell(workbook(tmp_path / "僻.xlsx", [["𢎞𤣥𨽻\ufa0e"]]))[0] == "𢎞𤣥𨽻\ufa0e"


def test_hidden_rows_and_sheets_are_told(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[2].hidden = True
        other = book.create_sheet("旧表")
        other.sheet_state = "hidden"
        other.append(["題"])

    source = open_source(workbook(tmp_path / "隐.xlsx", [HEADER, ROW, ROW], hide))
    assert [(table.name, table.hidden) for table in source.tables] == [("普查", False), ("旧表", True)]
    assert [row.hidden for row in source.tables[0].rows()] == [False, True, False]


def test_merged_cells_are_found_behind_the_rows(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("B3:B4")

    table = open_source(workbook(tmp_path / "并.xlsx", [["表"], HEADER, ROW, ROW], merge)).tables[0]
    assert [str(block) for block in table.merged] == ["A1:C1", "B3:B4"]


def test_rows_are_counted_across_pieces_of_the_file(tmp_path: Path) -> None:
    rows = [[f"題{n}" * 20, n] for n in range(12_345)]
    table = open_source(workbook(tmp_path / "多.xlsx", rows)).tables[0]
    assert table.expected_rows == 12_345
    assert sum(1 for _ in table.rows()) == 12_345


def test_a_table_can_be_read_twice(tmp_path: Path) -> None:
    table = open_source(workbook(tmp_path / "书.xlsx", [HEADER, ROW])).tables[0]
    assert list(table.rows()) == list(table.rows())


def test_hyperlinks_are_no_links_to_other_files(tmp_path: Path) -> None:
    def link(book: Any) -> None:
        book.active["A2"].hyperlink = "https://example.org/1"

    assert len(rows_of(workbook(tmp_path / "网.xlsx", [HEADER, ROW], link))) == 2
