"""書名筆畫索引: strokes first, then the first stroke, then the rest; equal titles on one line."""

import random

import pytest

from catalog_export.volumes.register.entry import IndexTitle
from catalog_export.volumes.register.title_index import (
    OTHERS,
    IndexLine,
    Reference,
    head_of,
    head_sections,
    index_lines,
    index_sections,
    stroke_heading,
)


def lines_of(*names: str) -> list[IndexLine]:
    titles = [(IndexTitle(name, name), Reference(place, f"{place:07d}")) for place, name in enumerate(names)]
    return index_lines(titles)


def names_of(lines: list[IndexLine]) -> list[str]:
    return [line.name for line in lines]


def test_fewer_strokes_come_first() -> None:
    assert names_of(lines_of("説文解字", "三國志", "周易", "一切經音義", "十三經注疏")) == [
        "一切經音義",
        "十三經注疏",
        "三國志",
        "周易",
        "説文解字",
    ]


def test_with_equal_strokes_the_first_stroke_decides() -> None:
    assert names_of(lines_of("文選", "王臨川集", "水經注", "孔子家語", "月令")) == [
        "王臨川集",
        "水經注",
        "月令",
        "文選",
        "孔子家語",
    ]


def test_titles_with_one_first_character_stand_together() -> None:
    ordered = names_of(lines_of("周禮注疏", "周易", "尚書", "周易本義", "周髀算經"))
    assert [name[0] for name in ordered].count("周") == 4
    first = ordered.index("周易")
    assert ordered[first + 1] == "周易本義"


def test_the_order_does_not_depend_on_the_order_of_the_records() -> None:
    names = ["周易", "尚書", "毛詩", "周禮", "儀禮", "禮記", "春秋", "論語", "孝經", "爾雅", "孟子", "Ａ集", "□□集"]
    expected = names_of(lines_of(*names))
    for seed in range(5):
        shuffled = names[:]
        random.Random(seed).shuffle(shuffled)
        assert names_of(lines_of(*shuffled)) == expected


def test_equal_titles_share_a_line_and_list_their_places_in_order() -> None:
    title = IndexTitle("周易二卷", "周易")
    places = [(place * 37) % 101 for place in range(100)]
    references = [Reference(place, f"{place:07d}") for place in (*places, 2, 9)]
    (line,) = index_lines([(title, reference) for reference in references])
    assert [reference.place for reference in line.references] == sorted(places)


def test_the_same_name_with_other_juan_is_a_line_of_its_own() -> None:
    found = index_lines(
        [(IndexTitle("周易十卷", "周易"), Reference(0, "1")), (IndexTitle("周易二卷", "周易"), Reference(1, "2"))]
    )
    assert len(found) == 2
    assert {line.name for line in found} == {"周易"}


def test_lost_characters_and_letters_come_last_under_others() -> None:
    lines = lines_of("□□集", "龍龕手鑑", "ABC集", "周易")
    assert names_of(lines)[:2] == ["周易", "龍龕手鑑"]
    last = list(index_sections(lines))[-1]
    assert (last.heading, last.strokes) == (OTHERS, 0)
    assert {line.name for line in last.lines} == {"□□集", "ABC集"}


def test_sections_carry_strokes_and_first_stroke() -> None:
    sections = list(index_sections(lines_of("三國志", "大學", "山海經", "千字文", "之字")))
    assert [(section.heading, section.first_stroke) for section in sections] == [
        ("三畫", "一"),
        ("三畫", "丨"),
        ("三畫", "丿"),
        ("三畫", "丶"),
    ]
    assert [line.name for section in sections for line in section.lines] == [
        "三國志",
        "大學",
        "山海經",
        "千字文",
        "之字",
    ]


def test_every_line_stands_in_exactly_one_section() -> None:
    lines = lines_of("周易", "尚書", "毛詩", "□□集", "一切經音義")
    assert [line for section in index_sections(lines) for line in section.lines] == lines


def test_heads_are_named_once_in_order_and_others_not_at_all() -> None:
    sections = list(head_sections(index_sections(lines_of("三國志", "三才圖會", "大學", "□集"))))
    assert [section.heads for section in sections] == [(("三", "title-三才圖會"), ("大", "title-大學"))]


@pytest.mark.parametrize(
    ("name", "head"),
    [("周易", "周"), ("《周易》", "周"), ("𨽻釋", "𨽻"), ("□□集", ""), ("Atlas圖", ""), ("", ""), ("……", "")],
)
def test_the_head_is_the_first_han_character(name: str, head: str) -> None:
    assert head_of(name) == head


def test_headings_write_strokes_in_han() -> None:
    assert [stroke_heading(count) for count in (1, 10, 21, 0)] == ["一畫", "十畫", "二十一畫", OTHERS]
