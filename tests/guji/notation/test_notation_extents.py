"""存缺卷 and 冊數: places, parts, arithmetic."""

import pytest

from guji.notation import Extent, parse_extent, parse_title, parse_volumes, render_extent, render_volumes


def places(extent: Extent) -> list[tuple[str, list[str]]]:
    """Each part's label and its places, 全 or counts, in short."""
    found = []
    for group in extent.groups:
        one = []
        for span in group.ranges:
            start = f"{span.start.number.value if span.start.number else ''}{span.start.mark}"
            end = "" if span.end is None else f"-{span.end.number.value if span.end.number else ''}{span.end.mark}"
            one.append(start + end)
        one += [f"{count.value}{count.unit}" for count in group.counts]
        found.append(
            (group.label, [*one, *([group.whole] if group.whole else []), *([group.remark] if group.remark else [])])
        )
    return found


@pytest.mark.parametrize(
    ("text", "kind", "count", "unit", "expected"),
    [
        ("存四卷（十六至十九）", "存", 4, "卷", [("", ["16-19"])]),
        ("存五卷：一至五", "存", 5, "卷", [("", ["1-5"])]),
        ("缺一卷（二）", "缺", 1, "卷", [("", ["2"])]),
        ("存二卷（上、下）", "存", 2, "卷", [("", ["上", "下"])]),
        ("存一卷（上）", "存", 1, "卷", [("", ["上"])]),
        ("存十三卷（三至十四、卷首）", "存", 13, "卷", [("", ["3-14", "首"])]),
        ("存九卷（一至七、首、末）", "存", 9, "卷", [("", ["1-7", "首", "末"])]),
        ("存三卷（一至二、目錄）", "存", 3, "卷", [("", ["1-2"]), ("目錄", [])]),
        ("存三卷（一至二、年譜）", "存", 3, "卷", [("", ["1-2"]), ("年譜", [])]),
        (
            "存四十七卷（前集一至十、後集一至十五、續集全）",
            "存",
            47,
            "卷",
            [("前集", ["1-10"]), ("後集", ["1-15"]), ("續集", ["全"])],
        ),
        (
            "存一百三十九卷（周禮一至三、二十九至四十四，儀禮一至三十七、四十至五十，禮記七十二卷全）",
            "存",
            139,
            "卷",
            [("周禮", ["1-3", "29-44"]), ("儀禮", ["1-37", "40-50"]), ("禮記", ["72卷", "全"])],
        ),
        (
            "存七卷（陰符經一卷、孫子三卷、素書三卷）",
            "存",
            7,
            "卷",
            [("陰符經", ["1卷"]), ("孫子", ["3卷"]), ("素書", ["3卷"])],
        ),
        (
            "存二十卷（大學章句一卷或問一卷、論語十八卷）",
            "存",
            20,
            "卷",
            [("大學章句", ["1卷"]), ("或問", ["1卷"]), ("論語", ["18卷"])],
        ),
        ("存三卷（目錄上，五、二十六）", "存", 3, "卷", [("目錄", ["上"]), ("", ["5", "26"])]),
        ("存十二種十二卷", "存", 12, "卷", []),
        ("存八千卷目錄二十二卷", "存", 8000, "卷", []),
        ("存十四册", "存", 14, "册", []),
        ("存七葉", "存", 7, "葉", []),
        ("存四十回（一至四十）", "存", 40, "回", [("", ["1-40"])]),
        ("存五卷（三下至七）", "存", 5, "卷", [("", ["3下-7"])]),
        ("存一卷（三上半）", "存", 1, "卷", [("", ["3上半"])]),
        ("存三卷（一之二、四至五）", "存", 3, "卷", [("", ["1之二", "4-5"])]),
        ("存卷一至卷十八卷二十至卷六十", "存", None, "", [("", ["1-18", "20-60"])]),
        ("缺第2卷", "缺", None, "", [("", ["2"])]),
        (
            "存二卷（大般若波羅蜜多經卷第十三、毗婆沙論卷第八十七）",
            "存",
            2,
            "卷",
            [("大般若波羅蜜多經", ["13"]), ("毗婆沙論", ["87"])],
        ),
        ("存暹羅館中，高昌館中、下", "存", None, "", [("暹羅館", ["中"]), ("高昌館", ["中", "下"])]),
        ("存清光緒十八至三十四年", "存", None, "", [("清光緒", ["18-34"])]),
        ("存嘉靖元年五月至十二月", "存", None, "", [("", ["嘉靖元年五月至十二月"])]),
        ("存四卷（一至四，卷五至八原缺）", "存", 4, "卷", [("", ["1-4"]), ("", ["5-8"])]),
        ("存六卷（一至五、卷六前十二葉）", "存", 6, "卷", [("", ["1-5", "6", "前十二葉"])]),
        ("存三卷（一－三）", "存", 3, "卷", [("", ["1-3"])]),
        ("存三卷（1-3）", "存", 3, "卷", [("", ["1-3"])]),
        ("存三卷(一至三)", "存", 3, "卷", [("", ["1-3"])]),
        ("存□卷", "存", None, "卷", []),
        ("存殘葉兩折", "存", None, "", [("殘葉", ["2折"])]),
    ],
)
def test_places_and_parts(
    text: str, kind: str, count: int | None, unit: str, expected: list[tuple[str, list[str]]]
) -> None:
    parsed = parse_extent(text)
    extent = parsed.structure
    assert (extent.kind, extent.count, extent.unit) == (kind, count, unit)
    assert places(extent) == expected
    assert parsed.complete
    assert render_extent(extent) == text


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("存二十卷（一至二十二）", "extent_sum_mismatch", "存二十卷（一至二十二）"),
        ("存四十卷（一至三十一、三十四至四十）", "extent_sum_mismatch", "存四十卷（一至三十一、三十四至四十）"),
        ("存四卷（五至二）", "extent_range_order", "五至二"),
        ("存五卷（四至六、一至二）", "extent_range_order", "一至二"),
        ("存七卷（一至四、三至五）", "extent_overlap", "三至五"),
        ("存二卷（甲集一、乙集一、丙集一）", "extent_sum_mismatch", "存二卷（甲集一、乙集一、丙集一）"),
        ("存三卷（一至三", "unclosed_bracket", "（"),
    ],
)
def test_arithmetic_that_fails(text: str, check: str, words: str) -> None:
    found = [issue for issue in parse_extent(text).issues if issue.check == check]
    assert found
    assert text[found[0].offset : found[0].offset + found[0].length] == words


@pytest.mark.parametrize(
    "text",
    [
        "存五十八卷（三至六十）",
        "存八卷（一至三、五、七至十）",
        "存二卷（一下、二上）",
        "存十卷（前集一至五、後集一至五）",
        "存十卷（文集一至九、年譜）",
        "存一百六卷（一至一百六）",
        "存一百三十四卷（缺詩序辯說一卷）",
        "存七卷（一至三、六至九）",
        "存三卷（卷一至三）",
        "存四卷（三、四、六、七，卷四殘）",
        "存二十七卷（一至十五、十九至三十，卷十五有缺葉）",
        "存三十六期（一至三十六）",
    ],
)
def test_arithmetic_that_holds(text: str) -> None:
    assert parse_extent(text).issues == ()


@pytest.mark.parametrize(
    ("title", "text", "check"),
    [
        ("左粹類纂十二卷", "存二卷（六十九至七十）", "extent_beyond_total"),
        ("史記一百三十卷", "存一百四十卷", "extent_count_beyond_total"),
        ("周易九卷略例一卷", "存十一卷（一至十一）", "extent_beyond_total"),
    ],
)
def test_beyond_the_whole_work(title: str, text: str, check: str) -> None:
    assert check in [issue.check for issue in parse_extent(text, parse_title(title).structure).issues]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("史記一百三十卷", "存一百三十卷（一至一百三十）"),
        ("鄞縣志□□卷", "存九十卷（一至九十）"),
        ("陶靖節集十卷", "存十一卷（陶靖節集全、總論）"),
        ("周易九卷略例一卷", "存十卷"),
        ("日記不分卷", "存四冊"),
    ],
)
def test_within_the_whole_work_or_unknown(title: str, text: str) -> None:
    assert parse_extent(text, parse_title(title).structure).issues == ()


@pytest.mark.parametrize("text", ["一至五", "不詳", "殘本", "無"])
def test_text_without_the_word_for_extant_is_left_over(text: str) -> None:
    parsed = parse_extent(text)
    assert [span.text for span in parsed.unplaced] == [text]


def test_count_that_reads_two_ways_is_asked_unless_its_places_confirm_it() -> None:
    assert [issue.check for issue in parse_extent("存一百一卷").issues] == ["ambiguous_numeral"]
    assert parse_extent("存一百一卷（一至一百一）").issues == ()


def test_nothing() -> None:
    assert parse_extent("").structure == Extent()


@pytest.mark.parametrize(
    ("title", "text", "told", "wrong"),
    [
        ("某書一百卷", "存九十五卷（缺一至三、七至八）", "缺", False),
        ("某書一百卷", "存九十五卷（缺卷一至三、卷七至八）", "缺", False),
        ("某書一百卷", "存九十六卷（缺一至三、七至八）", "缺", True),
        ("某書一百卷", "缺五卷（存六至一百）", "存", False),
        ("某書一百卷首一卷", "存九十五卷（原缺一至五）", "原缺", False),
        ("某書一百卷首一卷", "存九十六卷（原缺一至五）", "原缺", False),
        ("某書一百卷首一卷", "存九十七卷（原缺一至五）", "原缺", True),
        ("十三經注疏三百三十五卷", "存三百二十一卷（缺孝經注疏九卷、爾雅注疏五卷）", "缺", False),
        ("十三經注疏三百三十五卷", "存三百二十六卷（缺孝經注疏九卷、爾雅注疏五卷）", "缺", True),
    ],
)
def test_places_may_tell_what_is_not_there(title: str, text: str, told: str, wrong: bool) -> None:
    parsed = parse_extent(text, parse_title(title).structure)
    assert (parsed.structure.inside, parsed.structure.contrary) == (told, True)
    assert ("extent_sum_mismatch" in {issue.check for issue in parsed.issues}) is wrong
    assert render_extent(parsed.structure) == text


def test_places_may_say_again_that_they_are_there() -> None:
    extent = parse_extent("存五卷（存一至五）").structure
    assert (extent.contrary, places(extent)) == (False, [("", ["1-5"])])
    assert "extent_sum_mismatch" in {issue.check for issue in parse_extent("存六卷（存一至五）").issues}


@pytest.mark.parametrize(
    ("text", "items", "note", "ce"),
    [
        ("18冊", [(18, "冊")], "", 18),
        ("十八冊", [(18, "冊")], "", 18),
        ("1册", [(1, "册")], "", 1),
        ("2函10冊", [(2, "函"), (10, "冊")], "", 10),
        ("1軸", [(1, "軸")], "", None),
        ("3張", [(3, "張")], "", None),
        ("4冊(合訂)", [(4, "冊")], "合訂", 4),
        ("４冊", [(4, "冊")], "", 4),
    ],
)
def test_pieces(text: str, items: list[tuple[int, str]], note: str, ce: int | None) -> None:
    parsed = parse_volumes(text)
    volumes = parsed.structure
    assert [(item.value, item.unit) for item in volumes.items] == items
    assert (volumes.note, volumes.ce) == (note, ce)
    assert parsed.complete
    assert render_volumes(volumes) == text


@pytest.mark.parametrize(("text", "rest"), [("若干冊", "若干冊"), ("3冊又殘葉", "又殘葉"), ("缺", "缺")])
def test_what_is_no_number_of_pieces(text: str, rest: str) -> None:
    assert [span.text for span in parse_volumes(text).unplaced] == [rest]
