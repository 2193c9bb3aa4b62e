"""Names that are several eras, ends and beginnings, and the table as a whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.chronology import (
    DYNASTIES,
    DYNASTY_NAMES,
    ERA_NAMES,
    ERAS,
    Dynasty,
    Era,
    YearFit,
    YearStatus,
    era_years,
    find_dynasties,
    find_dynasty,
    find_eras,
    fit,
    following_year,
    gregorian,
    match_dynasty,
    match_era,
    plain,
    resolve,
    scope,
    sexagenary_years,
    use_local,
    year_number,
    year_status,
)

ANY_ERA = st.sampled_from(ERAS)
MAIN_LINE = [
    "隋",
    "唐",
    "武周",
    "後梁",
    "後唐",
    "後晉",
    "五代後漢",
    "後周",
    "北宋",
    "南宋",
    "元",
    "明",
    "清",
    "民國",
]  # the states whose years are counted on


def only(name: str, dynasty: str) -> Era:
    (era,) = find_eras(name, dynasty)
    return era


@given(ANY_ERA, st.integers(1, 80))
def test_there_and_back(era: Era, n: int) -> None:
    number = year_number(era, gregorian(era, n))
    assert number == (None if year_status(era, n) is YearStatus.PAST_END else n)


@given(ANY_ERA)
def test_every_era_is_found_by_each_of_its_names(era: Era) -> None:
    for name in (era.name, *era.aliases):
        assert era in find_eras(name, era.dynasty)
        assert era in resolve(name, era.dynasty, n=1, year=era.start)


@given(ANY_ERA)
def test_every_era_is_matched_inside_a_statement(era: Era) -> None:
    found = match_era(f"刻{era.name}元年刻本", 1, era.dynasty)
    assert found is not None
    assert found.text == era.name
    assert era in found.eras


@given(st.integers(581, 1948))
def test_every_year_of_the_main_line_has_an_era(year: int) -> None:
    eras = era_years(year, "CN")
    assert any(era.dynasty in MAIN_LINE for era, _n in eras)
    assert all(gregorian(era, n) == year for era, n in eras)


def test_rows_are_in_order() -> None:
    assert all(era.start <= era.end for era in ERAS)
    assert all(era.start and era.end for era in ERAS)
    assert all(era.used_to is None or era.used_to > era.end or era.kind != "era" for era in ERAS if era.name != "民國")
    assert len({(era.dynasty, era.name, era.start) for era in ERAS}) == len(ERAS)


def test_eras_of_one_ruler_follow_one_another() -> None:
    concurrent = {("升平", "太始"), ("升平", "太清"), ("太始", "太清"), ("建平", "太初元將")}
    rulers: dict[tuple[str, str], list[Era]] = {}
    for era in ERAS:
        if era.kind == "era" and era.ruler:
            rulers.setdefault((era.dynasty, era.ruler), []).append(era)
    overlaps = {
        (a.name, b.name)
        for eras in rulers.values()
        for a, b in pairwise(sorted(eras, key=lambda era: (era.start, era.end)))
        if b.start < a.end
    }
    assert overlaps <= concurrent


def test_members_and_homes_are_dynasties_of_the_table() -> None:
    names = {dynasty.name for dynasty in DYNASTIES}
    assert len(names) == len(DYNASTIES)
    assert {member for dynasty in DYNASTIES for member in dynasty.members} <= names
    assert {home for era in ERAS for home in era.dynasties} <= names


@pytest.mark.parametrize(
    ("name", "dynasty", "starts"),
    [
        ("至元", "元", [1264, 1335]),
        ("後至元", "元", [1335]),
        ("前至元", "元", [1264]),
        ("至元", "蒙古", [1264]),
        ("上元", "唐", [674, 760]),
        ("天順", "明", [1457]),
        ("天順", "元", [1328]),
        ("正德", "明", [1506]),
        ("正德", "日本", [1711]),
        ("正德", "西夏", [1127]),
        ("弘治", "日本", [1555]),
        ("嘉慶", "日本", [1387]),
        ("嘉慶", "清", [1796]),
        ("永樂", "前涼", [346]),
        ("大德", "元", [1297]),
        ("乾道", "宋", [1165]),
        ("大通", "梁", [527]),
        ("貞明", "梁", [915]),
        ("乾祐", "後漢", [948]),
        ("建武", "後漢", [25]),
        ("弘光", "明", [1645]),
        ("後元", "西漢", [-163, -143, -88]),
    ],
)
def test_a_name_that_is_several_eras(name: str, dynasty: str, starts: list[int]) -> None:
    assert [era.start for era in find_eras(name, dynasty)] == starts


def test_narrowed_by_what_else_is_known() -> None:
    assert [era.start for era in resolve("至元", "元", n=31)] == [1264]
    assert [era.start for era in resolve("至元", "元", n=2, year=1336)] == [1335]
    assert [era.start for era in resolve("至元", "元", year=1280)] == [1264]
    assert len(resolve("至元", "元", n=2)) == 2
    assert len(resolve("至元", "元", year=1500)) == 2


def test_an_era_under_the_wrong_dynasty_is_not_found() -> None:
    assert find_eras("康熙", "明") == ()
    assert find_eras("弘治", "清") == ()
    assert match_era("康熙元年", 0, "明") is None
    assert find_eras("康熙", "無此朝") == ()


def test_korea_and_ryukyu_dated_by_the_chinese_court() -> None:
    assert only("萬曆", "朝鮮").dynasty == "明"
    assert only("康熙", "琉球").dynasty == "清"
    assert find_eras("康熙", "日本") == ()
    assert find_eras("紹興", "朝鮮") == ()


@pytest.mark.parametrize(
    ("written", "dynasty", "name"),
    [
        ("天啓", "明", "天啟"),
        ("萬歷", "明", "萬曆"),
        ("万历", "明", "萬曆"),
        ("宏治", "明", "弘治"),
        ("咸丰", "清", "咸豐"),
        ("寛永", "日本", "寬永"),
        ("元禄", "日本", "元祿"),
        ("慶応", "日本", "慶應"),
        ("太和", "唐", "大和"),
        ("英宗", "朝鮮", "英祖"),
    ],
)
def test_other_spellings(written: str, dynasty: str, name: str) -> None:
    assert only(written, dynasty).name == name


@given(st.text(max_size=30))
def test_spelling_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_around_the_end_of_an_era() -> None:
    assert year_status(only("同治", "清"), 13) is YearStatus.ORDINARY
    assert year_status(only("同治", "清"), 14) is YearStatus.PAST_END
    assert year_status(only("洪武", "明"), 35) is YearStatus.LATE
    assert year_status(only("洪武", "明"), 36) is YearStatus.PAST_END
    assert year_status(only("乾隆", "清"), 64) is YearStatus.LATE
    with pytest.raises(ValueError, match="first year"):
        gregorian(only("乾隆", "清"), 0)


def test_years_with_two_names() -> None:
    assert {(era.name, n) for era, n in era_years(1620, "CN") if era.dynasty == "明"} == {("萬曆", 48), ("泰昌", 1)}
    names = {(era.dynasty, era.name, n) for era, n in era_years(1644, "CN")}
    assert {("明", "崇禎", 17), ("清", "順治", 1), ("大順", "永昌", 1)} <= names
    assert ("南明", "永曆", 16) in {(era.dynasty, era.name, n) for era, n in era_years(1662)}


def test_a_year_of_korea_is_its_rulers() -> None:
    assert ("純祖", 3) in {(era.name, n) for era, n in era_years(1803, "KR")}
    assert not any(era.kind == "count" for era, _n in era_years(1803, "KR"))


def test_the_year_after_depends_on_the_month() -> None:
    qianlong = only("乾隆", "清")
    assert fit(qianlong, 60, 1795) is YearFit.EXACT
    assert fit(qianlong, 60, 1796) is YearFit.MONTH_DEPENDENT
    assert fit(qianlong, 60, 1794) is YearFit.CONFLICT
    assert following_year(qianlong, 60) == 1796


def test_solar_calendars_have_no_year_after() -> None:
    assert following_year(only("民國", "民國"), 23) is None
    assert fit(only("明治", "日本"), 10, 1878) is YearFit.CONFLICT
    assert fit(only("明治", "日本"), 3, 1871) is YearFit.MONTH_DEPENDENT


def test_ganzhi_inside_an_era() -> None:
    assert sexagenary_years(only("康熙", "清"), "壬寅") == [1662, 1722]
    assert sexagenary_years(only("光緒", "清"), "戊子") == [1888]
    assert sexagenary_years(only("太平天國", "太平天國"), "癸好") == [1853]
    assert sexagenary_years(only("嘉慶", "清"), "甲寅") == []
    assert sexagenary_years(only("宣統", "清"), "甲子") == [1924]


@pytest.mark.parametrize(
    ("text", "found", "dynasty"),
    [
        ("南朝宋劉義慶撰", "南朝宋", "南朝宋"),
        ("宋朱熹撰", "宋", "宋"),
        ("劉宋謝靈運", "劉宋", "南朝宋"),
        ("三國魏王弼注", "三國魏", "三國魏"),
        ("北宋刻本", "北宋", "北宋"),
        ("太平天國癸好三年", "太平天國", "太平天國"),
        ("日本江戶", "日本江戶", "江戶"),
        ("意大利利瑪竇撰", "意大利", "意大利"),
        ("明末刻本", "明", "明"),
        ("淸康熙", "淸", "清"),
        ("元魏菩提流支譯", "元魏", "北魏"),
    ],
)
def test_longest_dynasty_in_a_text(text: str, found: str, dynasty: str) -> None:
    match = match_dynasty(text)
    assert match is not None
    assert (match.text, match.length, match.dynasty.name) == (found, len(found), dynasty)


@pytest.mark.parametrize("text", ["", "嘉靖元年", "。明"])
def test_no_dynasty_there(text: str) -> None:
    assert match_dynasty(text) is None


def test_rulers_and_ganzhi_are_no_era_names_by_themselves() -> None:
    assert match_era("庚子刻本") is None
    assert match_era("太祖實錄") is None
    assert match_era("庚子元年", 0, "西涼") is not None
    assert "庚子" not in ERA_NAMES
    assert "世宗" not in ERA_NAMES


def test_the_longer_era_name_is_taken() -> None:
    found = match_era("天平勝寶元年", 0, "日本")
    assert found is not None
    assert found.text == "天平勝寶"


@pytest.mark.parametrize(
    ("name", "senses"),
    [
        ("梁", ["南朝梁", "後梁"]),
        ("後漢", ["東漢", "五代後漢"]),
        ("後周", ["後周", "北周"]),
        ("宋", ["宋", "南朝宋"]),
        ("蜀", ["三國蜀", "前蜀", "後蜀"]),
        ("義大利", ["意大利"]),
    ],
)
def test_senses_of_a_bare_name(name: str, senses: list[str]) -> None:
    assert [dynasty.name for dynasty in find_dynasties(name)] == senses


def test_a_year_chooses_the_sense() -> None:
    assert named("梁", 510) == "南朝梁"
    assert named("梁", 915) == "後梁"
    assert named("魏", 500) == "北魏"
    assert named("宋", 1900) == "宋"
    assert find_dynasty("某朝") is None


def named(name: str, year: int) -> str:
    dynasty = find_dynasty(name, year)
    assert dynasty is not None
    return dynasty.name


def test_scope_reaches_members_of_members() -> None:
    japan = find_dynasty("日本")
    assert japan is not None
    assert {"江戶", "室町", "南北朝日本"} <= scope(japan)


def test_names_for_matching_hold_every_spelling_of_the_table() -> None:
    assert {"萬曆", "後至元", "寬永", "民國"} <= ERA_NAMES
    assert {"明", "劉宋", "日本", "泰西"} <= DYNASTY_NAMES


def test_local_rows_are_found_until_replaced() -> None:
    local = Dynasty("鄂國", ("鄂",), 1000, 1010, "CN", "dynasty")
    era = Era("某元", "鄂國", "", 1001, 1005, "CN", dynasties=("鄂國",))
    use_local([local], [era])
    try:
        assert find_eras("某元", "鄂") == (era,)
        assert era in [row for row, _n in era_years(1003, "CN")]
        assert only("康熙", "清").start == 1662
    finally:
        use_local()
    assert find_eras("某元") == ()
    assert find_dynasty("鄂國") is None
