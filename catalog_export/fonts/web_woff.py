"""Cuts glyphs out of a face and packs them as a WOFF 1.0 file, which needs no library but zlib.

The character map is written anew: it points at the forms of the glyph standard, so that a page shows them whatever
language its text is marked with. WOFF 2 would be a quarter smaller and a hundred times slower to make.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from itertools import groupby

import uharfbuzz as hb

KEPT_TABLES = frozenset({"OS/2", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
TRUETYPE = 0x00010000
CHECKSUM_OF_FILE = 0xB1B0AFBA
#: ``post`` of format 3: no glyph names. ``name`` without a single record.
POST = struct.pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0)
NAME = struct.pack(">HHH", 0, 0, 6)


def cut(face: hb.Face, glyphs: Mapping[int, int]) -> bytes:
    """Return a WOFF file with the characters ``code point → glyph id`` of ``face`` and nothing else."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update({0, *glyphs.values()})
    wanted.drop_table_tag_set.update(
        int.from_bytes(tag.encode("ascii"), "big") for tag in face.table_tags if tag not in KEPT_TABLES
    )
    wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    plan = hb.SubsetPlan(face, wanted)
    new = dict(plan.old_to_new_glyph_mapping)
    subset = plan.execute()
    tables = {tag: bytes(subset.reference_table(tag).data) for tag in subset.table_tags if tag in KEPT_TABLES}
    tables |= {"cmap": character_map({code: new[glyph] for code, glyph in glyphs.items()}), "name": NAME, "post": POST}
    return pack(tables)


def character_map(glyphs: Mapping[int, int]) -> bytes:
    """Return a ``cmap`` table with one subtable of format 12: groups of characters that follow one another."""
    runs = []
    for _, run in groupby(sorted(glyphs.items()), key=lambda item: item[1] - item[0]):
        for _, part in groupby(enumerate(run), key=lambda item: item[1][0] - item[0]):
            members = [member for _, member in part]
            runs.append(struct.pack(">III", members[0][0], members[-1][0], members[0][1]))
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHIII", 12, 0, 16 + 12 * len(runs), 0, len(runs)) + b"".join(runs)


def pack(tables: Mapping[str, bytes]) -> bytes:
    """Return the tables as a WOFF file: each deflated where that makes it smaller, checksums as in the plain file."""
    names = sorted(tables)
    whole = {name: tables[name] for name in names}
    whole["head"] = _head_with_checksum(whole)
    directory, body = [], bytearray()
    start = 44 + 20 * len(names)
    for name in names:
        data = whole[name]
        deflated = zlib.compress(data, 9)
        stored = deflated if len(deflated) < len(data) else data
        checksum = _checksum(tables["head"] if name == "head" else data, head=name == "head")
        directory.append(
            struct.pack(">4sIIII", name.encode("ascii"), start + len(body), len(stored), len(data), checksum)
        )
        body += stored + bytes(-len(stored) % 4)
    plain_size = 12 + 16 * len(names) + sum(len(data) + -len(data) % 4 for data in whole.values())
    total = start + len(body)
    header = struct.pack(">4sIIHHIHHIIIII", b"wOFF", TRUETYPE, total, len(names), 0, plain_size, 1, 0, 0, 0, 0, 0, 0)
    return header + b"".join(directory) + bytes(body)


def _checksum(data: bytes, *, head: bool = False) -> int:
    padded = bytearray(data + bytes(-len(data) % 4))
    if head:
        padded[8:12] = bytes(4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF


def _head_with_checksum(tables: Mapping[str, bytes]) -> bytes:
    """Return ``head`` with the adjustment that a plain TrueType file of these tables would carry."""
    records, offset, total = b"", 12 + 16 * len(tables), 0
    for name, data in tables.items():
        checksum = _checksum(data, head=name == "head")
        records += struct.pack(">4sIII", name.encode("ascii"), checksum, offset, len(data))
        total += checksum
        offset += len(data) + -len(data) % 4
    power = 1 << (len(tables).bit_length() - 1)
    header = struct.pack(
        ">IHHHH", TRUETYPE, len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power)
    )
    adjustment = (CHECKSUM_OF_FILE - total - _checksum(header + records)) & 0xFFFFFFFF
    head = tables["head"]
    return head[:8] + struct.pack(">I", adjustment) + head[12:]
