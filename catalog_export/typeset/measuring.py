"""Measures paragraphs: prefix sums of advances, with what meeting marks give up already taken off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from catalog_export.typeset.blocks import centipoints, decimal
from catalog_export.typeset.breaking import HALF, Measured
from catalog_export.typeset.faces import Chain, FontSlot


@dataclass(slots=True)
class Span:
    """A stretch of one PDF font and size inside a paragraph."""

    start: int
    end: int
    slot: FontSlot
    size: float
    font: str


@dataclass(slots=True)
class Matter:
    """A paragraph measured: text, spans, codes in hexadecimal, and the adjustments that compression asks for."""

    measured: Measured
    spans: list[Span]
    codes: str
    adjusted: list[int]
    values: list[int]
    links: list[tuple[int, int, str]]
    size: float
    tracking: int


class Gathered:
    """Prefix sums of a paragraph as its runs come, and the places where space is taken out or may go in."""

    def __init__(self, text: str, opening: str) -> None:
        self._text, self._opening = text, opening
        self._prefix: list[int] = []
        self._total = 0
        self.adjusted: list[int] = []
        self.values: list[int] = []
        self._kerned: set[int] = set()

    def add(self, chain: Chain, start: int, end: int) -> bool:
        """Measure a run, looking only at what is not a plain em-wide character; say if another font is needed."""
        needs_more = False
        text, prefix, total = self._text, self._prefix, self._total
        if (run := text[start:end]).isascii():
            prefix.extend(accumulate(map(chain.__getitem__, run), initial=total))
            self._total = prefix.pop()
            return not chain.special.isdisjoint(run)
        at = start
        for found in chain.events.finditer(text, start, end):
            begin, stop = found.span()
            if begin > at:
                total += 1000 * (begin - at)
                prefix.extend(range(total - 1000 * (begin - at), total, 1000))
            at = stop
            char = text[begin]
            if char == "\u3000":
                prefix.append(total)
                total += chain[char] - self._separate(begin)
            elif found.lastindex is None:
                prefix.append(total)
                total += 1000 - HALF
                self.adjusted.append(begin)
                self.values.append(HALF)
                self._kerned.add(begin)
            else:
                odd = text[begin:stop]
                prefix.extend(accumulate(map(chain.__getitem__, odd), initial=total))
                total = prefix.pop()
                needs_more = needs_more or not chain.special.isdisjoint(odd)
        total += 1000 * (end - at)
        prefix.extend(range(total - 1000 * (end - at), total, 1000))
        self._total = total
        return needs_more

    def add_scaled(self, chain: Chain, start: int, end: int, scale: float, tracking: int) -> bool:
        """Measure a run of another size than its paragraph's, or with tracking: without compression."""
        for at in range(start, end):
            char = self._text[at]
            self._prefix.append(self._total)
            self._total += round(chain[char] * scale) + tracking
            if char == "\u3000":
                self.adjusted.append(at)
                self.values.append(0)
        return not chain.special.isdisjoint(self._text[start:end])

    def _separate(self, at: int) -> int:
        """Note a separator; return what an opening mark after it gives up."""
        follows = self._text[at + 1 : at + 2]
        value = HALF if follows and follows in self._opening else 0
        self.adjusted.append(at)
        self.values.append(value)
        return value

    def measured(self, closing: str) -> Measured:
        """Return the finished sums."""
        self._prefix.append(self._total)
        return Measured(self._text, self._prefix, self._opening, closing, self._kerned)


@lru_cache(maxsize=256)
def font_command(name: str, size: float) -> str:
    """Return the operator that puts a font in force."""
    return f"/{name} {decimal(centipoints(size))} Tf"


def split_spans(text: str, at: int, slot_of: dict[str, FontSlot], main: FontSlot, size: float) -> list[Span]:
    """Return the spans of a run that needs more than one font."""
    spans: list[Span] = []
    for offset, char in enumerate(text):
        slot = slot_of.get(char, main)
        if spans and spans[-1].slot is slot:
            spans[-1].end += 1
        else:
            spans.append(Span(at + offset, at + offset + 1, slot, size, font_command(slot.name, size)))
    return spans
