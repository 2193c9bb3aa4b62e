"""Headers as libraries write them, found in whatever row and order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from census.imports.errors import ImportRefused
from census.imports.headers import Column, Recogniser, choose_sheet, normalise
from census.imports.reading import open_source
from tests.census.imports.import_sheets import text_file, workbook

COLUMNS = (
    Column("number", "普查编号", ("编号",)),
    Column("title", "题名卷数", ("书名", "题名")),
    Column("edition", "版本"),
    Column("entry", "著录", alone=True),
)
KNOWN = Recogniser(COLUMNS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("题名卷数", "題名卷數"),
        ("著者（含著作方式）", "著者(含著作方式)"),
        ("* 题名卷数（必填）", "题名卷数"),
        ("册（件）数", "冊件數"),
        ("ＷＷ＿ｂａｎｂｅｎ", "ww_banben"),
        ("版 本", "版本"),
    ],
)
def test_headings_are_alike_whatever_their_script_width_and_remarks(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_two_columns_cannot_share_a_heading() -> None:
    with pytest.raises(ValueError, match="書名"):
        Recogniser([Column("a", "书名"), Column("b", "書名")])


def chosen(path: Path, **options: Any) -> Any:
    return choose_sheet(open_source(path), KNOWN, **options)


def test_any_order_and_unknown_columns_are_named(tmp_path: Path) -> None:
    header = chosen(workbook(tmp_path / "a.xlsx", [["版本", "柜位", "書名"], ["明刻本", "3", "史記"]])).header
    assert header.keys == {0: "edition", 2: "title"}
    assert header.unknown == {1: "柜位"}
    assert header.index("title") == 2
    assert header.index("number") is None


@pytest.mark.parametrize("row", range(1, 11))
def test_the_header_may_stand_in_the_first_ten_rows(tmp_path: Path, row: int) -> None:
    rows: list[list[Any]] = [["某馆古籍普查表"]] * (row - 1) + [["题名", "版本"], ["史記", "明刻本"]]
    found = chosen(workbook(tmp_path / "a.xlsx", rows))
    assert found.header.row == row
    assert [data.values for data in found.data_rows()] == [["史記", "明刻本"]]


def test_a_header_in_row_eleven_is_none(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        chosen(workbook(tmp_path / "a.xlsx", [["说明"]] * 10 + [["题名", "版本"]]))
    assert caught.value.code == "no-header"
    assert "普查" in caught.value.message


def test_one_known_heading_is_no_header_unless_it_stands_alone(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        chosen(workbook(tmp_path / "a.xlsx", [["题名", "柜位"]]))
    assert chosen(workbook(tmp_path / "b.xlsx", [["柜位", "著录"], ["1", "史記"]])).header.keys == {1: "entry"}


def test_a_heading_of_the_users_own_can_be_assigned(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "整条\n史記一百三十卷　明刻本\n")
    assert chosen(path, assign={"整条": "entry"}).header.keys == {0: "entry"}


def test_a_mistyped_heading_that_was_assigned_is_not_passed_over(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "题名,版本,整条\n史記一百三十卷,明刻本,史記一百三十卷　明刻本\n")
    with pytest.raises(ImportRefused) as caught:
        chosen(path, assign={"整條目": "entry"})
    assert caught.value.code == "no-column"
    assert "“整條目”" in caught.value.message
    assert "题名、版本、整条" in caught.value.message


def test_the_same_column_twice_is_refused_by_its_letters(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        chosen(workbook(tmp_path / "a.xlsx", [["题名", "版本", "书名"]]))
    assert caught.value.code == "double-header"
    assert caught.value.params["first"] == "A"
    assert caught.value.params["second"] == "C"


def test_a_header_repeated_on_every_page_is_no_record(tmp_path: Path) -> None:
    head = ["题名", "版本"]
    found = chosen(workbook(tmp_path / "a.xlsx", [head, ["史記", "明刻本"], head, ["漢書", "清刻本"]]))
    assert [row.values[0] for row in found.data_rows()] == ["史記", "漢書"]


def test_two_rows_of_headings_are_read_as_one(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:A2")
        book.active.merge_cells("B1:C1")

    rows: list[list[Any]] = [["普查编号", "基本著录", None], [None, "题名", "版本"], ["1", "史記", "明刻本"]]
    assert chosen(workbook(tmp_path / "a.xlsx", rows, merge)).header.keys == {0: "number", 1: "title", 2: "edition"}


@pytest.mark.parametrize(
    "above",
    [
        [["普查编号"], [None]],
        [["版本", "基本著录"]],
        [["题名"], ["某某圖書館"]],
    ],
    ids=["a row between", "a column that is there", "a heading of a page"],
)
def test_a_row_that_is_no_first_row_of_the_header_lends_it_no_column(tmp_path: Path, above: list[list[Any]]) -> None:
    rows = [*above, [None, "题名", "版本"], ["1", "史記", "明刻本"]]
    assert chosen(workbook(tmp_path / "a.xlsx", rows)).header.keys == {1: "title", 2: "edition"}


@pytest.mark.parametrize(("blocks", "more"), [(10, False), (11, True)])
def test_of_many_merged_cells_the_first_are_named(tmp_path: Path, blocks: int, *, more: bool) -> None:
    def merge(book: Any) -> None:
        for number in range(blocks):
            book.active.merge_cells(f"A{3 + 2 * number}:A{4 + 2 * number}")

    rows: list[list[Any]] = [["题名", "版本"], *(["史記", "明刻本"] for _ in range(2 * blocks + 1))]
    with pytest.raises(ImportRefused) as caught:
        chosen(workbook(tmp_path / "a.xlsx", rows, merge))
    assert f"有 {blocks} 处" in caught.value.message
    assert "A21:A22" in caught.value.message
    assert "A23:A24" not in caught.value.message
    assert ("…" in caught.value.message) is more


def test_merged_cells_above_the_data_are_harmless_and_below_are_named(tmp_path: Path) -> None:
    def above(book: Any) -> None:
        book.active.merge_cells("A1:B1")

    def below(book: Any) -> None:
        above(book)
        book.active.merge_cells("A3:A4")
        book.active.merge_cells("B5:B9")

    rows: list[list[Any]] = [["某馆"], ["题名", "版本"], ["史記", "明刻本"], [None, "清刻本"]]
    assert chosen(workbook(tmp_path / "a.xlsx", rows, above)).header.row == 2
    with pytest.raises(ImportRefused) as caught:
        chosen(workbook(tmp_path / "b.xlsx", rows, below))
    assert caught.value.code == "merged"
    assert "A3:A4、B5:B9" in caught.value.message


def several(book: Any) -> None:
    book.create_sheet("表二").append(["题名", "版本"])
    hidden = book.create_sheet("旧表")
    hidden.append(["题名", "版本"])
    hidden.sheet_state = "hidden"


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    found = chosen(workbook(tmp_path / "a.xlsx", [["封面"]], several))
    assert found.table.name == "表二"
    (notice,) = found.notices
    assert "普查" in notice.message
    assert "旧表（隐藏）" in notice.message
    assert "普查（隐藏）" not in notice.message


def test_a_hidden_sheet_is_not_read_unless_it_is_named(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        several(book)
        book.worksheets[0].sheet_state = "hidden"
        book.active = 1

    assert chosen(workbook(tmp_path / "a.xlsx", [["题名", "版本"]], hide)).table.name == "表二"


def test_a_sheet_can_be_named_even_a_hidden_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["封面"]], several)
    assert chosen(path, sheet="旧表").table.name == "旧表"
    with pytest.raises(ImportRefused) as caught:
        chosen(path, sheet="无此表")
    assert caught.value.code == "no-sheet"
    assert "表二" in caught.value.message
