"""What kind of file this is, by its content: a name proves nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused

HEAD_BYTES = 4096
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Stream names inside an OLE2 container, UTF-16LE as stored in its directory.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAM = "Workbook".encode("utf-16-le")

#: First bytes of what libraries do send by mistake: signature → what to call it.
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<?mso")


def recognise(path: Path) -> str:
    """Return ``xlsx`` or ``text``. Raises :class:`ImportRefused` for everything that is no spreadsheet we read."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ImportRefused("empty", gettext_noop("文件是空的，没有任何内容。"))
    if head.startswith(b"PK"):
        return _recognise_package(path)
    if head.startswith(OLE2):
        raise _explain_ole2(path)
    for signature, name in FOREIGN:
        if head.startswith(signature):
            raise _not_a_spreadsheet(name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise _not_a_spreadsheet("HTML / XML")
    return "text"


def _recognise_package(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ImportRefused(
            "damaged", gettext_noop("文件已损坏，无法打开；请在表格软件中重新保存后再导入。")
        ) from error
    if "xl/workbook.bin" in names:
        raise ImportRefused("xlsb", gettext_noop("这是二进制工作簿（.xlsb）。请另存为 .xlsx 后再导入。"))
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        raise ImportRefused("ods", gettext_noop("这是 OpenDocument 文件（.ods / .odt）。请另存为 .xlsx 后再导入。"))
    if any(name.startswith("word/") for name in names):
        raise _not_a_spreadsheet("Word")
    raise _not_a_spreadsheet("ZIP")


def _explain_ole2(path: Path) -> ImportRefused:
    """Tell an encrypted workbook from an old .xls: both are OLE2 containers."""
    with path.open("rb") as stream:
        found = _streams(stream.read(8 * 1024 * 1024))
    if "encrypted" in found:
        return ImportRefused("encrypted", gettext_noop("工作簿加了密码。请去掉密码后另存为 .xlsx 再导入。"))
    if "xls" in found:
        return ImportRefused(
            "xls", gettext_noop("这是旧版工作簿（.xls），看不出哪些单元格是公式或日期。请另存为 .xlsx 后再导入。")
        )
    return _not_a_spreadsheet("OLE2（Word 旧版文档等）")


def _streams(data: bytes) -> set[str]:
    found = set()
    if ENCRYPTED_STREAM in data:
        found.add("encrypted")
    if WORKBOOK_STREAM in data or "Book".encode("utf-16-le") in data:
        found.add("xls")
    return found


def _not_a_spreadsheet(name: str) -> ImportRefused:
    return ImportRefused(
        "not-a-spreadsheet",
        gettext_noop("这不是表格文件（看上去是 {kind}）。能导入的是 .xlsx 和 CSV（UTF-8 或 GB18030）。"),
        kind=name,
    )
