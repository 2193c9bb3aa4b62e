"""What is marked in a record's own words, and the reasons for which it was found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import NUMBERS, YEARS, Columns, Reason, Segment, Tier, highlight, leaves, match, why
from search.language import understand
from search.language.tree import And, Choice, Everything, FourCorner, Node, Not, Number, Or, Pinyin, Term, Years
from tests.search.analysis.books import FIELDS, Said, book

SHUOWEN = book(
    "說文解字十五卷標目一卷",
    Said("六書故", "附录之作"),
    by="（漢）許慎撰　（宋）徐鉉等校定",
    edition="清嘉慶十二年（1807）藤花榭刻本",
    holder="浙江圖書館",
    numbers=("330000-1701-0000012", "善3214"),
    years=(1807, 1807),
    facets={"completeness": ("incomplete",)},
)


def marked(text: str, tree: Node, **where: bool) -> str:
    """The text with its marks written as brackets: 【說文】解字."""
    cut = highlight(text, tree, field="title", title=where.get("title", True), scatter=where.get("scatter", False))
    assert "".join(segment.text for segment in cut) == text
    assert all(segment.text for segment in cut)
    return "".join(f"【{segment.text}】" if segment.marked else segment.text for segment in cut)


@pytest.mark.parametrize(
    ("tree", "text", "shown"),
    [
        (Term("说文"), "說文解字", "【說文】解字"),
        (Term("注"), "說文解字註", "說文解字【註】"),
        (Term("清刻"), "淸、刻本", "【淸、刻】本"),
        (Term("弘簡錄"), "𢎞簡録", "【𢎞簡録】"),
        (Term("二十卷", forms=("廿卷", "20卷")), "存廿卷又２０卷", "存【廿卷】又【２０卷】"),
        (And((Term("說文"), Term("文解"))), "說文解字", "【說文解】字"),
        (And((Term("說"), Term("字"))), "說文解字", "【說】文解【字】"),
        (Or((Term("爾雅"), Term("字"))), "說文解字", "說文解【字】"),
        (And((Term("說文"), Not(Term("解字")))), "說文解字", "【說文】解字"),
        (Term("說□解"), "說文解字", "【說文解】字"),
        (Term("文", field="title"), "說文解字", "說【文】解字"),
        (Term("文", field="edition"), "說文解字", "說文解字"),
        (Term("説文", exact=True), "說文解字", "說文解字"),
        (Term("說文", exact=True), "說「文」解字", "【說「文】」解字"),
        (Term("金華府志", whole=True), "［萬曆］金華府志三十卷", "［萬曆］【金華府志】三十卷"),
        (Term("府志", whole=True), "［萬曆］金華府志三十卷", "［萬曆］金華府志三十卷"),
        (Pinyin((("shuo", "wen"),)), "段注說文解字", "段注【說文】解字"),
        (Pinyin((("wen", "j"),), unfinished=True), "說文解字", "說【文解】字"),
        (Pinyin((), "swjz"), "說文、解字注", "【說文、解字】注"),
        (FourCorner("0861"), "說文解字", "【說】文解字"),
        (FourCorner("80"), "［萬曆］金華府志", "［萬曆］【金】華府志"),
        (Term("葛"), "葛\U000e0100仙公", "【葛\U000e0100】仙公"),
        (Term("株"), "㈱會社", "【㈱】會社"),
        (Everything(), "說文", "說文"),
        (Term("說"), "", ""),
    ],
)
def test_the_original_characters_are_marked(tree: Node, text: str, shown: str) -> None:
    assert marked(text, tree) == shown


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("芸文類聚", "藝文類聚一百卷", "【藝文類聚】一百卷"),
        ("120名家词钞", "百二十名家詞鈔一百卷", "【百二十名家詞鈔】一百卷"),
        ("103名家集", "漢魏六朝百三名家集一百十八卷", "漢魏六朝【百三名家集】一百十八卷"),
        ("說文○例", "說文釋例二十卷", "【說文釋例】二十卷"),
        ("段玉裁（1735-1815）", "（清）段玉裁撰", "（清）【段玉裁】撰"),
        ("光緒二十年（1894）", "清光緒廿年甲午刻本", "清【光緒廿年】甲午刻本"),
        ("说文jiezi", "說文解字注", "【說文解字】注"),
        ("shuowen j", "說文解字注", "【說文解】字注"),
        ("lushi chunqiu", "呂氏春秋二十六卷", "【呂氏春秋】二十六卷"),
        ("段玉裁《说文解字注》", "説文解字註三十卷", "【説文解字註】三十卷"),
        ("一〇一卷", "一百一卷", "【一百一卷】"),
    ],
)
def test_what_was_typed_otherwise_marks_just_what_it_means(typed: str, text: str, shown: str) -> None:
    assert marked(text, understand(typed, fields=FIELDS).tree) == shown


def test_sounds_and_corners_mark_titles_only() -> None:
    assert marked("說文", Pinyin((("shuo", "wen"),)), title=False) == "說文"
    assert marked("說文", FourCorner("08"), title=False) == "說文"


def test_scattered_characters_are_marked_one_by_one() -> None:
    assert marked("說文解字", Term("說解字"), scatter=True) == "【說】文【解字】"
    assert marked("說文解字", Term("說解字")) == "說文解字"
    assert marked("說文解字", Term("字說"), scatter=True) == "說文解字"
    assert marked("說文解字", Term("說解", quoted=True), scatter=True) == "說文解字"


def test_leaves_are_what_is_asked_to_be_there() -> None:
    tree = And((Term("說"), Or((Term("文"), Not(Term("解")))), Not(Term("字"))))
    assert list(leaves(tree)) == [Term("說"), Term("文")]


def reasons(tree: Node) -> dict[str, str]:
    return {
        reason.field: "".join(f"【{text}】" if on else text for text, on in reason.segments)
        for reason in why(SHUOWEN, tree, FIELDS)
    }


def test_each_text_that_meets_the_query_is_told() -> None:
    assert reasons(And((Term("说文"), Term("许慎"), Term("藤花榭")))) == {
        "title": "【說文】解字十五卷標目一卷",
        "responsibility": "（漢）【許慎】撰　（宋）徐鉉等校定",
        "edition": "清嘉慶十二年（1807）【藤花榭】刻本",
    }


def test_a_reason_says_where_in_the_record_and_which_words() -> None:
    term = Term("六书")
    (reason,) = why(SHUOWEN, And((term, Term("全唐詩"))), FIELDS)
    assert reason == Reason("title", "附录之作", (Segment("六書", True), Segment("故")), (term,))


def test_words_look_into_general_fields_or_into_the_one_they_name() -> None:
    assert reasons(Term("浙江")) == {}
    assert reasons(Term("浙江", field="holder")) == {"holder": "【浙江】圖書館"}


def test_numbers_and_years_are_reasons_too() -> None:
    assert reasons(Number("1701-12", prefix=False)) == {NUMBERS: "【330000-1701-0000012】"}
    assert reasons(Number("善")) == {NUMBERS: "【善3214】"}
    assert reasons(Years(1800, None)) == {YEARS: "【1807】"}
    assert reasons(Years(1900, None)) == {}
    (reason,) = why(book("詩經", years=(1573, 1620)), Years(1600, 1700), FIELDS)
    assert reason.segments == (Segment("1573–1620", True),)


def test_scattered_characters_are_a_reason_only_where_the_term_stands_together_nowhere() -> None:
    assert reasons(Term("說字")) == {"title": "【說】文解【字】十五卷標目一卷"}
    together = book("說文解字", edition="說字樓刻本")
    (reason,) = why(together, Term("說字"), FIELDS)
    assert reason.field == "edition"


@pytest.mark.parametrize(
    ("tree", "tier"),
    [
        (Term("說文解字"), Tier.WHOLE),
        (Term("六書故"), Tier.WHOLE),
        (Term("說文"), Tier.BEGINS),
        (Term("標目"), Tier.IN_TITLE),
        (Term("許慎"), Tier.ELSEWHERE),
        (Term("說字"), Tier.SCATTERED),
        (Term("說字", quoted=True), None),
        (And((Term("說文"), Term("許慎"))), Tier.BEGINS),
        (And((Term("說文解字"), Term("標目"))), Tier.WHOLE),
        (And((Term("說字"), Term("說文"))), Tier.SCATTERED),
        (And((Term("說文"), Term("段玉裁"))), None),
        (Or((Term("段玉裁"), Term("許慎"))), Tier.ELSEWHERE),
        (Or((Term("段玉裁"), Term("王筠"))), None),
        (Not(Term("段玉裁")), Tier.ELSEWHERE),
        (Not(Term("許慎")), None),
        (Not(Term("說字")), Tier.ELSEWHERE),
        (Pinyin((("shuo", "wen"),)), Tier.BEGINS),
        (FourCorner("086"), Tier.ELSEWHERE),
        (FourCorner("087"), None),
        (Number("1701-12", prefix=False), Tier.ELSEWHERE),
        (Number("1701-1", prefix=False), None),
        (Choice("completeness", ("incomplete", "complete")), Tier.ELSEWHERE),
        (Choice("completeness", ("complete",)), None),
        (Choice("grade", ("一級",)), None),
        (Everything(), Tier.ELSEWHERE),
        (Term("說文", field="title", exact=True), Tier.BEGINS),
        (Term("说文", exact=True), None),
        (Term("許慎", field="title"), None),
        (Term("說文", field="nowhere"), None),
    ],
)
def test_how_well_a_record_answers(tree: Node, tier: Tier | None) -> None:
    assert match(Columns(SHUOWEN, FIELDS), tree) is tier


@pytest.mark.parametrize(
    ("asked", "touching", "within"),
    [
        ((1573, 1620), True, True),
        ((1600, 1610), True, False),
        ((1500, 1573), True, False),
        ((1620, None), True, False),
        ((None, 1573), True, False),
        ((None, None), True, True),
        ((1621, None), False, False),
        ((None, 1572), False, False),
        ((1573, None), True, True),
    ],
)
def test_years_that_touch_and_years_that_lie_within(
    asked: tuple[int | None, int | None], touching: bool, within: bool
) -> None:
    columns = Columns(book("詩經", years=(1573, 1620)), FIELDS)
    assert (match(columns, Years(*asked)) is not None) is touching
    assert (match(columns, Years(*asked, touching=False)) is not None) is within
    assert match(Columns(book("詩經"), FIELDS), Years(*asked)) is None


TITLES = st.text("說説文解字註注十五卷廿二〇一□樂府［］、　A\U000e0100", min_size=1, max_size=14)
ASKED = st.lists(
    st.text("说說文解字注十五卷二十廿□?樂府A", min_size=1, max_size=4)
    | st.sampled_from(["shuowen", "yuefu", "swjz", "0861"]),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(title=TITLES, query=ASKED)
def test_every_record_found_shows_why(title: str, query: str) -> None:
    document = book(title)
    tree = understand(query, fields=FIELDS).tree
    found = match(Columns(document, FIELDS), tree)
    shown = why(document, tree, FIELDS)
    if found is not None and not isinstance(tree, Everything):
        assert shown
    for reason in shown:
        assert "".join(segment.text for segment in reason.segments) == title
        assert any(segment.marked for segment in reason.segments)


@given(title=TITLES, query=ASKED)
def test_marks_are_separate_and_in_order(title: str, query: str) -> None:
    cut = highlight(title, understand(query, fields=FIELDS).tree, field="title", title=True, scatter=True)
    assert "".join(segment.text for segment in cut) == title
    assert all(a.marked != b.marked for a, b in pairwise(cut))
