"""Characters by their parts, radical and strokes, description, code point."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import is_ideograph, radical, strokes
from authority.han.finding import find_characters
from authority.han.parts import (
    composed_of,
    count_of,
    described_as,
    description,
    forms_of,
    holding,
    is_description,
    of_radical,
    pieces,
    radical_sign,
    radicals_named,
    strokes_beside,
)

DESCRIBED = st.one_of(st.integers(0x4E00, 0x9FA5), st.integers(0x3400, 0x4DB5), st.integers(0x20000, 0x2A6D6)).map(chr)


def first(question: str, count: int = 1) -> str:
    return "".join(find_characters(question).characters[:count])


@pytest.mark.parametrize(
    ("question", "char"),
    [
        ("氵吾", "浯"),
        ("氵+吾", "浯"),
        ("水　吾", "浯"),
        ("三点水、吾", "浯"),
        ("⿰氵吾", "浯"),
        ("⺡吾", "浯"),
        ("U+6D6F", "浯"),
        ("6d6f", "浯"),
        ("&#x6D6F;", "浯"),
        ("竹字头夭", "笑"),
        ("木木木", "森"),
        ("艸疌", "萐"),
        ("弓㇜", "𢎞"),
        ("2239E", "𢎞"),
        ("齒奇", "齮"),
        ("齿奇", "𬺈"),
        ("水", "水"),
        ("吾7", "吾"),
        ("秃宝盖、車", "軍"),
    ],
)
def test_one_character_asked_for_in_the_ways_people_have(question: str, char: str) -> None:
    found = find_characters(question).characters
    assert found[0] == char
    assert len(set(found)) == len(found)


def test_parts_within_parts_are_parts() -> None:
    assert "灣" in find_characters("氵弓").characters
    assert {"灣", "彎"} <= holding("弓")


def test_a_part_asked_for_twice_must_be_there_twice() -> None:
    assert "明" not in find_characters("日日月").characters
    assert "林" not in find_characters("木木木").characters
    assert (count_of("森", "木"), count_of("焱", "火"), count_of("好", "木")) == (3, 3, 0)


def test_the_form_that_was_typed_stands_before_other_forms_of_the_radical() -> None:
    assert first("火言") == "𤉘"
    assert described_as("⿰水吾") == ["浯"]


def test_the_order_typed_is_the_order_read() -> None:
    assert first("口木") == "呆"
    assert first("木口") == "杏"
    assert (described_as("⿱口木"), described_as("⿱木口")) == (["呆"], ["杏"])


def test_another_order_of_the_same_parts_stands_before_other_forms_of_them() -> None:
    assert first("言火") == "𤉘"
    assert first("心亡", 3) == "忘忙𢗺"


def test_of_a_part_that_half_of_all_characters_hold_those_made_of_it_are_told() -> None:
    found = composed_of("一")
    assert "丁" in found
    assert [ch for ch in found if "一" not in pieces(description(ch))] == []


def test_a_form_of_two_radicals_leads_to_both() -> None:
    assert forms_of("阝")[0] == "阝"
    assert set("邑阜") < set(forms_of("阝"))
    assert set("水氵氺⺡") <= set(forms_of("氺"))
    assert forms_of("吾") == "吾"


@pytest.mark.parametrize(
    ("question", "radicals", "char", "not_there"),
    [
        ("水部7画", (85,), "浯", "海水"),
        ("氵7", (85,), "浯", "水"),
        ("水部七畫", (85,), "浯", "水"),
        ("85.7", (85,), "浯", "水"),
        ("1.2", (1,), "三", "一"),
        ("214.5", (214,), "龢", "龠"),
        ("氵共10画", (85,), "浯", "水"),
        ("阝8", (163, 170), "郭", "邑"),
        ("言字旁7", (149,), "說", "言"),
        ("讠7", (149,), "说", "言"),
        ("石部", (112,), "石", "水"),
    ],
)
def test_a_radical_and_the_strokes_beside_it(
    question: str, radicals: tuple[int, ...], char: str, not_there: str
) -> None:
    found = find_characters(question)
    assert (found.way, found.radicals) == ("radical", radicals)
    assert char in found.characters
    assert not set(not_there) & (set(found.characters) - set("海"))


def test_a_numeral_that_is_a_part_is_a_part() -> None:
    assert find_characters("氵七").way == "parts"
    assert find_characters("氵七画").way == "radical"
    assert find_characters("吾7").way == "parts"


def test_what_is_under_a_radical_stands_by_strokes() -> None:
    counted = [strokes(ch) for ch in find_characters("水部").characters]
    assert len(counted) > 3000
    assert counted == sorted(counted)


@pytest.mark.parametrize("question", ["", "  ", "water", "U+0041", "110000", "FFFFFF", "999.1", "0.3", "，", "水🙂"])
def test_what_asks_for_no_character_finds_none(question: str) -> None:
    assert find_characters(question).characters == ()


def test_what_is_no_question_is_not_said_to_be_one() -> None:
    assert [find_characters(question).way for question in ("", "water", "，", "水🙂")] == [""] * 4


def test_a_long_paste_is_cut_not_searched_for_ever() -> None:
    assert find_characters("氵吾" * 500).characters == ()


def test_strokes_beside_the_radical_count_the_form_that_it_has() -> None:
    assert [strokes_beside(ch) for ch in "浯說说陸鄉潁𢎞水"] == [7, 7, 7, 8, 9, 11, 1, 0]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("⿰氵吾", True),
        ("⿲彳韋亍", True),
        ("⿱艹⿰氵吾", True),
        ("⿳亠口小", True),
        ("〾吾", True),
        ("〾吾言", False),
        ("⿰氵", False),
        ("⿰氵吾言", False),
        ("吾", False),
        ("", False),
    ],
)
def test_a_description_is_whole(text: str, whole: bool) -> None:
    assert is_description(text) is whole


def test_every_radical_knows_its_number_and_its_forms_lead_back_to_it() -> None:
    for number in range(1, 215):
        sign = radical_sign(number)
        assert number in radicals_named(sign)
        assert radical(sign) == number, sign
        assert sign in forms_of(sign)


@given(DESCRIBED)
def test_a_character_is_found_by_its_own_description_and_parts(ch: str) -> None:
    ids = description(ch)
    if len(ids) > 1 and "？" not in ids:
        assert is_description(ids) or ids[0] == "〾", ids
        assert all(ch in holding(part) for part in pieces(ids) if part not in forms_of(ch) and ch not in forms_of(part))
        if is_description(ids) and all(is_ideograph(part) for part in pieces(ids)):
            assert ch in described_as(ids)


@given(DESCRIBED)
def test_a_character_stands_under_its_radical_with_its_strokes(ch: str) -> None:
    number = radical(ch)
    assert ch in of_radical(number, rest=strokes_beside(ch))
    assert ch in of_radical(number, total=strokes(ch))


@given(st.text("氵吾言木一丨口+　⿰⿱7画部.", max_size=6))
def test_any_question_is_answered_with_ideographs(question: str) -> None:
    assert all(map(is_ideograph, find_characters(question).characters))


def test_parts_narrow_one_another() -> None:
    one, both = composed_of("言"), composed_of("言若")
    assert set(both) < set(one)
    assert both[0] == "諾"
