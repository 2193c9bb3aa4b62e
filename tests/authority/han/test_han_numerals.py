"""Numerals of catalogues, both ways."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import NUMERAL_CHARS, NUMERAL_PATTERN, NumeralStyle, format_numeral, parse_numeral

NUMBERS = st.integers(min_value=0, max_value=99_999_999)
NUMERAL_TEXTS = st.text(alphabet="一二三十百千", min_size=1, max_size=6)
STYLES = st.sampled_from(list(NumeralStyle))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("三百三十三", 333),
        ("一百", 100),
        ("一百一", 101),
        ("二百五", 205),
        ("一百十", 110),
        ("一百一十", 110),
        ("一百十一", 111),
        ("一百一十一", 111),
        ("一百零一", 101),
        ("一百〇一", 101),
        ("一百○一", 101),
        ("一千十", 1010),
        ("一千零一十", 1010),
        ("一千零一百一", 1101),
        ("三萬六千三百十五", 36_315),
        ("十一萬", 110_000),
        ("一万五千", 15_000),
        ("百二十", 120),
        ("百", 100),
        ("萬有一", 10_001),
        ("一百零五萬", 1_050_000),
        ("零五", 5),
        ("零", 0),
        ("〇", 0),
    ],
)
def test_reads_the_numerals_of_juan_counts(text: str, value: int) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert numeral.value == value
    assert not numeral.unknown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("廿", 20),
        ("廿一", 21),
        ("卄三", 23),
        ("卅", 30),
        ("丗二", 32),
        ("卌五", 45),
        ("一百廿八", 128),
        ("百卅", 130),
        ("百廿一", 121),
    ],
)
def test_reads_contracted_tens(text: str, value: int) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.style) == (value, None)


@pytest.mark.parametrize(
    ("text", "value"), [("二十有一", 21), ("十有二", 12), ("二十又五", 25), ("一百有五", 105), ("廿有四", 24)]
)
def test_reads_the_linking_word_of_old_dates(text: str, value: int) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.ambiguous) == (value, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一九三四", 1934),
        ("一〇二", 102),
        ("二○○七", 2007),
        ("二〇", 20),
        ("007", 7),
        ("1934", 1934),
        ("１２", 12),
        ("九" * 8, 99_999_999),
    ],
)
def test_reads_positional_and_arabic_digits(text: str, value: int) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.ambiguous) == (value, False)


@pytest.mark.parametrize("text", ["一百一", "二百五", "三千二", "一萬五", "一千一百一", "一百一萬", "三五", "一二"])
def test_asks_where_speech_reads_another_number(text: str) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert numeral.ambiguous


@pytest.mark.parametrize("text", ["一百一十", "一百零一", "一百有一", "二十一", "一萬一千", "五三", "一百一十一"])
def test_does_not_ask_without_cause(text: str) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert not numeral.ambiguous


@pytest.mark.parametrize(
    ("text", "canonical"), [("□", "□"), ("□□", "□□"), ("二十□", "二十□"), ("卄□", "廿□"), ("□百", "□百")]
)
def test_a_lost_digit_leaves_the_value_unknown(text: str, canonical: str) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.unknown, numeral.canonical) == (None, True, canonical)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "正",
        "上",
        "有一",
        "一百有",
        "一百零",
        "二十十",
        "十百",
        "一千百",
        "萬一萬",
        "萬萬",
        "萬有",
        "百有萬",
        "一有",
        "有",
        "一百零零一",
        "一百有有一",
        "二廿",
        "十廿",
        "廿廿",
        "廿十",
        "一萬〇",
        "〇十",
        "一二十",
        "3百",
        "一千年",
        "十 一",
        "-1",
        "1.5",
        "²",
        "٣",
        "九九九九九九九九九",
        "123456789",
        "□卷",
        "〓",
    ],
)
def test_leaves_what_is_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("n", "catalogue", "old", "modern", "positional"),
    [
        (0, "〇", "〇", "零", "〇"),
        (10, "十", "十", "十", "一〇"),
        (19, "十九", "十九", "十九", "一九"),
        (101, "一百一", "一百一", "一百零一", "一〇一"),
        (110, "一百一十", "一百十", "一百一十", "一一〇"),
        (112, "一百一十二", "一百十二", "一百一十二", "一一二"),
        (1001, "一千一", "一千一", "一千零一", "一〇〇一"),
        (1010, "一千一十", "一千十", "一千零一十", "一〇一〇"),
        (1205, "一千二百五", "一千二百五", "一千二百零五", "一二〇五"),
        (110_000, "十一萬", "十一萬", "十一萬", "一一〇〇〇〇"),
        (1_100_000, "一百一十萬", "一百十萬", "一百一十萬", "一一〇〇〇〇〇"),
        (10_000, "一萬", "一萬", "一萬", "一〇〇〇〇"),
        (20_050, "二萬五十", "二萬五十", "二萬零五十", "二〇〇五〇"),
        (79_070, "七萬九千七十", "七萬九千七十", "七萬九千零七十", "七九〇七〇"),
    ],
)
def test_writes_each_style(n: int, catalogue: str, old: str, modern: str, positional: str) -> None:
    assert format_numeral(n) == catalogue
    assert format_numeral(n, NumeralStyle.OLD) == old
    assert format_numeral(n, "modern") == modern
    assert format_numeral(n, NumeralStyle.POSITIONAL) == positional
    assert format_numeral(n, NumeralStyle.ARABIC) == str(n)


@pytest.mark.parametrize("n", [-1, 100_000_000])
def test_refuses_numbers_beyond_its_range(n: int) -> None:
    with pytest.raises(ValueError, match="數目"):
        format_numeral(n)


def test_refuses_an_unknown_style() -> None:
    with pytest.raises(ValueError, match="roman"):
        format_numeral(1, "roman")


@pytest.mark.parametrize("style", list(NumeralStyle))
def test_every_number_of_a_section_and_many_beyond_come_back(style: NumeralStyle) -> None:
    read = parse_numeral.__wrapped__
    numbers = [*range(10_000), *range(10_000, 100_000, 17)]
    wrong = [n for n in numbers if (found := read(format_numeral(n, style))) is None or found.value != n]
    assert wrong == []


@given(NUMBERS, STYLES)
def test_any_number_comes_back(n: int, style: NumeralStyle) -> None:
    numeral = parse_numeral(format_numeral(n, style))
    assert numeral is not None
    assert numeral.value == n


@given(NUMBERS, STYLES)
def test_the_style_found_writes_the_same_text(n: int, style: NumeralStyle) -> None:
    text = format_numeral(n, style)
    numeral = parse_numeral(text)
    assert numeral is not None
    assert numeral.style is not None
    assert format_numeral(n, numeral.style) == text


@given(NUMBERS)
def test_canonical_form_is_a_fixed_point(n: int) -> None:
    numeral = parse_numeral(format_numeral(n, NumeralStyle.OLD))
    assert numeral is not None
    again = parse_numeral(numeral.canonical)
    assert again is not None
    assert again.canonical == numeral.canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("一百十", "一百一十"), ("一百零一", "一百一"), ("廿一", "二十一"), ("二十有一", "二十一"), ("１２", "十二")],
)
def test_the_catalogue_writes_a_number_in_one_way(written: str, canonical: str) -> None:
    numeral = parse_numeral(written)
    assert numeral is not None
    assert numeral.canonical == canonical


@given(NUMBERS, STYLES)
def test_whatever_is_written_matches_the_pattern(n: int, style: NumeralStyle) -> None:
    text = format_numeral(n, style)
    assert set(text) <= set(NUMERAL_CHARS)
    assert re.fullmatch(NUMERAL_PATTERN, text)


@given(st.text(alphabet=NUMERAL_CHARS + "有又卷元", max_size=12))
def test_never_fails_and_reads_all_or_nothing(text: str) -> None:
    numeral = parse_numeral(text)
    if numeral is not None:
        assert numeral.text == text
        assert (numeral.value is None) == numeral.unknown == ("□" in text)


@given(
    st.text(alphabet="一二三十百千", min_size=1, max_size=6), st.text(alphabet="一二三十百千", min_size=1, max_size=6)
)
def test_longer_numerals_of_one_reading_are_never_smaller(left: str, right: str) -> None:
    whole, head = parse_numeral(left + right), parse_numeral(left)
    if whole and head and whole.value is not None and head.value is not None:
        assert whole.value >= head.value


def test_the_pattern_takes_the_linking_word_only_between_numerals() -> None:
    assert re.findall(NUMERAL_PATTERN, "存二十有一卷有圖三十") == ["二十有一", "三十"]
