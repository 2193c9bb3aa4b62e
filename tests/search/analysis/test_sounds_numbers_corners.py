"""Titles by sound and by the corners of their first character; numbers however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    AGAIN,
    Tier,
    asked_number,
    distance,
    four_corner_codes,
    has_number,
    near,
    number_column,
    number_key,
    number_keys,
    repeated_sounds,
    sound_asks,
    sound_column,
    sound_tokens,
)
from search.language.latin import as_pinyin
from search.language.tree import Pinyin

NUMBER = "330000-1701-0000012"


def sound_tier(typed: str, *titles: str) -> Tier | None:
    """How titles answer letters; whatever is verified must have been looked up by tokens that are there."""
    node = as_pinyin(typed)
    assert node is not None
    column = sound_column(titles)
    tiers = []
    for ask in sound_asks(node):
        if (tier := ask.tier_in(column)) is not None:
            assert set(ask.tokens) <= sound_tokens(column)
            assert ask.found_in(column)
            tiers.append(tier)
    return min(tiers, default=None)


@pytest.mark.parametrize(
    ("typed", "title", "tier"),
    [
        ("shuowen", "說文解字十五卷", Tier.BEGINS),
        ("shuo wen jie zi", "说文解字十五卷", Tier.WHOLE),
        ("shiji", "史記一百三十卷", Tier.WHOLE),
        ("shiji", "史記評林一百三十卷", Tier.BEGINS),
        ("shiji", "詩集傳二十卷", Tier.BEGINS),
        ("sj", "詩緝三十六卷", Tier.WHOLE),
        ("mingshigao", "明史稿不分卷", Tier.WHOLE),
        ("li", "禮十卷", Tier.BEGINS),
        ("jiezi", "說文解字十五卷", Tier.IN_TITLE),
        ("shuow", "說文解字十五卷", Tier.BEGINS),
        ("swjz", "說文解字十五卷", Tier.WHOLE),
        ("wjz", "說文解字十五卷", Tier.IN_TITLE),
        ("wenzi", "說文解字十五卷", None),
        ("shuwen", "說文解字十五卷", None),
        ("shu", "說文解字十五卷", None),
        ("yuefu", "樂府詩集", Tier.BEGINS),
        ("lefu", "樂府詩集", Tier.BEGINS),
        ("yongledadian", "永樂大典", Tier.WHOLE),
        ("kuaijizhi", "［嘉泰］會稽志二十卷", Tier.WHOLE),
        ("lvshichunqiu", "呂氏春秋", Tier.WHOLE),
        ("zengwenzheng", "曾文正公全集", Tier.BEGINS),
        ("cangshu", "藏書紀事詩", Tier.BEGINS),
        ("chongkan", "重刊宋本", Tier.BEGINS),
        ("moqi", "万俟詠詞", Tier.BEGINS),
        ("xian", "西安府志", Tier.BEGINS),
        ("xian", "仙居縣志", Tier.BEGINS),
    ],
)
def test_titles_by_sound(typed: str, title: str, tier: Tier | None) -> None:
    assert sound_tier(typed, title) is tier


def test_sounds_do_not_run_over_from_one_title_into_the_next() -> None:
    assert sound_tier("wenduan", "說文", "段注") is None
    assert sound_tier("duanzhu", "說文", "段注") is Tier.WHOLE
    assert sound_column([]) == sound_column(["……"]) == ""


@given(st.text("說文樂府解字傳藏書、［］A1□か", min_size=1, max_size=8), st.data())
def test_any_reading_of_a_title_finds_it(title: str, data: st.DataObject) -> None:
    column = sound_column([title])
    for text in column.strip("\x1f").split("\x1f")[:1]:
        syllables = [data.draw(st.sampled_from(word.strip("/").split("/"))) for word in text.split()]
        if syllables:
            (ask,) = sound_asks(Pinyin((tuple(syllables),)))
            assert ask.tier_in(column) is (Tier.WHOLE if len(syllables) > 1 else Tier.BEGINS)
            assert set(ask.tokens) <= sound_tokens(column)


#: Characters with several readings, so that a sound comes again in another character.
TITLES = st.text(st.sampled_from("說樂重傳文"), max_size=6)
SYLLABLES = st.lists(st.sampled_from(["shuo", "yue", "le", "chong", "zhuan", "wen"]), min_size=1, max_size=4)


@given(st.lists(st.one_of(TITLES, st.builds("［{}］{}".format, TITLES, TITLES)), max_size=3), SYLLABLES)
def test_what_the_tokens_of_sounds_are_sure_of_is_so(titles: list[str], syllables: list[str]) -> None:
    column = sound_column(titles)
    letters = "".join(syllable[0] for syllable in syllables)
    for ask in sound_asks(Pinyin((tuple(syllables),), initials=letters)):
        assert ask.sure
        if repeated_sounds(column).isdisjoint(ask.doubts):
            assert ask.found_in(column) is (set(ask.tokens) <= sound_tokens(column))


@pytest.mark.parametrize(
    ("titles", "marked"),
    [
        (["說文解字"], set()),
        (["［嘉泰］文志", "文志"], set()),
        (["說文", "閱"], {"yue"}),
        (["文集", "聞見錄"], {"wen"}),
    ],
)
def test_a_sound_comes_again_in_whatever_character(titles: list[str], marked: set[str]) -> None:
    found = {mark.removesuffix(AGAIN) for mark in repeated_sounds(sound_column(titles))}
    assert {sound for sound in found if len(sound) > 2} == marked


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "330000－1701－0000012",
        "３３００００-１７０１-００００012",
        "330000—1701—0000012",
        "33000017010000012",
        " 330000-1701- 0000012",
    ],
)
def test_a_census_number_in_any_dress(typed: str) -> None:
    assert has_number(typed, False, number_column([NUMBER]))


@pytest.mark.parametrize("typed", ["1701-12", "1701-012", "１７０１－0000012"])
def test_a_census_number_by_unit_and_running_number(typed: str) -> None:
    assert asked_number(typed) == "1701-12"
    assert has_number(typed, False, number_column([NUMBER]))
    assert not has_number(typed, False, number_column(["330000-1701-0000123"]))


@pytest.mark.parametrize(("typed", "found"), [("330000-1701", True), ("330000", True), ("1701", True), ("701", False)])
def test_a_number_by_its_beginning(typed: str, found: bool) -> None:
    assert has_number(typed, True, number_column([NUMBER])) is found
    assert not has_number(typed, False, number_column([NUMBER]))


def test_shelf_marks_are_compared_without_width_case_and_spaces() -> None:
    column = number_column(["普 347.8/Ａb", "善0012"])
    assert has_number("普347.8/aB", False, column)
    assert has_number("善００", True, column)
    assert not has_number("", True, column)
    assert number_keys("") == ()
    assert number_column([""]) == ""


@given(st.text(max_size=20))
def test_a_number_is_found_by_itself_and_by_its_beginnings(number: str) -> None:
    column = number_column([number])
    if number_key(number):
        assert has_number(number_keys(number)[0], False, column)
        assert number_key(number_key(number)) == number_key(number)


def test_corners_of_first_characters() -> None:
    assert four_corner_codes(["說文解字"]) == {"08", "086", "0861", "08616"}
    assert four_corner_codes(["……", ""]) == set()


def test_corners_of_a_gazetteer_are_those_of_its_era_and_of_its_place() -> None:
    codes = four_corner_codes(["［萬曆］金華府志"])
    assert {"44", "80"} <= {code for code in codes if len(code) == 2}


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("說文解字", "說文解字", 0),
        ("說文解字", "說文解宇", 1),
        ("說文解字", "說文字", 1),
        ("說文解字", "說文字解", 1),
        ("說文解字", "文解字注", 2),
        ("說文解字", "爾雅注疏", None),
        ("", "一二三", None),
        ("", "", 0),
    ],
)
def test_how_far_apart_two_keys_are(a: str, b: str, apart: int | None) -> None:
    assert distance(a, b) == apart
    assert distance(b, a) == apart


def test_short_keys_must_be_nearer() -> None:
    assert near("說文", "說交") is None
    assert near("說文解", "說文字") == 1
    assert near("說文解字", "文解字注") is None
    assert near("說文解字注箋", "文解字注箋一") == 2


@given(st.text("說文解字", max_size=7), st.text("說文解字", max_size=7))
def test_distance_within_bounds(a: str, b: str) -> None:
    found = distance(a, b)
    assert (found == 0) == (a == b)
    assert found is None or abs(len(a) - len(b)) <= found <= 2
