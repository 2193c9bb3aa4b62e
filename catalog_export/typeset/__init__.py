"""The compositor: it knows type, lines and pages, and no book.

    compositor = Compositor(typefaces((400, 700), "mainland"))
    body = compositor.compose(Section(paragraphs, PageDesign(columns=2), furniture, outline="正文"))
    index = compositor.compose(
        Section(index_of(body.places), PageDesign(columns=3), furniture, Numbering("D", body.next_number))
    )
    contents = compositor.compose(Section(contents_of(body, index), PageDesign(), numbering=Numbering("r")))
    document = compositor.document([contents, body, index], DocumentInfo("登記目錄", created="2026-03-01"))
    document.write(path)
    for finding in document.preflight.findings: ...

Sections are composed in the order in which their page numbers become known and bound in the order in which they are
read. A compositor and its faces serve one document; ``Typefaces.fresh`` gives the opened faces to the next.
"""

from catalog_export.typeset.chains import Typefaces
from catalog_export.typeset.colour import ColourProfileError, OutputIntent
from catalog_export.typeset.compositor import ComposedSection, Compositor
from catalog_export.typeset.document import Document
from catalog_export.typeset.faces import Face, FaceError, FaceFile
from catalog_export.typeset.links import elsewhere
from catalog_export.typeset.model import (
    Align,
    DocumentInfo,
    Furniture,
    Item,
    Leap,
    Numbering,
    PageDesign,
    PageFacts,
    Paragraph,
    Place,
    Rule,
    Run,
    Section,
    Style,
    Table,
    no_furniture,
)
from catalog_export.typeset.preflight import Finding, Preflight

__all__ = [
    "Align",
    "ColourProfileError",
    "ComposedSection",
    "Compositor",
    "Document",
    "DocumentInfo",
    "Face",
    "FaceError",
    "FaceFile",
    "Finding",
    "Furniture",
    "Item",
    "Leap",
    "Numbering",
    "OutputIntent",
    "PageDesign",
    "PageFacts",
    "Paragraph",
    "Place",
    "Preflight",
    "Rule",
    "Run",
    "Section",
    "Style",
    "Table",
    "Typefaces",
    "elsewhere",
    "no_furniture",
]
