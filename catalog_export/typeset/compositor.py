"""The compositor: sections of paragraphs in, a document of pages out.

Sections are composed one by one, in the order in which their page numbers become known (body, then index, then
contents), and put into the document in the order in which they are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from catalog_export.typeset.blocks import Block, centipoints
from catalog_export.typeset.chains import Typefaces
from catalog_export.typeset.collector import collector_at_rest
from catalog_export.typeset.columns import Feed
from catalog_export.typeset.document import Document
from catalog_export.typeset.filling import Geometry, fill_pages
from catalog_export.typeset.model import (
    DocumentInfo,
    Item,
    Leap,
    PageFacts,
    Paragraph,
    Place,
    Rule,
    Section,
    Table,
)
from catalog_export.typeset.pages import Page, PageWriter, Sheet, bands_foot
from catalog_export.typeset.preflight import Preflight
from catalog_export.typeset.setting import Setter
from catalog_export.typeset.tables import set_leap, set_rule, set_table


@dataclass(slots=True)
class ComposedSection:
    """A section's pages, and where its anchors stand (``places``, in the order of the text).

    ``blank`` is the stream of the page that is bound in before it, if it is not what the section's furniture makes.
    """

    section: Section
    pages: list[Page] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    preflight: Preflight = field(default_factory=Preflight)
    blank: bytes = b""

    @property
    def next_number(self) -> int:
        """The page number with which a section that continues this one starts."""
        return self.section.numbering.start + len(self.pages)

    def page_of(self, anchor: str) -> str:
        """Return the label of the page that an anchor stands on. Raises ``KeyError`` for an unknown one."""
        return self.places[anchor].label


class Compositor:
    """Composes the sections of one document in one set of faces."""

    def __init__(self, fonts: Typefaces) -> None:
        self.fonts = fonts
        self._setter = Setter(fonts)

    def compose(self, section: Section) -> ComposedSection:
        """Set a section. Its items are read once and may come from a generator; pages are deflated as they fill."""
        with collector_at_rest():
            return self._compose(section)

    def _compose(self, section: Section) -> ComposedSection:
        design = section.design
        sheet = Sheet.of(design)
        composed = ComposedSection(section)
        align_bottom = design.align_bottom and section.valign == "top"
        geometry = Geometry(centipoints(design.depth), design.columns, design.balance_columns, align_bottom)
        feed = Feed(self._blocks(section, composed.preflight))
        mark = ""
        for bands in fill_pages(feed, geometry):
            number = section.numbering.start + len(composed.pages)
            recto = number % 2 == 1
            writer = PageWriter(sheet, recto=recto, drop=_drop(section, bands_foot(bands), geometry.depth))
            stream = writer.write(bands)
            marks = writer.marks or [mark]
            mark = marks[-1]
            label = section.numbering.label(number)
            facts = PageFacts(label, number, recto, marks[0], mark, not composed.pages)
            for anchor, left, top in writer.anchors:
                if anchor in composed.places:
                    composed.preflight.add("duplicate", anchor, target=anchor)
                else:
                    composed.places[anchor] = Place(len(composed.pages), label, left / 100, top / 100)
            composed.pages.append(Page(stream, writer.areas, facts, writer.outlines))
        return composed

    def _blocks(self, section: Section, preflight: Preflight) -> Iterator[Block]:
        design = section.design
        depth, full, column, parted = (
            centipoints(design.depth),
            design.measure,
            design.column_measure,
            design.columns > 1,
        )
        for item in section.items:
            for block in self._set(item, full, column):
                block.span = block.span and parted
                if block.findings:
                    preflight.findings += block.findings
                if block.keep_together and block.depth() > depth:
                    preflight.add("deep", block.key)
                yield block

    def _set(self, item: Item, full: float, column: float) -> Iterable[Block]:
        if isinstance(item, Paragraph):
            return (self._setter.set(item, full if item.span else column),)
        if isinstance(item, Table):
            return set_table(self._setter, item, full if item.span else column)
        if isinstance(item, Rule):
            return (set_rule(item, full if item.span else column),)
        if isinstance(item, Leap):
            return (set_leap(item.height),)
        raise TypeError(f"不能排版的内容：{item!r}")

    def document(self, sections: Iterable[ComposedSection], info: DocumentInfo) -> Document:
        """Bind composed sections, in reading order, to a document."""
        return Document(tuple(sections), info, self.fonts, self._setter)


def _drop(section: Section, used: int, depth: int) -> int:
    """Return how far a display page's matter is moved down."""
    spare = max(depth - used, 0)
    match section.valign:
        case "middle":
            return spare // 2
        case "bottom":
            return spare
    return 0
