"""Charts as plain shapes for an SVG: lengths are reckoned here, the template only writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Units of the drawing: it is scaled to the page, so that 12 units of type stay readable on a telephone.
WIDTH = 360.0
ROW = 20.0
BAR = 12.0
#: Width of a Chinese character of the labels, and of a digit of the figures.
CHARACTER, DIGIT = 12.0, 7.0
LABEL_AT_MOST = 10
COLUMNS_HIGH = 150.0
FOOT = 34.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it lies, and what stands beside it."""

    label: str
    figure: str
    x: float
    y: float
    width: float
    height: float
    label_x: float
    label_y: float
    figure_x: float
    figure_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and its bars; ``upright`` if they stand."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    upright: bool = False


def bars(rows: Sequence[tuple[str, int]]) -> Chart:
    """Return lying bars, the label before each and its figure behind, in the order given."""
    labels = [label if len(label) <= LABEL_AT_MOST else label[: LABEL_AT_MOST - 1] + "…" for label, _ in rows]
    before = max((len(label) for label in labels), default=0) * CHARACTER + 6
    behind = max((len(f"{count:,}") for _, count in rows), default=0) * DIGIT + 6
    longest = max((count for _, count in rows), default=0)
    drawn = []
    for index, (label, (_whole, count)) in enumerate(zip(labels, rows, strict=True)):
        y = index * ROW
        length = _length(count, longest, WIDTH - before - behind)
        drawn.append(
            Bar(
                label,
                f"{count:,}",
                before,
                y + (ROW - BAR) / 2,
                length,
                BAR,
                label_x=before - 6,
                label_y=y + ROW - 6,
                figure_x=before + length + 4,
                figure_y=y + ROW - 6,
            )
        )
    return Chart(WIDTH, max(ROW, ROW * len(rows)), tuple(drawn))


def columns(rows: Sequence[tuple[str, int]]) -> Chart:
    """Return standing bars over their labels, in the order given: for what follows in time."""
    room = WIDTH / max(1, len(rows))
    tallest = max((count for _, count in rows), default=0)
    drawn = []
    for index, (label, count) in enumerate(rows):
        height = _length(count, tallest, COLUMNS_HIGH - 18)
        middle = room * index + room / 2
        drawn.append(
            Bar(
                label,
                f"{count:,}",
                room * index + room * 0.15,
                COLUMNS_HIGH - height,
                room * 0.7,
                height,
                label_x=middle,
                label_y=COLUMNS_HIGH + (14 if index % 2 == 0 else 28),
                figure_x=middle,
                figure_y=COLUMNS_HIGH - height - 4,
            )
        )
    return Chart(WIDTH, COLUMNS_HIGH + FOOT, tuple(drawn), upright=True)


def _length(count: int, most: int, room: float) -> float:
    """Return the length of a bar: in proportion, but what is there at all can be seen."""
    if count <= 0 or most <= 0:
        return 0.0
    return round(max(1.0, room * count / most), 2)
