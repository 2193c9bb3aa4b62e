"""Reads back where every glyph of a vertical page stands, by the rules of ISO 32000-1 §9.7.4.3 and §9.4.4."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from tests.catalog_export.typeset.pdf_geometry import CLOSING, OPENING, Font, read_font


@dataclass
class UprightGlyph:
    """One glyph: its text, glyph id, the middle and the head of its cell, how far the next begins below; points.

    What takes no room of its own (a variation selector, a mark on a letter) stands in the cell above: ``advance`` 0.
    """

    text: str
    gid: int
    x: float
    y: float
    advance: float
    size: float


@dataclass
class VerticalFont:
    font: Font
    vertical: bool
    origin: float
    down: float
    single: dict[int, tuple[float, float, float]]


def read_vertical(data: bytes) -> list[list[list[UprightGlyph]]]:
    """Return for each page its lines of glyphs: a new line where the next glyph does not stand right below."""
    reader = PdfReader(BytesIO(data))
    pages = []
    for page in reader.pages:
        fonts = {name: _font(found.get_object()) for name, found in page["/Resources"]["/Font"].items()}
        contents = page.get_contents()
        pages.append(_lines(_glyphs(contents, fonts)) if contents is not None else [])
    return pages


def _font(dictionary: DictionaryObject) -> VerticalFont:
    descendant = dictionary["/DescendantFonts"][0].get_object()
    origin, down = (float(value) for value in descendant.get("/DW2", ArrayObject([880, -1000])))
    single: dict[int, tuple[float, float, float]] = {}
    listed = [float(value) for value in descendant.get("/W2", ArrayObject())]
    for at in range(0, len(listed), 5):
        first, last, advance, x, y = listed[at : at + 5]
        single |= dict.fromkeys(range(int(first), int(last) + 1), (advance, x, y))
    return VerticalFont(read_font(dictionary), dictionary["/Encoding"] == "/Identity-V", origin, down, single)


def _glyphs(contents: ContentStream, fonts: dict[str, VerticalFont]) -> list[UprightGlyph]:
    found = []
    font = next(iter(fonts.values()))
    size = spacing = x = y = line_x = line_y = 0.0
    for operands, operator in contents.operations:
        name = operator.decode("ascii")
        if name == "BT":
            x = y = line_x = line_y = 0.0
        elif name == "Td":
            line_x, line_y = line_x + float(operands[0]), line_y + float(operands[1])
            x, y = line_x, line_y
        elif name == "Tf":
            font, size = fonts[operands[0]], float(operands[1])
        elif name == "Tc":
            spacing = float(operands[0])
        elif name == "TJ":
            assert font.vertical
            for item in operands[0]:
                if isinstance(item, int | float):
                    y -= float(item) * size / 1000
                    continue
                raw = item.original_bytes
                for at in range(0, len(raw), 2):
                    code = int.from_bytes(raw[at : at + 2], "big")
                    width = font.font.width(code)
                    advance, origin_x, origin_y = font.single.get(code, (font.down, width / 2, font.origin))
                    step = advance * size / 1000 + spacing
                    middle, head = x + (width / 2 - origin_x) * size / 1000, y + (880 - origin_y) * size / 1000
                    text = font.font.unicode.get(code, "")
                    taken = -step if advance else 0.0
                    found.append(UprightGlyph(text, font.font.gid(code), middle, head, taken, size))
                    y += step
    return found


def _lines(glyphs: list[UprightGlyph]) -> list[list[UprightGlyph]]:
    lines: list[list[UprightGlyph]] = []
    for glyph in glyphs:
        last = lines[-1][-1] if lines else None
        if (
            last
            and last.size == glyph.size
            and abs(last.x - glyph.x) < 0.6 * glyph.size
            and -1.01 * glyph.size < last.y - glyph.y < 2.6 * glyph.size
            and (last.y - glyph.y > -0.01 or not glyph.advance)
        ):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _takes_no_room(glyph: UprightGlyph) -> bool:
    return not glyph.advance and glyph.text not in "0123456789"


def line_violations(lines: list[list[UprightGlyph]], top: float, bottom: float) -> list[str]:
    """Return every rule that the lines of a page break: frame, overlap, missing glyphs, marks at the wrong end."""
    found = []
    for line in lines:
        inked = [glyph for glyph in line if glyph.text.strip() and not _takes_no_room(glyph)]
        words = "".join(glyph.text for glyph in line)
        for glyph in inked:
            if glyph.gid == 0:
                found.append(f"notdef {glyph.text!r}")
            if glyph.y > top + glyph.size / 2 + 0.01 or glyph.y - glyph.size < bottom - glyph.size / 2 - 0.01:
                found.append(f"outside {words!r} at {glyph.y:.1f}")
        for above, below in pairwise(inked):
            if abs(above.x - below.x) < 0.01 and 0 <= above.y - below.y < 0.45 * above.size:
                found.append(f"overlap {above.text}{below.text} in {words!r}")
        if inked and inked[0].text in CLOSING:
            found.append(f"begins with {inked[0].text}: {words!r}")
        if inked and inked[-1].text in OPENING:
            found.append(f"ends with {inked[-1].text}: {words!r}")
    return found
