"""Composes vertical pages: text runs down, lines go from right to left.

Lines are broken, measured and shown by the same means as horizontal ones, in faces opened for vertical lines, where
every character is one em long. What differs is where a line stands, and that a PDF's vertical fonts (``Identity-V``)
count adjustments the other way: there a positive ``TJ`` number or a negative ``Tc`` widens (ISO 32000-1 §9.4.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from catalog_export.typeset.blocks import centipoints
from catalog_export.typeset.breaking import break_lines, forced_ends
from catalog_export.typeset.chains import Typefaces
from catalog_export.typeset.compositor import ComposedSection
from catalog_export.typeset.elastic import NATURAL, Fit, shrunk, stretched
from catalog_export.typeset.judging import Cut
from catalog_export.typeset.matter import SEPARATOR, Matter
from catalog_export.typeset.measuring import Measurer
from catalog_export.typeset.model import PageFacts, Place, Run, Section, Style
from catalog_export.typeset.pages import Page
from catalog_export.typeset.preflight import Finding
from catalog_export.typeset.setting import TIGHTEST, odd_characters, split_words
from catalog_export.typeset.showing import show_line
from catalog_export.typeset.vertical_model import FoldText, VerticalItem, VerticalSection
from catalog_export.typeset.vertical_notes import in_words, note_pair
from catalog_export.typeset.vertical_page import Frame, PlacedLine, turned, write_page

EM, BOLD = 1000, 700
#: Half columns stand this far from the line's middle, in ems of their size.
ASIDE = 0.56
#: Between the large text and the small: ems of the large.
GAP = 0.5
#: Small text begins no line with less room than this, in its own ems.
LEAST = 3
#: A line is left short rather than pulled apart by more than this a gap, 1/1000 em.
LOOSEST = 200


@dataclass(slots=True)
class _Page:
    """What has been set of the page now being filled."""

    lines: list[PlacedLine] = field(default_factory=list)
    anchors: list[tuple[str, int, int]] = field(default_factory=list)
    outlines: list[tuple[int, str, int]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    bars: list[int] = field(default_factory=list)
    slot: int = -1
    empty: bool = True


class VerticalComposer:
    """Composes the vertical sections of one document in one set of faces, opened for vertical lines."""

    def __init__(self, fonts: Typefaces) -> None:
        if not fonts.vertical:
            raise ValueError("vertical pages need faces opened for them")
        self.fonts = fonts
        self.measurer = Measurer(fonts)

    def compose(self, section: VerticalSection) -> ComposedSection:
        """Set a section; its items are read once."""
        plain = Section(
            (),
            section.design.page,
            numbering=section.numbering,
            outline=section.outline,
            opens_recto=section.opens_recto,
        )
        composed = ComposedSection(plain)
        if section.blank:
            composed.blank = self._blank(section)
        _Filling(self, section, composed).fill()
        return composed

    def _blank(self, section: VerticalSection) -> bytes:
        """Return the stream of a page without frame or text that says no more than it must."""
        frame = Frame(replace(section.design, fold="none", border=False, rules=False))
        number = section.numbering.start - 1
        return write_page(frame, self, ([], []), number, FoldText(note=section.blank)).stream


class _Filling:
    """Fills the pages of one section."""

    def __init__(self, composer: VerticalComposer, section: VerticalSection, composed: ComposedSection) -> None:
        self._composer, self._section, self._composed = composer, section, composed
        self._measurer = composer.measurer
        self._frame = Frame(section.design)
        self._page = _Page()
        self._mark = ""
        self._along = 0.0
        self._bar = False
        self._again: VerticalItem | None = None
        self._told: list[Finding] = []
        self._key = ""

    def fill(self) -> None:
        """Set every item and write every page."""
        for item in self._section.items:
            if item.new_page and not self._page.empty:
                self._turn()
            if item.keep_with_next and self._page.slot >= self._frame.slots - 2 and not self._page.empty:
                self._turn()
            self._set(item)
        if not self._page.empty:
            self._turn()

    # Where the next line stands

    def _next_slot(self) -> None:
        self._page.slot += 1
        if self._page.slot >= self._frame.slots:
            self._turn()
            self._page.slot = 0
        if self._page.slot == 0 and self._again is not None:
            self._repeat(self._again)
        self._page.empty = False
        self._along = 0.0
        if self._bar:
            self._page.bars.append(self._page.slot)

    def _repeat(self, item: VerticalItem) -> None:
        """Set at a page's head what goes before an item that begins or goes on there, if it leaves room for more."""
        style = Style(item.size, item.size, BOLD, align="left")
        matter = self._measurer.measure(item.again, style)
        room = round((self._frame.depth - item.size) / item.size * EM)
        cuts = break_lines(in_words(matter), room, room, ragged=True)
        if len(cuts) > self._frame.slots // 2:
            return
        self._along = item.size
        for cut in cuts:
            self._place(matter, cut, 0.0)
            self._page.slot += 1

    def _turn(self) -> None:
        """Write the page and begin another."""
        composed, page = self._composed, self._page
        number = self._section.numbering.start + len(composed.pages)
        label = self._section.numbering.label(number)
        marks = page.marks or [self._mark]
        self._mark = marks[-1]
        fold = self._section.fold(number, self._mark)
        written = write_page(self._frame, self._composer, (page.lines, page.bars), number, fold)
        facts = PageFacts(label, number, number % 2 == 1, marks[0], self._mark, not composed.pages)
        for anchor, left, top in self._placed(number):
            if anchor in composed.places:
                composed.preflight.add("duplicate", anchor, target=anchor)
            else:
                composed.places[anchor] = Place(len(composed.pages), label, left / 100, top / 100)
        outlines = [(level, text, self._frame.head(slot, number)[1]) for level, text, slot in page.outlines]
        composed.pages.append(Page(written.stream, written.areas, facts, outlines))
        self._page = _Page()

    def _placed(self, number: int) -> Iterator[tuple[str, int, int]]:
        for anchor, slot, _along in self._page.anchors:
            left, top = self._frame.head(slot, number)
            yield anchor, left - self._frame.pitch // 2, top

    # Items

    def _set(self, item: VerticalItem) -> None:
        self._bar = False
        for _ in range(item.lines - 1):
            self._next_slot()
        self._bar = item.bar
        self._again = item if item.again else None
        self._told.clear()
        self._key = item.key
        self._next_slot()
        self._note(item)
        self._along = item.indent * item.size
        style = Style(item.size, item.size, item.weight, align="left")
        self._head(item, style)
        if item.note:
            self._along += GAP * item.size
            self._notes(item)
        if item.tail:
            self._tail(item)

    def _note(self, item: VerticalItem) -> None:
        page = self._page
        if item.anchor:
            page.anchors.append((item.anchor, page.slot, 0))
        if item.outline:
            page.outlines.append((item.outline_level, item.outline, page.slot))
        if item.mark:
            page.marks.append(item.mark)

    def _head(self, item: VerticalItem, style: Style) -> None:
        """Set the large text, in as many lines as it needs."""
        matter = self._measurer.measure(item.head, style)
        words = in_words(matter)
        depth = self._frame.depth
        first = round((depth - self._along) / item.size * EM)
        rest = round((depth - item.hang * item.size) / item.size * EM)
        cuts = break_lines(words, first, rest, ragged=True)
        self._tell(matter, forced_ends(words.text, cuts), item.key)
        for number, cut in enumerate(cuts):
            if number:
                self._next_slot()
                self._along = item.hang * item.size
            width = matter.bare_width(cut.start, cut.content) * item.size / EM if cut.content > cut.start else 0.0
            if item.middle:
                self._along = max((depth - width) / 2, 0)
            self._place(matter, cut, 0.0)
            self._along += width

    def _place(self, matter: Matter, cut: Cut, across: float, *, full: bool = False) -> None:
        fit = fit_of(matter, cut, full=full)
        if fit.gap < -TIGHTEST:
            over, words = round(-cut.slack / EM, 2), matter.text[cut.start : cut.content]
            self._composed.preflight.add("overfull", self._key, over=over, text=words)
            fit = NATURAL
        line = turned(show_line(matter, cut, 0, fit))
        self._page.lines.append(
            PlacedLine(line, self._page.slot, centipoints(across), centipoints(self._along), centipoints(matter.size))
        )

    def _notes(self, item: VerticalItem) -> None:
        """Set small text in two half columns, the right one first; the last pair is as even as can be."""
        style = Style(item.note_size, item.note_size, item.weight)
        runs = item.note
        hang = item.hang * item.size
        while runs:
            room = self._frame.depth - self._along
            if room < LEAST * item.note_size:
                self._next_slot()
                self._along = hang
                continue
            matter = self._measurer.measure(runs, style)
            if len(matter.text) < sum(len(run.text) for run in runs):
                runs = tuple(map(self._measurer.with_stand_ins, runs))
            whole = self._frame.depth - hang
            pair = note_pair(matter, round(room / item.note_size * EM), round(whole / item.note_size * EM))
            self._tell(matter, forced_ends(pair.words, pair.cuts), item.key)
            for number, cut in enumerate(pair.cuts):
                aside = ASIDE * item.note_size * (1 if number == 0 else -1)
                self._place(matter, cut, aside, full=not pair.even)
            widths = [matter.bare_width(cut.start, cut.content) for cut in pair.cuts if cut.content > cut.start]
            self._along += max(widths, default=0) * item.note_size / EM
            runs = _after(runs, pair.end)
            if runs:
                self._next_slot()
                self._along = hang

    def _tail(self, item: VerticalItem) -> None:
        """Set the tail at the line's foot, on a line of its own where it has no room."""
        style = Style(item.note_size, item.note_size, item.weight)
        matter = self._measurer.measure(item.tail, style)
        size = len(matter.text)
        width = matter.width(0, size) * item.note_size / EM
        if self._along + width + item.note_size > self._frame.depth:
            self._next_slot()
        self._along = max(self._frame.depth - width, 0)
        self._place(matter, Cut(0, size, size, 0), 0.0)

    def _tell(self, matter: Matter, forced: Iterable[int], key: str) -> None:
        """Note what did not come out as it should, each thing once for an item."""
        findings = odd_characters(self._composer.fonts, matter.text, key)
        for finding in findings + split_words(matter.text, forced, key):
            if finding not in self._told:
                self._told.append(finding)
                self._composed.preflight.findings.append(finding)


def fit_of(matter: Matter, cut: Cut, *, full: bool) -> Fit:
    """Return how a line is brought to its measure, if it is ``full`` or too long."""
    start, content, _, slack = cut
    separators, gaps = matter.text.count(SEPARATOR, start, content), content - start - 1
    if slack < 0:
        return shrunk(-slack, separators, len(matter.squeezable(start, content)), gaps)
    wide = stretched(slack, separators, gaps) if full else NATURAL
    return wide if wide.gap <= LOOSEST else NATURAL


def _after(runs: tuple[Run, ...], at: int) -> tuple[Run, ...]:
    """Return what is left of some runs behind their first ``at`` characters."""
    left = []
    for run in runs:
        if at < len(run.text):
            left.append(Run(run.text[at:], run.weight, run.size, run.link))
        at = max(at - len(run.text), 0)
    return tuple(left)
