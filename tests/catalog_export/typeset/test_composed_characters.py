"""Characters without a code: described by their parts, composed of outlines, found and copied as described."""

from __future__ import annotations

import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import uharfbuzz as hb
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from catalog_export.fonts import typefaces
from catalog_export.typeset import Compositor, DocumentInfo, PageDesign, Paragraph, Run, Section, Style, Typefaces
from catalog_export.typeset.composing import EM, Composer, Contour, drawn
from catalog_export.typeset.glyph_file import font_file
from catalog_export.typeset.ideographs import LONGEST, description_at, descriptions, parse
from catalog_export.typeset.preflight import Finding
from tests.catalog_export.typeset.conftest import TEXT
from tests.catalog_export.typeset.pdf_geometry import PageRead, read_pages

DESCRIBED = "⿰亻⿱山青"


def tree() -> st.SearchStrategy[str]:
    """Descriptions of every shape."""
    part = st.sampled_from("亻山青木氵石馬金門广辶囗丨一")
    return st.recursive(
        part,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from("⿰⿱⿴⿵⿶⿷⿸⿹⿺⿻\u2ffc\u2ffd"), inner, inner).map("".join),
            st.tuples(st.sampled_from("⿲⿳"), inner, inner, inner).map("".join),
            st.tuples(st.sampled_from("\u2ffe\u2fff"), inner).map("".join),
        ),
        max_leaves=6,
    ).filter(lambda text: 1 < len(text) <= LONGEST)


# --- reading descriptions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("周易", []),
        ("某⿰亻青書", ["⿰亻青"]),
        ("⿰亻⿱山青", ["⿰亻⿱山青"]),
        ("⿰亻青⿱山石", ["⿰亻青", "⿱山石"]),
        ("⿲彳魚亍注", ["⿲彳魚亍"]),
        ("\u2ffe木三", ["\u2ffe木"]),
        ("⿰亻", []),
        ("⿰亻　青", []),
        ("⿰（青", []),
        ("⿰⿰亻青", ["⿰亻青"]),
        ("⿰⿰亻⿱山石", ["⿰亻⿱山石"]),
        ("⿰𠂉青", ["⿰𠂉青"]),
        ("⿰⺡青", ["⿰⺡青"]),
        ("⿱㇒木", ["⿱㇒木"]),
    ],
)
def test_where_descriptions_stand_in_a_text(text: str, found: list[str]) -> None:
    """What is not well formed is no description; a good one inside a broken one is found."""
    assert [text[begin:end] for begin, end in descriptions(text)] == found


def test_a_single_character_is_no_description() -> None:
    assert parse("青") is None
    assert parse("⿰亻青山") is None


def test_an_endless_description_is_given_up() -> None:
    assert description_at("⿰" * 4000 + "青" * 4001, 0) is None


@given(tree(), st.sampled_from(["", "卷", "（"]))
def test_every_well_formed_description_is_read_whole(description: str, after: str) -> None:
    found = description_at(description + after, 0)
    assert found is not None
    assert found[1] == len(description)
    assert parse(description) == found[0]


# --- composing outlines


@pytest.fixture(scope="module")
def composer() -> Composer:
    return typefaces()._composer


def box_of(contours: list[Contour]) -> tuple[float, float, float, float]:
    points = [point for contour in contours for point in contour]
    return (
        min(x for x, _, _ in points),
        min(y for _, y, _ in points),
        max(x for x, _, _ in points),
        max(y for _, y, _ in points),
    )


def outline(composer: Composer, description: str, weight: float = 400) -> list[Contour]:
    described = parse(description)
    assert described is not None
    contours = composer.compose(described, weight)
    assert contours
    return contours


def part_boxes(composer: Composer, description: str) -> list[tuple[float, float, float, float]]:
    """Return the box of each of two parts: an outline's contours come part by part."""
    both = outline(composer, description)
    first = len(composer._draw(description[1], 400) or [])
    return [box_of(both[:first]), box_of(both[first:])]


def test_parts_side_by_side_do_not_touch(composer: Composer) -> None:
    left, right = part_boxes(composer, "⿰亻青")
    assert left[2] < right[0]
    assert left[2] - left[0] < right[2] - right[0], "a narrow part takes less room"


def test_parts_above_each_other_do_not_touch(composer: Composer) -> None:
    upper, lower = part_boxes(composer, "⿱山石")
    assert upper[1] > lower[3]


def test_a_flat_part_is_not_blown_up(composer: Composer) -> None:
    upper, _ = part_boxes(composer, "⿱一青")
    flat = box_of(composer._draw("一", 400) or [])
    assert upper[3] - upper[1] < 1.6 * (flat[3] - flat[1])


@pytest.mark.parametrize(
    ("description", "closed"),
    [
        ("⿴囗玉", "left right"),
        ("⿵門龍", "left right"),
        ("⿶凵王", "left right"),
        ("⿷匚金", "left"),
        ("⿸广書", "left"),
    ],
)
def test_what_is_enclosed_stands_inside_the_closed_sides(composer: Composer, description: str, closed: str) -> None:
    outer, inner = part_boxes(composer, description)
    assert outer[0] < inner[0]
    if closed == "both":
        assert inner[2] < outer[2]
    assert inner[2] - inner[0] < 0.85 * (outer[2] - outer[0])


def test_mirrored_and_turned(composer: Composer) -> None:
    plain = composer.compose(parse("⿻爿爿").parts[0], 400)  # type: ignore[union-attr]
    mirrored, turned = outline(composer, "\u2ffe爿"), outline(composer, "\u2fff爿")
    assert plain is not None
    low, high = box_of(plain)[0], box_of(plain)[2]
    assert box_of(mirrored)[0] == pytest.approx(1000 - high)
    assert box_of(mirrored)[2] == pytest.approx(1000 - low)
    assert box_of(turned)[1] == pytest.approx(EM.bottom + EM.top - box_of(plain)[3])


def stem(contours: list[Contour], height: float) -> float:
    """Return how thick the leftmost stroke is that a horizontal line crosses."""
    crossed = []
    for contour in contours:
        for (x, y, _), (to_x, to_y, _) in pairwise([*contour, contour[0]]):
            if (y - height) * (to_y - height) < 0:
                crossed.append(x + (to_x - x) * (height - y) / (to_y - y))
    first, second, *_ = sorted(crossed)
    return second - first


@pytest.mark.parametrize("weight", [400, 550])
def test_stems_of_narrowed_parts_stay_as_thick(composer: Composer, weight: int) -> None:
    """巾 squeezed to half its width would have stems of half their thickness; control: by plain scaling it has."""
    alone = stem(composer._draw("巾", weight) or [], 300)
    plain = outline(composer, "⿰巾巾", weight)
    assert 0.75 * alone < stem(plain, 300) < 1.25 * alone
    scaled = Composer(lambda char, _: composer._draw(char, weight))
    assert stem(outline(scaled, "⿰巾巾", weight), 300) < 0.65 * alone


@settings(max_examples=200, deadline=None)
@given(tree(), st.sampled_from([200.0, 400.0, 700.0]))
@example("⿲亻山⿰山亻", 400.0)
def test_no_composed_character_leaves_its_square(description: str, weight: float) -> None:
    """A part drawn heavier, so that its stems stay as thick when narrowed, is itself wider."""
    left, bottom, right, top = box_of(outline(typefaces()._composer, description, weight))
    assert EM.left - 0.01 <= left < right <= EM.right + 0.01
    assert EM.bottom - 0.01 <= bottom < top <= EM.top + 0.01


def test_a_part_that_no_face_has_or_that_has_no_ink_composes_nothing(composer: Composer) -> None:
    described = parse("⿰亻\ue123")
    assert described is not None
    assert composer.compose(described, 400) is None
    for blank in ("⿰亻\u3164", "⿱\uffa0青", "⿻\u115f\u1160"):
        without_ink = parse(blank)
        assert without_ink is not None
        assert composer.compose(without_ink, 400) is None
    taken_away = parse("\u31ef青月")
    assert taken_away is not None
    assert composer.compose(taken_away, 400) is None


# --- the file they are embedded as


def test_an_outline_comes_back_from_the_file_point_for_point() -> None:
    contours: list[Contour] = [
        [(10.0, -20.0, True), (500.0, 700.0, False), (900.0, -20.0, True)],
        [(100.0, 100.0, True), (200.0, 300.0, True), (300.0, 100.0, True), (200.0, 50.0, False)],
    ]
    face = hb.Face(hb.Blob(font_file([contours])))
    assert face.glyph_count == 2
    assert face.upem == 1000
    back = drawn(hb.Font(face), 1, 1000)
    assert [set(contour) for contour in back] == [set(contour) for contour in contours]
    assert drawn(hb.Font(face), 0, 1000) == []
    assert hb.Font(face).get_glyph_h_advance(1) == 1000


def test_an_empty_file_of_glyphs_is_a_face_too() -> None:
    assert hb.Face(hb.Blob(font_file([]))).glyph_count == 1


# --- on the page


def set_text(fonts: Typefaces, *runs: Run) -> tuple[bytes, PageRead, list[Finding]]:
    compositor = Compositor(fonts)
    composed = compositor.compose(Section([Paragraph(runs, TEXT, key="某書")], PageDesign()))
    document = compositor.document([composed], DocumentInfo("拼"))
    data = document.to_bytes()
    return data, read_pages(data)[0], document.preflight.findings


def test_a_described_character_takes_one_square_and_keeps_its_text(faces: Typefaces) -> None:
    _, page, _ = set_text(faces, Run(f"某{DESCRIBED}書一卷"))
    assert [glyph.text for glyph in page.glyphs] == ["某", DESCRIBED, "書", "一", "卷"]
    steps = [after.x - before.x for before, after in pairwise(page.glyphs)]
    assert steps == pytest.approx([9.5] * 4, abs=0.01)
    assert all(glyph.gid for glyph in page.glyphs)


@pytest.mark.poppler
def test_a_described_character_is_found_and_copied(faces: Typefaces, tmp_path: Path) -> None:
    data, _, _ = set_text(faces, Run(f"某{DESCRIBED}書"), Run(f"又{DESCRIBED}", weight=700))
    path = tmp_path / "described.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    assert "".join(done.stdout.decode().split()) == f"某{DESCRIBED}書又{DESCRIBED}"


def test_composed_characters_are_listed(faces: Typefaces) -> None:
    _, _, findings = set_text(faces, Run(f"某{DESCRIBED}書"))
    assert [(finding.kind, finding.key) for finding in findings] == [("composed", "某書")]
    assert f"“{DESCRIBED}”" in findings[0].message
    assert not findings[0].is_error


def test_what_cannot_be_composed_is_set_as_geta_listed_and_keeps_its_text(faces: Typefaces) -> None:
    """The last resort: one 〓 for the whole description."""
    _, page, findings = set_text(faces, Run("某⿰亻\ue123書"))
    assert [glyph.text for glyph in page.glyphs] == ["某", "⿰亻\ue123", "書"]
    assert [(finding.kind, finding.params["char"]) for finding in findings] == [("missing", "⿰亻\ue123")]


def test_a_broken_description_is_set_as_it_stands(faces: Typefaces) -> None:
    _, page, _ = set_text(faces, Run("某⿰亻"))
    assert page.text() == "某⿰亻"


def test_regular_and_bold_are_composed_apart(faces: Typefaces) -> None:
    _, page, _ = set_text(faces, Run(DESCRIBED), Run(DESCRIBED, weight=700))
    regular, bold = page.glyphs
    assert regular.font != bold.font
    assert "Composed-400" in regular.font
    assert "Composed-700" in bold.font


def test_without_the_variable_face_the_plain_weight_serves(faces: Typefaces) -> None:
    main = {400: faces.main_face(400).file}
    _, page, findings = set_text(Typefaces(main), Run(DESCRIBED))
    assert page.text() == DESCRIBED
    assert [finding.kind for finding in findings] == ["composed"]


def test_the_same_description_gives_the_same_bytes(opened_faces: Typefaces) -> None:
    one, two = (set_text(opened_faces.fresh(), Run(f"某{DESCRIBED}書"))[0] for _ in range(2))
    assert one == two


def test_composed_characters_are_embedded(faces: Typefaces) -> None:
    data, _, _ = set_text(faces, Run(DESCRIBED))
    fonts = PdfReader(BytesIO(data)).pages[0]["/Resources"]["/Font"]
    names = {str(fonts[name]["/BaseFont"])[8:] for name in fonts}
    assert "Composed-400" in names


def test_no_line_ends_inside_a_description(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    text = f"{DESCRIBED}卷" * 40
    narrow = Style(size=9.5, leading=14, right_indent=30)
    composed = compositor.compose(Section([Paragraph((Run(text),), narrow)], PageDesign()))
    (page,) = read_pages(compositor.document([composed], DocumentInfo("拼")).to_bytes())
    assert page.text() == text
    assert len({glyph.y for glyph in page.glyphs}) > 4
