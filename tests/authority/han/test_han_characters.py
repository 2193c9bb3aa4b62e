"""Kinds of characters: what is an ideograph, what is lost, what is half or full width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import (
    Gap,
    gap,
    is_fullwidth,
    is_halfwidth,
    is_ideograph,
    is_lost,
    is_private_use,
    is_separator,
    to_fullwidth,
    to_halfwidth,
)

ASCII_SIGNS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E))


@pytest.mark.parametrize("ch", [*"一龥鿿㐀䶿𠀀𪛖𪜀𫝀𫠠𬺰𮯰𰀀𱍐﨑福〇", "\U0002f800"])
def test_ideographs_of_every_block(ch: str) -> None:
    assert is_ideograph(ch)


@pytest.mark.parametrize("ch", [*"Aあアー々〆〓□○，　1１⺝⿰㈱①㏿䷀䷿ꀀ", "\ue000"])
def test_what_stands_beside_ideographs_is_none(ch: str) -> None:
    assert not is_ideograph(ch)


@pytest.mark.parametrize("ch", ["\ue000", "\uf8ff", "\U000f0000", "\U000ffffd", "\U00100000", "\U0010fffd"])
def test_private_use(ch: str) -> None:
    assert is_private_use(ch)


@pytest.mark.parametrize("ch", ["一", "\uf900", "\udfff", "\U0010fffe", "〓"])
def test_not_private_use(ch: str) -> None:
    assert not is_private_use(ch)


@pytest.mark.parametrize(
    ("ch", "kind", "lost"),
    [
        ("□", Gap.UNREADABLE, False),
        ("〓", Gap.UNENCODED, True),
        ("\ufffd", Gap.BROKEN, True),
        ("\ufffe", Gap.BROKEN, True),
        ("\ufdd0", Gap.BROKEN, True),
        ("\ufdef", Gap.BROKEN, True),
        ("\ufdf0", None, False),
        ("\U0002ffff", Gap.BROKEN, True),
        ("?", Gap.DOUBTFUL, False),
        ("？", Gap.DOUBTFUL, False),
        ("○", Gap.CIRCLE, False),
        ("〇", None, False),
        ("一", None, False),
        ("\ue000", None, False),
        ("𠀀", None, False),
    ],
)
def test_a_lawful_gap_a_lost_character_and_a_doubtful_sign_are_told_apart(
    ch: str, kind: Gap | None, *, lost: bool
) -> None:
    assert gap(ch) is kind
    assert is_lost(ch) is lost


def test_a_lone_surrogate_is_lost() -> None:
    assert all(is_lost(chr(code)) for code in (0xD800, 0xD83D, 0xDFFF))


@pytest.mark.parametrize("ch", [*"!(1)[,]-aZ?~", "｡", "ｶ", "\uffdc"])
def test_half_width(ch: str) -> None:
    assert is_halfwidth(ch)
    assert not is_fullwidth(ch)


@pytest.mark.parametrize("ch", list("（１），？Ａ　"))
def test_full_width(ch: str) -> None:
    assert is_fullwidth(ch)
    assert not is_halfwidth(ch)


@pytest.mark.parametrize("ch", [*"一、。〔□〓", " ", "\x7f", "\uff60", "\uffdd"])
def test_neither_half_nor_full_width(ch: str) -> None:
    assert not is_halfwidth(ch)
    assert not is_fullwidth(ch)


def test_widths_of_a_year_in_brackets() -> None:
    assert to_halfwidth("清康熙十二年（１６７３）刻本、抄配") == "清康熙十二年(1673)刻本、抄配"
    assert to_fullwidth("清康熙十二年(1673)刻本 抄配") == "清康熙十二年（１６７３）刻本 抄配"


@given(ASCII_SIGNS)
def test_widths_there_and_back(text: str) -> None:
    full = to_fullwidth(text)
    assert all(map(is_fullwidth, full))
    assert to_halfwidth(full) == text


@pytest.mark.parametrize("ch", [*"，。（）［］《》·—　 -+=~★", "\u200b", "\ufe00", "\U000e0100", "\u0301"])
def test_separators_do_not_count(ch: str) -> None:
    assert is_separator(ch)


@pytest.mark.parametrize("ch", [*"一あA1々□〓○〇⿰①", "\ue000", "\ufffd"])
def test_what_counts_is_no_separator(ch: str) -> None:
    assert not is_separator(ch)
