"""The first pass over a sheet: how many rows, what is merged, and what is stopped before it is held in memory."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.imports.errors import ImportRefused
from census.imports.reading import CellRange, Limits, container, open_source, parse_range
from census.imports.reading.model import Table, cell_name, column_index, column_name
from tests.census.imports.import_sheets import repack, sheet_xml

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(path: Path, limits: Limits | None = None) -> Table:
    return open_source(path, limits).tables[0]


def rows_of(count: int, cell: str = "<v>1</v>") -> str:
    return "".join(f'<row r="{n}"><c r="A{n}">{cell}</c></row>' for n in range(1, count + 1))


@pytest.mark.parametrize("size", [1, 7, 63, 64, 65, 128, 1 << 18])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_rows_and_merges_are_found_whatever_the_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, prefix: str
) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 30))
    merges = '<mergeCells count="2"><mergeCell ref="A2:B3"/><mergeCell ref="$C$1"/></mergeCells><pageMargins/>'
    rows, after = (text.replace("</", f"</{prefix}") for text in (rows, merges))
    rows, after = (re.sub("<(?=[a-z])", f"<{prefix}", text) for text in (rows, after))
    path = sheet_xml(tmp_path / "a.xlsx", rows, prefix=prefix, after=after)
    monkeypatch.setattr(container, "CHUNK", size)
    found = table(path)
    assert found.expected_rows == 29
    assert [str(block) for block in found.merged] == ["A2:B3", "C1:C1"]
    assert [row.values for row in found.rows()] == [[str(n)] for n in range(1, 30)]


@pytest.mark.parametrize("after", ["", "<mergeCells/>", '<mergeCells count="0"></mergeCells>', "<tableParts/>"])
def test_a_sheet_without_merges(tmp_path: Path, after: str) -> None:
    assert table(sheet_xml(tmp_path / "a.xlsx", rows_of(3), after=after)).merged == ()


@pytest.mark.parametrize("ref", ["", "A", "A1:B2:C3", "a1", "A-1"])
def test_a_merge_that_makes_no_sense_is_damage(tmp_path: Path, ref: str) -> None:
    path = sheet_xml(tmp_path / "a.xlsx", rows_of(1), after=f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>')
    with pytest.raises(ImportRefused, match="已损坏"):
        _ = table(path).merged


def test_many_long_cells_are_no_danger(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{column_name(n)}1" t="inlineStr"><is><t>{"卷" * 9000}</t></is></c>' for n in range(60))
    (row,) = table(sheet_xml(tmp_path / "a.xlsx", f'<row r="1">{cells}</row>')).rows()
    assert [len(value) for value in row.values] == [9000] * 60


@pytest.mark.parametrize("length", [32_767, 32_768])
def test_the_bound_of_a_cell_is_exact(tmp_path: Path, length: int) -> None:
    path = sheet_xml(
        tmp_path / "a.xlsx", rows_of(1, "").replace(">", ' t="inlineStr">', 2).replace(' t="inlineStr"', "", 1)
    )
    text = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"易" * length}</t></is></c></row>'
    path = sheet_xml(tmp_path / "b.xlsx", text)
    if length > Limits().cell_characters:
        with pytest.raises(ImportRefused, match="A1"):
            list(table(path).rows())
    else:
        assert len(next(iter(table(path).rows())).values[0]) == length


def test_a_part_that_comes_out_larger_than_its_bound_is_stopped(tmp_path: Path) -> None:
    path = sheet_xml(tmp_path / "a.xlsx", rows_of(3000))
    with pytest.raises(ImportRefused) as caught:
        list(table(path, Limits(expanded_bytes=60_000)).rows())
    assert caught.value.code == "bomb"


def test_a_sheet_in_utf16_is_read(tmp_path: Path) -> None:
    path = sheet_xml(tmp_path / "a.xlsx", rows_of(3))
    name = "xl/worksheets/sheet1.xml"
    repack(path, lambda parts: parts.update({name: parts[name].decode().replace("UTF-8", "UTF-16").encode("utf-16")}))
    assert [row.values for row in table(path).rows()] == [["1"]] * 3


def test_bytes_that_are_no_utf8_are_damage(tmp_path: Path) -> None:
    path = sheet_xml(tmp_path / "a.xlsx", rows_of(3))
    name = "xl/worksheets/sheet1.xml"
    repack(path, lambda parts: parts.update({name: parts[name].replace(b"<v>1</v>", b"<v>\xb8\xff</v>")}))
    with pytest.raises(ImportRefused, match="已损坏"):
        list(table(path).rows())


@given(index=st.integers(0, 20_000))
def test_letters_and_numbers_of_columns_belong_together(index: int) -> None:
    assert column_index(column_name(index)) == index
    assert column_name(index).isalpha()


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_have_the_names_that_excel_gives_them(index: int, name: str) -> None:
    assert column_name(index) == name


@given(top=st.integers(1, 1_048_576), left=st.integers(0, 16_383), down=st.integers(0, 99), right=st.integers(0, 99))
def test_ranges_are_read_as_they_are_written(top: int, left: int, down: int, right: int) -> None:
    block = CellRange(top, left, top + down, left + right)
    assert parse_range(str(block)) == block
    assert parse_range(str(block).replace(":", ":$")) == block
    assert parse_range(cell_name(top, left)) == CellRange(top, left, top, left)


@QUICK
@given(numbers=st.lists(st.integers(1, 60), min_size=1, max_size=12, unique=True).map(sorted))
def test_row_numbers_are_those_of_the_sheet(tmp_path: Path, numbers: list[int]) -> None:
    body = "".join(f'<row r="{n}"><c r="B{n}"><v>{n}</v></c></row>' for n in numbers)
    rows = list(table(sheet_xml(tmp_path / "a.xlsx", body)).rows())
    assert [(row.number, row.values) for row in rows] == [(n, ["", str(n)]) for n in numbers]
