"""What is not read, and that each refusal says in Chinese what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl.styles import numbers

from census.imports.errors import ImportRefused
from census.imports.reading import Limits, open_source
from tests.census.imports.import_sheets import HEADER, ROW, repack, shared, sheet_xml, text_file, workbook


def read_all(path: Path, limits: Limits | None) -> int:
    """Read every sheet to its end and return how many rows there are."""
    return sum(sum(1 for _ in table.rows()) + len(table.merged) for table in open_source(path, limits).tables)


def refusal(path: Path, limits: Limits | None = None) -> ImportRefused:
    """Read the whole file and return why it was refused."""
    with pytest.raises(ImportRefused) as caught:
        read_all(path, limits)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.message)
    return caught.value


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html><table><tr><td>1</td></tr></table>", "HTML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "XML"),
    ],
)
def test_foreign_content_is_named_whatever_the_file_is_called(tmp_path: Path, head: bytes, kind: str) -> None:
    path = tmp_path / "普查.xlsx"
    path.write_bytes(head + b"rest of it" * 10)
    found = refusal(path)
    assert found.code == "not-a-spreadsheet"
    assert kind in found.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "无.xlsx").code == "no-file"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\r\n\t", b"\x00" * 64])
def test_empty_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "空.csv"
    path.write_bytes(content)
    assert refusal(path).code == "empty"


def ole2(*streams: str) -> bytes:
    """Return bytes that begin as an OLE2 container and list streams of these names."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    return header + b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)


def test_an_encrypted_workbook_is_told_from_an_old_one(tmp_path: Path) -> None:
    path = tmp_path / "加密.xlsx"
    path.write_bytes(ole2("EncryptionInfo", "EncryptedPackage"))
    assert refusal(path).code == "encrypted"
    path.write_bytes(ole2("Workbook"))
    assert refusal(path).code == "xls"
    path.write_bytes(ole2("WordDocument"))
    assert refusal(path).code == "not-a-spreadsheet"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["[Content_Types].xml", "xl/workbook.bin"], "xlsb"),
        (["mimetype", "content.xml"], "ods"),
        (["[Content_Types].xml", "word/document.xml"], "not-a-spreadsheet"),
        (["photo.jpg"], "not-a-spreadsheet"),
    ],
)
def test_other_packages(tmp_path: Path, names: list[str], code: str) -> None:
    path = tmp_path / "包.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, "x")
    assert refusal(path).code == code


def test_a_cut_off_package_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "断.xlsx", [HEADER, ROW])
    path.write_bytes(path.read_bytes()[:-40])
    assert refusal(path).code == "damaged"


def test_macros_are_refused_by_the_part_they_are_in(tmp_path: Path) -> None:
    path = workbook(tmp_path / "宏.xlsx", [HEADER, ROW])
    repack(path, lambda parts: parts.update({"xl/vbaProject.bin": b"\x00"}))
    found = refusal(path)
    assert found.code == "macro"
    assert "xl/vbaProject.bin" in found.message


def test_links_to_other_files_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "链.xlsx", [HEADER, ROW])
    repack(path, lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": b"<x/>"}))
    assert refusal(path).code == "external-link"


def test_an_external_relationship_of_the_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "链.xlsx", [HEADER, ROW])

    def link(parts: dict[str, bytes]) -> None:
        name = "xl/_rels/workbook.xml.rels"
        extra = (
            b'<Relationship Id="rId99" Type="http://x/oleObject" Target="file:///etc/passwd" TargetMode="External"/>'
        )
        parts[name] = parts[name].replace(b"</Relationships>", extra + b"</Relationships>")

    found = refusal(repack(path, link))
    assert found.code == "external-link"
    assert "/etc/passwd" in found.message


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = workbook(tmp_path / "弹.xlsx", [HEADER, ROW])
    repack(path, lambda parts: parts.update({"xl/media/a.xml": b" " * 40_000_000}))
    assert refusal(path).code == "bomb"


def test_a_bomb_is_refused_by_the_sum_of_its_parts(tmp_path: Path) -> None:
    path = workbook(tmp_path / "弹.xlsx", [HEADER, ROW])
    repack(path, lambda parts: parts.update({f"xl/media/{n}.xml": b"x" * 1000 for n in range(50)}))
    assert refusal(path, Limits(expanded_bytes=40_000)).code == "bomb"
    assert refusal(path, Limits(parts=20)).code == "bomb"


def test_a_part_larger_than_it_declares_is_damaged_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "弹.xlsx", [HEADER, *[ROW] * 2000])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    where = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<L", data, where + 24, info.file_size // 100)
    path.write_bytes(data)
    assert refusal(path).code == "damaged"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_entities_are_refused_before_they_expand(tmp_path: Path, prolog: str) -> None:
    path = sheet_xml(
        tmp_path / "实体.xlsx", '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>', prolog=prolog
    )
    assert refusal(path).code == "entities"


def test_entities_in_the_strings_are_refused(tmp_path: Path) -> None:
    path = shared(tmp_path / "实体.xlsx", [HEADER, ROW])

    def bomb(parts: dict[str, bytes]) -> None:
        name = "xl/sharedStrings.xml"
        parts[name] = b'<!DOCTYPE s [<!ENTITY a "x">]>' + parts[name].partition(b"?>")[2]

    assert refusal(repack(path, bomb)).code == "entities"


def test_a_string_number_beyond_the_table_is_damage(tmp_path: Path) -> None:
    path = sheet_xml(tmp_path / "坏.xlsx", '<row r="1"><c r="A1" t="s"><v>99</v></c></row>')
    assert refusal(path).code == "damaged"


@pytest.mark.parametrize("body", ['<row r="1"><c r="A1"><v>1</c></v></row>', '<row r="1"><c r="1A"><v>1</v></c></row>'])
def test_broken_markup_is_damage(tmp_path: Path, body: str) -> None:
    assert refusal(sheet_xml(tmp_path / "坏.xlsx", body)).code == "damaged"


def test_three_hundred_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "宽.xlsx", [[f"列{n}" for n in range(300)]])
    found = refusal(path)
    assert found.code == "too-many-columns"
    assert "256" in found.message
    assert refusal(text_file(tmp_path / "宽.csv", ",".join("x" * 300))).code == "too-many-columns"


def test_a_cell_of_five_megabytes_is_named(tmp_path: Path) -> None:
    cell = f'<c r="B7" t="inlineStr"><is><t>{"字" * 1_700_000}</t></is></c>'
    found = refusal(sheet_xml(tmp_path / "大.xlsx", f'<row r="7">{cell}</row>'))
    assert found.code == "cell-too-large"
    assert "B7" in found.message


def test_a_cell_just_beyond_what_excel_holds_is_named(tmp_path: Path) -> None:
    path = sheet_xml(
        tmp_path / "大.xlsx", f'<row r="3"><c r="C3" t="inlineStr"><is><t>{"字" * 32_768}</t></is></c></row>'
    )
    assert "C3" in refusal(path).message
    assert "B2" in refusal(text_file(tmp_path / "大.csv", "题名,版本\n甲," + "字" * 40_000)).message


def test_a_five_megabyte_shared_string_is_named_by_its_cell(tmp_path: Path) -> None:
    path = shared(tmp_path / "大.xlsx", [HEADER, ["", "", "长"]])

    def swell(parts: dict[str, bytes]) -> None:
        name = "xl/sharedStrings.xml"
        parts[name] = parts[name].replace("长".encode(), ("长" * 1_700_000).encode())

    assert "C2" in refusal(repack(path, swell)).message


def test_a_five_megabyte_csv_cell_names_its_line(tmp_path: Path) -> None:
    found = refusal(text_file(tmp_path / "大.csv", '题名,版本\n甲,"' + "字" * 1_700_000 + '"\n'))
    assert found.code == "cell-too-large"
    assert "2" in found.message


def test_rows_beyond_the_bound(tmp_path: Path) -> None:
    rows = [HEADER, *[ROW] * 12]
    assert refusal(workbook(tmp_path / "长.xlsx", rows), Limits(rows=10)).code == "too-many-rows"
    text = "\n".join(",".join(row) for row in rows)
    assert refusal(text_file(tmp_path / "长.csv", text), Limits(rows=10)).code == "too-many-rows"
    far = sheet_xml(tmp_path / "远.xlsx", '<row r="1048577"><c r="A1048577"><v>1</v></c></row>')
    assert refusal(far).code == "too-many-rows"


def test_a_file_beyond_the_bound(tmp_path: Path) -> None:
    path = text_file(tmp_path / "大.csv", "题名,版本\n" + "甲,乙\n" * 500_000)
    found = refusal(path, Limits(file_bytes=1024 * 1024))
    assert found.code == "file-too-large"
    assert "1 MB" in found.message


def test_an_endless_row_is_stopped(tmp_path: Path) -> None:
    cells = "".join(f'<c r="A{n}"/>' for n in range(1, 900_000))
    assert refusal(sheet_xml(tmp_path / "行.xlsx", f'<row r="1">{cells}</row>')).code == "too-many-columns"


def test_quotes_that_never_close_name_the_line(tmp_path: Path) -> None:
    found = refusal(text_file(tmp_path / "引.csv", '题名,版本\n甲,乙\n"丙,丁\n戊,己\n'))
    assert found.code == "quotes"
    assert "3" in found.message


def test_a_dated_number_format_alone_refuses_nothing(tmp_path: Path) -> None:
    def style(book: object) -> None:
        book.active["B2"].number_format = numbers.FORMAT_DATE_YYYYMMDD2  # type: ignore[attr-defined]

    source = open_source(workbook(tmp_path / "日.xlsx", [HEADER, ROW], style))
    assert len(list(source.tables[0].rows())) == 2
