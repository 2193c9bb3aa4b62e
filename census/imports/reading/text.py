"""Which encoding a text file is in, found from its bytes, and where it is damaged if it is."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What a reader of Chinese calls an encoding.
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "gb18030": "GB18030", "utf-16": "UTF-16", "utf-32": "UTF-32"}
#: Most of it is valid GB18030 too, and then reads as nonsense.
BIG5 = "big5hkscs"
_CHUNK = 1024 * 1024
_THREE_BYTES = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
#: So many characters of three bytes in a row of valid UTF-8 are no accident in a GB18030 file.
_SURE = 4


def detect_encoding(path: Path) -> str:
    """Return the codec of a text file: by its byte order mark, else UTF-8 if it is valid, else GB18030.

    Raises ``ImportRefused`` naming the line where a file is damaged, mixes encodings or holds NUL bytes.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, codec in BOMS:
        if head.startswith(mark):
            _check(path, codec)
            return codec
    _refuse_nul(path)
    bad_utf8 = _first_bad_line(path, "utf-8")
    if bad_utf8 is None:
        return "utf-8"
    if _chinese_before(path, bad_utf8) >= _SURE:
        raise _mixed("UTF-8", bad_utf8)
    lines = _sort_lines(path)
    if lines.utf8 > lines.other:
        raise _mixed("UTF-8", bad_utf8)
    if lines.utf8:
        raise _mixed("GB18030", lines.first_utf8)
    bad_gb = _first_bad_line(path, "gb18030")
    if bad_gb is None:
        return "gb18030"
    if _first_bad_line(path, BIG5) is None:
        raise is_big5()
    raise ImportRefused(
        "encoding",
        gettext_noop("认不出文件的编码：第 {utf8} 行不是 UTF-8，第 {gb} 行不是 GB18030。请另存为 CSV（UTF-8）。"),
        utf8=bad_utf8,
        gb=bad_gb,
    )


def is_big5() -> ImportRefused:
    """Return the refusal of a file that makes sense as Big5 only."""
    return ImportRefused("big5", gettext_noop("文件像是 Big5（繁体旧编码）。请用表格软件打开后另存为 CSV（UTF-8）。"))


def _check(path: Path, codec: str) -> None:
    bad = _first_bad_line(path, codec)
    if bad is not None:
        raise _mixed(NAMES[codec], bad)
    _refuse_nul(path, codec)


def _mixed(name: str, line: int) -> ImportRefused:
    return ImportRefused(
        "encoding",
        gettext_noop("文件是 {name} 编码，但第 {line} 行混入了别的编码或已损坏。请改正这一行，或另存为 CSV（UTF-8）。"),
        name=name,
        line=line,
    )


def _refuse_nul(path: Path, codec: str = "latin-1") -> None:
    line = 1
    with path.open(encoding=codec, newline="") as stream:
        while chunk := stream.read(_CHUNK):
            at = chunk.find("\0")
            if at >= 0:
                raise ImportRefused(
                    "nul",
                    gettext_noop(
                        "第 {line} 行含有空字符（NUL），这不是文本表格，或文件已损坏。请另存为 CSV（UTF-8）。"
                    ),
                    line=line + chunk.count("\n", 0, at),
                )
            line += chunk.count("\n")


def _first_bad_line(path: Path, codec: str) -> int | None:
    """Return the number of the first line that does not decode, None where all of them do."""
    try:
        decoder = codecs.getincrementaldecoder(codec)("strict")
        line = 1
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                try:
                    line += decoder.decode(chunk).count("\n")
                except UnicodeDecodeError as error:
                    return line + _newlines(error.object[: error.start], codec)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _newlines(data: bytes, codec: str) -> int:
    return data.decode(codec, "ignore").count("\n") if codec.startswith("utf-") else data.count(b"\n")


def _chinese_before(path: Path, line: int) -> int:
    """Count the three-byte UTF-8 characters in the lines before ``line`` and in what of it is valid."""
    found = 0
    with path.open("rb") as stream:
        for number, data in enumerate(stream, start=1):
            if number >= line or found >= _SURE:
                break
            found += len(_THREE_BYTES.findall(data))
    return found


class _Lines(NamedTuple):
    """How many lines can only be UTF-8, the first of them, and how many others are not ASCII."""

    utf8: int
    first_utf8: int
    other: int


def _sort_lines(path: Path) -> _Lines:
    utf8 = first = other = 0
    with path.open("rb") as stream:
        for number, data in enumerate(stream, start=1):
            if data.isascii():
                continue
            if len(_THREE_BYTES.findall(data)) >= _SURE and _is_utf8(data):
                utf8, first = utf8 + 1, first or number
            else:
                other += 1
    return _Lines(utf8, first, other)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
