"""Sets paragraphs: from runs of text to lines of glyphs, justified.

A line too loose to be brought to its measure is left short, and reported.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache

from catalog_export.typeset.blocks import Block, Line, Link, Stroke, centipoints, decimal
from catalog_export.typeset.breaking import break_lines, forced_ends
from catalog_export.typeset.chains import Typefaces
from catalog_export.typeset.elastic import LOOSEST, NATURAL, SEPARATOR_EASY, Fit, shrunk, stretched
from catalog_export.typeset.judging import Cut
from catalog_export.typeset.matter import SEPARATOR, Matter
from catalog_export.typeset.measuring import Measurer
from catalog_export.typeset.model import Paragraph, Run, Style
from catalog_export.typeset.preflight import Finding
from catalog_export.typeset.showing import show_line

TIGHTEST = 30
EM_TOP = 0.88
LEADER_GAP = 600
#: So many characters on either side of a break tell where it is.
AROUND = 12
LEADER_PITCH = 300


class Dress:
    """A style at one measure, worked out once: edges in 1/1000 em, and what its blocks begin with.

    It holds on to its style, by whose identity it is found again.
    """

    __slots__ = ("block", "first_left", "first_room", "is_ragged", "left", "right", "room", "share", "style")

    def __init__(self, style: Style, measure: float) -> None:
        self.style = style
        self.left = round(style.indent * 1000)
        self.right = round(measure * 1000 / style.size)
        room = self.right - self.left - round(style.right_indent * 1000)
        first = round(style.first_indent * 1000)
        self.room, self.first_room = max(room, 1000), max(room - first, 1000)
        self.first_left = self.left + first
        self.is_ragged = style.align != "justify"
        #: What part of its slack a line that is not justified is moved to the right by: a half, all, or (0) nothing.
        self.share = {"centre": 2, "right": 1}.get(style.align, 0)
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
        self.measure = Measurer(fonts).measure
        self._dresses: dict[tuple[int, float], Dress] = {}
        self._tails: dict[tuple[str, int | None, float | None, int, int], tuple[Line, int]] = {}

    def set(self, paragraph: Paragraph, measure: float) -> Block:
        """Return a paragraph as a block for a column of this measure (points)."""
        style = paragraph.style
        dress = self._dresses.get((id(style), measure))
        if dress is None:
            dress = self._dresses[id(style), measure] = Dress(style, measure)
        matter = self.measure(paragraph.runs, style)
        text = matter.text
        findings = odd_characters(self.fonts, text, paragraph.key) if matter.is_special else []
        cuts = break_lines(matter, dress.first_room, dress.room, ragged=dress.is_ragged)
        if matter.forced:
            findings += split_words(text, forced_ends(text, cuts), paragraph.key)
        lines = self._lines(matter, cuts, dress, paragraph.key, findings)
        block = _block(paragraph, dress, lines, findings)
        if paragraph.again:
            head = Paragraph(paragraph.again, style, paragraph.key)
            block.repeat = (self.set(head, measure),)
        if paragraph.tail:
            self._add_tail(block, paragraph, matter, cuts[-1], dress)
        return block

    def _lines(self, matter: Matter, cuts: list[Cut], dress: Dress, key: str, findings: list[Finding]) -> list[Line]:
        """Return the lines as they are shown: all brought to their measure but the last, and those not justified."""
        text, size = matter.text, len(matter.text)
        inset, is_ragged, share = dress.first_left, dress.is_ragged, dress.share
        lines = []
        for cut in cuts:
            _, _, end, slack = cut
            fit = NATURAL
            if slack < 0 or not (is_ragged or end == size or text[end] == "\n"):
                fit = self._fit(matter, cut, key, findings)
            shift = (slack + matter.tracking) // share if share else 0
            lines.append(show_line(matter, cut, inset + shift, fit))
            inset = dress.left
        return lines

    def _fit(self, matter: Matter, cut: Cut, key: str, findings: list[Finding]) -> Fit:
        """Return how a line is brought to its measure; what cannot be is noted and left as it is."""
        start, content, _, slack = cut
        separators, gaps = matter.text.count(SEPARATOR, start, content), content - start - 1
        if slack >= 0:
            fit = stretched(slack, separators, gaps)
            if fit.gap <= LOOSEST and (gaps > 0 or not slack):
                return fit
            findings.append(Finding("loose", key, {"text": matter.text[start:content]}))
            return NATURAL
        marks = len(matter.squeezable(start, content)) if -slack > separators * SEPARATOR_EASY else 0
        fit = shrunk(-slack, separators, marks, gaps)
        if fit.gap >= -TIGHTEST:
            return fit
        over = round(-slack / 1000, 2)
        findings.append(Finding("overfull", key, {"over": over, "text": matter.text[start:content]}))
        return NATURAL

    def _add_tail(self, block: Block, paragraph: Paragraph, matter: Matter, last: Cut, dress: Dress) -> None:
        """Set the tail flush right on the last line, or on a line of its own where it has no room."""
        style = paragraph.style
        shown, width = self._tail(paragraph.tail, style, dress.right)
        line = block.lines[-1]
        unit = style.size / 1000
        used = round(line.left / 100 / unit) + (matter.bare_width(last.start, last.content) if last.content else 0)
        spare = dress.right - used - width
        if spare < LEADER_GAP:
            line = Line(0, line.font_after, "0", "", line.font_after, "0")
            block.lines.append(line)
            used = round(style.indent * 1000)
            spare = dress.right - used - width
        if width > dress.right:
            text = "".join(run.text for run in paragraph.tail)
            over = round((width - dress.right) / 1000, 2)
            block.findings = [*block.findings, Finding("overfull", paragraph.key, {"over": over, "text": text})]
        line.show += _join(shown.spacing, shown.font, shown.left - line.left, shown.show)
        line.font_after, line.spacing_after = shown.font_after, shown.spacing_after
        line.links = (*line.links, *shown.links) if line.links else shown.links
        if paragraph.leader and spare > 3 * LEADER_GAP:
            top = (len(block.lines) - 1) * block.leading + block.baseline - round(6 * style.size)
            pitch = round(100 * LEADER_PITCH * unit)
            begin = -(-round(100 * (used + LEADER_GAP) * unit) // pitch) * pitch
            end = round(100 * (used + spare - LEADER_GAP) * unit)
            block.strokes = (Stroke(begin, top, end, round(7 * style.size), pitch),)

    def _tail(self, runs: tuple[Run, ...], style: Style, right: int) -> tuple[Line, int]:
        """Return a tail shown flush right at ``right``, and its width.

        The page numbers of an index come again and again: they are kept, all but where they lead to.
        """
        if len(runs) > 1:
            return self._show_tail(runs, style, right)
        (run,) = runs
        key = (run.text, run.weight, run.size, id(style), right)
        known = self._tails.get(key)
        if known is None:
            known = self._tails[key] = self._show_tail(runs, style, right)
        shown, width = known
        shown.links = ()
        if run.link:
            shown.links = (Link(shown.left, shown.left + round(width * style.size / 10), run.link),)
        return known

    def _show_tail(self, runs: tuple[Run, ...], style: Style, right: int) -> tuple[Line, int]:
        tail = self.measure(runs, style)
        length = len(tail.text)
        width = tail.width(0, length)
        return show_line(tail, Cut(0, length, length, 0), right - width), width


@lru_cache(maxsize=1 << 14)
def _join(spacing: str, font: str, shift: int, show: str) -> str:
    """Return the operators that show a tail ``shift`` to the right of its line's origin, and go back there."""
    return f" {spacing} Tc {font} {decimal(shift)} 0 Td {show} {decimal(-shift)} 0 Td"


def odd_characters(fonts: Typefaces, text: str, key: str) -> list[Finding]:
    """Return the characters of a measured text that no face has, that were composed, or whose form is uncertain."""
    kinds = fonts.odd_kinds()
    if not kinds:
        return []
    odd = [(char, _kind_of(char, kinds)) for char in dict.fromkeys(text)]
    return [_odd_character(fonts.described.get(char, char), kind, key) for char, kind in odd if kind]


def _kind_of(char: str, kinds: list[tuple[str, Container[str]]]) -> str:
    """Return in what way a character is odd, gravest first; nothing if it is not."""
    for kind, members in kinds:
        if char in members:
            return kind
    return ""


def _odd_character(words: str, kind: str, key: str) -> Finding:
    """Return what is told of an odd character, or of the description of one that has no code."""
    return Finding(kind, key, {"char": words, "code": "".join(f"U+{ord(part):04X}" for part in words)})


def split_words(text: str, ends: Iterable[int], key: str) -> list[Finding]:
    """Return the places where a line had to end although the rules forbid it, each with the words around it."""
    return [
        Finding("split", key, {"before": text[max(end - AROUND, 0) : end], "after": text[end : end + AROUND]})
        for end in ends
    ]


def show_text(setter: Setter, runs: tuple[Run, ...], style: Style) -> tuple[Line, int]:
    """Return a single unbroken line and its width in 1/100 pt (running heads)."""
    matter = setter.measure(runs, style)
    length = len(matter.text)
    width = matter.width(0, length) if length else 0
    return show_line(matter, Cut(0, length, length, 0), 0), round(width * style.size / 10)


def _block(paragraph: Paragraph, dress: Dress, lines: list[Line], findings: list[Finding]) -> Block:
    return Block(
        lines,
        *dress.block,
        paragraph.span,
        paragraph.bar,
        paragraph.break_before,
        paragraph.key,
        paragraph.mark,
        paragraph.anchor,
        paragraph.outline,
        paragraph.outline_level,
        (),
        findings,
    )
