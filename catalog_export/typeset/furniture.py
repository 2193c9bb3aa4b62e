"""Sets running heads (書眉) and folios (頁碼)."""

from __future__ import annotations

from catalog_export.typeset.blocks import centipoints, decimal
from catalog_export.typeset.model import POINTS_PER_MM, Furniture, PageFacts, Run, Style
from catalog_export.typeset.pages import INK, Pen, Sheet
from catalog_export.typeset.setting import Setter, show_text

LEAST_GAP = 800
#: The page's own stream may leave the pen set to dots.
SOLID = "0 J [] 0 d"


def set_furniture(setter: Setter, furniture: Furniture, facts: PageFacts, sheet: Sheet) -> tuple[str, list[str]]:
    """Return the operators of a page's head and foot, and the words that had no room beside each other."""
    design = sheet.design
    left = sheet.left(recto=facts.recto)
    width = centipoints(design.measure)
    head_y = sheet.top + centipoints(design.head * POINTS_PER_MM)
    foot_y = sheet.top - centipoints(design.depth + design.foot * POINTS_PER_MM) - round(88 * furniture.size)
    pen = Pen()
    clipped: list[str] = []
    style = Style(size=furniture.size, leading=furniture.size, weight=furniture.weight)
    heads = (furniture.head_left, furniture.head_centre, furniture.head_right)
    feet = (furniture.foot_left, furniture.foot_centre, furniture.foot_right)
    for words, y in ((heads, head_y), (feet, foot_y)):
        clipped += _row(setter, pen, style, words, (left, y, width))
    text = pen.text()
    if furniture.head_rule and any(heads):
        y = head_y - round(35 * furniture.size)
        rule = f"{decimal(left)} {decimal(y)} m {decimal(left + width)} {decimal(y)} l S\n"
        text += f"{SOLID} {decimal(centipoints(furniture.head_rule))} w {rule}"
    return (INK + text if text else ""), clipped


def _row(setter: Setter, pen: Pen, style: Style, words: tuple[str, str, str], at: tuple[int, int, int]) -> list[str]:
    left, y, width = at
    taken = 0
    clipped = []
    for text, share in zip(words, (0.0, 0.5, 1.0), strict=True):
        if not text:
            continue
        line, length = show_text(setter, (Run(text),), style)
        start = round((width - length) * share)
        if start < taken:
            clipped.append(text)
        taken = start + length + round(LEAST_GAP * style.size / 10)
        pen.write(line, left + start, y)
    return clipped
