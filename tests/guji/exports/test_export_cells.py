"""A record as cells: the import reads the same back, or the column is not written at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.spreadsheets import guarded
from guji.data import BookData
from guji.details import normalise
from guji.exports.cells import CELLS, SINGLES, cells_of, write_group
from guji.exports.choosing import CELL_LIMIT, Survey
from guji.imports.values import FLAG, GROUP_FIELDS, LIST, MEASURE, NUMBER, read_group
from guji.sample import sample_books


def columns_for(*details: dict[str, Any], **stated: Any) -> Survey:
    survey = Survey()
    for one in details or ({},):
        survey.add(cells_of(BookData(**stated, details=normalise(one))))
    return survey


def keys(survey: Survey) -> set[str]:
    return {column.key for column in survey.columns()}


def test_an_empty_record_has_the_columns_of_the_printed_entry() -> None:
    assert [column.key for column in columns_for().columns()][:4] == [
        "census_no",
        "institution",
        "shelf_mark",
        "title",
    ]
    assert "note" not in keys(columns_for())
    assert "note" in keys(columns_for(note="封面題簽"))


def test_flags_are_written_as_the_import_reads_them() -> None:
    cells = cells_of(BookData(is_republican=True, is_foreign=False))
    assert cells.texts["is_republican"] == "是"
    assert "is_foreign" not in cells.texts


def test_rows_of_a_group_stand_in_one_cell() -> None:
    seals: list[dict[str, Any]] = [
        {"text": "嘉業堂藏書印", "owner": "劉承幹", "style": "朱文"},
        {"text": "浙江圖書館珍藏善本", "institutional": True},
    ]
    cell = cells_of(BookData(details=normalise({"seals": seals}))).texts["seals"]
    assert cell == "嘉業堂藏書印｜劉承幹｜朱文；浙江圖書館珍藏善本｜｜｜｜｜｜是"


def test_works_within_works_keep_their_depth() -> None:
    works = [
        {"title": "第一集", "children": [{"title": "補音三卷", "children": [{"title": "附錄"}]}, {"title": "札記"}]}
    ]
    assert write_group("sub_works", works) == "第一集；>補音三卷；>>附錄；>札記"
    assert read_group("sub_works", "第一集；>補音三卷；>>附錄；>札記") == works


@pytest.mark.parametrize(
    ("group", "row", "why"),
    [
        ("seals", {"text": "某氏；某氏"}, "a mark between rows inside a field"),
        ("seals", {"text": "甲｜乙"}, "a mark between fields inside a field"),
        ("prefaces", {"kind": "序", "note": "一行\n二行"}, "a line end, which parts rows"),
        ("identifiers", {"scheme": "財產號", "value": "1", "primary": True}, "a field that the cell has no place for"),
        ("sub_works", {"title": ">某書"}, "a sign that means depth"),
    ],
)
def test_what_a_cell_cannot_say_leaves_its_column_out(group: str, row: dict[str, Any], why: str) -> None:
    """A blank cell would empty the group on import; a column that is not there leaves it alone."""
    survey = columns_for({group: [row]})
    assert group not in keys(survey), why
    assert survey.left_out(), why


def test_one_row_each_is_written_field_by_field_more_rows_in_one_cell() -> None:
    first = {"gradings": [{"standard": "WH/T 20-2006", "level": "二級", "grade_class": "甲"}]}
    second = {"gradings": [*first["gradings"], {"standard": "GB/T 31076.1-2014", "level": "二級"}]}
    assert {"gradings.level", "gradings.grade_class"} <= keys(columns_for(first))
    assert "gradings" not in keys(columns_for(first))
    assert "gradings" in keys(columns_for(first, second))
    assert "gradings.level" not in keys(columns_for(first, second))


def test_a_field_without_a_column_keeps_the_row_in_one_cell() -> None:
    damages = {"damages": [{"level": "四級", "kinds": ["蟲蛀", "污漬"], "ce_range": "第一冊"}]}
    survey = columns_for(damages)
    assert "damages" in keys(survey)
    assert cells_of(BookData(details=normalise(damages))).texts["damages"] == "｜四級｜蟲蛀、污漬｜｜｜｜第一冊"


def test_of_several_layouts_the_first_is_written_and_the_others_are_not_lost() -> None:
    """The import changes only the first row of a group that has columns of its fields."""
    survey = columns_for({"layouts": [{"lines": "九", "frame_height": "20.1"}, {"lines": "十"}]})
    assert {"layouts.lines", "layouts.frame_height"} <= keys(survey)


def test_a_cell_that_no_spreadsheet_can_hold_leaves_its_column_out() -> None:
    survey = columns_for(title="書", note="長" * (CELL_LIMIT + 1))
    assert "note" not in keys(survey)
    assert survey.left_out() == ["附注"]


TEXT = st.text(st.sampled_from("甲乙丙丁戊己一二三十；｜、>\n是否 12."), max_size=6)


def fields(group: str) -> st.SearchStrategy[dict[str, Any]]:
    kinds = {
        NUMBER: st.integers(0, 999),
        MEASURE: st.decimals(0, 99, places=1),
        FLAG: st.booleans(),
        LIST: st.lists(TEXT, max_size=3),
    }
    return st.fixed_dictionaries({}, optional={name: kinds.get(how, TEXT) for name, how in GROUP_FIELDS[group]})


@pytest.mark.parametrize("group", CELLS)
@given(data=st.data())
def test_what_is_written_is_always_read_back(group: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(fields(group), min_size=1, max_size=3))
    details = normalise({group: rows})
    if not details:
        return
    cells = cells_of(BookData(details=details))
    if group in cells.texts:
        assert normalise({group: read_group(group, cells.texts[group])}) == details
    else:
        assert group in cells.not_as_cell


def test_every_record_of_the_sample_can_be_written_whole() -> None:
    survey = Survey()
    for data in sample_books():
        survey.add(cells_of(data))
    assert survey.left_out() == []
    assert {"sub_works", "seals", "gradings", "layouts.frame_height", "bindings.binding"} <= keys(survey)


def test_groups_with_columns_of_their_fields_are_those_of_the_template() -> None:
    assert set(SINGLES) == {"layouts", "bindings", "gradings", "damages", "provenances"}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0", '=HYPERLINK("x")', "0012", "3-4", "1/2", "1E5"],
)
def test_text_files_carry_no_cell_that_a_spreadsheet_runs_or_changes(text: str) -> None:
    assert guarded(text) == '="' + text.replace('"', '""') + '"'


@pytest.mark.parametrize("text", ["", "善0012", "國語二十一卷", "330000-1701-0000012", "（明）王懋德", "a=b"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text
