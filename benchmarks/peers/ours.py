"""Our compositor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.peers.entries import Row
from catalog_export.fonts import typefaces
from catalog_export.typeset import (
    Compositor,
    DocumentInfo,
    Furniture,
    Numbering,
    PageDesign,
    PageFacts,
    Paragraph,
    Run,
    Section,
    Style,
)

TEXT = Style(9.5, 14, space_before=4.5, orphans=3)
INDEX = Style(8.5, 12, align="left", indent=1, first_indent=-1, right_indent=3)


def head(page: PageFacts) -> Furniture:
    """Return the running head of a page: its first and last number."""
    return Furniture(head_left=page.first, head_right=page.last, head_rule=0.4, foot_centre=page.label)


def register(rows: Sequence[Row]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the entries, as a register has them."""
    for key, mark, title, rest in rows:
        yield Paragraph((Run(key, weight=700), Run(f"　{mark}\n{title}　{rest}")), TEXT, key, anchor=key, mark=key)


def set_register(rows: Sequence[Row], target: Path, *, with_index: bool = True) -> None:
    """Set the register."""
    compositor = Compositor(typefaces((400, 700)))
    body = compositor.compose(Section(register(rows), PageDesign(columns=2), head))
    sections = [body]
    if with_index:
        references = (
            Paragraph((Run(title),), INDEX, key, tail=(Run(body.page_of(key), link=key),))
            for key, _, title, _ in sorted(rows, key=lambda row: row[2])
        )
        numbering = Numbering(start=body.next_number)
        sections.append(compositor.compose(Section(references, PageDesign(columns=3), head, numbering=numbering)))
    compositor.document(sections, DocumentInfo("登記目錄")).write(target)
