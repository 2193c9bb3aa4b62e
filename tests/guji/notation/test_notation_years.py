"""Years against eras, dynasties and 干支: what contradicts is named, what agrees is left alone."""

import pytest

from guji.notation import parse_edition, span_of_layer


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("清康熙十二年(1773)刻本", "era_year_mismatch"),
        ("明嘉靖三十九年（1506）刻本", "era_year_mismatch"),
        ("清同治十四年(1875)刻本", "era_year_beyond_end"),
        ("明弘治十九年(1506)刻本", "era_year_beyond_end"),
        ("明康熙十二年(1673)刻本", "dynasty_era_mismatch"),
        ("清萬曆三十九年(1611)刻本", "dynasty_era_mismatch"),
        ("明寬永二年(1625)刻本", "japanese_era_as_chinese"),
        ("明天保三年（1832）刻本", "japanese_era_as_chinese"),
        ("明寬永二年刻本", "dynasty_era_mismatch"),
        ("清乾隆六十年(1796)刻本", "era_year_mismatch"),
        ("明嘉靖七年（1529）刻本", "era_year_mismatch"),
        ("明弘治十二年(1566)刻本", "japanese_era_as_chinese"),
        ("清康熙十二年甲子(1673)刻本", "sexagenary_mismatch"),
        ("清道光己巳刻本", "sexagenary_unresolved"),
        ("明崇禎十二年至元年(1639-1628)刻本", "year_range_order"),
        ("明(1750)刻本", "dynasty_year_mismatch"),
    ],
)
def test_contradictions_are_named(text: str, check: str) -> None:
    parsed = parse_edition(text)
    checks = [issue.check for issue in parsed.issues]
    assert check in checks
    for issue in parsed.issues:
        assert 0 <= issue.offset <= issue.offset + issue.length <= len(text)
        assert issue.message


@pytest.mark.parametrize(
    "text",
    [
        "明萬曆三十九年(1611)刻本",
        "清乾隆六十年十二月(1796)刻本",
        "清乾隆六十年(1795)刻本",
        "元至元三年(1337)刻本",
        "元至元三年(1266)刻本",
        "元後至元五年(1339)刻本",
        "清咸豐三年癸丑(1853)刻本",
        "太平天國癸好三年(1853)刻本",
        "日本寬永二年(1625)活字印本",
        "朝鮮純祖三年(1803)刻本",
        "明洪武三十五年(1402)刻本",
        "明萬曆四十八年(1620)刻本",
        "明泰昌元年(1620)刻本",
        "民國元年(1912)鉛印本",
        "清宣統三年(1911)刻本",
        "南宋紹興十八年(1148)刻本",
        "北宋開寶五年(972)刻本",
        "宋熙寧二年(1069)刻本",
        "清光緒戊子(1888)刻本",
    ],
)
def test_right_years_are_left_alone(text: str) -> None:
    assert parse_edition(text).issues == ()


def test_issue_stands_at_its_date() -> None:
    text = "明弘治九年(1496)刻清康熙十二年(1773)重修本"
    (issue,) = parse_edition(text).issues
    assert text[issue.offset : issue.offset + issue.length] == "清康熙十二年(1773)"
    assert (issue.params["expected"], issue.params["found"]) == (1673, 1773)


def test_layer_without_dynasty_keeps_the_one_before() -> None:
    issues = parse_edition("清康熙十四年(1675)刻十七年(1687)補刻本").issues
    assert [found.check for found in issues] == ["era_year_mismatch"]
    assert issues[0].params["expected"] == 1678


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("明萬曆刻本", (1573, 1620)),
        ("清刻本", (1636, 1912)),
        ("清康熙十二年刻本", (1673, 1673)),
        ("稿本", (None, None)),
    ],
)
def test_span_an_edition_can_belong_to(text: str, span: tuple[int | None, int | None]) -> None:
    found = span_of_layer(parse_edition(text).structure.main)
    if span[0] is None or span[1] is None:
        assert found == (None, None)
    else:
        assert found[0] is not None
        assert found[1] is not None
        assert abs(found[0] - span[0]) <= 1
        assert abs(found[1] - span[1]) <= 1
