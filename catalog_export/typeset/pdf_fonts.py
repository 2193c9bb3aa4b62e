"""Embeds the faces: each subset once, when all text is set, and given to one composite font for each slot."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import uharfbuzz as hb

from catalog_export.typeset.chains import FontSlot
from catalog_export.typeset.faces import LEFT_DIGITS, RIGHT_DIGITS, Face
from catalog_export.typeset.pdf_objects import File

NEEDED_TABLES = {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"}
DEFAULT_ADVANCE = 1000
#: How far left of the line's middle the left digit of a pair begins, 1/1000 em.
VERTICAL_PAIR = 500


def embed_fonts(file: File, slots: Iterable[FontSlot]) -> str:
    """Embed the fonts of all slots and return the entries of the ``/Font`` resource dictionary."""
    slots = sorted((slot for slot in slots if slot.codes), key=lambda slot: int(slot.name[1:]))
    faces: dict[int, tuple[Face, set[int]]] = {}
    for slot in slots:
        used = faces.setdefault(id(slot.face), (slot.face, set()))[1]
        used.update(glyph for glyph, _, _ in slot.codes.values())
    embedded = {key: _embed_face(file, face, used) for key, (face, used) in faces.items()}
    return "".join(f"/{slot.name} {_embed_slot(file, slot, *embedded[id(slot.face)])}" for slot in slots)


def _embed_face(file: File, face: Face, used: set[int]) -> tuple[str, str, Mapping[int, int]]:
    """Subset a face; return its tagged name, its descriptor's reference, and new glyph ids by old ones."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(used | {0})
    wanted.drop_table_tag_set.update(_tag_number(tag) for tag in face.hb_face.table_tags if tag not in NEEDED_TABLES)
    wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    plan = hb.SubsetPlan(face.hb_face, wanted)
    mapping = dict(plan.old_to_new_glyph_mapping)
    data = bytes(plan.execute().blob.data)
    tag = hashlib.md5(",".join(map(str, sorted(used))).encode(), usedforsecurity=False).digest()
    name = "".join(chr(65 + byte % 26) for byte in tag[:6]) + "+" + face.postscript_name
    font_file = file.add_stream(data, f"/Length1 {len(data)}")
    descriptor = (
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[-1000 -300 2500 1200]/ItalicAngle 0/Ascent 880"
        f"/Descent -120/CapHeight 730/StemV 80/FontFile2 {font_file}>>"
    )
    return name, file.add(descriptor.encode("ascii")), mapping


def _tag_number(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")


def _embed_slot(file: File, slot: FontSlot, name: str, descriptor: str, mapping: Mapping[int, int]) -> str:
    glyphs = array("H", bytes(2 * 65536))
    for code, (glyph, _, _) in slot.codes.items():
        glyphs[code] = mapping[glyph]
    if array("H", [1]).tobytes() == b"\x01\x00":
        glyphs.byteswap()
    glyph_map = file.add_stream(glyphs.tobytes())
    unicode_map = file.add_stream(_to_unicode(slot).encode("ascii"))
    descendant = file.add(
        (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {descriptor}/DW {DEFAULT_ADVANCE}/W[{_widths(slot)}]"
            f"{_down(slot)}/CIDToGIDMap {glyph_map}>>"
        ).encode("ascii")
    )
    return file.add(
        (
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-{'V' if slot.vertical else 'H'}"
            f"/DescendantFonts[{descendant}]"
            f"/ToUnicode {unicode_map}>>"
        ).encode("ascii")
    )


def _widths(slot: FontSlot) -> str:
    odd = [(code, slot.codes[code][1]) for code in sorted(slot.codes) if slot.codes[code][1] != DEFAULT_ADVANCE]
    parts = []
    for _, run in groupby(enumerate(odd), key=lambda item: item[1][0] - item[0]):
        members = [item for _, item in run]
        parts.append(f"{members[0][0]}[{' '.join(str(advance) for _, advance in members)}]")
    return " ".join(parts)


def _down(slot: FontSlot) -> str:
    """Return the metrics of vertical lines: every character one em down from 880/1000 above its baseline.

    Of an upright pair of digits the left one takes no room, and both stand half an em beside the line's middle. What
    takes no room by nature (variation selectors, joiners) takes none here; a mark on a letter stands on the one above.
    """
    if not slot.vertical:
        return ""
    left, right = (filter(None, map(slot.virtual_code, digits)) for digits in (LEFT_DIGITS, RIGHT_DIGITS))
    odd = [f"{code} {code} 0 {VERTICAL_PAIR} 880" for code in left]
    odd += [f"{code} {code} -1000 0 880" for code in right]
    odd += [
        f"{code} {code} 0 {slot.face.ink_middle(glyph)} -120"
        for code, (glyph, advance, _) in sorted(slot.codes.items())
        if not advance
    ]
    return "/DW2[880 -1000]" + (f"/W2[{' '.join(odd)}]" if odd else "")


def _to_unicode(slot: FontSlot) -> str:
    """Return the map from codes back to text; most codes are their own text and need a range a row."""
    ranges = sorted({code >> 8 for code, (_, _, text) in slot.codes.items() if text == chr(code)})
    rows = [f"<{row:02X}00> <{row:02X}FF> <{row:02X}00>" for row in ranges]
    singles = [
        f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, (_, _, text) in sorted(slot.codes.items())
        if text != chr(code)
    ]
    body = "".join(
        f"{len(part)} {kind}\n" + "\n".join(part) + f"\nend{kind[5:]}\n"
        for kind, whole in (("beginbfrange", rows), ("beginbfchar", singles))
        for part in _hundreds(whole)
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\n"
        f"endcodespacerange\n{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _hundreds(rows: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(rows), 100):
        yield rows[start : start + 100]
