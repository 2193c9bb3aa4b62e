"""What a picture may carry that is no picture: archives, programs, scripts; hidden behind its end or in its remarks.

The files are never served as anything but downloads of their own type, so that nothing in them is run by a browser.
They are refused nevertheless: whoever puts an archive into a picture means no picture.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import BinaryIO

from census.images.cell.verdict import Refused, Structure

#: Bytes read at once, and how far two readings overlap.
BLOCK = 1 << 20
OVERLAP = 64

#: Markup that a browser or a server would run. The first character stands outside the group, for speed.
SCRIPT = re.compile(rb"<(?i:script[\s>/]|\?php\s|html[\s>]|!doctype\s+html|iframe[\s>]|svg[\s>])")
#: What may begin behind the end of a picture, anywhere there → what it is.
BEHIND = re.compile(rb"(PK\x03\x04)|(Rar!\x1a\x07|7z\xbc\xaf\x27\x1c)|(%PDF-)|(\x7fELF)")
BEHIND_NAMES = ("zip", "archive", "pdf", "program")
#: What may stand directly behind the end.
AT_THE_END = ((b"MZ", "program"), (b"#!", "program"))


def refuse_stowaways(path: Path, file: BinaryIO, structure: Structure) -> None:
    """Raise :class:`~census.images.cell.verdict.Refused` where a picture carries what is no picture."""
    if structure.format == "jpeg":
        _refuse_script_header(file)
    _refuse_archive(path)
    _refuse_scripts(file)
    if structure.end:
        _refuse_behind(file, structure.end)


def _refuse_script_header(file: BinaryIO) -> None:
    """Refuse a JPEG whose first segment is as long as ``/*`` is: known from files that are read as JavaScript too."""
    file.seek(4)
    if file.read(2) == b"/*":
        raise Refused("polyglot", found="script")


def _refuse_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            carried = len(archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return
    if carried:
        raise Refused("polyglot", found="zip")


def _refuse_scripts(file: BinaryIO) -> None:
    file.seek(0)
    kept = b""
    while block := file.read(BLOCK):
        if SCRIPT.search(kept + block):
            raise Refused("polyglot", found="script")
        kept = block[-OVERLAP:]


def _refuse_behind(file: BinaryIO, end: int) -> None:
    file.seek(end)
    kept, first = b"", True
    while block := file.read(BLOCK):
        for magic, name in AT_THE_END if first else ():
            if block.startswith(magic):
                raise Refused("polyglot", found=name)
        found = BEHIND.search(kept + block)
        if found and found.lastindex:
            raise Refused("polyglot", found=BEHIND_NAMES[found.lastindex - 1])
        kept, first = block[-OVERLAP:], False
