"""Which face sets which character, in which regional form, and what is embedded of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb

from authority.han import printed_forms
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
from tests.catalog_export.typeset.pdf_geometry import PageRead, read_pages


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
    """Three codes; in Taiwan and in old forms too they are one character. Control: of the face alone 戶 stays apart."""
    for standard in ("mainland", "taiwan", "old"):
        page = page_of(typefaces(standard=standard), "户戸戶")
        assert len({glyph.gid for glyph in page.glyphs}) == 1
        assert page.text() == "户戸戶"
    assert len({glyph.gid for glyph in page_of(Typefaces(find_faces()[0]), "户戸戶").glyphs}) == 2


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize(
    ("typed", "printed"), [("青教既説録户内", "靑敎旣說錄戶內"), ("靑敎旣說錄戶內", "靑敎旣說錄戶內")]
)
def test_a_volume_in_old_forms_shows_them_and_keeps_the_text(
    typed: str, printed: str, weight: int, vertical: bool
) -> None:
    """Where each form has a code of its own, the other's glyph is taken. Control: on the mainland it is not."""
    main, fallbacks = find_faces()
    glyphs = {}
    for standard in ("old", "mainland"):
        forms = printed_forms(standard)
        faces = Typefaces(main, fallbacks, standard, vertical=vertical, exchanged=forms)
        page = page_of(faces, typed, weight)
        assert page.text() == typed
        glyphs[standard] = [glyph.gid for glyph in page.glyphs]
        plain = Typefaces(main, fallbacks, standard, vertical=vertical)
        assert all(_same_outline(faces, plain, char, other, weight) for char, other in forms.items())
    assert glyphs["old"] == [glyph.gid for glyph in page_of(_old(main, vertical), printed, weight).glyphs]


def test_the_parts_of_a_composed_character_follow_the_standard() -> None:
    """⿰亻青 in old forms is made of 靑."""
    old, plain = typefaces(standard="old"), typefaces()
    assert old.compose("⿰亻青", 400) == typefaces(standard="old").compose("⿰亻靑", 400)
    assert old.compose("⿰亻青", 400) != plain.compose("⿰亻青", 400)


@pytest.mark.parametrize(("standard", "told"), [("old", ["隸"]), ("taiwan", ["隸"]), ("mainland", [])])
def test_a_character_whose_form_no_standard_governs_is_told_of(tmp_path: Path, standard: str, told: list[str]) -> None:
    """A face for rare characters has one form for all; what the main face sets is not told of, nor are marks."""
    main = cut_face(tmp_path / "main.ttf", "釋青一說卷（）〓　", with_forms=True)
    rare = cut_face(tmp_path / "rare.ttf", "隸青※", with_forms=False)
    compositor = Compositor(Typefaces({400: main}, (rare,), standard, exchanged=printed_forms(standard)))
    items = [Paragraph((Run("隸釋青一說卷（一）※隸"),), TEXT, key="某書")]
    composed = compositor.compose(Section(items, PageDesign()))
    assert composed.preflight.missing() == {}
    assert [(finding.params["char"], finding.key) for finding in composed.preflight.of("form")] == [
        (char, "某書") for char in told
    ]


def cut_face(path: Path, chars: str, *, with_forms: bool) -> FaceFile:
    """Return a file with some characters of the main face, with or without what it knows of standards."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, chars))
    if not with_forms:
        wanted.drop_table_tag_set.add(int.from_bytes(b"GSUB", "big"))
    face = Face(find_faces((400,))[0][400])
    path.write_bytes(bytes(hb.SubsetPlan(face.hb_face, wanted).execute().blob.data))
    return FaceFile(path, path.stem)


def page_of(faces: Typefaces, text: str, weight: int = 400) -> PageRead:
    """Return a page with this text alone."""
    compositor = Compositor(faces)
    composed = compositor.compose(Section([Paragraph((Run(text, weight=weight),), TEXT)], PageDesign()))
    (page,) = read_pages(compositor.document([composed], DocumentInfo("字")).to_bytes())
    return page


def _old(main: dict[int, FaceFile], vertical: bool) -> Typefaces:
    return Typefaces(main, (), "old", vertical=vertical)


def _same_outline(faces: Typefaces, plain: Typefaces, char: str, other: str, weight: int) -> bool:
    """Say whether a character is shown by another's glyph."""
    return faces.main_face(weight).form(char) == plain.main_face(weight).form(other)


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
