"""Writes outlines as a TrueType file, as much of one as a PDF needs: composed characters are embedded like any other.

After the OpenType specification 1.9: ``glyf``, ``loca``, ``head``, ``hhea``, ``hmtx``, ``maxp``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate, chain

from catalog_export.typeset.composing import Contour

UPEM = 1000
ASCENT, DESCENT = 880, -120
#: A contour in whole units: x, y, and whether the point lies on the curve.
_Points = list[tuple[int, int, bool]]


def font_file(glyphs: Sequence[list[Contour]]) -> bytes:
    """Return a face of em-wide glyphs; glyph 0 is empty, the given ones follow."""
    outlines = [[], *map(_rounded, glyphs)]
    data = [_glyph(contours) for contours in outlines]
    bearings = [min((x for contour in contours for x, _, _ in contour), default=0) for contours in outlines]
    count = len(outlines)
    points = max(sum(map(len, contours)) for contours in outlines)
    lines = max(map(len, outlines))
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
        b"loca": struct.pack(f">{count + 1}I", *accumulate(map(len, data), initial=0)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, points, lines, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _wrapped(tables)


def _rounded(contours: list[Contour]) -> list[_Points]:
    return [[(round(x), round(y), on) for x, y, on in contour] for contour in contours]


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


def _glyph(contours: list[_Points]) -> bytes:
    """Return a simple glyph's description, at full length: flags of one byte, coordinates of two."""
    points = list(chain.from_iterable(contours))
    if not points:
        return b""
    xs, ys, on_curve = (list(values) for values in zip(*points, strict=True))
    ends = [count - 1 for count in accumulate(map(len, contours))]
    head = struct.pack(">hhhhh", len(contours), min(xs), min(ys), max(xs), max(ys))
    steps = b"".join(struct.pack(f">{len(values)}h", *_steps(values)) for values in (xs, ys))
    glyph = head + struct.pack(f">{len(ends)}HH", *ends, 0) + bytes(on_curve) + steps
    return glyph + bytes(-len(glyph) % 4)


def _steps(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
