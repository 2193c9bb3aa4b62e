"""The structure of TIFF 6.0 and BigTIFF files: their directories, and where the parts of the picture lie."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from census.images.cell.verdict import Refused, Structure

#: Directories and entries of one file, and values of one entry, that are read.
MOST_DIRECTORIES, MOST_ENTRIES, MOST_VALUES = 1000, 4096, 4_000_000

#: Type → (bytes, letter of :mod:`struct`).
TYPES = {1: (1, "B"), 3: (2, "H"), 4: (4, "I"), 6: (1, "b"), 7: (1, "B"), 8: (2, "h"), 9: (4, "i"), 16: (8, "Q")}

SUBFILE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
STRIP_OFFSETS, ORIENTATION, SAMPLES, ROWS, STRIP_COUNTS, PLANAR = 273, 274, 277, 278, 279, 284
PREDICTOR, COLOURS, TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, TILE_COUNTS = 317, 320, 322, 323, 324, 325
EXTRA, SAMPLE_FORMAT, JPEG_TABLES, SUBSAMPLING, DNG_VERSION = 338, 339, 347, 530, 50706


@dataclass(slots=True)
class Directory:
    """One directory: tag → values, where they are whole numbers; and the byte order of the file, ``<`` or ``>``."""

    order: str
    tags: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def one(self, tag: int, default: int = 0) -> int:
        """Return the first value of a tag."""
        values = self.tags.get(tag)
        return values[0] if values else default

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture of its own: no reduced one, no mask."""
        return not self.one(SUBFILE) & 0b101

    @property
    def is_tiled(self) -> bool:
        """Whether it is cut in tiles rather than in strips."""
        return TILE_OFFSETS in self.tags

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Return (offset, bytes) of each strip or tile."""
        names = (TILE_OFFSETS, TILE_COUNTS) if self.is_tiled else (STRIP_OFFSETS, STRIP_COUNTS)
        offsets, counts = (self.tags.get(name, ()) for name in names)
        return list(zip(offsets, counts, strict=False))

    @property
    def bits(self) -> Sequence[int]:
        """Return the bits of each channel."""
        return self.tags.get(BITS, (1,))


def structure_of(file: BinaryIO, size: int) -> Structure:
    """Read a TIFF file's directories. Raises :class:`~census.images.cell.verdict.Refused`."""
    found = directories(file, size)
    if not found:
        raise Refused("truncated")
    first = found[0]
    if DNG_VERSION in first.tags or not first.is_picture:
        raise Refused("other_format", found="raw")
    if any(offset + count > size for offset, count in first.parts):
        raise Refused("truncated")
    pages = sum(directory.is_picture for directory in found)
    return Structure("tiff", first.one(WIDTH), first.one(HEIGHT), pages=pages, samples=_samples(first))


def _samples(directory: Directory) -> int:
    return max(directory.one(SAMPLES, 1), 1) * (2 if max(directory.bits) > 8 else 1)


def directories(file: BinaryIO, size: int) -> list[Directory]:
    """Return the directories of a file in their order."""
    file.seek(0)
    head = file.read(16)
    order = "<" if head[:2] == b"II" else ">"
    big = struct.unpack(order + "H", head[2:4])[0] == 43
    if len(head) < 16:
        raise Refused("truncated")
    place: int = struct.unpack(order + "Q", head[8:16])[0] if big else struct.unpack(order + "I", head[4:8])[0]
    found: list[Directory] = []
    seen: set[int] = set()
    while place and place not in seen and len(found) < MOST_DIRECTORIES:
        seen.add(place)
        directory, place = _directory(file, size, place, order, big)
        found.append(directory)
    return found


def _directory(file: BinaryIO, size: int, place: int, order: str, big: bool) -> tuple[Directory, int]:
    """Return the directory at a place, and the place of the next one."""
    count_form, entry_bytes, link_form = ("Q", 20, "Q") if big else ("H", 12, "I")
    count = _number(file, place, order + count_form)
    if count > MOST_ENTRIES:
        raise Refused("unreadable", found="directory")
    start = place + struct.calcsize("=" + count_form)
    file.seek(start)
    entries = file.read(count * entry_bytes)
    if len(entries) < count * entry_bytes:
        raise Refused("truncated")
    directory = Directory(order)
    for number in range(count):
        _read_entry(file, size, directory, entries[number * entry_bytes : (number + 1) * entry_bytes], big)
    return directory, _number(file, start + count * entry_bytes, order + link_form)


def _read_entry(file: BinaryIO, size: int, directory: Directory, entry: bytes, big: bool) -> None:
    """Add the values of one entry, if they are whole numbers."""
    order = directory.order
    tag, kind = struct.unpack(order + "HH", entry[:4])
    count = struct.unpack(order + ("Q" if big else "I"), entry[4:12] if big else entry[4:8])[0]
    if kind not in TYPES or count > MOST_VALUES:
        return
    width, letter = TYPES[kind]
    inline = entry[12:20] if big else entry[8:12]
    if count * width <= len(inline):
        data = inline[: count * width]
    else:
        place = struct.unpack(order + ("Q" if big else "I"), inline)[0]
        file.seek(place if place < size else size)
        data = file.read(count * width)
        if len(data) < count * width:
            raise Refused("truncated")
    directory.tags[tag] = struct.unpack(f"{order}{count}{letter}", data)


def _number(file: BinaryIO, place: int, form: str) -> int:
    file.seek(place)
    width = struct.calcsize(form)
    data = file.read(width)
    if len(data) < width:
        raise Refused("truncated")
    number: int = struct.unpack(form, data)[0]
    return number
