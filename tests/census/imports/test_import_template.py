"""The empty sheet of any kind of record: text, lists, notes, guarded headings, and it can be filled and read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from census.imports.headers import Column, Recogniser, choose_sheet
from census.imports.reading import open_source
from census.imports.template import PREPARED_ROWS, write_template

COLUMNS = (
    Column("number", "编号", note="省中心给的号", example="1", required=True),
    Column("name", "名称", ("题名", "书名")),
    Column("binding", "装帧", note="選一種", choices="binding"),
    Column("other", "别的装帧", choices="binding"),
    Column("free", "随便", choices="unknown"),
)
LISTS = {"binding": ["綫裝", "經摺裝", "卷軸裝"], "never": ["甲"]}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "空表.xlsx"
    write_template(path, COLUMNS, LISTS, ["一行一部。", "表頭勿改。"], [{"number": "1", "binding": "綫裝"}])
    return path


def test_headings_are_text_marked_where_they_must_be_filled(template: Path) -> None:
    sheet = load_workbook(template)["登记表"]
    assert [cell.value for cell in sheet[1]] == ["编号", "名称", "装帧", "别的装帧", "随便"]
    assert sheet["A1"].fill.start_color.rgb != sheet["B1"].fill.start_color.rgb
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCDE"} <= {"@", "General"}
    assert (sheet["A1"].comment.text, sheet["B1"].comment) == ("省中心给的号", None)
    assert sheet.freeze_panes == "A2"


def test_headings_are_guarded_and_cells_are_open(template: Path) -> None:
    sheet = load_workbook(template)["登记表"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet["A1"].protection.locked
    assert not sheet.protection.insertRows
    assert not sheet.protection.sort
    assert not load_workbook(template)["样例"]["A2"].protection.locked


def test_lists_are_offered_on_every_prepared_row_and_not_enforced(template: Path) -> None:
    sheet = load_workbook(template)["登记表"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {f"C2:C{PREPARED_ROWS + 1}", f"D2:D{PREPARED_ROWS + 1}"}
    assert {rule.formula1 for rule in rules.values()} == {"'词表'!$A$2:$A$4"}
    assert {rule.errorStyle for rule in rules.values()} == {"information"}
    terms = [cell.value for cell in load_workbook(template)["词表"]["A"]]
    assert terms == ["装帧", "綫裝", "經摺裝", "卷軸裝"]


def test_directions_say_how_to_fill_each_column(template: Path) -> None:
    rows = [[cell.value or "" for cell in row] for row in load_workbook(template)["填写说明"].iter_rows(max_col=3)]
    assert rows[0][0] == "一行一部。"
    assert ["编号（必填）", "省中心给的号", ""] in rows
    assert ["名称", "", "题名、书名"] in rows


@pytest.mark.parametrize("value", ["0012", "3-4", "1E5", "2024/1/2", "330000-1701-0000012", "＝甲", "𠮷"])
def test_what_is_typed_in_comes_out_as_typed(template: Path, value: str) -> None:
    book: Any = load_workbook(template)
    book["登记表"]["A2"] = value
    book["登记表"]["B2"] = "周易九卷"
    book.save(template)
    chosen = choose_sheet(open_source(template), Recogniser(COLUMNS))
    assert chosen.table.name == "登记表"
    assert [row.values[:2] for row in chosen.data_rows()] == [[value, "周易九卷"]]
    assert [dict(row.kinds) for row in chosen.data_rows()] == [{}]
