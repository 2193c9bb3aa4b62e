"""Where lines may break, and where they do."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalog_export.fonts import typefaces
from catalog_export.typeset import Run, Style
from catalog_export.typeset.breaking import break_lines
from catalog_export.typeset.characters import (
    FORBIDDEN,
    FREE,
    INSEPARABLE,
    LIGHT,
    NO_END,
    NO_START,
    WEAK,
    is_control,
    is_ignorable,
    is_word,
    penalty,
)
from catalog_export.typeset.elastic import LOOSEST, SEPARATOR_MOST, UNFIT
from catalog_export.typeset.judging import (
    BREAK_COSTS,
    SINGLE_COST,
    STUB_BADNESS,
    Cut,
    last_badness,
    line_badness,
    lines_cost,
)
from catalog_export.typeset.matter import HALF, SEPARATOR, Matter
from catalog_export.typeset.setting import Setter

STYLE = Style(size=10, leading=15)
SETTER = Setter(typefaces())
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("（）《》「」［］、。，：；！？…—　 ()[].,/-年卷冊第一二三十百□〓\n"),
        st.sampled_from("易書詩禮樂春秋𠀀𪚥㐂"),
        st.sampled_from("abcXYZ0123456789é"),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)


def measured(text: str) -> Matter:
    return SETTER.measure((Run(text),), STYLE)


def lines(text: str, ems: float) -> list[str]:
    return [text[cut.start : cut.end] for cut in break_lines(measured(text), round(ems * 1000), round(ems * 1000))]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("周易", 1, FREE),
        ("注）", 1, FORBIDDEN),
        ("（唐", 1, FORBIDDEN),
        ("卷，", 1, FORBIDDEN),
        ("《易", 1, FORBIDDEN),
        ("）（", 1, FREE),
        ("）》", 1, FORBIDDEN),
        ("三卷", 1, WEAK),
        ("十二", 1, WEAK),
        ("第三", 1, WEAK),
        ("書三", 1, FREE),
        ("年（1673）", 1, LIGHT),
        ("年（甲", 1, FREE),
        ("1673", 2, FORBIDDEN),
        ("330000-1701", 6, FORBIDDEN),
        ("330000-1701", 7, FORBIDDEN),
        ("普347", 1, FREE),
        ("47.8", 2, FORBIDDEN),
        ("47.8", 3, FORBIDDEN),
        ("18冊", 2, WEAK),
        ("ab 易", 3, FREE),
        ("ab 易", 2, FORBIDDEN),
        ("卷　（", 1, FORBIDDEN),
        ("卷　（", 2, FREE),
        ("葛\U000e0100", 1, INSEPARABLE),
        ("e\u0301", 1, INSEPARABLE),
        ("葛\U000e0100城", 2, FREE),
        ("……", 1, FORBIDDEN),
        ("a(b", 1, FORBIDDEN),
    ],
)
def test_what_a_break_costs(text: str, at: int, expected: int) -> None:
    assert penalty(text, at) == expected


def test_classes_of_characters() -> None:
    assert is_ignorable("\U000e0101")
    assert not is_ignorable("易")
    assert is_control("\t")
    assert is_control("\ud800")
    assert not is_control("\u3000")
    assert is_word("é")
    assert not is_word("易")
    assert not NO_START & NO_END


def test_a_closing_mark_is_pushed_in_by_giving_up_its_half() -> None:
    """The eleventh character is a stop: it fits a line of ten and a half."""
    assert lines("一部周易注疏略例全，又一部書", 9.5)[0] == "一部周易注疏略例全，"


def test_an_opening_mark_is_pushed_out() -> None:
    assert lines("易書詩禮樂春秋左傳（晉）杜預注", 10)[0] == "易書詩禮樂春秋左傳"


def test_a_separator_hangs_at_the_end_of_a_line_and_never_begins_one() -> None:
    broken = lines("周易注疏十三經　清刻本", 7)
    assert broken == ["周易注疏十三經　", "清刻本"]


def test_a_numeral_stays_with_its_counter() -> None:
    broken = lines("新刻鍾伯敬先生評封神演義集注二十卷附錄", 16)
    assert broken == ["新刻鍾伯敬先生評封神演義集注", "二十卷附錄"]


def test_separators_shrink_to_take_a_character_in() -> None:
    """Ten ems hold 11 with two separators shrunk, rather than leaving the numeral's unit alone."""
    broken = lines("周易　王弼注　清本十卷附錄", 10.6)
    assert broken[0] == "周易　王弼注　清本十卷"


def test_a_census_number_is_never_broken() -> None:
    assert lines("見浙江圖書館藏330000-1701-0000012之本", 14)[1].startswith("330000-1701-0000012")


def test_a_word_longer_than_the_line_is_broken_all_the_same() -> None:
    broken = lines("a" * 100, 10)
    assert len(broken) > 4
    assert "".join(broken) == "a" * 100


def test_no_last_line_of_one_character() -> None:
    """Eleven characters on ten ems: the last takes one more with it."""
    assert [len(line) for line in lines("易書詩禮樂春秋左傳公羊", 10)] == [9, 2]


@pytest.mark.parametrize(
    ("last", "bad"), [("本", True), ("（二）", True), ("刻", True), ("二冊", False), ("刻本二", False)]
)
def test_how_bad_a_last_line_is(last: str, bad: bool) -> None:
    """One character besides marks is worse than any break; a line that is the only one may be as short as it likes."""
    matter = measured(last)
    cut = Cut(0, len(last), len(last), 20_000 - matter.width(0, len(last)))
    assert (last_badness(matter, cut, 20_000, only=False) >= SINGLE_COST) == bad
    assert last_badness(matter, cut, 20_000, only=True) == 0


def test_a_last_line_narrower_than_two_ems_counts_a_little() -> None:
    def badness(text: str) -> float:
        matter = measured(text)
        return last_badness(matter, Cut(0, len(text), len(text), 9000 - matter.width(0, len(text))), 9000, only=False)

    assert (badness("2冊"), badness("二冊"), badness("12冊")) == (STUB_BADNESS, 0.0, 0.0)


def test_no_last_line_of_one_character_in_brackets() -> None:
    """缺一卷（二）: the number of the lost 卷 takes the words before it along."""
    text = "後漢書九十卷志三十卷毛氏汲古閣刻本　存一卷（二）"
    assert "（二）" not in lines(text, 21.5)
    assert lines(text, 21.5)[-1].endswith("卷（二）")


def test_forced_breaks_are_kept() -> None:
    assert lines("周易\n\n注疏\n", 10) == ["周易", "", "注疏"]


def test_meeting_marks_give_up_half_an_em() -> None:
    assert measured("經）》注").width(0, 4) == 4000 - HALF
    assert measured("經）（注").width(0, 4) == 4000 - HALF
    assert measured("經（（注").width(0, 4) == 4000 - HALF
    assert measured("經）　（注").width(0, 5) == 5000 - 2 * HALF
    assert measured("（經）").width(0, 3) == 3000 - 2 * HALF


def test_stops_in_the_middle_of_their_square_give_nothing_up() -> None:
    """Taiwan's forms stand in the middle of the square."""
    setter = Setter(typefaces(standard="taiwan"))
    assert setter.measure((Run("經，》注"),), STYLE).width(0, 4) == 4000
    assert measured("經，》注").width(0, 4) == 4000 - HALF


def test_narrow_quotes_have_nothing_to_give_up() -> None:
    """In the old forms the face's “ is narrow: trimmed, it would run into its neighbour."""
    text = "“易”"
    old = Setter(typefaces(standard="old")).measure((Run(text),), STYLE)
    assert old.width(0, 3) == old.prefix[3] < 2500
    assert measured(text).width(0, 3) == 2000


@settings(max_examples=300, deadline=None)
@given(NASTY, st.integers(3, 30))
def test_lines_are_the_text_cut_up(text: str, ems: int) -> None:
    cut = break_lines(measured(text), ems * 1000, ems * 1000)
    assert "".join(text[line.start : line.end] for line in cut) == text.replace("\n", "")
    assert all(text[before.end : after.start] in ("", "\n") for before, after in pairwise(cut))


@settings(max_examples=300, deadline=None)
@given(NASTY, st.integers(12, 30))
def test_no_rule_is_broken_that_can_be_kept(text: str, ems: int) -> None:
    """A break that the rules forbid is only taken where its line has no allowed break at all."""
    for line in inner_lines(text, break_lines(measured(text), ems * 1000, ems * 1000)):
        if penalty(text, line.end) >= FORBIDDEN:
            assert all(penalty(text, at) >= FORBIDDEN for at in range(line.start + 1, line.end)), line


@settings(max_examples=300, deadline=None)
@given(NASTY, st.integers(4, 30))
def test_no_line_is_wider_than_it_can_be_shrunk_to(text: str, ems: int) -> None:
    of = measured(text)
    for line in break_lines(of, ems * 1000, ems * 1000):
        if line.slack < 0 and text[line.start : line.content].strip("\u3000 "):
            assert line_badness(of, line) < UNFIT or _cannot_part(text, line.start, line.end)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="易書三十卷年（）、，　8", min_size=5, max_size=26), st.integers(4, 9))
def test_no_division_is_better(text: str, ems: int) -> None:
    """Every division of a short text is tried: of those whose lines can be set, none costs less than the one taken."""
    of = measured(text)
    measure = ems * 1000
    assume(text and "　　" not in text and of.width(0, len(text)) > measure)
    least = cheapest(of, measure)
    assume(least < UNFIT)
    assert lines_cost(of, break_lines(of, measure, measure), measure) == pytest.approx(least)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="易書刻三十百卷年、，　", min_size=5, max_size=26), st.integers(6, 12))
def test_no_numeral_is_parted_that_a_looser_line_keeps_whole(text: str, ems: int) -> None:
    """Of all divisions into lines that can be filled, however loose, none parts fewer numerals from what they count."""
    of = measured(text)
    measure = ems * 1000
    assume("　　" not in text and of.width(0, len(text)) > measure)
    least = cheapest(of, measure, loosest=LOOSEST)
    assume(least < BREAK_COSTS[FORBIDDEN])
    assert lines_cost(of, break_lines(of, measure, measure), measure) <= least + 1e-6


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("明詩綜一百卷　（清）朱彝尊輯　清康熙四十四年（1705）秀水朱氏六峰閣刻本　32冊", "四十四年"),
        ("欽定越史通鑑綱目正編四十七卷前編五卷首一卷　（越南）潘清簡等撰　越南建福元年（1884）刻本", "首一卷"),
        ("存一百三十卷（一百四十至一百四十二、一百四十五至一百四十七、一百五十三、一百六十二）", "一百四十七"),
        ("針灸大成十卷　（明）楊繼洲撰　明萬曆二十九年（1601）趙文炳刻清順治十四年（1657）李月桂重修本", "二十九年"),
    ],
)
def test_numerals_of_real_statements_are_whole_in_any_column(text: str, kept: str) -> None:
    """Some of these columns leave no good line; a loose one is better than a numeral parted from its 卷 or 年."""
    for halves in range(28, 60):
        assert any(kept in line for line in lines(text, halves / 2)), halves


def test_a_long_list_of_juan_is_filled_line_by_line_and_parts_no_number() -> None:
    """資治通鑑, 存七十一卷: lines are loose where numbers are long, but none so loose that it would be left short."""
    text = (
        "資治通鑑二百九十四卷目錄三十卷　（宋）司馬光撰　元至元二十六至二十八年（1289-1291）魏天祐刻本　3冊　"
        "存七十一卷（七至八、七十四至八十一、八十四、九十至九十二、一百十五至一百十六、一百二十、一百二十二、"
        "一百二十六至一百二十八、一百三十二至一百三十三、一百四十五至一百四十七、一百六十至一百六十三、一百六十五、"
        "一百六十九、一百七十二至一百七十四、一百八十至一百八十一、一百八十七至一百九十七、二百二十一、"
        "二百二十五至二百二十七、二百四十至二百四十二、二百四十六至二百四十八、二百五十一、二百五十四至二百五十五、"
        "二百六十四至二百六十六、二百七十八至二百八十、二百八十三、目錄十至十二）"
    )
    of = measured(text)
    for halves in range(36, 60):
        for cut in inner_lines(text, break_lines(of, halves * 500, halves * 500)):
            gaps, separators = cut.content - cut.start - 1, text.count(SEPARATOR, cut.start, cut.content)
            assert penalty(text, cut.end) < WEAK
            assert cut.slack <= gaps * LOOSEST + separators * SEPARATOR_MOST, text[cut.start : cut.end]


def test_a_reign_year_is_parted_from_its_gregorian_year_rather_than_from_its_numeral() -> None:
    """Control: were both breaks as bad, the numeral would lose its 年."""
    text = "明詩綜一百卷　（清）朱彝尊輯　清康熙四十四年（1705）秀水朱氏六峰閣刻本　32冊"
    assert penalty(text, text.index("年")) == WEAK
    assert penalty(text, text.index("（1705")) == LIGHT
    assert BREAK_COSTS[FREE] < BREAK_COSTS[LIGHT] < UNFIT < BREAK_COSTS[WEAK]


def test_a_line_that_is_not_justified_keeps_numerals_whole_however_short_it_gets() -> None:
    """As in the index, where nothing is stretched."""
    for text in ("十三經注疏四百十六卷校勘記四百十六卷", "四明叢書八集一百七十八種一千一百七十七卷"):
        for halves in range(20, 40):
            measure = halves * 500
            cuts = break_lines(measured(text), measure, measure - 1000, ragged=True)
            assert all(penalty(text, cut.end) < WEAK for cut in cuts[:-1]), (text, halves)


@pytest.mark.parametrize(
    "text",
    [
        "書（　8、卷卷、　）　8、　，三、、書（三十）三",
        "、易（（，易（　、易（　（，（　，（（易、　，（易（",
    ],
)
def test_a_line_of_many_marks_gives_up_more_than_two_ems(text: str) -> None:
    """Where marks and separators stand close, the best line is naturally far longer than its measure."""
    of = measured(text)
    assert lines_cost(of, break_lines(of, 9000, 9000), 9000) == pytest.approx(cheapest(of, 9000))


def cheapest(of: Matter, measure: int, loosest: int = 0) -> float:
    """Return the least cost of any division whose lines can be set at all, found without cleverness.

    Lines may lack as much as their gaps take, ``loosest`` each, and 2.6 ems at any rate.
    """
    size = len(of.text)

    def lacks_too_much(line: Cut) -> bool:
        separators = of.text.count(SEPARATOR, line.start, line.content)
        room = separators * SEPARATOR_MOST + (line.content - line.start - 1) * loosest
        return line.slack > max(room if loosest else 0, 2600)

    @cache
    def rest(start: int) -> float:
        best = inf
        for end in range(start + 1, size + 1):
            content = of.content_end(start, end)
            line = Cut(start, content, end, measure - of.bare_width(start, content))
            if lacks_too_much(line) and end < size:
                continue
            if end == size:
                cost = last_badness(of, line, measure, only=start == 0)
                best = min(best, cost if line.slack >= 0 or line_badness(of, line) < UNFIT else inf)
            elif penalty(of.text, end) <= WEAK and (line.slack > 0 or line_badness(of, line) < UNFIT):
                cost = line_badness(of, line) + BREAK_COSTS[penalty(of.text, end)]
                best = min(best, cost + rest(end))
        return best

    return rest(0)


def inner_lines(text: str, lines: list[Cut]) -> list[Cut]:
    """Return the lines that end because they are full."""
    return [line for line in lines if line.end < len(text) and text[line.end] != "\n"]


def _cannot_part(text: str, start: int, end: int) -> bool:
    return all(penalty(text, at) == INSEPARABLE or text[at].isspace() for at in range(start + 1, end))
