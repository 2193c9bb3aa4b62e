"""Whole pages as pictures, against pictures that were looked at; and proof that a page gone wrong would be seen."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog_export.fonts import find_faces, variable_font
from catalog_export.typeset import (
    Compositor,
    DocumentInfo,
    Furniture,
    Item,
    PageDesign,
    PageFacts,
    Paragraph,
    Run,
    Section,
    Style,
    Table,
    Typefaces,
)
from tests.catalog_export.typeset.conftest import ENTRIES, TEXT
from tests.catalog_export.typeset.golden_pages import MEAN, MOST, assert_golden, difference, drawn

pytestmark = pytest.mark.poppler

ENTRY = dataclasses.replace(TEXT, space_before=4.5, orphans=3)
SUB = Style(size=8.5, leading=12, indent=1)
INDEX = Style(size=8.5, leading=12, align="left", indent=1, first_indent=-1)
SUB_WORKS = "；".join(
    (
        "詩外傳十卷　（漢）韓嬰撰",
        "毛詩草木鳥獸蟲魚疏廣要二卷　（三國吳）陸璣撰　（明）毛晉廣要",
        "詩攷一卷　（宋）王應麟輯",
    )
)


def only_plain(text: str) -> str:
    """Leave out what another machine may set from another face."""
    return "".join(char for char in text if char < "\U00020000")


def entries(count: int, *, style: Style = ENTRY, between: str = "\n") -> list[Item]:
    items: list[Item] = []
    for number in range(count):
        _, mark, text = ENTRIES[number % len(ENTRIES)]
        key = f"330000-1701-{number + 1:07d}"
        runs = (Run(key, weight=700), Run(f"　{mark}{between}{only_plain(text)}"))
        items.append(Paragraph(runs, style, key=key, mark=key))
        if number % 5 == 4:
            items.append(Paragraph((Run("子目　", weight=700), Run(SUB_WORKS)), SUB, mark=key))
    return items


def index(count: int) -> list[Item]:
    titles = [only_plain(text.partition("　")[0]) for *_, text in ENTRIES]
    return [Paragraph((Run(titles[n % len(titles)]),), INDEX, tail=(Run(str(1 + 7 * n % 300)),)) for n in range(count)]


def head(page: PageFacts) -> Furniture:
    return Furniture(head_left=page.first, head_right="浙江圖書館", head_rule=0.4, foot_right=page.label)


def front() -> list[Item]:
    title = Style(size=16, leading=24, weight=700, align="centre", tracking=0.5, space_after=19)
    text = Style(size=10.5, leading=19, first_indent=2)
    words = "　".join(only_plain(text) for *_, text in ENTRIES)
    rows = (("收藏單位", "部數", "冊數"), ("浙江圖書館", "1,204", "9,870"), ("溫州市圖書館", "330", "2,118"))
    table = Table(rows, (3, 1, 1), Style(size=9.5, leading=15, align="left"), aligns=("left", "right", "right"))
    described = "編者按：書名中「⿰亻⿱山青」「⿺辶⿰馬魚」二字無編碼，以部件拼成。"
    return [
        *(Paragraph((Run(part),), style) for part, style in (("前言", title), (words, text), (described, text))),
        table,
    ]


PAGES: dict[str, tuple[Callable[[], list[Item]], PageDesign, int]] = {
    "two-columns": (lambda: entries(60), PageDesign(columns=2, column_rule=True), 1),
    "last-columns-balanced": (lambda: entries(33), PageDesign(columns=2), 2),
    "one-column": (
        lambda: entries(40, style=dataclasses.replace(ENTRY, indent=1, first_indent=-1, orphans=2), between="　"),
        PageDesign(),
        2,
    ),
    "index": (lambda: index(180), PageDesign(columns=3, gutter=4), 1),
    "front": (front, PageDesign(columns=1, align_bottom=False, crop_marks=True, bleed=3), 1),
}


@pytest.fixture(scope="module")
def pinned() -> Typefaces:
    """Only the face that the package brings: no other machine sets these pages from other files."""
    return Typefaces(find_faces((400, 700))[0], variable=variable_font())


def composed(fonts: Typefaces, items: list[Item], design: PageDesign) -> bytes:
    compositor = Compositor(fonts.fresh())
    section = compositor.compose(Section(items, design, head))
    return compositor.document([section], DocumentInfo("樣張")).to_bytes()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did_when_it_was_looked_at(name: str, pinned: Typefaces, tmp_path: Path) -> None:
    items, design, page = PAGES[name]
    assert_golden(name, drawn(composed(pinned, items(), design), tmp_path, page))


# --- negative controls: what the comparison must not overlook


@pytest.fixture
def sound(pinned: Typefaces, tmp_path: Path) -> Callable[[list[Item], PageDesign], tuple[float, float]]:
    """Return a function that sets items on a design and holds the page against the sound one."""
    good = drawn(composed(pinned, entries(60), PageDesign(columns=2)), tmp_path)

    def against(items: list[Item], design: PageDesign) -> tuple[float, float]:
        return difference(good, drawn(composed(pinned, items, design), tmp_path))

    return against


Against = Callable[[list[Item], PageDesign], tuple[float, float]]


def is_seen(found: tuple[float, float]) -> bool:
    return found[0] > MOST or found[1] > MEAN


def test_the_same_page_is_the_same(sound: Against) -> None:
    assert sound(entries(60), PageDesign(columns=2)) == (0.0, 0.0)


def test_control_a_page_moved_by_a_point_is_seen(sound: Against) -> None:
    assert is_seen(sound(entries(60), PageDesign(columns=2, top=25 + 0.36, bottom=22 - 0.36)))


def test_control_another_weight_is_seen(sound: Against) -> None:
    assert is_seen(sound(entries(60, style=dataclasses.replace(ENTRY, weight=700)), PageDesign(columns=2)))


def test_control_ragged_lines_are_seen(sound: Against) -> None:
    assert is_seen(sound(entries(60, style=dataclasses.replace(ENTRY, align="left")), PageDesign(columns=2)))


def test_control_feet_left_uneven_are_seen(sound: Against) -> None:
    assert is_seen(sound(entries(60), PageDesign(columns=2, align_bottom=False)))


def test_control_a_narrower_column_is_seen(sound: Against) -> None:
    assert is_seen(sound(entries(60), PageDesign(columns=2, gutter=8)))
