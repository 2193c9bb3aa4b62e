"""Any text at all, set on pages and read back from the paper: nothing lost, no rule broken that could be kept."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_export.fonts import typefaces
from catalog_export.typeset import Compositor, DocumentInfo, PageDesign, Paragraph, Run, Section, Style
from catalog_export.typeset.characters import FORBIDDEN, penalty
from catalog_export.typeset.elastic import SEPARATOR_MOST
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.typeset.preflight import Finding
from tests.catalog_export.typeset.conftest import ENTRIES, TEXT
from tests.catalog_export.typeset.pdf_geometry import Frame, Glyph, PageRead, read_pages, violations

OPENED = typefaces()
DESIGN = PageDesign(columns=2)
SIZE = TEXT.size
ENTRY = dataclasses.replace(TEXT, space_before=4.5, orphans=3)

PART = st.one_of(
    st.text(alphabet="易書詩禮樂春秋左傳公羊穀梁論語孝經爾雅孟子", min_size=1, max_size=14),
    st.text(alphabet="𠀀𪚥㐂\U00030000", min_size=1, max_size=3),
    st.sampled_from(
        ["（晉）郭璞注", "（南朝宋）范曄撰", "清乾隆五十三年（1788）", "存五卷（一至四、十六）", "十八卷", "12冊"]
    ),
    st.sampled_from(
        ["330000-1701-0000012", "善1023", "普347.8/4471", "abc-DEF", "《易》「傳」", "、", "。", "（", "）", ""]
    ),
)
STATEMENT = st.lists(st.lists(PART, min_size=1, max_size=4).map("".join), min_size=1, max_size=7).map("　".join)


def frame(*, recto: bool) -> Frame:
    left = (DESIGN.inner if recto else DESIGN.outer) * POINTS_PER_MM
    step = DESIGN.column_measure + DESIGN.gutter * POINTS_PER_MM
    top = (DESIGN.height - DESIGN.top) * POINTS_PER_MM
    columns = tuple((left + n * step, left + n * step + DESIGN.column_measure) for n in range(2))
    return Frame(columns, top, top - DESIGN.depth)


def set_statements(statements: list[str], style: Style = ENTRY) -> tuple[list[PageRead], list[Finding]]:
    compositor = Compositor(OPENED.fresh())
    items = [
        Paragraph((Run(f"330000-1701-{number:07d}", weight=700), Run(f"　善{number}\n{text}")), style, key=str(number))
        for number, text in enumerate(statements, 1)
    ]
    document = compositor.document([compositor.compose(Section(items, DESIGN))], DocumentInfo("亂"))
    return read_pages(document.to_bytes()), document.preflight.findings


def kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENT, min_size=1, max_size=25))
def test_nothing_is_lost_and_every_line_keeps_its_place(statements: list[str]) -> None:
    pages, findings = set_statements(statements)
    shown = "".join(page.text() for page in pages)
    assert shown == "".join(f"330000-1701-{number:07d}　善{number}{text}" for number, text in enumerate(statements, 1))
    found = [
        violation
        for number, page in enumerate(pages)
        for violation in violations(page, frame(recto=number % 2 == 0), pitch=14)
    ]
    assert [violation for violation in found if not violation.startswith(("overfull", "starts", "ends"))] == []
    if any(violation.startswith("overfull") for violation in found):
        assert "overfull" in kinds(findings)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATEMENT)
def test_a_mark_stands_where_it_must_not_only_if_its_line_has_no_other_break(text: str) -> None:
    pages, _ = set_statements([text])
    at = 0
    for line in statement_lines(pages):
        end = at + len(line)
        if at > 0 and penalty(text, at) >= FORBIDDEN:
            begin = text.rfind("\n", 0, at) + 1
            assert all(penalty(text, place) >= FORBIDDEN for place in range(max(begin, at - 15), at))
        at = end


def statement_lines(pages: list[PageRead]) -> list[str]:
    """Return the lines of a single entry after its number line."""
    lines = ["".join(glyph.text for glyph in line) for page in pages for line in page.lines()]
    return lines[1:]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(STATEMENT, min_size=12, max_size=15))
def test_an_entry_of_thousands_of_characters_goes_over_pages(statements: list[str]) -> None:
    text = ("　".join(statements) * 40)[:5000]
    pages, _ = set_statements(["周易注疏", text, "尚書注疏"])
    assert text in "".join(page.text() for page in pages)
    for number, page in enumerate(pages):
        found = violations(page, frame(recto=number % 2 == 0), pitch=14)
        assert [one for one in found if one.startswith(("outside", "notdef", "lines"))] == []


# --- the look of real statements


@pytest.fixture(scope="module")
def real() -> list[PageRead]:
    texts = [text for *_, text in ENTRIES] * 25
    pages, findings = set_statements(texts)
    assert findings == [] or kinds(findings) == {"missing"}
    return pages


def inner_lines(pages: list[PageRead]) -> list[list[Glyph]]:
    """Return the lines that are filled: those that end at their column's edge."""
    found = []
    for number, page in enumerate(pages):
        rights = [high for _, high in frame(recto=number % 2 == 0).columns]
        for line in page.lines():
            last = next(glyph for glyph in reversed(line) if glyph.text.strip())
            if any(abs(last.x + last.advance - right) < SIZE / 2 + 0.3 for right in rights):
                found.append(line)
    return found


def test_separators_stay_within_their_bounds(real: list[PageRead]) -> None:
    """From half an em to one and a half, the white of a bracket beside them counted in."""
    bound = SEPARATOR_MOST / 1000 + 0.1
    seen = 0
    for line in inner_lines(real):
        for before, space, after in zip(line, line[1:], line[2:], strict=False):
            if space.text == "　" and after.text != "　":
                white = (after.x - before.x - before.advance) / SIZE
                white += 0.5 * (before.text in "）》」") + 0.5 * (after.text in "（《「")
                assert 1 - bound <= white <= 1 + bound, "".join(glyph.text for glyph in line)
                seen += 1
    assert seen > 100


def test_no_line_is_torn_or_crammed(real: list[PageRead]) -> None:
    """Between Han characters no more than a tenth of an em comes in, and no more than a fiftieth goes."""
    for line in inner_lines(real):
        steps = [
            (after.x - before.x) / SIZE
            for before, after in pairwise(line)
            if "\u4e00" <= before.text <= "\u9fff" and "\u4e00" <= after.text <= "\u9fff"
        ]
        assert all(0.975 < step < 1.1 for step in steps), "".join(glyph.text for glyph in line)


def test_real_statements_break_no_rule(real: list[PageRead]) -> None:
    for number, page in enumerate(real):
        assert violations(page, frame(recto=number % 2 == 0), pitch=14) == []


def test_units_of_the_catalogue_are_kept_together(real: list[PageRead]) -> None:
    lines = ["".join(glyph.text for glyph in line) for page in real for line in page.lines()]
    assert not [line for line in lines if line[0] in "卷冊年本）、"]
    assert not [line for line in lines if line.rstrip()[-1] in "（第"]
    assert not [(above, below) for above, below in pairwise(lines) if above[-1:] == "年" and below.startswith("（1")]
    assert all(line.count("-") in (0, 2) for line in lines), "a census number is broken"


def test_no_last_line_holds_a_single_character(real: list[PageRead]) -> None:
    lines = ["".join(glyph.text for glyph in line).strip("　（）") for page in real for line in page.lines()]
    assert min(map(len, lines)) >= 2


def test_full_columns_end_on_one_baseline(real: list[PageRead]) -> None:
    for number, page in enumerate(real[:-1]):
        feet = [
            min(glyph.y for glyph in page.glyphs if low - 6 <= glyph.x < high)
            for low, high in frame(recto=number % 2 == 0).columns
        ]
        assert feet[0] == pytest.approx(feet[1], abs=0.02)


def test_gaps_between_entries_of_a_column_are_alike(real: list[PageRead]) -> None:
    """What a column is short of is spread evenly, and the lines of an entry keep their pitch."""
    for number, page in enumerate(real[:-1]):
        for low, high in frame(recto=number % 2 == 0).columns:
            baselines = sorted({round(g.y, 2) for g in page.glyphs if low - 6 <= g.x < high}, reverse=True)
            steps = [above - below for above, below in pairwise(baselines)]
            wide = [step for step in steps if step > 14.02]
            assert max(wide) - min(wide) < 0.05
            assert all(step == pytest.approx(14, abs=0.011) for step in steps if step <= 14.02)


def test_filled_lines_reach_both_edges_of_their_column(real: list[PageRead]) -> None:
    """Optically: a bracket at an edge stands out by its white half."""
    endings = tuple(text.replace("　", "")[-2:] for *_, text in ENTRIES)
    seen = 0
    for number, page in enumerate(real):
        columns = frame(recto=number % 2 == 0).columns
        for line in page.lines():
            inked = [glyph for glyph in line if glyph.text.strip()]
            words = "".join(glyph.text for glyph in inked)
            if words.endswith(endings) or words.startswith("330000-"):
                continue
            first, last = inked[0], inked[-1]
            left, right = next((low, high) for low, high in columns if low - 6 <= first.x < high)
            trimmed = first.x + (SIZE / 2 if first.text in "（《「［" else 0)
            edge = last.x + last.advance - (SIZE / 2 if last.text in "）》」］、，" else 0)
            assert trimmed == pytest.approx(left, abs=0.02), words
            assert edge == pytest.approx(right, abs=0.12), words
            seen += 1
    assert seen > 100
