"""What is wrong with cells as cells."""

from __future__ import annotations

import pytest

from census.checks import Level
from census.imports.cells import CellRules, cell_findings
from census.imports.headers import Header
from census.imports.reading import Kind, Row

HEADER = Header(1, {0: "number", 1: "mark", 3: "date"}, {0: "编号", 1: "索书号", 2: "柜位", 3: "日期"}, {2: "柜位"})
RULES = CellRules(dates=("date",), codes=("number",), marks=("mark",))


def found(row: Row, rules: CellRules = RULES, *, delimited: bool = False) -> list[tuple[str, str, Level]]:
    return [(f.check, f.field, f.level) for f in cell_findings(row, HEADER, rules, delimited)]


@pytest.mark.parametrize(
    ("kind", "value", "check"),
    [
        (Kind.ERROR, "#REF!", "cell_error"),
        (Kind.NO_RESULT, "", "cell_formula_empty"),
        (Kind.DATE, "2024-03-04", "cell_date"),
        (Kind.NUMBER | Kind.IMPRECISE, "1234567890123456", "cell_digits_lost"),
    ],
)
def test_what_has_lost_its_content_is_an_error(kind: Kind, value: str, check: str) -> None:
    assert found(Row(2, ["", value], {1: kind})) == [(check, "mark", Level.ERROR)]


@pytest.mark.parametrize(
    ("kind", "value", "column"),
    [
        (Kind.ERROR, "#REF!", 1),
        (Kind.FORMULA, "3-4", 1),
        (Kind.DATE, "2024-03-04", 1),
        (Kind.NUMBER | Kind.IMPRECISE, "1234567890123456", 1),
        (Kind.NUMBER, "44563", 1),
        (Kind.NUMBER, "101", 0),
    ],
)
def test_what_was_found_in_a_cell_is_said_in_its_own_words(kind: Kind, value: str, column: int) -> None:
    row = Row(2, [*[""] * column, value], {column: kind})
    (finding,) = cell_findings(row, HEADER, RULES, False)
    assert value in finding.message
    assert "{" not in finding.message


def test_what_is_no_whole_number_has_lost_no_zeros() -> None:
    assert found(Row(2, ["12.5"], {0: Kind.NUMBER})) == []
    assert found(Row(2, ["", "12.5"], {1: Kind.NUMBER})) == []


def test_a_kind_told_of_a_cell_that_the_row_does_not_reach_harms_nothing() -> None:
    assert found(Row(2, ["1"], {1: Kind.ERROR})) == [("cell_error", "mark", Level.ERROR)]


def test_a_formula_with_a_result_is_asked_about() -> None:
    assert found(Row(2, ["", "3-4"], {1: Kind.FORMULA})) == [("cell_formula", "mark", Level.WARNING)]


def test_a_date_in_a_column_of_dates_is_welcome() -> None:
    assert found(Row(2, ["", "", "", "2024-03-04"], {3: Kind.DATE})) == []


def test_cells_of_columns_nobody_knows_are_left_alone() -> None:
    assert found(Row(2, ["", "", "#N/A"], {2: Kind.ERROR})) == []


@pytest.mark.parametrize(("value", "level"), [("101", Level.WARNING), ("1701", Level.HINT)])
def test_numbers_where_zeros_matter(value: str, level: Level) -> None:
    assert found(Row(2, [value], {0: Kind.NUMBER})) == [("cell_number", "number", level)]


def test_a_serial_among_marks_of_text_may_have_been_a_date() -> None:
    row = Row(2, ["", "44563"], {1: Kind.NUMBER})
    assert found(row) == [("cell_date_serial", "mark", Level.WARNING)]
    assert found(row, CellRules(marks=("mark",), mostly_numbers=("mark",))) == []
    assert found(Row(2, ["", "10634"], {1: Kind.NUMBER})) == []


def test_scientific_notation_in_text_has_lost_digits() -> None:
    row = Row(2, ["3.30E+18"])
    assert found(row, delimited=True) == [("cell_digits_lost", "number", Level.ERROR)]
    assert found(row) == []


def test_cells_beyond_the_header_are_shifted_text_or_stray_notes() -> None:
    row = Row(2, ["1", "善1", "", "", "多"])
    assert found(row, delimited=True) == [("cell_stray", "row", Level.ERROR)]
    assert found(row) == [("cell_stray", "row", Level.WARNING)]
    assert found(Row(2, ["1", "善1", "", "", ""]), delimited=True) == []
    (finding,) = cell_findings(row, HEADER, RULES, True)
    assert "E" in finding.message


def test_a_column_without_heading_is_told_if_it_holds_something() -> None:
    header = Header(1, {0: "number"}, {0: "编号", 2: "版本"})
    (finding,) = cell_findings(Row(2, ["1", "?", "x"]), header, RULES, False)
    assert finding.params == {"cells": "B"}
    assert list(cell_findings(Row(2, ["1", "", "x"]), header, RULES, False)) == []
