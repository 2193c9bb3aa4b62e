"""The cycle of sixty against known years, and as a cycle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.chronology import (
    BRANCHES,
    SEXAGENARY,
    STEMS,
    add_years,
    match_sexagenary,
    nth_year_of,
    parse_sexagenary,
    sexagenary,
    sexagenary_index,
    years_between,
    years_of,
)

YEARS = st.integers(-2000, 2100).filter(bool)
NAMES = st.sampled_from(SEXAGENARY)


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (1984, "甲子"),
        (1924, "甲子"),
        (1911, "辛亥"),
        (1894, "甲午"),
        (1898, "戊戌"),
        (1900, "庚子"),
        (1644, "甲申"),
        (1127, "丁未"),
        (960, "庚申"),
        (755, "乙未"),
        (618, "戊寅"),
        (353, "癸丑"),
        (4, "甲子"),
        (1, "辛酉"),
        (-1, "庚申"),
        (-221, "庚辰"),
        (-841, "庚申"),
    ],
)
def test_known_years(year: int, name: str) -> None:
    assert sexagenary(year) == name


@given(YEARS)
def test_repeats_after_sixty_years_and_not_before(year: int) -> None:
    later = [sexagenary(add_years(year, n)) for n in range(1, 61)]
    assert later[-1] == sexagenary(year)
    assert sexagenary(year) not in later[:-1]


@given(YEARS)
def test_stem_and_branch_move_on_together(year: int) -> None:
    here, following = sexagenary(year), sexagenary(add_years(year, 1))
    assert (STEMS.index(here[0]) + 1) % 10 == STEMS.index(following[0])
    assert (BRANCHES.index(here[1]) + 1) % 12 == BRANCHES.index(following[1])


@given(NAMES, YEARS, st.integers(0, 400))
def test_years_of_are_exactly_the_years_with_that_name(name: str, start: int, length: int) -> None:
    end = add_years(start, length)
    expected = [y for y in (add_years(start, n) for n in range(length + 1)) if sexagenary(y) == name]
    assert years_of(name, start, end) == expected


@given(YEARS, st.integers(-500, 500))
def test_adding_and_measuring_years_agree_across_our_era(year: int, step: int) -> None:
    there = add_years(year, step)
    assert there != 0
    assert years_between(year, there) == step


def test_no_year_zero() -> None:
    assert add_years(-1, 1) == 1
    with pytest.raises(ValueError, match="year 0"):
        sexagenary(0)


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("癸好", "癸丑"),
        ("乙榮", "乙卯"),
        ("辛開", "辛亥"),
        ("柔兆閹茂", "丙戌"),
        ("閼逢攝提格", "甲寅"),
        ("元黓困敦", "壬子"),
    ],
)
def test_other_ways_of_writing_it(text: str, ordinary: str) -> None:
    assert parse_sexagenary(text) == ordinary


@pytest.mark.parametrize(
    "text", ["甲丑", "戊戍", "已巳", "甲", "", "甲子年", "好癸", "柔兆", "柔兆困敦乙", "閼逢赤奮若"]
)
def test_what_is_none(text: str) -> None:
    assert parse_sexagenary(text) is None


def test_found_inside_a_text() -> None:
    assert match_sexagenary("太平天國癸好三年", 4) == ("癸丑", 2)
    assert match_sexagenary("光緒強圉大淵獻孟春", 2) == ("丁亥", 5)
    assert match_sexagenary("光緒戊子刻本", 0) is None


def test_third_kuiwei_after_chongzhen() -> None:
    assert nth_year_of("癸未", 1628, 3) == 1763
    assert nth_year_of("甲申", 1628, 1) == 1644
    with pytest.raises(ValueError, match="begins at 1"):
        nth_year_of("甲申", 1628, 0)


@given(NAMES)
def test_index_and_name_are_one(name: str) -> None:
    assert SEXAGENARY[sexagenary_index(name)] == name


def test_index_of_a_pair_outside_the_cycle() -> None:
    with pytest.raises(ValueError, match="sixty"):
        sexagenary_index("甲丑")
