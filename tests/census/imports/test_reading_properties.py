"""What must hold of any file: it is read as other programs read it, in pieces of any size, and breaks nothing."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from census.imports.errors import ImportRefused
from census.imports.reading import Limits, Row, container, open_source
from tests.census.imports.import_sheets import HEADER, ROW, repack, shared, sheet_xml, workbook

#: Characters that files of catalogues hold, with those that trip parsers.
SIGNS = "周易卷一二（三國）　 ,;\"'&<>=_x𠮷㗊\u00a0〓□12.-\t\n"
CELLS = st.text(st.sampled_from(SIGNS), max_size=8)
TABLES = st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=9)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, limits: Limits | None = None) -> list[Row]:
    """Read the first sheet to its end."""
    return list(open_source(path, limits).tables[0].rows())


def trimmed(rows: Sequence[Sequence[Any]]) -> list[tuple[int, list[str]]]:
    """Return rows with their numbers as the reader should give them: without blanks around and behind."""
    found = []
    for number, row in enumerate(rows, start=1):
        values = [str(value if value is not None else "").replace("\r\n", "\n").strip() for value in row]
        while values and not values[-1]:
            values.pop()
        if values:
            found.append((number, values))
    return found


def numbered(rows: Sequence[Row]) -> list[tuple[int, list[str]]]:
    return [(row.number, row.values) for row in rows]


def written(path: Path, rows: Sequence[Sequence[str]], *, inline: bool) -> Path:
    """Write rows of text with the string table that Excel makes, or with every string in its cell."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": inline}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    return path


@QUICK
@given(rows=TABLES, inline=st.booleans())
@example(rows=[["_x0041_", "_x005F_", "&amp;", "]]>"]], inline=False)
def test_a_workbook_is_read_as_it_was_written(tmp_path: Path, rows: list[list[str]], inline: bool) -> None:
    assert numbered(read(written(tmp_path / "a.xlsx", rows, inline=inline))) == trimmed(rows)


@QUICK
@given(rows=TABLES)
def test_a_workbook_is_read_as_openpyxl_reads_it(tmp_path: Path, rows: list[list[str]]) -> None:
    assume(not any("_x" in value or value[:1] == "=" for row in rows for value in row))
    path = workbook(tmp_path / "b.xlsx", rows)
    theirs = [[cell.value for cell in row] for row in load_workbook(path).active.iter_rows()]
    assert numbered(read(path)) == trimmed(theirs)


@QUICK
@given(rows=TABLES, sign=st.sampled_from(",\t;"), end=st.sampled_from(["\n", "\r\n"]))
def test_text_is_read_as_it_was_written(tmp_path: Path, rows: list[list[str]], sign: str, end: str) -> None:
    rows = [["題名", "版本", "冊數"], *rows]
    assume(not any(value.strip()[:1] == "=" for row in rows for value in row))
    with (tmp_path / "c.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert numbered(read(tmp_path / "c.csv")) == trimmed(rows)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 65, 1000])
def test_the_size_of_the_pieces_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    rows = [[f"{column}{number}" + "周易𠮷" * (number % 5) for column in "ABC"] for number in range(40)]
    rows[7] = ["", "", ""]
    rows[20] = [" 前 後 ", "&<>\"'", "多\n行"]
    path = written(tmp_path / "d.xlsx", rows, inline=True)
    whole = [(row.number, row.values, row.kinds) for row in read(path)]
    monkeypatch.setattr(container, "CHUNK", size)
    assert [(row.number, row.values, row.kinds) for row in read(path)] == whole


@pytest.mark.parametrize("size", [1, 5, 64, 300])
def test_empty_rows_across_pieces_keep_the_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    body = '<row/><row s="1"/><row><c><v>1</v></c></row>' + "<row/>" * 30 + "<row><c><v>2</v></c></row><row/><row/>"
    path = sheet_xml(tmp_path / "e.xlsx", body)
    monkeypatch.setattr(container, "CHUNK", size)
    assert numbered(read(path)) == [(3, ["1"]), (34, ["2"])]


@pytest.mark.parametrize("numbers", [(4, 3), (3, 3), (1, 9, 5)])
def test_rows_that_go_backwards_are_damage(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    path = sheet_xml(tmp_path / "f.xlsx", "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in numbers))
    with pytest.raises(ImportRefused) as caught:
        read(path)
    assert caught.value.code == "damaged"


SOUND: dict[str, bytes] = {}


@pytest.fixture(scope="module", autouse=True)
def sound(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make the sound files that are then damaged."""
    folder = tmp_path_factory.mktemp("sound")
    SOUND["shared"] = shared(folder / "a.xlsx", [HEADER, *[ROW] * 30]).read_bytes()
    SOUND["openpyxl"] = workbook(folder / "b.xlsx", [HEADER, *[ROW] * 30]).read_bytes()
    lines = [HEADER, *[ROW] * 30]
    SOUND["utf-8"] = "\n".join(",".join(line) for line in lines).encode()
    SOUND["gb18030"] = "\r\n".join("\t".join(line) for line in lines).encode("gb18030")
    SOUND["utf-16"] = "\r\n".join(",".join(line) for line in lines).encode("utf-16")


def read_or_refused(path: Path) -> None:
    """Read all there is; nothing but a refusal may come of it."""
    with contextlib.suppress(ImportRefused):
        for table in open_source(path).tables:
            for row in table.rows():
                assert all("\x00" not in value for value in row.values)
            assert table.merged is not None
            assert table.widths is not None


DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 12)), max_size=6)


def damaged(data: bytes, damage: Sequence[tuple[float, bytes, int]]) -> bytes:
    """Return data with, at some places, a few bytes put in the place of others."""
    found = bytearray(data)
    for where, new, old in damage:
        at = int(where * len(found))
        found[at : at + old] = new
    return bytes(found)


@settings(QUICK, max_examples=150)
@given(kind=st.sampled_from(["shared", "openpyxl", "utf-8", "gb18030", "utf-16"]), damage=DAMAGE)
def test_no_damage_to_a_file_breaks_the_reader(
    tmp_path: Path, kind: str, damage: list[tuple[float, bytes, int]]
) -> None:
    path = tmp_path / "g.xlsx"
    path.write_bytes(damaged(SOUND[kind], damage))
    read_or_refused(path)


@settings(QUICK, max_examples=150)
@given(
    part=st.sampled_from(
        [
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
            "_rels/.rels",
            "[Content_Types].xml",
        ]
    ),
    damage=DAMAGE,
)
def test_no_damage_to_a_part_breaks_the_reader(
    tmp_path: Path, part: str, damage: list[tuple[float, bytes, int]]
) -> None:
    path = tmp_path / "h.xlsx"
    path.write_bytes(SOUND["shared"])
    read_or_refused(repack(path, lambda parts: parts.update({part: damaged(parts[part], damage)})))


@settings(QUICK, max_examples=60)
@given(data=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"%PDF"]))
def test_no_bytes_at_all_break_the_reader(tmp_path: Path, data: bytes, head: bytes) -> None:
    path = tmp_path / "i.csv"
    path.write_bytes(head + data)
    read_or_refused(path)


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", b"<a></b>", b"\xff\xfe<\x00a\x00/\x00>\x00", b"\x00" * 50])
def test_a_part_that_is_something_else(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "j.xlsx"
    path.write_bytes(SOUND["shared"])
    read_or_refused(repack(path, lambda parts: parts.update({f"xl/{name}": content})))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_any_way_of_packing_is_read(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND["shared"])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    path = tmp_path / "k.xlsx"
    with zipfile.ZipFile(path, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert len(read(path)) == 31


@given(columns=st.integers(1, 400), most=st.integers(1, 300))
@settings(QUICK, max_examples=25)
def test_the_bound_of_columns_is_exact(tmp_path: Path, columns: int, most: int) -> None:
    path = tmp_path / "l.csv"
    path.write_text(",".join("x" * columns), encoding="utf-8")
    limits = Limits(columns=most)
    if columns > most:
        with pytest.raises(ImportRefused, match=str(most)):
            read(path, limits)
    else:
        assert len(read(path, limits)[0].values) == columns
