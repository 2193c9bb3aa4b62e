"""Which face sets which character, in which regional form, and what is embedded of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog_export.fonts import find_faces, typefaces
from catalog_export.typeset import (
    Compositor,
    DocumentInfo,
    Face,
    FaceError,
    FaceFile,
    PageDesign,
    Paragraph,
    Run,
    Section,
    Typefaces,
)
from tests.catalog_export.typeset.conftest import TEXT
from tests.catalog_export.typeset.pdf_geometry import read_pages


def test_regional_forms_differ() -> None:
    """骨 has a mainland, a Taiwan and an old form; 、 stands low on the mainland, in the middle in Taiwan."""
    main = find_faces((400,))[0][400]
    glyphs = {standard: Face(main, standard).form("骨") for standard in ("mainland", "taiwan", "old")}
    assert len(set(glyphs.values())) == 3
    assert Face(main, "mainland").form("、") != Face(main, "taiwan").form("、")
    assert Face(main, "mainland").form("一") == Face(main, "taiwan").form("一")


@pytest.mark.parametrize(
    ("char", "forms"),
    [
        ("戶", "AAA"),  # a character of its own in every standard
        ("户", "AAA"),
        ("戸", "ABB"),  # the mainland sets it as 户, the others as 戶
        ("青", "ABA"),
        ("直", "AAB"),
        ("真", "AAB"),
        ("者", "AAB"),  # the old form has a dot
        ("朗", "AAB"),
        ("爲", "AAB"),
        ("啟", "ABB"),
        ("黃", "ABA"),
        ("龍", "ABC"),
        ("錄", "ABC"),
    ],
)
def test_a_standard_chooses_among_the_forms_of_a_character(char: str, forms: str) -> None:
    """``forms`` names the glyphs of mainland, Taiwan and old standard: the same letter is the same glyph."""
    main = find_faces((400,))[0][400]
    glyphs = [form[0] for name in ("mainland", "taiwan", "old") if (form := Face(main, name).form(char))]
    letters = {glyph: "ABC"[number] for number, glyph in enumerate(dict.fromkeys(glyphs))}
    assert "".join(letters[glyph] for glyph in glyphs) == forms


def test_the_mainland_sets_one_form_for_two_characters_and_keeps_their_text() -> None:
    compositor = Compositor(typefaces())
    composed = compositor.compose(Section([Paragraph((Run("户戸戶"),), TEXT)], PageDesign()))
    (page,) = read_pages(compositor.document([composed], DocumentInfo("戶")).to_bytes())
    one, two, three = page.glyphs
    assert one.gid == two.gid != three.gid
    assert page.text() == "户戸戶"


def test_a_volume_in_taiwan_forms_shows_them() -> None:
    shown = {}
    for standard in ("mainland", "taiwan"):
        fonts = typefaces(standard=standard)
        compositor = Compositor(fonts)
        compositor.compose(Section([Paragraph((Run("骨"),), TEXT)], PageDesign()))
        shown[standard] = fonts.slots[0].codes[ord("骨")][0]
    assert shown["mainland"] != shown["taiwan"]


def test_advances_are_thousandths_of_an_em() -> None:
    face = Face(find_faces((400,))[0][400])
    assert face.form("易") is not None
    assert face.form("易")[1] == 1000  # type: ignore[index]
    assert 400 < face.form("8")[1] < 700  # type: ignore[index]
    assert face.form("\U0003fffd") is None


def test_bold_has_a_font_of_its_own_and_rare_bold_is_stroked(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    items = [Paragraph((Run("周易"), Run("周易𠀀", weight=700)), TEXT)]
    composed = compositor.compose(Section(items, PageDesign()))
    data = compositor.document([composed], DocumentInfo("粗")).to_bytes()
    (page,) = read_pages(data)
    assert len({glyph.font for glyph in page.glyphs[:4]}) == 2
    if page.glyphs[4].font != page.glyphs[3].font:
        assert {"Tr", "w"} <= page.operators


def test_a_weight_that_is_not_there_is_served_by_the_nearest(faces: Typefaces) -> None:
    assert faces.chain(500).weight == 400
    assert faces.chain(900).weight == 700
    assert faces.chain(400) is faces.chain(300)


def test_faces_are_opened_only_when_needed(faces: Typefaces) -> None:
    fresh = Typefaces({400: faces.main_face(400).file}, (FaceFile(Path("/nowhere.ttf"), "nowhere"),))
    assert fresh.chain(400)["易"] == 1000
    with pytest.raises(FaceError):
        fresh.chain(400)["\U0003fffd"]


def test_private_use_is_only_taken_from_a_face_of_the_users_own(faces: Typefaces) -> None:
    """Other faces keep signs of their own under these codes: 造字 must not turn into one of them in silence."""
    found = [
        (file, chr(code))
        for file in find_faces((400,))[1]
        for code in sorted(Face(file).characters)
        if 0xE000 <= code < 0xF900
    ]
    if not found:
        pytest.skip("no face here has private-use characters")
    rare, char = found[0]
    main = {400: faces.main_face(400).file}
    foreign = Typefaces(main, (rare,))
    foreign.chain(400)[char]
    assert foreign.missing == {char}
    own = Typefaces(main, (FaceFile(rare.path, rare.name, private=True),))
    own.chain(400)[char]
    assert own.missing == set()


@pytest.mark.parametrize("content", [b"", b"not a font", b"\x00\x01\x00\x00" + b"\x00" * 60])
def test_what_is_no_face_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "face.ttf"
    path.write_bytes(content)
    with pytest.raises(FaceError):
        Face(FaceFile(path, "face"))


def test_a_variable_font_is_refused() -> None:
    from catalog_export.fonts.main_face import variable_font

    with pytest.raises(FaceError):
        Face(FaceFile(variable_font(), "variable"))


def test_no_face_at_all_is_refused() -> None:
    with pytest.raises(FaceError):
        Typefaces({})


def test_a_fresh_chain_embeds_only_what_is_set_with_it(opened_faces: Typefaces) -> None:
    sizes = []
    for text in ("易書詩禮樂春秋" * 3, "易"):
        compositor = Compositor(opened_faces.fresh())
        composed = compositor.compose(Section([Paragraph((Run(text),), TEXT)], PageDesign()))
        sizes.append(len(compositor.document([composed], DocumentInfo("子集")).to_bytes()))
    assert sizes[1] < sizes[0] < 40_000
