"""A paragraph measured: what line breaking and the showing of lines work on.

Horizontal lengths are integers of 1/1000 em of the paragraph's size.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog_export.typeset.chains import FontSlot
from catalog_export.typeset.characters import SPACES

EM = 1000
HALF = 500
SEPARATOR = "\u3000"


@dataclass(slots=True)
class Span:
    """A stretch of one PDF font and size inside a paragraph; ``font`` is the operator that puts it in force."""

    start: int
    end: int
    slot: FontSlot
    size: float
    font: str


@dataclass(slots=True)
class Matter:
    """Text with its prefix sums of advances (what meeting marks give up taken off) and its codes in hexadecimal.

    ``opening`` and ``closing`` are the marks that give up half an em at a line's edge. ``adjusted`` are, in order,
    the positions of the separators and of the marks that give something up, ``values`` how much. ``forced`` says that
    lines may have been ended where the rules forbid it, for want of any other place; ``is_special`` that some of the
    text is not set by the main face's own codes, as only a character can be that is missing or composed.
    """

    text: str
    prefix: Sequence[int]
    opening: frozenset[str]
    closing: frozenset[str]
    adjusted: list[int]
    values: list[int]
    spans: list[Span]
    codes: str
    links: list[tuple[int, int, str]]
    size: float
    tracking: int
    forced: bool = False
    is_special: bool = False

    def content_end(self, start: int, end: int) -> int:
        """Return the end of a line without the spaces that hang at it."""
        text = self.text
        while end > start + 1 and text[end - 1] in SPACES:
            end -= 1
        return end

    def width(self, start: int, end: int) -> int:
        """Return the natural width of a line, edges trimmed, hanging spaces not counted."""
        return self.bare_width(start, self.content_end(start, end))

    def bare_width(self, start: int, end: int) -> int:
        """Return the natural width of a line that does not end in spaces, edges trimmed."""
        width = self.prefix[end] - self.prefix[start]
        if self.text[start] in self.opening:
            width -= HALF
        return width - self.trimmed(end)

    def trimmed(self, end: int) -> int:
        """Return what the mark before ``end`` gives up if a line ends there."""
        return HALF if self.text[end - 1] in self.closing and not self.gives_way(end - 1) else 0

    def gives_way(self, at: int) -> bool:
        """Say whether a mark has already given up half an em to the mark that follows it."""
        number = bisect_left(self.adjusted, at)
        return number < len(self.adjusted) and self.adjusted[number] == at and self.values[number] > 0

    def squeezable(self, start: int, end: int) -> list[int]:
        """Return the marks inside a line that could still give up half an em: their white touches a character."""
        text, opening, closing = self.text, self.opening, self.closing
        marks = [mark.start() for mark in _either(opening, closing).finditer(text, start + 1, end - 1)]
        if not marks:
            return marks
        low, high = bisect_left(self.adjusted, start), bisect_left(self.adjusted, end)
        given = zip(self.adjusted[low:high], self.values[low:high], strict=True)
        taken = {at for at, value in given if value}
        return [at for at in marks if (at if text[at] in closing else at - 1) not in taken]


@lru_cache(maxsize=16)
def _either(opening: frozenset[str], closing: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern that finds marks of two sets."""
    return re.compile("|".join(map(re.escape, sorted(opening | closing))) or "(?!)")


def past_spaces(text: str, at: int, stop: int) -> int:
    """Return the first place from ``at`` on that is no space: where a line ends at which they hang."""
    while at < stop and text[at] in SPACES:
        at += 1
    return at
