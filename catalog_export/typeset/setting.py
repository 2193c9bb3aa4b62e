"""Sets paragraphs: from runs of text to lines of glyphs, justified.

Slack goes to the separators (U+3000 between an entry's parts) first, up to half an em each, then evenly
between all characters. A line too loose even so is left short, and reported.
"""

from __future__ import annotations

from catalog_export.typeset.blocks import Block, Line, Stroke, centipoints, decimal
from catalog_export.typeset.breaking import RAGGED, break_lines
from catalog_export.typeset.characters import SPACES, TRIMMED_OPENING, closing_trims
from catalog_export.typeset.faces import Typefaces
from catalog_export.typeset.measuring import Gathered, Matter, Span, font_command, split_spans
from catalog_export.typeset.model import Paragraph, Run, Style
from catalog_export.typeset.preflight import Finding
from catalog_export.typeset.showing import share_slack, show_line

LOOSEST = 250
TIGHTEST = 30
EM_TOP = 0.88
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


class Setter:
    """Sets paragraphs in the faces of one document."""

    def __init__(self, fonts: Typefaces) -> None:
        self.fonts = fonts
        self._opening = fonts.em_wide(TRIMMED_OPENING)
        self._closing = fonts.em_wide(closing_trims(fonts.standard))
        self._dresses: dict[tuple[int, float], Dress] = {}

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
        gathered = Gathered(text, self._opening)
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
                spans += split_spans(run.text, at, chain.slot_of, chain.main, size)
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
            grow, spacing = share_slack(slack, text.count("\u3000", start, content), content - start - 1)
            if slack < 0 and spacing < -TIGHTEST:
                over = round(-slack / 1000, 2)
                findings.append(Finding("overfull", key, {"over": over, "text": text[start:content]}))
                spacing = 0.0
            elif spacing > LOOSEST:
                findings.append(Finding("loose", key, {"text": text[start:content]}))
                grow = spacing = 0.0
        elif style.align != "justify" and style.align != "left":
            inset += (slack + matter.tracking) // (2 if style.align == "centre" else 1)
        return show_line(matter, start, end, content, inset, grow, spacing)

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
        shown = show_line(tail, 0, length, length, room - width, 0.0, 0.0)
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


def show_text(setter: Setter, runs: tuple[Run, ...], style: Style) -> tuple[Line, int]:
    """Return a single unbroken line and its width in 1/100 pt (running heads)."""
    matter = setter.measure(runs, style)
    length = len(matter.measured.text)
    width = matter.measured.width(0, length) if length else 0
    return show_line(matter, 0, length, length, 0, 0.0, 0.0), round(width * style.size / 10)


def _block(paragraph: Paragraph, dress: Dress, lines: list[Line], findings: list[Finding]) -> Block:
    block = Block(lines, *dress.block)
    block.span, block.break_before = paragraph.span, paragraph.break_before
    block.key, block.mark, block.anchor = paragraph.key, paragraph.mark, paragraph.anchor
    if paragraph.outline:
        block.outline, block.outline_level = paragraph.outline, paragraph.outline_level
    if findings:
        block.findings = findings
    return block
