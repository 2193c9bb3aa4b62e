"""Everything that is made of a picture to look at: tiles at each scale, one as large as a page, a small one.

The picture is gone through once, a band of tiles at a time; each band is halved and handed down to the next scale. So
no more than a band of each scale is held, however large the picture is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from census.images.cell.colour import Convert

#: Edge of a tile; longest edge of the page and of the small picture.
TILE, PAGE, THUMB = 512, 1600, 240
QUALITY = {"quality": 82, "subsampling": 0}


class Source(Protocol):
    """A picture of which any rows can be had."""

    @property
    def width(self) -> int:
        """Return its width in pixels."""

    @property
    def height(self) -> int:
        """Return its height in pixels."""

    def rows(self, top: int, bottom: int) -> Image.Image:
        """Return the rows from ``top`` to ``bottom``."""


@dataclass(slots=True)
class Scale:
    """One scale of the pyramid, ``factor`` times smaller than the picture, and the rows that wait to fill a band."""

    factor: int
    width: int
    height: int
    row: int = 0
    waiting: list[Image.Image] = field(default_factory=list)

    @property
    def held(self) -> int:
        """Return how many rows wait."""
        return sum(part.height for part in self.waiting)

    def band(self) -> Image.Image:
        """Return the waiting rows as one, and let the next band begin."""
        if len(self.waiting) == 1:
            return self.waiting.pop()
        whole = Image.new(self.waiting[0].mode, (self.width, self.held))
        top = 0
        for part in self.waiting:
            whole.paste(part, (0, top))
            top += part.height
        self.waiting.clear()
        return whole


def factors_of(width: int, height: int) -> list[int]:
    """Return the scale factors of a picture: halved until it fits one tile."""
    factors = [1]
    while max(width, height) > TILE * factors[-1]:
        factors.append(factors[-1] * 2)
    return factors


class Pyramid:
    """The making of one picture's files in a folder."""

    def __init__(self, source: Source, convert: Convert, folder: Path) -> None:
        self.source, self.convert, self.folder = source, convert, folder
        self.factors = factors_of(source.width, source.height)
        self.scales = [Scale(f, -(-source.width // f), -(-source.height // f)) for f in self.factors]
        self.model = self._model()
        self.whole: Image.Image | None = None

    def _model(self) -> Scale:
        """Return the smallest scale of which the page can be made without enlarging."""
        fitting = [scale for scale in self.scales if max(scale.width, scale.height) >= PAGE]
        return fitting[-1] if fitting else self.scales[0]

    def make(self) -> dict[str, Any]:
        """Write the files and return what is to be known of them."""
        for scale in self.scales:
            (self.folder / "tiles" / str(scale.factor)).mkdir(parents=True)
        for top in range(0, self.source.height, TILE):
            bottom = min(top + TILE, self.source.height)
            self._take(0, self.convert(self.source.rows(top, bottom)))
        page, thumb = self._write_whole()
        return {
            "width": self.source.width,
            "height": self.source.height,
            "tile": TILE,
            "factors": self.factors,
            "page": page,
            "thumb": thumb,
        }

    def _take(self, number: int, part: Image.Image) -> None:
        """Take rows of a scale; a band that is full is written and handed down."""
        scale = self.scales[number]
        scale.waiting.append(part)
        last = scale.row * TILE + scale.held >= scale.height
        if scale.held < TILE and not last:
            return
        band = scale.band()
        self._write_band(scale, band)
        scale.row += 1
        if number + 1 < len(self.scales):
            self._take(number + 1, band.reduce(2))

    def _write_band(self, scale: Scale, band: Image.Image) -> None:
        for column, left in enumerate(range(0, scale.width, TILE)):
            tile = band.crop((left, 0, min(left + TILE, scale.width), band.height))
            save(tile, self.folder / "tiles" / str(scale.factor) / f"{column}_{scale.row}.jpg")
        if scale is self.model:
            if self.whole is None:
                self.whole = Image.new(band.mode, (scale.width, scale.height))
            self.whole.paste(band, (0, scale.row * TILE))

    def _write_whole(self) -> Iterator[list[int]]:
        """Write page and small picture; yield the size of each."""
        assert self.whole is not None  # noqa: S101 - every picture has a band
        picture = self.whole
        for name, edge in (("page", PAGE), ("thumb", THUMB)):
            picture = fitted(picture, edge)
            save(picture, self.folder / f"{name}.jpg")
            yield list(picture.size)


def fitted(picture: Image.Image, edge: int) -> Image.Image:
    """Return a picture no longer than ``edge``; a smaller one stays as it is."""
    longest = max(picture.size)
    if longest <= edge:
        return picture
    width, height = (max(1, round(side * edge / longest)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def save(picture: Image.Image, path: Path) -> None:
    """Write a JPEG that holds the pixels and nothing else: no profile, no place, no remark."""
    picture.info.clear()
    picture.save(path, "JPEG", **QUALITY)
