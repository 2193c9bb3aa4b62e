"""Reading back the links that lead from one file into another, and what stands at the place they open."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from tests.catalog_export.volumes.register_reading import squeezed


@dataclass(frozen=True)
class RemoteLink:
    """Where a click leads: file, page (from 0), height in points; and where in which file it is made."""

    file: str
    page: int
    top: float | None
    path: Path
    at: int
    area: tuple[float, float, float, float]

    def words(self) -> str:
        """The words that are clicked on."""
        return text_in(self.path, self.at, self.area)


def remote_links(path: Path) -> list[RemoteLink]:
    return list(_links(path))


def _links(path: Path) -> Iterator[RemoteLink]:
    for number, page in enumerate(PdfReader(path).pages, 1):
        for annotation in page.get("/Annots", ()):
            found = annotation.get_object()
            action = found.get("/A", {})
            if action.get("/S") != "/GoToR":
                continue
            file = action["/F"].get_object()
            assert file["/UF"] == bytes(file["/F"].original_bytes).decode(), "both names are the same"
            target, kind, *place = action["/D"]
            top = float(place[1]) if kind == "/XYZ" else None
            height = float(page.mediabox.height)
            left, bottom, right, above = map(float, found["/Rect"])
            area = (left, height - above, right - left, above - bottom)
            yield RemoteLink(file["/UF"], int(target), top, path, number, area)


def text_in(path: Path, page: int, area: tuple[float, float, float, float]) -> str:
    """The text in an area of a page: left, top, width, height in points from the upper left corner."""
    x, y, width, height = area
    box = ["-x", str(round(x)), "-y", str(round(y)), "-W", str(round(width) or 1), "-H", str(round(height) or 1)]
    pages = ["-f", str(page), "-l", str(page), "-r", "72"]
    run = subprocess.run(["pdftotext", *pages, *box, str(path), "-"], capture_output=True, check=True, text=True)
    return squeezed(run.stdout)


def entry_at(path: Path, page: int, top: float) -> str:
    """The text of a page (from 0) in the depth of a few lines below a height."""
    leaf = PdfReader(path).pages[page]
    height, width = float(leaf.mediabox.height), float(leaf.mediabox.width)
    return text_in(path, page + 1, (0, height - top, width, 80))
