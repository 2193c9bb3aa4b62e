"""ReportLab Platypus with ``wordWrap='CJK'``: its own way to set a register with a linked index in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.peers.entries import Row
from catalog_export.fonts import find_faces


def set_register(rows: Sequence[Row], target: Path, *, with_index: bool = True) -> None:
    """Set the register. The index is made when the last entry's page is known."""
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

    main, _ = find_faces((400, 700))
    pdfmetrics.registerFont(TTFont("Regular", str(main[400].path)))
    pdfmetrics.registerFont(TTFont("Bold", str(main[700].path)))
    number = ParagraphStyle("number", fontName="Bold", fontSize=9.5, leading=14, spaceBefore=4.5)
    text = ParagraphStyle("text", fontName="Regular", fontSize=9.5, leading=14, wordWrap="CJK", alignment=4)
    line = ParagraphStyle("line", fontName="Regular", fontSize=8.5, leading=12, wordWrap="CJK")
    pages: dict[str, int] = {}

    class Template(BaseDocTemplate):
        def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
            if key := getattr(flowable, "census_no", ""):
                pages[key] = self.page
                self.canv.bookmarkHorizontal(key, 0, 0)

    class Index(ActionFlowable):
        def apply(self, doc: object) -> None:
            ordered = sorted(rows, key=lambda row: row[2])
            story[0:0] = [
                Paragraph(f"{escape(title)} <link href='#{key}'>{pages[key]}</link>", line)
                for key, _, title, _ in ordered
            ]

    def entry(row: Row) -> KeepTogether:
        key, mark, title, rest = row
        first: Any = Paragraph(f"{key}<font face='Regular'>　{escape(mark)}</font>", number)
        first.census_no = key
        return KeepTogether([first, Paragraph(escape(f"{title}　{rest}"), text)])

    story: list[Any] = [entry(row) for row in rows]
    if with_index:
        story += [NextPageTemplate("index"), PageBreak(), Index()]

    def frames(columns: int, gap: float) -> list[Frame]:
        width = (143 - (columns - 1) * gap) / columns * mm
        bare: dict[str, Any] = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        return [Frame((22 + at * gap) * mm + at * width, 22 * mm, width, 213 * mm, **bare) for at in range(columns)]

    def furnish(canvas: Any, template: Any) -> None:
        canvas.setFont("Regular", 9)
        canvas.drawCentredString(92.5 * mm, 12 * mm, str(template.page))

    template = Template(str(target), pagesize=(185 * mm, 260 * mm))
    template.addPageTemplates(
        [PageTemplate(name, frames(*shape), onPage=furnish) for name, shape in (("body", (2, 7)), ("index", (3, 7)))]
    )
    template.build(story)
