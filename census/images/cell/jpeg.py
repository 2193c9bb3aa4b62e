"""The structure of a JPEG file (ITU-T T.81): its frame, and where the picture ends."""

from __future__ import annotations

import re
from typing import BinaryIO

from census.images.cell.verdict import Refused, Structure

BLOCK = 1 << 20
#: In coded data: a marker that is neither a stuffed FF nor a restart.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
#: Frame headers; C4, C8 and CC are other segments.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Frames whose coefficients are kept whole while decoding: progressive ones.
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
#: Stray bytes between segments that are passed over.
MOST_STRAY = 4096
SOS, EOI, SOI = 0xDA, 0xD9, 0xD8
#: Markers without a segment.
ALONE = frozenset({0x01, SOI, *range(0xD0, 0xD8)})


def structure_of(file: BinaryIO, size: int) -> Structure:
    """Walk the segments to the end of the picture. Raises :class:`~census.images.cell.verdict.Refused`."""
    file.seek(2)
    frame: Structure | None = None
    while True:
        marker = _next_marker(file)
        if marker == EOI:
            break
        if marker in ALONE:
            continue
        segment = _segment(file)
        if marker in FRAMES and frame is None:
            frame = _frame(marker, segment)
        elif marker == SOS:
            _skip_coded(file)
    if frame is None:
        raise Refused("unreadable", found="no frame")
    frame.end = file.tell()
    return frame


def _next_marker(file: BinaryIO) -> int:
    """Return the next marker; some scanners leave stray bytes before one, as the decoder too passes over."""
    for _ in range(MOST_STRAY):
        byte = file.read(1)
        if byte == b"\xff":
            break
        if not byte:
            raise Refused("truncated")
    else:
        raise Refused("unreadable", found="no marker")
    while byte == b"\xff":
        byte = file.read(1)
    if not byte:
        raise Refused("truncated")
    return byte[0] if byte != b"\0" else _next_marker(file)


def _segment(file: BinaryIO) -> bytes:
    length = int.from_bytes(file.read(2), "big")
    content = file.read(length - 2) if length >= 2 else b""
    if length < 2 or len(content) < length - 2:
        raise Refused("truncated")
    return content


def _frame(marker: int, content: bytes) -> Structure:
    if len(content) < 6 or len(content) < 6 + 3 * content[5]:
        raise Refused("unreadable", found="frame")
    height, width = int.from_bytes(content[1:3], "big"), int.from_bytes(content[3:5], "big")
    samplings = [content[7 + 3 * i] for i in range(content[5])]
    progressive = marker in PROGRESSIVE
    held = _coefficients(width, height, samplings) if progressive else 0
    return Structure("jpeg", width, height, samples=len(samplings), held=held, progressive=progressive)


def _coefficients(width: int, height: int, samplings: list[int]) -> int:
    """Return the bytes of all coefficients, two each, of all components as they are sampled."""
    most_across = max((s >> 4 for s in samplings), default=1) or 1
    most_down = max((s & 15 for s in samplings), default=1) or 1
    shares = sum((s >> 4) * (s & 15) for s in samplings) / (most_across * most_down)
    return int(2 * width * height * shares)


def _skip_coded(file: BinaryIO) -> None:
    """Go to the next marker behind coded data."""
    kept = b""
    while block := file.read(BLOCK):
        text = kept + block
        found = MARKER.search(text)
        if found:
            file.seek(found.start() - len(text), 1)
            return
        kept = text[-1:]
    raise Refused("truncated")
