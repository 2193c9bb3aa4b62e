"""Lines that cannot be set well are told of; links cover what they stand for, however their line was justified."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_export.fonts import typefaces
from catalog_export.typeset import (
    Align,
    Compositor,
    DocumentInfo,
    PageDesign,
    Paragraph,
    Run,
    Section,
    Typefaces,
)
from catalog_export.typeset.preflight import Finding
from tests.catalog_export.typeset.conftest import ENTRIES, TEXT
from tests.catalog_export.typeset.pdf_geometry import PageRead, read_pages

OPENED = typefaces()
NARROW = dataclasses.replace(TEXT, right_indent=36)
TARGET = Paragraph((Run("處"),), TEXT, anchor="there")


def compose(fonts: Typefaces, *paragraphs: Paragraph) -> tuple[PageRead, list[Finding]]:
    compositor = Compositor(fonts)
    document = compositor.document([compositor.compose(Section(paragraphs, PageDesign(columns=1)))], DocumentInfo("試"))
    return read_pages(document.to_bytes())[0], document.preflight.findings


def found(paragraph: Paragraph) -> list[tuple[str, str]]:
    return [(finding.kind, finding.key) for finding in compose(OPENED.fresh(), paragraph)[1]]


def test_a_character_wider_than_its_column_is_told_of() -> None:
    assert found(Paragraph((Run("易", size=90),), NARROW, key="某書")) == [("overfull", "某書")]


@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_a_character_wider_than_a_line_that_is_not_justified_is_told_of(align: Align) -> None:
    style = dataclasses.replace(NARROW, align=align)
    assert found(Paragraph((Run("易", size=90),), style, key="某書")) == [("overfull", "某書")]


def test_a_character_too_wide_does_not_keep_the_others_from_their_lines() -> None:
    page, findings = compose(OPENED.fresh(), Paragraph((Run("周易注疏" * 6), Run("易", size=90)), NARROW, key="某書"))
    assert [finding.kind for finding in findings] == ["overfull"]
    assert len({glyph.y for glyph in page.glyphs}) == 5


def test_a_line_with_nothing_to_stretch_is_left_short_and_told_of() -> None:
    """A single character before a word that fills a line by itself."""
    page, findings = compose(OPENED.fresh(), Paragraph((Run("易" + "a" * 12 + "注疏"),), NARROW, key="某書"))
    assert [finding.kind for finding in findings] == ["loose"]
    assert "易" in findings[0].message
    assert page.text() == "易" + "a" * 12 + "注疏"


@pytest.mark.parametrize("align", ["justify", "left"])
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("見" + "a" * 60 + "注疏", "aaa"),
        ("（" * 60, "（（（"),
        ("周易注疏" + "，" * 60, "，，，"),
        ("330000-1701-0000012" * 8, "00000"),
    ],
)
def test_a_line_that_must_end_where_it_should_not_is_told_of(text: str, kept: str, align: Align) -> None:
    """A word, or a row of marks, that no line holds. The words on both sides say where it is."""
    style = dataclasses.replace(NARROW, align=align)
    findings = compose(OPENED.fresh(), Paragraph((Run(text),), style, key="某書"))[1]
    told = [finding for finding in findings if finding.kind == "split"]
    assert told
    assert {finding.key for finding in told} == {"某書"}
    assert any(finding.params["before"][-3:] + finding.params["after"][:3] in text for finding in told)
    assert any(kept in finding.message for finding in told)


@pytest.mark.parametrize("align", ["justify", "left"])
def test_lines_that_end_where_they_may_are_not_told_of(align: Align) -> None:
    """Control: as many words that lines do hold."""
    style = dataclasses.replace(NARROW, right_indent=30, align=align)
    text = "　".join(["330000-1701-0000012", "普347.8/4471", "（1637-1640）"] * 8)
    assert "split" not in {kind for kind, _ in found(Paragraph((Run(text),), style, key="某書"))}


def test_good_lines_are_not_told_of() -> None:
    for *_, text in ENTRIES[:6]:
        assert found(Paragraph((Run(text),), TEXT, key="某書")) == []


def test_each_missing_character_of_a_paragraph_is_told_of_once() -> None:
    text = "甲\U000e8000乙\U000e8000丙\U000e8001"
    assert found(Paragraph((Run(text),), TEXT, key="某書")) == [("missing", "某書")] * 2


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(ENTRIES) - 1), st.integers(0, 40), st.integers(1, 12), st.integers(0, 8))
def test_a_link_covers_its_words_in_any_line(number: int, start: int, length: int, indent: int) -> None:
    """Separators grown, marks squeezed, brackets trimmed, lines broken inside it: the areas hold all its glyphs."""
    text = "".join(char for char in ENTRIES[number][2] if char < "\U00020000")
    before, linked, after = text[:start], text[start : start + length], text[start + length :]
    style = dataclasses.replace(TEXT, right_indent=14 + indent)
    page, _ = compose(OPENED.fresh(), Paragraph((Run(before), Run(linked, link="there"), Run(after)), style), TARGET)
    shown = page.glyphs[len(before) : len(before) + len(linked)]
    assert "".join(glyph.text for glyph in shown) == linked
    areas = [rect for rect, *_ in page.links]
    for glyph in shown:
        if glyph.text.strip():
            middle = glyph.x + glyph.advance / 2
            assert any(
                left - 0.6 * glyph.size <= middle <= right + 0.6 * glyph.size and bottom <= glyph.y <= top
                for left, bottom, right, top in areas
            ), glyph.text


def test_a_link_covers_no_more_than_its_words() -> None:
    text = ENTRIES[0][2]
    page, _ = compose(
        OPENED.fresh(), Paragraph((Run(text[:20]), Run(text[20:24], link="there"), Run(text[24:])), TEXT), TARGET
    )
    (rect, *_), *more = page.links
    shown = page.glyphs[20:24]
    assert more == []
    assert rect[0] == pytest.approx(shown[0].x, abs=0.4)
    assert rect[2] == pytest.approx(shown[-1].x + shown[-1].advance, abs=0.8)


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_ruled_between_if_asked(columns: int) -> None:
    compositor = Compositor(OPENED.fresh())
    items = [Paragraph((Run(ENTRIES[0][2]),), TEXT) for _ in range(30 * columns)]
    design = PageDesign(columns=columns, column_rule=True)
    pages = [
        read_pages(compositor.document([compositor.compose(Section(items, design))], DocumentInfo("線")).to_bytes())
    ]
    assert ("S" in pages[0][0].operators) == (columns > 1)
