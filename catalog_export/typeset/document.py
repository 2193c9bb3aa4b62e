"""Binds composed sections to a PDF: heads and folios, page tree, labels, outline, links, properties."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from catalog_export.typeset.blocks import decimal
from catalog_export.typeset.chains import Typefaces
from catalog_export.typeset.collector import collector_at_rest
from catalog_export.typeset.furniture import set_furniture
from catalog_export.typeset.links import Targets, leads_elsewhere
from catalog_export.typeset.model import DocumentInfo, Furniture, PageFacts, Section
from catalog_export.typeset.outline import write_outline
from catalog_export.typeset.pages import Area, Page, Sheet
from catalog_export.typeset.pdf_fonts import embed_fonts
from catalog_export.typeset.pdf_objects import File, Raw, stream, text_string
from catalog_export.typeset.preflight import Preflight
from catalog_export.typeset.properties import info_dictionary, xmp_packet
from catalog_export.typeset.setting import Setter

if TYPE_CHECKING:
    from catalog_export.typeset.compositor import ComposedSection

TREE_WIDTH = 32


@dataclass(slots=True)
class _Leaf:
    """A page bound into the document: its sheet, its reference, and its content if it is not blank."""

    sheet: Sheet
    object: Raw
    reference: str
    page: Page | None
    head: bytes


class Document:
    """Sections bound in reading order. ``preflight`` holds the findings of all of them."""

    def __init__(
        self, sections: tuple[ComposedSection, ...], info: DocumentInfo, fonts: Typefaces, setter: Setter
    ) -> None:
        self.sections = sections
        self.info = info
        self._fonts = fonts
        self._setter = setter
        self.preflight = Preflight()
        for composed in sections:
            self.preflight.findings += composed.preflight.findings
        self._blank_before = _blank_pages(sections)
        self._check_links()
        self._heads = [[self._furniture(composed.section, page) for page in composed.pages] for composed in sections]
        self._blanks = {number: self._blank(sections[number]) for number in sorted(self._blank_before)}

    @property
    def page_count(self) -> int:
        """Number of pages, blank ones included."""
        return sum(len(composed.pages) for composed in self.sections) + len(self._blank_before)

    def first_page(self, wanted: ComposedSection) -> int:
        """Return the page of the document on which a section begins, counted from 0."""
        return next(at for composed, at in self._starts() if composed is wanted)

    def _check_links(self) -> None:
        """Note anchors that are there more than once, and links to what is neither here nor in another file."""
        known: set[str] = set()
        for anchor in chain.from_iterable(composed.places for composed in self.sections):
            if anchor in known:
                self.preflight.add("duplicate", anchor, target=anchor)
            known.add(anchor)
        for page in chain.from_iterable(composed.pages for composed in self.sections):
            for area in page.areas:
                if area.target not in known and not leads_elsewhere(area.target):
                    self.preflight.add("dangling", page.facts.label, target=area.target)

    def write(self, target: Path | BinaryIO) -> None:
        """Write the PDF. The same sections give the same bytes, at any time and in any process."""
        data = self.to_bytes()
        if isinstance(target, Path):
            target.write_bytes(data)
        else:
            target.write(data)

    @collector_at_rest()
    def to_bytes(self) -> bytes:
        """Return the PDF's bytes."""
        file = File()
        resources = Raw()
        resources_at = file.add(resources)
        leaves = [self._leaf(file, *bound) for bound in self._sheets()]
        tree, parents = _page_tree(file, leaves)
        targets = Targets(file, self._anchors(leaves))
        for leaf, parent in zip(leaves, parents, strict=True):
            leaf.object.content = self._page(file, leaf, parent, resources_at, targets)
        fonts = embed_fonts(file, self._fonts.slots)
        resources.content = f"<</Font<<{fonts}>>/ProcSet[/PDF/Text]>>".encode("ascii")
        catalog = Raw(self._catalog(file, tree, leaves).encode("ascii"))
        return file.finish(catalog, Raw(info_dictionary(self.info).encode("ascii")))

    def _sheets(self) -> Iterator[tuple[Sheet, Page | None, bytes]]:
        for number, composed in enumerate(self.sections):
            sheet = Sheet.of(composed.section.design)
            if number in self._blank_before:
                yield sheet, None, self._blanks[number]
            for page, head in zip(composed.pages, self._heads[number], strict=True):
                yield sheet, page, head

    def _leaf(self, file: File, sheet: Sheet, page: Page | None, head: bytes) -> _Leaf:
        raw = Raw()
        return _Leaf(sheet, raw, file.add(raw), page, head)

    def _anchors(self, leaves: list[_Leaf]) -> dict[str, str]:
        """Return every anchor's destination."""
        anchors: dict[str, str] = {}
        for composed, first in self._starts():
            for anchor, place in composed.places.items():
                page = leaves[first + place.page].reference
                anchors.setdefault(anchor, _destination(page, round(place.top), str(int(place.left))))
        return anchors

    def _starts(self) -> Iterator[tuple[ComposedSection, int]]:
        """Iterate over the sections with the document page on which each begins."""
        at = 0
        for number, composed in enumerate(self.sections):
            at += number in self._blank_before
            yield composed, at
            at += len(composed.pages)

    def _page(self, file: File, leaf: _Leaf, parent: str, resources: str, targets: Targets) -> bytes:
        start = f"<</Type/Page/Parent {parent}/Resources {resources}{leaf.sheet.boxes()}"
        page = leaf.page
        streams = [*([page.stream] if page else []), *([leaf.head] if leaf.head else [])]
        contents = " ".join(file.add_stream(data, deflated=True) for data in streams)
        held = f"/Contents[{contents}]" if contents else ""
        links = "".join(_annotation(area, targets) for area in page.areas) if page else ""
        annotations = f"/Annots[{links}]" if links else ""
        return f"{start}{held}{annotations}>>".encode("ascii")

    def _furniture(self, section: Section, page: Page) -> bytes:
        """Return the deflated stream of a page's head and foot; what has no room is noted."""
        return self._furnished(section, section.furniture(page.facts), page.facts)

    def _blank(self, composed: ComposedSection) -> bytes:
        """Return the deflated stream of the left-hand page that is bound in before a section."""
        section = composed.section
        return composed.blank or self._furnished(section, section.blank, PageFacts("", 0, False, "", "", False))

    def _furnished(self, section: Section, furniture: Furniture, facts: PageFacts) -> bytes:
        text, clipped = set_furniture(self._setter, furniture, facts, Sheet.of(section.design))
        for words in clipped:
            self.preflight.add("clipped", facts.label, text=words)
        return zlib.compress(text.encode("ascii")) if text else b""

    def _catalog(self, file: File, tree: str, leaves: list[_Leaf]) -> str:
        outline = write_outline(file, self._outline_entries(leaves))
        metadata = file.add(stream(xmp_packet(self.info).encode("utf-8"), "/Type/Metadata/Subtype/XML"))
        mode = f"/Outlines {outline}/PageMode/UseOutlines" if outline else ""
        return (
            f"<</Type/Catalog/Pages {tree}/Lang({self.info.language})/PageLabels<</Nums[{self._labels()}]>>{mode}"
            f"/Metadata {metadata}{self._output_intent(file)}"
            f"/ViewerPreferences<</DisplayDocTitle true{'/Direction/R2L' if self._fonts.vertical else ''}>>>>"
        )

    def _output_intent(self, file: File) -> str:
        """Embed the press's colour profile, if there is one; no conformance to a standard is claimed by it."""
        intent = self.info.output_intent
        if intent is None:
            return ""
        profile = file.add_stream(intent.data, "/N 4")
        name = text_string(intent.name)
        return (
            f"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier{name}/Info{name}"
            f"/DestOutputProfile {profile}>>]"
        )

    def _labels(self) -> str:
        parts: list[str] = []
        for composed, first in self._starts():
            numbering = composed.section.numbering
            style = f"/S/{numbering.style}" if numbering.style else ""
            prefix = f"/P{text_string(numbering.prefix)}" if numbering.prefix else ""
            parts.append(f"{first}<<{style}{prefix}/St {numbering.start}>>")
        return "".join(parts)

    def _outline_entries(self, leaves: list[_Leaf]) -> list[tuple[int, str, str]]:
        """Return level, text and destination of every outline entry, in reading order."""
        entries = []
        for composed, first in self._starts():
            title = composed.section.outline
            if title and composed.pages:
                height = leaves[first].sheet.height + leaves[first].sheet.margin
                entries.append((0, title, _destination(leaves[first].reference, height // 100)))
            for number, page in enumerate(composed.pages):
                for level, text, top in page.outlines:
                    destination = _destination(leaves[first + number].reference, top // 100)
                    entries.append((level + (1 if title else 0), text, destination))
        return entries


def _blank_pages(sections: Sequence[ComposedSection]) -> set[int]:
    """Return the sections before which a blank page is bound so that they open on a right-hand page."""
    blank: set[int] = set()
    at = 0
    for number, composed in enumerate(sections):
        if composed.section.opens_recto and at % 2:
            blank.add(number)
            at += 1
        at += len(composed.pages)
    return blank


def _annotation(area: Area, targets: Targets) -> str:
    """Return a click area; nothing for one that leads nowhere."""
    target = targets.entry(area.target)
    box = f"{decimal(area.left)} {decimal(area.bottom)} {decimal(area.right)} {decimal(area.top)}"
    return f"<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[{box}]{target}>>" if target else ""


def _destination(page: str, top: int, left: str = "null") -> str:
    return f"[{page}/XYZ {left} {top} null]"


@dataclass(slots=True)
class _Node:
    """A node of the page tree, its pages counted; ``parent`` is known when the level above it is made."""

    object: Raw
    reference: str
    count: int = 1
    parent: str = ""


def _page_tree(file: File, leaves: list[_Leaf]) -> tuple[str, list[str]]:
    """Build a balanced page tree (ISO 32000-1 §7.7.3); return its root and the parent of every page."""
    pages = level = [_Node(leaf.object, leaf.reference) for leaf in leaves]
    inner: list[_Node] = []
    while not inner or len(level) > 1:
        level = [_group(file, level[start : start + TREE_WIDTH]) for start in range(0, len(level) or 1, TREE_WIDTH)]
        inner += level
    for node in inner:
        node.object.content += (f"/Parent {node.parent}>>" if node.parent else ">>").encode("ascii")
    return level[0].reference, [page.parent for page in pages]


def _group(file: File, nodes: list[_Node]) -> _Node:
    """Return the node above some nodes; its object is left open for what is above it."""
    kids, count = " ".join(node.reference for node in nodes), sum(node.count for node in nodes)
    group = Raw(f"<</Type/Pages/Kids[{kids}]/Count {count}".encode("ascii"))
    above = _Node(group, file.add(group), count)
    for node in nodes:
        node.parent = above.reference
    return above
