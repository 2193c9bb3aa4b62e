"""Faces and small documents for the compositor's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog_export.fonts import typefaces
from catalog_export.typeset import (
    Compositor,
    DocumentInfo,
    Item,
    PageDesign,
    Paragraph,
    Run,
    Section,
    Style,
    Typefaces,
)

NUMBER = Style(size=9.5, leading=14, weight=700, align="left", space_before=4.5, keep_with_next=True)
TEXT = Style(size=9.5, leading=14)
ENTRIES = (
    (
        "330000-1701-0000012",
        "善0012",
        "周易九卷略例一卷　（三國魏）王弼　（晉）韓康伯注　（唐）邢璹注略例　"
        "清康熙十二年（1673）納蘭性德刻通志堂經解本　二冊",
    ),
    (
        "330000-1701-0000345",
        "善1023",
        "後漢書九十卷　（南朝宋）范曄撰　（唐）李賢注　志三十卷　（晉）司馬彪撰　（南朝梁）劉昭注　"
        "明崇禎十六年（1643）毛氏汲古閣刻本　二十六冊　缺一卷（二）",
    ),
    (
        "330000-1701-0001208",
        "普347.8/4471",
        "［康熙］天津衛志四卷首一卷　（清）薛柱斗修　（清）高必大纂　清康熙十四年（1675）刻十七年（1678）補刻本　四冊",
    ),
    (
        "330000-1701-0002577",
        "善2577",
        "國語二十一卷　（三國吳）韋昭注　明嘉靖七年（1528）金李澤遠堂刻本　清惠棟校並跋　清錢士真跋並錄清錢曾跋　六冊",
    ),
    (
        "330000-1701-0012001",
        "普12001",
        "三禮疑義一百六十六卷　（清）吳廷華撰　清張氏詒經堂抄本　八十八冊　"
        "存一百三十九卷（周禮一至三、二十九至四十四，儀禮一至三十七、四十至五十，禮記七十二卷全）",
    ),
    (
        "330000-1701-0013111",
        "經13111",
        "《妙法蓮華經》七卷　（後秦）釋鳩摩羅什譯　宋刻本　一冊　存一卷（三）",
    ),
    (
        "330000-1701-0014002",
        "印014",
        "𠀋𡘊𪚥印品七卷「印章要論」一卷　（明）朱簡輯　明萬曆三十九年（1611）刻鈐印本　八冊",
    ),
)


@pytest.fixture(scope="session")
def opened_faces() -> Typefaces:
    """The chain of this machine, opened once."""
    return typefaces()


@pytest.fixture
def faces(opened_faces: Typefaces) -> Typefaces:
    """The chain with nothing used of it yet."""
    return opened_faces.fresh()


def register_items(count: int) -> list[Item]:
    """Return entries as a register sets them: a number line and a statement each."""
    items: list[Item] = []
    for number in range(count):
        _, mark, text = ENTRIES[number % len(ENTRIES)]
        key = f"330000-1701-{number + 1:07d}"
        items.append(Paragraph((Run(key), Run("　" + mark, weight=400)), NUMBER, key=key, anchor=key, mark=key))
        items.append(Paragraph((Run(text),), TEXT, key=key))
    return items


@pytest.fixture
def set_items(faces: Typefaces) -> Callable[..., bytes]:
    """Return a function that sets items on pages of a design and gives the PDF."""

    def compose(items: list[Item], design: PageDesign | None = None) -> bytes:
        compositor = Compositor(faces)
        composed = compositor.compose(Section(items, design or PageDesign()))
        return compositor.document([composed], DocumentInfo("試排")).to_bytes()

    return compose
