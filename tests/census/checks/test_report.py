"""Findings told: a line for a terminal, an object a line, a sheet that opens in any spreadsheet program."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import load_workbook

from census.checks import Finding, Level, report
from census.checks.report import (
    HEADINGS,
    Reported,
    Tally,
    as_line,
    as_object,
    cells,
    write_json,
    write_text,
    write_xlsx,
)

OVER = "所存 {found} 卷多於全書 {total} 卷"
EXTENT = Finding("extent_over", Level.ERROR, "extent", OVER, {"found": 25, "total": 20}, 1, 4)
WHOLE = Finding("title_missing", Level.WARNING, "title", "缺題名")


def reported(finding: Finding = EXTENT, **changes: str) -> Reported:
    stated = {
        "key": "01a2161f-63f7-7000-bba2-74717695bb47",
        "institution": "1701",
        "census_no": "330000-1701-0000012",
        "shelf_mark": "善0012",
        "title": "杜工部集二十卷",
        "text": "存二十五卷（一至二十五）",
    }
    return Reported(**{**stated, **changes}, finding=finding)


def test_the_span_is_what_is_blamed_or_the_whole_field() -> None:
    assert reported().span == "二十五卷"
    assert reported(WHOLE, text="").span == ""
    assert reported(WHOLE, text="某書").span == "某書"


def test_a_line_says_level_holder_number_title_field_and_what_is_wrong() -> None:
    assert as_line(reported()) == "错误\t1701 330000-1701-0000012\t杜工部集二十卷\textent\t所存 25 卷多於全書 20 卷"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"census_no": ""}, "善0012"),
        ({"census_no": "", "shelf_mark": ""}, "01a2161f-63f7-7000-bba2-74717695bb47"),
    ],
)
def test_a_record_without_number_is_known_by_its_shelf_mark_else_by_its_key(changes: dict[str, str], name: str) -> None:
    assert f"1701 {name}\t" in as_line(reported(EXTENT, **changes))


def test_lines_follow_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert as_line(reported()).startswith("Error\t") or as_line(reported()).startswith("error\t")


def test_text_is_a_line_a_finding() -> None:
    out = io.StringIO()
    write_text([reported(), reported(WHOLE)], out)
    assert out.getvalue().splitlines() == [as_line(reported()), as_line(reported(WHOLE))]


def test_json_is_an_object_a_line_with_characters_as_themselves() -> None:
    out = io.StringIO()
    write_json([reported(), reported(WHOLE)], out)
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first == as_object(reported())
    assert (first["offset"], first["length"], first["message"]) == (1, 4, "所存 25 卷多於全書 20 卷")
    assert first["text"][first["offset"] : first["offset"] + first["length"]] == "二十五卷"
    assert second["check"] == "title_missing"
    assert "杜工部集" in out.getvalue()


def test_cells_stand_under_their_headings() -> None:
    row = list(cells(reported()))
    assert len(row) == len(HEADINGS)
    assert dict(zip(HEADINGS, row, strict=True)) == {
        "级别": "错误",
        "单位代码": "1701",
        "普查编号": "330000-1701-0000012",
        "索书号": "善0012",
        "题名卷数": "杜工部集二十卷",
        "字段": "extent",
        "原文": "二十五卷",
        "问题": "所存 25 卷多於全書 20 卷",
        "规则": "extent_over",
        "记录": "01a2161f-63f7-7000-bba2-74717695bb47",
    }


def sheets(path: Path) -> list[list[tuple[object, ...]]]:
    book = load_workbook(path)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def test_a_sheet_has_headings_and_a_row_a_finding(tmp_path: Path) -> None:
    write_xlsx([reported(), reported(WHOLE, text="")], tmp_path / "問題.xlsx")
    (rows,) = sheets(tmp_path / "問題.xlsx")
    assert rows[0] == HEADINGS
    assert [row[0] for row in rows[1:]] == ["错误", "警告"]
    assert rows[1][6] == "二十五卷"


def test_without_findings_the_sheet_still_has_its_headings(tmp_path: Path) -> None:
    write_xlsx([], tmp_path / "無.xlsx")
    assert sheets(tmp_path / "無.xlsx") == [[HEADINGS]]


@pytest.mark.parametrize("text", ["=1+1", "+8618", "-5", "@SUM(A1)", "https://example.org/周易", "{=1}"])
def test_what_a_record_says_is_never_run_as_a_formula(tmp_path: Path, text: str) -> None:
    write_xlsx([reported(WHOLE, text=text, shelf_mark=text)], tmp_path / "式.xlsx")
    sheet = load_workbook(tmp_path / "式.xlsx").active
    assert sheet is not None
    for column in (4, 7):
        cell = sheet.cell(row=2, column=column)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_findings_beyond_one_sheet_go_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "SHEET_ROWS", 4)
    write_xlsx([reported(shelf_mark=str(number)) for number in range(7)], tmp_path / "多.xlsx")
    found = sheets(tmp_path / "多.xlsx")
    assert [len(rows) for rows in found] == [4, 4, 2]
    assert all(rows[0] == HEADINGS for rows in found)
    assert [row[3] for rows in found for row in rows[1:]] == [str(number) for number in range(7)]


def test_the_tally_counts_each_record_once_and_each_finding() -> None:
    tally = Tally()
    for findings in ([EXTENT, EXTENT, WHOLE], [], [WHOLE]):
        tally.count(iter(findings))
    assert (tally.records, tally.faulty) == (3, 2)
    assert tally.checks == {"extent_over": 2, "title_missing": 2}
    assert tally.levels == {Level.ERROR: 2, Level.WARNING: 2}
