"""Set matter: lines ready to be placed, and the blocks that columns are filled with.

Vertical lengths are integers of 1/100 point, so that a column's lines add up exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog_export.typeset.preflight import Finding


def centipoints(points: float) -> int:
    """Return a length in 1/100 point."""
    return round(points * 100)


@lru_cache(maxsize=1 << 16)
def decimal(hundredths: int) -> str:
    """Return 1/100 units as the shortest decimal number."""
    whole, part = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    if not part:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{part:02d}".rstrip("0")


@lru_cache(maxsize=1 << 12)
def thousandths(units: int) -> str:
    """Return 1/1000 units as the shortest decimal number."""
    return f"{units / 1000:.3f}".rstrip("0").rstrip(".") if units else "0"


@dataclass(slots=True)
class Link:
    """A click area on a line: from and to (1/100 pt from the column's left edge), and the anchor it leads to."""

    left: int
    right: int
    target: str


@dataclass(slots=True)
class Line:
    """One set line: PDF operators that show it from its own origin, and the text state they need and leave.

    ``font`` and ``spacing`` are what must be in force at the start (``/F1 10 Tf``, a ``Tc`` operand),
    ``font_after`` and ``spacing_after`` what is in force at the end; ``left`` is the origin, 1/100 pt from the
    column's left edge.
    """

    left: int
    font: str
    spacing: str
    show: str
    font_after: str
    spacing_after: str
    links: Sequence[Link] = ()


@dataclass(slots=True)
class Stroke:
    """A ruled line, in 1/100 pt from the block's upper left corner, downwards; ``dots`` is a dot row's pitch."""

    left: int
    top: int
    right: int
    thickness: int
    dots: int = 0


@dataclass(slots=True)
class Block:
    """Lines of one pitch that belong together, with the rules of how they may be parted."""

    lines: list[Line]
    leading: int
    baseline: int
    size: int
    before: int = 0
    after: int = 0
    widows: int = 2
    orphans: int = 2
    keep_together: bool = False
    keep_with_next: bool = False
    spread: bool = False
    span: bool = False
    bar: bool = False
    break_before: str = ""
    key: str = ""
    mark: str = ""
    anchor: str = ""
    outline: str = ""
    outline_level: int = 0
    strokes: Sequence[Stroke] = ()
    findings: Sequence[Finding] = ()
    repeat: Sequence[Block] = ()

    def depth(self, start: int = 0) -> int:
        """Return the height of the lines from ``start`` on."""
        return (len(self.lines) - start) * self.leading
