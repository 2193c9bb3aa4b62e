"""A TIFF picture read piece by piece: each strip or tile is decoded for itself, so that none needs the whole in memory.

A piece is handed to the decoder as a small TIFF file of its own, with the whole file's tags. Uncompressed strips
are cut to the rows wanted, however tall they are.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image

from census.images.cell import tiff
from census.images.cell.tiff import Directory
from census.images.cell.verdict import Refused

#: Tags that a piece has in common with the whole → type of the value.
SHARED = {
    tiff.BITS: "H",
    tiff.COMPRESSION: "H",
    tiff.PHOTOMETRIC: "H",
    266: "H",  # FillOrder
    tiff.SAMPLES: "H",
    tiff.PLANAR: "H",
    tiff.PREDICTOR: "H",
    tiff.COLOURS: "H",
    tiff.EXTRA: "H",
    tiff.SAMPLE_FORMAT: "H",
    tiff.JPEG_TABLES: "B",
    tiff.SUBSAMPLING: "H",
}
CODES = {"H": 3, "I": 4, "B": 7}
UNCOMPRESSED = 1


class Pieces:
    """The picture of a TIFF file's first directory, of which any rows can be had."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.directory = tiff.directories(file, size)[0]
        self.width, self.height = self.directory.one(tiff.WIDTH), self.directory.one(tiff.HEIGHT)
        if self.directory.one(tiff.PLANAR, 1) != 1:
            raise Refused("memory_layout")
        self.across, self.down = self._piece_size()

    def _piece_size(self) -> tuple[int, int]:
        if self.directory.is_tiled:
            return self.directory.one(tiff.TILE_WIDTH), self.directory.one(tiff.TILE_HEIGHT)
        return self.width, min(self.directory.one(tiff.ROWS, self.height), self.height)

    @property
    def held(self) -> int:
        """Return the bytes that one piece may need: compressed strips come whole."""
        if self.directory.one(tiff.COMPRESSION, 1) == UNCOMPRESSED and not self.directory.is_tiled:
            return 0
        return self.across * self.down * 8

    def rows(self, top: int, bottom: int) -> Image.Image:
        """Return the rows from ``top`` to ``bottom``."""
        whole: Image.Image | None = None
        for left, upper, piece in self._pieces(top, bottom):
            if whole is None:
                whole = Image.new(piece.mode, (self.width, bottom - top))
                if piece.mode == "P":
                    whole.putpalette(piece.getpalette() or [])
            whole.paste(piece, (left, upper - top))
        if whole is None:
            raise Refused("truncated")
        return whole

    def _pieces(self, top: int, bottom: int) -> Iterator[tuple[int, int, Image.Image]]:
        """Yield (left, top, picture) of what the rows touch."""
        parts = self.directory.parts
        columns = -(-self.width // self.across)
        for row in range(top // self.down, -(-bottom // self.down)):
            for column in range(columns):
                number = row * columns + column
                if number >= len(parts):
                    raise Refused("truncated")
                offset, count = parts[number]
                upper, height = row * self.down, self.down
                if not self.directory.is_tiled:
                    height = min(height, self.height - upper)
                    offset, count, upper, height = self._narrowed((offset, count), upper, height, (top, bottom))
                yield column * self.across, upper, self._decoded(offset, count, height)

    def _narrowed(
        self, part: tuple[int, int], upper: int, height: int, wanted: tuple[int, int]
    ) -> tuple[int, int, int, int]:
        """Cut an uncompressed strip to the rows wanted; a compressed one stays whole."""
        offset, count = part
        if self.directory.one(tiff.COMPRESSION, 1) != UNCOMPRESSED or height <= 0:
            return offset, count, upper, height
        line = -(-self.width * sum(self._bits()) // 8)
        first, last = max(wanted[0] - upper, 0), min(wanted[1] - upper, height)
        return offset + first * line, min(count, (last - first) * line), upper + first, last - first

    def _bits(self) -> list[int]:
        bits, samples = list(self.directory.bits), max(self.directory.one(tiff.SAMPLES, 1), 1)
        return bits if len(bits) >= samples else bits[:1] * samples

    def _decoded(self, offset: int, count: int, height: int) -> Image.Image:
        self.file.seek(offset)
        data = self.file.read(count)
        if len(data) < count:
            raise Refused("truncated")
        with Image.open(io.BytesIO(small_file(self.directory, self.across, height, data)), formats=["TIFF"]) as piece:
            piece.load()
            return piece.copy()


def small_file(whole: Directory, width: int, height: int, data: bytes) -> bytes:
    """Return a TIFF file of one strip that holds one piece of a larger one."""
    values: dict[int, tuple[str, tuple[int, ...]]] = {
        tag: (letter, whole.tags[tag]) for tag, letter in SHARED.items() if tag in whole.tags
    }
    values[tiff.WIDTH] = values[tiff.ROWS] = ("I", (width,))
    values[tiff.HEIGHT] = values[tiff.ROWS] = ("I", (height,))
    values[tiff.STRIP_COUNTS] = ("I", (len(data),))
    values[tiff.STRIP_OFFSETS] = ("I", (0,))
    order = whole.order
    aside_at = 8 + 2 + 12 * len(values) + 4
    length = sum(_long(order, *value) for value in values.values())
    values[tiff.STRIP_OFFSETS] = ("I", (aside_at + length,))
    entries, aside = b"", b""
    for tag, (letter, numbers) in sorted(values.items()):
        packed = struct.pack(f"{order}{len(numbers)}{letter}", *numbers)
        entries += struct.pack(order + "HHI", tag, CODES[letter], len(numbers))
        if len(packed) <= 4:
            entries += packed.ljust(4, b"\0")
        else:
            entries += struct.pack(order + "I", aside_at + len(aside))
            aside += packed + b"\0" * (len(packed) % 2)
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    return head + struct.pack(order + "H", len(values)) + entries + b"\0\0\0\0" + aside + data


def _long(order: str, letter: str, numbers: tuple[int, ...]) -> int:
    """Return the bytes that an entry's values take beside it."""
    length = struct.calcsize(f"{order}{len(numbers)}{letter}")
    return length + length % 2 if length > 4 else 0
