"""Writes filled pages as PDF operators, and notes what stands where."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalog_export.typeset.blocks import Block, Line, centipoints, decimal
from catalog_export.typeset.columns import Part
from catalog_export.typeset.filling import Band
from catalog_export.typeset.model import POINTS_PER_MM, PageDesign, PageFacts

INK = "0 0 0 1 k 0 0 0 1 K\n"
#: One step less than usual takes a quarter off the time and adds a fiftieth to the size.
DEFLATE_LEVEL = 5
#: A change bar stands this far left of its column (1/100 pt), in the gap between columns or in the margin.
BAR_AWAY, BAR_PEN = 500, "1.5 w 0 J [] 0 d"
MARK_LENGTH, MARK_GAP = 5.0, 3.0


@dataclass(slots=True)
class Area:
    """A click area on a page, in 1/100 pt from the sheet's lower left corner."""

    left: int
    bottom: int
    right: int
    top: int
    target: str


@dataclass(slots=True)
class Page:
    """One finished page: its stream, already deflated, its links, and what its running head may use."""

    stream: bytes
    areas: list[Area]
    facts: PageFacts
    outlines: list[tuple[int, str, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page design as coordinates of the PDF sheet, 1/100 pt; ``margin`` is what bleed and crop marks add around."""

    design: PageDesign
    margin: int
    width: int
    height: int
    top: int

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, design: PageDesign) -> Sheet:
        """Return the sheet of a design."""
        margin = design.bleed + ((MARK_LENGTH + MARK_GAP) if design.crop_marks else 0)
        edge = _mm(margin)
        height = _mm(design.height)
        return cls(design, edge, _mm(design.width), height, edge + height - _mm(design.top))

    def left(self, *, recto: bool) -> int:
        """Return where the type area begins: the spine is on the left of a right-hand page."""
        return self.margin + _mm(self.design.inner if recto else self.design.outer)

    def column_left(self, number: int, *, recto: bool) -> int:
        """Return where a column begins."""
        step = centipoints(self.design.column_measure) + _mm(self.design.gutter)
        return self.left(recto=recto) + number * step

    @lru_cache(maxsize=64)  # noqa: B019
    def boxes(self) -> str:
        """Return the page boxes as PDF."""
        far_x, far_y = self.width + 2 * self.margin, self.height + 2 * self.margin
        trim = (self.margin, self.margin, self.margin + self.width, self.margin + self.height)
        bleed = _mm(self.design.bleed)
        bled = (trim[0] - bleed, trim[1] - bleed, trim[2] + bleed, trim[3] + bleed)
        boxes = (("Media", (0, 0, far_x, far_y)), ("Bleed", bled), ("Trim", trim))
        return "".join(f"/{name}Box[{' '.join(map(decimal, box))}]" for name, box in boxes)

    def crop_marks(self) -> str:
        """Return the crop marks as operators, nothing if the design asks for none."""
        if not self.design.crop_marks:
            return ""
        length, start = _mm(MARK_LENGTH), _mm(self.design.bleed + MARK_GAP)
        left, right = self.margin, self.margin + self.width
        bottom, top = self.margin, self.margin + self.height
        strokes = ["0.25 w"]
        for x, sign in ((left, -1), (right, 1)):
            for y in (bottom, top):
                strokes.append(_stroke(x + sign * start, y, x + sign * (start + length), y))
        for y, sign in ((bottom, -1), (top, 1)):
            for x in (left, right):
                strokes.append(_stroke(x, y + sign * start, x, y + sign * (start + length)))
        return " ".join(strokes) + "\n"


def _mm(millimetres: float) -> int:
    return round(millimetres * POINTS_PER_MM * 100)


def _stroke(x: int, y: int, to_x: int, to_y: int) -> str:
    return f"{decimal(x)} {decimal(y)} m {decimal(to_x)} {decimal(to_y)} l S"


class Pen:
    """Collects text operators, leaving out what is already in force."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._x = self._y = 0
        self._font = self._spacing = ""

    def write(self, line: Line, x: int, y: int) -> None:
        """Show a line with its origin at x, y (1/100 pt)."""
        if not line.show:
            return
        text = f"{decimal(x - self._x)} {decimal(y - self._y)} Td "
        self._x, self._y = x, y
        if line.font != self._font:
            text += line.font + " "
        if line.spacing != self._spacing:
            text += f"{line.spacing} Tc "
        self._font, self._spacing = line.font_after, line.spacing_after
        self.out.append(text + line.show)

    def text(self) -> str:
        """Return the text object."""
        return "BT\n" + "\n".join(self.out) + "\nET\n" if self.out else ""


class PageWriter:
    """Writes the bands of one page."""

    def __init__(self, sheet: Sheet, *, recto: bool, drop: int = 0) -> None:
        self._sheet = sheet
        self._recto = recto
        self._drop = drop
        self._pen = Pen()
        self._strokes: dict[str, list[str]] = {}
        self.areas: list[Area] = []
        self.anchors: list[tuple[str, int, int]] = []
        self.outlines: list[tuple[int, str, int]] = []
        self.marks: list[str] = []

    def write(self, bands: Iterable[Band]) -> bytes:
        """Return the page's deflated stream."""
        bands = list(bands)
        for band in bands:
            for number, column in enumerate(band.columns):
                left = self._sheet.column_left(number, recto=self._recto)
                top = self._sheet.top - self._drop - band.top
                for part in column.parts:
                    self._part(part, left, top - part.top)
            if self._sheet.design.column_rule and len(band.columns) > 1:
                self._rule_columns(band)
        strokes = " ".join(f"q {pen} {' '.join(paths)} S Q" for pen, paths in self._strokes.items())
        text = f"{INK}{self._sheet.crop_marks()}{self._pen.text()}{strokes}\n"
        return zlib.compress(text.encode("ascii"), DEFLATE_LEVEL)

    def _part(self, part: Part, left: int, top: int) -> None:
        block = part.block
        if block.mark:
            self.marks.append(block.mark)
        if part.start == 0:
            self._note_beginning(block, left, top)
        if block.bar:
            self._bar(left - BAR_AWAY, top, top - (part.end - part.start) * block.leading)
        self._lines(part, left, top - block.baseline)
        skipped = part.start * block.leading
        for stroke in block.strokes:
            if skipped <= stroke.top <= part.end * block.leading:
                self._draw(
                    left + stroke.left, top + skipped - stroke.top, left + stroke.right, stroke.thickness, stroke.dots
                )

    def _note_beginning(self, block: Block, left: int, top: int) -> None:
        """Note where a block begins that links or the outline lead to."""
        if block.anchor:
            self.anchors.append((block.anchor, left, top))
        if block.outline:
            self.outlines.append((block.outline_level, block.outline, top))

    def _lines(self, part: Part, left: int, y: int) -> None:
        """Show a part's lines, the first at ``y``, and note their click areas, an em high from a little below."""
        block, write = part.block, self._pen.write
        for line in block.lines[part.start : part.end]:
            write(line, left + line.left, y)
            for link in line.links:
                foot = y - round(0.12 * block.size)
                self.areas.append(Area(left + link.left, foot, left + link.right, foot + block.size, link.target))
            y -= block.leading

    def _bar(self, x: int, top: int, foot: int) -> None:
        """Note a change bar: a thick stroke beside the lines that changed."""
        path = f"{decimal(x)} {decimal(top)} m {decimal(x)} {decimal(foot)} l"
        self._strokes.setdefault(BAR_PEN, []).append(path)

    def _draw(self, left: int, y: int, right: int, thickness: int, dots: int) -> None:
        """Note a stroke; those of one thickness and dash are drawn together."""
        pen = f" 1 J [0 {decimal(dots)}] 0 d" if dots else ""
        path = f"{decimal(left)} {decimal(y)} m {decimal(right)} {decimal(y)} l"
        self._strokes.setdefault(f"{decimal(thickness)} w{pen}", []).append(path)

    def _rule_columns(self, band: Band) -> None:
        foot = max(column.foot for column in band.columns)
        top = self._sheet.top - self._drop - band.top
        for number in range(1, len(band.columns)):
            x = self._sheet.column_left(number, recto=self._recto) - _mm(self._sheet.design.gutter) // 2
            path = f"{decimal(x)} {decimal(top)} m {decimal(x)} {decimal(top - foot)} l"
            self._strokes.setdefault("0.3 w", []).append(path)


def bands_foot(bands: list[Band]) -> int:
    """Return how deep a page's matter goes, 1/100 pt below the head of the type area."""
    return max((band.foot for band in bands), default=0)
