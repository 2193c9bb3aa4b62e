"""Pictures of a set volume's pages, made when somebody looks at them and kept beside the PDF."""

from __future__ import annotations

from pathlib import Path

from catalog_export.fonts.main_face import write_whole
from catalog_export.rendering import pictures

#: Widths in pixels: beside a row of the list, on the volume's page, to be read.
WIDTHS = {"small": 120, "page": 260, "large": 1100}


def page_picture(pdf: Path, page: int, size: str, folder: Path) -> Path:
    """Return the PNG of a page (the first is 1) in one of :data:`WIDTHS`, making it if it is not there yet.

    Raises :class:`~catalog_export.rendering.NoSuchPageError`.
    """
    path = folder / f"{page}-{size}.png"
    if not path.is_file():
        (content,) = pictures(pdf, [page - 1], WIDTHS[size])
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return path
