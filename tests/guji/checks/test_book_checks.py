"""Each check finds what it must find, at the right characters, and leaves alone what is right."""

from collections.abc import Mapping
from typing import Any

import pytest

from census.checks import Context, Level
from guji.checks import BOOK_CHECKS
from guji.data import BookData
from tests.guji.checks.record_samples import GAZETTEER, GOOD, INCOMPLETE, JAPANESE, REPUBLICAN, RIGHT, SET, spoil

NO_CONTEXT = Context()

#: check id, the record, the field blamed, the characters blamed ("" for the whole field), a word of the message.
FOUND: list[tuple[str, BookData, str, str, str]] = [
    ("institution_missing", spoil(institution=""), "institution", "", "收藏单位"),
    ("title_missing", spoil(title="　"), "title", "", "题名卷数"),
    ("edition_missing", spoil(edition=""), "edition", "", "清刻本"),
    ("volumes_missing", spoil(volumes=""), "volumes", "", "册数"),
    ("shelf_mark_missing", spoil(shelf_mark=""), "shelf_mark", "", "附注"),
    ("extent_missing", spoil(note="殘本，蟲蛀嚴重"), "extent", "", "殘本"),
    ("class_missing", spoil(class_code=""), "class_code", "", "总目"),
    ("census_no_form", spoil(census_no="330000-1701-12"), "census_no", "", "330000-1701-12"),
    ("census_no_form", spoil(census_no="３30000-1701-0000012"), "census_no", "", "应为"),
    ("census_no_form", spoil(census_no="330000-1701-0000000"), "census_no", "", "0000001"),
    ("census_no_institution", spoil(institution="1705"), "census_no", "1701", "1705"),
    ("shelf_mark_date", spoil(shelf_mark="2024-03-04"), "shelf_mark", "", "2024-03-04"),
    ("shelf_mark_date", spoil(shelf_mark="3月4日"), "shelf_mark", "", "日期"),
    ("volumes_zero", spoil(volumes="0冊"), "volumes", "", "至少"),
    ("cases_as_volumes", spoil(volumes="6函2冊"), "volumes", "", "6函"),
    ("cases_as_volumes", spoil(volumes="2函"), "volumes", "", "没有册数"),
    ("volumes_against_bindings", spoil(details={"bindings": [{"ce": 4}, {"ce": 1}]}), "volumes", "", "合计 5"),
    (
        "identifier_form",
        spoil(details={"identifiers": [{"scheme": "國家珍貴古籍名錄", "value": "191"}]}),
        "details.identifiers",
        "",
        "00191",
    ),
    ("juan_missing", spoil(title="國語"), "title", "國語", "□□卷"),
    ("juan_arabic", spoil(title="國語21卷"), "title", "21", "汉字"),
    ("space_before_juan", spoil(title="國語　二十一卷"), "title", "　", "不空格"),
    ("book_title_marks", spoil(title="《國語》二十一卷"), "title", "《", "书名号"),
    ("gazetteer_era_missing", spoil(GAZETTEER, title="金華府志三十卷"), "title", "金華府志", "［康熙］"),
    ("gazetteer_era_late", spoil(GAZETTEER, title="［康熙］金華府志三十卷"), "title", "康熙", "1662"),
    ("juan_variant", spoil(title="國語二十一巻"), "title", "巻", "卷"),
    ("extent_sum_mismatch", spoil(INCOMPLETE, extent="存三卷（一至四）"), "extent", "*", "不符"),
    ("extent_range_order", spoil(INCOMPLETE, extent="存三卷（三至一）"), "extent", "*", "颠倒"),
    ("extent_overlap", spoil(INCOMPLETE, extent="存六卷（一至三、二至四）"), "extent", "*", "重复"),
    ("extent_beyond_total", spoil(INCOMPLETE, extent="存三卷（九十至九十二）"), "extent", "", "92"),
    ("extent_count_beyond_total", spoil(INCOMPLETE, extent="存一百二十一卷"), "extent", "", "120"),
    ("extent_of_whole", spoil(INCOMPLETE, extent="存一百二十卷"), "extent", "", "完整者"),
    ("extent_of_undivided", spoil(REPUBLICAN, extent="存二卷（一至二）"), "extent", "", "不分卷"),
    ("extent_joiner", spoil(INCOMPLETE, extent="存三卷（一—三）"), "extent", "—", "至"),
    ("extent_arabic", spoil(INCOMPLETE, extent="存3卷（一至三）"), "extent", "3", "汉字"),
    ("extent_word_missing", spoil(INCOMPLETE, extent="三卷（一至三）"), "extent", "", "开头"),
    ("era_year_mismatch", spoil(edition="明嘉靖七年（1529）金李澤遠堂刻本"), "edition", "*", "1528"),
    ("era_year_beyond_end", spoil(edition="清同治十五年（1876）刻本"), "edition", "*", "13"),
    ("dynasty_era_mismatch", spoil(edition="明康熙七年（1668）刻本"), "edition", "*", "清"),
    ("sexagenary_mismatch", spoil(edition="清光緒十四年己丑（1888）刻本"), "edition", "*", "戊子"),
    ("sexagenary_unresolved", spoil(edition="明隆慶甲子刻本"), "edition", "*", "甲子"),
    ("year_range_order", spoil(edition="清光緒三年至元年（1877-1875）刻本"), "edition", "*", "颠倒"),
    ("japanese_era_as_chinese", spoil(edition="明天保三年（1832）刻本"), "edition", "*", "天保"),
    ("gregorian_missing", spoil(edition="明嘉靖七年金李澤遠堂刻本"), "edition", "", "1528"),
    ("made_too_late", spoil(REPUBLICAN, edition="民國三十九年（1950）影印本"), "edition", "", "1950"),
    ("process_too_early", spoil(edition="清康熙五年（1666）石印本"), "edition", "石印", "1826"),
    ("printed_too_early", spoil(edition="隋開皇三年（583）刻本"), "edition", "", "618"),
    ("author_after_edition", spoil(responsibility="（清）董增齡撰"), "responsibility", "清", "1528"),
    ("author_after_edition", spoil(edition="宋刻本", responsibility="（明）張一鯤輯"), "responsibility", "明", "版本"),
    ("republican_flag", spoil(REPUBLICAN, is_republican=False), "is_republican", "", "民国线装"),
    ("republican_flag", spoil(is_republican=True), "is_republican", "", "明"),
    ("foreign_flag", spoil(JAPANESE, is_foreign=False), "is_foreign", "", "日本"),
    ("foreign_flag", spoil(is_foreign=True), "is_foreign", "", "明"),
    ("dynasty_unknown", spoil(responsibility="（吾）韋昭注"), "responsibility", "吾", "朝代"),
    ("author_dynasty_missing", spoil(responsibility="韋昭注"), "responsibility", "韋昭", "缺朝代"),
    ("role_missing", spoil(responsibility="（三國吳）韋昭"), "responsibility", "韋昭", "著作方式"),
    ("country_missing", spoil(responsibility="（明）利瑪竇撰"), "responsibility", "利瑪竇", "意大利"),
    ("monk_without_shi", spoil(responsibility="（唐）玄奘譯"), "responsibility", "玄奘", "釋"),
    ("emperor_without_temple_name", spoil(responsibility="（清）玄燁撰"), "responsibility", "玄燁", "聖祖"),
    ("anonymous_written", spoil(responsibility="佚名撰"), "responsibility", "佚名", "不著录"),
    ("by_imperial_order", spoil(responsibility="（明）解縉等奉敕撰"), "responsibility", "奉敕", "可省"),
    ("edition_type_missing", spoil(edition="明嘉靖七年（1528）"), "edition", "", "版本类型"),
    ("series_copy_unnamed", spoil(series="通志堂經解"), "edition", "", "通志堂經解"),
    (
        "series_suspected",
        spoil(edition="清康熙十二年（1673）納蘭性德刻本"),
        "edition",
        "納蘭性德",
        "通志堂經解",
    ),
    ("set_without_sub_works", spoil(SET, details={}), "details.sub_works", "", "子目"),
    ("set_without_sub_works", spoil(SET, is_series=False), "is_series", "", "未勾"),
    ("series_class", spoil(class_code="50204"), "class_code", "", "按内容"),
    ("annotation_in_edition", spoil(edition="明刻本　清惠棟批校"), "edition", "　清惠棟批校", "移到"),
    (
        "annotation_missing",
        spoil(details={"annotations": [{"author": "惠棟", "mode": "校"}]}),
        "annotation",
        "",
        "惠棟",
    ),
    ("anonymous_annotation", spoil(annotation="佚名批校"), "annotation", "佚名", "可不写"),
    ("simplified_character", spoil(title="国語二十一卷"), "title", "国", "國"),
    ("cyclic_look_alike", spoil(title="已亥雜詩一卷"), "title", "已亥", "己亥"),
    ("cyclic_look_alike", spoil(edition="清光緒戍戌（1898）刻本"), "edition", "戍戌", "戊戌"),
    ("half_width", spoil(responsibility="（三國吳）韋昭,虞翻注"), "responsibility", ",", "半角"),
    ("half_width", spoil(edition="明嘉靖七年（1528） 金李澤遠堂刻本"), "edition", " ", "空格"),
    ("private_use_character", spoil(title="國\ue123二十一卷"), "title", "\ue123", "E123"),
    ("lost_character_mark", spoil(responsibility="（明）〓中撰"), "responsibility", "〓", "丢失"),
    ("invisible_character", spoil(title="國\u200b語二十一卷"), "title", "\u200b", "200B"),
    ("compatibility_ideograph", spoil(title="\uf9dc語二十一卷"), "title", "\uf9dc", "兼容"),
    ("edge_spaces", spoil(title="國語二十一卷　"), "title", "　", "多余"),
    ("circle_for_missing", spoil(responsibility="（明）○中撰"), "responsibility", "○", "□"),
    ("unplaced_text", spoil(extent="存三卷（一至三）※※"), "extent", "*", "未能归入"),
    ("ambiguous_numeral", spoil(title="國語一百一卷"), "title", "*", "110"),
    (
        "frame_size",
        spoil(details={"layouts": [{"frame_height": "203", "frame_width": "14.1"}]}),
        "details.layouts",
        "",
        "203",
    ),
    (
        "level_unknown",
        spoil(details={"damages": [{"standard": "WH/T 22-2006", "level": "六級"}]}),
        "details.damages",
        "",
        "五級",
    ),
    (
        "level_unknown",
        spoil(details={"gradings": [{"standard": "GB/T 31076.1-2014", "level": "四級"}]}),
        "details.gradings",
        "",
        "普通古籍",
    ),
    (
        "grade_against_year",
        spoil(details={"gradings": [{"standard": "WH/T 20-2006", "level": "三級", "grade_class": "乙"}]}),
        "details.gradings",
        "",
        "1662",
    ),
    (
        "sub_work_statement",
        spoil(SET, details={"sub_works": [{"title": "津逮秘書", "children": [{"title": ""}]}]}),
        "details.sub_works",
        "",
        "1.1",
    ),
    (
        "sub_work_statement",
        spoil(SET, details={"sub_works": [{"title": "周易竄餘六卷", "extent": "存七卷"}]}),
        "details.sub_works",
        "",
        "多于6卷",
    ),
]

#: check id, a record that comes near to the fault and is right.
LEFT_ALONE: list[tuple[str, BookData]] = [
    ("shelf_mark_missing", spoil(shelf_mark="", note="館藏無索書號")),
    ("extent_missing", spoil(INCOMPLETE, note="殘本")),
    ("census_no_form", spoil(census_no="")),
    ("census_no_institution", spoil(census_no="", institution="1705")),
    ("shelf_mark_date", spoil(shelf_mark="347.8/4471")),
    ("cases_as_volumes", spoil(volumes="2函10冊")),
    ("volumes_against_bindings", spoil(details={"bindings": [{"ce": 6}]})),
    ("volumes_against_bindings", spoil(details={"bindings": [{"ce": 3}, {"binding": "綫裝"}]})),
    ("identifier_form", spoil(details={"identifiers": [{"scheme": "國家珍貴古籍名錄", "value": "00191"}]})),
    ("identifier_form", spoil(details={"identifiers": [{"scheme": "館藏登錄號", "value": "A-1"}]})),
    ("juan_missing", spoil(title="華夷譯語□□卷")),
    ("juan_missing", spoil(title="越縵堂日記不分卷")),
    ("juan_missing", SET),
    ("juan_arabic", spoil(shelf_mark="普21卷")),
    ("gazetteer_era_missing", spoil(title="通志二百卷")),
    ("gazetteer_era_missing", spoil(title="三國志六十五卷")),
    ("gazetteer_era_late", spoil(GAZETTEER, edition="明萬曆刻清康熙增修本")),
    ("gazetteer_era_late", spoil(GAZETTEER, title="［浙江永康］應氏先型錄六卷")),
    ("juan_variant", spoil(title="契券考二十一卷")),
    ("extent_sum_mismatch", spoil(INCOMPLETE, extent="存四卷（一至三、九）")),
    ("extent_beyond_total", spoil(INCOMPLETE, extent="存三卷（八十八至九十）")),
    ("extent_beyond_total", spoil(INCOMPLETE, extent="存二冊")),
    ("extent_of_whole", spoil(INCOMPLETE, extent="存九十卷（一至九十）")),
    ("extent_of_undivided", spoil(REPUBLICAN, extent="存二冊")),
    ("era_year_mismatch", spoil(edition="明萬曆三十九年（1611）刻本")),
    ("era_year_mismatch", spoil(edition="清光緒元年至三年（1875-1877）刻本")),
    ("dynasty_era_mismatch", spoil(edition="元至元五年（1339）刻本", responsibility="（宋）王應麟撰")),
    ("dynasty_era_mismatch", spoil(JAPANESE, edition="日本嘉永三年（1850）刻本")),
    ("sexagenary_mismatch", spoil(edition="清光緒十四年戊子（1888）刻本")),
    ("japanese_era_as_chinese", spoil(edition="明弘治三年（1490）刻本")),
    ("gregorian_missing", spoil(edition="明嘉靖刻本")),
    ("made_too_late", REPUBLICAN),
    ("process_too_early", spoil(edition="清光緒十四年（1888）上海點石齋石印本", responsibility="（三國吳）韋昭注")),
    ("printed_too_early", spoil(edition="隋寫本", responsibility="")),
    ("author_after_edition", spoil(responsibility="（明）張一鯤輯")),
    ("author_after_edition", spoil(edition="明刻清康熙增修本", responsibility="（清）董增齡撰")),
    ("author_after_edition", spoil(REPUBLICAN, responsibility="（民國）張壽鏞編")),
    ("republican_flag", REPUBLICAN),
    ("foreign_flag", JAPANESE),
    ("author_dynasty_missing", spoil(responsibility="（明）吾冔　吳夔等纂修")),
    ("role_missing", spoil(responsibility="（明）王懋德　（明）陸鳳儀纂修")),
    ("country_missing", spoil(responsibility="（意大利）利瑪竇撰")),
    ("monk_without_shi", spoil(responsibility="（唐）釋玄奘譯")),
    ("emperor_without_temple_name", spoil(responsibility="（清）聖祖玄燁撰")),
    ("series_copy_unnamed", spoil(edition="清康熙十二年（1673）納蘭性德刻通志堂經解本", series="通志堂經解")),
    ("series_suspected", spoil(edition="清康熙十二年（1673）納蘭性德刻通志堂經解本")),
    ("series_class", SET),
    ("annotation_in_edition", spoil(edition="明刻本", annotation="清惠棟批校")),
    ("annotation_missing", spoil(annotation="清惠棟校並跋", details={"annotations": [{"author": "惠棟"}]})),
    ("simplified_character", spoil(title="皇后雲台谷沈氏里干松范姜於家系念只才准余向御几秋千采薪布一卷")),
    ("cyclic_look_alike", spoil(title="己亥雜詩一卷")),
    ("half_width", spoil(edition="明嘉靖七年(1528)金李澤遠堂刻本")),
    ("private_use_character", spoil(title="𢎞明集十四卷")),
    ("lost_character_mark", spoil(title="□□集一卷")),
    ("circle_for_missing", spoil(title="國語一百○五卷")),
    ("compatibility_ideograph", spoil(title="﨑陽雜記一卷")),
    ("ambiguous_numeral", spoil(title="國語一百一十卷")),
    (
        "grade_against_year",
        spoil(details={"gradings": [{"standard": "WH/T 20-2006", "level": "二級", "grade_class": "甲"}]}),
    ),
    (
        "grade_against_year",
        spoil(details={"gradings": [{"standard": "WH/T 20-2006", "level": "一級", "grade_class": "丙"}]}),
    ),
    ("frame_size", spoil(details={"layouts": [{"frame_height": "20.3", "frame_width": "14.1"}]})),
    (
        "sub_work_statement",
        spoil(SET, details={"sub_works": [{"title": "周易竄餘六卷", "extent": "存二卷（一至二）"}]}),
    ),
]


@pytest.mark.parametrize(("check", "record", "field", "blamed", "word"), FOUND)
def test_finds_what_is_wrong(check: str, record: BookData, field: str, blamed: str, word: str) -> None:
    findings = BOOK_CHECKS.run(record, NO_CONTEXT, only=[check])
    assert [finding.field for finding in findings] == [field] or field in {finding.field for finding in findings}
    finding = next(finding for finding in findings if finding.field == field)
    assert word in finding.message
    if blamed == "*":
        assert finding.length > 0
    else:
        text = getattr(record, field, "") if blamed else ""
        assert str(text)[finding.offset : finding.offset + finding.length] == blamed


@pytest.mark.parametrize(("check", "record"), LEFT_ALONE)
def test_leaves_alone_what_is_right(check: str, record: BookData) -> None:
    assert BOOK_CHECKS.run(record, NO_CONTEXT, only=[check]) == []


@pytest.mark.parametrize("name", RIGHT)
def test_right_records_have_no_error_and_no_warning(name: str) -> None:
    findings = BOOK_CHECKS.run(RIGHT[name], NO_CONTEXT)
    assert [(f.check, f.message) for f in findings if f.level is not Level.HINT] == []


CONTEXTUAL: list[tuple[str, Mapping[str, Any], str]] = [
    ("census_no_duplicate", {"numbers": {GOOD.census_no: 2}}, "census_no"),
    ("shelf_mark_duplicate", {"shelf_marks": {("1701", "善0012"): 1}}, "shelf_mark"),
    ("class_unknown", {"settings": {"class_codes": {"101"}}}, "class_code"),
    ("institution_unknown", {"settings": {"institution_codes": {"1705"}}}, "institution"),
    ("census_no_region", {"settings": {"census_prefixes": {"350000"}}}, "census_no"),
    ("made_too_late", {"settings": {"last_year": 1500}}, "edition"),
    ("frame_size", {"settings": {"frame_limits": (1, 2)}}, "details.layouts"),
]


@pytest.mark.parametrize(("check", "known", "field"), CONTEXTUAL)
def test_what_needs_other_records_or_settings(check: str, known: Mapping[str, Any], field: str) -> None:
    record = spoil(details={"layouts": [{"frame_height": "20"}]})
    assert BOOK_CHECKS.run(record, NO_CONTEXT, only=[check]) == []
    assert {finding.field for finding in BOOK_CHECKS.run(record, Context(**known), only=[check])} == {field}


def test_the_shorter_of_extant_and_lacking_is_asked_for_only_where_the_house_wants_it() -> None:
    record = spoil(title="國語二十一卷", extent="存二十卷（二至二十一）")
    assert BOOK_CHECKS.run(record, NO_CONTEXT, only=["extent_shorter"]) == []
    wanted = BOOK_CHECKS.run(record, Context(settings={"extent_shorter": True}), only=["extent_shorter"])
    assert ["缺1卷" in finding.message for finding in wanted] == [True]


def test_a_lifetime_between_author_and_edition_is_asked_about_and_more_is_an_error() -> None:
    near = spoil(edition="明萬曆四十八年（1620）刻本", responsibility="（清）錢謙益撰")
    far = spoil(edition="宋刻本", responsibility="（明）張一鯤輯")
    levels = [BOOK_CHECKS.run(record, NO_CONTEXT, only=["author_after_edition"])[0].level for record in (near, far)]
    assert levels == [Level.WARNING, Level.ERROR]


def test_every_check_says_what_it_is_and_is_tried_here() -> None:
    tried = {row[0] for row in FOUND} | {row[0] for row in CONTEXTUAL} | {"extent_shorter"}
    assert len(BOOK_CHECKS) >= 60
    for check in BOOK_CHECKS:
        assert check.title, check.id
        assert check.source, check.id
        assert check.fields, check.id
    untried = {check.id for check in BOOK_CHECKS} - tried
    assert untried <= {"unclosed_bracket", "lost_character", "era_unknown", "dynasty_year_mismatch"}, untried
