"""Composes characters that have no code from the outlines of their parts (拼字).

Every part is fitted into its box of the em square. Scaled outlines have thinner strokes; so each part is taken from a
heavier weight of the variable face, the one whose stem comes out as thick as that of its neighbours.
Lengths are 1/1000 em, y upwards from the baseline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import uharfbuzz as hb

from catalog_export.typeset.ideographs import Part

Point = tuple[float, float, bool]
Contour = list[Point]
#: Draws a character in a weight, ``None`` if there is no such outline.
Draw = Callable[[str, float], list[Contour] | None]

EM_BOTTOM, EM_TOP = -120.0, 880.0
LIGHTEST, HEAVIEST = 200.0, 900.0
WEIGHTS = (200.0, 400.0, 550.0, 700.0, 900.0)
GAP = 30.0
STEM_HEIGHT = 300.0


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the em square."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.top - self.bottom

    def inner(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the box inside it whose edges are at these shares of its width and height."""
        return Box(
            self.left + left * self.width,
            self.bottom + bottom * self.height,
            self.left + right * self.width,
            self.bottom + top * self.height,
        )


EM = Box(0.0, EM_BOTTOM, 1000.0, EM_TOP)
#: Where the part inside stands for every operator that puts one around another: shares of left, bottom, right, top.
ENCLOSED = {
    "⿴": (0.2, 0.14, 0.8, 0.82),
    "⿵": (0.2, 0.02, 0.8, 0.66),
    "⿶": (0.18, 0.2, 0.82, 1.0),
    "⿷": (0.24, 0.14, 1.0, 0.84),
    "\u2ffc": (0.0, 0.14, 0.76, 0.84),
    "⿸": (0.24, 0.0, 1.0, 0.74),
    "⿹": (0.0, 0.0, 0.72, 0.7),
    "⿺": (0.3, 0.2, 1.0, 1.0),
    "\u2ffd": (0.0, 0.2, 0.7, 1.0),
}


class Pen:
    """Gathers the outline that HarfBuzz draws."""

    def __init__(self) -> None:
        self.contours: list[Contour] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        """Begin a contour."""
        self.contours.append([(*point, True)])

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        """Add a straight line."""
        self.contours[-1].append((*point, True))

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        """Add a quadratic curve."""
        self.contours[-1] += [(*point, False) for point in points[:-1]]
        self.contours[-1].append((*points[-1], True))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        """Add a cubic curve as the nearest quadratic one: TrueType outlines have none, but HarfBuzz asks for it."""
        (from_x, from_y, _), (first, second, last) = self.contours[-1][-1], points
        x = (3 * (first[0] + second[0]) - from_x - last[0]) / 4
        y = (3 * (first[1] + second[1]) - from_y - last[1]) / 4
        self.qCurveTo((x, y), last)

    def closePath(self) -> None:  # noqa: N802
        """End the contour: its last point is its first."""
        contour = self.contours[-1]
        if len(contour) > 1 and contour[0] == contour[-1]:
            contour.pop()


def drawn(font: hb.Font, glyph: int, upem: int) -> list[Contour]:
    """Return a glyph's outline in 1/1000 em."""
    pen = Pen()
    font.draw_glyph_with_pen(glyph, pen)
    scale = 1000 / upem
    return [[(x * scale, y * scale, on) for x, y, on in contour] for contour in pen.contours if len(contour) > 2]


class Composer:
    """Composes described characters out of what ``draw`` gives."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._stems: list[tuple[float, float]] = []

    def compose(self, described: Part, weight: float) -> list[Contour] | None:
        """Return the outline of a described character, ``None`` if a part is not to be had, or has no ink."""
        return self._place(described, EM, weight)

    def _place(self, part: Part, box: Box, weight: float) -> list[Contour] | None:
        if not part.parts:
            return self._fitted(part.char, box, weight)
        if part.char in ENCLOSED:
            boxes = [box, box.inner(*ENCLOSED[part.char])]
        elif part.char in "⿰⿲":
            boxes = self._side_by_side(part.parts, box)
        elif part.char in "⿱⿳":
            boxes = self._stacked(part.parts, box)
        elif part.char == "⿻":
            boxes = [box, box]
        else:
            return self._turned(part, box, weight)
        contours: list[Contour] = []
        for inner, place in zip(part.parts, boxes, strict=True):
            placed = self._place(inner, place, weight)
            if placed is None:
                return None
            contours += placed
        return contours

    def _turned(self, part: Part, box: Box, weight: float) -> list[Contour] | None:
        """Return a part mirrored (U+2FFE) or turned upside down (U+2FFF); parts taken away (U+31EF) cannot be drawn."""
        placed = self._place(part.parts[0], box, weight) if part.char in "\u2ffe\u2fff" else None
        if placed is None:
            return None
        across, up = box.left + box.right, box.bottom + box.top
        if part.char == "\u2ffe":
            return [[(across - x, y, on) for x, y, on in reversed(contour)] for contour in placed]
        return [[(across - x, up - y, on) for x, y, on in contour] for contour in placed]

    def _side_by_side(self, parts: tuple[Part, ...], box: Box) -> list[Box]:
        return [box.inner(low, 0.0, high, 1.0) for low, high in pairwise(self._edges(parts, upright=False))]

    def _stacked(self, parts: tuple[Part, ...], box: Box) -> list[Box]:
        edges = self._edges(parts, upright=True)
        return [box.inner(0.0, 1.0 - high, 1.0, 1.0 - low) for low, high in pairwise(edges)]

    def _edges(self, parts: tuple[Part, ...], *, upright: bool) -> list[float]:
        """Return where a box is divided, as shares: by how large its parts are by themselves and how dense."""
        sizes = [self._extent(part, upright=upright) * self._density(part) ** 0.5 for part in parts]
        total = sum(sizes) or 1.0
        least = 0.26
        shares = [max(size / total, least) for size in sizes]
        edges = [0.0]
        for share in shares:
            edges.append(edges[-1] + share / sum(shares))
        return edges

    def _extent(self, part: Part, *, upright: bool) -> float:
        """Return how wide or high the ink of a part is by itself."""
        contours = None if part.parts else self._draw(part.char, 400.0)
        if not contours:
            return 900.0
        low, high = _range(contours, 1 if upright else 0)
        return max(high - low, 120.0)

    def _density(self, part: Part) -> float:
        """Return how much there is to a part: the number of its contours, for want of its strokes."""
        if part.parts:
            return sum(map(self._density, part.parts))
        return float(len(self._draw(part.char, 400.0) or ()) or 1) + 1.0

    def _fitted(self, char: str, box: Box, weight: float) -> list[Contour] | None:
        """Return a character's outline fitted into a box: what is narrower than its box is not widened.

        A heavier outline is larger than the plain one, so it is measured again before it is fitted.
        """
        plain = self._draw(char, weight)
        if not plain:
            return None
        (across, _), (up, _) = _fits(plain, box)
        contours = self._draw(char, self._weight_for(weight, across, up)) or plain
        (across, right), (up, upwards) = _fits(contours, box)
        return [[(across * x + right, up * y + upwards, on) for x, y, on in contour] for contour in contours]

    def _weight_for(self, weight: float, across: float, up: float) -> float:
        """Return the weight whose stems, scaled, are as thick as those of ``weight``.

        Upright stems, the thick ones, become thinner with the width; what is lost in height counts less.
        """
        wanted = self._stem(weight) / max(across**0.75 * up**0.25, 0.2)
        for (light, thin), (heavy, thick) in pairwise(self._all_stems()):
            if wanted <= thick:
                share = (wanted - thin) / (thick - thin) if thick > thin else 0.0
                return min(max(light + share * (heavy - light), LIGHTEST), HEAVIEST)
        return HEAVIEST

    def _stem(self, weight: float) -> float:
        for (light, thin), (heavy, thick) in pairwise(self._all_stems()):
            if weight <= heavy:
                return thin + (thick - thin) * (weight - light) / (heavy - light)
        return self._all_stems()[-1][1]

    def _all_stems(self) -> list[tuple[float, float]]:
        """Return weights with the thickness of their upright stem, measured on 丨."""
        if not self._stems:
            self._stems = [(weight, _thickness(self._draw("丨", weight) or [])) for weight in WEIGHTS]
        return self._stems


def _range(contours: list[Contour], axis: int) -> tuple[float, float]:
    values = [point[axis] for contour in contours for point in contour]
    return min(values), max(values)


def _fits(contours: list[Contour], box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return scale and shift, across and up, that bring an outline into a box."""
    return _fit(_range(contours, 0), box.left, box.right), _fit(_range(contours, 1), box.bottom, box.top)


def _fit(ink: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    """Return scale and shift that bring ink into the middle of a stretch, between gaps, and never enlarge it."""
    room = high - low - (GAP if high - low > 4 * GAP else 0.0)
    size = ink[1] - ink[0]
    scale = min(1.0, room / size) if size else 1.0
    return scale, (low + high) / 2 - scale * (ink[0] + ink[1]) / 2


def _thickness(contours: list[Contour]) -> float:
    """Return how thick an upright stroke is in its middle."""
    crossed = []
    for contour in contours:
        for (x, y, _), (to_x, to_y, _) in pairwise([*contour, contour[0]]):
            if (y - STEM_HEIGHT) * (to_y - STEM_HEIGHT) < 0:
                crossed.append(x + (to_x - x) * (STEM_HEIGHT - y) / (to_y - y))
    return max(crossed) - min(crossed) if crossed else 70.0
