"""A time as people type it, and every year that it can mean, in the wording of an edition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.chronology import (
    ERAS,
    SEXAGENARY,
    Era,
    beside,
    convert,
    gregorian,
    is_edge,
    match_dynasty,
    of_year,
    read_time,
    time_around,
    time_near,
    whole_time,
    year_before,
    years_between,
)
from authority.han import format_numeral


def meant(text: str) -> list[str]:
    typed = whole_time(text)
    assert typed is not None, text
    return [f"{one.written} {one.common}" for one in convert(typed)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("萬曆癸未", ["明萬曆十一年 1583"]),
        ("万历十一", ["明萬曆十一年 1583"]),
        ("明万历十一年", ["明萬曆十一年 1583"]),
        ("同治十", ["清同治十年 1871"]),
        ("崇禎四", ["明崇禎四年 1631"]),
        ("乾隆六十", ["清乾隆六十年 1795"]),
        ("嘉慶元", ["清嘉慶元年 1796", "日本嘉慶元年 1387"]),
        ("清嘉慶元年", ["清嘉慶元年 1796"]),
        ("康熙壬寅", ["清康熙元年 1662", "清康熙六十一年 1722"]),
        ("康熙　壬寅", ["清康熙元年 1662", "清康熙六十一年 1722"]),
        ("至元三年", ["元至元三年 1266", "元至元三年 1337"]),
        ("至元三十", ["元至元三十年 1293"]),
        ("宋熙寧三年", ["宋熙寧三年 1070"]),
        ("天寶三載", ["唐天寶三年 744", "吳越天寶三年 910"]),
        ("太平天國癸好三年", ["太平天國癸好三年 1853"]),
        ("民國23", ["民國二十三年 1934"]),
        ("中華民國元年", ["民國元年 1912"]),
        ("寬永三年", ["日本寬永三年 1626"]),
        ("江戶寛永三年", ["日本寬永三年 1626"]),
        ("朝鮮純祖三年", ["朝鮮純祖三年 1803"]),
        ("朝鮮萬曆十一年", ["朝鮮萬曆十一年 1583"]),
        ("崇禎紀元後三癸未", ["崇禎紀元後三癸未 1763"]),
        ("永曆三十年", ["南明永曆三十年 1676"]),
        ("光緒廿四", ["清光緒二十四年 1898"]),
        ("光緒柔兆閹茂", ["清光緒十二年 1886"]),
        ("萬曆十一年　癸未", ["明萬曆十一年 1583"]),
        ("萬曆癸未年", ["明萬曆十一年 1583"]),
        ("萬曆癸未三月", ["明萬曆十一年 1583"]),
        ("萬曆癸未年閏二月", ["明萬曆十一年 1583"]),
        ("公元99年", ["漢永元十一年 99"]),
        ("前99", ["漢天漢二年 前99"]),
        ("明1583", ["明萬曆十一年 1583"]),
        ("公元前140年", ["漢建元元年 前140"]),
    ],
)
def test_what_a_time_can_mean(text: str, years: list[str]) -> None:
    assert meant(text) == years


def test_one_name_in_three_countries_gives_all_of_them() -> None:
    assert meant("正德三年") == ["明正德三年 1508", "西夏正德三年 1129", "日本正德三年 1713"]
    assert meant("日本正德三年") == ["日本正德三年 1713"]


def test_a_year_of_two_courts_and_of_the_neighbours() -> None:
    names = meant("1645")
    assert names[:3] == ["清順治二年 1645", "南明弘光元年 1645", "南明隆武元年 1645"]
    assert "日本正保二年 1645" in names
    assert "朝鮮仁祖二十三年 1645" in names
    assert meant("1853")[:2] == ["清咸豐三年 1853", "太平天國癸好三年 1853"]


def test_no_reign_reckoned_back_stands_among_the_years_of_its_time() -> None:
    """開國 was counted from 1392 on, and used in 1894."""
    assert not [one for one in meant("1583") if "開國" in one]
    assert meant("朝鮮開國五百三年") == ["朝鮮開國五百三年 1894"]


def test_a_bare_cycle_gives_every_dynasty_the_latest_first() -> None:
    years = meant("癸未")
    assert years[0] == "民國三十二年 1943"
    assert {"清乾隆二十八年 1763", "明萬曆十一年 1583", "宋隆興元年 1163", "唐天寶二年 743"} <= set(years)
    assert not {"宋紹興三十三年 1163", "晉太元八年 383"} & set(years)
    chinese = [int(one.split()[1]) for one in years if one[:2] not in ("日本", "朝鮮", "高麗", "安南")]
    assert chinese[:20] == sorted(chinese[:20], reverse=True)


def test_a_dynasty_narrows_a_cycle() -> None:
    assert meant("清癸未") == [
        "清光緒九年 1883",
        "清道光三年 1823",
        "清乾隆二十八年 1763",
        "清康熙四十二年 1703",
        "清崇德八年 1643",
    ]


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("同治十四年", {"清同治十四年": "past_end", "清光緒元年": ""}),
        ("洪武三十五年", {"明洪武三十五年": "late"}),
        ("萬曆十一年甲申", {"明萬曆十一年": "cyclic", "明萬曆十二年": ""}),
        ("明康熙三年", {"清康熙三年": "dynasty"}),
    ],
)
def test_what_does_not_agree_is_said_and_what_fits_stands_first(text: str, doubts: dict[str, str]) -> None:
    typed = whole_time(text)
    assert typed is not None
    found = convert(typed)
    assert {one.written: one.doubt for one in found} == doubts
    assert not found[0].doubt or set(doubts.values()) == {found[0].doubt}


@pytest.mark.parametrize(
    "text",
    ["", "明", "說文", "十一年", "乾隆", "癸戌", "己已", "0", "99", "公元0年", "萬曆一萬年", "萬曆〇年", "萬曆十一月"],
)
def test_what_is_no_single_year_is_not_made_one(text: str) -> None:
    typed = whole_time(text)
    assert typed is None or len(convert(typed)) != 1


def test_a_dynasty_is_found_where_it_stands() -> None:
    found = match_dynasty("題南朝梁刻", 1)
    assert found is not None
    assert (found.text, found.length) == ("南朝梁", 3)
    assert match_dynasty("題南朝梁刻") is None


def test_an_era_alone_gives_all_its_years() -> None:
    assert meant("明泰昌") == ["明泰昌元年 1620"]
    assert len(meant("明萬曆")) == 48


def test_the_end_of_the_lunar_year_is_told_and_not_counted_in() -> None:
    typed = whole_time("乾隆六十年十二月")
    assert typed is not None
    assert is_edge(typed)
    (one,) = convert(typed)
    assert (one.common, one.runs_into) == ("1795", 1796)
    assert [ended.written for ended in year_before(1796)] == ["清乾隆六十年"]
    spring = whole_time("乾隆六十年正月")
    assert spring is not None
    assert not is_edge(spring)


@pytest.mark.parametrize(
    ("text", "month", "edge"),
    [
        ("乾隆六十年臘月", 12, True),
        ("乾隆六十年冬月", 11, True),
        ("乾隆六十年閏十月", 10, False),
        ("乾隆六十年正月", 1, False),
        ("乾隆乙卯十二月", 12, True),
    ],
)
def test_the_last_months_may_lie_in_the_following_year(text: str, month: int, *, edge: bool) -> None:
    typed = whole_time(text)
    assert typed is not None
    assert (typed.month, is_edge(typed)) == (month, edge)


def test_no_year_has_a_thirteenth_month() -> None:
    assert whole_time("乾隆六十年十三月") is None


def test_a_solar_year_runs_into_no_other() -> None:
    assert year_before(1930) == []
    assert [one.written for one in year_before(1912)] == ["清宣統三年"]


@pytest.mark.parametrize(
    ("text", "at", "stretch"),
    [
        ("明萬曆癸未刻本", 5, "明萬曆癸未"),
        ("明萬曆癸未刻本", 2, "明萬曆癸未"),
        ("清嘉慶二十年（1815）金壇段氏經韻樓刻本", 3, "清嘉慶二十年"),
        ("清嘉慶二十年（1815）金壇段氏經韻樓刻本", 9, "1815"),
        ("明刻清乾隆三年印本", 7, "清乾隆三年"),
        ("金明昌三年刻本", 5, "金明昌三年"),
        ("宋刻本", 1, ""),
        ("", 0, ""),
        ("明萬曆癸未刻本", 99, ""),
    ],
)
def test_the_time_in_which_the_caret_stands(text: str, at: int, stretch: str) -> None:
    typed = time_around(text, at)
    assert ("" if typed is None else text[typed.start : typed.end]) == stretch


@pytest.mark.parametrize(
    ("text", "at", "stretch"),
    [
        ("明萬曆癸未刻本", 7, "明萬曆癸未"),
        ("明萬曆癸未刻清乾隆三年印本", 12, "清乾隆三年"),
        ("明萬曆癸未刻清乾隆三年印本", 3, "明萬曆癸未"),
        ("金陵書局光緒三年刻本", 0, "光緒三年"),
        ("明刻本", 2, ""),
    ],
)
def test_where_the_caret_is_in_no_time_the_nearest_is_meant(text: str, at: int, stretch: str) -> None:
    typed = time_near(text, at)
    assert ("" if typed is None else text[typed.start : typed.end]) == stretch


ERA_YEARS = st.sampled_from([era for era in ERAS if era.kind != "count"]).flatmap(
    lambda era: st.tuples(st.just(era), st.integers(1, years_between(era.start, era.end) + 1))
)


@given(ERA_YEARS)
def test_every_year_is_found_by_its_wording_and_by_its_number(pair: tuple[Era, int]) -> None:
    era, n = pair
    typed = whole_time(f"{era.dynasty}{era.name}{format_numeral(n)}年")
    assert typed is not None
    (one,) = [found for found in convert(typed) if found.era == era]
    assert (one.n, one.year) == (n, gregorian(era, n))
    again = whole_time(one.written)
    assert again is not None
    assert (era, n) in [(found.era, found.n) for found in convert(again)], one.written
    if n <= 64:
        assert (era, n) in [(found.era, found.n) for found in of_year(one.year)]
        assert (era, n) not in [(found.era, found.n) for found in beside(one)]


@given(ERA_YEARS, st.sampled_from(SEXAGENARY))
def test_a_cycle_beside_a_number_is_kept_or_doubted(pair: tuple[Era, int], cyclic: str) -> None:
    era, n = pair
    typed = whole_time(f"{era.dynasty}{era.name}{format_numeral(n)}年{cyclic}")
    if typed is not None and era in typed.eras:
        for one in convert(typed):
            assert one.cyclic == cyclic or one.doubt


@given(st.text("明清萬曆康熙元年十一癸未卯甲1583（）公前刻本　 ", max_size=14), st.integers(0, 14))
def test_any_text_is_read_within_its_bounds(text: str, at: int) -> None:
    typed = read_time(text, min(at, len(text)))
    if typed is not None:
        assert typed.start == min(at, len(text)) < typed.end <= len(text)
        assert all(one.written and one.common for one in convert(typed))
    dynasty = match_dynasty(text)
    assert dynasty is None or dynasty.length <= len(text)
