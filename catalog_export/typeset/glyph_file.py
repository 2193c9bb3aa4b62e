"""Writes outlines as a TrueType file, as much of one as a PDF needs: composed characters are embedded like any other.

After the OpenType specification 1.9: ``glyf``, ``loca``, ``head``, ``hhea``, ``hmtx``, ``maxp``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from catalog_export.typeset.composing import Contour

UPEM = 1000
ASCENT, DESCENT = 880, -120


def font_file(glyphs: Sequence[list[Contour]]) -> bytes:
    """Return a face of em-wide glyphs; glyph 0 is empty, the given ones follow."""
    data = [b"", *map(_glyph, glyphs)]
    bearings = [0, *(min((round(x) for contour in contours for x, _, _ in contour), default=0) for contours in glyphs)]
    offsets = [0]
    for glyph in data:
        offsets.append(offsets[-1] + len(glyph))
    count = len(data)
    points = max((sum(map(len, contours)) for contours in glyphs), default=0)
    lines = max((len(contours) for contours in glyphs), default=0)
    maximum = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, points, lines, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
    tables = {
        b"glyf": b"".join(data) or b"\0",
        b"head": struct.pack(
            ">HHIIIHHqqhhhhHHhhh",
            *(1, 0, 0x10000, 0, 0x5F0F3CF5, 3, UPEM, 0, 0, 0, DESCENT, UPEM, ASCENT, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(
            ">HHhhhHhhhhhhhhhhhH", *(1, 0, ASCENT, DESCENT, 0, UPEM, 0, 0, UPEM, 1, 0, 0, 0, 0, 0, 0, 0, count)
        ),
        b"hmtx": b"".join(struct.pack(">Hh", UPEM, bearing) for bearing in bearings),
        b"loca": struct.pack(f">{count + 1}I", *offsets),
        b"maxp": maximum,
    }
    return _wrapped(tables)


def _wrapped(tables: dict[bytes, bytes]) -> bytes:
    """Return the tables with their directory, each at a multiple of four bytes."""
    power = len(tables).bit_length() - 1
    reach = 16 << power
    directory = struct.pack(">IHHHH", 0x10000, len(tables), reach, power, 16 * len(tables) - reach)
    at = len(directory) + 16 * len(tables)
    body = b""
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + bytes(-len(data) % 4)
        directory += tag + struct.pack(">III", _checksum(padded), at + len(body), len(data))
        body += padded
    return directory + body


def _checksum(padded: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _glyph(contours: list[Contour]) -> bytes:
    """Return a simple glyph's description, at full length: flags of one byte, coordinates of two."""
    rounded = [[(round(x), round(y), on) for x, y, on in contour] for contour in contours]
    points = [point for contour in rounded for point in contour]
    if not points:
        return b""
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    ends: list[int] = []
    for contour in rounded:
        ends.append((ends[-1] if ends else -1) + len(contour))
    head = struct.pack(">hhhhh", len(rounded), min(xs), min(ys), max(xs), max(ys))
    flags = bytes(1 if on else 0 for _, _, on in points)
    steps = b"".join(struct.pack(f">{len(values)}h", *_steps(values)) for values in (xs, ys))
    glyph = head + struct.pack(f">{len(ends)}HH", *ends, 0) + flags + steps
    return glyph + bytes(-len(glyph) % 4)


def _steps(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
