"""Tables, rules, leaders and display pages, judged by the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from catalog_export.typeset import (
    Compositor,
    DocumentInfo,
    Furniture,
    Leap,
    PageDesign,
    Paragraph,
    Rule,
    Run,
    Section,
    Style,
    Table,
    Typefaces,
)
from catalog_export.typeset.columns import Feed
from catalog_export.typeset.filling import Geometry, fill_pages
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.typeset.setting import Setter
from catalog_export.typeset.tables import set_table
from tests.catalog_export.typeset.blocks_of_lines import PITCH, block
from tests.catalog_export.typeset.conftest import TEXT
from tests.catalog_export.typeset.pdf_geometry import read_pages

Compose = Callable[..., bytes]
LEFT = 22 * POINTS_PER_MM
RIGHT = (185 - 20) * POINTS_PER_MM
CELLS = Style(size=9, leading=14)


def table(count: int) -> Table:
    rows = (("收藏單位", "部數", "冊數"), *((f"第{n}館", str(n * 10), str(n * 100)) for n in range(1, count + 1)))
    return Table(rows, (3, 1, 1), CELLS, aligns=("left", "right", "right"))


def test_a_table_is_read_row_by_row(set_items: Compose) -> None:
    (page,) = read_pages(set_items([table(3)]))
    assert page.text() == "收藏單位部數冊數第1館10100第2館20200第3館30300"


def test_figures_stand_flush_right_under_each_other(set_items: Compose) -> None:
    (page,) = read_pages(set_items([table(12)]))
    edges = {round(line[-1].x + line[-1].advance, 1) for line in page.lines() if line[-1].text.isdigit()}
    assert max(edges) == pytest.approx(RIGHT - 2, abs=0.1)


def test_a_long_table_repeats_its_head(set_items: Compose) -> None:
    pages = read_pages(set_items([table(100)]))
    assert len(pages) > 1
    assert all(page.text().startswith("收藏單位部數冊數") for page in pages)
    body = "".join(page.text() for page in pages)
    assert all(body.count(f"第{number}館") == 1 for number in range(1, 101))


@pytest.mark.parametrize(
    ("rows", "room", "stand"),
    [
        (1, 0, [1]),
        (2, 1, [2]),
        (3, 1, [3]),
        (3, 2, [3]),
        (3, 3, [3]),
        (6, 1, [6]),
        (6, 2, [2, 4]),
        (6, 4, [4, 2]),
        (6, 5, [4, 2]),
        (6, 6, [6]),
    ],
)
def test_no_row_stands_alone_at_a_foot_or_at_a_head(faces: Typefaces, rows: int, room: int, stand: list[int]) -> None:
    """完殘 has two rows and their sum: parted, the sum stands under a head of its own, and the first row is lost."""
    set_rows = set_table(Setter(faces), table(rows), 400)
    above = block(8, after=0)
    depth = (8 + 1 + room) * PITCH + 600
    pages = list(fill_pages(Feed([above, *set_rows]), Geometry(depth, 1, balance=False, align_bottom=False)))
    parts = [[part for band in bands for column in band.columns for part in column.parts] for bands in pages]
    heads_and_rows = [len(found) - (found[0].block is above) for found in parts]
    assert [count - 1 for count in heads_and_rows if count] == stand


def test_a_long_cell_runs_over_lines(set_items: Compose) -> None:
    wide = Table((("館名", "數"), ("浙江省古籍保護中心暨浙江圖書館古籍部" * 4, "7")), (2, 1), CELLS)
    (page,) = read_pages(set_items([wide]))
    assert sorted(page.text()) == sorted("館名數" + "浙江省古籍保護中心暨浙江圖書館古籍部" * 4 + "7")
    assert len({glyph.y for glyph in page.glyphs}) > 3


def test_a_rule_is_drawn(set_items: Compose) -> None:
    (page,) = read_pages(set_items([Paragraph((Run("上"),), TEXT), Rule(), Paragraph((Run("下"),), TEXT)]))
    assert {"m", "l", "S"} <= page.operators
    upper, lower = page.glyphs
    assert upper.y - lower.y == pytest.approx(14 + 4 + 4 + 0.5 - 4, abs=4.1)


def tail(text: str, number: str = "46") -> Paragraph:
    return Paragraph((Run(text),), Style(size=9, leading=12, align="left"), tail=(Run(number),))


def test_a_page_number_stands_flush_right_after_dots(set_items: Compose) -> None:
    (page,) = read_pages(set_items([tail("周易注疏十三卷")]))
    assert page.text() == "周易注疏十三卷46"
    last = page.glyphs[-1]
    assert last.x + last.advance == pytest.approx(RIGHT, abs=0.05)
    assert "d" in page.operators


def test_a_number_without_room_takes_a_line_of_its_own(set_items: Compose) -> None:
    design = PageDesign()
    ems = int(design.measure / 9)
    (page,) = read_pages(set_items([tail("易" * ems)], design))
    digits = [glyph for glyph in page.glyphs if glyph.text.isdigit()]
    assert digits[0].y == pytest.approx(page.glyphs[0].y - 12, abs=0.01)
    assert digits[-1].x + digits[-1].advance == pytest.approx(RIGHT, abs=0.05)


INDEX = Style(size=9, leading=12, align="left")


def test_equal_page_numbers_lead_each_to_its_own_entry(faces: Typefaces) -> None:
    """What 12 looks like is made once for the whole index; where it leads is each line's own, or nothing."""
    setter = Setter(faces)
    tails = [(Run("12", link="entry-1"),), (Run("12", link="entry-2"),), (Run("12"),), (Run("12", link="entry-3"),)]
    lines = [setter.set(Paragraph((Run("周易九卷"),), INDEX, tail=one), 200).lines[-1] for one in tails]
    assert [[link.target for link in line.links] for line in lines] == [["entry-1"], ["entry-2"], [], ["entry-3"]]
    assert len({line.show for line in lines}) == 1


def test_rows_of_dots_stand_under_each_other_whatever_goes_before_them(faces: Typefaces) -> None:
    setter = Setter(faces)
    rows = []
    for title in ("易", "周易", "Atlas圖", "（乾隆）浙江通志二百八十卷", "國語。"):
        (stroke,) = setter.set(Paragraph((Run(title),), INDEX, tail=(Run("46"),)), 300).strokes
        rows.append(stroke)
    assert len({stroke.dots for stroke in rows}) == 1
    assert {stroke.left % stroke.dots for stroke in rows} == {0}
    assert len({stroke.left for stroke in rows}) > 3


def test_a_display_page_stands_in_the_middle(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    title = Style(size=30, leading=40, align="centre", tracking=0.5)
    items: list[Paragraph | Leap] = [Paragraph((Run("登記目錄"),), title), Leap(100), Paragraph((Run("浙江"),), title)]
    composed = compositor.compose(Section(items, PageDesign(), valign="middle"))
    (page,) = read_pages(compositor.document([composed], DocumentInfo("扉")).to_bytes())
    top, bottom = (260 - 25) * POINTS_PER_MM, 22 * POINTS_PER_MM
    middle = (page.glyphs[0].y + page.glyphs[-1].y) / 2 + 10
    assert middle == pytest.approx((top + bottom) / 2, abs=6)
    first, last = page.glyphs[0], page.glyphs[3]
    assert (first.x + last.x + last.advance) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)
    assert page.glyphs[1].x - first.x == pytest.approx(45, abs=0.1)


def test_sizes_may_change_inside_a_line(set_items: Compose) -> None:
    (page,) = read_pages(
        set_items([Paragraph((Run("大"), Run("小小", size=7), Run("大")), Style(size=14, leading=20))])
    )
    steps = [b.x - a.x for a, b in zip(page.glyphs, page.glyphs[1:], strict=False)]
    assert steps == pytest.approx([14, 7, 7], abs=0.02)


def test_something_that_is_no_item_is_refused(faces: Typefaces) -> None:
    with pytest.raises(TypeError):
        Compositor(faces).compose(Section(["text"], PageDesign()))  # type: ignore[list-item]


def test_a_row_of_dots_does_not_dot_what_is_drawn_after_it(faces: Typefaces) -> None:
    """The running head's rule is drawn in a stream of its own, after the page's: no dash may be left in force."""
    compositor = Compositor(faces)
    section = Section([tail("周易注疏十三卷")], PageDesign(), lambda page: Furniture(head_left="索引", head_rule=0.4))
    data = compositor.document([compositor.compose(section)], DocumentInfo("索引")).to_bytes()
    dashes, stack, ruled = [b"[]"], [], []
    for line in re.findall(rb"\[[^\]]*\] 0 d|\bq\b|\bQ\b|\bS\b", contents(data)):
        if line == b"q":
            stack.append(dashes[-1])
        elif line == b"Q":
            dashes.append(stack.pop())
        elif line == b"S":
            ruled.append(dashes[-1])
        else:
            dashes.append(line[: line.index(b"]") + 1])
    assert len(ruled) == 2
    assert ruled[0] != b"[]"
    assert ruled[-1] == b"[]"
    assert stack == []


def contents(data: bytes) -> bytes:
    """Return the operators of the first page, its streams in their order."""
    return bytes(PdfReader(BytesIO(data)).pages[0].get_contents().get_data())


def test_a_tail_wider_than_its_column_is_told(faces: Typefaces) -> None:
    for pages, told in ((3, False), (60, True)):
        tail = Run("、".join(str(page) for page in range(100, 100 + pages)))
        compositor = Compositor(faces.fresh())
        section = Section([Paragraph((Run("周易"),), TEXT, key="周易", tail=(tail,))], PageDesign(columns=2))
        findings = compositor.compose(section).preflight.findings
        assert [(finding.kind, finding.key) for finding in findings] == ([("overfull", "周易")] if told else [])
