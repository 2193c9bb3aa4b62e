"""Single cells: flags, counts, sizes, and the notation of cells that hold many rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guji.details import fields_of, normalise
from guji.imports.values import (
    GROUP_FIELDS,
    Unreadable,
    read_flag,
    read_format,
    read_group,
    read_measure,
    read_number,
    read_size,
)


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("√", True), ("有", True), ("否", False), ("", False), ("無", False)]
)
def test_flags(text: str, value: bool) -> None:
    assert read_flag(text) is value


@pytest.mark.parametrize(("text", "value"), [("2", 2), ("二", 2), ("2函", 2), ("十二函", 12), ("", None)])
def test_counts(text: str, value: int | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("20.1", "20.1"), ("20.1cm", "20.1"), ("20 厘米", "20"), ("30%", "30"), ("", None)]
)
def test_measures(text: str, value: str | None) -> None:
    assert read_measure(text) == value


@pytest.mark.parametrize("text", ["20.1×13.5", "20.1x13.5cm", "20.1 * 13.5", "20.1cm×13.5cm", "20.1乘13.5"])
def test_sizes(text: str) -> None:
    assert read_size(text) == ("20.1", "13.5")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("九行十八字，小字雙行同", {"lines": "九", "characters": "十八", "small": "小字雙行同"}),
        ("半葉10行20字", {"lines": "10", "characters": "20"}),
        ("十一行，行二十一字。小字雙行三十字", {"lines": "十一", "characters": "二十一", "small": "小字雙行三十字"}),
        ("八行字數不等", {"lines": "八", "characters": "字數不等"}),
    ],
)
def test_formats_of_a_page(text: str, parts: dict[str, str]) -> None:
    assert read_format(text) == parts


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_flag, "也许"),
        (read_number, "若干"),
        (read_measure, "約二十"),
        (read_measure, "1e9"),
        (read_size, "20.1"),
        (read_format, "白口"),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(read: Any, text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert text in caught.value.template.format(**caught.value.params)


@pytest.mark.parametrize(
    ("group", "text", "rows"),
    [
        (
            "seals",
            "嘉業堂藏書印｜劉承幹｜朱文｜方；某館藏書｜｜朱文｜｜｜｜是",
            [
                {"text": "嘉業堂藏書印", "owner": "劉承幹", "style": "朱文", "shape": "方"},
                {"text": "某館藏書", "style": "朱文", "institutional": True},
            ],
        ),
        (
            "prefaces",
            "序|清|阮元|嘉慶五年",
            [{"kind": "序", "dynasty": "清", "author": "阮元", "date_text": "嘉慶五年"}],
        ),
        ("engravers", "劉文奎｜刻\n劉文楷", [{"name": "劉文奎", "role": "刻"}, {"name": "劉文楷"}]),
        ("scripts", "漢文、滿文", [{"name": "漢文"}, {"name": "滿文"}]),
        ("cases", "四合套｜2", [{"kind": "四合套", "count": 2}]),
        (
            "damages",
            "｜四級｜蟲蛀、污漬｜書根｜15%",
            [{"level": "四級", "kinds": ["蟲蛀", "污漬"], "location": "書根", "percent": "15"}],
        ),
        ("other_titles", "十三經注疏附校勘記", [{"title": "十三經注疏附校勘記"}]),
        ("other_titles", "版心｜易解", [{"kind": "版心", "title": "易解"}]),
        ("identifiers", "財產號｜123", [{"scheme": "財產號", "value": "123"}]),
        (
            "sub_works",
            "甲書二卷｜（清）某撰；>乙書一卷；>>丙書一卷；丁書四卷",
            [
                {
                    "title": "甲書二卷",
                    "responsibility": "（清）某撰",
                    "children": [{"title": "乙書一卷", "children": [{"title": "丙書一卷"}]}],
                },
                {"title": "丁書四卷"},
            ],
        ),
    ],
)
def test_cells_that_hold_a_whole_group(group: str, text: str, rows: list[dict[str, Any]]) -> None:
    assert read_group(group, text) == rows
    assert normalise({group: rows})[group]


@pytest.mark.parametrize(
    ("group", "text"), [("cases", "甲｜1｜注｜多"), ("sub_works", "甲；>>乙"), ("cases", "套｜幾個")]
)
def test_a_cell_that_breaks_the_notation_is_told(group: str, text: str) -> None:
    with pytest.raises(Unreadable):
        read_group(group, text)


def test_the_notation_knows_only_fields_that_the_record_has() -> None:
    for group, fields in GROUP_FIELDS.items():
        assert {name for name, _ in fields} <= set(fields_of(group))


WORD = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)


@given(rows=st.lists(st.tuples(WORD, WORD, WORD, WORD), min_size=1, max_size=5))
def test_what_is_written_in_the_notation_is_read_back(rows: list[tuple[str, str, str, str]]) -> None:
    text = "；".join("｜".join(row) for row in rows)
    names = [name for name, _ in GROUP_FIELDS["engravers"]]
    assert read_group("engravers", text) == [dict(zip(names, row, strict=True)) for row in rows]
