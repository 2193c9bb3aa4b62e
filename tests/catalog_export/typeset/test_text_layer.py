"""What is set can be searched and copied: pdftotext gives it back character for character, rare ones too."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog_export.typeset import Compositor, DocumentInfo, PageDesign, Paragraph, Run, Section, Style, Typefaces
from tests.catalog_export.typeset.conftest import TEXT, register_items
from tests.catalog_export.typeset.pdf_geometry import read_pages

Compose = Callable[..., bytes]
RARE = "𠀀𠀋𡘊𢐅𣑊𤋲𥈠𦐂𧌒𨑨𩙿𪚥𪜀𫝀𫠠𬀩𬺰𭁈\U00030000\U00030edd\U00031350\U000323af"


def pdftotext(data: bytes, folder: Path) -> str:
    path = folder / "text.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """Return text without white space: a line's end is not in the text."""
    return "".join(text.split())


@pytest.mark.poppler
def test_a_register_comes_back_in_reading_order(set_items: Compose, tmp_path: Path) -> None:
    items = register_items(80)
    expected = "".join(run.text for item in items if isinstance(item, Paragraph) for run in item.runs)
    assert squeezed(pdftotext(set_items(items, PageDesign(columns=2)), tmp_path)) == squeezed(expected)


@pytest.mark.poppler
def test_rare_characters_come_back(set_items: Compose, tmp_path: Path) -> None:
    data = set_items([Paragraph((Run(RARE), Run(RARE, weight=700)), TEXT)])
    assert squeezed(pdftotext(data, tmp_path)) == RARE * 2


@pytest.mark.poppler
def test_more_rare_characters_than_one_font_has_codes_for(set_items: Compose, tmp_path: Path) -> None:
    """2,048 codes beyond the BMP fit a PDF font; the rest goes to a second font of the same face."""
    text = "".join(chr(code) for code in range(0x20000, 0x20000 + 4500))
    data = set_items([Paragraph((Run(text),), Style(size=7, leading=9))])
    assert squeezed(pdftotext(data, tmp_path)) == text
    assert {glyph.gid == 0 for page in read_pages(data) for glyph in page.glyphs} == {False}


@pytest.mark.poppler
def test_a_character_that_no_face_has_is_set_as_geta_and_stays_searchable(faces: Typefaces, tmp_path: Path) -> None:
    compositor = Compositor(faces)
    text = "甲\U000e8000乙\ue123\U0003fffd丙"
    composed = compositor.compose(Section([Paragraph((Run(text),), TEXT, key="330000-1701-0000001")], PageDesign()))
    document = compositor.document([composed], DocumentInfo("缺字"))
    data = document.to_bytes()
    assert document.preflight.missing() == {
        char: ["330000-1701-0000001"] for char in ("\U000e8000", "\ue123", "\U0003fffd")
    }
    shown = [glyph for page in read_pages(data) for glyph in page.glyphs]
    assert "".join(glyph.text for glyph in shown) == text
    geta = read_pages(_geta(faces))[0].glyphs[0]
    assert {glyph.advance for glyph in shown} == {geta.advance}
    assert squeezed(pdftotext(data, tmp_path)) == text


def _geta(faces: Typefaces) -> bytes:
    compositor = Compositor(faces.fresh())
    composed = compositor.compose(Section([Paragraph((Run("〓"),), TEXT)], PageDesign()))
    return compositor.document([composed], DocumentInfo("〓")).to_bytes()


def test_controls_are_listed_and_not_silent(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    composed = compositor.compose(Section([Paragraph((Run("甲\t乙\x00丙\ud800丁"),), TEXT, key="某")], PageDesign()))
    assert set(composed.preflight.missing()) == {"\t", "\x00", "\ud800"}
    data = compositor.document([composed], DocumentInfo("控")).to_bytes()
    assert read_pages(data)[0].text() == "甲\ufffd乙\ufffd丙\ufffd丁"


@pytest.mark.poppler
def test_a_variation_selector_takes_no_room_and_is_kept(set_items: Compose, tmp_path: Path) -> None:
    data = set_items([Paragraph((Run("葛\U000e0100城"),), TEXT)])
    (page,) = read_pages(data)
    assert page.glyphs[2].x - page.glyphs[0].x == pytest.approx(9.5, abs=0.01)
    assert page.text() == "葛\U000e0100城"


def test_words_in_other_scripts_come_from_the_chain(set_items: Compose) -> None:
    data = set_items([Paragraph((Run("滿文 ᠮᠠᠨᠵᡠ 與 Ἑλλάς"),), TEXT)])
    assert "Ἑλλάς" in read_pages(data)[0].text()
