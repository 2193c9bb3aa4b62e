"""The compositor: it knows type, lines and pages, and no book.

``Compositor(fonts).compose(section)`` sets a section and says where its anchors stand;
``compositor.document(sections, info)`` binds sections to a PDF. See ``model`` for what goes in.
"""

from catalog_export.typeset.compositor import ComposedSection, Compositor
from catalog_export.typeset.document import Document
from catalog_export.typeset.faces import Face, FaceError, FaceFile, Typefaces
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
    "no_furniture",
]
