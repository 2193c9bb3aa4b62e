"""The word lists and the small judgements that rest on them: numbers, persons, places, makers, acts, dates."""

import pytest

from authority.han import NumeralStyle
from guji.notation.dates import Context, Reader
from guji.notation.issues import TEMPLATES, issue
from guji.notation.kinds import ACTION
from guji.notation.lexicon import LABELS, MODES, ROLES
from guji.notation.makers import is_maker, read_makers
from guji.notation.named_times import dynasty_at, era_at
from guji.notation.numbers import read_number, spoken_value, write_number
from guji.notation.people import bare_dynasty, is_role, read_name, split_role
from guji.notation.places import is_place, place_prefix
from guji.notation.scan import closing, count_matches
from guji.notation.structures import Number
from guji.notation.surnames import is_person
from guji.notation.title_units import is_label
from guji.notation.words import DATA, load, with_variants


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_every_list_says_what_it_is_and_has_words(path: object) -> None:
    assert hasattr(path, "read_text")
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert len(load(path.stem)) > 5  # type: ignore[attr-defined]


def test_lists_know_simplified_forms() -> None:
    assert {"撰", "辑", "纂修"} <= ROLES
    assert {"附录", "補遺"} <= LABELS
    assert {"題識", "题识"} <= MODES


def test_variants_of_common_characters() -> None:
    assert with_variants(frozenset({"校注", "過録"})) == {"校注", "校註", "過録", "過錄"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("元", 1),
        ("兩", 2),
        ("十", 10),
        ("廿五", 25),
        ("一百一", 101),
        ("一百一十", 110),
        ("一百十", 110),
        ("二○", 20),
        ("１０", 10),
        ("□", None),
    ],
)
def test_numbers_are_read(text: str, value: int | None) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.written) == (value, text)


def test_what_is_no_number() -> None:
    assert read_number("卷") is None


@pytest.mark.parametrize(
    ("text", "value"), [("一百一", 110), ("二百五", 250), ("三千六", 3600), ("一百一十", None), ("十五", None)]
)
def test_speech_differs(text: str, value: int | None) -> None:
    assert spoken_value(text) == value


def test_number_is_written_as_it_was_while_it_says_the_same() -> None:
    assert write_number(Number(110, "一百十"), None) == "一百十"
    assert (
        write_number(Number(111, "一百十"), None) == "一百一十一"
        or write_number(Number(111, "一百十"), None) == "一百十一"
    )
    assert write_number(Number(12, "11"), None) == "12"
    assert write_number(Number(None, "□□"), NumeralStyle.ARABIC) == "□□"


@pytest.mark.parametrize("text", ["黃宗羲", "歐陽修", "司馬光", "釋智旭", "佚名", "劉孝標", "趙與〓", "汪□", "刘文龙"])
def test_persons(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize("text", ["歐陽", "來氏寶", "的", "本", "澹生堂", "浙江書局", "", "一二三"])
def test_no_persons(text: str) -> None:
    assert not is_person(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("金陵書局", "金陵"),
        ("福建建陽余氏", "福建建陽"),
        ("婺州義烏蔣宅", "婺州義烏"),
        ("建寧府建安書院", "建寧府建安"),
        ("毛氏", ""),
    ],
)
def test_place_at_the_beginning(text: str, place: str) -> None:
    assert place_prefix(text) == place


def test_whole_places() -> None:
    assert is_place("雲南大理")
    assert is_place("蜀")
    assert not is_place("金")


@pytest.mark.parametrize(
    "text",
    [
        "毛氏汲古閣",
        "晁瑮寶文堂",
        "秦藩朱惟焯",
        "書林余氏雙峰堂",
        "惠州府學余世忠",
        "國子監",
        "內府",
        "自",
        "玉几山人",
        "釋如巹",
        "高宗弘曆",
        "紫竹斋",
    ],
)
def test_plausible_makers(text: str) -> None:
    assert is_maker(text)


@pytest.mark.parametrize(
    "text", ["", "以舊版重新整理而成", "的", "abc", "卷一至二", "不知何人所為之物", "慎獨齋刻", "（某）"]
)
def test_implausible_makers(text: str) -> None:
    assert not is_maker(text)


@pytest.mark.parametrize(
    ("text", "place", "makers", "etc", "last"),
    [
        ("常熟毛氏汲古閣", "常熟", ["毛氏汲古閣"], "", False),
        ("南京國子監", "", ["南京國子監"], "", False),
        ("南京吏部", "", ["南京吏部"], "", False),
        ("兩浙東路茶鹽司", "", ["兩浙東路茶鹽司"], "", False),
        ("金李澤遠堂", "", ["金李澤遠堂"], "", False),
        ("潘旦、鄧杞等", "", ["潘旦", "鄧杞"], "等", False),
        ("李元陽雲南大理", "雲南大理", ["李元陽"], "", True),
        ("杭州", "杭州", [], "", False),
        ("", "", [], "", False),
    ],
)
def test_place_and_makers(text: str, place: str, makers: list[str], etc: str, last: bool) -> None:
    found = read_makers(text)
    assert found is not None
    assert (found.place, [maker.name for maker in found.makers], found.etc, found.place_last) == (
        place,
        makers,
        etc,
        last,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("李周翰注", ("李周翰", "", "注")),
        ("歐陽修撰", ("歐陽修", "", "撰")),
        ("萬斯同撰", ("萬斯同", "", "撰")),
        ("屈原撰", ("屈原", "", "撰")),
        ("陳選編", ("陳選", "", "編")),
        ("王樵等纂修", ("王樵", "等", "纂修")),
        ("李邦珍詮次", ("李邦珍", "", "詮次")),
        ("胡廣等", ("胡廣", "等", "")),
        ("撰", ("", "", "撰")),
        ("朱熹", ("朱熹", "", "")),
    ],
)
def test_role_is_split_from_the_name(body: str, expected: tuple[str, str, str]) -> None:
    assert split_role(body) == expected


@pytest.mark.parametrize(
    ("role", "known"), [("校並跋", True), ("輯並評", True), ("撰兼書", True), ("並", False), ("跋並", False)]
)
def test_joined_roles(role: str, known: bool) -> None:
    assert is_role(role) is known


@pytest.mark.parametrize(
    ("body", "dynasty"),
    [
        ("清惠棟", "清"),
        ("明李維楨", "明"),
        ("宋葆淳", ""),
        ("金俊明", ""),
        ("唐順之", ""),
        ("清高宗弘曆", "清"),
        ("毛扆", ""),
    ],
)
def test_bare_dynasty(body: str, dynasty: str) -> None:
    assert bare_dynasty(body) == dynasty


def test_name_with_a_remark() -> None:
    name = read_name("釋元璟（借山）")
    assert name.text == "釋元璟"
    assert name.note is not None


@pytest.mark.parametrize(
    ("text", "label"),
    [("附錄", True), ("又續集", True), ("年譜附錄", True), ("龍城錄", False), ("附錄野老記聞", False)],
)
def test_labels(text: str, label: bool) -> None:
    assert is_label(text) is label


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("刻", "刻"),
        ("朱墨套印", "朱墨套印"),
        ("銅活字印", "銅活字印"),
        ("影宋抄", "影宋抄"),
        ("遞修", "遞修"),
        ("泥金寫", "泥金寫"),
        ("珂羅版印", "珂羅版印"),
    ],
)
def test_acts(text: str, act: str) -> None:
    match = ACTION.match(text)
    assert match is not None
    assert match[0] == act


def test_a_publishers_name_is_no_act() -> None:
    assert ACTION.match("印書館") is None


@pytest.mark.parametrize(
    ("window", "length"),
    [
        ("明萬曆", 1),
        ("金陵書局", 0),
        ("明州刻", 0),
        ("元豐三年", 0),
        ("三國吳", 3),
        ("吳氏刻", 0),
        ("清稿本", 0),
        ("日本寬文", 2),
    ],
)
def test_dynasties_at_a_place(window: str, length: int) -> None:
    assert dynasty_at(window) == length


@pytest.mark.parametrize(
    ("window", "dynasty", "length"),
    [
        ("萬曆六年", "明", 2),
        ("紹興府學", "宋", 0),
        ("慶元路儒學", "元", 0),
        ("康熙十二年", "明", 2),
        ("康熙間", "明", 2),
        ("毛氏", "明", 0),
    ],
)
def test_eras_at_a_place(window: str, dynasty: str, length: int) -> None:
    assert era_at(window, dynasty) == length


def test_context_is_carried() -> None:
    reader = Reader("萬曆六年、十年", Context("明"))
    dates, end = reader.dates(0)
    assert end == 7
    assert [date.start.year.value for date in dates if date.start.year] == [6, 10]
    assert [mark.era for mark in reader.marks] == ["萬曆", "萬曆"]


def test_counts_in_a_text() -> None:
    assert [(one.start, one.end, one.found.value) for one in count_matches("史記一百三十卷補一卷")] == [
        (2, 7, 130),
        (8, 10, 1),
    ]


@pytest.mark.parametrize(("text", "end"), [("（一（二）三）", 6), ("（一", -1), ("[一]二]", 2)])
def test_closing_bracket(text: str, end: int) -> None:
    assert closing(text, 0) == end


def test_templates_are_chinese_and_complete() -> None:
    for check, template in TEMPLATES.items():
        assert check.isidentifier()
        assert any("\u4e00" <= char <= "\u9fff" for char in template)
    with pytest.raises(KeyError):
        issue("no_such_check", 0, 0)


def test_issue_moves_with_its_text() -> None:
    found = issue("lost_character", 2, 1, text="〓").moved(10)
    assert (found.offset, found.length, found.message) == (12, 1, "“〓”处可能有未能显示的字，请核对原书")
