"""Profiles are data: what is right is taken, what is wrong is named, all of it at once."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_export.volumes import profile as profiles
from catalog_export.volumes.profile import Profile, ProfileError, builtin_profiles, profile_from_data


def problems(data: object) -> dict[str, str]:
    with pytest.raises(ProfileError) as caught:
        profile_from_data(data)
    return {problem.path: problem.message for problem in caught.value.problems}


def test_what_is_left_out_has_the_printed_series_values() -> None:
    profile = profile_from_data({"name": "mine"})
    assert (profile.page.width, profile.page.height, profile.page.columns) == (185, 260, 2)
    assert profile.style.brackets == "full"


def test_a_profile_survives_json() -> None:
    for profile in builtin_profiles().values():
        assert profile_from_data(json.loads(json.dumps(profile.to_data()))) == profile


def test_builtin_profiles_are_named_like_their_files() -> None:
    names = {path.stem for path in profiles.PROFILE_DIR.glob("*.json")}
    assert set(builtin_profiles()) == names
    assert profiles.DEFAULT_PROFILE in names


def test_the_message_names_label_path_bounds_and_value() -> None:
    found = problems({"page": {"width": 20}})
    assert found == {"page.width": "开本宽（page.width）应是 90 至 420毫米之间的数，不能是“20”"}


def test_every_problem_is_named_not_only_the_first() -> None:
    found = problems({"page": {"width": "wide", "colums": 2}, "style": {"hyphen": "em"}, "extra": 1})
    assert set(found) == {"page.width", "page.colums", "style.hyphen", "extra"}
    assert "half、full" in found["style.hyphen"]
    assert "没有“page.colums”这项设置" in found["page.colums"]


@pytest.mark.parametrize("value", [True, None, [], {}, "2", 1.5, 3, 0])
def test_columns_are_one_or_two(value: object) -> None:
    assert "page.columns" in problems({"page": {"columns": value}})


@pytest.mark.parametrize("data", [None, [], "register", 3])
def test_a_profile_is_a_group_of_settings(data: object) -> None:
    assert "应是一组设置" in next(iter(problems(data).values()))


def test_a_group_must_be_a_group() -> None:
    assert "page" in next(iter(problems({"page": 3})))


def test_switches_take_only_yes_and_no() -> None:
    assert "index.juan" in problems({"index": {"juan": "yes"}})


def test_lines_may_not_overlap() -> None:
    found = problems({"type": {"body": 14, "leading": 10}})
    assert found == {"type.leading": "行距（type.leading）10 磅小于字号（type.body）14 磅，行会相叠"}


NUMBERS = [
    (group.name, setting.name, setting.metadata["low"], setting.metadata["high"], setting.type == "int")
    for group in dataclasses.fields(Profile)
    if group.name not in ("name", "label")
    for setting in dataclasses.fields(getattr(Profile(), group.name))
    if "low" in setting.metadata
]


@pytest.mark.parametrize(("group", "setting", "low", "high", "whole"), NUMBERS, ids=lambda value: str(value))
def test_a_number_may_be_either_bound_and_nothing_beyond(
    group: str, setting: str, low: float, high: float, whole: bool
) -> None:
    path, step = f"{group}.{setting}", 1 if whole else 0.001
    for bound in (low, high):
        assert "之间的" not in found_in({group: {setting: bound}}).get(path, "")
    beyond: list[object] = [low - step, high + step, True, str(low), None, float("nan"), float("inf")]
    for value in beyond:
        assert f"应是 {low} 至 {high}" in found_in({group: {setting: value}})[path], value


def found_in(data: object) -> dict[str, str]:
    """What is wrong with a profile, nothing if it can be used."""
    try:
        profile_from_data(data)
    except ProfileError as error:
        return {problem.path: problem.message for problem in error.problems}
    return {}


SIZES = {"body": "leading", "number": "leading", "sub": "sub_leading", "text": "text_leading", "index": "index_leading"}


@pytest.mark.parametrize(("size", "pitch"), SIZES.items())
def test_no_type_is_higher_than_the_distance_of_its_lines(size: str, pitch: str) -> None:
    """Ten points on ten is set solid, which stands; half a point more and the lines touch."""
    smaller = {name: 8 for name, of in SIZES.items() if of == pitch}
    assert found_in({"type": {**smaller, size: 10, pitch: 10}}) == {}
    told = found_in({"type": {**smaller, size: 10.5, pitch: 10}})
    assert list(told) == [f"type.{pitch}"]
    assert f"字号（type.{size}）10.5 磅" in told[f"type.{pitch}"]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"page": {"width": 129, "inner": 21, "outer": 21, "gap": 7}, "index": {"columns": 2}}, []),
        ({"page": {"width": 128.9, "inner": 21, "outer": 21, "gap": 7}, "index": {"columns": 2}}, ["page"]),
        ({"page": {"height": 120, "top": 30, "bottom": 30}}, []),
        ({"page": {"height": 120, "top": 30, "bottom": 30.1}}, ["page"]),
        ({"page": {"width": 134, "inner": 21, "outer": 21, "columns": 1}, "index": {"columns": 3}}, []),
        ({"page": {"width": 133.9, "inner": 21, "outer": 21, "columns": 1}, "index": {"columns": 3}}, ["index"]),
    ],
)
def test_the_least_columns_and_type_area_that_stand(data: dict[str, object], wrong: list[str]) -> None:
    """Two columns of 40 mm, a type area 60 mm high, three index columns of 28 mm and 4 between; and a tenth less."""
    assert list(found_in(data)) == wrong


def test_columns_need_room() -> None:
    assert "毫米宽" in problems({"page": {"width": 100, "inner": 20, "outer": 20}})["page"]
    assert "毫米高" in problems({"page": {"height": 120, "top": 40, "bottom": 40}})["page"]
    assert "index" in problems({"page": {"width": 130, "columns": 1}, "index": {"columns": 4}})


words = st.text("ab.年1", max_size=6)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
groups = st.sampled_from([item.name for item in dataclasses.fields(Profile)])


@given(st.dictionaries(groups, json_values | st.fixed_dictionaries({"columns": json_values, "width": json_values})))
def test_any_json_gives_a_usable_profile_or_named_problems(data: dict[str, object]) -> None:
    try:
        profile = profile_from_data(data)
    except ProfileError as error:
        messages = [problem.message for problem in error.problems]
    else:
        messages = []
        assert profile_from_data(profile.to_data()) == profile
        assert profile.page.columns in (1, 2)
    assert all(messages)


@given(json_values)
def test_a_choice_of_any_kind_never_breaks_the_reader(value: object) -> None:
    if value not in ("half", "full"):
        assert set(problems({"style": {"hyphen": value}})) == {"style.hyphen"}
