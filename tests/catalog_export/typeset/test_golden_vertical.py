"""Vertical pages as pictures, against pictures that were looked at; and proof that a page gone wrong would be seen."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from catalog_export.fonts import find_faces, variable_font
from catalog_export.typeset import Compositor, DocumentInfo, PageDesign, Run, Typefaces, vertical
from catalog_export.typeset.faces import LEFT_DIGITS, RIGHT_DIGITS
from catalog_export.typeset.vertical import VerticalComposer
from catalog_export.typeset.vertical_model import FoldText, VerticalDesign, VerticalItem, VerticalSection
from tests.catalog_export.typeset.conftest import ENTRIES
from tests.catalog_export.typeset.golden_pages import assert_golden, difference, drawn
from tests.catalog_export.typeset.test_golden_pages import SUB_WORKS, is_seen, only_plain

pytestmark = pytest.mark.poppler

NUMBER = "三三〇〇〇〇—一七〇一—〇〇〇〇〇一二"
YEAR = "".join(LEFT_DIGITS[left] + RIGHT_DIGITS[right] for left, right in ((1, 6), (7, 3)))
REGISTER = VerticalDesign(PageDesign(), lines=11)
INDEX = VerticalDesign(PageDesign(), lines=18, tiers=3)
WHOLE_LEAF = VerticalDesign(PageDesign(width=260, height=185), lines=16, fold="middle")


@pytest.fixture(scope="module")
def pinned() -> Typefaces:
    """Only the face that the package brings, opened for vertical lines."""
    return Typefaces(find_faces((400, 700))[0], variable=variable_font(), vertical=True)


def register(count: int, size: float = 16) -> list[VerticalItem]:
    """Entries of every length, a heading, a set with its works, marks that meet, a composed character, a bar."""
    items = [VerticalItem((Run("浙江圖書館"),), 18.4, weight=700, indent=1, keep_with_next=True, mark="浙江圖書館")]
    for number in range(count):
        title, _, rest = only_plain(ENTRIES[number % len(ENTRIES)][2]).partition("　")
        note = (Run(f"{rest}　{NUMBER}　善一〇二三"),)
        items.append(VerticalItem((Run(title),), size, note=note, note_size=8.5, bar=number == 2))
        if number == 3:
            works = (Run(SUB_WORKS * 5),)
            items.append(VerticalItem((Run("子目"),), 10.6, note=works, note_size=8.5, indent=3, hang=3))
    items.append(
        VerticalItem(
            (Run("⿰亻⿱山青書《禮》「經」"),), size, note=(Run(f"清康熙十二年（{YEAR}）刻本"),), note_size=8.5
        )
    )
    return items


def index(count: int) -> list[VerticalItem]:
    titles = [only_plain(text.partition("　")[0]) for *_, text in ENTRIES]
    heading = VerticalItem((Run("十三畫　［丶］"),), 10, weight=700, keep_with_next=True)
    lines = [VerticalItem((Run(titles[n % len(titles)]),), 10, tail=(Run("一二、三四"),)) for n in range(count)]
    return [heading, *lines]


def fold(number: int, mark: str) -> FoldText:
    return FoldText("浙江省古籍普查登記目錄", mark, "一二"[number % 2], "校樣")


PAGES = {
    "vertical-register": (register(12), REGISTER),
    "vertical-index": (index(80), INDEX),
    "vertical-whole-leaf": (register(14, 14), WHOLE_LEAF),
    "vertical-without-fold": (register(9), dataclasses.replace(REGISTER, fold="none")),
}


def composed(fonts: Typefaces, items: list[VerticalItem], design: VerticalDesign) -> bytes:
    faces = fonts.fresh()
    section = VerticalComposer(faces).compose(VerticalSection(items, design, fold))
    return Compositor(faces).document([section], DocumentInfo("樣張")).to_bytes()


@pytest.mark.parametrize("name", PAGES)
def test_a_vertical_page_looks_as_it_did_when_it_was_looked_at(name: str, pinned: Typefaces, tmp_path: Path) -> None:
    assert_golden(name, drawn(composed(pinned, *PAGES[name]), tmp_path))


# --- negative controls: what the comparison must not overlook

WRONG = {
    "a line less": dataclasses.replace(REGISTER, lines=10),
    "no rules": dataclasses.replace(REGISTER, rules=False),
    "no border": dataclasses.replace(REGISTER, border=False),
    "the fold in the middle": dataclasses.replace(REGISTER, fold="middle"),
    "a narrower fold": dataclasses.replace(REGISTER, fold_width=7.0),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_control_another_frame_is_seen(wrong: str, pinned: Typefaces, tmp_path: Path) -> None:
    good = drawn(composed(pinned, register(12), REGISTER), tmp_path)
    assert is_seen(difference(good, drawn(composed(pinned, register(12), WRONG[wrong]), tmp_path)))


def test_control_marks_in_their_horizontal_forms_are_seen(pinned: Typefaces, tmp_path: Path) -> None:
    """Small in a page of text, but brackets and stops stand where they must not."""
    marks = [VerticalItem((Run("《禮》「經」（注），。、；：" * 3),), 16) for _ in range(9)]
    good = drawn(composed(pinned, marks, REGISTER), tmp_path)
    flat = Typefaces(find_faces((400, 700))[0], vertical=True)
    for face in (flat.main_face(400), flat.main_face(700)):
        face.vertical = False
    faces = flat.fresh()
    faces._opened = flat._opened
    assert is_seen(difference(good, drawn(composed(faces, marks, REGISTER), tmp_path)))


def test_control_half_columns_that_touch_are_seen(
    pinned: Typefaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = drawn(composed(pinned, register(12), REGISTER), tmp_path)
    monkeypatch.setattr(vertical, "ASIDE", 0.3)
    assert is_seen(difference(good, drawn(composed(pinned, register(12), REGISTER), tmp_path)))
