"""Text that only one of the two engines would hold is refused on both, in words that say where it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.errors import InvalidData
from census.storable import (
    is_storable,
    made_storable,
    made_storable_throughout,
    require_all_storable,
    require_storable,
)

ANY = st.text(st.characters(exclude_categories=[]), max_size=12)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), ANY),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(ANY, inner, max_size=3)),
    max_leaves=8,
)


@pytest.mark.parametrize("text", ["", "周易九卷", "𡿨書□卷", "\x01\x1f\t\n", "\ufffd\uffff", "\U0010ffff"])
def test_what_both_engines_hold_passes_as_it_is(text: str) -> None:
    assert is_storable(text)
    assert require_storable("title", text) == made_storable(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("周易\0九卷", "第 3 个字符 U+0000 不能保存（前文为“周易”）"),
        ("\ud842", "第 1 个字符 U+D842 不能保存（前文为“”）"),
        ("說文解字十五卷（漢）許慎撰\udfb7", "第 14 个字符 U+DFB7 不能保存（前文為“"),
    ],
)
def test_a_refusal_names_field_place_and_character(text: str, told: str) -> None:
    with pytest.raises(InvalidData) as refused:
        require_storable("title", text)
    assert refused.value.field == "title"
    assert refused.value.message.startswith(told.replace("為", "为"))


def test_of_many_texts_the_first_wrong_field_is_named() -> None:
    require_all_storable([("title", "周易"), ("note", "")])
    with pytest.raises(InvalidData) as refused:
        require_all_storable([("title", "周易"), ("note", "殘\0"), ("series", "\0")])
    assert refused.value.field == "note"


def test_halves_in_two_fields_do_not_make_a_whole() -> None:
    with pytest.raises(InvalidData):
        require_all_storable([("title", "\ud842"), ("note", "\udfb7")])


@given(ANY)
def test_made_storable_is_storable_of_the_same_length_and_changes_nothing_else(text: str) -> None:
    made = made_storable(text)
    assert is_storable(made)
    assert len(made) == len(text)
    assert all(new in (old, "\ufffd") for old, new in zip(text, made, strict=True))
    made.encode()


@given(JSON)
def test_a_json_value_keeps_its_shape(value: object) -> None:
    made = made_storable_throughout(value)
    assert made_storable_throughout(made) == made
    assert type(made) is type(value)


def test_texts_at_any_depth_of_a_json_value_are_made_storable() -> None:
    value = {"名\0": ["\ud800", {"深": ("\0", 1, None, True)}]}
    assert made_storable_throughout(value) == {"名\ufffd": ["\ufffd", {"深": ["\ufffd", 1, None, True]}]}
