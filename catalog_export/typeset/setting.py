"""Sets paragraphs: from runs of text to lines of glyphs, justified.

Slack goes to the separators (U+3000 between an entry's parts) first, up to half an em each, then evenly
between all characters. A line too loose even so is left short, and reported.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from catalog_export.typeset.blocks import Block, Line, Link, Stroke, centipoints, decimal, thousandths
from catalog_export.typeset.breaking import HALF, RAGGED, SEPARATOR_STRETCH, Measured, break_lines
from catalog_export.typeset.characters import SPACES, TRIMMED_OPENING, closing_trims
from catalog_export.typeset.faces import Chain, FontSlot, Typefaces
from catalog_export.typeset.model import Paragraph, Run, Style
from catalog_export.typeset.preflight import Finding

LOOSEST = 250
TIGHTEST = 30
EM_TOP = 0.88
EMBOLDEN = 0.022
LEADER_GAP = 600
LEADER_PITCH = 300


class Dress:
    """A style at one measure, worked out once: edges in 1/1000 em, and what its blocks begin with.

    It holds on to its style, by whose identity it is found again.
    """

    __slots__ = ("block", "first_left", "first_room", "is_ragged", "left", "right", "room", "style")

    def __init__(self, style: Style, measure: float) -> None:
        self.style = style
        self.left = round(style.indent * 1000)
        self.right = round(measure * 1000 / style.size)
        room = self.right - self.left - round(style.right_indent * 1000)
        first = round(style.first_indent * 1000)
        self.room, self.first_room = max(room, 1000), max(room - first, 1000)
        self.first_left = self.left + first
        self.is_ragged = style.align != "justify"
        leading, size = centipoints(style.leading), centipoints(style.size)
        self.block = (
            leading,
            (leading - size) // 2 + round(size * EM_TOP),
            size,
            centipoints(style.space_before),
            centipoints(style.space_after),
            style.widows,
            style.orphans,
            style.keep_together,
            style.keep_with_next,
            style.spread,
        )


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


class Setter:
    """Sets paragraphs in the faces of one document."""

    def __init__(self, fonts: Typefaces) -> None:
        self.fonts = fonts
        self._closing = closing_trims(fonts.standard)
        self._dresses: dict[tuple[int, float], Dress] = {}
        self._opening = TRIMMED_OPENING

    def set(self, paragraph: Paragraph, measure: float) -> Block:
        """Return a paragraph as a block for a column of this measure (points)."""
        style = paragraph.style
        matter = self.measure(paragraph.runs, style)
        key = paragraph.key
        findings = self._missing(matter.measured.text, key)
        known = self._dresses.get((id(style), measure))
        if known is None:
            known = self._dresses[id(style), measure] = Dress(style, measure)
        if known.is_ragged:
            matter.measured.loose = RAGGED
        ends = break_lines(matter.measured, known.first_room, known.room)
        final = len(ends) - 1
        inset, room = known.first_left, known.first_room
        lines = []
        for number, (start, end) in enumerate(ends):
            lines.append(self._line(matter, style, start, end, inset, room, number == final, key, findings))
            inset, room = known.left, known.room
        block = _block(paragraph, known, lines, findings)
        if paragraph.tail:
            self._add_tail(block, paragraph, matter, ends[-1], known.right)
        return block

    def measure(self, runs: tuple[Run, ...], style: Style) -> Matter:
        """Return runs as measured matter in units of the style's size."""
        text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        tracking = round(style.tracking * 1000)
        gathered = _Gathered(text, self._opening)
        spans: list[Span] = []
        codes = ""
        links = []
        at = 0
        for run in runs:
            if not run.text:
                continue
            chain = self.fonts.chain(run.weight or style.weight)
            size = run.size or style.size
            end = at + len(run.text)
            if size != style.size or tracking:
                special = gathered.add_scaled(chain, at, end, size / style.size, tracking)
            else:
                special = gathered.add(chain, at, end)
            codes += chain.encode(run.text.translate(chain.virtual) if special else run.text)
            if special:
                spans += _split(run.text, at, chain.slot_of, chain.main, size)
            else:
                spans.append(Span(at, end, chain.main, size, font_command(chain.main.name, size)))
            if run.link:
                links.append((at, end, run.link))
            at = end
        return Matter(
            gathered.measured(self._closing),
            spans,
            codes,
            gathered.adjusted,
            gathered.values,
            links,
            style.size,
            tracking,
        )

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
        text = matter.measured.text
        ended = end > start and text[end - 1] == "\n"
        if ended:
            end -= 1
        content = end
        while content > start and text[content - 1] in SPACES:
            content -= 1
        slack = room - matter.measured.bare_width(start, content) if content > start else room
        grow = spacing = 0.0
        if slack < 0 or (style.align == "justify" and not last and not ended):
            grow, spacing = _shares(slack, text.count("\u3000", start, content), content - start - 1)
            if slack < 0 and spacing < -TIGHTEST:
                over = round(-slack / 1000, 2)
                findings.append(Finding("overfull", key, {"over": over, "text": text[start:content]}))
                spacing = 0.0
            elif spacing > LOOSEST:
                findings.append(Finding("loose", key, {"text": text[start:content]}))
                grow = spacing = 0.0
        elif style.align != "justify" and style.align != "left":
            inset += (slack + matter.tracking) // (2 if style.align == "centre" else 1)
        return _shown(matter, start, end, content, inset, grow, spacing)

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
            block.strokes = (Stroke(begin, top, centipoints(right), centipoints(style.size * 0.07), pitch),)


class _Gathered:
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


def show_text(setter: Setter, runs: tuple[Run, ...], style: Style) -> tuple[Line, int]:
    """Return a single unbroken line and its width in 1/100 pt (running heads)."""
    matter = setter.measure(runs, style)
    length = len(matter.measured.text)
    width = matter.measured.width(0, length) if length else 0
    return _shown(matter, 0, length, length, 0, 0.0, 0.0), round(width * style.size / 10)


@lru_cache(maxsize=256)
def font_command(name: str, size: float) -> str:
    """Return the operator that puts a font in force."""
    return f"/{name} {decimal(centipoints(size))} Tf"


def _split(text: str, at: int, slot_of: dict[str, FontSlot], main: FontSlot, size: float) -> list[Span]:
    """Return the spans of a run that needs more than one font."""
    spans: list[Span] = []
    for offset, char in enumerate(text):
        slot = slot_of.get(char, main)
        if spans and spans[-1].slot is slot:
            spans[-1].end += 1
        else:
            spans.append(Span(at + offset, at + offset + 1, slot, size, font_command(slot.name, size)))
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
    tc = thousandths(round((spacing + matter.tracking) * matter.size))
    left = round(inset * unit * 100)
    spans = matter.spans
    if end <= start:
        font = spans[0].font if spans else ""
        return Line(left, font, tc, "", font, tc)
    parts: list[str] = []
    text, codes = matter.measured.text, matter.codes
    lead = HALF if text[start] in matter.measured.opening else 0
    adjusted, values = matter.adjusted, matter.values
    first, last = bisect_left(adjusted, start), bisect_left(adjusted, content - 1)
    font = ""
    for span in spans:
        if span.end <= start:
            continue
        if span.start >= end:
            break
        begin = span.start if span.start > start else start
        stop = span.end if span.end < end else end
        if font:
            parts.append(span.font)
        else:
            font_before = span.font
        font = span.font
        scale = matter.size / span.size
        pieces = [f"{round(lead * scale)}<" if lead else "<"]
        lead = 0
        while first < last and adjusted[first] < stop:
            at, value = adjusted[first], float(values[first])
            first += 1
            if grow and text[at] == "\u3000":
                value -= grow
            if value:
                pieces.append(f"{codes[4 * begin : 4 * at + 4]}>{round(value * scale)}<")
                begin = at + 1
        pieces.append(codes[4 * begin : 4 * stop])
        show = "".join(pieces)
        parts.append(_emboldened(span, show) if span.slot.embolden else f"[{show}>]TJ")
    links = _links(matter, start, content, inset, grow, spacing) if matter.links else ()
    return Line(left, font_before, tc, " ".join(parts), font, tc, links)


def _emboldened(span: Span, pieces: str) -> str:
    """Return the show operator; a fallback face without a bold of its own is stroked as well as filled."""
    return f"2 Tr {span.size * EMBOLDEN:.2f} w [{pieces}>]TJ 0 Tr"


def _links(matter: Matter, start: int, end: int, inset: int, grow: float, spacing: float) -> list[Link]:
    found = []
    measured = matter.measured
    lead = HALF if measured.text[start] in measured.opening else 0
    for begin, stop, target in matter.links:
        low, high = max(begin, start), min(stop, end)
        if low < high:
            edges = []
            for at in (low, high):
                growth = grow * measured.text.count("\u3000", start, at)
                natural = measured.prefix[at] - measured.prefix[start] - lead
                edges.append(round((inset + natural + growth + spacing * (at - start)) * matter.size / 10))
            found.append(Link(max(edges[0], 0), edges[1], target))
    return found


def _block(paragraph: Paragraph, dress: Dress, lines: list[Line], findings: list[Finding]) -> Block:
    block = Block(lines, *dress.block)
    block.span, block.break_before = paragraph.span, paragraph.break_before
    block.key, block.mark, block.anchor = paragraph.key, paragraph.mark, paragraph.anchor
    if paragraph.outline:
        block.outline, block.outline_level = paragraph.outline, paragraph.outline_level
    if findings:
        block.findings = findings
    return block
