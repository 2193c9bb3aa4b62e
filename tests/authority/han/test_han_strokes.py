"""Stroke order: counts, first strokes, the sort key."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import FIRST_STROKES, first_stroke, radical, stroke_key, stroke_sequence, strokes

ENCODED = st.one_of(
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x2B740, max_codepoint=0x2B81D),
    st.characters(min_codepoint=0x2B820, max_codepoint=0x2CEA1),
    st.characters(min_codepoint=0x2CEB0, max_codepoint=0x2EBE0),
    st.characters(min_codepoint=0x30000, max_codepoint=0x3134A),
    st.characters(min_codepoint=0x31350, max_codepoint=0x323AF),
)


def in_order(text: str) -> str:
    return "".join(sorted(text, key=stroke_key))


@pytest.mark.parametrize(
    ("ch", "total", "sequence", "first"),
    [
        ("一", 1, "1", "一"),
        ("乙", 1, "5", "乛"),
        ("丁", 2, "12", "一"),
        ("人", 2, "34", "丿"),
        ("小", 3, "234", "丨"),
        ("子", 3, "521", "乛"),
        ("六", 4, "4134", "丶"),
        ("江", 6, "441121", "丶"),
        ("成", 6, "135534", "一"),
        ("書", 10, "5111212511", "乛"),
        ("清", 11, "44111212511", "丶"),
        ("國", 11, "25125115341", "丨"),
        ("館", 16, "3445115444525151", "丿"),
        ("〇", 1, "5", "乛"),
    ],
)
def test_strokes_in_the_mainlands_way_of_writing(ch: str, total: int, sequence: str, first: str) -> None:
    assert (strokes(ch), stroke_sequence(ch), first_stroke(ch)) == (total, sequence, first)


@pytest.mark.parametrize(
    ("ch", "number"),
    [("一", 1), ("清", 85), ("說", 149), ("说", 149), ("龜", 213), ("龠", 214), ("𠀀", 1), ("𪚥", 212)],
)
def test_radicals(ch: str, number: int) -> None:
    assert radical(ch) == number


@pytest.mark.parametrize("ch", ["A", "1", "あ", "，", "□", "〓", " ", "\ue000"])
def test_what_is_no_ideograph_has_no_strokes(ch: str) -> None:
    assert (strokes(ch), stroke_sequence(ch), first_stroke(ch), radical(ch)) == (0, "", "", 0)


def test_order_among_two_strokes_is_by_the_stroke_and_not_by_the_radical() -> None:
    assert in_order("九八入人七丁十二") == "二丁十七人入八九"


def test_order_among_four_strokes_begins_with_each_kind_in_turn() -> None:
    ordered = in_order("六文巴中王太公水孔日五元")
    firsts = [first_stroke(ch) for ch in ordered]
    assert firsts == sorted(firsts, key=FIRST_STROKES.index)


def test_titles_sort_like_a_printed_index() -> None:
    titles = [
        "大學衍義",
        "三國志",
        "十三經注疏",
        "一切經音義",
        "二程全書",
        "□□集",
        "山海經",
        "小學",
        "七修類稿",
        "三才圖會",
        "大明一統志",
    ]
    assert sorted(titles, key=stroke_key) == [
        "一切經音義",
        "二程全書",
        "十三經注疏",
        "七修類稿",
        "三才圖會",
        "三國志",
        "大明一統志",
        "大學衍義",
        "小學",
        "山海經",
        "□□集",
    ]


@pytest.mark.parametrize(
    ("written", "sorted_as"),
    [
        ("［萬曆］會稽縣志", "會稽縣志"),
        ("[乾隆]浙江通志", "浙江通志"),
        ("〔康熙〕錢塘縣志", "錢塘縣志"),
        (" [嘉靖] [萬曆]寧波府志", "寧波府志"),
        ("《論語》", "論語"),
        ("史記，集解", "史記集解"),
        ("禮\ufe00記", "禮記"),
    ],
)
def test_supplied_reigns_and_punctuation_do_not_count(written: str, sorted_as: str) -> None:
    assert stroke_key(written) == stroke_key(sorted_as)


def test_a_title_wholly_in_brackets_keeps_its_characters() -> None:
    assert stroke_key("[家書]") == stroke_key("家書")


def test_brackets_inside_a_title_keep_their_characters() -> None:
    assert stroke_key("至[元]嘉禾志") == stroke_key("至元嘉禾志")


def test_digits_letters_and_kana_first_missing_characters_last() -> None:
    ordered = in_order("龘あ□Bz7一0\ue000〓a")
    assert ordered[:6] == "07aBzあ"
    assert ordered[6:9] == "一龘\ue000"
    assert set(ordered[9:]) == {"□", "〓"}


def test_full_width_and_half_width_stand_together() -> None:
    assert stroke_key("Ａ１") == stroke_key("A1") == stroke_key("a１")


def test_a_shorter_title_stands_before_its_continuation() -> None:
    assert stroke_key("史記") < stroke_key("史記集解")


@pytest.mark.parametrize("text", ["", "　", "（）"])
def test_nothing_to_sort_gives_an_empty_key(text: str) -> None:
    assert stroke_key(text) == ()


@given(ENCODED)
def test_every_encoded_ideograph_has_strokes_a_first_one_and_a_radical(ch: str) -> None:
    assert strokes(ch) > 0
    assert first_stroke(ch) in FIRST_STROKES
    assert 1 <= radical(ch) <= 214
    assert set(stroke_sequence(ch)) <= set("12345")


@given(ENCODED)
def test_the_key_of_one_character_holds_strokes_sequence_radical_and_code_point(ch: str) -> None:
    assert stroke_key(ch) == ((strokes(ch), stroke_sequence(ch), radical(ch), ord(ch)),)


@given(st.lists(ENCODED, min_size=2, max_size=20))
def test_order_never_falls_in_strokes_nor_inside_them_in_sequence(chars: list[str]) -> None:
    ordered = sorted(chars, key=stroke_key)
    for a, b in itertools.pairwise(ordered):
        assert (strokes(a), stroke_sequence(a)) <= (strokes(b), stroke_sequence(b))


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_can_be_compared(left: str, right: str) -> None:
    assert (stroke_key(left) < stroke_key(right)) or (stroke_key(right) <= stroke_key(left))


def test_sequences_of_common_characters_are_complete() -> None:
    common = [chr(code) for code in range(0x4E00, 0x9FA6)]
    incomplete = [ch for ch in common if len(stroke_sequence(ch)) != strokes(ch)]
    assert len(incomplete) < 40
