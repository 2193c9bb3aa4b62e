"""Whatever a record holds, it is set whole, in order, inside its frame, and what could not be kept is told of."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog_export.typeset import Compositor, DocumentInfo, Paragraph, Run, Section, Typefaces
from catalog_export.typeset.characters import FORBIDDEN, penalty
from catalog_export.typeset.preflight import Finding
from catalog_export.typeset.vertical_model import VerticalItem
from tests.catalog_export.typeset.conftest import TEXT
from tests.catalog_export.typeset.nasty_texts import NASTY, as_shown
from tests.catalog_export.typeset.pdf_geometry import PageRead, read_pages, violations
from tests.catalog_export.typeset.test_nasty_pages import DESIGN, OPENED, frame
from tests.catalog_export.typeset.test_vertical_pages import OPENED as UPRIGHT
from tests.catalog_export.typeset.test_vertical_pages import body, composed, edges
from tests.catalog_export.typeset.vertical_geometry import UprightGlyph, line_violations, read_vertical

STYLE = dataclasses.replace(TEXT, space_before=4.5)
SMALL, LARGE = 8.5, 16


def across(text: str, faces: Typefaces | None = None) -> tuple[list[PageRead], list[Finding]]:
    """Return the pages of a text in two columns, after a paragraph that shows it where it stands."""
    compositor = Compositor(faces or OPENED.fresh())
    items = [Paragraph((Run("甲"),), STYLE), Paragraph((Run(text),), STYLE, key="某書")]
    document = compositor.document([compositor.compose(Section(items, DESIGN))], DocumentInfo("亂"))
    return read_pages(document.to_bytes()), document.preflight.findings


def down(text: str) -> tuple[list[list[list[UprightGlyph]]], list[Finding]]:
    """Return the vertical pages of a text in small lines."""
    note = (Run(text),) if text else ()
    section, data = composed(
        UPRIGHT.fresh(), [VerticalItem((Run("甲"),), LARGE, note=note, note_size=SMALL, key="某書")]
    )
    return [body(page) for page in read_vertical(data)], section.preflight.findings


def kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


@settings(max_examples=150, deadline=None)
@given(NASTY)
@example("")
@example("　")
@example("\n\n")
@example("書" + "\u0301" * 300)
@example("（" * 60 + "書" + "）" * 60)
@example("書" * 10_000)
@example("a" * 5_000)
@example("，" * 400)
def test_any_text_is_set_whole_and_in_order(text: str) -> None:
    pages, _ = across(text)
    assert "".join(page.text() for page in pages) == "甲" + as_shown(text)


@settings(max_examples=150, deadline=None)
@given(NASTY)
def test_any_text_keeps_to_its_columns(text: str) -> None:
    """Nothing stands outside; a line too long, and one that ends or begins where it must not, are told of."""
    pages, findings = across(text)
    found = Counter(
        violation.split()[0]
        for number, page in enumerate(pages)
        for violation in violations(page, frame(recto=number % 2 == 0), pitch=14)
    )
    assert not {"outside", "notdef", "lines"} & set(found)
    if "starts" in found or "ends" in found:
        assert "split" in kinds(findings) or begins_or_ends_itself(text)
    if "overfull" in found:
        assert {"overfull", "split"} & kinds(findings)


def begins_or_ends_itself(text: str) -> bool:
    """Say whether a text, or a line of it, begins or ends with a mark by itself, so that no line break is to blame."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return any(penalty("書" + line, 1) >= FORBIDDEN or penalty(line + "書", len(line)) >= FORBIDDEN for line in lines)


@settings(max_examples=120, deadline=None)
@given(NASTY)
@example("")
@example("　")
@example("書" + "\u0301" * 300)
@example("（" * 60 + "書" + "）" * 60)
@example("書" * 10_000)
@example("Ａ" * 3_000)
@example("三" * 1_500)
def test_any_text_is_set_whole_and_in_order_in_vertical_lines(text: str) -> None:
    pages, _ = down(text)
    read = "".join(glyph.text for page in pages for line in page for glyph in line if glyph.size == SMALL)
    assert read == as_shown(text)


@settings(max_examples=120, deadline=None)
@given(NASTY)
def test_any_text_keeps_to_its_vertical_lines(text: str) -> None:
    pages, findings = down(text)
    found = Counter(violation.split()[0] for page in pages for violation in line_violations(page, *edges()))
    assert not {"notdef", "overlap"} & set(found)
    if "begins" in found or "ends" in found:
        assert "split" in kinds(findings) or begins_or_ends_itself(text)
    if "outside" in found:
        assert {"overfull", "split"} & kinds(findings)


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_what_no_face_has_is_told_of_once_for_a_record_in_both_ways(text: str) -> None:
    """The same characters, whichever way the lines run."""
    told = []
    for findings in (across(text)[1], down(text)[1]):
        listed = [
            (finding.kind, finding.params["char"]) for finding in findings if finding.kind in ("missing", "composed")
        ]
        assert len(listed) == len(set(listed))
        told.append(set(listed))
    assert told[0] == told[1]


@settings(max_examples=40, deadline=None)
@given(st.lists(NASTY, min_size=2, max_size=12))
def test_records_one_after_the_other_do_not_mix(texts: list[str]) -> None:
    compositor = Compositor(OPENED.fresh())
    items = [Paragraph((Run(text),), STYLE, key=str(at)) for at, text in enumerate(texts)]
    document = compositor.document([compositor.compose(Section(items, DESIGN))], DocumentInfo("亂"))
    read = "".join(page.text() for page in read_pages(document.to_bytes()))
    assert read == "".join(map(as_shown, texts))


def test_the_checks_see_what_they_look_for() -> None:
    """Controls: a page of another frame, a vertical page of another, a text with a character taken out."""
    pages, _ = across("周易注疏" * 200)
    narrow = dataclasses.replace(
        frame(recto=True), columns=tuple((low, high - 9) for low, high in frame(recto=True).columns)
    )
    assert any(violation.startswith("overfull") for violation in violations(pages[0], narrow))
    upright, _ = down("周易注疏" * 200)
    top, bottom = edges()
    assert any(violation.startswith("outside") for violation in line_violations(upright[0], top, bottom + 40))
    assert as_shown("周\t易\n書") == "周\ufffd易書"


@pytest.mark.parametrize("size", [5_000, 20_000])
def test_an_entry_without_any_break_goes_over_as_many_pages_as_it_needs(size: int) -> None:
    pages, findings = across("書" * size)
    assert findings == []
    assert sum(len(page.glyphs) for page in pages) == size + 1
