"""題名卷數: what is a name, what an addition, what a count, and what only looks like one."""

import pytest

from guji.notation import Title, parse_title, render_title


def shape(title: Title) -> list[tuple[str, list[str], list[str]]]:
    """Each unit as name, counts as written, additions with their counts."""
    return [
        (
            unit.name,
            [count.number.written + count.unit for count in unit.counts],
            [
                extra.label + "".join(count.number.written + count.unit for count in extra.counts)
                for extra in unit.extras
            ],
        )
        for unit in title.units
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("論語集解十卷", [("論語集解", ["十卷"], [])]),
        ("周易九卷略例一卷", [("周易", ["九卷"], ["略例一卷"])]),
        ("越縵堂日記不分卷", [("越縵堂日記", ["不分卷"], [])]),
        ("鄞縣志□□卷首一卷", [("鄞縣志", ["□□卷"], ["首一卷"])]),
        ("百家詞囗囗囗卷", [("百家詞", ["囗囗囗卷"], [])]),
        ("浙江通志二百八十卷首三卷", [("浙江通志", ["二百八十卷"], ["首三卷"])]),
        ("全浙詩話一百卷卷首一卷卷末一卷", [("全浙詩話", ["一百卷"], ["卷首一卷", "卷末一卷"])]),
        ("樊榭山房集十卷續集十卷文集八卷", [("樊榭山房集", ["十卷"], ["續集十卷", "文集八卷"])]),
        ("韓昌黎集四十卷外集十卷遺文一卷", [("韓昌黎集", ["四十卷"], ["外集十卷", "遺文一卷"])]),
        ("唐詩始音一卷唐詩正音六卷", [("唐詩始音", ["一卷"], []), ("唐詩正音", ["六卷"], [])]),
        ("玉海二百卷辭學指南四卷", [("玉海", ["二百卷"], []), ("辭學指南", ["四卷"], [])]),
        ("六十種曲一百二十卷", [("六十種曲", ["一百二十卷"], [])]),
        ("十萬卷樓叢書五十種", [("十萬卷樓叢書", ["五十種"], [])]),
        ("四十二章經一卷", [("四十二章經", ["一卷"], [])]),
        ("儀顧堂題跋十六卷續跋十六卷", [("儀顧堂題跋", ["十六卷"], ["續跋十六卷"])]),
        ("五種遺規十六卷", [("五種遺規", ["十六卷"], [])]),
        ("唐宋八家文鈔一百六十四卷", [("唐宋八家文鈔", ["一百六十四卷"], [])]),
        ("唐詩三百首六卷", [("唐詩三百首", ["六卷"], [])]),
        ("萬卷菁華前集六十卷", [("萬卷菁華前集", ["六十卷"], [])]),
        ("知不足齋叢書三十集二百七種", [("知不足齋叢書", ["三十集", "二百七種"], [])]),
        ("四庫叢編五種六十五卷", [("四庫叢編", ["五種", "六十五卷"], [])]),
        ("封神演義二十卷一百回", [("封神演義", ["二十卷", "一百回"], [])]),
        ("西廂記十本二十卷首一卷", [("西廂記", ["十本", "二十卷"], ["首一卷"])]),
        ("牡丹亭還魂記二卷五十五齣", [("牡丹亭還魂記", ["二卷", "五十五齣"], [])]),
        ("單刀會四折", [("單刀會", ["四折"], [])]),
        ("古今圖書集成一萬卷目錄四十卷", [("古今圖書集成", ["一萬卷"], ["目錄四十卷"])]),
        ("春秋二十國年表一卷", [("春秋二十國年表", ["一卷"], [])]),
        ("洪範五行傳論五卷", [("洪範五行傳論", ["五卷"], [])]),
        ("子夏易傳11卷", [("子夏易傳", ["11卷"], [])]),
        (
            "文選注六十卷附錄一卷年譜一卷圖一卷校勘記三卷",
            [("文選注", ["六十卷"], ["附錄一卷", "年譜一卷", "圖一卷", "校勘記三卷"])],
        ),
        ("東垣十書", [("東垣十書", [], [])]),
        ("四書釋地一卷續一卷又續一卷三續一卷", [("四書釋地", ["一卷"], ["續一卷", "又續一卷", "三續一卷"])]),
        ("周易通解十八卷 釋例一卷", [("周易通解", ["十八卷"], ["釋例一卷"])]),
        ("易說無卷數", [("易說", ["無卷數"], [])]),
    ],
)
def test_units_counts_and_additions(text: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    parsed = parse_title(text)
    assert shape(parsed.structure) == expected
    assert parsed.complete
    assert render_title(parsed.structure) == text


@pytest.mark.parametrize("pair", ["[]", "［］", "〔〕"])
def test_reign_before_a_gazetteer_keeps_its_brackets(pair: str) -> None:
    text = f"{pair[0]}萬曆{pair[1]}金華府志三十卷"
    unit = parse_title(text).structure.units[0]
    assert (unit.prefix, unit.name, unit.brackets, unit.juan) == ("萬曆", "金華府志", pair, 30)
    assert not unit.supplied


def test_place_before_a_genealogy() -> None:
    unit = parse_title("［浙江永康］應氏先型錄六卷首一卷").structure.units[0]
    assert (unit.prefix, unit.name) == ("浙江永康", "應氏先型錄")


def test_title_supplied_by_the_cataloguer_is_not_a_prefix() -> None:
    unit = parse_title("[佛經殘卷]一卷").structure.units[0]
    assert (unit.supplied, unit.prefix, unit.name, unit.juan) == (True, "", "佛經殘卷", 1)


def test_brackets_may_take_in_the_count() -> None:
    text = "[妙法蓮華經科文一卷]"
    unit = parse_title(text).structure.units[0]
    assert (unit.supplied, unit.encloses, unit.name, unit.juan) == (True, True, "妙法蓮華經科文", 1)
    assert render_title(parse_title(text).structure) == text


def test_first_part_is_set_apart_when_parts_follow() -> None:
    unit = parse_title("古今合璧事類備要前集六十九卷後集八十一卷續集五十六卷").structure.units[0]
    assert (unit.name, unit.part) == ("古今合璧事類備要", "前集")
    assert [extra.label for extra in unit.extras] == ["後集", "續集"]
    assert unit.total == 69 + 81 + 56


def test_first_part_alone_stays_in_the_name() -> None:
    unit = parse_title("詩人玉屑前集六十卷").structure.units[0]
    assert (unit.name, unit.part) == ("詩人玉屑前集", "")


def test_collection_named_as_such_is_not_a_part() -> None:
    unit = parse_title("昌黎先生文集四十卷外集十卷").structure.units[0]
    assert (unit.name, unit.part) == ("昌黎先生文集", "")


def test_remark_after_the_count() -> None:
    unit = parse_title("紅樓夢一百二十回（程乙本）").structure.units[0]
    assert unit.note is not None
    assert (unit.name, unit.note.text, unit.note.brackets) == ("紅樓夢", "程乙本", "（）")


def test_appended_with_a_word_of_its_own() -> None:
    units = parse_title("伐檀齋集12卷(附)諸名家贈答詩1卷").structure.units
    assert [(unit.link, unit.name, unit.juan) for unit in units] == [("", "伐檀齋集", 12), ("(附)", "諸名家贈答詩", 1)]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("周易九卷略例一卷", 10),
        ("浙江通志二百八十卷首三卷", 283),
        ("越縵堂日記不分卷", None),
        ("兵部則例□□卷", None),
        ("叢編五種", None),
        ("唐詩始音一卷唐詩正音六卷唐音遺響四卷", 11),
    ],
)
def test_total_is_known_only_when_every_count_is(text: str, total: int | None) -> None:
    assert parse_title(text).structure.total == total


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [("資治通鑑外紀一百一卷", 101, 110), ("太平御覽二百五卷", 205, 250), ("文選一百六卷", 106, 160)],
)
def test_count_that_reads_two_ways_is_asked_about(text: str, value: int, other: int) -> None:
    parsed = parse_title(text)
    (issue,) = parsed.issues
    assert issue.check == "ambiguous_numeral"
    assert (issue.params["value"], issue.params["other"]) == (value, other)
    assert text[issue.offset : issue.offset + issue.length] == issue.params["text"]
    assert parsed.structure.units[0].juan == value


@pytest.mark.parametrize(
    "text", ["史記一百三十卷", "文獻通考三百四十八卷", "遼史一百一十六卷", "宋史四百九十六卷", "金史一百十卷"]
)
def test_plain_counts_raise_no_question(text: str) -> None:
    assert parse_title(text).issues == ()


@pytest.mark.parametrize(("text", "offset"), [("趙〓集一卷", 1), ("孫光?集二卷", 2), ("詩餘□□卷", None)])
def test_lost_characters_are_pointed_at(text: str, offset: int | None) -> None:
    found = [issue.offset for issue in parse_title(text).issues if issue.check == "lost_character"]
    assert found == ([] if offset is None else [offset])


def test_nothing_is_an_empty_title() -> None:
    assert parse_title("").structure == Title()
    assert parse_title("　").structure == Title()


def test_name_is_the_first_works() -> None:
    assert parse_title("事類賦前集三卷後集二卷").structure.name == "事類賦前集"
    assert Title().name == ""
