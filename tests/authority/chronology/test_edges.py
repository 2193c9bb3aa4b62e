"""The edges of eras: years of two names, years an era never had, calendars that began elsewhere, 太平天國's own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from authority.chronology import (
    Era,
    YearFit,
    YearStatus,
    era_years,
    find_eras,
    fit,
    following_year,
    gregorian,
    parse_sexagenary,
    resolve,
    sexagenary,
    sexagenary_years,
    year_number,
    year_status,
)

LAST_YEARS = {
    ("明", "洪武"): (31, 1398),
    ("明", "建文"): (4, 1402),
    ("明", "萬曆"): (48, 1620),
    ("明", "泰昌"): (1, 1620),
    ("明", "崇禎"): (17, 1644),
    ("清", "順治"): (18, 1661),
    ("清", "康熙"): (61, 1722),
    ("清", "雍正"): (13, 1735),
    ("清", "乾隆"): (60, 1795),
    ("清", "嘉慶"): (25, 1820),
    ("清", "道光"): (30, 1850),
    ("清", "咸豐"): (11, 1861),
    ("清", "同治"): (13, 1874),
    ("清", "光緒"): (34, 1908),
    ("日本", "慶應"): (4, 1868),
    ("日本", "明治"): (45, 1912),
    ("日本", "大正"): (15, 1926),
}

FROM_EDO_ON = (
    "慶長 元和 寬永 正保 慶安 承應 明曆 萬治 寬文 延寶 天和 貞享 元祿 寶永 正德 享保 元文 寬保 延享 寬延 寶曆 明和 "
    "安永 天明 寬政 享和 文化 文政 天保 弘化 嘉永 安政 萬延 文久 元治 慶應 明治 大正 昭和"
)


def only(dynasty: str, name: str) -> Era:
    (era,) = find_eras(name, dynasty)
    return era


@pytest.mark.parametrize(("key", "last"), LAST_YEARS.items(), ids=lambda value: str(value[1]))
def test_the_last_year_of_an_era_and_the_one_it_never_had(key: tuple[str, str], last: tuple[int, int]) -> None:
    era, (n, year) = only(*key), last
    assert gregorian(era, n) == year
    assert year_status(era, n) is YearStatus.ORDINARY
    assert year_status(era, n + 1) is not YearStatus.ORDINARY
    assert year_number(era, year) == n


def test_one_era_was_counted_on_after_its_end_and_another_was_not() -> None:
    assert year_status(only("明", "洪武"), 35) is YearStatus.LATE
    assert gregorian(only("明", "洪武"), 35) == 1402 == gregorian(only("明", "建文"), 4)
    assert year_status(only("清", "同治"), 14) is YearStatus.PAST_END


@pytest.mark.parametrize(
    ("year", "region", "names"),
    [
        (1402, "CN", {("建文", 4)}),
        (1620, "CN", {("萬曆", 48), ("泰昌", 1)}),
        (1644, "CN", {("崇禎", 17), ("順治", 1)}),
        (1723, "CN", {("雍正", 1)}),
        (1796, "CN", {("嘉慶", 1)}),
        (1868, "JP", {("慶應", 4), ("明治", 1)}),
        (1912, "JP", {("明治", 45), ("大正", 1)}),
        (1926, "JP", {("大正", 15), ("昭和", 1)}),
    ],
)
def test_all_names_of_a_year_of_change(year: int, region: str, names: set[tuple[str, int]]) -> None:
    assert names <= {(era.name, n) for era, n in era_years(year, region)}


def test_in_japan_from_1596_each_era_ends_in_the_year_in_which_the_next_begins() -> None:
    """改元 fell within the year: both names are right for it."""
    eras = [only("日本", name) for name in FROM_EDO_ON.split()]
    assert [(one.name, one.end) for one in eras[:-1]] == [(one.name, after.start) for one, after in pairwise(eras)]
    assert eras[0].start == 1596


@pytest.mark.parametrize(
    ("dynasty", "name", "n", "solar"),
    [
        ("日本", "明治", 5, False),
        ("日本", "明治", 6, True),
        ("日本", "大正", 1, True),
        ("日本", "慶應", 4, False),
        ("清", "宣統", 3, False),
        ("民國", "民國", 1, True),
    ],
)
def test_a_solar_year_does_not_run_on_into_the_next(dynasty: str, name: str, n: int, solar: bool) -> None:
    era = only(dynasty, name)
    year = gregorian(era, n)
    assert following_year(era, n) == (None if solar else year + 1)
    assert fit(era, n, year + 1) is (YearFit.CONFLICT if solar else YearFit.MONTH_DEPENDENT)


@pytest.mark.parametrize("n", range(1, 61))
def test_the_year_after_is_right_for_the_last_weeks_only_and_the_year_before_never(n: int) -> None:
    kangxi = only("清", "康熙")
    year = gregorian(kangxi, n)
    assert fit(kangxi, n, year) is YearFit.EXACT
    assert fit(kangxi, n, year + 1) is YearFit.MONTH_DEPENDENT
    assert {fit(kangxi, n, year + step) for step in (-2, -1, 2, 60)} == {YearFit.CONFLICT}


#: 天曆 changed four branches: 丑 to 好, 卯 to 榮, 亥 to 開 (and wrote the rest as they were).
TAIPING = {
    1: ("辛開", "辛亥", 1851),
    2: ("壬子", "壬子", 1852),
    3: ("癸好", "癸丑", 1853),
    4: ("甲寅", "甲寅", 1854),
    5: ("乙榮", "乙卯", 1855),
    6: ("丙辰", "丙辰", 1856),
    7: ("丁巳", "丁巳", 1857),
    8: ("戊午", "戊午", 1858),
    9: ("己未", "己未", 1859),
    10: ("庚申", "庚申", 1860),
    11: ("辛酉", "辛酉", 1861),
    12: ("壬戌", "壬戌", 1862),
    13: ("癸開", "癸亥", 1863),
    14: ("甲子", "甲子", 1864),
}


@pytest.mark.parametrize("n", TAIPING)
def test_every_year_of_the_heavenly_kingdom_by_number_and_by_its_own_ganzhi(n: int) -> None:
    own, ordinary, year = TAIPING[n]
    era = only("太平天國", "太平天國")
    assert gregorian(era, n) == year
    assert parse_sexagenary(own) == ordinary == sexagenary(year)
    assert sexagenary_years(era, own) == [year]


@pytest.mark.parametrize(
    ("dynasty", "name", "year", "expected"),
    [
        ("元", "至元", 1336, [1335]),
        ("元", "至元", 1290, [1264]),
        (None, "正德", 1512, [1506]),
        (None, "天啟", 1623, [1621]),
    ],
)
def test_a_gregorian_year_beside_it_chooses_among_eras_of_one_name(
    dynasty: str | None, name: str, year: int, expected: list[int]
) -> None:
    assert [era.start for era in resolve(name, dynasty, year=year) if era.region == "CN"] == expected


def test_a_year_that_fits_none_leaves_all_for_the_caller_to_report() -> None:
    assert resolve("康熙", "清", year=1850) == find_eras("康熙", "清")
    assert resolve("康熙", "清", n=99) == find_eras("康熙", "清")


@pytest.mark.parametrize("n", [0, -1])
def test_there_is_no_year_before_the_first(n: int) -> None:
    kangxi = only("清", "康熙")
    for ask in (gregorian, year_status, following_year):
        with pytest.raises(ValueError, match="first year"):
            ask(kangxi, n)
