"""著者: names, dynasties and roles; who shares them; which work they belong to."""

import pytest

from guji.notation import Responsibility, parse_entry, parse_responsibility, render_responsibility


def shape(responsibility: Responsibility) -> list[tuple[str | None, str, list[str], str, str]]:
    """Work, dynasty or nation, names, 等, role that covers the group."""
    return [
        (
            None if work is None else work.name,
            group.dynasty or group.nation,
            [name.text for name in group.names],
            group.etc,
            role,
        )
        for work, group, role in responsibility.attributions()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（清）黃宗羲撰", [(None, "清", ["黃宗羲"], "", "撰")]),
        ("（明）吾冔　吳夔等纂修", [(None, "明", ["吾冔", "吳夔"], "等", "纂修")]),
        (
            "（明）王懋德　（明）陸鳳儀纂修",
            [(None, "明", ["王懋德"], "", "纂修"), (None, "明", ["陸鳳儀"], "", "纂修")],
        ),
        ("（宋）洪興祖　（明）劉鳳等注", [(None, "宋", ["洪興祖"], "", "注"), (None, "明", ["劉鳳"], "等", "注")]),
        ("（三國魏）王弼　（晉）韓康伯注", [(None, "三國魏", ["王弼"], "", "注"), (None, "晉", ["韓康伯"], "", "注")]),
        ("（後秦）釋鳩摩羅什譯", [(None, "後秦", ["釋鳩摩羅什"], "", "譯")]),
        (
            "（意大利）利瑪竇口譯　（明）徐光啓筆受",
            [(None, "意大利", ["利瑪竇"], "", "口譯"), (None, "明", ["徐光啓"], "", "筆受")],
        ),
        ("（日本）山井鼎撰", [(None, "日本", ["山井鼎"], "", "撰")]),
        ("（宋）歐陽修撰", [(None, "宋", ["歐陽修"], "", "撰")]),
        ("（清）顧修輯", [(None, "清", ["顧修"], "", "輯")]),
        ("（梁）劉孝標注", [(None, "梁", ["劉孝標"], "", "注")]),
        ("（明）錢普輯並評", [(None, "明", ["錢普"], "", "輯並評")]),
        ("（清）阮元校並跋", [(None, "清", ["阮元"], "", "校並跋")]),
        ("（唐）邢璹撰略例", [(None, "唐", ["邢璹"], "", "撰略例")]),
        ("（唐）釋懷仁集王羲之行書", [(None, "唐", ["釋懷仁"], "", "集王羲之行書")]),
        ("失譯", [(None, "", [], "", "失譯")]),
        ("佚名撰", [(None, "", ["佚名"], "", "撰")]),
        ("（□）闕名撰", [(None, "□", ["闕名"], "", "撰")]),
        ("（？）沈某撰", [(None, "？", ["沈某"], "", "撰")]),
        ("（清）朱彝尊", [(None, "清", ["朱彝尊"], "", "")]),
        ("（唐）令狐德棻等撰", [(None, "唐", ["令狐德棻"], "等", "撰")]),
        ("（明）朱長春、趙用賢等評", [(None, "明", ["朱長春", "趙用賢"], "等", "評")]),
        ("（漢）鄭玄注（唐）賈公彥疏", [(None, "漢", ["鄭玄"], "", "注"), (None, "唐", ["賈公彥"], "", "疏")]),
        ("（魏）王弼注 （晉）韓康伯注", [(None, "魏", ["王弼"], "", "注"), (None, "晉", ["韓康伯"], "", "注")]),
        ("清王士禛撰", [(None, "清", ["王士禛"], "", "撰")]),
        ("唐順之撰", [(None, "", ["唐順之"], "", "撰")]),
        ("（清）孫衣言輯　孫詒讓校", [(None, "清", ["孫衣言"], "", "輯"), (None, "", ["孫詒讓"], "", "校")]),
    ],
)
def test_groups(text: str, expected: list[tuple[str | None, str, list[str], str, str]]) -> None:
    parsed = parse_responsibility(text)
    assert shape(parsed.structure) == expected
    assert parsed.complete
    assert render_responsibility(parsed.structure) == text


def test_appended_works_take_the_authors_behind_them() -> None:
    text = "（宋）蘇軾撰　年譜一卷　（宋）王宗稷撰　附錄二卷"
    parsed = parse_responsibility(text)
    assert shape(parsed.structure) == [(None, "宋", ["蘇軾"], "", "撰"), ("年譜", "宋", ["王宗稷"], "", "撰")]
    assert [work.name for work in parsed.structure.works] == ["年譜", "附錄"]
    assert parsed.structure.sections[2].groups == ()
    assert render_responsibility(parsed.structure) == text


def test_appended_work_may_be_several() -> None:
    section = parse_responsibility("（宋）程頤撰　朱子圖說一卷筮儀一卷　（宋）朱熹撰").structure.sections[1]
    assert section.work is not None
    assert section.work.total == 2


@pytest.mark.parametrize("word", ["題", "舊題"])
def test_doubtful_attribution(word: str) -> None:
    text = f"{word}（明）蘭陵笑笑生撰"
    parsed = parse_responsibility(text)
    (group,) = parsed.structure.groups
    assert (group.ascribed, group.dynasty, group.names[0].text, group.role) == (word, "明", "蘭陵笑笑生", "撰")
    assert render_responsibility(parsed.structure) == text


def test_doubtful_attribution_without_dynasty() -> None:
    (group,) = parse_responsibility("題真一山人撰").structure.groups
    assert (group.ascribed, group.names[0].text, group.role) == ("題", "真一山人", "撰")


@pytest.mark.parametrize(
    ("text", "epithet", "name"),
    [
        ("（明）太祖朱元璋撰", "太祖", "朱元璋"),
        ("（清）高宗弘曆撰", "高宗", "弘曆"),
        ("（唐）玄宗李隆基注", "玄宗", "李隆基"),
        ("（宋）釋普濟撰", "釋", "普濟"),
        ("（南唐）後主李煜撰", "後主", "李煜"),
    ],
)
def test_epithets(text: str, epithet: str, name: str) -> None:
    found = parse_responsibility(text).structure.groups[0].names[0]
    assert (found.epithet, found.name) == (epithet, name)


def test_monk_is_known_by_the_clerical_surname() -> None:
    assert parse_responsibility("（明）釋智旭撰").structure.groups[0].names[0].monastic
    assert not parse_responsibility("（明）張岱撰").structure.groups[0].names[0].monastic


@pytest.mark.parametrize(
    ("text", "origin", "name"), [("歙縣汪宗沂撰", "歙縣", "汪宗沂"), ("会稽陶方琦撰", "会稽", "陶方琦")]
)
def test_place_of_origin_before_the_name(text: str, origin: str, name: str) -> None:
    found = parse_responsibility(text).structure.groups[0].names[0]
    assert (found.origin, found.name) == (origin, name)


@pytest.mark.parametrize("pair", ["（）", "()", "〔〕", "[]", "［］"])
def test_every_kind_of_bracket_around_the_dynasty(pair: str) -> None:
    text = f"{pair[0]}清{pair[1]}全祖望撰"
    group = parse_responsibility(text).structure.groups[0]
    assert (group.dynasty, group.brackets) == ("清", pair)


def test_remark_behind_a_name_is_no_dynasty() -> None:
    name = parse_responsibility("（清）釋元璟（借山）撰").structure.groups[0].names[0]
    assert name.note is not None
    assert (name.name, name.note.text) == ("元璟", "借山")


def test_text_that_is_no_person_is_left_over() -> None:
    parsed = parse_responsibility("據檢索所得")
    assert [span.text for span in parsed.unplaced] == ["據檢索所得"]
    assert [issue.check for issue in parsed.issues] == ["unplaced_text"]


def test_right_after_a_title_it_is_a_further_work() -> None:
    parsed = parse_responsibility("勸善文", after_title=True)
    assert [work.name for work in parsed.structure.works] == ["勸善文"]


def test_name_lost_between_surname_and_role_is_pointed_at() -> None:
    parsed = parse_responsibility("（元）黃　撰")
    assert [issue.check for issue in parsed.issues] == ["lost_character"]
    assert render_responsibility(parsed.structure) == "（元）黃　撰"


def test_nothing_is_nobody() -> None:
    assert parse_responsibility("").structure == Responsibility()


def test_what_several_made_of_the_work_is_part_of_their_role() -> None:
    """After 等 the name is over, whatever the work is called (汪灝|等|輯韻府拾遺)."""
    parsed = parse_responsibility("（清）汪灝等輯韻府拾遺")
    group = parsed.structure.sections[0].groups[0]
    assert parsed.complete
    assert ([name.name for name in group.names], group.role, group.etc) == (["汪灝"], "輯韻府拾遺", "等")


@pytest.mark.parametrize(
    "text",
    [
        "不著撰人",
        "不題撰人",
        "未題撰人姓名",
        "纂修者不詳",
        "撰人未詳",
        "编者不详",
        "撰者佚名",
        "不著輯者名氏",
        "不著繪者",
    ],
)
def test_that_nobody_is_known_stands_where_a_name_would(text: str) -> None:
    parsed = parse_responsibility(text)
    assert parsed.complete
    assert [name.name for group in parsed.structure.groups for name in group.names] == [text]
    entry = parse_entry(f"暨陽楓橋駱氏宗譜十卷　{text}　清同治刻本")
    assert [part.kind for part in entry.parts] == ["title", "responsibility", "edition"]
