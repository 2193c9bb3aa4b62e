"""收藏: numbers, marks, pieces, the full record: what their checks find and leave alone."""

from census.checks import Context, Level
from tests.guji.checks.check_cases import WHOLE, Cases, details, edition, fault, title
from tests.guji.checks.record_samples import GOOD, REPUBLICAN, SET, spoil

NATIONAL_LIST, RELIC = "國家珍貴古籍名錄", "文物登錄編碼"


def grade(level: str, part: str = "", standard: str = "WH/T 20-2006") -> dict[str, str]:
    """Return a row of 定級."""
    return {"standard": standard, "level": level, "grade_class": part}


CASES = {
    "institution_missing": Cases(
        [fault(WHOLE, "收藏单位", institution=""), fault(WHOLE, institution=" "), fault(WHOLE, institution="　")],
        [GOOD, spoil(institution="1705", census_no=""), spoil(institution="0101", census_no="")],
    ),
    "institution_unknown": Cases(
        [
            fault(WHOLE, "1799", institution="1799"),
            fault(WHOLE, institution="浙圖"),
            fault(WHOLE, institution="17"),
        ],
        [GOOD, spoil(institution=""), spoil(institution="1705")],
        Context(settings={"institution_codes": {"1701", "1705"}}),
    ),
    "census_no_form": Cases(
        [
            fault(WHOLE, "330000-1701-12", census_no="330000-1701-12"),
            fault(WHOLE, "应为", census_no="３30000-1701-0000012"),
            fault(WHOLE, "0000001", census_no="330000-1701-0000000"),
            fault(WHOLE, census_no="330000－1701－0000012"),
        ],
        [GOOD, spoil(census_no=""), spoil(census_no="110000-0101-0013797", institution="0101")],
    ),
    "census_no_duplicate": Cases(
        [
            fault(WHOLE, "2"),
            fault(WHOLE, shelf_mark="善9999"),
            fault(WHOLE, institution="1705"),
        ],
        [spoil(census_no=""), spoil(census_no="330000-1701-0000013"), spoil(census_no="330000-1701-0000014")],
        Context(numbers={GOOD.census_no: 2, "": 9, "330000-1701-0000014": 0}),
    ),
    "census_no_institution": Cases(
        [
            fault("1701", "1705", institution="1705"),
            fault("1705", census_no="330000-1705-0000012"),
            fault("0101", census_no="110000-0101-0013797"),
        ],
        [GOOD, spoil(census_no="", institution="1705"), spoil(census_no="330000-1705-12"), spoil(institution="")],
    ),
    "census_no_region": Cases(
        [
            fault("330000", "330100", institution="1713"),
            fault("350000", "330000", census_no="350000-1701-0000012"),
            fault("110000", census_no="110000-1701-0000012"),
        ],
        [GOOD, spoil(institution="1799"), spoil(census_no=""), spoil(census_no="350000-1701-12")],
        Context(settings={"census_prefixes": {"1701": "330000", "1713": "330100"}}),
    ),
    "shelf_mark_missing": Cases(
        [fault(WHOLE, "附注", shelf_mark=""), fault(WHOLE, shelf_mark="　"), fault(WHOLE, shelf_mark="", note="殘")],
        [GOOD, spoil(shelf_mark="", note="館藏無索書號"), spoil(shelf_mark="0")],
    ),
    "shelf_mark_duplicate": Cases(
        [fault(WHOLE, "合訂"), fault(WHOLE, note="同書兩部"), fault(WHOLE, volumes="6冊（全）")],
        [
            spoil(note="與戰國策合訂"),
            spoil(volumes="1冊（合訂）"),
            spoil(institution="1705"),
            spoil(shelf_mark="善0013"),
        ],
        Context(shelf_marks={("1701", "善0012"): 1}),
    ),
    "statement_duplicate": Cases(
        [
            fault(WHOLE, "1 条", shelf_mark=""),
            fault(WHOLE, "补索书号", shelf_mark="", note="兩部"),
            fault(WHOLE, shelf_mark="", class_code=""),
        ],
        [
            GOOD,
            spoil(shelf_mark="", volumes="7冊"),
            spoil(shelf_mark="", extent="存三卷（一至三）"),
            spoil(shelf_mark="", institution="1705", census_no=""),
        ],
        Context(twins={GOOD.twin_key: 1}),
    ),
    "shelf_mark_date": Cases(
        [
            fault(WHOLE, "2024-03-04", shelf_mark="2024-03-04"),
            fault(WHOLE, "日期", shelf_mark="3月4日"),
            fault(WHOLE, shelf_mark="2011-12-01 00:00:00"),
        ],
        [spoil(shelf_mark="347.8/4471"), spoil(shelf_mark="3-4"), spoil(shelf_mark="2024-善-04")],
    ),
    "identifier_form": Cases(
        [
            fault(WHOLE, "00191", base=details("identifiers", {"scheme": NATIONAL_LIST, "value": "191"})),
            fault(WHOLE, base=details("identifiers", {"scheme": NATIONAL_LIST, "value": "第00191號"})),
            fault(WHOLE, "二十二", base=details("identifiers", {"scheme": RELIC, "value": "3301"})),
        ],
        [
            details("identifiers", {"scheme": NATIONAL_LIST, "value": "00191"}),
            details("identifiers", {"scheme": RELIC, "value": "3" * 22}),
            details("identifiers", {"scheme": "館藏登錄號", "value": "A-1"}),
        ],
    ),
    "volumes_missing": Cases(
        [fault(WHOLE, "册数", volumes=""), fault(WHOLE, volumes=" "), fault(WHOLE, "4冊", volumes="　")],
        [GOOD, spoil(volumes="1軸"), spoil(volumes="2函")],
    ),
    "volumes_zero": Cases(
        [
            fault(WHOLE, "至少", volumes="0冊"),
            fault(WHOLE, volumes="0函6冊"),
            fault(WHOLE, "0軸", volumes="0軸"),
        ],
        [GOOD, spoil(volumes="10冊"), spoil(volumes="20函100冊")],
    ),
    "cases_as_volumes": Cases(
        [
            fault(WHOLE, "6函", volumes="6函2冊"),
            fault(WHOLE, "没有册数", volumes="2函"),
            fault(WHOLE, "写反", volumes="3函2册"),
        ],
        [spoil(volumes="2函10冊"), spoil(volumes="1函1冊"), spoil(volumes="1軸")],
    ),
    "volumes_against_bindings": Cases(
        [
            fault(WHOLE, "合计 5", base=details("bindings", {"ce": 4}, {"ce": 1})),
            fault(WHOLE, base=details("bindings", {"ce": 7})),
            fault(WHOLE, base=details("bindings", {"ce": 18}), volumes="2函10冊"),
        ],
        [
            details("bindings", {"ce": 6}),
            details("bindings", {"ce": 3}, {"binding": "綫裝"}),
            details("bindings", {"ce": 4}, {"ce": 2}),
            details("bindings", {"ce": 4}, volumes="1軸"),
        ],
    ),
    "volumes_numeral": Cases(
        [
            fault("六", "18冊", volumes="六冊"),
            fault("二十四", volumes="二十四册"),
            fault("二", volumes="二函10冊"),
        ],
        [GOOD, spoil(volumes="2函10冊"), spoil(volumes="1軸（與第三種合裱）")],
    ),
    "volumes_unit_missing": Cases(
        [fault("6", "6冊", volumes="6"), fault("18", volumes=" 18 "), fault("１８", volumes="１８")],
        [GOOD, spoil(volumes="1軸"), spoil(volumes="6-7冊")],
    ),
    "volumes_implausible": Cases(
        [
            fault(WHOLE, "9999", volumes="9999冊"),
            fault(WHOLE, "2卷", title="國語二卷", volumes="40冊"),
            fault(WHOLE, title="國語一卷", volumes="12冊"),
        ],
        [
            GOOD,
            spoil(volumes="5020冊", title="古今圖書集成一萬卷"),
            title("國語一卷", volumes="4冊"),
            spoil(REPUBLICAN, volumes="51冊"),
            spoil(SET, volumes="300冊", title="叢書二卷"),
        ],
    ),
    "class_missing": Cases(
        [
            fault(WHOLE, "总目", class_code=""),
            fault(WHOLE, base=SET, class_code=""),
            fault(WHOLE, base=REPUBLICAN, class_code=""),
        ],
        [GOOD, spoil(class_code="x"), SET],
    ),
    "class_unknown": Cases(
        [fault(WHOLE, "99", class_code="99"), fault(WHOLE, class_code="史部"), fault(WHOLE, class_code="2040")],
        [GOOD, spoil(class_code=""), spoil(class_code="101")],
        Context(settings={"class_codes": {"20401", "101"}}),
    ),
    "frame_size": Cases(
        [
            fault(WHOLE, "203", base=details("layouts", {"frame_height": "203", "frame_width": "14.1"})),
            fault(WHOLE, "框宽", base=details("layouts", {"frame_height": "20.3", "frame_width": "141"})),
            fault(WHOLE, base=details("layouts", {"frame_height": "0.2"})),
        ],
        [
            details("layouts", {"frame_height": "20.3", "frame_width": "14.1"}),
            details("layouts", {"lines": "九"}),
            details("layouts", {"frame_height": "不詳"}),
        ],
    ),
    "frame_larger_than_book": Cases(
        [
            fault(WHOLE, "高", base=spoil(details={"layouts": [{"frame_height": 30}], "bindings": [{"height": 28}]})),
            fault(WHOLE, "宽", base=spoil(details={"layouts": [{"frame_width": 20}], "bindings": [{"width": "17.3"}]})),
            fault(
                WHOLE,
                base=spoil(
                    details={"layouts": [{"frame_height": 9}, {"frame_height": 29}], "bindings": [{"height": 28}]}
                ),
            ),
        ],
        [
            spoil(details={"layouts": [{"frame_height": 20.3}], "bindings": [{"height": 28}]}),
            details("layouts", {"frame_height": 30}),
            spoil(details={"layouts": [{"frame_height": 25}], "bindings": [{"height": 20}, {"height": 28}]}),
        ],
    ),
    "level_unknown": Cases(
        [
            fault(
                WHOLE,
                "五級",
                base=details("damages", {"standard": "WH/T 22-2006", "level": "六級"}),
                field="details.damages",
            ),
            fault(WHOLE, "普通古籍", base=details("gradings", grade("四級", standard="GB/T 31076.1-2014"))),
            fault(WHOLE, "四級", base=details("gradings", grade("五級"))),
        ],
        [
            details("gradings", grade("四級")),
            details("damages", {"standard": "GB/T 42468.1-2023", "level": "特殘"}),
            details("gradings", grade("善本", standard="館藏")),
        ],
    ),
    "damage_measure": Cases(
        [
            fault(WHOLE, "100", base=details("damages", {"percent": 190})),
            fault(WHOLE, "14", base=details("damages", {"ph": "72"})),
            fault(WHOLE, base=details("damages", {"percent": -1})),
        ],
        [
            details("damages", {"percent": 19, "ph": "6.3"}),
            details("damages", {"percent": 100}),
            details("damages", {"level": "一級"}),
        ],
    ),
    "grade_against_year": Cases(
        [
            fault(WHOLE, "1662", base=details("gradings", grade("三級", "乙"))),
            fault(WHOLE, "二級甲", base=details("gradings", grade("四級"))),
            fault(WHOLE, "1368", base=details("gradings", grade("一級", "乙"))),
            fault(WHOLE, "三級乙", base=details("gradings", grade("二級", "甲")), edition="清乾隆刻本"),
        ],
        [
            details("gradings", grade("二級", "甲")),
            details("gradings", grade("一級", "丙")),
            details("gradings", grade("三級", "甲"), edition="明刻本"),
            details("gradings", grade("三級", standard="GB/T 31076.1-2014")),
        ],
    ),
}

#: The error of a level: kept apart from the tables above because most findings have their check's own.
ERRORS = {"damage_measure": Level.ERROR, "level_unknown": Level.ERROR, "census_no_form": Level.ERROR}
UNDATED = edition("刻本")
