"""ReportLab Platypus with ``wordWrap='CJK'``: its own way to set a register with a linked index in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
)

from benchmarks.peers.entries import Row
from catalog_export.fonts import find_faces

NUMBER: Final = ParagraphStyle("number", fontName="Bold", fontSize=9.5, leading=14, spaceBefore=4.5)
TEXT: Final = ParagraphStyle("text", fontName="Regular", fontSize=9.5, leading=14, wordWrap="CJK", alignment=4)
LINE: Final = ParagraphStyle("line", fontName="Regular", fontSize=8.5, leading=12, wordWrap="CJK")
#: Page template → columns, and the millimetres between them.
SHAPES: Final = {"body": (2, 7), "index": (3, 7)}


class Register(BaseDocTemplate):
    """A register that notes on which page each entry came to stand."""

    def __init__(self, target: Path, story: list[Any]) -> None:
        super().__init__(str(target), pagesize=(185 * mm, 260 * mm))
        self.story = story
        self.pages: dict[str, int] = {}
        templates = [PageTemplate(name, _frames(*shape), onPage=_furnish) for name, shape in SHAPES.items()]
        self.addPageTemplates(templates)

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        """Note an entry's page, and let the index lead there."""
        if key := getattr(flowable, "census_no", ""):
            self.pages[key] = self.page
            self.canv.bookmarkHorizontal(key, 0, 0)


class Index(ActionFlowable):
    """The index by titles, written when the last entry's page is known."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self.ordered = sorted(rows, key=lambda row: row[2])

    def apply(self, doc: BaseDocTemplate) -> None:
        """Put the lines of the index before whatever is still to be set."""
        assert isinstance(doc, Register)
        doc.story[0:0] = [
            Paragraph(f"{escape(title)} <link href='#{key}'>{doc.pages[key]}</link>", LINE)
            for key, _mark, title, _rest in self.ordered
        ]


def set_register(rows: Sequence[Row], target: Path, *, with_index: bool = True) -> None:
    """Set the register, with an index behind it."""
    main, _ = find_faces((400, 700))
    pdfmetrics.registerFont(TTFont("Regular", str(main[400].path)))
    pdfmetrics.registerFont(TTFont("Bold", str(main[700].path)))
    story: list[Any] = [_entry(row) for row in rows]
    if with_index:
        story += [NextPageTemplate("index"), PageBreak(), Index(rows)]
    Register(target, story).build(story)


def _entry(row: Row) -> KeepTogether:
    key, mark, title, rest = row
    first: Any = Paragraph(f"{key}<font face='Regular'>　{escape(mark)}</font>", NUMBER)
    first.census_no = key
    return KeepTogether([first, Paragraph(escape(f"{title}　{rest}"), TEXT)])


def _frames(columns: int, gap: float) -> list[Frame]:
    width = (143 - (columns - 1) * gap) / columns * mm
    bare: dict[str, Any] = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    return [Frame((22 + at * gap) * mm + at * width, 22 * mm, width, 213 * mm, **bare) for at in range(columns)]


def _furnish(canvas: Any, template: Any) -> None:
    canvas.setFont("Regular", 9)
    canvas.drawCentredString(92.5 * mm, 12 * mm, str(template.page))
