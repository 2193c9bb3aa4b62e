"""ReportLab's PDF objects, as much as the compositor needs of them, and its own cheap ones beside them.

The document is written by ``reportlab.pdfbase.pdfdoc.PDFDocument``. What comes in thousands (pages, links) is formatted
here, for speed; fonts are ours, since ReportLab's own embedding makes fonts of 256 glyphs.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc


class Raw(pdfdoc.PDFObject):
    """An object whose bytes are known, or will be when the document is written."""

    __RefOnly__ = 1

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    def format(self, document: object) -> bytes:
        """Return the bytes (called by ReportLab)."""
        return self.content


class File:
    """The PDF file being put together: ReportLab's document with only the objects that we give it."""

    def __init__(self) -> None:
        self._document: Any = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 7))
        self._digest = hashlib.md5(usedforsecurity=False)

    def add(self, content: bytes | Raw = b"") -> str:
        """Register an object and return its reference (``12 0 R``)."""
        raw = content if isinstance(content, Raw) else Raw(content)
        self._digest.update(raw.content)
        name = self._document.Reference(raw).name
        number, version = self._document.idToObjectNumberAndVersion[name]
        return f"{number} {version} R"

    def add_stream(self, data: bytes, entries: str = "", *, deflated: bool = False) -> str:
        """Register a stream, deflating it unless that is done, and return its reference."""
        return self.add(stream(data if deflated else zlib.compress(data), entries + "/Filter/FlateDecode"))

    def finish(self, catalog: Raw, info: Raw) -> bytes:
        """Return the file's bytes. The identifier is a digest of what it holds, so that equal files have equal ones."""
        document = self._document
        document.Catalog, document.info = catalog, info
        digest = self._digest.hexdigest().encode()
        document._ID = b"[<" + digest + b"><" + digest + b">]\n"
        written: bytes = document.format()
        return written


def stream(data: bytes, entries: str = "") -> bytes:
    """Return a stream object's bytes, ``entries`` standing in its dictionary."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream\n" % (entries.encode("ascii"), len(data), data)


def text_string(text: str) -> str:
    """Return text as a PDF text string, whatever its script."""
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"
