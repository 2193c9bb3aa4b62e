"""Numbers in the half columns of small text (雙行夾注): no line parts one that half a line can hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_export.typeset import PageDesign, Run
from catalog_export.typeset.vertical_model import VerticalDesign, VerticalItem
from tests.catalog_export.typeset.test_vertical_pages import OPENED, body, composed, edges
from tests.catalog_export.typeset.vertical_geometry import line_violations, read_vertical

NUMBER = "三三〇〇〇〇—一七〇一—〇〇〇〇〇一二"
DATED = "明天啓五年（一六二五）金閶擁萬堂刻本　十二冊　存五十八卷（一至五十八）"
SHELF = "普三四七．八／四四七一"


def small_lines(data: bytes) -> list[str]:
    """Return the lines of the small text, page by page, without their white."""
    pages = read_vertical(data)
    lines = ["".join(glyph.text for glyph in line) for page in pages for line in page if line[0].size == 8.5]
    return [line.strip("　") for line in lines]


def parted(lines: list[str], units: tuple[str, ...]) -> list[str]:
    """Return the units that no line holds whole, once for each time that they are missing."""
    text = "".join(lines)
    return [unit for unit in units if sum(line.count(unit) for line in lines) < text.count(unit)]


@given(
    st.integers(1, 24),
    st.lists(st.sampled_from("經史子集注疏音義纂圖互"), max_size=70).map("".join),
    st.sampled_from(["　", "", "清刻本　"]),
)
@settings(max_examples=40, deadline=None)
def test_small_text_parts_no_number_that_half_a_line_holds(title: int, before: str, between: str) -> None:
    """Control: by the common rules alone the census number is parted at a dash."""
    units = (NUMBER, "（一六二五）", "十二冊", "存五十八卷", SHELF)
    note = f"{before}{between}{DATED}　{NUMBER}　{SHELF}"
    entry = VerticalItem((Run("書" * title),), 16, note=(Run(note),), note_size=8.5)
    _, data = composed(OPENED.fresh(), [entry])
    lines = small_lines(data)
    assert squeezed_lines(lines) == note.replace("　", "")
    assert parted(lines, units) == []


def squeezed_lines(lines: list[str]) -> str:
    return "".join(lines).replace("　", "")


def test_numbers_are_parted_by_the_common_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_export.typeset.vertical_notes.in_words", lambda matter: matter)
    monkeypatch.setattr("catalog_export.typeset.vertical_notes._parted", lambda *given: None)
    found = []
    for length in range(1, 24, 2):
        entry = VerticalItem((Run("書" * length),), 16, note=(Run(f"{'經' * 40}{DATED}　{NUMBER}"),), note_size=8.5)
        found += parted(small_lines(composed(OPENED.fresh(), [entry])[1]), (NUMBER, "十二冊"))
    assert found


def test_a_number_longer_than_a_whole_half_line_is_set_all_the_same() -> None:
    endless = "—".join(["一二三四五六七八九〇"] * 20)
    entry = VerticalItem((Run("周易九卷"),), 16, note=(Run("清刻本　" + endless),), note_size=8.5)
    _, data = composed(OPENED.fresh(), [entry])
    assert squeezed_lines(small_lines(data)) == "清刻本" + endless
    for page in read_vertical(data):
        assert line_violations(body(page), *edges()) == []


@pytest.mark.parametrize("tier", [3, 4, 5, 6])
def test_a_line_may_end_between_two_numbers_that_meet(tier: int) -> None:
    """初集八卷二集八卷: each count is a word, not all of them one. Control: no line is forced, no count is parted."""
    title = "飛鴻堂印譜初集八卷二集八卷三集八卷四集八卷五集八卷續集十三卷外集十四卷"
    design = VerticalDesign(PageDesign(), lines=12, tiers=tier, fold="none")
    section, data = composed(
        OPENED.fresh(), [VerticalItem((Run(title),), 16, note=(Run(title),), note_size=8.5)], design
    )
    assert section.preflight.findings == []
    lines = ["".join(glyph.text for glyph in line) for page in read_vertical(data) for line in body(page)]
    assert parted(lines, ("八卷", "十三卷", "十四卷")) == []
