"""The rules of the page, read back from the paper; and proof that the reading would see them broken."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    breaking,
    fitting,
)
from catalog_export.typeset.model import POINTS_PER_MM
from tests.catalog_export.typeset.conftest import TEXT, register_items
from tests.catalog_export.typeset.pdf_geometry import Frame, PageRead, read_pages, violations

Compose = Callable[..., bytes]
TWO = PageDesign(columns=2)
OPENED = typefaces()


def frame(design: PageDesign, *, recto: bool = True) -> Frame:
    left = (design.inner if recto else design.outer) * POINTS_PER_MM
    step = design.column_measure + design.gutter * POINTS_PER_MM
    columns = tuple((left + n * step, left + n * step + design.column_measure) for n in range(design.columns))
    top = (design.height - design.top) * POINTS_PER_MM
    return Frame(columns, top, top - design.depth)


def all_violations(data: bytes, design: PageDesign, pitch: float = 14) -> list[str]:
    return [
        found
        for number, page in enumerate(read_pages(data))
        for found in violations(page, frame(design, recto=number % 2 == 0), pitch=pitch)
    ]


def columns_of(page: PageRead, design: PageDesign, *, recto: bool = True) -> list[list[float]]:
    """Return the baselines of each column from top to bottom."""
    found = []
    for low, high in frame(design, recto=recto).columns:
        found.append(sorted({round(g.y, 2) for g in page.glyphs if low - 6 <= g.x < high + 1}, reverse=True))
    return found


def test_a_register_page_keeps_the_rules(set_items: Compose) -> None:
    data = set_items(register_items(120), TWO)
    assert len(read_pages(data)) > 2
    assert all_violations(data, TWO) == []


def test_every_font_is_embedded_and_k_only_ink_is_used(set_items: Compose) -> None:
    pages = read_pages(set_items(register_items(20), TWO))
    assert {"k", "K"} <= pages[0].operators
    assert not pages[0].operators & {"rg", "RG", "g", "G", "sc", "scn"}


def test_columns_of_a_full_page_end_on_one_line(set_items: Compose) -> None:
    pages = read_pages(set_items(register_items(120), TWO))
    left, right = columns_of(pages[0], TWO)
    assert left[-1] == pytest.approx(right[-1], abs=0.02)
    assert left[0] == pytest.approx(right[0], abs=0.02)


def test_columns_of_the_last_page_are_balanced(set_items: Compose) -> None:
    pages = read_pages(set_items(register_items(9), TWO))
    left, right = columns_of(pages[0], TWO)
    assert abs(len(left) - len(right)) <= 5
    assert left[-1] == pytest.approx(right[-1], abs=4 * 14)


def test_a_number_line_never_stands_alone_at_a_foot(set_items: Compose) -> None:
    for page in read_pages(set_items(register_items(150), TWO)):
        for low, high in [*frame(TWO).columns, *frame(TWO, recto=False).columns]:
            inside = [g for g in page.glyphs if low - 0.1 <= g.x < high]
            if inside:
                foot = min(g.y for g in inside)
                text = "".join(g.text for g in inside if g.y == foot)
                assert not text.startswith("330000-")


def test_one_em_wide_glyphs_stand_one_em_apart_in_an_unjustified_line(set_items: Compose) -> None:
    (page,) = read_pages(set_items([Paragraph((Run("周易注疏"),), TEXT)]))
    steps = [b.x - a.x for a, b in zip(page.glyphs, page.glyphs[1:], strict=False)]
    assert steps == pytest.approx([9.5] * 3, abs=0.01)


def test_justified_lines_end_at_the_measure(set_items: Compose) -> None:
    design = PageDesign()
    text = "欽定四庫全書總目提要卷首聖諭進表職名凡例門目" * 12
    (page,) = read_pages(set_items([Paragraph((Run(text),), TEXT)], design))
    right = frame(design).columns[0][1]
    for line in page.lines()[:-1]:
        assert line[-1].x + line[-1].advance == pytest.approx(right, abs=0.2)


def test_alignment_and_indents(set_items: Compose) -> None:
    design = PageDesign()
    left, right = frame(design).columns[0]
    items: list[Item] = [
        Paragraph((Run("中"),), Style(size=20, leading=30, align="centre")),
        Paragraph((Run("右"),), Style(size=20, leading=30, align="right")),
        Paragraph((Run("左"),), Style(size=20, leading=30, align="left", indent=2, first_indent=-1)),
    ]
    (page,) = read_pages(set_items(items, design))
    centre, flush, indented = page.glyphs
    assert centre.x + 10 == pytest.approx((left + right) / 2, abs=0.05)
    assert flush.x + 20 == pytest.approx(right, abs=0.05)
    assert indented.x == pytest.approx(left + 20, abs=0.05)


def test_left_hand_pages_mirror_the_margins(set_items: Compose) -> None:
    design = PageDesign(inner=30, outer=15)
    items = [Paragraph((Run("易"),), TEXT, break_before="page") for _ in range(2)]
    recto, verso = read_pages(set_items(items, design))
    assert recto.glyphs[0].x == pytest.approx(30 * POINTS_PER_MM, abs=0.01)
    assert verso.glyphs[0].x == pytest.approx(15 * POINTS_PER_MM, abs=0.01)


NASTY_RUN = st.text(
    alphabet=st.one_of(
        st.sampled_from("（）《》「」［］、。，：；！？　 ()[].,/-年卷冊第一二三十百□"),
        st.sampled_from("易書詩禮樂春秋左傳公羊穀梁𠀀𪚥㐂"),
        st.sampled_from("abcXYZ0123456789"),
    ),
    min_size=1,
    max_size=90,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(NASTY_RUN, min_size=1, max_size=3), min_size=1, max_size=12), st.integers(1, 3))
def test_no_character_is_lost_doubled_or_moved(paragraphs: list[list[str]], columns: int) -> None:
    design = PageDesign(columns=columns)
    items = [
        Paragraph(tuple(Run(text, weight=700 if number % 2 else None) for number, text in enumerate(runs)), TEXT)
        for runs in paragraphs
    ]
    compositor = Compositor(OPENED.fresh())
    composed = compositor.compose(Section(items, design))
    data = compositor.document([composed], DocumentInfo("亂")).to_bytes()
    shown = "".join(page.text() for page in read_pages(data))
    assert shown == "".join("".join(runs) for runs in paragraphs)
    assert [v for v in all_violations(data, design) if "notdef" in v or "outside" in v or "apart" in v] == []
    overfull = [v for v in all_violations(data, design) if "overfull" in v]
    assert not overfull or composed.preflight.counts().get("overfull")


def test_a_statement_of_five_thousand_characters_runs_on(set_items: Compose) -> None:
    text = "存一百三十九卷（周禮一至三、二十九至四十四，儀禮一至三十七）" * 160
    data = set_items([*register_items(3), Paragraph((Run(text),), TEXT), *register_items(3)], TWO)
    assert text in "".join(page.text() for page in read_pages(data))
    assert all_violations(data, TWO) == []


# --- negative controls: what the checks above must not overlook


def test_control_a_compositor_without_kinsoku_is_caught(monkeypatch: pytest.MonkeyPatch, set_items: Compose) -> None:
    """The very same text is clean once the rules are back."""
    for module in (breaking, fitting):
        monkeypatch.setattr(module, "penalty", lambda text, at: 0)
    monkeypatch.setattr(fitting, "COSTS", [0] * 14 * 14)
    marks = "".join("（晉）「易」注、" + "書" * number + "《詩》，三國魏；" for number in range(16))
    found = all_violations(set_items([Paragraph((Run(marks),), TEXT)], TWO), TWO)
    assert any(v.startswith("starts with") for v in found)
    assert any(v.startswith("ends with") for v in found)
    monkeypatch.undo()
    assert all_violations(set_items([Paragraph((Run(marks),), TEXT)], TWO), TWO) == []


def test_control_a_line_set_wider_than_its_column_is_caught(set_items: Compose) -> None:
    wide = dataclasses.replace(TEXT, right_indent=-2)
    found = all_violations(set_items([Paragraph((Run("易" * 200),), wide)], TWO), TWO)
    assert any(v.startswith("overfull") for v in found)


def test_control_uneven_line_pitch_is_caught(set_items: Compose) -> None:
    tight = dataclasses.replace(TEXT, leading=13.9)
    found = all_violations(set_items([Paragraph((Run("易" * 200),), tight)], TWO), TWO)
    assert any("apart" in v for v in found)


def test_control_a_glyph_that_is_not_there_is_caught(faces: object, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = OPENED.fresh()
    compositor = Compositor(fonts)
    composed = compositor.compose(Section([Paragraph((Run("ab"),), TEXT)], PageDesign()))
    slot = fonts.slots[0]
    slot.codes[ord("a")] = (0, 500, "a")
    data = compositor.document([composed], DocumentInfo("缺")).to_bytes()
    assert any(v.startswith("notdef") for v in all_violations(data, PageDesign()))


def test_control_matter_outside_the_type_area_is_caught(set_items: Compose) -> None:
    low = dataclasses.replace(PageDesign(), bottom=10.0)
    data = set_items([Paragraph((Run("易" * 4000),), TEXT)], low)
    assert any(v.startswith("outside") for v in all_violations(data, PageDesign()))
