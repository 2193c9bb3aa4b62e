"""Measures runs of text: prefix sums of advances, with what meeting marks give up already taken off."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from catalog_export.typeset.blocks import centipoints, decimal
from catalog_export.typeset.chains import Chain, FontSlot, Typefaces
from catalog_export.typeset.characters import TRIMMED_OPENING, closing_trims
from catalog_export.typeset.ideographs import descriptions
from catalog_export.typeset.matter import EM, HALF, SEPARATOR, Matter, Span
from catalog_export.typeset.model import Run, Style


class Measurer:
    """Measures text in the faces of one document."""

    def __init__(self, fonts: Typefaces) -> None:
        self.fonts = fonts
        self.opening = frozenset(fonts.em_wide(TRIMMED_OPENING))
        self.closing = frozenset(fonts.em_wide(closing_trims(fonts.standard)))
        self._is_described = False
        self._chains: dict[int, Chain] = {}

    def measure(self, runs: tuple[Run, ...], style: Style) -> Matter:
        """Return runs as measured matter in units of the style's size."""
        text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        tracking = round(style.tracking * EM) if style.tracking else 0
        advances = [EM] * len(text)
        matter = Matter(text, advances, self.opening, self.closing, [], [], [], "", [], style.size, tracking)
        codes = []
        at = 0
        for run in runs:
            if run.text:
                codes.append(self._add(matter, advances, run, at, style))
                at += len(run.text)
        if self._is_described:
            self._is_described = False
            return self.measure(tuple(map(self.with_stand_ins, runs)), style)
        matter.prefix = list(accumulate(advances, initial=0))
        matter.codes = codes[0] if len(codes) == 1 else "".join(codes)
        return matter

    def _add(self, matter: Matter, advances: list[int], run: Run, at: int, style: Style) -> str:
        """Measure one run that stands at ``at``; return its codes."""
        text = run.text
        weight = run.weight or style.weight
        chain = self._chains.get(weight)
        if chain is None:
            chain = self._chains[weight] = self.fonts.chain(weight)
        size = run.size or style.size
        end = at + len(text)
        if run.link:
            matter.links.append((at, end, run.link))
        if not self._needs_more(matter, advances, chain, (at, end), size / style.size):
            matter.spans.append(Span(at, end, chain.main, size, font_command(chain.main.name, size)))
            return chain.encode(text)
        matter.is_special = True
        self._is_described = self._is_described or bool(descriptions(text))
        matter.spans += split_spans(text, at, chain.slot_of, chain.main, size)
        return chain.encode(text.translate(chain.virtual))

    def _needs_more(
        self, matter: Matter, advances: list[int], chain: Chain, bounds: tuple[int, int], scale: float
    ) -> bool:
        """Measure the text of a run; say if it needs more than the main face's own codes."""
        at, end = bounds
        if scale != 1.0 or matter.tracking:
            return _add_scaled(matter, advances, chain, bounds, scale)
        text = matter.text[at:end]
        if text.isascii():
            advances[at:end] = map(chain.__getitem__, text)
            return chain.has_odd_ascii and not chain.special.isdisjoint(text)
        return self._add_plain(matter, advances, chain, at, end)

    def with_stand_ins(self, run: Run) -> Run:
        """Return a run with one private character for every described one in it."""
        text, at = "", 0
        for begin, end in descriptions(run.text):
            text += run.text[at:begin] + self.fonts.stand_in(run.text[begin:end])
            at = end
        return replace(run, text=text + run.text[at:])

    def _add_plain(self, matter: Matter, advances: list[int], chain: Chain, start: int, end: int) -> bool:
        """Measure a run, looking only at what is not a plain em-wide character; say if another font is needed."""
        needs_more = False
        text, opening, special = matter.text, self.opening, chain.special
        adjusted, values = matter.adjusted, matter.values
        for found in chain.events.finditer(text, start, end):
            begin = found.start()
            if found.lastindex:
                odd = found[0]
                advances[begin : begin + len(odd)] = map(chain.__getitem__, odd)
                needs_more = needs_more or not special.isdisjoint(odd)
                continue
            adjusted.append(begin)
            if text[begin] != SEPARATOR or text[begin + 1 : begin + 2] in opening:
                advances[begin] = EM - HALF
                values.append(HALF)
            else:
                values.append(0)
        return needs_more


def _add_scaled(matter: Matter, advances: list[int], chain: Chain, bounds: tuple[int, int], scale: float) -> bool:
    """Measure a run of another size than its paragraph's, or with tracking: without compression."""
    text = matter.text[slice(*bounds)]
    for at, char in enumerate(text, bounds[0]):
        advances[at] = round(chain[char] * scale) + matter.tracking
        if char == SEPARATOR:
            matter.adjusted.append(at)
            matter.values.append(0)
    return not chain.special.isdisjoint(text)


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
