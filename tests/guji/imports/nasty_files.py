"""Files that cannot be taken in, each made on the spot: what libraries send by mistake, and what malice would.

``FILES`` maps the trap to the words its refusal must hold and to what makes the file.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.census.imports.import_sheets import repack, shared, sheet_xml, workbook
from tests.guji.imports.book_sheets import BOOKS, HEADER, changed, text, xlsx

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = "<!DOCTYPE l [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/hostname">'
Make = Callable[[Path], object]
FILES: dict[str, tuple[tuple[str, ...], Make]] = {}


def trap(name: str, *words: str) -> Callable[[Make], Make]:
    """Enter a maker of one nasty file, with the words its refusal must hold."""

    def enter(make: Make) -> Make:
        FILES[name] = (words, make)
        return make

    return enter


def add(name: str, make: Make, *words: str) -> None:
    """Enter a nasty file made by an expression."""
    trap(name, *words)(make)


def raw(data: bytes) -> Make:
    """Return what writes these bytes."""
    return lambda path: path.write_bytes(data)


def parts(**changes: bytes) -> Callable[[dict[str, bytes]], None]:
    """Return a change that sets parts of a package; ``__`` in a name stands for ``/`` and ``_`` for ``.``."""
    named = {name.replace("__", "/").replace("_", "."): data for name, data in changes.items()}
    return lambda package: package.update(named)


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    """Return a change that takes a part out of a package."""
    return lambda package: package.__delitem__(name)


def packed(*members: tuple[str, bytes]) -> Make:
    """Return what writes a ZIP package of these members."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in members:
                package.writestr(name, data)

    return make


def sound_but(change: Callable[[dict[str, bytes]], None]) -> Make:
    """Return what writes a sound workbook with parts changed."""
    return lambda path: repack(xlsx(path), change)


def cells(change: Callable[[Any], None], rows: Sequence[Sequence[Any]] = BOOKS) -> Make:
    """Return what writes a workbook after ``change`` has had its active sheet."""
    return lambda path: workbook(path, [HEADER, *rows], lambda book: change(book.active))


def csv_lines(*lines: str, encoding: str = "utf-8", end: str = "\n") -> Make:
    """Return what writes a text file of these lines."""
    return lambda path: path.write_bytes(end.join(lines).encode(encoding))


def streams(*names: str) -> bytes:
    """Return bytes that begin as an OLE2 container and list streams of these names."""
    return OLE2 + b"\x00" * 504 + b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in names)


LINE = ",".join(BOOKS[0])
HEAD = ",".join(HEADER)

add("a PDF called .xlsx", raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"0" * 900), "不是表格文件", "PDF", ".xlsx")
add("a web page called .xls", raw(b"<html><table><tr><td>\xe9\xa2\x98\xe5\x90\x8d</td></tr></table>"), "HTML")
add("a photograph", raw(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x01" * 500), "JPEG")
add("a Word document", packed(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), "Word")
add("an OpenDocument sheet", packed(("mimetype", b"x"), ("content.xml", b"<x/>")), "OpenDocument", "另存为 .xlsx")
add("a binary workbook", packed(("[Content_Types].xml", b"<x/>"), ("xl/workbook.bin", b"x")), ".xlsb")
add("photographs packed together", packed(("1.jpg", b"x"), ("2.jpg", b"x")), "ZIP")
add("an old workbook", raw(streams("Workbook")), "旧版工作簿（.xls）", "另存为 .xlsx")
add("a workbook with a password", raw(streams("EncryptionInfo", "EncryptedPackage")), "加了密码", "去掉密码")
add("an old Word document", raw(streams("WordDocument")), "不是表格文件", "OLE2")
add("an empty file", raw(b""), "空的")
add("nothing but a mark", raw(b"\xef\xbb\xbf"), "空的")
add("macros", sound_but(parts(xl__vbaProject_bin=b"\x00" * 64)), "带有宏", "xl/vbaProject.bin", "不含宏")
add("a link to another file", sound_but(parts(xl__externalLinks__externalLink1_xml=b"<x/>")), "引用了别的文件")
add("a part of blanks", sound_but(parts(xl__media__a_xml=b" " * 40_000_000)), "展开后达", "压缩炸弹")
add("a path out of the package", sound_but(lambda p: p.update({"../../tmp/x.xml": b"<x/>"})), "../../tmp/x.xml")
add("a path from the root", sound_but(lambda p: p.update({"/etc/x.xml": b"<x/>"})), "/etc/x.xml", "拒绝打开")
add("a path of another system", sound_but(lambda p: p.update({"xl\\..\\x.xml": b"<x/>"})), "拒绝打开")
add("laughs in the rows", lambda p: sheet_xml(p, "<row r='1'/>", prolog=LAUGHS), "DTD 或实体", "拒绝打开")
add("an entity from outside", lambda p: sheet_xml(p, "<row r='1'/>", prolog=OUTSIDE), "DTD 或实体")
add("no sheet at all", sound_but(without("xl/worksheets/sheet1.xml")), "已损坏", "重新保存")
add("no list of sheets", sound_but(without("xl/workbook.xml")), "已损坏")
add("a row twice", lambda p: sheet_xml(p, two_rows_with_one_number()), "已损坏")
add("one sheet with nothing in it", lambda p: workbook(p, []), "找不到表头", "题名卷数")
add(
    "a sheet of prose", lambda p: workbook(p, [["本館古籍普查工作報告"], ["一、概況"]]), "找不到表头", "import_template"
)
add("a header in row eleven", lambda p: workbook(p, [["表"]] * 10 + [HEADER, *BOOKS]), "前 10 行", "找不到表头")
add("a header and no rows", lambda p: xlsx(p, []), "表头之下没有任何内容")
add("three hundred columns", lambda p: workbook(p, [[*HEADER, *(f"列{n}" for n in range(300))]]), "最多可有 256 列")
add("a title of 5 MB", lambda p: sheet_xml(p, f"<row r='2'>{inline('D2', '字' * 1_700_000)}</row>"), "D2", "32767")
add("one heading twice", lambda p: xlsx(p, [[*BOOKS[0], "x"]], [*HEADER, "书名"]), "D 列", "I 列", "书名", "同一项")
add("merged cells", cells(lambda sheet: sheet.merge_cells("D3:D5")), "合并单元格", "D3:D5", "取消合并")
add("no title anywhere", lambda p: xlsx(p, [["善1", "2冊"]], ["索书号", "册数"]), "第 2 行", "没有题名")
add("a line of totals below", lambda p: xlsx(p, [*BOOKS, ["合計", "", "", "", "", "", "52冊"]]), "第 6 行", "没有题名")
add("a formula without its result", cells(lambda s: s.__setitem__("G3", "=1+1")), "第 3 行", "册数", "公式", "数值")
add("an error value", lambda p: xlsx(p, changed(2, 5, "#REF!")), "第 4 行", "版本", "#REF!", "错误值")
add("a lost look-up", lambda p: xlsx(p, changed(2, 4, "#N/A")), "第 4 行", "著者", "#N/A")
add("parts that became a day", lambda p: xlsx(p, changed(2, 7, day(1, 2))), "第 4 行", "存卷", "2024-01-02", "文本")
add("a shelf mark that became a day", lambda p: xlsx(p, changed(1, 2, day(3, 4))), "第 3 行", "索书号", "2024-03-04")
add("a number that lost its end", lambda p: xlsx(p, changed(0, 0, 3300001701000000123.0)), "第 2 行", "15 位", "文本")
add("a number in powers of ten", lambda p: text(p, changed(0, 0, "3.3E+17")), "第 2 行", "科学记数法", "3.3E+17")
add("a number twice", lambda p: xlsx(p, changed(1, 0, BOOKS[0][0])), "第 2 行", "第 3 行", BOOKS[0][0], "还用在")
add("a number of no form", lambda p: xlsx(p, changed(1, 0, "330000-1701-12")), "第 3 行", "330000-1701-12")
add("a number of another holder", lambda p: xlsx(p, changed(1, 0, "330000-1705-0000009")), "第 3 行", "普查登记编号")
add("a holder that does not exist", lambda p: xlsx(p, changed(2, 1, "某某書院")), "第 4 行", "某某書院", "四位单位代码")
add("no holder", lambda p: xlsx(p, changed(3, 1, "")), "第 5 行", "单位")
add(
    "a yes that is none",
    lambda p: xlsx(p, [[*BOOKS[0], "也许"]], [*HEADER, "是否丛书"]),
    "第 2 行",
    "也许",
    "“是”或“否”",
)
add("a size that is none", lambda p: xlsx(p, [[*BOOKS[0], "很大"]], [*HEADER, "版框"]), "第 2 行", "很大", "20.1×13.5")
add("quotes that never close", csv_lines(HEAD, LINE, '"善9,論語十卷', LINE), "第 3 行", "引号不成对")
add("quotes in the middle of a cell", csv_lines(HEAD, '"善9"本,論語十卷', LINE), "第 2 行", "引号不成对")
add("NUL among the text", csv_lines(HEAD, LINE.replace("國語", "國\x00語")), "第 2 行", "NUL")
add("commas without quotes", csv_lines(HEAD, LINE + ",五冊,", LINE.replace("撰", ",撰") + ",多,餘"), "错位", "没加引号")
add("UTF-16 without its mark", csv_lines(HEAD, LINE, encoding="utf-16-le"), "NUL", "CSV（UTF-8）")
add(
    "Big5",
    csv_lines("登記編號,單位,索書號,題名卷數,版本", "x,1701,善1,國語二十一卷,明刻本", encoding="big5"),
    "Big5",
    "CSV（UTF-8）",
)
add("two encodings in one file", raw(HEAD.encode() + b"\n" + LINE.encode("gb18030")), "UTF-8", "第 2 行", "别的编码")
add("text cut within a character", raw((HEAD + "\n" + LINE).encode()[:-1] + "（三國".encode()[:-1]), "第 2 行")
add("a heading nobody knows", csv_lines("甲,乙,丙", "1,2,3"), "找不到表头")


def inline(cell: str, words: str) -> str:
    """Return a cell with its text in place."""
    return f'<c r="{cell}" t="inlineStr"><is><t>{words}</t></is></c>'


def day(month: int, number: int) -> datetime.date:
    """Return a day that a program made of two numbers."""
    return datetime.date(2024, month, number)


def row_of(number: int, values: Sequence[str]) -> str:
    """Return a row of inline cells."""
    named = (inline(f"{chr(65 + index)}{number}", value) for index, value in enumerate(values))
    return f'<row r="{number}">{"".join(named)}</row>'


def two_rows_with_one_number() -> str:
    """Return a sheet whose second record bears the row number of the first."""
    return row_of(1, HEADER) + row_of(2, BOOKS[0]) + row_of(2, BOOKS[1])


@trap("a workbook cut off", "已损坏")
def _(path: Path) -> None:
    path.write_bytes(xlsx(path).read_bytes()[:-60])


@trap("a workbook with a hole", "已损坏")
def _(path: Path) -> None:
    data = bytearray(xlsx(path, BOOKS * 40).read_bytes())
    where = data.find(b"xl/worksheets/sheet1.xml") + 400
    data[where : where + 64] = b"\x00" * 64
    path.write_bytes(data)


@trap("a package in a package", "ZIP")
def _(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("x", b"\x00" * 50_000_000)
    packed(("普查.xlsx", inner.getvalue()))(path)


@trap("laughs in the string table", "DTD 或实体")
def _(path: Path) -> None:
    shared(path, [HEADER, BOOKS[0]])
    name = "xl/sharedStrings.xml"
    repack(path, lambda p: p.update({name: LAUGHS.encode() + p[name].partition(b"?>")[2]}))


@trap("an entity in the list of sheets", "DTD 或实体")
def _(path: Path) -> None:
    name = "xl/workbook.xml"
    repack(xlsx(path), lambda p: p.update({name: LAUGHS.encode() + p[name].partition(b"?>")[2]}))


@trap("an entity hidden by UTF-16", "DTD 或实体")
def _(path: Path) -> None:
    sheet_xml(path, row_of(1, HEADER), prolog=LAUGHS)
    name = "xl/worksheets/sheet1.xml"
    repack(path, lambda p: p.update({name: p[name].decode().replace("UTF-8", "UTF-16").encode("utf-16")}))


@trap("strings of 5 MB", "D2")
def _(path: Path) -> None:
    shared(path, [HEADER, ["", "", "", "長"]])
    name = "xl/sharedStrings.xml"
    repack(path, lambda p: p.update({name: p[name].replace("長".encode(), ("長" * 1_700_000).encode())}))


@trap("only a chart", "找不到表头")
def _(path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "圖"
    book.create_chartsheet("圖表")
    book.save(path)
