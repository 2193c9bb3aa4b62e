"""Setting a register: one pass over the records, then what follows from where they came to stand.

The catalogue is composed first, while its records stream by; the indexes take their page numbers from it, the
contents from all of these; then the parts are bound in reading order. Front matter has roman numbers of its own, so
nothing is laid out twice but the short 字頭索引, whose own length shifts the pages it points to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog_export.typeset import ComposedSection, Document, DocumentInfo, Finding, Typefaces
from catalog_export.typeset.model import Place
from catalog_export.volumes.preflight import PreflightReport
from catalog_export.volumes.register import back, front_pages
from catalog_export.volumes.register.body import Body, HolderSpan, shorten
from catalog_export.volumes.register.entry import IndexTitle, RegisterEntry
from catalog_export.volumes.register.front import (
    SERIES,
    Part,
    TextLine,
    default_text,
    front_texts,
    han_number,
    text_lines,
    text_values,
)
from catalog_export.volumes.register.indexing import Indexes
from catalog_export.volumes.register.section_setter import SectionSetter
from catalog_export.volumes.register.sections import sections_for
from catalog_export.volumes.register.snapshot import FrozenRecord, Header
from catalog_export.volumes.register.standing import standing_errors
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.register.wording import Wording

AFTERWORD = "後記"
FINDING_KINDS = {"missing": "missing_character"}


class EmptyVolumeError(ValueError):
    """There is no record to print."""


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """Where an entry stands: its record, printed number, page, and height on it (points)."""

    record_id: str
    number: str
    page: str
    top: float


@dataclass(frozen=True, slots=True)
class ComposedRegister:
    """A register, set: its pages as a PDF, what was found, the figures, and where everything came to stand.

    ``titles`` and ``persons`` are what a cumulative index gathers, each with its entry's place in ``places``;
    ``first`` is the place of the catalogue's page 1 among all pages, counted from 0.
    """

    pdf: bytes
    report: PreflightReport
    statistics: Statistics
    spans: list[HolderSpan]
    places: list[EntryPlace]
    titles: list[tuple[IndexTitle, int]]
    persons: list[tuple[IndexTitle, int]]
    catalogue: ComposedSection
    first: int


@dataclass(slots=True)
class RegisterComposer:
    """Sets one register in one set of faces.

    ``progress`` is told how many records have been set, now and then. ``changed`` are the records that are marked by
    a bar in the margin.
    """

    header: Header
    fonts: Typefaces
    progress: Callable[[int], None] = lambda done: None
    changed: frozenset[str] = frozenset()
    report: PreflightReport = field(init=False)
    _sections: SectionSetter = field(init=False)
    _numbers: Counter[str] = field(default_factory=Counter, init=False)

    def __post_init__(self) -> None:
        facts = self.header.facts
        self.report = PreflightReport(facts.title, proof=facts.proof)
        self._sections = sections_for(self.header, self.fonts)

    def compose(self, records: Iterable[FrozenRecord]) -> ComposedRegister:
        """Set the volume. Raises :class:`EmptyVolumeError` if no record could be set."""
        facts = self.header.facts
        holders = {holder.code: holder for holder in facts.holders}
        body = Body(self.header.profile, self._sections.styles, holders, facts.continues, self.changed)
        catalogue = self._sections.arabic(body.items(self._entries(records)), opens_recto=True)
        if not body.entries:
            raise EmptyVolumeError("没有可排印的著录")
        indexes = Indexes(self._sections, body, catalogue).compose()
        after = self._after(body, [catalogue, *indexes])
        front = self._front(body, catalogue, [*indexes, *after])
        document = self._sections.compositor.document([*front, catalogue, *indexes, *after], self._info(body))
        pdf = document.to_bytes()
        self._gather(_by_part(document), body, catalogue)
        self.report.records, self.report.pages = len(body.entries), document.page_count
        places = [
            EntryPlace(record_id, number, catalogue.places[record_id].label, catalogue.places[record_id].top)
            for record_id, number in body.entries
        ]
        return ComposedRegister(
            pdf,
            self.report,
            body.statistics,
            body.spans,
            places,
            body.titles,
            body.persons,
            catalogue,
            document.first_page(catalogue),
        )

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

    # What follows, and what goes before

    def _after(self, body: Body, before: Sequence[ComposedSection]) -> list[ComposedSection]:
        facts = self.header.facts
        names = {holder.code: holder.name for holder in facts.holders}
        tables = back.statistics_items(body.statistics, self._sections.styles, names)
        sections = [self._sections.arabic(tables, back.STATISTICS, start=before[-1].next_number, columns=1)]
        if facts.number == 0:
            values = text_values(facts, body.statistics, self.header.profile)
            text = text_lines(self.header.texts.get("afterword") or default_text("afterword"), values)
            items = front_pages.text_items(text, self._sections.styles, AFTERWORD)
            sections.append(self._sections.arabic(items, AFTERWORD, start=sections[-1].next_number, columns=1))
        return sections

    def _front(
        self, body: Body, catalogue: ComposedSection, back_matter: Sequence[ComposedSection]
    ) -> list[ComposedSection]:
        """Compose title page, imprint, texts and contents, numbered in roman figures."""
        facts, profile = self.header.facts, self.header.profile
        styles = self._sections.styles
        values = text_values(facts, body.statistics, profile)
        sections = [self._sections.display(front_pages.title_page(facts, profile), 1, "middle")]
        imprint = front_pages.imprint_page(facts, profile, self._figures(body), styles)
        sections.append(self._sections.display(imprint, 2, "bottom"))
        lines: list[front_pages.ContentsLine] = []
        for number, text in enumerate(front_texts(facts, values, self.header.texts)):
            sections.append(self._text(text, f"text-{number}", sections[-1].next_number, lines))
        if facts.number == 1:
            items = front_pages.parts_items(facts.parts, styles)
            sections.append(self._sections.roman(items, front_pages.PARTS, sections[-1].next_number))
            lines.append(_line_of(sections[-1], front_pages.PARTS))
        for span in body.spans:
            note = front_pages.span_note(span)
            lines.append(front_pages.ContentsLine(span.name, catalogue.page_of(span.anchor), span.anchor, note))
        lines.extend(_line_of(section, section.section.outline) for section in back_matter)
        contents = front_pages.contents_items(lines, styles)
        sections.append(self._sections.roman(contents, front_pages.CONTENTS, sections[-1].next_number))
        return sections

    def _text(
        self, text: list[TextLine], anchor: str, start: int, lines: list[front_pages.ContentsLine]
    ) -> ComposedSection:
        """Compose one of the texts, and list it in the contents if it has a title."""
        name = next((line.text for line in text if line.part is Part.TITLE), "")
        section = self._sections.roman(front_pages.text_items(text, self._sections.styles, anchor), name, start)
        if name:
            lines.append(front_pages.ContentsLine(name, section.page_of(anchor), anchor))
        return section

    def _figures(self, body: Body) -> list[tuple[str, str]]:
        total = body.statistics.total
        first, last = body.spans[0].first, body.spans[-1].last
        volumes = f"{han_number(total.volumes)}冊" if total.volumes else ""
        holders = f"{han_number(len(body.spans))}家單位，" if len(body.spans) > 1 else ""
        return [
            ("收錄", f"{holders}{han_number(total.copies)}部{volumes}"),
            *([("起訖", shorten(first, last))] if first else []),
        ]

    # The report

    def _gather(self, findings: Sequence[tuple[Finding, str]], body: Body, catalogue: ComposedSection) -> None:
        """Put the compositor's findings into the report and say on which page every record stands.

        What stands in no record's entry is told with the part of the volume it stands in; the index of first characters
        tells nothing that an entry has not.
        """
        records = {number or record_id: record_id for record_id, number in body.entries}
        numbers = dict(body.entries)
        seen = {("missing", "", finding.message) for finding, _part in findings if finding.key in records}
        for finding, part in findings:
            record_id = records.get(finding.key, "")
            same = (finding.kind, finding.key, finding.message)
            if same not in seen:
                seen.add(same)
                kind = FINDING_KINDS.get(finding.kind, finding.kind)
                number = numbers.get(record_id, finding.key or part)
                self.report.add(kind, finding.message, record_id=record_id, number=number)
        self._add_pages(catalogue.places)

    def _add_pages(self, places: Mapping[str, Place]) -> None:
        """Say of each finding on which page its record stands, if it stands on any."""
        self.report.findings = [
            replace(finding, page=places[finding.record_id].label) if finding.record_id in places else finding
            for finding in self.report.findings
        ]

    def _info(self, body: Body) -> DocumentInfo:
        names = tuple(span.holder.name for span in body.spans[:20])
        return document_info(self.header, names)


def _by_part(document: Document) -> list[tuple[Finding, str]]:
    """Return the findings of a document, each with the part it was made in (empty where that is not known)."""
    own = [
        (finding, composed.section.outline) for composed in document.sections for finding in composed.preflight.findings
    ]
    return own + [(finding, "") for finding in document.preflight.findings[len(own) :]]


def document_info(header: Header, keywords: tuple[str, ...]) -> DocumentInfo:
    """Return the properties of a volume's PDF; its date is that of the records, never the clock's."""
    facts = header.facts
    created = f"{facts.stated_on.isoformat()}T00:00:00Z" if facts.stated_on else ""
    return DocumentInfo(
        facts.full_title, facts.subject, SERIES, keywords, created=created, output_intent=header.output_intent
    )


def _line_of(section: ComposedSection, anchor: str) -> front_pages.ContentsLine:
    return front_pages.ContentsLine(anchor, section.page_of(anchor), anchor)


def _known_by(record: FrozenRecord) -> str:
    """Return what an editor finds a record by: its number, else its shelf mark or the beginning of its title."""
    data = record.data
    return data.census_no or f"（{data.shelf_mark.strip() or data.title.strip()[:16] or record.record_id}）"
