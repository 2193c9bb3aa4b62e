"""Pictures of a set volume's pages, made when somebody looks at them and kept beside the PDF."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pypdfium2 as pdfium

from catalog_export.fonts.main_face import write_whole

#: Widths in pixels: beside a row of the list, on the volume's page, to be read.
WIDTHS = {"small": 120, "page": 260, "large": 1100}
#: The renderer may be used by one thread at a time.
_LOCK = threading.Lock()


class NoSuchPageError(LookupError):
    """The PDF has no page of that number, or there is no PDF."""


def page_picture(pdf: Path, page: int, size: str, folder: Path) -> Path:
    """Return the PNG of a page (the first is 1) in one of :data:`WIDTHS`, making it if it is not there yet.

    Raises :class:`NoSuchPageError`.
    """
    path = folder / f"{page}-{size}.png"
    if not path.is_file():
        content = render(pdf, page, WIDTHS[size])
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return path


def render(pdf: Path, page: int, width: int) -> bytes:
    """Return a page as a PNG of that width, in shades of grey. Raises :class:`NoSuchPageError`."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(pdf)
        except (FileNotFoundError, pdfium.PdfiumError) as error:
            raise NoSuchPageError(str(pdf)) from error
        try:
            if not 1 <= page <= len(document):
                raise NoSuchPageError(f"{pdf}: {page}")
            leaf = document[page - 1]
            picture = leaf.render(scale=width / leaf.get_width(), grayscale=True).to_pil()
        finally:
            document.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=False)
    return stream.getvalue()
