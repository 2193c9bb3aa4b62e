"""Draws a vertical page: border, ruled lines, the fold with its fish tails, and the text in its places."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog_export.typeset.blocks import Line, centipoints, decimal
from catalog_export.typeset.judging import Cut
from catalog_export.typeset.model import POINTS_PER_MM, Run, Style
from catalog_export.typeset.pages import DEFLATE_LEVEL, INK, Area, Pen, Sheet
from catalog_export.typeset.showing import show_line
from catalog_export.typeset.vertical_model import FoldText, VerticalDesign

if TYPE_CHECKING:
    from catalog_export.typeset.vertical import VerticalComposer

#: Depth of a fish tail and of its notch, shares of the fold's width.
TAIL_DEPTH, NOTCH = 0.72, 0.4
RULE = 0.35
#: A change bar's thickness (points), and how far it stands from the rule on its right (1/100 pt).
BAR, BAR_AWAY = 1.5, 250
_MOVE = re.compile(r"(?<=[>\[])(-?[\d.]+)(?=<)")


def turned(line: Line) -> Line:
    """Return a line's operators as a vertical font needs them: every adjustment with its sign reversed."""
    show = _MOVE.sub(lambda found: _negated(found[1]), line.show)
    after = _negated(line.spacing_after)
    return Line(line.left, line.font, _negated(line.spacing), show, line.font_after, after, line.links)


def _negated(number: str) -> str:
    return number if number == "0" else number.removeprefix("-") if number.startswith("-") else f"-{number}"


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line in its place: its slot, how far right of the slot's middle and down from its head, its size (1/100 pt)."""

    line: Line
    slot: int
    across: int
    along: int
    size: int


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page's deflated stream and its click areas."""

    stream: bytes
    areas: list[Area]


class Frame:
    """The frame of a vertical page as coordinates, 1/100 pt from the sheet's lower left corner.

    Books of vertical lines are bound on the right: the spine is on the right of an odd page.
    """

    def __init__(self, design: VerticalDesign) -> None:
        self.design = design
        self.sheet = Sheet.of(design.page)
        page = design.page
        edge = design.thick + design.between + design.thin if design.border else 0.0
        self._edge = centipoints(edge)
        self.top = self.sheet.top - self._edge
        self.bottom = self.sheet.top - centipoints(page.depth) + self._edge
        self.width = centipoints(page.measure) - 2 * self._edge
        self.fold_width = 0 if design.fold == "none" else centipoints(design.fold_width * POINTS_PER_MM)
        self.pitch = (self.width - self.fold_width) // design.lines
        gaps = (design.tiers - 1) * centipoints(design.tier_gap * POINTS_PER_MM)
        padding = centipoints(design.padding)
        self._tier = (self.top - self.bottom - gaps) // design.tiers
        self.depth = (self._tier - 2 * padding) / 100
        self._padding = padding
        self.slots = design.lines * design.tiers

    def left(self, number: int) -> int:
        """Return where the inner frame begins on a page."""
        return self.sheet.left(recto=number % 2 == 0) + self._edge

    def fold_left(self, number: int) -> int:
        """Return where the fold begins: at the fore-edge (left of an odd page), or in the middle."""
        left = self.left(number)
        if self.design.fold == "middle":
            return left + (self.width - self.fold_width) // 2
        return left if number % 2 else left + self.width - self.fold_width

    def margin_middle(self, number: int) -> int:
        """Return the middle of the outer margin, on the left of an odd page."""
        left = self.sheet.left(recto=number % 2 == 0)
        right = left + self.width + 2 * self._edge
        trim = self.sheet.margin
        return (trim + left) // 2 if number % 2 else (right + trim + self.sheet.width) // 2

    def line_left(self, place: int, number: int) -> int:
        """Return where a ruled line begins; lines are counted from the right, from 0."""
        right = self.left(number) + self.width
        if self.design.fold == "outer" and number % 2 == 0:
            right -= self.fold_width
        if self.design.fold == "middle" and place >= self.design.lines // 2:
            right -= self.fold_width
        return right - (place + 1) * self.pitch

    def head(self, slot: int, number: int) -> tuple[int, int]:
        """Return the middle and the head of a slot; slots go line by line from the right, tier by tier from above."""
        tier, place = divmod(slot, self.design.lines)
        step = self._tier + centipoints(self.design.tier_gap * POINTS_PER_MM)
        return self.line_left(place, number) + self.pitch // 2, self.top - tier * step - self._padding

    def tier_edges(self) -> list[int]:
        """Return the heights of the rules between tiers."""
        gap = centipoints(self.design.tier_gap * POINTS_PER_MM)
        return [self.top - tier * self._tier - (tier - 1) * gap - gap // 2 for tier in range(1, self.design.tiers)]


def write_page(
    frame: Frame,
    composer: VerticalComposer,
    matter: tuple[list[PlacedLine], list[int]],
    number: int,
    fold: FoldText,
) -> WrittenPage:
    """Return a page's stream and click areas; ``matter`` are its lines, and the slots that are marked as changed."""
    lines, bars = matter
    pen = Pen()
    areas = []
    for placed in lines:
        middle, head = frame.head(placed.slot, number)
        x, y = middle + placed.across, head - placed.along
        pen.write(placed.line, x, y)
        half = placed.size // 2
        areas += [Area(x - half, y - link.right, x + half, y - link.left, link.target) for link in placed.line.links]
    drawing = [_bar(frame, slot, number) for slot in bars] + _border(frame, number) + _rules(frame, number)
    if frame.fold_width:
        drawing += _fold(frame, composer, pen, number, fold)
    else:
        _beside(frame, composer, pen, number, fold)
    text = f"{INK}{frame.sheet.crop_marks()}{' '.join(drawing)}\n{pen.text()}"
    return WrittenPage(zlib.compress(text.encode("ascii"), DEFLATE_LEVEL), areas)


def _border(frame: Frame, number: int) -> list[str]:
    """Return the double border: a thick frame outside, a thin one inside."""
    design = frame.design
    if not design.border:
        return []
    left, width, height = frame.left(number), frame.width, frame.top - frame.bottom
    drawn = []
    for distance, weight in ((0.0, design.thin), (design.thin + design.between, design.thick)):
        out = centipoints(distance + weight / 2)
        box = (left - out, frame.bottom - out, width + 2 * out, height + 2 * out)
        drawn.append(f"{decimal(centipoints(weight))} w {' '.join(map(decimal, box))} re S")
    return drawn


def _rules(frame: Frame, number: int) -> list[str]:
    """Return the rules between lines, beside the fold, and between tiers."""
    last, first = frame.line_left(frame.design.lines - 1, number), frame.line_left(0, number) + frame.pitch
    return [
        f"{RULE} w",
        *(_stroke(edge, frame.top, edge, frame.bottom) for edge in _upright_edges(frame, number)),
        *(_stroke(last, height, first, height) for height in frame.tier_edges()),
    ]


def _upright_edges(frame: Frame, number: int) -> list[int]:
    """Return where rules run down the page, from the left: none on the border, no two within a point."""
    edges = set()
    if frame.design.rules:
        for place in range(frame.design.lines):
            left = frame.line_left(place, number)
            edges |= {left, left + frame.pitch}
    if frame.fold_width:
        edges |= {frame.fold_left(number), frame.fold_left(number) + frame.fold_width}
    left, right = frame.left(number), frame.left(number) + frame.width
    inside = sorted(edge for edge in edges if left + 100 < edge < right - 100)
    return [edge for at, edge in enumerate(inside) if at == 0 or edge - inside[at - 1] > 100]


def _bar(frame: Frame, slot: int, number: int) -> str:
    """Return a change bar: a thick stroke along the right side of a line."""
    middle, head = frame.head(slot, number)
    x = middle + frame.pitch // 2 - BAR_AWAY
    return f"{BAR} w {_stroke(x, head, x, head - centipoints(frame.depth))}"


def _stroke(x: int, y: int, to_x: int, to_y: int) -> str:
    return f"{decimal(x)} {decimal(y)} m {decimal(to_x)} {decimal(to_y)} l S"


def _fold(frame: Frame, composer: VerticalComposer, pen: Pen, number: int, fold: FoldText) -> list[str]:
    """Draw the fold: title, fish tail, part, number, and an upturned fish tail below."""
    left, width = frame.fold_left(number), frame.fold_width
    middle = left + width // 2
    height = frame.top - frame.bottom
    upper, lower = frame.top - height * 24 // 100, frame.bottom + height * 20 // 100
    depth = round(width * TAIL_DEPTH)
    _words(composer, pen, fold.title, fold.size, (middle, frame.top - height * 3 // 100), upper + centipoints(6))
    _words(composer, pen, fold.part, fold.size * 0.9, (middle, upper - depth - centipoints(8)), lower + centipoints(6))
    foot = frame.bottom + centipoints(6)
    end = _words(composer, pen, fold.number, fold.size, (middle, lower - depth - centipoints(6)), foot)
    if fold.note:
        _words(composer, pen, fold.note, fold.size * 0.85, (middle, end - centipoints(fold.size)), foot)
    return [_fish_tail(left, width, upper, -1), _fish_tail(left, width, lower - depth, 1)]


def _beside(frame: Frame, composer: VerticalComposer, pen: Pen, number: int, fold: FoldText) -> None:
    """Show in the outer margin what else stands on the fold: title and part above, the number below."""
    x, height = frame.margin_middle(number), frame.top - frame.bottom
    above = "\u3000".join(filter(None, (fold.title, fold.part)))
    lower = frame.bottom + height * 15 // 100
    _words(composer, pen, above, fold.size * 0.9, (x, frame.top - height * 3 // 100), lower + centipoints(6))
    end = _words(composer, pen, fold.number, fold.size, (x, lower), frame.bottom)
    _words(composer, pen, fold.note, fold.size * 0.85, (x, end - centipoints(fold.size)), frame.bottom)


def _words(composer: VerticalComposer, pen: Pen, words: str, size: float, at: tuple[int, int], foot: int) -> int:
    """Show words on the fold downwards, smaller if they would not end above ``foot``; return where they end."""
    x, y = at
    if not words:
        return y
    room = max((y - foot) / 100, 1)
    size = max(4.0, min(size, room / len(words)))
    matter = composer.measurer.measure((Run(words),), Style(size, size))
    length = len(matter.text)
    pen.write(turned(show_line(matter, Cut(0, length, length, 0), 0)), x, y)
    return y - round(matter.width(0, length) * size / 10)


def _fish_tail(left: int, width: int, edge: int, way: int) -> str:
    """Return a filled fish tail that hangs from ``edge`` (way -1) or stands on it (1), its notch away from the edge."""
    depth, notch = round(width * TAIL_DEPTH) * way, round(width * NOTCH) * way
    inset = round(width * 0.04)
    points = (
        (left + inset, edge),
        (left + width - inset, edge),
        (left + width - inset, edge + depth),
        (left + width // 2, edge + depth - notch),
        (left + inset, edge + depth),
    )
    path = " ".join(f"{decimal(x)} {decimal(y)} {'m' if number == 0 else 'l'}" for number, (x, y) in enumerate(points))
    return f"{path} h f"
