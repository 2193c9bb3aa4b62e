"""Sets paragraphs: from runs of text to lines of glyphs, justified.

Slack goes to the separators (U+3000 between an entry's parts) first, up to half an em each, then evenly
between all characters. A line too loose even so is left short, and reported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from catalog_export.typeset.blocks import Block, Line, Link, Stroke, centipoints, decimal
from catalog_export.typeset.breaking import HALF, SEPARATOR_STRETCH, Measured, break_lines
from catalog_export.typeset.characters import TRIMMED_OPENING, adjustment_pattern, closing_trims
from catalog_export.typeset.faces import FontSlot, Typefaces
from catalog_export.typeset.model import Paragraph, Run, Style
from catalog_export.typeset.preflight import Finding

LOOSEST = 250
EM_TOP = 0.88
EMBOLDEN = 0.022
LEADER_GAP = 600
LEADER_PITCH = 300


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
    positions: list[int]
    values: list[int]
    elastic: list[bool]
    links: list[tuple[int, int, str]]
    size: float
    tracking: int


class Setter:
    """Sets paragraphs in the faces of one document."""

    def __init__(self, fonts: Typefaces) -> None:
        self.fonts = fonts
        self._pattern = adjustment_pattern(fonts.standard)
        self._closing = closing_trims(fonts.standard)
        self._opening = TRIMMED_OPENING

    def set(self, paragraph: Paragraph, measure: float) -> Block:
        """Return a paragraph as a block for a column of this measure (points)."""
        style = paragraph.style
        matter = self.measure(paragraph.runs, style)
        findings = self._missing(matter.measured.text, paragraph.key)
        unit = style.size / 1000
        left = round(style.indent * 1000)
        room = round(measure / unit) - left - round(style.right_indent * 1000)
        first = round(style.first_indent * 1000)
        ends = break_lines(matter.measured, max(room - first, 1000), max(room, 1000))
        lines = []
        for number, (start, end) in enumerate(ends):
            inset = left + (first if number == 0 else 0)
            last = number == len(ends) - 1
            lines.append(self._line(matter, style, start, end, inset, room + left - inset, last, paragraph.key, findings))
        block = _block(paragraph, lines, findings)
        if paragraph.tail:
            self._add_tail(block, paragraph, matter, ends[-1], room + left)
        return block

    def measure(self, runs: tuple[Run, ...], style: Style) -> Matter:
        """Return runs as measured matter in units of the style's size."""
        text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        tracking = round(style.tracking * 1000)
        widths: list[int] = []
        spans: list[Span] = []
        codes: list[str] = []
        links = []
        at = 0
        for run in runs:
            if not run.text:
                continue
            chain = self.fonts.chain(run.weight or style.weight)
            size = run.size or style.size
            advances = [0 if c == "\n" else chain[c] for c in run.text] if "\n" in run.text else list(map(chain.__getitem__, run.text))
            if size != style.size or tracking:
                advances = [round(width * size / style.size) + tracking for width in advances]
            widths += advances
            end = at + len(run.text)
            if chain.special.isdisjoint(run.text):
                spans.append(Span(at, end, chain.main, size, f"/{chain.main.name} {decimal(centipoints(size))} Tf"))
                codes.append(run.text.encode("utf-16-be", "surrogatepass").hex())
            else:
                spans += _split(run.text, at, chain.slot_of, chain.main, size)
                codes.append(run.text.translate(chain.virtual).encode("utf-16-be", "surrogatepass").hex())
            if run.link:
                links.append((at, end, run.link))
            at = end
        positions, values, elastic = self._adjust(text, widths)
        measured = Measured(
            text,
            list(accumulate(widths, initial=0)),
            self._opening,
            self._closing,
            [p for p, is_elastic in zip(positions, elastic, strict=True) if is_elastic],
            {p for p, value in zip(positions, values, strict=True) if value},
        )
        return Matter(measured, spans, "".join(codes), positions, values, elastic, links, style.size, tracking)

    def _adjust(self, text: str, widths: list[int]) -> tuple[list[int], list[int], list[bool]]:
        """Find separators and marks that meet; take what marks give up off the widths."""
        positions, values, elastic = [], [], []
        for found in self._pattern.finditer(text):
            at = found.start()
            value = HALF
            if is_separator := text[at] == "\u3000":
                value = HALF if text[at + 1 : at + 2] in self._opening and at + 1 < len(text) else 0
            widths[at] -= value
            positions.append(at)
            values.append(value)
            elastic.append(is_separator)
        return positions, values, elastic

    def _missing(self, text: str, key: str) -> list[Finding]:
        missing = self.fonts.missing
        if not missing or missing.isdisjoint(text):
            return []
        return [
            Finding("missing", key, {"char": char, "code": f"U+{ord(char):04X}"})
            for char in dict.fromkeys(text)
            if char in missing
        ]

    def _line(
        self,
        matter: Matter,
        style: Style,
        start: int,
        end: int,
        inset: int,
        room: int,
        last: bool,
        key: str,
        findings: list[Finding],
    ) -> Line:
        measured = matter.measured
        text = measured.text
        ended = text[end - 1 : end] == "\n" and end > start
        content = measured.content_end(start, end - 1 if ended else end)
        slack = room - measured.width(start, content) if content > start else room
        grow, spacing = 0.0, 0.0
        if slack < 0 or (style.align == "justify" and not last and not ended):
            grow, spacing = _shares(slack, measured.separators(start, content), content - start - 1)
            if slack < 0 and spacing < -30:
                over = round(-slack / 1000, 2)
                findings.append(Finding("overfull", key, {"over": over, "text": text[start:content]}))
                spacing = 0.0
            elif spacing > LOOSEST:
                findings.append(Finding("loose", key, {"text": text[start:content]}))
                grow = spacing = 0.0
        elif style.align in ("centre", "right"):
            inset += (slack + matter.tracking) // 2 if style.align == "centre" else slack + matter.tracking
        return _shown(matter, start, end - 1 if ended else end, content, inset, grow, spacing)

    def _add_tail(self, block: Block, paragraph: Paragraph, matter: Matter, last: tuple[int, int], room: int) -> None:
        """Set the tail flush right on the last line, or on a line of its own where it has no room."""
        style = paragraph.style
        tail = self.measure(paragraph.tail, style)
        length = len(tail.measured.text)
        width = tail.measured.width(0, length)
        line = block.lines[-1]
        unit = style.size / 1000
        used = round(line.left / 100 / unit) + (matter.measured.width(*last) if last[1] > last[0] else 0)
        if room - used < width + LEADER_GAP:
            line = Line(0, line.font_after, "0", "", line.font_after, "0")
            block.lines.append(line)
            used = round(style.indent * 1000)
        shown = _shown(tail, 0, length, length, room - width, 0.0, 0.0)
        shift = shown.left - line.left
        line.show += f" {shown.spacing} Tc {shown.font} {decimal(shift)} 0 Td {shown.show} {decimal(-shift)} 0 Td"
        line.font_after, line.spacing_after = shown.font_after, shown.spacing_after
        line.links = [*line.links, *shown.links]
        if paragraph.leader and room - used - width > 3 * LEADER_GAP:
            top = (len(block.lines) - 1) * block.leading + block.baseline - centipoints(0.06 * style.size)
            left, right = (used + LEADER_GAP) * unit, (room - width - LEADER_GAP) * unit
            pitch = centipoints(LEADER_PITCH * unit)
            begin = -(-centipoints(left) // pitch) * pitch
            block.strokes.append(Stroke(begin, top, centipoints(right), centipoints(style.size * 0.07), pitch))


def show_text(setter: Setter, runs: tuple[Run, ...], style: Style) -> tuple[Line, int]:
    """Return a single unbroken line and its width in 1/100 pt (running heads)."""
    matter = setter.measure(runs, style)
    length = len(matter.measured.text)
    width = matter.measured.width(0, length) if length else 0
    return _shown(matter, 0, length, length, 0, 0.0, 0.0), round(width * style.size / 10)


def _split(text: str, at: int, slot_of: dict[str, FontSlot], main: FontSlot, size: float) -> list[Span]:
    """Return the spans of a run that needs more than one font."""
    spans: list[Span] = []
    number = decimal(centipoints(size))
    for offset, char in enumerate(text):
        slot = slot_of.get(char, main)
        if spans and spans[-1].slot is slot:
            spans[-1].end += 1
        else:
            spans.append(Span(at + offset, at + offset + 1, slot, size, f"/{slot.name} {number} Tf"))
    return spans


def _shares(slack: int, separators: int, gaps: int) -> tuple[float, float]:
    """Share out slack: what each separator and what each gap between characters takes."""
    if slack < 0:
        if separators and slack >= -separators * HALF:
            return slack / separators, 0.0
        return 0.0, slack / max(gaps, 1)
    grow = min(slack / separators, SEPARATOR_STRETCH) if separators else 0.0
    rest = slack - grow * separators
    return grow, rest / gaps if gaps > 0 else 0.0


def _shown(matter: Matter, start: int, end: int, content: int, inset: int, grow: float, spacing: float) -> Line:
    """Return a line's operators; spaces that hang at its end are shown too, so that no character is lost."""
    unit = matter.size / 1000
    tc = f"{(spacing + matter.tracking) * unit:.3f}".rstrip("0").rstrip(".") or "0"
    tc = "0" if tc == "-0" else tc
    left = round(inset * unit * 100)
    if end <= start:
        font = matter.spans[0].font if matter.spans else ""
        return Line(left, font, tc, "", font, tc)
    parts: list[str] = []
    lead = matter.measured.lead(start)
    first, last = 0, len(matter.positions)
    if last:
        first, last = bisect_left(matter.positions, start), bisect_left(matter.positions, content - 1)
    font = ""
    for span in matter.spans:
        if span.end <= start:
            continue
        if span.start >= end:
            break
        begin, stop = max(span.start, start), min(span.end, end)
        if font:
            parts.append(span.font)
        else:
            font_before = span.font
        font = span.font
        scale = matter.size / span.size
        pieces = [f"{round(lead * scale)}<" if lead else "<"]
        lead = 0
        while first < last and matter.positions[first] < stop:
            at = matter.positions[first] + 1
            value = matter.values[first] - (grow if matter.elastic[first] else 0)
            first += 1
            if value:
                pieces.append(f"{matter.codes[4 * begin : 4 * at]}>{round(value * scale)}<")
                begin = at
        pieces.append(matter.codes[4 * begin : 4 * stop])
        parts.append(_emboldened(span, "".join(pieces)))
    links = _links(matter, start, content, inset, grow, spacing) if matter.links else ()
    return Line(left, font_before, tc, " ".join(parts), font, tc, links)


def _emboldened(span: Span, pieces: str) -> str:
    """Return the show operator; a fallback face without a bold of its own is stroked as well as filled."""
    if span.slot.embolden:
        return f"2 Tr {span.size * EMBOLDEN:.2f} w [{pieces}>]TJ 0 Tr"
    return f"[{pieces}>]TJ"


def _links(matter: Matter, start: int, end: int, inset: int, grow: float, spacing: float) -> list[Link]:
    found = []
    measured = matter.measured
    for begin, stop, target in matter.links:
        low, high = max(begin, start), min(stop, end)
        if low < high:
            edges = []
            for at in (low, high):
                growth = grow * (bisect_right(measured.elastic, at - 1) - bisect_right(measured.elastic, start - 1))
                natural = measured.prefix[at] - measured.prefix[start] - measured.lead(start)
                edges.append(round((inset + natural + growth + spacing * (at - start)) * matter.size / 10))
            found.append(Link(max(edges[0], 0), edges[1], target))
    return found


def _block(paragraph: Paragraph, lines: list[Line], findings: list[Finding]) -> Block:
    style = paragraph.style
    leading, size = centipoints(style.leading), centipoints(style.size)
    return Block(
        lines,
        leading,
        (leading - size) // 2 + round(size * EM_TOP),
        size,
        before=centipoints(style.space_before),
        after=centipoints(style.space_after),
        widows=style.widows,
        orphans=style.orphans,
        keep_together=style.keep_together,
        keep_with_next=style.keep_with_next,
        spread=style.spread,
        span=paragraph.span,
        break_before=paragraph.break_before,
        key=paragraph.key,
        mark=paragraph.mark,
        anchor=paragraph.anchor,
        outline=paragraph.outline,
        outline_level=paragraph.outline_level,
        findings=findings,
    )
