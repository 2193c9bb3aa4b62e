"""Reading a WOFF file and a stylesheet of slices back, independently of what wrote them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb

RULE = re.compile(
    r'@font-face\{font-family:"(?P<family>[^"]+)";font-weight:(?P<weight>\d+);src:url\((?P<name>[^)]+)\)'
    r".*?unicode-range:(?P<ranges>[^}]+)\}"
)


@dataclass(frozen=True)
class Rule:
    """One ``@font-face`` of the stylesheet."""

    family: str
    weight: int
    name: str
    codes: frozenset[int]


def rules_of(stylesheet: str) -> list[Rule]:
    return [
        Rule(found["family"], int(found["weight"]), found["name"], frozenset(codes_of(found["ranges"])))
        for found in RULE.finditer(stylesheet)
    ]


def codes_of(ranges: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def unpack(data: bytes) -> bytes:
    """Return the plain TrueType file that a WOFF file packs, checking every length on the way."""
    signature, flavour, length, count, _, size = struct.unpack_from(">4sIIHHI", data)
    assert (signature, length) == (b"wOFF", len(data))
    tables = []
    for number in range(count):
        tag, offset, stored, original, checksum = struct.unpack_from(">4sIIII", data, 44 + 20 * number)
        raw = data[offset : offset + stored]
        plain = zlib.decompress(raw) if stored < original else raw
        assert len(plain) == original
        tables.append((tag, checksum, plain))
    assert [tag for tag, _, _ in tables] == sorted(tag for tag, _, _ in tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", flavour, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    body, offset = b"", 12 + 16 * count
    for tag, checksum, plain in tables:
        head += struct.pack(">4sIII", tag, checksum, offset + len(body), len(plain))
        body += plain + bytes(-len(plain) % 4)
    assert len(head + body) == size
    return head + body


def checksum_of(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 4}I", data))
    return total & 0xFFFFFFFF


def face_in(path: Path) -> hb.Face:
    return hb.Face(hb.Blob(unpack(path.read_bytes())))


def outline(face: hb.Face, code: int) -> str:
    """Return the outline of a character as text, empty where the face lacks it."""
    font = hb.Font(face)
    glyph = font.get_nominal_glyph(code)
    return outline_of_glyph(font, glyph) if glyph else ""


def outline_of_glyph(font: hb.Font, glyph: int) -> str:
    steps: list[str] = []
    pens = hb.DrawFuncs()
    pens.set_move_to_func(lambda x, y, data: steps.append(f"M{x},{y}"))
    pens.set_line_to_func(lambda x, y, data: steps.append(f"L{x},{y}"))
    pens.set_quadratic_to_func(lambda cx, cy, x, y, data: steps.append(f"Q{cx},{cy},{x},{y}"))
    pens.set_close_path_func(lambda data: steps.append("Z"))
    font.draw_glyph(glyph, pens, None)
    return " ".join(steps)
