"""Opening a picture within the memory there is: whole where that fits, in pieces or reduced where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from census.images.cell.pyramid import TILE, Source
from census.images.cell.strips import Pieces
from census.images.cell.verdict import Refused, Structure

#: Memory of the interpreter and its libraries, in bytes: measured 60 MiB, address space counted.
BASE = 160 * 1024 * 1024
#: Bytes for a pixel of a decoded picture by mode; all that have more than one channel take four.
PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2, "LA": 4, "RGB": 4}
#: Bytes that a decoder holds for a pixel beside the picture; JPEG 2000's go by the number of channels.
DECODER_BYTES = {"webp": 12}
#: How often a JPEG or JPEG 2000 can be halved while it is decoded.
HALVINGS = {"jpeg": 3, "jp2": 5}

NAMES = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "jp2": "JPEG2000", "webp": "WEBP"}
ORIENTATION, GPS = 0x0112, 0x8825


@dataclass(slots=True)
class Whole:
    """A picture that is in memory, upright."""

    picture: Image.Image

    @property
    def width(self) -> int:
        """Return its width."""
        return self.picture.width

    @property
    def height(self) -> int:
        """Return its height."""
        return self.picture.height

    def rows(self, top: int, bottom: int) -> Image.Image:
        """Return the rows from ``top`` to ``bottom``."""
        return self.picture.crop((0, top, self.picture.width, bottom))


@dataclass(slots=True)
class Opened:
    """A picture ready to be gone through, its mode and colour profile, and what of it is worth telling."""

    source: Source
    mode: str
    profile: bytes
    transparent: bool
    upright: tuple[int, int]
    has_place: bool


def open_picture(path: Path, file: BinaryIO, structure: Structure, memory: int) -> Opened:
    """Return a picture whose decoding needs no more than ``memory`` bytes.

    Raises :class:`~census.images.cell.verdict.Refused` where that cannot be.
    """
    Image.MAX_IMAGE_PIXELS = None  # judged before, by the structure
    with Image.open(path, formats=[NAMES[structure.format]]) as picture:
        exif = picture.getexif()
        turned = exif.get(ORIENTATION, 1)
        mode, profile = picture.mode, picture.info.get("icc_profile") or b""
        transparent, has_place = "transparency" in picture.info, bool(exif.get_ifd(GPS))
        size = (structure.height, structure.width) if turned in (5, 6, 7, 8) else (structure.width, structure.height)
        room = memory - BASE - 3 * TILE * 4 * max(structure.width, structure.height) - structure.held
        source = _source(picture, file, structure, room, turned)
        if isinstance(source, Whole):
            mode = source.picture.mode
    return Opened(source, mode, profile, transparent, size, has_place)


def _source(picture: Image.Image, file: BinaryIO, structure: Structure, room: int, turned: int) -> Source:
    """Return the picture whole if it fits; else in pieces, or reduced, as its format allows."""
    if structure.format == "tiff":
        return _tiff(picture, file, structure, room, turned)
    halvings = _halvings(picture, structure, room, turned)
    return Whole(_loaded(picture, structure, halvings, turned))


def _need(mode: str, structure: Structure, halvings: int, turned: int) -> int:
    """Return the bytes needed to decode a picture so often halved, and to turn it upright."""
    pixels = structure.width * structure.height >> (2 * halvings)
    each = PIXEL_BYTES.get(mode, 4)
    beside = 4 * (structure.samples + 1) if structure.format == "jp2" else DECODER_BYTES.get(structure.format, 0)
    return pixels * (max(each * 2, each + beside) if turned != 1 else each + beside)


def _halvings(picture: Image.Image, structure: Structure, room: int, turned: int) -> int:
    for halvings in range(HALVINGS.get(structure.format, 0) + 1):
        if _need(picture.mode, structure, halvings, turned) <= room:
            return halvings
    raise too_many(structure, _limit(picture.mode, structure, room, turned))


def _limit(mode: str, structure: Structure, room: int, turned: int) -> int:
    """Return how many pixels of a picture of this kind would fit."""
    one = Structure(structure.format, 1024, 1024, samples=structure.samples)
    halvings = HALVINGS.get(structure.format, 0)
    held = structure.held / (structure.width * structure.height)
    each = _need(mode, one, 0, turned) / 1024**2 / 4**halvings + held
    return max(0, int((room + structure.held) / each))


def too_many(structure: Structure, limit: int) -> Refused:
    """Return the refusal of a picture with more pixels than can be opened."""
    kind = "progressive" if structure.progressive else structure.format
    pixels = structure.width * structure.height
    size: dict[str, Any] = {"width": structure.width, "height": structure.height, "kind": kind}
    return Refused("too_many_pixels", **size, pixels=-(-pixels // 10**6), limit=limit // 10**6)


def _loaded(picture: Image.Image, structure: Structure, halvings: int, turned: int) -> Image.Image:
    if halvings and structure.format == "jpeg":
        picture.draft(None, (structure.width >> halvings, structure.height >> halvings))
    elif halvings:
        picture.reduce = halvings  # type: ignore[method-assign, assignment]
    picture.load()
    if turned != 1 and structure.format != "tiff":  # the decoder of TIFF has turned it
        return ImageOps.exif_transpose(picture)
    return picture.copy() if structure.format == "tiff" else _kept(picture)


def _kept(picture: Image.Image) -> Image.Image:
    """Return the pixels without the file behind them, and without a copy of them."""
    return picture._new(picture.im)


def _tiff(picture: Image.Image, file: BinaryIO, structure: Structure, room: int, turned: int) -> Source:
    """Return a TIFF picture whole where it is small, in pieces where it is upright, and reduced where it is not."""
    if 3 * _need(picture.mode, structure, 0, 1) <= room:
        return Whole(_loaded(picture, structure, 0, turned))
    file.seek(0, 2)
    pieces = _pieces(file, structure, room)
    if turned == 1:
        return pieces
    return Whole(_turned(_reduced(pieces, picture.mode, room), turned))


def _pieces(file: BinaryIO, structure: Structure, room: int) -> Pieces:
    try:
        pieces = Pieces(file, file.tell())
    except Refused as refusal:
        raise too_many(structure, room // 12) if refusal.code == "memory_layout" else refusal from None
    if pieces.held > room:
        raise too_many(structure, room // 8)
    return pieces


def _reduced(pieces: Pieces, mode: str, room: int) -> Image.Image:
    """Return the whole picture, as often halved as it must be to be turned in memory."""
    factor = 1
    while 2 * PIXEL_BYTES.get(mode, 4) * (pieces.width // factor) * (pieces.height // factor) > room:
        factor *= 2
    whole: Image.Image | None = None
    for top in range(0, pieces.height, TILE):
        band = pieces.rows(top, min(top + TILE, pieces.height))
        part = band.reduce(factor) if factor > 1 and band.mode != "P" else band
        if whole is None:
            whole = Image.new(part.mode, (part.width, -(-pieces.height // factor)))
        whole.paste(part, (0, top // factor))
    if whole is None:
        raise Refused("truncated")
    return whole


def _turned(picture: Image.Image, turned: int) -> Image.Image:
    picture.getexif()[ORIENTATION] = turned
    return ImageOps.exif_transpose(picture)
