"""The structure of PNG, WebP and JPEG 2000 files: chunks and boxes, one after the other."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from census.images.cell.verdict import Refused, Structure

#: Chunks or boxes of one file that are walked.
MOST = 200_000
#: Channels by PNG's colour type.
PNG_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class Part(NamedTuple):
    """One chunk or box: its name, where its content begins, and how long that is."""

    name: bytes
    start: int
    length: int


def png(file: BinaryIO, size: int) -> Structure:
    """Walk a PNG file's chunks (ISO/IEC 15948) to IEND."""
    header: Structure | None = None
    frames = 1
    for part in _png_chunks(file, size):
        if part.name == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", _content(file, part, 10))
            header = Structure("png", width, height, samples=PNG_SAMPLES.get(colour, 4) * (2 if depth == 16 else 1))
        elif part.name == b"acTL":
            frames = int.from_bytes(_content(file, part, 4), "big")
        elif part.name == b"IEND" and header is not None:
            header.end, header.pages = part.start + part.length + 4, max(frames, 1)
            return header
    raise Refused("truncated")


def _png_chunks(file: BinaryIO, size: int) -> Iterator[Part]:
    place = 8
    for _ in range(MOST):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            return
        part = Part(head[4:], place + 8, int.from_bytes(head[:4], "big"))
        place = part.start + part.length + 4
        if place > size:
            raise Refused("truncated")
        yield part


def webp(file: BinaryIO, size: int) -> Structure:
    """Walk a WebP file's chunks (RFC 9649)."""
    file.seek(4)
    end = int.from_bytes(file.read(4), "little") + 8
    if end > size:
        raise Refused("truncated")
    found: Structure | None = None
    frames = 0
    place = 12
    while place + 8 <= end and frames < MOST:
        file.seek(place)
        head = file.read(8)
        part = Part(head[:4], place + 8, int.from_bytes(head[4:], "little"))
        frames += part.name == b"ANMF"
        if found is None:
            found = _webp_size(part, _content(file, part, min(part.length, 10)))
        place = part.start + part.length + part.length % 2
    if found is None or place > end + 1:
        raise Refused("truncated")
    found.end, found.pages = end, max(frames, 1)
    return found


def _webp_size(part: Part, content: bytes) -> Structure | None:
    if len(content) < 5:
        return None
    if part.name == b"VP8X" and len(content) >= 10:
        return Structure(
            "webp",
            int.from_bytes(content[4:7], "little") + 1,
            int.from_bytes(content[7:10], "little") + 1,
            samples=4,
        )
    if part.name == b"VP8L":
        bits = int.from_bytes(content[1:5], "little")
        return Structure("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, samples=4)
    if part.name == b"VP8 " and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return Structure("webp", width & 0x3FFF, height & 0x3FFF)
    return None


def jp2(file: BinaryIO, size: int) -> Structure:
    """Walk a JPEG 2000 file's boxes (ISO/IEC 15444-1, Annex I) to the end of its codestream."""
    file.seek(0)
    if file.read(4) == b"\xff\x4f\xff\x51":
        return _codestream(file, Part(b"jp2c", 0, size), size)
    found: Structure | None = None
    end, streams = 12, 0
    for part in _boxes(file, size):
        if part.name == b"jp2c":
            found = found or _codestream(file, part, size)
            streams += 1
        end = part.start + part.length
    if found is None:
        raise Refused("truncated")
    found.end, found.pages = end, streams
    return found


def _boxes(file: BinaryIO, size: int) -> Iterator[Part]:
    """Yield the boxes of the file; what stands behind them and is none ends them."""
    place, streamed = 0, False
    for _ in range(MOST):
        file.seek(place)
        head = file.read(16)
        if len(head) < 8 or not head[4:8].replace(b" ", b"").isalnum():
            return
        length, skipped = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, skipped = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = size - place
        if length < skipped or (streamed and place + length > size):
            return
        if place + length > size:
            raise Refused("truncated")
        yield Part(head[4:8], place + skipped, length - skipped)
        streamed = streamed or head[4:8] == b"jp2c"
        place += length


def _codestream(file: BinaryIO, part: Part, size: int) -> Structure:
    """Read the size of a codestream, and require its last marker."""
    head = _content(file, part, 42)
    if head[:4] != b"\xff\x4f\xff\x51" or len(head) < 42:
        raise Refused("truncated")
    right, bottom, left, top = struct.unpack(">IIII", head[8:24])
    file.seek(max(part.start, part.start + part.length - 2))
    if file.read(2) != b"\xff\xd9":
        _require_end(file, part)
    samples = int.from_bytes(head[40:42], "big")
    return Structure("jp2", right - left, bottom - top, end=size, samples=samples)


def _require_end(file: BinaryIO, part: Part) -> None:
    """Require the last marker somewhere near the end: some writers pad."""
    file.seek(max(part.start, part.start + part.length - 4096))
    if b"\xff\xd9" not in file.read(4096):
        raise Refused("truncated")


def _content(file: BinaryIO, part: Part, length: int) -> bytes:
    file.seek(part.start)
    content = file.read(length)
    if len(content) < length:
        raise Refused("truncated")
    return content
