"""A header is known whatever its order, its place, its script and its remarks; and a sheet is chosen by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.imports.errors import ImportRefused
from census.imports.headers import HEADER_ROWS, Chosen, Column, Recogniser, choose_sheet, normalise
from census.imports.reading import open_source
from tests.census.imports.import_sheets import workbook

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLUMNS = (
    Column("number", "普查登记编号", ("编号",)),
    Column("title", "题名卷数", ("题名", "书名")),
    Column("edition", "版本", ("版本项",)),
    Column("volumes", "册（件）数", ("册数",)),
    Column("entry", "著录", alone=True),
)
RECOGNISER = Recogniser(COLUMNS)
#: For each column, headings that libraries write over it.
SEEN = {
    "number": ("普查登记编号", "普查登記編號", "编号*", " 編 號 ", "普查登记编号（必填）", "number"),
    "title": ("题名卷数", "題名卷數", "书名", "書名：", "题名（必登）", "TITLE"),
    "edition": ("版本", "版本项", "【版本】", "版本 "),
    "volumes": ("册（件）数", "册(件)数", "冊數", "册数\n"),
}
ARRANGED = st.permutations(list(SEEN)).flatmap(
    lambda keys: st.tuples(st.just(keys), st.tuples(*(st.sampled_from(SEEN[key]) for key in keys)))
)


def chosen(path: Path, rows: list[list[str]]) -> Chosen:
    return choose_sheet(open_source(workbook(path, rows)), RECOGNISER)


@QUICK
@given(arranged=ARRANGED, above=st.integers(0, HEADER_ROWS - 1), strange=st.integers(0, 4))
def test_any_order_at_any_place_with_strangers_between(
    tmp_path: Path, arranged: tuple[list[str], tuple[str, ...]], above: int, strange: int
) -> None:
    keys, headings = list(arranged[0]), list(arranged[1])
    keys.insert(strange, "?")
    headings.insert(strange, "柜位")
    data = [f"甲{n}" for n in range(len(keys))]
    found = chosen(tmp_path / "a.xlsx", [["某館登記表"]] * above + [headings, data])
    assert found.header.row == above + 1
    assert [found.header.keys.get(index, "?") for index in range(len(keys))] == keys
    assert dict(found.header.unknown) == {strange: "柜位"}
    assert [row.values for row in found.data_rows()] == [data]


@given(heading=st.sampled_from([heading for seen in SEEN.values() for heading in seen]))
def test_what_is_compared_has_neither_script_nor_remarks(heading: str) -> None:
    assert normalise(normalise(heading)) == normalise(heading)
    assert RECOGNISER.key(heading) in SEEN


@pytest.mark.parametrize("heading", ["", " ", "必填", "题名卷数册数", "版本依据", "版", "编号2", "（）"])
def test_what_only_resembles_a_heading_is_none(heading: str) -> None:
    assert RECOGNISER.key(heading) is None


@pytest.mark.parametrize(
    ("rows", "header", "data"),
    [
        ([["题名", "版本"], ["周易", "清刻本"], ["题名", "版本"], ["老子", "明刻本"]], 1, [2, 4]),
        ([["题名", "版本"], ["", "周易"], ["周易", ""]], 1, [2, 3]),
        ([["", "题名", "版本"], ["一", "周易", "清刻本"]], 1, [2]),
        ([["基本情况", "", ""], ["题名", "版本", "册数"], ["周易", "清刻本", "2"]], 2, [3]),
        ([["编号", "基本", ""], ["", "题名", "版本"], ["1", "周易", "清刻本"]], 2, [3]),
        ([["编号", "著录", "", "册数"], ["", "题名", "版本", ""], ["1", "周易", "清刻本", "2"]], 2, [3]),
        ([["题名", "编号"], ["版本", "册数"], ["周易", "2"]], 2, [3]),
        ([["著录"], ["周易九卷　清刻本"]], 1, [2]),
        ([["版本"], ["著录"], ["周易九卷　清刻本"]], 2, [3]),
    ],
)
def test_where_the_header_ends_and_the_records_begin(
    tmp_path: Path, rows: list[list[str]], header: int, data: list[int]
) -> None:
    found = chosen(tmp_path / "a.xlsx", rows)
    assert (found.header.row, [row.number for row in found.data_rows()]) == (header, data)


@pytest.mark.parametrize(
    "rows",
    [
        [["题名"], ["周易"]],
        [["柜位", "备考"], ["甲", "乙"]],
        [["题名", "书名"], ["周易", "周易"]],
        [["周易", "清刻本"], ["老子", "明刻本"]],
    ],
)
def test_what_is_no_header_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(ImportRefused) as caught:
        chosen(tmp_path / "a.xlsx", rows)
    assert caught.value.code in ("no-header", "double-header")


@pytest.mark.parametrize("name", ["不在", "普查 ", ""])
def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, name: str) -> None:
    source = open_source(workbook(tmp_path / "a.xlsx", [["题名", "版本"], ["周易", "清刻本"]]))
    with pytest.raises(ImportRefused, match="文件里有：普查"):
        choose_sheet(source, RECOGNISER, name)


def test_two_columns_of_one_name_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="belongs to title and other"):
        Recogniser((*COLUMNS, Column("other", "書名")))
