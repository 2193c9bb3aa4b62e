"""Rendering: the profile decides the marks, the structure the words; change the structure and the text follows."""

from dataclasses import replace

import pytest

from authority.han import NumeralStyle
from guji.notation import (
    AS_WRITTEN,
    PROFILES,
    RAREBOOK,
    REGISTER,
    UNION,
    WEB,
    CommonEra,
    Count,
    Date,
    Edition,
    Extra,
    Group,
    Layer,
    Maker,
    Name,
    Number,
    Place,
    Point,
    Profile,
    Range,
    Title,
    TitleUnit,
    parse_annotations,
    parse_edition,
    parse_entry,
    parse_extent,
    parse_responsibility,
    parse_title,
    parse_volumes,
    render,
    render_annotations,
    render_edition,
    render_entry,
    render_extent,
    render_responsibility,
    render_title,
    render_volumes,
)

LINE = "[萬曆]金華府志三十卷　〔明〕吾冔　吳夔等纂修　明萬曆六年（1578）刻本（卷一抄配）　10册　存四卷：十六至十九"


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (AS_WRITTEN, LINE),
        (
            REGISTER,
            "［萬曆］金華府志三十卷　（明）吾冔　（明）吳夔等纂修　"
            "明萬曆六年(1578)刻本（卷一抄配）　10冊　存四卷（十六至十九）",
        ),
        (
            UNION,
            "[萬曆]金華府志三十卷　〔明〕吾冔　吳夔等纂修　明萬曆六年(1578)刻本（卷一抄配）　10冊　存四卷：十六至十九",
        ),
        (
            RAREBOOK,
            LINE.replace("〔明〕", "（明）").replace("10册　存四卷：十六至十九", "10冊　存四卷（十六至十九）"),
        ),
        (
            WEB,
            "［萬曆］金華府志三十卷　（明）吾冔　（明）吳夔等纂修　"
            "明萬曆六年（1578）刻本（卷一抄配）　10冊　存四卷（十六至十九）",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Profile) else "",
)
def test_one_entry_in_every_profile(profile: Profile, expected: str) -> None:
    assert render_entry(parse_entry(LINE), profile) == expected


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=list(PROFILES))
def test_text_in_the_profiles_form_comes_back_unchanged(profile: Profile) -> None:
    once = render_entry(parse_entry(LINE), profile)
    again = render_entry(parse_entry(once), profile)
    assert again == once


def test_unplaced_text_is_never_lost_in_print() -> None:
    parsed = parse_edition("清乾隆不知何人所為之物刻本")
    assert parsed.unplaced
    assert render(parsed, REGISTER) == "清乾隆不知何人所為之物刻本"
    assert render(parse_edition("明萬曆六年（1578）刻本"), REGISTER) == "明萬曆六年(1578)刻本"


def test_years_of_our_era_can_be_left_out() -> None:
    profile = replace(REGISTER, common_era=False)
    assert render_edition(parse_edition("明萬曆六年（1578）刻本").structure, profile) == "明萬曆六年刻本"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (NumeralStyle.CATALOGUE, "一百一十卷"),
        (NumeralStyle.OLD, "一百十卷"),
        (NumeralStyle.ARABIC, "110卷"),
        (None, "一百十卷"),
    ],
)
def test_numeral_style(style: NumeralStyle | None, expected: str) -> None:
    title = parse_title("牧齋初學集一百十卷").structure
    assert render_title(title, replace(AS_WRITTEN, juan_style=style)) == "牧齋初學集" + expected


def test_dynasty_without_brackets() -> None:
    profile = replace(AS_WRITTEN, dynasty_brackets="none")
    assert render_responsibility(parse_responsibility("（清）王士禛撰").structure, profile) == "清王士禛撰"


def test_volumes_in_figures_and_in_words() -> None:
    volumes = parse_volumes("十八册").structure
    assert render_volumes(volumes, REGISTER) == "18冊"
    assert render_volumes(volumes, AS_WRITTEN) == "十八册"


def test_extent_without_a_count_keeps_its_own_marks() -> None:
    extent = parse_extent("存暹羅館中，高昌館下").structure
    assert render_extent(extent, UNION) == "存暹羅館中，高昌館下"


def test_bare_dynasty_of_an_annotator_stays_bare() -> None:
    assert render_annotations(parse_annotations("清惠棟校並跋").structure, UNION) == "清惠棟校並跋"
    assert render_annotations(parse_annotations("（清）惠棟校並跋").structure, UNION) == "〔清〕惠棟校並跋"


# --- change the structure, and the text follows ----------------------------------------------------------------


def test_changed_count() -> None:
    title = parse_title("牧齋初學集一百十卷").structure
    unit = replace(title.units[0], counts=(Count(Number(101), "卷"),))
    assert render_title(replace(title, units=(unit,))) == "牧齋初學集一百一卷"


def test_changed_value_keeps_the_way_of_writing() -> None:
    title = parse_title("子夏易傳11卷").structure
    count = title.units[0].counts[0]
    changed = replace(count, number=replace(count.number, value=12))
    unit = replace(title.units[0], counts=(changed,))
    assert render_title(replace(title, units=(unit,))) == "子夏易傳12卷"


def test_changed_name_and_added_part() -> None:
    title = parse_title("周易九卷").structure
    unit = replace(title.units[0], name="尚書", extras=(Extra("圖", (Count(Number(1), "卷"),)),))
    assert render_title(replace(title, units=(unit,))) == "尚書九卷圖一卷"


def test_changed_year() -> None:
    edition = parse_edition("明萬曆三十九年(1611)刻本").structure
    point = edition.main.dates[0].start
    assert point.year is not None
    assert point.ce is not None
    later = replace(point, year=replace(point.year, value=40), ce=replace(point.ce, first=1612))
    changed = edition.with_main(replace(edition.main, dates=(Date(later),)))
    assert (changed.year, changed.year_from) == (40, 1612)
    assert render_edition(changed) == "明萬曆四十年(1612)刻本"


def test_changed_maker_act_and_layer() -> None:
    edition = parse_edition("明萬曆毛氏汲古閣刻本").structure
    main = replace(edition.main, makers=(Maker("凌濛初"),), place="吳興")
    changed = replace(edition, layers=(main, Layer("朱墨套印")))
    assert render_edition(changed) == "明萬曆吳興凌濛初刻朱墨套印本"
    assert changed.type == "朱墨套印本"


def test_changed_person() -> None:
    responsibility = parse_responsibility("（明）吾冔　吳夔等纂修").structure
    section = responsibility.sections[0]
    group = replace(section.groups[0], names=(Name("吾冔"), Name("智旭", "釋")), role="輯", etc="", dynasty="清")
    changed = replace(responsibility, sections=(replace(section, groups=(group,)),))
    assert render_responsibility(changed) == "（清）吾冔　釋智旭輯"


def test_changed_range() -> None:
    extent = parse_extent("存四卷（十六至十九）").structure
    group = replace(extent.groups[0], ranges=(Range(Place(Number(1)), Place(Number(4))),))
    assert render_extent(replace(extent, groups=(group,))) == "存四卷（一至四）"


def test_changed_annotator() -> None:
    annotations = parse_annotations("丁丙跋").structure
    item = replace(annotations.items[0], names=(Name("丁申"), Name("丁丙")))
    assert render_annotations(replace(annotations, items=(item,))) == "丁申　丁丙跋"


def test_structure_made_by_hand() -> None:
    title = Title((TitleUnit("論語集解", counts=(Count(Number(10), "卷"),)),))
    point = Point("清", "同治", Number(11), ce=CommonEra(1872))
    edition = Edition((Layer("刻", (Date(point),), makers=(Maker("浙江書局"),)),), ending="本")
    assert render_title(title) == "論語集解十卷"
    assert render_edition(edition, REGISTER) == "清同治十一年(1872)浙江書局刻本"
    assert parse_edition(render_edition(edition)).structure.with_main(edition.main) == edition


def test_group_made_by_hand_needs_no_brackets_of_its_own() -> None:
    responsibility = parse_responsibility("（清）俞樾撰").structure
    group = Group((Name("俞樾"),), "清", role="撰", lead="")
    section = replace(responsibility.sections[0], groups=(group,))
    changed = replace(responsibility, sections=(section,))
    assert render_responsibility(changed, REGISTER) == "（清）俞樾撰"
