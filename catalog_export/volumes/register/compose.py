"""Setting a register: one pass over the records, then what follows from where they came to stand.

The catalogue is composed first, while its records stream by; the indexes take their page numbers from it, the
contents from all of these; then the parts are bound in reading order. Front matter has roman numbers of its own, so
nothing is laid out twice but the short 字頭索引, whose own length shifts the pages it points to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from catalog_export.typeset import (
    ComposedSection,
    Compositor,
    DocumentInfo,
    Finding,
    Furniture,
    Numbering,
    PageFacts,
    Section,
    Typefaces,
)
from catalog_export.typeset.model import Item
from catalog_export.volumes.preflight import PreflightReport
from catalog_export.volumes.register import back, front_pages
from catalog_export.volumes.register.body import Body, RunningHead, display_furniture, shorten
from catalog_export.volumes.register.entry import Holder, RegisterEntry
from catalog_export.volumes.register.front import (
    Part,
    default_text,
    front_texts,
    han_number,
    text_lines,
    text_values,
)
from catalog_export.volumes.register.snapshot import FrozenRecord, Header
from catalog_export.volumes.register.standing import standing_errors
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.register.styles import Styles, page_design, styles_of
from catalog_export.volumes.register.title_index import Reference, head_sections, index_lines, index_sections
from catalog_export.volumes.register.wording import Wording

AFTERWORD = "後記"
#: The 字頭索引 has narrow columns: this many more than the index of titles.
MORE_HEAD_COLUMNS = 2
FINDING_KINDS = {"missing": "missing_character"}


class EmptyVolumeError(ValueError):
    """There is no record to print."""


@dataclass(frozen=True, slots=True)
class ComposedRegister:
    """A register, set: its pages as a PDF, what was found, and the figures."""

    pdf: bytes
    report: PreflightReport
    statistics: Statistics


@dataclass(slots=True)
class RegisterComposer:
    """Sets one register in one set of faces.

    ``progress`` is told how many records have been set, now and then.
    """

    header: Header
    fonts: Typefaces
    progress: Callable[[int], None] = lambda done: None
    report: PreflightReport = field(init=False)
    _styles: Styles = field(init=False)
    _compositor: Compositor = field(init=False)
    _numbers: Counter[str] = field(default_factory=Counter, init=False)

    def __post_init__(self) -> None:
        facts = self.header.facts
        self.report = PreflightReport(facts.title, proof=facts.proof)
        self._styles = styles_of(self.header.profile)
        self._compositor = Compositor(self.fonts)

    def compose(self, records: Iterable[FrozenRecord]) -> ComposedRegister:
        """Set the volume. Raises :class:`EmptyVolumeError` if no record could be set."""
        holders = {holder.code: holder for holder in self.header.facts.holders}
        body = Body(self.header.profile, self._styles, holders)
        catalogue = self._section(body.items(self._entries(records)), self._head(), opens_recto=True)
        if not body.entries:
            raise EmptyVolumeError("没有可排印的著录")
        indexes = self._indexes(body, catalogue)
        after = self._after(body, (catalogue, *indexes), holders)
        front = self._front(body, catalogue, (*indexes, *after))
        sections = [*front, catalogue, *indexes, *after]
        document = self._compositor.document(sections, self._info(body))
        pdf = document.to_bytes()
        self._gather(document.preflight.findings, body, catalogue)
        self.report.records = len(body.entries)
        self.report.pages = document.page_count
        return ComposedRegister(pdf, self.report, body.statistics)

    # The catalogue

    def _entries(self, records: Iterable[FrozenRecord]) -> Iterator[RegisterEntry]:
        """Yield the entries of the records that can be set; what cannot stands in the report."""
        wording = Wording.of(self.header.profile)
        for done, record in enumerate(records, 1):
            where = {"record_id": record.record_id, "number": _known_by(record)}
            try:
                entry = wording.entry(record)
            except Exception as error:  # any record that breaks the wording must be named, and the others printed
                self.report.add("not_set", str(error) or type(error).__name__, **where)
                continue
            self._note(record, entry, where)
            if done % 200 == 0:
                self.progress(done)
            yield entry

    def _note(self, record: FrozenRecord, entry: RegisterEntry, where: dict[str, str]) -> None:
        errors = list(standing_errors(record))
        faulty = {finding.field for finding in errors}
        for note in entry.notes:
            if note.kind != "empty_statement" or note.field not in faulty:
                self.report.add(note.kind, note.message, field=note.field, **where)
        for finding in errors:
            self.report.add("standing_error", finding.message, field=finding.field, **where)
        if not entry.key:
            self.report.add("no_number", entry.title, **where)
            return
        self._numbers[entry.key] += 1
        if self._numbers[entry.key] == 2:
            self.report.add("duplicate_number", entry.title, **where)

    # The indexes

    def _indexes(self, body: Body, catalogue: ComposedSection) -> list[ComposedSection]:
        """Compose the index of titles and, before it, that of first characters."""
        anchors = [record_id for record_id, _number in body.entries]
        titles = [(title, Reference(place, body.entries[place][1])) for title, place in body.titles]
        sections = list(index_sections(index_lines(titles)))
        show = self._reference_words(catalogue, anchors, len(body.spans) > 1)
        start = catalogue.next_number

        def title_index(first: int) -> ComposedSection:
            items = back.index_items(sections, self._styles, show, anchors)
            return self._section(items, self._head(back.TITLE_INDEX), start=first, columns=self._index_columns, gap=4)

        if not self.header.profile.index.heads:
            return [title_index(start)]
        heads = list(head_sections(sections))

        def head_index(label: Callable[[str], str]) -> ComposedSection:
            columns = self._index_columns + MORE_HEAD_COLUMNS
            items = back.head_items(heads, self._styles, label)
            return self._section(items, self._head(back.HEAD_INDEX), start=start, columns=columns, gap=4)

        length = len(head_index(lambda anchor: "000").pages)
        index = title_index(start + length)
        return [head_index(index.page_of), index]

    @property
    def _index_columns(self) -> int:
        return self.header.profile.index.columns

    def _reference_words(
        self, catalogue: ComposedSection, anchors: Sequence[str], several: bool
    ) -> Callable[[Reference], str]:
        """Return how a reference is printed: the page, or the number's last seven digits (with the holder's code)."""
        if self.header.profile.index.reference == "page":
            return lambda reference: catalogue.page_of(anchors[reference.place])
        digits = 12 if several else 7
        return lambda reference: reference.number[-digits:] or "—"

    # What follows, and what goes before

    def _after(
        self, body: Body, before: Sequence[ComposedSection], holders: dict[str, Holder]
    ) -> list[ComposedSection]:
        values = text_values(self.header.facts, body.statistics, self.header.profile)
        tables = back.statistics_items(body.statistics, self._styles, holders)
        statistics = self._section(tables, self._head(back.STATISTICS), start=before[-1].next_number, columns=1)
        text = text_lines(self.header.texts.get("afterword") or default_text("afterword"), values)
        items = front_pages.text_items(text, self._styles, AFTERWORD)
        return [statistics, self._section(items, self._head(AFTERWORD), start=statistics.next_number, columns=1)]

    def _front(
        self, body: Body, catalogue: ComposedSection, back_matter: Sequence[ComposedSection]
    ) -> list[ComposedSection]:
        """Compose title page, imprint, texts and contents, numbered in roman figures."""
        facts, profile = self.header.facts, self.header.profile
        values = text_values(facts, body.statistics, profile)
        shown = display_furniture(profile.type.head, proof=facts.proof)
        sections = [self._display(front_pages.title_page(facts, profile), 1, "middle", shown)]
        figures = self._figures(body)
        imprint = front_pages.imprint_page(facts, profile, figures, self._styles)
        sections.append(self._display(imprint, 2, "bottom", shown))
        lines: list[front_pages.ContentsLine] = []
        for number, text in enumerate(front_texts(facts, values, self.header.texts)):
            name = next((line.text for line in text if line.part is Part.TITLE), "")
            anchor = f"text-{number}"
            items = front_pages.text_items(text, self._styles, anchor)
            section = self._roman(items, sections[-1].next_number, self._head(name))
            sections.append(section)
            if name:
                lines.append(front_pages.ContentsLine(name, section.page_of(anchor), anchor))
        for span in body.spans:
            note = front_pages.span_note(span)
            lines.append(front_pages.ContentsLine(span.holder.name, catalogue.page_of(span.anchor), span.anchor, note))
        for section in back_matter:
            anchor = section.section.outline
            lines.append(front_pages.ContentsLine(anchor, section.page_of(anchor), anchor))
        contents = front_pages.contents_items(lines, self._styles)
        sections.append(self._roman(contents, sections[-1].next_number, self._head(front_pages.CONTENTS)))
        return sections

    def _figures(self, body: Body) -> list[tuple[str, str]]:
        total = body.statistics.total
        first, last = body.spans[0].first, body.spans[-1].last
        volumes = f"{han_number(total.volumes)}冊" if total.volumes else ""
        holders = f"{han_number(len(body.spans))}家單位，" if len(body.spans) > 1 else ""
        return [
            ("收錄", f"{holders}{han_number(total.copies)}部{volumes}"),
            *([("起訖", shorten(first, last))] if first else []),
        ]

    # Sections

    def _head(self, name: str = "") -> RunningHead:
        profile = self.header.profile
        return RunningHead(profile.style.running_head, profile.type.head, name, self.header.facts.proof)

    def _section(
        self,
        items: Iterable[Item],
        furniture: RunningHead,
        *,
        start: int = 1,
        columns: int | None = None,
        gap: float | None = None,
        opens_recto: bool = False,
    ) -> ComposedSection:
        design = page_design(self.header.profile, columns=columns, gap=gap)
        section = Section(items, design, furniture, Numbering("D", start), furniture.name, opens_recto=opens_recto)
        return self._compositor.compose(section)

    def _roman(self, items: Iterable[Item], start: int, furniture: RunningHead) -> ComposedSection:
        design = replace(page_design(self.header.profile, columns=1), align_bottom=False)
        return self._compositor.compose(Section(items, design, furniture, Numbering("r", start), furniture.name))

    def _display(
        self,
        items: Iterable[Item],
        start: int,
        valign: Literal["middle", "bottom"],
        furniture: Callable[[PageFacts], Furniture],
    ) -> ComposedSection:
        design = page_design(self.header.profile, columns=1)
        section = Section(items, design, furniture, Numbering("r", start), valign=valign)
        return self._compositor.compose(section)

    # The report

    def _gather(self, findings: Iterable[Finding], body: Body, catalogue: ComposedSection) -> None:
        """Put the compositor's findings into the report and say on which page every record stands."""
        records = {number or record_id: record_id for record_id, number in body.entries}
        numbers = dict(body.entries)
        seen: set[tuple[str, str, str]] = set()
        for finding in findings:
            kind = FINDING_KINDS.get(finding.kind, finding.kind)
            record_id = records.get(finding.key, "")
            if (kind, finding.key, finding.message) not in seen:
                seen.add((kind, finding.key, finding.message))
                number = numbers.get(record_id, finding.key)
                self.report.add(kind, finding.message, record_id=record_id, number=number)
        places = catalogue.places
        self.report.findings = [
            replace(finding, page=places[finding.record_id].label) if finding.record_id in places else finding
            for finding in self.report.findings
        ]

    def _info(self, body: Body) -> DocumentInfo:
        facts = self.header.facts
        created = f"{facts.stated_on.isoformat()}T00:00:00Z" if facts.stated_on else ""
        names = tuple(span.holder.name for span in body.spans[:20])
        return DocumentInfo(facts.title, facts.subject, "全國古籍普查登記目錄", names, created=created)


def _known_by(record: FrozenRecord) -> str:
    """Return what an editor finds a record by: its number, else its shelf mark or the beginning of its title."""
    data = record.data
    return data.census_no or f"（{data.shelf_mark.strip() or data.title.strip()[:16] or record.record_id}）"
