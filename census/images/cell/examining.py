"""The whole way of one file through the cell: what it is, whether it is whole and alone, what is made of it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from census.images.cell import chunks, jpeg, tiff
from census.images.cell.colour import converter
from census.images.cell.opening import Opened, open_picture, too_many
from census.images.cell.pyramid import Pyramid
from census.images.cell.sniffing import HEAD, format_of
from census.images.cell.stowaways import refuse_stowaways
from census.images.cell.verdict import Refused, Request, Structure

STRUCTURES: dict[str, Callable[[BinaryIO, int], Structure]] = {
    "jpeg": jpeg.structure_of,
    "png": chunks.png,
    "webp": chunks.webp,
    "jp2": chunks.jp2,
    "tiff": tiff.structure_of,
}
#: Above so many pixels a file must have one byte for so many of them, or it is taken for a bomb. Photographs have one
#: for ten at most; a blank sheet of paper as PNG one for three hundred and fifty, but is smaller.
BOMB_PIXELS, BOMB_RATIO = 50_000_000, 200
#: Words of the decoders for a picture that breaks off.
BROKEN_OFF = ("truncated", "broken data stream", "unexpected end", "premature end")
#: Words of Pillow for remarks or profiles that unfold beyond measure.
STUFFED = ("Decompressed data too large", "Too much memory used in text chunks")
#: Characters of a decoder's own words that are told.
SHOWN = 120

DecoderFailure = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, zlib.error)


def examine(request: Request) -> dict[str, Any]:
    """Return what was found and made. Raises :class:`~census.images.cell.verdict.Refused`."""
    path = Path(request.path)
    size = path.stat().st_size
    with path.open("rb") as file:
        format_name = format_of(file.read(HEAD))
        structure = _structure(format_name, file, size)
        _require_bounds(structure, size, request.max_pixels)
        refuse_stowaways(path, file, structure)
        return _made(path, file, structure, request)


def _structure(format_name: str, file: BinaryIO, size: int) -> Structure:
    try:
        return STRUCTURES[format_name](file, size)
    except DecoderFailure as error:
        raise Refused("unreadable", format=format_name, found=str(error)[:SHOWN]) from error
    except Refused as refusal:
        refusal.params.setdefault("format", format_name)
        raise


def _require_bounds(structure: Structure, size: int, most: int) -> None:
    """Judge a picture by what its structure announces, before anything is unpacked."""
    pixels = structure.width * structure.height
    if pixels == 0:
        raise Refused("unreadable", format=structure.format, found="0 × 0")
    if pixels > BOMB_PIXELS and size * BOMB_RATIO < pixels:
        raise Refused("bomb", size=size, pixels=-(-pixels // 10**6))
    if structure.pages > 1:
        raise Refused("animated", pages=structure.pages)
    if pixels > most:
        raise too_many(structure, most)


def _made(path: Path, file: BinaryIO, structure: Structure, request: Request) -> dict[str, Any]:
    """Decode the picture and write what is shown of it."""
    try:
        opened = open_picture(path, file, structure, request.memory)
        convert, understood = converter(opened.mode, opened.profile, transparent=opened.transparent)
        shown = Pyramid(opened.source, convert, Path(request.folder)).make()
    except Refused as refusal:
        refusal.params.setdefault("format", structure.format)
        raise
    except Image.DecompressionBombError as error:
        raise Refused("stuffed") from error
    except DecoderFailure as error:
        if isinstance(error, OSError) and error.errno:  # the machine's failure, not the picture's
            raise
        raise _decoder_refusal(error, structure.format) from error
    width, height = opened.upright
    notes = _notes(opened, shown, understood)
    return {"format": structure.format, "width": width, "height": height, "shown": shown, "notes": notes}


def _notes(opened: Opened, shown: dict[str, Any], understood: bool) -> list[str]:
    found = {
        "reduced": (shown["width"], shown["height"]) != opened.upright,
        "profile_ignored": not understood,
        "gps_removed": opened.has_place,
    }
    return [code for code, holds in found.items() if holds]


def _decoder_refusal(error: Exception, format_name: str) -> Refused:
    words = str(error)
    if isinstance(error, EOFError) or any(phrase in words.lower() for phrase in BROKEN_OFF):
        return Refused("truncated")
    if any(phrase in words for phrase in STUFFED):
        return Refused("stuffed")
    return Refused("unreadable", format=format_name, found=words[:SHOWN] or type(error).__name__)
