"""The rules of line breaking hold for every character they name, whatever stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_export.typeset.characters import (
    CLASSES,
    CLOSING,
    COUNTED,
    FORBIDDEN,
    FREE,
    INSEPARABLE,
    LIGHT,
    NO_END,
    NO_START,
    NOT_FIRST,
    NUMERALS,
    OPENING,
    SPACES,
    WEAK,
    penalty,
)

ANY = st.characters(codec="utf-8", exclude_characters="\n")
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF).filter(
    lambda char: char not in NUMERALS | COUNTED | NOT_FIRST | {"第"}
)
LETTER = st.sampled_from("abcxyzABCXYZ0123456789éüñαβγдж")


@given(ANY, st.sampled_from(sorted(NO_START)), ANY)
def test_no_closing_mark_begins_a_line(before: str, mark: str, after: str) -> None:
    """GB/T 15834 §5.1: nor does a separator free it."""
    assert penalty(before + mark + after, 1) >= FORBIDDEN


@given(
    st.sampled_from(["\ufe00", "\U000e0100", "\u0301", "\u200b", "\u2060", "\u00a0"]),
    st.sampled_from(sorted(NO_END)),
    HAN,
)
def test_what_modifies_a_character_stands_for_it(modifier: str, mark: str, after: str) -> None:
    """《\u200b ends no line any more than 《 does; 葛󠄀 ends one as 葛 does; a word with accents is one word."""
    assert penalty(mark + modifier + after, 2) >= FORBIDDEN
    assert penalty("葛" + modifier + after, 2) == FREE
    assert penalty("e" + modifier + "e", 2) == FORBIDDEN
    assert penalty("三" + modifier + "卷", 2) == WEAK


@given(st.sampled_from(sorted(NO_END)), ANY)
def test_no_opening_mark_ends_a_line(mark: str, after: str) -> None:
    assert penalty(mark + after, 1) >= FORBIDDEN


@given(ANY, st.sampled_from(sorted(SPACES)))
def test_no_line_begins_with_a_separator(before: str, space: str) -> None:
    """It hangs at the end of the line before."""
    assert penalty(before + space, 1) >= FORBIDDEN


@given(st.sampled_from(sorted(SPACES)), HAN)
def test_a_line_may_end_after_a_separator(space: str, after: str) -> None:
    assert penalty(space + after, 1) == FREE


@given(st.sampled_from(sorted(NO_END)), st.text(st.sampled_from(sorted(SPACES)), min_size=1, max_size=6), HAN)
def test_no_opening_mark_ends_a_line_for_the_spaces_after_it(mark: str, spaces: str, after: str) -> None:
    """（　）: what is left for a lost word does not free its bracket."""
    assert penalty(mark + spaces + after, 1 + len(spaces)) >= FORBIDDEN
    assert penalty("書" + spaces + after, 1 + len(spaces)) == FREE


@given(HAN, HAN)
def test_a_line_may_end_between_any_two_characters_of_text(before: str, after: str) -> None:
    assert penalty(before + after, 1) == FREE


@given(LETTER, LETTER)
def test_no_word_and_no_number_is_broken(before: str, after: str) -> None:
    assert penalty(before + after, 1) == FORBIDDEN


@given(HAN, LETTER)
def test_a_word_may_begin_and_end_a_line(han: str, letter: str) -> None:
    assert penalty(han + letter, 1) == FREE
    assert penalty(letter + han, 1) == FREE


@given(st.sampled_from(sorted(NUMERALS)), st.sampled_from(sorted(NUMERALS | COUNTED | NOT_FIRST)))
def test_a_numeral_is_kept_whole_and_with_its_counter(numeral: str, after: str) -> None:
    assert penalty(numeral + after, 1) == WEAK


@given(HAN, st.sampled_from(sorted(NOT_FIRST)))
def test_what_ends_a_count_begins_no_line(before: str, last: str) -> None:
    """刻本, □□卷, 若干冊: the series never turns the line before 本, 卷 and 冊."""
    assert penalty(before + last, 1) == WEAK


@given(st.sampled_from("第"), st.sampled_from(sorted(NUMERALS)))
def test_an_ordinal_is_kept_whole(lead: str, numeral: str) -> None:
    assert penalty(lead + numeral, 1) == WEAK


@pytest.mark.parametrize("bracket", "（(")
@pytest.mark.parametrize(("after", "cost"), [("1788", LIGHT), ("甲申", FREE), ("", FREE)])
def test_a_year_is_kept_with_its_gregorian_year(bracket: str, after: str, cost: int) -> None:
    assert penalty(f"乾隆五十三年{bracket}{after}", 6) == cost


@given(ANY, st.sampled_from(["\ufe00", "\U000e0100", "\u0301", "\u0328", "\u200d", "\u2060"]))
def test_nothing_is_parted_from_what_modifies_it(before: str, mark: str) -> None:
    assert penalty(before + mark, 1) == INSEPARABLE


@given(st.text(ANY, min_size=2, max_size=12))
def test_every_place_has_a_cost(text: str) -> None:
    assert all(penalty(text, at) in (FREE, LIGHT, WEAK, FORBIDDEN, INSEPARABLE) for at in range(1, len(text)))


def test_brackets_come_in_pairs_of_classes() -> None:
    pairs = [
        (opening, closing)
        for opening, closing in zip("（〔［【《〈「『〖｛([{", "）〕］】》〉」』〗｝)]}", strict=True)
    ]
    assert all(opening in OPENING and closing in CLOSING for opening, closing in pairs)
    assert len({CLASSES[opening] for opening, _ in pairs}) == 2, "full width and ASCII"
    assert len({CLASSES[closing] for _, closing in pairs}) == 2
