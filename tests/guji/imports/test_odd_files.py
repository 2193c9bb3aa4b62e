"""Files that look odd and are sound: what programs and people really write, and that it comes in as meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from census.models import ImportRow
from guji.models import Book
from tests.census.imports.import_sheets import repack, shared, sheet_xml, workbook
from tests.guji.imports.book_sheets import BOOKS, HEADER, counts, take, text, xlsx
from tests.guji.imports.nasty_files import inline, row_of

pytestmark = pytest.mark.usefixtures("holders")
STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)
LINES = [",".join(row) for row in (HEADER, *BOOKS)]


def stored() -> list[tuple[str, ...]]:
    """Return what is stored, in the order of the rows."""
    fields = ("institution__code", "shelf_mark", "title", "responsibility", "edition", "volumes", "extent")
    keys = list(ImportRow.objects.filter(verdict="create").order_by("number").values_list("record_id", flat=True))
    found = {row[0]: row[1:] for row in Book.objects.values_list("pk", *fields)}
    return [found[key] for key in keys if key is not None]


def meant(rows: Sequence[Sequence[str]] = BOOKS) -> list[tuple[str, ...]]:
    """Return what the sound rows should be stored as."""
    return [("1701" if row[1] == "浙江圖書館" else row[1], *row[2:]) for row in rows]


def written(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def joined(end: str, encoding: str = "utf-8", sign: str = ",") -> bytes:
    return end.join(line.replace(",", sign) for line in LINES).encode(encoding)


def strict(path: Path) -> None:
    """Write a workbook in the strict namespaces, without styles, as WPS and others can."""
    shared(path, [HEADER, *BOOKS])

    def change(package: dict[str, bytes]) -> None:
        package.pop("xl/styles.xml")
        for name, data in package.items():
            for loose, narrow in STRICT:
                data = data.replace(loose.encode(), narrow.encode())
            package[name] = data
        rels = package["xl/_rels/workbook.xml.rels"].split(b"<Relationship ")
        package["xl/_rels/workbook.xml.rels"] = b"<Relationship ".join(part for part in rels if b"styles" not in part)

    repack(path, change)


def titles_above(path: Path) -> None:
    xlsx(path, [[""], ["填表人：", "王某"], HEADER, *BOOKS], ["浙江圖書館古籍普查登記表"])


def merged_title_above(path: Path) -> None:
    workbook(path, [["浙江圖書館古籍普查登記表"], HEADER, *BOOKS], lambda book: book.active.merge_cells("A1:H1"))


def header_in_two_rows(path: Path) -> None:
    above = ["古籍普查登记编号", "单位", "索书号", "著录", "", "", "", "存卷"]
    workbook(path, [above, ["", "", "", "题名卷数", "著者", "版本", "册数", ""], *BOOKS])


def hidden_rows_and_columns(path: Path) -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["E"].hidden = True

    workbook(path, [HEADER, *BOOKS], hide)


def hidden_sheet_first(path: Path) -> None:
    def add(book: Any) -> None:
        book.active.title = "登记"
        book.create_sheet("旧表", 0).append([*HEADER])
        book["旧表"].append(["", "1701", "舊1", "舊書一卷", "", "清刻本", "1冊", ""])
        book["旧表"].sheet_state = "hidden"

    workbook(path, [HEADER, *BOOKS], add)


def rich_text(path: Path) -> None:
    def enrich(book: Any) -> None:
        red = InlineFont(color="FFFF0000")
        book.active["D2"] = CellRichText("國語", TextBlock(red, "二十一卷"))

    workbook(path, [HEADER, *BOOKS], enrich)


def phonetic_guides(path: Path) -> None:
    title = '<is><r><t>國語</t></r><r><t>二十一卷</t></r><rPh sb="0" eb="2"><t>コクゴ</t></rPh></is>'
    cells = row_of(2, BOOKS[0]).replace("<is><t>國語二十一卷</t></is>", title)
    rows = [row_of(1, HEADER), cells, *(row_of(n, row) for n, row in enumerate(BOOKS[1:], start=3))]
    sheet_xml(path, "".join(rows))


def far_empty_rows(path: Path) -> None:
    """Write a million declared rows of nothing below the records, as a format dragged to the end does."""
    rows = "".join(row_of(n, row) for n, row in enumerate([HEADER, *BOOKS], start=1))
    empty = "".join(f'<row r="{n}" spans="1:8" s="1" customFormat="1"/>' for n in range(6, 300_000))
    sheet_xml(path, f'{rows}{empty}<row r="1048576"><c r="XFD1048576" s="3"/></row>')


def joined_files(path: Path) -> None:
    path.write_bytes("\ufeff".join([LINES[0] + "\n", "\n".join(LINES[:3]) + "\n", "\n".join(LINES[3:])]).encode())


ODD: dict[str, Callable[[Path], object]] = {
    "line ends of Windows": written(joined("\r\n")),
    "line ends of old": written(joined("\r")),
    "no line end at the end": written(joined("\n")),
    "blank lines between": written(joined("\n\n")),
    "tabs": written(joined("\n", sign="\t")),
    "semicolons": written(joined("\n", sign=";")),
    "UTF-8 with mark": written(joined("\n", "utf-8-sig")),
    "UTF-16": written(joined("\r\n", "utf-16")),
    "UTF-16 with tabs, as Excel writes Unicode text": written(joined("\r\n", "utf-16", "\t")),
    "GB18030": written(joined("\r\n", "gb18030")),
    "columns that go on empty": written(joined(",,,,\r\n")),
    "files joined with their marks and headers": joined_files,
    "a table of strings": lambda path: shared(path, [HEADER, *BOOKS]),
    "strict names and no styles": strict,
    "title rows above": titles_above,
    "a merged title above": merged_title_above,
    "a header in two rows": header_in_two_rows,
    "hidden rows and columns": hidden_rows_and_columns,
    "a hidden sheet before": hidden_sheet_first,
    "rich text": rich_text,
    "phonetic guides": phonetic_guides,
    "a million empty rows": far_empty_rows,
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_comes_in_as_it_was_meant(tmp_path: Path, name: str) -> None:
    ending = ".csv" if "UTF" in name or name in list(ODD)[:12] else ".xlsx"
    path = tmp_path / f"普查{ending}"
    ODD[name](path)
    outcome = take(path)
    assert [told.finding.message for told in outcome.first] == []
    assert counts(outcome) == {"create": 4}
    assert stored() == meant()


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    hidden_rows_and_columns(path := tmp_path / "普查.xlsx")
    assert "有 1 行是隐藏行（筛选掉的也算），照样读入。" in [notice.message for notice in take(path).notices]


def test_the_sheet_that_was_not_read_is_named(tmp_path: Path) -> None:
    hidden_sheet_first(path := tmp_path / "普查.xlsx")
    assert "读的是工作表“登记”；没有读：旧表（隐藏）。" in [notice.message for notice in take(path).notices]
    assert counts(take(path, sheet="旧表")) == {"create": 1}


@pytest.mark.parametrize(
    ("stored_as", "volumes"), [("12", "12冊"), ("12.0", "12冊"), ("1.2E1", "12冊"), ("12.5", "12.5"), ("0", "0冊")]
)
def test_numbers_as_programs_store_them(tmp_path: Path, stored_as: str, volumes: str) -> None:
    cell = f'<c r="G2"><v>{stored_as}</v></c>'
    row = row_of(2, BOOKS[3]).replace(inline("G2", "2冊"), cell)
    take(sheet_xml(tmp_path / "数.xlsx", row_of(1, HEADER) + row))
    assert Book.objects.get().volumes == volumes


@pytest.mark.parametrize("code", [1701, 1701.0, "1701", " 1701 ", "浙江图书馆", "浙圖"])
def test_a_holder_by_whatever_a_cell_holds(tmp_path: Path, code: Any) -> None:
    take(xlsx(tmp_path / "馆.xlsx", [["", code, *BOOKS[0][2:]]]))
    assert Book.objects.get().institution.code == "1701"


def test_a_line_break_in_a_cell_is_kept_apart_and_said(tmp_path: Path) -> None:
    row = ["", "1701", "善1", "國語\n二十一卷", "", "明刻本", "6冊", ""]
    outcome = take(text(tmp_path / "行.csv", [row, BOOKS[1]]))
    assert Book.objects.get(shelf_mark="善1").title == "國語　二十一卷"
    assert outcome.checks["cell_line_break"] == 1
    assert ImportRow.objects.get(record_id=Book.objects.get(shelf_mark="善2").pk).number == 3


def test_the_guard_of_a_leading_zero_is_taken_off(tmp_path: Path) -> None:
    take(text(tmp_path / "零.csv", [["", "1701", '="0012"', *BOOKS[0][3:]]]))
    assert Book.objects.get().shelf_mark == "0012"


def test_a_million_empty_rows_are_not_held_in_memory(tmp_path: Path) -> None:
    import tracemalloc

    from census.imports.reading import open_source

    far_empty_rows(path := tmp_path / "远.xlsx")
    source = open_source(path)
    tracemalloc.start()
    try:
        assert len(list(source.tables[0].rows())) == 5
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_a_sheet_that_another_program_wrote_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "流.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("登记")
        for number, row in enumerate([HEADER, *BOOKS]):
            sheet.write_row(number, 0, row)
    take(path)
    assert stored() == meant()


TITLES = st.text(st.sampled_from("周易老子史記文集詩經禮春秋卷十二𠮷㗊"), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(TITLES, min_size=1, max_size=8), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_workbook_and_text_of_the_same_rows_are_read_alike(tmp_path: Path, titles: list[str], end: str) -> None:
    rows = [["", "1701", f"普{n}", title, "", "清刻本", "1冊", ""] for n, title in enumerate(titles)]
    one = take(xlsx(tmp_path / "甲.xlsx", rows), dry_run=True)
    lines = [",".join(row) for row in (HEADER, *rows)]
    (tmp_path / "乙.csv").write_bytes(end.join(lines).encode("gb18030"))
    other = take(tmp_path / "乙.csv", dry_run=True)
    assert (one.fingerprint, one.rows) == (other.fingerprint, other.rows)
