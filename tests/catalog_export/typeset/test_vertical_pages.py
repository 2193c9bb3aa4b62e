"""Vertical pages, read back from the paper: lines from right to left, frame, fold, half columns, forms of marks."""

from __future__ import annotations

import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from catalog_export.fonts import find_faces
from catalog_export.typeset import ComposedSection, Compositor, DocumentInfo, PageDesign, Run, Typefaces, vertical
from catalog_export.typeset.blocks import Line
from catalog_export.typeset.faces import LEFT_DIGITS, RIGHT_DIGITS
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.typeset.vertical import VerticalComposer
from catalog_export.typeset.vertical_model import FoldText, VerticalDesign, VerticalItem, VerticalSection
from catalog_export.typeset.vertical_page import Frame, turned
from tests.catalog_export.typeset.vertical_geometry import UprightGlyph, line_violations, read_vertical

ZHOUYI = "（三國魏）王弼　（晉）韓康伯注　（唐）邢璹注略例　清康熙十二年（一六七三）納蘭性德刻通志堂經解本　二冊"
BOOKS = ("周易九卷略例一卷", "［嘉泰］會稽志二十卷", "後漢書九十卷志三十卷", "𠀋𪚥印品七卷")
DESIGN = VerticalDesign(PageDesign(), lines=10)
OPENED = Typefaces(*find_faces(), vertical=True)


@pytest.fixture
def upright() -> Typefaces:
    return OPENED.fresh()


def items(count: int) -> list[VerticalItem]:
    return [
        VerticalItem((Run(BOOKS[at % 4]),), 16, note=(Run(ZHOUYI),), note_size=8.5, key=f"條{at}", anchor=f"條{at}")
        for at in range(count)
    ]


def composed(
    faces: Typefaces, matter: list[VerticalItem], design: VerticalDesign = DESIGN, **more: object
) -> tuple[ComposedSection, bytes]:
    section = VerticalComposer(faces).compose(VerticalSection(matter, design, **more))  # type: ignore[arg-type]
    return section, Compositor(faces).document([section], DocumentInfo("直排")).to_bytes()


def body(lines: list[list[UprightGlyph]]) -> list[list[UprightGlyph]]:
    return [line for line in lines if line[0].size in (16, 8.5)]


def edges(design: VerticalDesign = DESIGN) -> tuple[float, float]:
    frame = Frame(design)
    return frame.top / 100, frame.bottom / 100


def test_no_character_is_lost_doubled_or_out_of_order(upright: Typefaces) -> None:
    _, data = composed(upright, items(25))
    read = "".join(glyph.text for page in read_vertical(data) for line in body(page) for glyph in line)
    assert read == "".join(BOOKS[at % 4] + ZHOUYI for at in range(25))


def test_every_line_keeps_the_rules_and_its_frame(upright: Typefaces) -> None:
    _, data = composed(upright, items(40))
    pages = read_vertical(data)
    assert len(pages) > 3
    for page in pages:
        assert line_violations(body(page), *edges()) == []


def test_lines_go_from_right_to_left_each_in_the_middle_of_its_rules(upright: Typefaces) -> None:
    _, data = composed(upright, items(9))
    (page,) = read_vertical(data)
    heads = [line for line in page if line[0].size == 16]
    frame = Frame(DESIGN)
    for line, after in pairwise(heads):
        assert after[0].x < line[0].x
    for slot, line in enumerate(heads[:2]):
        middle, top = frame.head(slot, 1)
        assert line[0].x == pytest.approx(middle / 100, abs=0.6)
        assert line[0].y == pytest.approx(top / 100, abs=0.6 * 16)


def test_small_text_runs_in_two_half_columns_the_right_one_first(upright: Typefaces) -> None:
    _, data = composed(upright, items(1))
    (page,) = read_vertical(data)
    title, right, left = body(page)
    middle = title[0].x
    assert right[0].x > middle > left[0].x
    assert right[0].x - middle == pytest.approx(middle - left[0].x, abs=0.02)
    assert right[0].x - left[0].x >= 8.5, "they do not touch"
    assert title[-1].y - right[0].y > 16
    assert 0 <= len(right) - len(left) <= 6, "as even as the rules allow"


def test_an_entry_too_long_for_its_line_goes_on_in_the_next(upright: Typefaces) -> None:
    long = VerticalItem((Run("周易九卷"),), 16, note=(Run(ZHOUYI * 40),), note_size=8.5)
    _, data = composed(upright, [long])
    pages = read_vertical(data)
    read = "".join(glyph.text for page in pages for line in body(page) for glyph in line)
    assert read == "周易九卷" + ZHOUYI * 40
    for page in pages:
        assert line_violations(body(page), *edges()) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text("易詩書禮〇一二十卷冊、。，（）《》「」［］　𠀋𪚥々…—：；Ａ·", min_size=1, max_size=60),
    st.text("清明刻本經注疏〇一二十年卷冊、。（）《》［］　𠀋：；·", max_size=300),
)
def test_nasty_text_is_set_whole_and_within_its_frame(title: str, note: str) -> None:
    item = VerticalItem((Run(title),), 16, note=(Run(note),) if note else (), note_size=8.5)
    _, data = composed(OPENED.fresh(), [item])
    pages = [body(page) for page in read_vertical(data)]
    assert "".join(glyph.text for page in pages for line in page for glyph in line) == title + note
    found = [violation for page in pages for violation in line_violations(page, *edges())]
    assert [violation for violation in found if violation.startswith(("outside", "overlap", "notdef"))] == []


@pytest.mark.parametrize("count", range(130, 146))
def test_no_single_character_goes_on_in_a_line_of_its_own(upright: Typefaces, count: int) -> None:
    """Two half columns hold 138 characters of this size: where one more remains, it takes another along."""
    _, data = composed(upright, [VerticalItem((), 16, note=(Run("清" * count),), note_size=8.5)])
    columns = body(read_vertical(data)[0])
    assert sum(map(len, columns)) == count
    rest = columns[2:]
    assert not rest or sum(map(len, rest)) > 1


def test_what_an_item_asks_for_is_noted_on_its_page(upright: Typefaces) -> None:
    """A new page, a bar along its lines, a mark for the fold, an entry of the outline, a place further on."""
    marked = VerticalItem(
        (Run("溫州市圖書館"),),
        16,
        new_page=True,
        bar=True,
        mark="溫圖",
        outline="溫州",
        anchor="館",
        middle=True,
        lines=3,
    )
    section, data = composed(upright, [*items(2), marked], fold=lambda number, mark: FoldText(part=mark))
    assert [page.facts.last for page in section.pages] == ["", "溫圖"]
    assert [(level, text) for level, text, _ in section.pages[1].outlines] == [(0, "溫州")]
    pages = read_vertical(data)
    folds = ["".join(glyph.text for line in page for glyph in line if line[0].size not in (16, 8.5)) for page in pages]
    assert folds == ["", "溫圖"]
    (line,) = body(pages[1])
    frame = Frame(DESIGN)
    assert line[0].x == pytest.approx(frame.head(2, 2)[0] / 100, abs=0.01), "two lines left free before it"
    top, bottom = edges()
    assert (line[0].y + line[-1].y - 16) / 2 == pytest.approx((top + bottom) / 2, abs=0.01)
    bars = [stroke for stroke in strokes(data, 1) if stroke[0] == 1.5]
    assert len(bars) == 1
    assert bars[0][1] == pytest.approx(line[0].x + frame.pitch / 200, abs=3)


def strokes(data: bytes, page: int) -> list[tuple[float, float]]:
    """Return thickness and place from the left of the upright strokes of a page."""
    contents = PdfReader(BytesIO(data)).pages[page].get_contents()
    assert contents is not None
    found, width, x = [], 0.0, 0.0
    for operands, operator in contents.operations:
        if operator == b"w":
            width = float(operands[0])
        elif operator == b"m":
            x = float(operands[0])
        elif operator == b"l" and float(operands[0]) == x:
            found.append((width, x))
    return found


@pytest.mark.parametrize("words", ["校樣", ""])
def test_a_page_bound_in_blank_says_no_more_than_it_must(upright: Typefaces, words: str) -> None:
    composer = VerticalComposer(upright)
    front = composer.compose(VerticalSection(items(1), DESIGN))
    main = composer.compose(VerticalSection(items(1), DESIGN, opens_recto=True, blank=words))
    document = Compositor(upright).document([front, main], DocumentInfo("白"))
    pages = read_vertical(document.to_bytes())
    assert len(pages) == document.page_count == 3
    assert "".join(glyph.text for line in pages[1] for glyph in line) == words
    if words:
        assert strokes(document.to_bytes(), 1) == [], "no frame"


def test_a_set_has_its_name_again_at_the_head_of_every_page_its_works_reach(upright: Typefaces) -> None:
    """Control: without the name to set again no page but the first says it."""
    name = (Run("三三〇〇〇〇—一七〇一—〇〇〇〇〇〇二　正誼堂全書"),)
    for again in (name, ()):
        works = VerticalItem((Run("子目"),), 16, note=(Run("周易經考略一卷　（清）王某撰；" * 400),), again=again)
        tail = VerticalItem((Run("文選六十卷"),), 16, note=(Run(ZHOUYI),))
        _, data = composed(upright.fresh(), [*items(4), works, tail])
        pages = read_vertical(data)
        assert len(pages) > 2
        heads = ["".join(glyph.text for glyph in page[0]) for page in pages]
        assert [head == name[0].text for head in heads] == [bool(again) and at > 0 for at in range(len(pages))]
        read = "".join(glyph.text for page in pages for line in page for glyph in line)
        assert read.count("王某撰；") == 400
        for page in pages:
            assert line_violations(body(page), *edges()) == []


def test_a_name_too_long_to_stand_again_leaves_the_page_to_the_works(upright: Typefaces) -> None:
    works = VerticalItem((Run("子目"),), 16, note=(Run("周易一卷；" * 800),), again=(Run("書" * 400),))
    _, data = composed(upright, [works])
    pages = read_vertical(data)
    assert len(pages) > 1
    assert "書" not in "".join(glyph.text for page in pages for line in page for glyph in line)


def test_what_takes_no_room_takes_none_in_vertical_lines(upright: Typefaces) -> None:
    """A variation selector (葛󠄀), a joiner; a mark stands on its letter. Control: any other character takes one em."""
    _, data = composed(upright, [VerticalItem((Run("葛\U000e0100城\u200de\u0301卷"),), 16)])
    (line,) = body(read_vertical(data)[0])
    assert "".join(glyph.text for glyph in line) == "葛\U000e0100城\u200de\u0301卷"
    stand = {glyph.text: glyph for glyph in line}
    steps = [line[0].y - stand[char].y for char in "葛城e卷"]
    assert steps == pytest.approx([0, 16, 32, 48], abs=0.01)
    assert stand["\u0301"].y == pytest.approx(stand["e"].y, abs=0.01)
    face = upright.main_face(400)
    ink = stand["\u0301"].x + face.ink_middle(face.form("\u0301")[0]) * 16 / 1000  # type: ignore[index]
    assert ink == pytest.approx(stand["e"].x, abs=0.02)


def test_a_character_larger_than_its_line_is_told_of(upright: Typefaces) -> None:
    """And one that has room is not."""
    tiers = VerticalDesign(PageDesign(), lines=4, tiers=6, fold="none")
    for size, kinds in ((90, ["overfull"]), (60, [])):
        section, _ = composed(upright.fresh(), [VerticalItem((Run("易"),), size, key="某書")], tiers)
        assert [(finding.kind, finding.key) for finding in section.preflight.findings] == [(k, "某書") for k in kinds]


def test_a_line_that_ends_in_a_word_is_told_of(upright: Typefaces) -> None:
    section, _ = composed(upright, [VerticalItem((Run("題"),), 16, note=(Run("Ａ" * 300),), key="某書")])
    assert section.preflight.findings == []
    section, _ = composed(upright.fresh(), [VerticalItem((Run("題"),), 16, note=(Run("（" * 300),), key="某書")])
    assert {(finding.kind, finding.key) for finding in section.preflight.findings} == {("split", "某書")}


def meeting(faces: Typefaces) -> float:
    """How far apart two marks stand that meet, in ems."""
    _, data = composed(faces, [VerticalItem((Run("周易》（九卷"),), 16)])
    (line,) = body(read_vertical(data)[0])
    return (line[2].y - line[3].y) / 16


def test_marks_that_meet_give_up_half_an_em(upright: Typefaces) -> None:
    assert meeting(upright) == pytest.approx(0.5, abs=0.01)


def test_adjustments_that_are_not_turned_would_be_seen(upright: Typefaces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vertical, "turned", lambda line: line)
    assert meeting(upright) == pytest.approx(1.5, abs=0.01)


def test_turning_reverses_every_adjustment_and_nothing_else() -> None:
    line = Line(0, "/F1 16 Tf", "0.25", "[500<4E00>-120.5<4E8C4E09>]TJ", "/F1 16 Tf", "-0.1")
    shown = turned(line)
    assert (shown.show, shown.spacing, shown.spacing_after) == ("[-500<4E00>120.5<4E8C4E09>]TJ", "-0.25", "0.1")
    emboldened = turned(Line(0, "", "0", "2 Tr 0.35 w [<4E00>]TJ 0 Tr", "", "0"))
    assert emboldened.show == "2 Tr 0.35 w [<4E00>]TJ 0 Tr"


def test_marks_have_their_vertical_forms(upright: Typefaces) -> None:
    marks = "、。（）《》「」［］…—"
    _, down = composed(upright, [VerticalItem((Run(marks),), 16)])
    across = Typefaces(*find_faces())
    for line in body(read_vertical(down)[0]):
        for glyph in line:
            form = across.main_face(400).form(glyph.text)
            assert form is not None
            assert form[0] != upright.chain(400).main.face.form(glyph.text)[0]  # type: ignore[index]
    for char in "周易一":
        assert across.main_face(400).form(char) == upright.main_face(400).form(char)


def test_the_fonts_say_that_lines_run_down_and_the_book_that_it_opens_on_the_right(upright: Typefaces) -> None:
    _, data = composed(upright, items(3))
    reader = PdfReader(BytesIO(data))
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    for found in reader.pages[0]["/Resources"]["/Font"].values():
        font = found.get_object()
        assert font["/Encoding"] == "/Identity-V"
        assert list(font["/DescendantFonts"][0].get_object()["/DW2"]) == [880, -1000]


def test_pairs_of_digits_stand_side_by_side_in_one_square(upright: Typefaces) -> None:
    year = "".join(LEFT_DIGITS[a] + RIGHT_DIGITS[b] for a, b in ((1, 6), (7, 3)))
    _, data = composed(upright, [VerticalItem((Run(f"（{year}）"),), 16)])
    (line,) = body(read_vertical(data)[0])
    assert "".join(glyph.text for glyph in line) == "（1673）"
    one, six, seven, three = line[1:5]
    assert one.y == six.y
    assert seven.y == three.y == pytest.approx(one.y - 16, abs=0.01)
    assert six.x - one.x == pytest.approx(8, abs=0.3)
    assert (one.x + six.x) / 2 == pytest.approx(line[0].x, abs=0.02)


@pytest.mark.parametrize("fold", ["outer", "middle", "none"])
def test_the_fold_stands_at_the_fore_edge_or_in_the_middle(upright: Typefaces, fold: str) -> None:
    design = VerticalDesign(PageDesign(), lines=10, fold=fold)  # type: ignore[arg-type]
    section, data = composed(
        upright, items(24), design, fold=lambda number, mark: FoldText("浙江省目", "浙江圖書館", "二", "校樣")
    )
    frame = Frame(design)
    pages = read_vertical(data)
    assert len(section.pages) > 1
    for number, page in enumerate(pages, 1):
        words = ["".join(glyph.text for glyph in line) for line in page if line[0].size not in (16, 8.5)]
        if fold == "none":
            assert words == ["浙江省目　浙江圖書館", "二", "校樣"]
            beside = [line[0].x for line in page if line[0].size not in (16, 8.5)]
            left, right = frame.left(number) / 100 - 5, (frame.left(number) + frame.width) / 100 + 5
            assert all(at < left - 9 if number % 2 else at > right + 9 for at in beside), "in the outer margin"
            continue
        assert words == ["浙江省目", "浙江圖書館", "二", "校樣"]
        at = next(line[0].x for line in page if line[0].text == "浙" and line[0].size == 9)
        left, right = frame.left(number) / 100, (frame.left(number) + frame.width) / 100
        expected = {"middle": (left + right) / 2, "outer": left + 12.8 if number % 2 else right - 12.8}[fold]
        assert at == pytest.approx(expected, abs=0.5)
        lines = [line for line in body(page) if abs(line[0].x - at) < 9 * POINTS_PER_MM / 2]
        assert lines == [], "no line runs on the fold"


def test_lines_between_the_border_are_ruled_and_the_border_is_double(upright: Typefaces) -> None:
    def drawn(design: VerticalDesign) -> tuple[int, int, int]:
        _, data = composed(upright.fresh(), items(2), design)
        contents = PdfReader(BytesIO(data)).pages[0].get_contents()
        assert contents is not None
        names = [operator.decode() for _, operator in contents.operations]
        return names.count("re"), names.count("l"), names.count("f")

    boxes, rules, tails = drawn(DESIGN)
    assert (boxes, tails) == (2, 2)
    assert rules - drawn(VerticalDesign(PageDesign(), lines=9))[1] == 1
    assert drawn(VerticalDesign(PageDesign(), border=False, rules=False, fold="none")) == (0, 0, 0)


def test_tiers_are_filled_from_the_top_and_tails_stand_at_their_foot(upright: Typefaces) -> None:
    design = VerticalDesign(PageDesign(), lines=5, tiers=3, fold="none")
    matter = [
        VerticalItem((Run(f"{'甲乙丙丁戊'[at % 5]}書"),), 16, tail=(Run("一二"),), note_size=8.5) for at in range(15)
    ]
    _, data = composed(upright, matter, design)
    (page,) = read_vertical(data)
    heads = [line[0] for line in page if line[0].size == 16]
    assert [round(head.y) for head in heads] == sorted((round(head.y) for head in heads), reverse=True)
    assert len({round(head.y) for head in heads}) == 3
    feet = {round(line[-1].y - line[-1].advance) for line in page if line[0].size == 8.5}
    assert len(feet) == 3


def test_a_tail_without_room_has_a_line_of_its_own(upright: Typefaces) -> None:
    design = VerticalDesign(PageDesign(), lines=5, tiers=6, fold="none")
    _, data = composed(upright, [VerticalItem((Run("周易本義通"),), 16, tail=(Run("一二三、四五六"),))], design)
    (page,) = read_vertical(data)
    assert len({round(line[0].x) for line in page}) == 2


def test_a_heading_does_not_stand_last_on_a_page(upright: Typefaces) -> None:
    heading = VerticalItem((Run("溫州市圖書館"),), 18, keep_with_next=True, anchor="館")
    section, _ = composed(upright, [*items(1)[:1] * 9, heading, *items(1)], VerticalDesign(PageDesign(), lines=10))
    assert section.places["館"].page == 1


def test_links_and_places_of_vertical_lines(upright: Typefaces) -> None:
    matter = [VerticalItem((Run("見周易", link="條1"),), 16, anchor="見"), *items(3)]
    section, data = composed(upright, matter)
    (annotation,) = PdfReader(BytesIO(data)).pages[0]["/Annots"]
    found = annotation.get_object()
    left, bottom, right, top = (float(edge) for edge in found["/Rect"])
    line = read_vertical(data)[0][0]
    assert left <= line[0].x <= right
    assert bottom <= line[-1].y - 16 + 0.1
    assert line[0].y <= top + 0.1
    assert float(found["/Dest"][3]) == pytest.approx(section.places["條1"].top, abs=1)
    assert section.places["條1"].left < section.places["條0"].left


def test_missing_characters_and_anchors_used_twice_are_told(upright: Typefaces) -> None:
    long = (Run("\ue001書" * 200),)
    matter = [
        VerticalItem((Run("\ue000書"),), 16, note=long, key="甲", anchor="同"),
        VerticalItem((Run("書"),), 16, anchor="同"),
    ]
    section, _ = composed(upright, matter)
    found = [(finding.kind, finding.params.get("char", finding.key)) for finding in section.preflight.findings]
    assert found == [("missing", "\ue000"), ("missing", "\ue001"), ("duplicate", "同")], "each but once"


def test_horizontal_faces_are_refused() -> None:
    with pytest.raises(ValueError, match="vertical"):
        VerticalComposer(Typefaces(find_faces()[0]))


def test_the_file_is_sound_and_always_the_same(upright: Typefaces, tmp_path: Path) -> None:
    _, data = composed(upright, items(30))
    assert composed(upright.fresh(), items(30))[1] == data
    (tmp_path / "vertical.pdf").write_bytes(data)
    subprocess.run(["qpdf", "--check", str(tmp_path / "vertical.pdf")], check=True, capture_output=True)


def test_a_character_without_a_code_is_composed_in_vertical_lines_too(upright: Typefaces) -> None:
    section, data = composed(upright, [VerticalItem((Run("某⿰亻周書"),), 16, note=(Run("見⿰亻周"),), key="某書")])
    assert [(finding.kind, finding.params["char"]) for finding in section.preflight.findings] == [
        ("composed", "⿰亻周")
    ]
    line = body(read_vertical(data)[0])[0]
    assert [glyph.text for glyph in line] == ["某", "⿰亻周", "書"]
    assert all(glyph.gid for glyph in line)
    assert line[1].y - line[2].y == pytest.approx(16, abs=0.01)
    assert line[1].x == pytest.approx(line[0].x, abs=0.02)
