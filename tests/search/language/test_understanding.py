"""What people type, and what it means: each case is a way of asking that a cataloguer or reader has."""

from __future__ import annotations

import pytest

from search.language.tree import (
    And,
    Choice,
    Everything,
    FourCorner,
    Node,
    Not,
    Number,
    Or,
    Pinyin,
    Term,
    Years,
)
from tests.search.language.conftest import Understand

SHUOWEN, ERYA, DUAN = Term("說文"), Term("爾雅"), Term("段玉裁")
INCOMPLETE = Choice("completeness", ("incomplete",))
COMPLETE = Choice("completeness", ("complete",))


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("說文", SHUOWEN),
        ("  說文　", SHUOWEN),
        ("說文 段玉裁", And((SHUOWEN, DUAN))),
        ("說文　段玉裁", And((SHUOWEN, DUAN))),
        ("說文\n段玉裁\t", And((SHUOWEN, DUAN))),
        ("說文 AND 段玉裁", And((SHUOWEN, DUAN))),
        ("說文 且 段玉裁", And((SHUOWEN, DUAN))),
        ("說文 +段玉裁", And((SHUOWEN, DUAN))),
        ("說文 說文", SHUOWEN),
    ],
)
def test_words_side_by_side_must_all_be_met(ask: Understand, typed: str, tree: Node) -> None:
    understood = ask(typed)
    assert understood.tree == tree
    assert understood.hints == ()


@pytest.mark.parametrize("operator", ["OR", "或", "|", "｜"])
def test_either_joins_its_neighbours_only(ask: Understand, operator: str) -> None:
    assert ask(f"說文 {operator} 爾雅 段玉裁").tree == And((Or((SHUOWEN, ERYA)), DUAN))


def test_a_bar_needs_no_spaces(ask: Understand) -> None:
    assert ask("說文|爾雅").tree == Or((SHUOWEN, ERYA))


@pytest.mark.parametrize("negated", ["-段玉裁", "－段玉裁", "NOT 段玉裁", "非 段玉裁"])
def test_what_must_not_be_there(ask: Understand, negated: str) -> None:
    assert ask(f"說文 {negated}").tree == And((SHUOWEN, Not(DUAN)))


def test_only_what_must_not_be_there(ask: Understand) -> None:
    assert ask("-段玉裁").tree == Not(DUAN)
    assert ask("非 非 段玉裁").tree == DUAN


@pytest.mark.parametrize(
    "title", ["韓非子", "或問", "且亭詩", "OR", "非", "或", "存疑", "全唐詩", "ANDERSON", "有學集"]
)
def test_signs_inside_words_and_alone_are_words(ask: Understand, title: str) -> None:
    terms = [ask(title).tree]
    if isinstance(terms[0], Or):
        terms = list(terms[0].parts)
    assert any(isinstance(term, Term) and term.text == title for term in terms)


@pytest.mark.parametrize("typed", ["說文 或", "或 說文", "說文 OR", "AND 說文"])
def test_an_operator_without_neighbour_is_a_word_and_a_hint_says_so(ask: Understand, typed: str) -> None:
    understood = ask(typed)
    assert isinstance(understood.tree, And)
    assert "作文字检索" in understood.hints[0].message


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("(說文 OR 爾雅) 段玉裁", And((Or((SHUOWEN, ERYA)), DUAN))),
        ("（說文 段玉裁） OR 爾雅", Or((And((SHUOWEN, DUAN)), ERYA))),
        ("-(說文 爾雅)", Not(And((SHUOWEN, ERYA)))),
        ("（宋）朱熹撰", And((Term("宋"), Term("朱熹撰")))),
        ("((說文))", SHUOWEN),
    ],
)
def test_brackets(ask: Understand, typed: str, tree: Node) -> None:
    assert ask(typed).tree == tree


@pytest.mark.parametrize(
    "text", ["清康熙十二年（1673）通志堂刻本", "［萬曆］金華府志", "f(x)", "說文「解字」注", "普347.8(2)"]
)
def test_brackets_and_quotes_inside_a_word_belong_to_it(ask: Understand, text: str) -> None:
    tree = ask(text).tree
    first = tree.parts[0] if isinstance(tree, Or) else tree
    assert isinstance(first, Term)
    assert first.text == text


@pytest.mark.parametrize(
    "typed", ['"說文 解字"', "“說文 解字”", "”說文 解字“", "＂說文 解字＂", "「說文 解字」", "『說文 解字』"]
)
def test_quotes_of_every_kind_keep_words_together(ask: Understand, typed: str) -> None:
    assert ask(typed).tree == Term("說文 解字", quoted=True)


def test_title_marks_ask_for_a_title(ask: Understand) -> None:
    assert ask("《說文解字》").tree == Term("說文解字", "title", quoted=True)
    assert ask("《說文〈序〉注》").tree == Term("說文〈序〉注", "title", quoted=True)
    assert ask("叢書:《通志堂經解》").tree == Term("通志堂經解", "series", quoted=True)


@pytest.mark.parametrize("typed", ["“說文", "說文 「", "「說文"])
def test_a_quote_without_its_pair_is_passed_over(ask: Understand, typed: str) -> None:
    understood = ask(typed)
    assert understood.tree == SHUOWEN
    (hint,) = understood.hints
    assert typed[hint.offset] in "“「"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("題名", "title"),
        ("题名", "title"),
        ("title", "title"),
        ("TITLE", "title"),
        ("書名", "title"),
        ("著者", "responsibility"),
        ("版本", "edition"),
        ("钤印", "seal"),
        ("鈐印", "seal"),
        ("批校", "annotation"),
        ("丛书", "series"),
        ("叢書", "series"),
        ("人名", "person"),
        ("收藏單位", "holder"),
        ("所属丛书", "series"),
    ],
)
@pytest.mark.parametrize("colon", [":", "：", ": ", "：　"])
def test_fields_by_any_name_and_colon(ask: Understand, name: str, field: str, colon: str) -> None:
    assert ask(f"{name}{colon}說文").tree == Term("說文", field)


def test_a_field_holds_for_the_next_thing_only(ask: Understand) -> None:
    assert ask("題名:說文 段玉裁").tree == And((Term("說文", "title"), DUAN))
    assert ask("題名:(說文 OR 爾雅) -著者:段玉裁").tree == And(
        (Or((Term("說文", "title"), Term("爾雅", "title"))), Not(Term("段玉裁", "responsibility")))
    )


def test_a_title_that_is_just_this(ask: Understand) -> None:
    assert ask("題名=說文解字").tree == Term("說文解字", "title", whole=True)
    assert ask("题名＝“說文解字”").tree == Term("說文解字", "title", quoted=True, whole=True)


@pytest.mark.parametrize("typed", ["=說文", "＝說文", "原字:說文", "原字：(說文)"])
def test_the_very_characters(ask: Understand, typed: str) -> None:
    assert ask(typed).tree == Term("說文", exact=True)


def test_the_very_characters_of_a_field(ask: Understand) -> None:
    assert ask("題名:=說文").tree == ask("原字:題名:說文").tree == Term("說文", "title", exact=True)
    assert ask("說文 二十卷", exact=True).tree == And((Term("說文", exact=True), Term("二十卷", exact=True)))


@pytest.mark.parametrize("typed", ["周易：九卷", "http://說文"])
def test_an_unknown_name_is_text(ask: Understand, typed: str) -> None:
    understood = ask(typed)
    assert isinstance(understood.tree, Term)
    assert understood.tree.text == typed
    assert "没有" in understood.hints[0].message


@pytest.mark.parametrize("typed", ["題名:", "題名：", "題名: OR", "題名:)"])
def test_a_field_without_words_is_text(ask: Understand, typed: str) -> None:
    understood = ask(typed)
    assert "後面" in understood.hints[0].message or "后面" in understood.hints[0].message
    assert Term("題名", quoted=True) in (understood.tree, *getattr(understood.tree, "parts", ()))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1573..1620", 1573, 1620),
        ("1573-1620", 1573, 1620),
        ("1573－1620", 1573, 1620),
        ("１５７３～１６２０", 1573, 1620),
        ("1573 - 1620", 1573, 1620),
        ("1573—1620年", 1573, 1620),
        ("萬曆..天啓", 1573, 1627),
        ("万历至天启", 1573, 1627),
        ("萬曆 至 天啓", 1573, 1627),
        ("萬曆元年至十年", 1573, 1582),
        ("萬曆元年-萬曆十年", 1573, 1582),
        ("1573..", 1573, None),
        ("..1620", None, 1620),
        ("萬曆..", 1573, None),
        ("年:1583", 1583, 1583),
        ("年份：1583年", 1583, 1583),
        ("年:萬曆", 1573, 1620),
        ("年:萬曆癸未", 1583, 1583),
        ("年:(1573..1620)", 1573, 1620),
        ("年:「萬曆」", 1573, 1620),
        ("year:1620年以前", None, 1620),
        ("年:萬曆以後", 1573, None),
        ("年:公元前206", -206, -206),
        ("年:一五八三", 1583, 1583),
    ],
)
def test_years(ask: Understand, typed: str, first: int | None, last: int | None) -> None:
    assert ask(typed).tree == Years(first, last)


@pytest.mark.parametrize(
    ("typed", "dynasty", "first", "last"),
    [("年:明", "明", 1368, 1644), ("年：清", "清", 1636, 1911), ("年:民国", "民國", 1912, 1949)],
)
def test_a_dynasty_has_editions_without_a_year_too(
    ask: Understand, typed: str, dynasty: str, first: int, last: int
) -> None:
    assert ask(typed).tree == Or((Years(first, last), Choice("dynasty", (dynasty,))))


def test_years_written_backwards_are_turned_and_a_hint_says_so(ask: Understand) -> None:
    understood = ask("1620..1573")
    assert understood.tree == Years(1573, 1620)
    assert understood.hints[0].message == "年份前后颠倒，作 1573 至 1620 年"


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("萬曆", [(1573, 1620)]),
        ("万历", [(1573, 1620)]),
        ("明萬曆", [(1573, 1620)]),
        ("康熙十二年", [(1673, 1673)]),
        ("康熙12年", [(1673, 1673)]),
        ("清康熙元年", [(1662, 1662)]),
        ("萬曆癸未", [(1583, 1583)]),
        ("康熙壬寅", [(1662, 1662), (1722, 1722)]),
        ("至元", [(1264, 1294), (1335, 1340)]),
        ("正德", [(1506, 1521)]),
        ("1573年", [(1573, 1573)]),
        ("民國二十年", [(1931, 1931)]),
    ],
)
def test_a_bare_era_is_the_words_or_an_edition_within(
    ask: Understand, typed: str, years: list[tuple[int, int]]
) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Or)
    assert isinstance(tree.parts[0], Term)
    assert tree.parts[0].text == typed
    assert list(tree.parts[1:]) == [Years(first, last, touching=False) for first, last in years]


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("16世紀", (1501, 1600)),
        ("十六世纪", (1501, 1600)),
        ("乾嘉", (1736, 1820)),
        ("清乾嘉間", (1736, 1820)),
        ("康雍乾", (1662, 1795)),
        ("成弘", (1465, 1505)),
        ("启祯", (1621, 1644)),
        ("嘉靖萬曆間", (1522, 1620)),
        ("明嘉靖隆庆", (1522, 1572)),
        ("大明萬曆", (1573, 1620)),
        ("皇清康熙元年", (1662, 1662)),
        ("康熙五十八年(1719)", (1719, 1719)),
        ("清光绪二十年甲午", (1894, 1894)),
        ("民國二十年（1931）", (1931, 1931)),
    ],
)
def test_ages_as_historians_of_books_name_them(ask: Understand, typed: str, years: tuple[int, int]) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Or)
    assert isinstance(tree.parts[0], Term)
    assert tree.parts[0].text == typed
    assert tree.parts[1:] == (Years(*years, touching=False),)
    assert ask(f"年:{typed}").tree == Years(*years)


@pytest.mark.parametrize(
    ("typed", "years", "made_in"),
    [
        ("寬永", (1624, 1644), ("日本",)),
        ("日本寬永三年", (1626, 1626), ("日本",)),
        ("永曆", (1647, 1662), ("南明",)),
        ("太平天國辛酉十一年", (1861, 1861), ("太平天國",)),
    ],
)
def test_an_era_beside_a_great_one_is_of_its_own_editions(
    ask: Understand, typed: str, years: tuple[int, int], made_in: tuple[str, ...]
) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Or)
    assert tree.parts[1:] == (And((Years(*years, touching=False), Choice("dynasty", made_in))),)


@pytest.mark.parametrize(
    ("typed", "years", "kind"),
    [
        ("康熙刻本", (1662, 1722), "刻本"),
        ("明万历间刊本", (1573, 1620), "刻本"),
        ("乾嘉抄本", (1736, 1820), "抄本"),
        ("光緒鉛印本", (1875, 1908), "鉛印本"),
        ("乾隆木活字本", (1736, 1795), "木活字印本"),
        ("萬曆朱墨套印本", (1573, 1620), "朱墨套印本"),
    ],
)
def test_an_era_and_a_kind_of_edition(ask: Understand, typed: str, years: tuple[int, int], kind: str) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Or)
    assert tree.parts[1:] == (And((Years(*years, touching=False), Choice("edition_type", (kind,)))),)


@pytest.mark.parametrize("typed", ["明", "清", "宋元", "清刻本", "癸未", "通志堂", "元", "乾嘉學派", "同光體"])
def test_dynasties_and_longer_words_are_words(ask: Understand, typed: str) -> None:
    assert ask(typed).tree == Term(typed)


def test_a_year_that_an_era_never_had_is_text_and_a_hint_says_so(ask: Understand) -> None:
    understood = ask("同治十四年")
    assert isinstance(understood.tree, Term)
    assert "没有这一年" in understood.hints[0].message


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("年:同治十四年", "没有这一年"),
        ("年:同治十四年..", "读不出年份"),
        ("年:同治十四年..1880", "读不出年份"),
        ("年:上古", "读不出年份"),
        ("年:說文", "读不出年份"),
        ("年:0", "读不出年份"),
        ("年:9999", "读不出年份"),
        ("編號:，。", "没有可检索的字"),
    ],
)
def test_no_year_and_no_number_is_text_never_everything_with_a_year(ask: Understand, typed: str, told: str) -> None:
    understood = ask(typed)
    assert isinstance(understood.tree, Term | Or | Everything)
    assert not isinstance(understood.tree, Or) or not any(isinstance(part, Years) for part in understood.tree.parts)
    assert told in understood.hints[0].message


def test_a_range_that_ends_in_a_year_there_never_was_is_text(ask: Understand) -> None:
    tree = ask("同治十四年..").tree
    assert isinstance(tree, Term)
    assert tree.text == "同治十四年.."


def test_quotes_inside_quotes(ask: Understand) -> None:
    assert ask("「說「文」解」字").tree == And((Term("說「文」解", quoted=True), Term("字")))


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("二十卷", {"廿卷", "20卷", "二〇卷"}),
        ("廿", {"二十", "20", "二〇"}),
        ("元年", {"一年", "1年"}),
        ("1年", {"一年", "元年"}),
        ("廿四史", {"二十四史", "24史", "二四史"}),
        ("一百一卷", {"101卷", "一百零一卷", "一〇一卷"}),
        ("一百三名家集", {"103名家集", "一百零三名家集", "一〇三名家集", "百三名家集", "百零三名家集"}),
        ("三國志", set()),
        ("百家姓", set()),
        ("普347.8/4471", set()),
        ("善0012", set()),
    ],
)
def test_numerals_are_found_in_all_their_forms(ask: Understand, typed: str, forms: set[str]) -> None:
    tree = ask(typed).tree
    term = tree.parts[0] if isinstance(tree, Or) else tree
    assert isinstance(term, Term)
    assert set(term.forms) == forms


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("330000-1701-0000012", Number("330000-1701-0000012", prefix=False)),
        ("３３００００－１７０１－００００012", Number("330000-1701-0000012", prefix=False)),
        ("33000017010000012", Number("330000-1701-0000012", prefix=False)),
        ("330000-1701", Number("330000-1701")),
        ("330000-1701-00000", Number("330000-1701-00000")),
        ("1701-12", Number("1701-12", prefix=False)),
        ("1701—0000012", Number("1701-12", prefix=False)),
    ],
)
def test_census_numbers(ask: Understand, typed: str, number: Number) -> None:
    assert ask(typed).tree == number


def test_two_years_are_sooner_a_range_than_a_number_and_a_hint_says_so(ask: Understand) -> None:
    understood = ask("1701-1705")
    assert understood.tree == Years(1701, 1705)
    assert "编号:1701-1705" in understood.hints[0].message
    assert ask("编号:1701-1705").tree == Number("1701-1705", prefix=False)


@pytest.mark.parametrize("typed", ["善0012", "普347.8/4471", "SB-12", "甲一23"])
def test_shelf_marks_are_words_or_numbers(ask: Understand, typed: str) -> None:
    assert ask(typed).tree == Or((Term(typed), Number(typed)))


def test_named_numbers(ask: Understand) -> None:
    tree = ask("索书号:善0012").tree
    assert tree == Or((Number("善0012"), Term("善0012", "shelf_mark")))


def test_digits_may_be_four_corners(ask: Understand) -> None:
    tree = ask("0864").tree
    assert isinstance(tree, Or)
    assert {Term("0864"), FourCorner("0864"), Number("0864")} == set(tree.parts)
    assert ask("四角:0864").tree == FourCorner("0864")
    assert ask("四角號碼：０８").tree == FourCorner("08")
    assert isinstance(ask("四角:說文").tree, Term)


def test_digits_that_are_the_year_of_an_edition_are_no_four_corners(ask: Understand) -> None:
    understood = ask("1573")
    assert FourCorner("1573") not in getattr(understood.tree, "parts", ())
    assert "四角:1573" in understood.hints[0].message


@pytest.mark.parametrize(
    "typed", ["shuowen", "ShuoWen", "SHUOWEN", "shuōwén", "shuo1wen2", "ｓｈｕｏｗｅｎ", "shuo'wen"]
)
def test_pinyin_in_any_dress(ask: Understand, typed: str) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Or)
    assert tree.parts[0] == Term(typed)
    assert tree.parts[1] == Pinyin((("shuo", "wen"),))


@pytest.mark.parametrize("typed", ["shuo wen", "shuō　wén", "Shuo Wen"])
def test_syllables_typed_one_by_one_belong_together(ask: Understand, typed: str) -> None:
    assert ask(typed).tree == Or((Term(typed), Pinyin((("shuo", "wen"),))))


def test_words_of_several_syllables_stand_each_for_itself(ask: Understand) -> None:
    tree = ask("shuowen duanyucai").tree
    assert isinstance(tree, And)
    assert len(tree.parts) == 2


@pytest.mark.parametrize(
    ("typed", "pinyin"),
    [
        ("xian", Pinyin((("xian",), ("xi", "an")))),
        ("xi'an", Pinyin((("xi", "an"),))),
        ("fangan", Pinyin((("fang", "an"), ("fan", "gan")))),
        ("swjz", Pinyin((), "swjz")),
        ("shuow", Pinyin((("shuo", "w"),), unfinished=True)),
        ("shuo w", Pinyin((("shuo", "w"),), unfinished=True)),
        ("wenj", Pinyin((("wen", "j"),), "wenj", unfinished=True)),
        ("lüshi", Pinyin((("lv", "shi"),))),
        ("lvshi", Pinyin((("lv", "shi"),))),
        ("celüe", Pinyin((("ce", "lve"), ("ce", "lv", "e")))),
    ],
)
def test_all_readings_of_letters(ask: Understand, typed: str, pinyin: Pinyin) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Or)
    assert pinyin in tree.parts


def test_only_titles_are_found_by_sound(ask: Understand) -> None:
    assert ask("題名:shuowen").tree == Or((Term("shuowen", "title"), Pinyin((("shuo", "wen"),))))
    assert ask("著者:duanyucai").tree == Term("duanyucai", "responsibility")
    assert ask("拼音:shuowen").tree == Pinyin((("shuo", "wen"),))
    assert isinstance(ask("拼音:說文").tree, Term)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("說文 存", And((SHUOWEN, INCOMPLETE))),
        ("說文 缺", And((SHUOWEN, INCOMPLETE))),
        ("說文 殘本", And((SHUOWEN, INCOMPLETE))),
        ("說文 残本", And((SHUOWEN, INCOMPLETE))),
        ("說文 全", And((SHUOWEN, COMPLETE))),
        ("存缺:全", COMPLETE),
        ("is:incomplete", INCOMPLETE),
        ("有:鈐印", Choice("flags", ("sealed",))),
        ("有:钤印", Choice("flags", ("sealed",))),
        ("is:series", Choice("flags", ("series",))),
        ("無:批校", Not(Choice("flags", ("annotated",)))),
        ("題名:全", Term("全", "title")),
        ('說文 "全"', And((SHUOWEN, Term("全", quoted=True)))),
    ],
)
def test_states_and_flags(ask: Understand, typed: str, tree: Node) -> None:
    assert ask(typed).tree == tree


def test_an_unknown_flag_is_text_and_the_hint_names_those_there_are(ask: Understand) -> None:
    understood = ask("有:說文")
    assert understood.tree == SHUOWEN
    assert "鈐印" in understood.hints[0].message


@pytest.mark.parametrize("typed", ["存 二十卷", "存:二十卷", "存：二十卷", "存:存二十卷"])
def test_how_much_is_held_is_asked_in_the_words_of_the_statement(ask: Understand, typed: str) -> None:
    tree = ask(typed).tree
    assert isinstance(tree, Term)
    assert (tree.text, tree.field, tree.quoted) == ("存二十卷", "extent", True)
    assert "存廿卷" in tree.forms


@pytest.mark.parametrize("typed", ["存:全", "存：全本", "缺:無", "缺：没有"])
def test_all_is_held_and_nothing_lacking(ask: Understand, typed: str) -> None:
    assert ask(typed).tree == COMPLETE


def test_an_author_of_just_this_name(ask: Understand) -> None:
    named = And((Term("王筠", "responsibility", quoted=True), Term("王筠", "person", whole=True)))
    assert ask("著者=王筠").tree == Or((Term("王筠", "responsibility", whole=True), named))
    assert ask("人名=王筠").tree == Term("王筠", "person", whole=True)


def test_what_is_lacking_too(ask: Understand) -> None:
    stated = And((Term("缺", "extent", quoted=True), Term("卷三", "extent", quoted=True)))
    tree = ask("周易 缺 卷三").tree
    assert tree == And((Term("周易"), Or((Term("缺卷三", "extent", quoted=True), stated))))


def test_a_value_of_a_dimension(ask: Understand) -> None:
    assert ask("版本類型:刻本").tree == Choice("edition_type", ("刻本",))


@pytest.mark.parametrize("typed", ["", " ", "　\n"])
def test_nothing_asks_for_everything(ask: Understand, typed: str) -> None:
    assert ask(typed) == type(ask(typed))(typed, Everything())


@pytest.mark.parametrize("typed", ["，。", "！！", "……", "()", "（（", "\x00", "\u200b", "|||", "- -"])
def test_signs_alone_ask_for_everything_and_a_hint_says_so(ask: Understand, typed: str) -> None:
    understood = ask(typed)
    assert understood.tree == Everything()
    assert any(hint.message == "没有可检索的字，列出全部记录" for hint in understood.hints)


def test_wildcards_stay_in_the_words(ask: Understand) -> None:
    assert ask("說□解?").tree == Term("說□解?")


@pytest.mark.parametrize(
    ("typed", "template"),
    [("(說文", "括号没有配对"), ("說文 )", "多出一个右括号"), ("(說文 爾雅", "括号没有配对")],
)
def test_brackets_without_their_pair(ask: Understand, typed: str, template: str) -> None:
    understood = ask(typed)
    assert SHUOWEN in (understood.tree, *getattr(understood.tree, "parts", ()))
    assert template in understood.hints[0].message


def test_hints_can_be_told_in_another_language(ask: Understand) -> None:
    (hint,) = ask("1620..1573").hints
    assert hint.in_words(lambda template: f"<{template}>") == "<年份前后颠倒，作 1573 至 1620 年>"
