"""What is derived from a record, and its order by strokes as bytes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import fold, stroke_key
from guji.data import BookData
from guji.derivation import DERIVATION, OVERRIDABLE, SORTED_CHARACTERS, derive, sort_key

TITLES = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
        st.sampled_from("□〓〇，、Aa1ア[]［萬曆］"),
    ),
    max_size=SORTED_CHARACTERS,
)


@given(TITLES, TITLES)
def test_bytes_compare_as_strokes_do(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (stroke_key(one) < stroke_key(other))
    assert (sort_key(one) == sort_key(other)) == (stroke_key(one) == stroke_key(other))


def test_titles_in_the_order_of_their_strokes() -> None:
    titles = ["說文解字", "一切經音義", "□□集", "二十四史", "［萬曆］丁卯集", "人物志"]
    assert sorted(titles, key=sort_key) == ["一切經音義", "二十四史", "［萬曆］丁卯集", "人物志", "說文解字", "□□集"]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_refused(title: str, responsibility: str, edition: str, extent: str) -> None:
    derived = derive(BookData(title=title, responsibility=responsibility, edition=edition, extent=extent))
    columns = derived.columns
    assert columns["derivation"] == DERIVATION
    first, last = columns["year_from"], columns["year_to"]
    assert first is None or last is None or first <= last
    assert all(len(columns[name]) <= 40 for name in ("dynasty", "era"))
    assert all(unit.name_fold == fold(unit.name) for unit in derived.units)
    assert all(value is None or value <= 2_147_483_647 for value in (columns["juan_total"], columns["extent_count"]))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            BookData(title="周易九卷略例一卷", edition="清康熙十六年（1677）通志堂刻本", volumes="2函12冊"),
            {"title_main": "周易", "juan_total": 10, "dynasty": "清", "era": "康熙", "era_year": 16, "year_from": 1677},
        ),
        (
            BookData(title="越縵堂日記不分卷", edition="稿本", volumes="51冊", extent="存五冊（一至五）"),
            {"juan_total": None, "edition_type": "稿本", "year_from": None, "volumes_count": 51, "is_complete": False},
        ),
        (
            BookData(title="妙法蓮華經七卷", volumes="1軸", extent="缺二卷（三至四）"),
            {"volumes_count": 1, "volumes_unit": "軸", "extent_kind": "缺", "extent_count": 2, "is_complete": False},
        ),
        (BookData(), {"title_main": "", "juan_total": None, "volumes_count": None, "is_complete": True}),
        (BookData(volumes="2函12冊"), {"volumes_count": 12, "volumes_unit": "冊"}),
    ],
)
def test_columns_of_known_records(data: BookData, expected: dict[str, Any]) -> None:
    columns = derive(data).columns
    assert {name: columns[name] for name in expected} == expected


def test_people_belong_to_their_work_and_source() -> None:
    data = BookData(
        title="水經注四十卷",
        responsibility="（北魏）酈道元撰",
        annotation="（清）何焯校並跋",
        details={
            "sub_works": [{"title": "合校本", "children": [{"title": "圖一卷", "responsibility": "（清）楊守敬撰"}]}]
        },
    )
    people = {(agent.source, agent.work, agent.name) for agent in derive(data).agents}
    assert ("responsibility", "", "酈道元") in people
    assert ("annotation", "", "何焯") in people
    assert ("sub_work", "圖一卷", "楊守敬") in people


def test_titles_of_every_source_are_units() -> None:
    data = BookData(
        title="玉臺新詠十卷",
        details={"other_titles": [{"kind": "內封", "title": "玉臺新詠集"}], "sub_works": [{"title": "續玉臺文苑四卷"}]},
    )
    units = {(unit.source, unit.name, unit.juan) for unit in derive(data).units}
    assert units == {("title", "玉臺新詠", 10), ("other_title", "玉臺新詠集", None), ("sub_work", "續玉臺文苑", 4)}


def test_years_given_by_hand_in_the_wrong_order_are_turned() -> None:
    columns = derive(BookData(edition="清刻本"), {"year_from": 1700, "year_to": 1662}).columns
    assert (columns["year_from"], columns["year_to"]) == (1662, 1700)


def test_the_folded_title_follows_a_title_set_by_hand() -> None:
    columns = derive(BookData(title="説文解字"), {"title_main": "說文"}).columns
    assert columns["title_fold"] == fold("說文")
    assert columns["title_sort"] == sort_key("說文")


def test_only_what_is_derived_can_be_overridden() -> None:
    columns = derive(BookData(title="周易"), {"class_path": "經部", "derivation": DERIVATION}).columns
    assert "class_path" not in columns
    assert set(OVERRIDABLE) - {"units", "agents"} <= columns.keys()
