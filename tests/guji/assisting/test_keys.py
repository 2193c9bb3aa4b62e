"""How a form is typed: in any form of its characters, by sound, by initials, from inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guji.assisting.keys import LONGEST, keys_of, mixed_keys, typed_key

NAMES = st.text(st.sampled_from("段玉裁曾國藩錢大昕毛氏汲古閣經韻樓解縉查慎行單𢎞□"), min_size=1, max_size=12)


def leads(kind: str, form: str, typed: str) -> bool:
    key = typed_key(typed)
    return any(found.text.startswith(key) for found in keys_of(kind, form))


@pytest.mark.parametrize("typed", ["段", "段玉", "duan", "duanyu", "DuanYu", "duan'yu", "dyc", "d", "yucai", "玉裁"])
def test_a_person_is_found_by_whatever_one_types(typed: str) -> None:
    assert leads("person", "段玉裁", typed)


@pytest.mark.parametrize("typed", ["钱大昕", "錢大昕", "qdx", "qiandaxin"])
def test_simplified_and_traditional_are_one(typed: str) -> None:
    assert leads("person", "錢大昕", typed)


@pytest.mark.parametrize(
    ("form", "typed"),
    [("曾國藩", "zeng"), ("曾國藩", "ceng"), ("解縉", "xie"), ("解縉", "jie"), ("查慎行", "zha"), ("查慎行", "cha")],
)
def test_a_character_of_several_readings_is_found_by_each(form: str, typed: str) -> None:
    assert leads("person", form, typed)


@pytest.mark.parametrize("typed", ["汲古閣", "汲古阁", "jigu", "毛氏", "maoshi", "msjgg", "古閣"])
def test_a_house_is_found_from_inside(typed: str) -> None:
    assert leads("maker", "毛氏汲古閣", typed)


def test_what_begins_so_stands_before_what_has_it_inside() -> None:
    places = {key.text: key.at for key in keys_of("maker", "毛氏汲古閣")}
    assert places["maoshijiguge"] == 0
    assert places["jiguge"] == 1


@pytest.mark.parametrize("typed", ["wang", "裁", "ydc"])
def test_a_person_is_not_found_by_anything(typed: str) -> None:
    assert not leads("role", "段玉裁", typed)


@given(NAMES)
def test_every_form_is_found_by_itself_and_its_keys_are_short(form: str) -> None:
    keys = keys_of("maker", form)
    assert len(keys) == len({key.text for key in keys})
    assert all(0 < len(key.text) <= LONGEST for key in keys)
    assert any(key.at == 0 and key.text == typed_key(form) for key in keys)


@pytest.mark.parametrize(
    ("head", "tail", "expected"),
    [("段", "yuc", True), ("段", "yc", True), ("段玉", "c", True), ("段", "cai", False), ("王", "yu", False)],
)
def test_characters_and_sound_may_be_mixed(head: str, tail: str, expected: bool) -> None:
    own = {key.text for key in keys_of("person", "段玉裁")}
    assert any(key.startswith(mixed) for mixed in mixed_keys(typed_key(head), tail) for key in own) is expected


def test_what_has_no_sound_has_no_mixed_keys() -> None:
    assert mixed_keys("□", "yu") == ()
