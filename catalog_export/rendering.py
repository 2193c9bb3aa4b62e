"""Pages of a PDF as pictures: both the previews and the pictures of finished pages are drawn here."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path

import pypdfium2 as pdfium

#: PDFium may be entered by one thread at a time.
_LOCK = threading.Lock()
#: No stroke is drawn thinner than a point of the picture; so pages are drawn at least this wide (pixels) and made
#: smaller, else characters whose strokes are thickened a little become blots.
DRAWN = 1500


class NoSuchPageError(LookupError):
    """The PDF has no page of that number, or there is no PDF."""


def pictures(pdf: bytes | Path, pages: Iterable[int], width: int) -> list[bytes]:
    """Return some pages of a PDF (the first is 0) as PNG of that width in pixels, in shades of grey.

    Raises :class:`NoSuchPageError`.
    """
    with _LOCK:
        return list(_pictures(pdf, pages, width))


def _pictures(pdf: bytes | Path, pages: Iterable[int], width: int) -> Iterator[bytes]:
    try:
        document = pdfium.PdfDocument(pdf)
    except (FileNotFoundError, pdfium.PdfiumError) as error:
        raise NoSuchPageError("no PDF") from error
    try:
        for number in pages:
            if not 0 <= number < len(document):
                raise NoSuchPageError(str(number))
            leaf = document[number]
            times = ceil(DRAWN / width)
            drawn = leaf.render(scale=times * width / leaf.get_width(), grayscale=True).to_pil()
            stream = io.BytesIO()
            drawn.resize((width, round(drawn.height / times)), reducing_gap=2.0).save(stream, "PNG", compress_level=1)
            yield stream.getvalue()
    finally:
        document.close()
