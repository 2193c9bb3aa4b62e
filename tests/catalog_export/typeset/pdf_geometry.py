"""Reads back from a finished PDF where every glyph stands: tests judge the paper, not the compositor's intentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

CLOSING = set("）〕］】》〉」』〗｝”’〞、。，．：；！？)]}")
GUTTER = 15.0
OPENING = set("（〔［【《〈「『〖｛“‘〝([{")


@dataclass
class Glyph:
    """One shown character: text, font, code, glyph id, origin and advance in points."""

    text: str
    font: str
    code: int
    gid: int
    x: float
    y: float
    advance: float
    size: float


@dataclass
class Font:
    """What a PDF font dictionary says."""

    name: str
    embedded: bool
    widths: dict[int, float]
    gids: bytes
    unicode: dict[int, str]
    glyph_count: int = 0

    def width(self, code: int) -> float:
        return self.widths.get(code, 1000.0)

    def gid(self, code: int) -> int:
        return int.from_bytes(self.gids[2 * code : 2 * code + 2], "big")


@dataclass
class PageRead:
    """One page read back."""

    glyphs: list[Glyph] = field(default_factory=list)
    links: list[tuple[tuple[float, ...], int, float, float]] = field(default_factory=list)
    trim: tuple[float, ...] = ()
    media: tuple[float, ...] = ()
    operators: set[str] = field(default_factory=set)

    def lines(self, gap: float = 40) -> list[list[Glyph]]:
        """Return the glyphs by baseline and column, in the order in which they are shown; a wider gap parts them."""
        lines: list[list[Glyph]] = []
        for glyph in self.glyphs:
            last = lines[-1][-1] if lines else None
            if last and abs(last.y - glyph.y) < 0.02 and -15 < glyph.x - last.x - last.advance < gap:
                lines[-1].append(glyph)
            else:
                lines.append([glyph])
        return lines

    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


def read_pages(data: bytes) -> list[PageRead]:
    """Return every page's glyphs and links."""
    reader = PdfReader(BytesIO(data))
    pages = []
    numbers = {page.indirect_reference.idnum: index for index, page in enumerate(reader.pages)}
    fonts: dict[str, Font] = {}
    for page in reader.pages:
        read = PageRead(trim=tuple(map(float, page.trimbox)), media=tuple(map(float, page.mediabox)))
        for name, reference in page["/Resources"]["/Font"].items():
            if name not in fonts:
                fonts[name] = read_font(reference.get_object())
        contents = page.get_contents()
        if contents is not None:
            _show(contents, fonts, read)
        for annotation in page.get("/Annots", ArrayObject()):
            found = annotation.get_object()
            target = found["/Dest"]
            rect = tuple(map(float, found["/Rect"]))
            read.links.append((rect, numbers[list.__getitem__(target, 0).idnum], float(target[2]), float(target[3])))
        pages.append(read)
    return pages


def read_font(font: DictionaryObject) -> Font:
    """Return what a Type0 font says of its codes."""
    descendant = font["/DescendantFonts"][0].get_object()
    descriptor = descendant["/FontDescriptor"]
    gids = descendant["/CIDToGIDMap"].get_data()
    return Font(
        str(font["/BaseFont"]),
        "/FontFile2" in descriptor and len(descriptor["/FontFile2"].get_data()) > 0,
        _widths(descendant.get("/W", ArrayObject())),
        gids,
        _unicode(font["/ToUnicode"].get_data().decode("ascii")),
    )


def _widths(array: ArrayObject) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(array)
    for first, advances in zip(items[::2], items[1::2], strict=True):
        for offset, advance in enumerate(advances):
            widths[int(first) + offset] = float(advance)
    return widths


def _unicode(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, first in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", block):
            for code in range(int(low, 16), int(high, 16) + 1):
                found[code] = chr(int(first, 16) + code - int(low, 16))
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code_text, chars in re.findall(r"<(\w+)> <(\w+)>", block):
            found[int(code_text, 16)] = bytes.fromhex(chars).decode("utf-16-be")
    return found


def _show(contents: ContentStream, fonts: dict[str, Font], read: PageRead) -> None:
    font: Font | None = None
    size = spacing = 0.0
    line_x = line_y = x = 0.0
    for operands, operator in contents.operations:
        name = operator.decode("ascii")
        read.operators.add(name)
        if name == "BT":
            line_x = line_y = x = 0.0
        elif name == "Td":
            line_x += float(operands[0])
            line_y += float(operands[1])
            x = line_x
        elif name == "Tf":
            font, size = fonts[operands[0]], float(operands[1])
        elif name == "Tc":
            spacing = float(operands[0])
        elif name == "TJ":
            assert font is not None
            for item in operands[0]:
                if isinstance(item, int | float):
                    x -= float(item) * size / 1000
                    continue
                raw = item.original_bytes
                for at in range(0, len(raw), 2):
                    code = int.from_bytes(raw[at : at + 2], "big")
                    advance = font.width(code) * size / 1000
                    text = font.unicode.get(code, "")
                    read.glyphs.append(Glyph(text, font.name, code, font.gid(code), x, line_y, advance, size))
                    x += advance + spacing


@dataclass(frozen=True)
class Frame:
    """A type area as the tests know it: columns from left to right, points."""

    columns: tuple[tuple[float, float], ...]
    top: float
    bottom: float


def violations(page: PageRead, frame: Frame, *, pitch: float | None = None) -> list[str]:
    """Return every rule that a page of text breaks: kinsoku, type area, missing glyphs, line pitch."""
    found = []
    for glyph in page.glyphs:
        if glyph.gid == 0:
            found.append(f"notdef {glyph.text!r}")
        if not frame.bottom - 0.01 <= glyph.y <= frame.top + 0.01:
            found.append(f"outside {glyph.text!r} at {glyph.y:.2f}")
    body = [line for line in page.lines(GUTTER) if frame.bottom <= line[0].y <= frame.top]
    for line in body:
        found += _line_violations(line, frame)
    if pitch is not None:
        found += _pitch_violations(body, pitch)
    return found


def _line_violations(line: list[Glyph], frame: Frame) -> list[str]:
    inked = [glyph for glyph in line if glyph.text.strip()]
    if not inked:
        return []
    found = []
    first, last = inked[0], inked[-1]
    left, right = next(((low, high) for low, high in frame.columns if low - 6 <= first.x <= high), (frame.columns[0]))
    start = first.x + (first.advance / 2 if first.text in OPENING and first.advance > 0.9 * first.size else 0)
    end = last.x + last.advance / (2 if last.text in CLOSING and last.advance > 0.9 * last.size else 1)
    if start < left - 0.05 or end > right + 0.05:
        found.append(f"overfull {''.join(g.text for g in line)!r} {start:.2f}–{end:.2f} in {left:.2f}–{right:.2f}")
    if first.text in CLOSING:
        found.append(f"starts with {first.text}")
    if last.text in OPENING:
        found.append(f"ends with {last.text}")
    return found


def _pitch_violations(lines: list[list[Glyph]], pitch: float) -> list[str]:
    found = []
    for above, below in pairwise(lines):
        step = above[0].y - below[0].y
        if 0 < step < pitch - 0.005:
            found.append(f"lines {step:.3f} apart")
    return found
