"""Typesetting: a register of 20,000 entries with its linked index, beside ReportLab Platypus on the same entries.

Both set the same text in the same face on the same page design (185×260 mm, two columns); each runs in a process of
its own, so that its peak memory is its own. Both keep to one thread, and its processor time is counted, so that other
work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.report import Figure, peak_mebibytes
from catalog_export.fonts import find_faces
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
    Typefaces,
)

COUNT = 20_000
ROOT = Path(__file__).resolve().parent.parent
HAN = [chr(code) for code in range(0x4E00, 0x9FA0, 3)]
RARE = [chr(code) for code in range(0x20000, 0x20200)]
DYNASTIES = ("唐", "宋", "元", "明", "清", "南朝梁", "三國魏", "民國")
ROLES = ("撰", "編", "輯", "注", "纂修", "補注")
ERAS = (("明嘉靖", 1522, 45), ("明萬曆", 1573, 47), ("清康熙", 1662, 61), ("清乾隆", 1736, 60), ("清光緒", 1875, 34))
KINDS = ("刻本", "抄本", "木活字印本", "鉛印本", "影印本", "稿本", "刻朱墨套印本")
DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """Return a number below 200 in Chinese numerals."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = "一百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def entries(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield census number, shelf mark, title and the rest of synthetic entries, always the same ones."""
    draw = random.Random(20)
    for number in range(1, count + 1):
        title = "".join(draw.choices(HAN, k=draw.randint(4, 9))) + numeral(draw.randint(1, 120)) + "卷"
        if draw.random() < 0.02:
            title = draw.choice(RARE) + title
        names = [
            f"（{draw.choice(DYNASTIES)}）{''.join(draw.choices(HAN, k=3))}{draw.choice(ROLES)}"
            for _ in range(draw.choice((1, 1, 1, 2)))
        ]
        era, first, years = draw.choice(ERAS)
        year = draw.randint(1, years)
        edition = f"{era}{numeral(year)}年（{first + year - 1}）{''.join(draw.choices(HAN, k=4))}{draw.choice(KINDS)}"
        parts = [*names, edition, numeral(draw.randint(1, 60)) + "冊"]
        if draw.random() < 0.14:
            parts.append("存五卷（一至四、十六）")
        yield f"330000-1701-{number:07d}", f"普{draw.randint(1, 9999)}", title, "　".join(parts)


TEXT = Style(9.5, 14, space_before=4.5, orphans=3)
INDEX = Style(8.5, 12, align="left", indent=1, first_indent=-1, right_indent=3)


def head(page: PageFacts) -> Furniture:
    """Return the running head of a page."""
    return Furniture(head_left=page.first, head_right=page.last, head_rule=0.4, foot_centre=page.label)


def register(rows: list[tuple[str, str, str, str]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the entries."""
    for key, mark, title, rest in rows:
        yield Paragraph((Run(key, weight=700), Run(f"　{mark}\n{title}　{rest}")), TEXT, key, anchor=key, mark=key)


def compose(count: int, *, with_index: bool = True) -> dict[str, float]:
    """Set the register by our compositor; return seconds, pages, peak memory and size."""
    main, fallbacks = find_faces((400, 700))
    rows = list(entries(count))
    began = time.process_time()
    compositor = Compositor(Typefaces(main, fallbacks))
    body = compositor.compose(Section(register(rows), PageDesign(columns=2), head))
    sections = [body]
    if with_index:
        references = (
            Paragraph((Run(title),), INDEX, key, tail=(Run(body.page_of(key), link=key),))
            for key, _, title, _ in sorted(rows, key=lambda row: row[2])
        )
        numbering = Numbering(start=body.next_number)
        sections.append(compositor.compose(Section(references, PageDesign(columns=3), head, numbering=numbering)))
    document = compositor.document(sections, DocumentInfo("登記目錄"))
    data = document.to_bytes()
    seconds = time.process_time() - began
    return {"seconds": seconds, "pages": document.page_count, "peak": peak_mebibytes(), "bytes": len(data)}


def compose_without_index(count: int) -> dict[str, float]:
    """Set only the entries, as the peer does."""
    return compose(count, with_index=False)


def platypus(count: int) -> dict[str, float]:
    """Set the entries by ReportLab Platypus with ``wordWrap='CJK'``; return seconds, pages and size."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate
    from reportlab.platypus import Paragraph as Flowable

    main, _ = find_faces((400, 700))
    rows = list(entries(count))
    began = time.process_time()
    pdfmetrics.registerFont(TTFont("Regular", str(main[400].path)))
    pdfmetrics.registerFont(TTFont("Bold", str(main[700].path)))
    number = ParagraphStyle("number", fontName="Bold", fontSize=9.5, leading=14, spaceBefore=4.5)
    text = ParagraphStyle("text", fontName="Regular", fontSize=9.5, leading=14, wordWrap="CJK", alignment=4)
    story: list[Any] = [
        KeepTogether(
            [
                Flowable(f"{key}<font face='Regular'>　{mark}</font>", number),
                Flowable(f"{title}　{rest}", text),
            ]
        )
        for key, mark, title, rest in rows
    ]
    column = (143 - 7) / 2 * mm
    frames = [
        Frame(x, 22 * mm, column, 213 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        for x in (22 * mm, 22 * mm + column + 7 * mm)
    ]

    def furnish(canvas: object, template: object) -> None:
        canvas.setFont("Regular", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(92.5 * mm, 12 * mm, str(template.page))  # type: ignore[attr-defined]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "platypus.pdf"
        template = BaseDocTemplate(str(path), pagesize=(185 * mm, 260 * mm))
        template.addPageTemplates([PageTemplate("body", frames, onPage=furnish)])
        template.build(story)
        seconds = time.process_time() - began
        return {"seconds": seconds, "pages": template.page, "peak": peak_mebibytes(), "bytes": path.stat().st_size}


WAYS = {"ours": compose, "plain": compose_without_index, "platypus": platypus}


def measure(way: str, count: int) -> dict[str, float]:
    """Run one way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.typeset", way, str(count)]
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", **os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run(count: int = COUNT) -> list[Figure]:
    """Measure our compositor and Platypus on the same number of entries."""
    whole, ours, theirs = measure("ours", count), measure("plain", count), measure("platypus", count)
    peer, topic = "ReportLab Platypus, wordWrap='CJK'", f"typeset, {count:,} entries"

    def figure(what: str, unit: str, here: float, there: float, *, more: bool, wanted: str = "") -> Figure:
        return Figure(topic, what, unit, here, peer, there, higher_is_better=more, wanted=wanted)

    return [
        figure("entries", "entries/s", count / ours["seconds"], count / theirs["seconds"], more=True, wanted="≥ 6×"),
        figure("pages", "pages/s", ours["pages"] / ours["seconds"], theirs["pages"] / theirs["seconds"], more=True),
        figure("peak memory", "MiB", ours["peak"], theirs["peak"], more=False),
        figure("PDF", "MB", ours["bytes"] / 1e6, theirs["bytes"] / 1e6, more=False),
        Figure(topic, "with its linked index", "entries/s", count / whole["seconds"]),
        Figure(topic, "with its linked index, peak memory", "MiB", whole["peak"], higher_is_better=False),
    ]


if __name__ == "__main__":
    print(json.dumps(WAYS[sys.argv[1]](int(sys.argv[2]))))
