"""總索引: the index over all volumes of a set, set from the merged runs while they stream by.

Only the lines of one heading, and the first characters met, are ever held; so memory does not grow with the province.
Its own pages are numbered from 1; the 字頭索引, which is known only at the end, stands with the front matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from catalog_export.typeset import ComposedSection, Item, Paragraph, Run, Typefaces, elsewhere
from catalog_export.volumes.preflight import PreflightReport
from catalog_export.volumes.register import back, front_pages
from catalog_export.volumes.register.compose import AFTERWORD, FINDING_KINDS, document_info
from catalog_export.volumes.register.front import default_text, han_number, text_lines, text_values
from catalog_export.volumes.register.indexing import MORE_HEAD_COLUMNS
from catalog_export.volumes.register.section_setter import SectionSetter
from catalog_export.volumes.register.sections import sections_for
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.register.styles import INDEX_GAP, index_room
from catalog_export.volumes.register.title_index import HeadSection, stroke_heading
from catalog_export.volumes.series.runs import Heading, MergedLine, Reference

TITLES, PERSONS = "titles", "persons"
#: What each kind of cumulative index is called.
NAMES = {TITLES: "書名筆畫總索引", PERSONS: "著者筆畫總索引"}


class VolumeFile(NamedTuple):
    """A volume's file, and which of its pages (counted from 0) is the catalogue's page 1."""

    name: str
    first: int


@dataclass(frozen=True, slots=True)
class ComposedIndex:
    """An index volume, set: its pages as a PDF, what was found, and how many lines it has."""

    pdf: bytes
    report: PreflightReport
    lines: int


@dataclass(slots=True)
class CumulativeComposer:
    """Sets one index volume of a set.

    ``statistics`` are those of the whole set where this volume closes it. ``volumes`` says of each volume, by its
    number, the name of its file and the place of its page 1 in it, so that references lead there.
    """

    header: Header
    fonts: Typefaces
    kind: str
    statistics: Statistics | None = None
    volumes: Mapping[int, VolumeFile] = field(default_factory=dict)
    _sections: SectionSetter = field(init=False)
    _heads: dict[Heading, dict[str, str]] = field(default_factory=dict, init=False)
    _lines: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._sections = sections_for(self.header, self.fonts)

    def compose(self, lines: Iterable[MergedLine]) -> ComposedIndex:
        """Set the volume from its lines, which come in their order."""
        columns = self.header.profile.index.columns
        index = self._sections.arabic(
            self._items(lines), NAMES[self.kind], columns=columns, gap=INDEX_GAP, opens_recto=True
        )
        after = self._after(index)
        front = self._front(index, after)
        info = document_info(self.header, (NAMES[self.kind],))
        document = self._sections.compositor.document([*front, index, *after], info)
        pdf = document.to_bytes()
        report = PreflightReport(self.header.facts.full_title, 0, document.page_count, self.header.facts.proof)
        for finding in document.preflight.findings:
            kind = FINDING_KINDS.get(finding.kind, finding.kind)
            if kind != "missing_character":  # told by the volume in which the entry stands
                report.add(kind, finding.message, number=finding.key)
        return ComposedIndex(pdf, report, self._lines)

    def _items(self, lines: Iterable[MergedLine]) -> Iterator[Item]:
        styles = self._sections.styles
        yield back.opening(NAMES[self.kind], styles.title, anchor=NAMES[self.kind])
        heading: Heading | None = None
        strokes = -1
        for line in lines:
            self._lines += 1
            if line.heading != heading:
                heading = line.heading
                anchor = _stroke_anchor(heading[0]) if heading[0] != strokes else ""
                strokes = heading[0]
                words = _words(heading)
                yield Paragraph((Run(words),), styles.index_heading, outline=words, anchor=anchor)
            yield self._line(line, heading)

    def _line(self, line: MergedLine, heading: Heading) -> Paragraph:
        heads = self._heads.setdefault(heading, {})
        anchor = ""
        if line.head and line.head not in heads:
            anchor = heads[line.head] = line.anchor
        runs = tuple(reference_runs(line.references, self.volumes))
        room = index_room(self.header.profile)
        return back.index_line(line.text, runs, self._sections.styles.index, room, line.text, anchor)

    def _front(self, index: ComposedSection, after: list[ComposedSection]) -> list[ComposedSection]:
        facts, profile, styles = self.header.facts, self.header.profile, self._sections.styles
        sections = [self._sections.display(front_pages.title_page(facts, profile, NAMES[self.kind]), 1, "middle")]
        figures = [("收錄", f"{han_number(self._lines)}目")]
        sections.append(self._sections.display(front_pages.imprint_page(facts, profile, figures, styles), 2, "bottom"))
        parts = self._sections.roman(front_pages.parts_items(facts.parts, styles), front_pages.PARTS, 3)
        heads = self._head_index(index, parts.next_number)
        listed = [*heads, index, *after]
        lines = [_contents_line(parts, front_pages.PARTS)]
        for section in listed:
            lines.append(_contents_line(section, section.section.outline))
            if section is index:
                lines += [_strokes_line(index, count) for count in dict.fromkeys(key[0] for key in self._heads)]
        start = (heads[-1] if heads else parts).next_number
        contents = self._sections.roman(front_pages.contents_items(lines, styles), front_pages.CONTENTS, start)
        return [*sections, parts, *heads, contents]

    def _head_index(self, index: ComposedSection, start: int) -> list[ComposedSection]:
        if not self.header.profile.index.heads:
            return []
        found = [HeadSection(*heading, tuple(heads.items())) for heading, heads in self._heads.items() if heads]
        items = back.head_items(found, self._sections.styles, index.page_of)
        columns = self.header.profile.index.columns + MORE_HEAD_COLUMNS
        return [self._sections.roman(items, back.HEAD_INDEX, start, columns=columns, gap=INDEX_GAP)]

    def _after(self, index: ComposedSection) -> list[ComposedSection]:
        """Compose what closes a set: the tables over all of it, and the afterword."""
        if self.statistics is None:
            return []
        facts, styles = self.header.facts, self._sections.styles
        names = {holder.code: holder.name for holder in facts.holders}
        tables = back.statistics_items(self.statistics, styles, names)
        statistics = self._sections.arabic(tables, back.STATISTICS, start=index.next_number, columns=1)
        values = text_values(replace(facts, number=0), self.statistics, self.header.profile)
        text = text_lines(self.header.texts.get("afterword") or default_text("afterword"), values)
        items = front_pages.text_items(text, styles, AFTERWORD)
        return [statistics, self._sections.arabic(items, AFTERWORD, start=statistics.next_number, columns=1)]


def reference_runs(references: Iterable[Reference], volumes: Mapping[int, VolumeFile]) -> Iterator[Run]:
    """Yield volumes and pages as an index prints them: ``一:7、30；二:5``, the volume's number once for its pages.

    Each page leads to the entry's place in the volume's file. The narrow colon keeps a volume's number and its first
    page on one line.
    """
    before = 0
    for reference in references:
        if before:
            yield Run("、" if reference.volume == before else "；")
        words = reference.page if reference.volume == before else f"{_numeral(reference.volume)}:{reference.page}"
        before = reference.volume
        file = volumes.get(reference.volume)
        link = elsewhere(file.name, file.first + reference.number - 1, reference.top) if file else ""
        yield Run(words, link=link)


@cache
def _numeral(volume: int) -> str:
    return han_number(volume)


def _words(heading: Heading) -> str:
    count, first = heading
    return stroke_heading(count) + (f"　[{first}]" if first else "")


def _stroke_anchor(count: int) -> str:
    return f"strokes-{count}"


def _strokes_line(index: ComposedSection, count: int) -> front_pages.ContentsLine:
    anchor = _stroke_anchor(count)
    return front_pages.ContentsLine(f"　{stroke_heading(count)}", index.page_of(anchor), anchor)


def _contents_line(section: ComposedSection, anchor: str) -> front_pages.ContentsLine:
    return front_pages.ContentsLine(anchor, section.page_of(anchor), anchor)
