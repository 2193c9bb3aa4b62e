"""Cells that were text say nothing; those that lost something always do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.checks.base import Level
from census.imports.cells import DATE_SERIALS, TITLES, CellRules, cell_findings
from census.imports.headers import Header
from census.imports.reading import Kind, Row

RULES = CellRules(dates=("note",), codes=("number", "mark"), marks=("mark",))
KEYS = {0: "number", 1: "mark", 2: "title", 3: "note"}
HEADER = Header(1, KEYS, KEYS)
TEXT = st.text(st.sampled_from("周易0123456789.-E+＝ =善"), max_size=12)
LOST = {
    Kind.ERROR: "cell_error",
    Kind.NO_RESULT: "cell_formula_empty",
    Kind.DATE: "cell_date",
    Kind.IMPRECISE: "cell_digits_lost",
}


def checks(row: Row, *, delimited: bool = False, rules: CellRules = RULES) -> list[tuple[str, str, Level]]:
    return [(f.check, f.field, f.level) for f in cell_findings(row, HEADER, rules, delimited)]


@given(values=st.lists(TEXT, max_size=4))
def test_text_of_a_workbook_is_never_asked_about(values: list[str]) -> None:
    assert checks(Row(2, values)) == []


@given(values=st.lists(TEXT, min_size=4, max_size=4), kind=st.sampled_from(list(LOST)), at=st.integers(0, 2))
def test_what_has_lost_its_content_is_an_error_on_its_column(values: list[str], kind: Kind, at: int) -> None:
    found = checks(Row(2, values, {at: kind}))
    assert (LOST[kind], KEYS[at], Level.ERROR) in found


@given(values=st.lists(TEXT, min_size=4, max_size=4))
def test_a_day_may_stand_where_days_stand(values: list[str]) -> None:
    assert checks(Row(2, values, {3: Kind.DATE})) == []


@given(number=st.integers(0, 10**15))
def test_a_number_is_asked_about_only_where_zeros_or_marks_count(number: int) -> None:
    row = Row(2, [str(number)] * 4, dict.fromkeys(range(4), Kind.NUMBER))
    found = checks(row)
    assert {field for _, field, _ in found} <= {"number", "mark"}
    assert ("cell_number", "number", Level.HINT if number >= 1000 else Level.WARNING) in found
    assert (("cell_date_serial", "mark", Level.WARNING) in found) == (number in DATE_SERIALS)
    usual = CellRules(codes=RULES.codes, marks=RULES.marks, mostly_numbers=("mark",))
    assert not any(check == "cell_date_serial" for check, _, _ in checks(row, rules=usual))


@pytest.mark.parametrize("value", ["3.3E+17", "1e+5", "3.30000170100000E+17"])
@pytest.mark.parametrize(("column", "lost"), [(0, True), (1, True), (2, False)])
def test_powers_of_ten_in_text_are_lost_numbers_where_numbers_are_codes(value: str, column: int, lost: bool) -> None:
    values = [""] * 4
    values[column] = value
    assert bool(checks(Row(2, values), delimited=True)) == lost
    assert checks(Row(2, values)) == []


@given(extra=st.lists(st.sampled_from(["", "甲"]), min_size=1, max_size=9))
def test_cells_beyond_the_header_are_told_if_they_hold_something(extra: list[str]) -> None:
    row = Row(2, ["1", "善1", "周易", "", *extra])
    found = [check for check, _, _ in checks(row)]
    assert found == (["cell_stray"] if any(extra) else [])
    levels = [level for _, _, level in checks(row, delimited=True)]
    assert levels == ([Level.ERROR] if any(extra) else [])


def test_every_finding_about_cells_has_a_name() -> None:
    kinds = [*LOST, Kind.FORMULA, Kind.NUMBER]
    rows = [Row(2, ["44563"] * 5, {0: kind, 1: kind}) for kind in kinds]
    seen = {check for row in rows for check, _, _ in checks(row)}
    assert seen | {"cell_stray"} == set(TITLES)
    assert all(level in Level and title for level, title in TITLES.values())
