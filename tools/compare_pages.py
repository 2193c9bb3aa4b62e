"""Make the pictures of one page set by us, by Typst and by Platypus: ``python -m tools.compare_pages``.

All three set the same records of the sample, with the same face and page, from the same record on: the first page of
each shows how far it gets, and how. The pictures stand in ``docs/pictures``: one of each, and the three together.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import django
from PIL import Image

from catalog_export.rendering import pictures as drawn

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ENGINES = {"ours": "ours", "typst": "by_typst", "platypus": "by_platypus"}
#: So many records of the sample, and the one that stands first: with it begins a page of long and short entries.
RECORDS, FIRST = 120, "330000-1701-0001667"
#: The page's width in pixels, by itself and beside the others.
WIDTH, BESIDE = 1000, 620
COLOURS = 32


def set_page(engine: str, folder: Path) -> Path:
    """Set the records by one engine; return the file, whose first page is the one that is drawn."""
    from benchmarks.peers.entries import sample

    path = folder / f"{engine}.pdf"
    set_register: Callable[..., None] = importlib.import_module(f"benchmarks.peers.{ENGINES[engine]}").set_register
    set_register([row for row in sample(RECORDS) if row[0] >= FIRST], path, with_index=False)
    return path


def draw(engine: str, folder: Path) -> Image.Image:
    """Return the page as one engine sets it."""
    return Image.open(io.BytesIO(drawn(set_page(engine, folder), [0], WIDTH)[0])).convert("L")


def beside(pages: list[Image.Image]) -> Image.Image:
    """Return the pages in one picture, a line between them."""
    small = [
        page.resize((BESIDE, round(page.height * BESIDE / page.width)), Image.Resampling.LANCZOS) for page in pages
    ]
    whole = Image.new("L", (BESIDE * len(small) + 2 * (len(small) - 1), small[0].height), 160)
    for number, page in enumerate(small):
        whole.paste(page, (number * (BESIDE + 2), 0))
    return whole


def main() -> int:
    """Set, draw and write all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as name:
        pages = {engine: draw(engine, Path(name)) for engine in ENGINES}
    for name, picture in {**pages, "side-by-side": beside(list(pages.values()))}.items():
        path = PICTURES / f"typeset-{name}.png"
        picture.quantize(COLOURS).save(path, optimize=True)
        print(f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}  {path.stat().st_size:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
