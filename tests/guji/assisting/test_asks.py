"""What is being typed where the caret stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guji.assisting.asks import Ask, asks, missing
from guji.assisting.fields import completed_fields
from guji.forms import known_field

TYPED = st.text(st.sampled_from("（清)(]〕明段玉裁王撰注duany 　、，金壇經韻樓刻本嘉慶二十年1815𢎞"), max_size=30)


def readings(field: str, text: str) -> list[tuple[tuple[str, ...], str]]:
    return [(ask.kinds, ask.fragment) for ask in asks(field, text, len(text))]


def first(field: str, text: str) -> Ask:
    return asks(field, text, len(text))[0]


@pytest.mark.parametrize(
    ("text", "kinds", "fragment"),
    [
        ("（q", ("dynasty",), "q"),
        ("（清）duanyu", ("person",), "duanyu"),
        ("(清)段玉", ("person",), "段玉"),
        ("duanyu", ("person", "dynasty"), "duanyu"),
        ("（清）段玉裁撰　（清）王", ("person",), "王"),
        ("（清）段玉裁　wang", ("person", "dynasty"), "wang"),
        ("（漢）許慎撰；（宋）徐", ("person",), "徐"),
    ],
)
def test_in_a_statement_of_people_brackets_and_spaces_say_what_is_typed(
    text: str, kinds: tuple[str, ...], fragment: str
) -> None:
    ask = first("responsibility", text)
    assert (ask.kinds, ask.fragment) == (kinds, fragment)
    assert text[ask.start : ask.end] == fragment


def test_behind_a_name_a_role_may_be_typed_by_sound_or_in_characters() -> None:
    assert (("role",), "zhuan") in readings("responsibility", "（清）段玉裁zhuan")
    assert (("role",), "撰") not in readings("responsibility", "（清）段玉裁撰")
    assert first("responsibility", "（清）段玉裁").then == ("role",)


def test_annotations_have_acts_of_their_own_and_dynasties_without_brackets() -> None:
    found = asks("annotation", "清陳鱣", 3)
    assert [(ask.fragment, ask.dynasty) for ask in found if ask.kinds == ("person",)] == [
        ("清陳鱣", ""),
        ("陳鱣", "清"),
    ]
    assert found[0].then == ("annotation_mode",)


@pytest.mark.parametrize(
    ("text", "dynasty"),
    [
        ("（清）段", "清"),
        ("（明）吾冔　吳", "明"),
        ("（清）段玉裁撰　王", ""),  # its group is closed: the next one has a dynasty of its own
        ("（1735—1815）段", ""),
        ("（日本）物", "日本"),
        ("段", ""),
    ],
)
def test_a_dynasty_governs_until_a_role_closes_its_group(text: str, dynasty: str) -> None:
    assert first("responsibility", text).dynasty == dynasty


@pytest.mark.parametrize(
    ("text", "wanted", "fragment"),
    [
        ("qing", "dynasty", "qing"),
        ("清jiaqing", "era", "jiaqing"),
        ("清嘉", "era", "清嘉"),
        ("清嘉慶二十年（1815）金壇duan", "maker", "duan"),
        ("清嘉慶二十年（1815）金壇段", "maker", "段"),
        ("清嘉慶二十年金壇", "place", "金壇"),
        ("清初毛", "maker", "毛"),
        ("清嘉慶二十年（1815）經韻樓刻", "edition_type", "刻"),
        ("清嘉慶二十年（1815）經韻樓ke", "edition_type", "ke"),
        ("明嘉靖乙亥金", "maker", "金"),
    ],
)
def test_an_edition_is_completed_part_by_part(text: str, wanted: str, fragment: str) -> None:
    assert any(wanted in kinds and typed == fragment for kinds, typed in readings("edition", text))


@pytest.mark.parametrize("text", ["清嘉慶二十年（18", "清嘉慶二十年（1815）", "", "（清）"])
def test_where_no_part_is_begun_nothing_is_asked(text: str) -> None:
    assert asks("edition", text, len(text)) == []


def test_a_time_that_is_over_is_not_asked_for_again() -> None:
    assert "era" not in first("edition", "清嘉慶二十年（1815）jin").kinds


def test_a_field_of_one_value_is_replaced_whole_and_a_list_item_by_item() -> None:
    seal = asks("seals.3.owner", "丁bing", 2)[0]
    assert (seal.start, seal.end, seal.fragment) == (0, 5, "丁b")
    damage = asks("damages.0.kinds", "蟲蛀、mei", 6)[0]
    assert (damage.start, damage.end, damage.fragment) == (3, 6, "mei")


@pytest.mark.parametrize("field", ["title", "volumes", "note", "seals.0.text", "nonsense", ""])
def test_other_fields_are_left_alone(field: str) -> None:
    assert asks(field, "duanyu", 6) == []
    assert missing(field, "段玉裁", 3) is None


def test_every_completed_field_is_one_of_the_form() -> None:
    rows = (name.replace(".", ".0.") for name in completed_fields())
    assert [name for name in rows if not known_field(name)] == []


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("responsibility", "（清）某無名", ("person", "某無名", "清")),
        ("responsibility", "（清）段玉裁撰", None),  # a role has closed it
        ("responsibility", "（清", None),
        ("responsibility", "（清）duanyu", None),  # a sound is no name
        ("responsibility", "（清）某", None),
        ("annotation", "清陳鱣", ("person", "陳鱣", "清")),
        ("edition", "清嘉慶二十年（1815）金壇段氏經韻樓", ("maker", "段氏經韻樓", "")),
        ("annotation", "金聖歎", ("person", "金聖歎", "")),  # 金 is his surname
        ("edition", "清嘉慶", None),
        ("edition", "清嘉慶二十年（1815）刻本", None),
        ("series", "某某叢書", ("series", "某某叢書", "")),
        ("seals.0.owner", "丁丙", ("seal_owner", "丁丙", "")),
    ],
)
def test_a_name_typed_in_characters_could_be_proposed(field: str, text: str, expected: tuple[str, ...] | None) -> None:
    found = missing(field, text, len(text))
    assert (found and (found.kind, found.form, found.dynasty)) == expected
    assert found is None or text[found.start : found.start + len(found.form)] == found.form


@given(
    st.sampled_from(["responsibility", "annotation", "edition", "sub_works.2.edition", "damages.0.kinds"]),
    TYPED,
    st.data(),
)
def test_readings_are_parts_of_what_stands_before_the_caret(field: str, text: str, data: st.DataObject) -> None:
    caret = data.draw(st.integers(0, len(text)))
    for ask in asks(field, text, caret):
        assert 0 <= ask.start <= caret <= ask.end <= len(text)
        assert text[ask.start :].startswith(ask.fragment)
        assert ask.start + len(ask.fragment) <= caret
        assert ask.fragment.startswith(ask.head)
    found = missing(field, text, caret)
    assert found is None or text[:caret].endswith(found.form)
