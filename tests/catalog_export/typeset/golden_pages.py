"""Pictures of pages as they should be, and how a page of today is held against one.

A baseline locks in whatever it was taken of, so each was looked at; ``UPDATE_GOLDEN=1`` takes them anew. Pictures are
compared coarsely, by the ink in squares of the page, so that another version of the renderer does not matter but a
line moved by a point does.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

FOLDER = Path(__file__).parent / "golden"
RESOLUTION = 72
#: A square's side in pixels, and how much its ink may differ (of 255) there, and on the mean of all squares.
SQUARE, MOST, MEAN = 6, 70.0, 1.2


def drawn(data: bytes, folder: Path, page: int = 1) -> Image.Image:
    """Return a page of a PDF as a grey picture."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("needs pdftoppm")
    path = folder / "page.pdf"
    path.write_bytes(data)
    command = ["pdftoppm", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-gray", "-png", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return the largest and the mean difference in ink between the squares of two pictures; sizes must agree."""
    assert one.size == other.size
    size = (one.width // SQUARE, one.height // SQUARE)
    squares = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    apart = ImageChops.difference(*squares)
    return float(apart.getextrema()[1]), ImageStat.Stat(apart).mean[0]  # type: ignore[arg-type]


def assert_golden(name: str, picture: Image.Image) -> None:
    """Hold a picture against the one that is kept under this name."""
    path = FOLDER / f"{name}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        picture.quantize(8).save(path, optimize=True)
    most, mean = difference(picture, Image.open(path).convert("L"))
    assert most <= MOST, f"{name}: ink differs by {most:.0f} somewhere; look at it, then UPDATE_GOLDEN=1"
    assert mean <= MEAN, f"{name}: ink differs by {mean:.2f} on the mean; look at it, then UPDATE_GOLDEN=1"
