"""Vertical pages as the press gets them: with trim, bleed and crop marks, and with characters composed of parts."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from catalog_export.typeset import PageDesign, Run
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.typeset.setting import TIGHTEST
from catalog_export.typeset.vertical_model import VerticalDesign, VerticalItem
from tests.catalog_export.typeset.test_press_properties import strokes
from tests.catalog_export.typeset.test_vertical_pages import OPENED, body, composed, items
from tests.catalog_export.typeset.vertical_geometry import UprightGlyph, read_vertical

BLEED, AWAY = 3.0, 8.0
MARGIN = (BLEED + AWAY) * POINTS_PER_MM


def pressed(count: int, *, marks: bool) -> bytes:
    page = PageDesign(bleed=BLEED, crop_marks=True) if marks else PageDesign()
    return composed(OPENED.fresh(), items(count), VerticalDesign(page, lines=10))[1]


def glyphs(data: bytes) -> list[UprightGlyph]:
    return [glyph for page in read_vertical(data) for line in page for glyph in line]


def test_with_crop_marks_all_stands_where_it_stood_on_the_trimmed_page() -> None:
    plain, marked = glyphs(pressed(25, marks=False)), glyphs(pressed(25, marks=True))
    assert [glyph.text for glyph in marked] == [glyph.text for glyph in plain]
    for before, after in zip(plain, marked, strict=True):
        assert after.x - before.x == pytest.approx(MARGIN, abs=0.02)
        assert after.y - before.y == pytest.approx(MARGIN, abs=0.02)


def test_crop_marks_stand_outside_the_bleed_of_every_vertical_page() -> None:
    data = pressed(25, marks=True)
    reader = PdfReader(BytesIO(data))
    assert len(reader.pages) > 2
    for page in reader.pages:
        trim, bled, media = ([float(edge) for edge in box] for box in (page.trimbox, page.bleedbox, page.mediabox))
        assert trim[0] - media[0] == pytest.approx(MARGIN, abs=0.02)
        assert trim[0] - bled[0] == pytest.approx(BLEED * POINTS_PER_MM, abs=0.02)
        assert trim[2] - trim[0] == pytest.approx(185 * POINTS_PER_MM, abs=0.02)
    outside = [
        line
        for line in strokes(data)
        if min(line[0], line[2]) < BLEED + AWAY - BLEED
        or max(line[0], line[2]) > 185 + 11 + BLEED
        or min(line[1], line[3]) < BLEED + AWAY - BLEED
        or max(line[1], line[3]) > 260 + 11 + BLEED
    ]
    assert len(outside) == 8, "two at each corner, and no rule of the page runs into the bleed"


DESCRIBED = ("⿰亻周", "⿱山青", "⿺辶⿰馬魚", "⿲彳魚亍", "⿴囗玉", "\u2ffe爿")


@given(st.lists(st.sampled_from([*DESCRIBED, "書", "卷一", "，"]), min_size=1, max_size=150))
@settings(max_examples=25, deadline=None)
def test_a_composed_character_is_one_character_of_a_vertical_line(parts: list[str]) -> None:
    """Neither title nor small text parts a description, wherever lines end; each takes one em, as near as lines fit."""
    note = "撰" + "".join(parts)
    entry = VerticalItem((Run("".join(parts[:30]) + "記"),), 16, note=(Run(note),), note_size=8.5)
    _, data = composed(OPENED.fresh(), [entry])
    lines = [line for page in read_vertical(data) for line in body(page)]
    shown = [glyph.text for line in lines for glyph in line if glyph.size == 8.5]
    wanted = re.findall("|".join(map(re.escape, DESCRIBED)) + "|.", note)
    assert shown == wanted
    for line in lines:
        for glyph in line:
            assert glyph.gid
            if glyph.text in DESCRIBED:
                assert glyph.advance >= glyph.size * (1 - TIGHTEST / 1000) or glyph is line[-1]


def test_what_cannot_be_composed_is_told_of_and_stands_as_it_is_written() -> None:
    section, data = composed(OPENED.fresh(), [VerticalItem((Run("某⿰亻\ue123書"),), 16, key="條1")])
    assert section.preflight.counts()
    shown = "".join(glyph.text for glyph in glyphs(data) if glyph.size == 16)
    assert shown.startswith("某")
    assert shown.endswith("書")
