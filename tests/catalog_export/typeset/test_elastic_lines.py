"""How a line is brought to its measure: everything given or taken adds up, in order, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog_export.fonts import typefaces
from catalog_export.typeset import Run, Style
from catalog_export.typeset.breaking import break_lines, greedy_lines
from catalog_export.typeset.elastic import (
    GAP_EASY,
    GAP_GIVES,
    MARK_MOST,
    NATURAL,
    SEPARATOR_EASY,
    SEPARATOR_MOST,
    TIGHT_BADNESS,
    UNFIT,
    can_shrink,
    shrink_badness,
    shrunk,
    stretch_badness,
    stretched,
)
from catalog_export.typeset.judging import Cut, lines_cost
from catalog_export.typeset.matter import HALF, Matter
from catalog_export.typeset.setting import Setter
from catalog_export.typeset.showing import show_line
from tests.catalog_export.typeset.conftest import ENTRIES

SETTER = Setter(typefaces())
STYLE = Style(size=10, leading=15)
SLACK, SEPARATORS, MARKS, GAPS = st.integers(0, 6000), st.integers(0, 5), st.integers(0, 6), st.integers(1, 40)


def measured(text: str) -> Matter:
    return SETTER.measure((Run(text),), STYLE)


# --- what is shared out


@given(SLACK, SEPARATORS, GAPS)
def test_what_a_short_line_takes_is_what_it_lacks(slack: int, separators: int, gaps: int) -> None:
    fit = stretched(slack, separators, gaps)
    assert separators * fit.separator + gaps * fit.gap == pytest.approx(slack)
    assert fit.mark == 0
    assert fit.separator <= SEPARATOR_MOST
    assert fit.gap >= 0


@given(SLACK, SEPARATORS, MARKS, GAPS)
def test_what_a_long_line_gives_is_what_it_has_too_much(excess: int, separators: int, marks: int, gaps: int) -> None:
    assume(excess > 0)
    fit = shrunk(excess, separators, marks, gaps)
    assert separators * fit.separator - marks * fit.mark + gaps * fit.gap == pytest.approx(-excess)
    assert fit.separator >= -SEPARATOR_MOST
    assert 0 <= fit.mark <= MARK_MOST


@given(SLACK, SEPARATORS, MARKS, GAPS)
def test_nothing_is_asked_of_what_is_not_there(excess: int, separators: int, marks: int, gaps: int) -> None:
    assume(excess > 0)
    fit = shrunk(excess, separators, marks, gaps)
    assert separators or fit.separator == 0 or excess == 0
    assert marks or fit.mark == 0
    assert separators or stretched(excess, separators, gaps).separator == 0


def test_a_line_that_fits_is_left_alone() -> None:
    assert stretched(0, 3, 20) == NATURAL


def test_separators_move_first_and_alone() -> None:
    assert stretched(2 * SEPARATOR_EASY, 2, 20) == (SEPARATOR_EASY, 0, 0)
    assert shrunk(2 * SEPARATOR_EASY, 2, 3, 20) == (-SEPARATOR_EASY, 0, 0)


def test_then_all_in_step() -> None:
    """Neither are separators torn wide while characters stand close, nor the other way round."""
    fit = stretched(2 * SEPARATOR_EASY + 500, 2, 20)
    assert SEPARATOR_EASY < fit.separator < SEPARATOR_MOST
    assert 0 < fit.gap < 40
    tight = shrunk(2 * SEPARATOR_EASY + 500, 2, 3, 20)
    assert -SEPARATOR_MOST < tight.separator < -SEPARATOR_EASY
    assert 0 < tight.mark < MARK_MOST
    assert -GAP_GIVES < tight.gap < 0


@given(SLACK, SLACK, SEPARATORS, GAPS)
def test_the_looser_the_worse(one: int, other: int, separators: int, gaps: int) -> None:
    less, more = sorted((one, other))
    assert stretch_badness(less, separators, gaps) <= stretch_badness(more, separators, gaps)


@given(SLACK, SLACK, SEPARATORS, GAPS)
def test_the_tighter_the_worse(one: int, other: int, separators: int, gaps: int) -> None:
    less, more = sorted((one + 1, other + 1))
    assert shrink_badness(less, separators, gaps) <= shrink_badness(more, separators, gaps)


@given(SLACK, SEPARATORS, GAPS)
def test_more_separators_make_a_line_no_worse(slack: int, separators: int, gaps: int) -> None:
    assert stretch_badness(slack, separators + 1, gaps) <= stretch_badness(slack, separators, gaps)


def test_what_nobody_notices_costs_nothing() -> None:
    assert stretch_badness(SEPARATOR_EASY + 20 * GAP_EASY, 1, 20) == 0
    assert stretch_badness(SEPARATOR_EASY + 20 * GAP_EASY + 1, 1, 20) > 0
    assert shrink_badness(SEPARATOR_EASY, 1, 20) == 0


def test_beyond_the_bounds_a_line_is_unfit() -> None:
    assert stretch_badness(5000, 1, 20) > UNFIT
    assert shrink_badness(SEPARATOR_MOST + 20 * GAP_GIVES, 1, 20) == pytest.approx(TIGHT_BADNESS)
    assert can_shrink(SEPARATOR_MOST + 2 * MARK_MOST + 20 * GAP_GIVES, 1, 2, 20)
    assert not can_shrink(SEPARATOR_MOST + 2 * MARK_MOST + 20 * GAP_GIVES + 1, 1, 2, 20)


# --- which marks can give way


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周易注", ""),
        ("周（易）注疏", "（）"),
        ("周易》）注疏", "）"),  # 》 has given up its half to ） already
        ("周易）（注疏", ""),  # the white between them is halved already, and no more than that
        ("卷　（晉）注", "）"),  # the separator before （ has given it up
        ("（晉）注", "）"),  # at the start of a line it is trimmed
        ("周易注）", ""),  # and at its end
        ("經、傳、注。疏", "、、。"),
        ("“經”傳，注", "”，"),
    ],
)
def test_marks_that_can_give_way(text: str, expected: str) -> None:
    of = measured(text)
    assert "".join(text[at] for at in of.squeezable(0, len(text))) == expected


def test_a_stop_in_the_middle_of_its_square_does_not_give_way() -> None:
    taiwan = Setter(typefaces(standard="taiwan")).measure((Run("經，傳（注）疏"),), STYLE)
    assert [taiwan.text[at] for at in taiwan.squeezable(0, 8)] == ["（", "）"]


# --- what is shown


def test_squeezed_marks_draw_their_neighbours_in() -> None:
    """A closing mark gives up what stands after it, an opening one what stands before it."""
    of = measured("周（易）注疏")
    line = show_line(of, Cut(0, 6, 6, -600), 0, shrunk(600, 0, 2, 5))
    share = 600 / (2 * MARK_MOST + 5 * GAP_GIVES)
    moved = round(share * MARK_MOST)
    assert line.show == f"[<5468>{moved}<ff086613ff09>{moved}<6ce8758f>]TJ"
    assert float(line.spacing) == pytest.approx(-share * GAP_GIVES * 10 / 1000, abs=0.001)


def test_an_opening_mark_at_the_start_of_a_line_is_trimmed() -> None:
    of = measured("（晉）郭璞注")
    assert show_line(of, Cut(0, 6, 6, 0), 0).show.startswith(f"[{HALF}<ff08")
    assert show_line(of, Cut(3, 6, 6, 0), 0).show.startswith("[<90ed")


def test_grown_separators_are_shown_where_they_stand() -> None:
    of = measured("周易　王弼注　清刻本")
    shown = show_line(of, Cut(0, 10, 10, 400), 0, stretched(400, 2, 9)).show
    assert shown.count(">-200<") == 2


# --- the whole paragraph against line after line


@pytest.mark.parametrize("ems", [12, 15, 18, 20.3, 24, 31])
def test_the_whole_is_never_worse_than_line_after_line(ems: float) -> None:
    measure = round(ems * 1000)
    better = 0
    for *_, text in ENTRIES:
        of = measured(text)
        whole = lines_cost(of, break_lines(of, measure, measure), measure)
        greedy = lines_cost(of, greedy_lines(of, 0, len(text), measure, measure), measure)
        assert whole <= greedy + 1e-6
        better += whole < greedy
    assert better > 0, "on these entries looking ahead must pay"


def test_a_long_entry_is_divided_in_time_that_grows_with_its_length() -> None:
    """Counted in places looked at, not in seconds."""
    from catalog_export.typeset import fitting

    for repeat in (10, 20, 40, 80):
        of = measured("".join(text for *_, text in ENTRIES) * repeat)
        looked = 0
        plain = fitting._Paths._go_on

        def counting(self: fitting._Paths, start: int, cost: float) -> bool:
            nonlocal looked
            looked += 1
            return plain(self, start, cost)  # noqa: B023

        fitting._Paths._go_on = counting  # type: ignore[method-assign]
        try:
            break_lines(of, 20_300, 20_300)
        finally:
            fitting._Paths._go_on = plain  # type: ignore[method-assign]
        assert looked < len(of.text) / 2
