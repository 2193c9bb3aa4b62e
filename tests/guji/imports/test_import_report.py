"""The report: the user's own sheet again, with what is wrong marked where it is wrong."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from census.checks.base import Finding, Level
from census.imports.reading import Row, open_source
from census.imports.report import MOST_NOTES, SheetReport, Summary
from tests.census.imports.import_sheets import repack, workbook
from tests.guji.imports.book_sheets import BOOKS, HEADER, changed, counts, take, text, xlsx

pytestmark = pytest.mark.usefixtures("holders")


def report_of(path: Path, **options: Any) -> Any:
    out = path.with_suffix(".report.xlsx")
    take(path, report=out, dry_run=True, **options)
    return load_workbook(out)


def test_the_report_is_the_users_sheet_with_one_column_more(tmp_path: Path) -> None:
    book = report_of(xlsx(tmp_path / "书.xlsx"))
    sheet = book["登记"]
    shown = [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_col=len(HEADER))]
    assert shown == [HEADER, *BOOKS]
    assert sheet.cell(1, len(HEADER) + 1).value == "问题"
    assert book.sheetnames == ["登记", "汇总"]


def test_a_bad_cell_is_coloured_and_told_in_its_note_and_in_the_last_column(tmp_path: Path) -> None:
    sheet = report_of(xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院")))["登记"]
    bad = sheet.cell(4, 2)
    assert bad.value == "某某書院"
    assert bad.fill.start_color.rgb == "FFF8D7D3"
    assert "没有这个单位" in bad.comment.text
    last = sheet.cell(4, len(HEADER) + 1).value
    assert last.startswith("这一行没有收")
    assert "［错误］没有这个单位" in last
    assert sheet.cell(3, 2).comment is None


def test_an_empty_cell_that_should_not_be_is_marked_too(tmp_path: Path) -> None:
    sheet = report_of(xlsx(tmp_path / "书.xlsx", changed(1, 5, "")))["登记"]
    assert "缺“版本”" in sheet.cell(3, 6).comment.text


def test_rows_above_the_header_and_unknown_columns_are_kept(tmp_path: Path) -> None:
    rows = [["某馆普查表"], [*HEADER, "柜位"], [*BOOKS[0], "3"]]
    path = xlsx(tmp_path / "书.xlsx", rows[1:], rows[0])
    book = report_of(path)
    assert book["登记"]["A1"].value == "某馆普查表"
    assert book["登记"].cell(3, len(HEADER) + 1).value == "3"
    assert any("柜位" in str(row[1].value) for row in book["汇总"].iter_rows())


def test_cells_beyond_the_header_do_not_fall_under_the_added_column(tmp_path: Path) -> None:
    sheet = report_of(xlsx(tmp_path / "书.xlsx", [[*BOOKS[0], "多出"]]))["登记"]
    assert sheet.cell(2, len(HEADER) + 1).value == "多出"
    assert "没有读入" in sheet.cell(2, len(HEADER) + 2).value


def test_numbers_stay_numbers_and_formulas_never_come_alive(tmp_path: Path) -> None:
    sheet = report_of(text(tmp_path / "书.csv", changed(0, 2, "=cmd()")))["书"]
    assert sheet.cell(2, 3).value == "=cmd()"
    assert sheet.cell(2, 3).data_type == "s"
    numbers = report_of(xlsx(tmp_path / "数.xlsx", changed(0, 6, 6)))["登记"]
    assert numbers.cell(2, 7).value == 6


def test_the_summary_counts_what_was_found(tmp_path: Path) -> None:
    summary = report_of(xlsx(tmp_path / "书.xlsx", changed(2, 7, "存五卷（三至四）")))["汇总"]
    told = {str(row[0].value): str(row[1].value) for row in summary.iter_rows()}
    assert told["行数"] == "4"
    assert any("extent_sum_mismatch" in value for value in told.values())


def test_very_many_bad_rows_keep_their_last_column_but_not_all_notes(tmp_path: Path) -> None:
    out = tmp_path / "多.xlsx"
    finding = Finding("x", Level.WARNING, "title", "可疑")
    start = time.perf_counter()
    with SheetReport(out, "登[记]", {"title": 0}, 1) as report:
        for number in range(2, MOST_NOTES + 102):
            report.write(Row(number, ["史記"]), [finding])
        report.finish(Summary())
    book = load_workbook(out)
    sheet = book["登记"]
    assert sheet.cell(MOST_NOTES + 101, 2).value == "［警告］可疑"
    assert sheet.cell(MOST_NOTES + 101, 1).comment is None
    assert time.perf_counter() - start < 60


def test_a_sheet_called_like_the_summary_keeps_its_name(tmp_path: Path) -> None:
    out = tmp_path / "同.xlsx"
    with SheetReport(out, "汇总", {}, 1) as report:
        report.finish(Summary())
    assert load_workbook(out).sheetnames == ["汇总", "汇总_2"]


def parsed(path: Path) -> set[str]:
    """Parse every part of a workbook, which any program must be able to, and return the names of the parts."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(package.read(name))
        return set(package.namelist())


def test_columns_are_as_wide_as_the_user_made_them(tmp_path: Path) -> None:
    def widen(book: Any) -> None:
        book.active.column_dimensions["D"].width = 41.5
        book.active.column_dimensions.group("F", "G", hidden=True)
        book.active.column_dimensions["F"].width = 7

    path = workbook(tmp_path / "书.xlsx", [HEADER, *BOOKS], widen)
    widths = report_of(path)["普查"].column_dimensions
    shown = [widths[letter].width for letter in "DFA"]
    assert shown == pytest.approx([41.5, 7, 14.71], abs=0.1)
    assert not widths["F"].hidden


@pytest.mark.parametrize(
    "attributes", ['min="0" max="3" width="9"', 'min="2" width="x"', 'min="3" max="99999" width="9"']
)
def test_widths_that_make_no_sense_do_no_harm(tmp_path: Path, attributes: str) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    name = "xl/worksheets/sheet1.xml"
    columns = f"<cols><col {attributes}/></cols><sheetData>".encode()
    repack(path, lambda parts: parts.update({name: parts[name].replace(b"<sheetData>", columns)}))
    assert report_of(path)["登记"]["D2"].value == BOOKS[0][3]


def test_cells_are_text_and_rows_can_be_filtered(tmp_path: Path) -> None:
    sheet = report_of(xlsx(tmp_path / "书.xlsx", changed(1, 6, 20)))["登记"]
    assert {sheet.cell(2, column).number_format for column in range(1, 8)} == {"@"}
    assert (sheet["G3"].value, sheet["G3"].number_format) == (20, "General")
    assert sheet.auto_filter.ref == "A1:I5"
    assert sheet.freeze_panes == "A2"


AWKWARD = ("\x01\x0b", "=1+1", "<b>&amp;\"'</b>", "𠮷㗊\U000e0100", "_x0041_", "﷐\uffff", "甲\n乙", "字" * 32_767)


@pytest.mark.parametrize("value", AWKWARD)
def test_whatever_a_cell_holds_the_report_opens(tmp_path: Path, value: str) -> None:
    rows = [[*BOOKS[0][:4], value, *BOOKS[0][5:]], ["", value[:30], "普9", "論語十卷", "", "清刻本", "1冊", ""]]
    path = text(tmp_path / "书.csv", rows)
    assert "没有这个单位" in report_of(path)["书"]["B3"].comment.text
    out = path.with_suffix(".report.xlsx")
    assert parsed(out) >= {"xl/worksheets/sheet1.xml", "xl/comments1.xml"}
    shown, asked = ([row.values[4] for row in open_source(file).tables[0].rows()][1] for file in (out, path))
    assert shown == asked


def test_the_report_itself_can_be_corrected_and_imported(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院"))
    out = tmp_path / "报告.xlsx"
    assert take(path, report=out).refused
    book = load_workbook(out)
    book["登记"]["B4"] = "1701"
    book.save(out)
    outcome = take(out)
    assert counts(outcome) == {"create": 4}
    assert outcome.unknown == ["I: 问题"]
    assert [notice.code for notice in outcome.notices] == ["sheets"]


def test_memory_of_the_report_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks = []
    for count in (500, 5000):
        rows = (Row(n, [f"{n}", "國語二十一卷", "明刻本"]) for n in range(2, count))
        finding = Finding("edition_missing", Level.ERROR, "edition", "缺“版本”")
        tracemalloc.start()
        with SheetReport(tmp_path / f"{count}.xlsx", "登记", {"edition": 2}, 3) as report:
            for row in rows:
                report.write(row, [finding] if row.number % 40 == 0 else [])
            peaks.append(tracemalloc.get_traced_memory()[0])
            report.finish(Summary())
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 400_000
