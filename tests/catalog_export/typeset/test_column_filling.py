"""Where columns end: widows, orphans, keeps, spread gaps, balanced ends, repeated heads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_export.typeset.blocks import Block, Line, decimal, thousandths
from catalog_export.typeset.columns import Column, Feed, Part, align_feet, fill_column
from catalog_export.typeset.filling import Band, Geometry, fill_pages

PITCH = 1400


def block(count: int, **rules: object) -> Block:
    made = Block([Line(0, "", "0", f"line {n}", "", "0") for n in range(count)], PITCH, 1000, 950, spread=True)
    for name, value in rules.items():
        setattr(made, name, value)
    return made


def filled(blocks: list[Block], lines: int) -> Column:
    return fill_column(Feed(blocks), lines * PITCH)


def counts(column: Column) -> list[int]:
    return [part.end - part.start for part in column.parts]


def test_no_first_line_alone_at_a_foot() -> None:
    assert counts(filled([block(3), block(4)], 4)) == [3]


def test_no_last_line_alone_at_a_head() -> None:
    assert counts(filled([block(2), block(4)], 5)) == [2, 2]


def test_a_paragraph_of_three_lines_is_not_parted() -> None:
    assert counts(filled([block(2), block(3)], 4)) == [2]


def test_a_heading_goes_with_what_it_heads() -> None:
    heading = block(1, keep_with_next=True)
    assert counts(filled([block(4), heading, block(3)], 6)) == [4]


def test_a_chain_of_headings_goes_together() -> None:
    heads = [block(1, keep_with_next=True), block(1, keep_with_next=True)]
    assert counts(filled([block(4), *heads, block(4)], 7)) == [4]


def test_what_is_kept_together_is_only_parted_when_deeper_than_the_column() -> None:
    assert counts(filled([block(2), block(5, keep_together=True)], 6)) == [2]
    assert counts(filled([block(9, keep_together=True)], 6)) == [6]


def test_a_break_before_ends_the_column() -> None:
    assert counts(filled([block(2), block(2, break_before="column")], 9)) == [2]


def test_gaps_are_the_larger_of_the_two_spaces_and_vanish_at_the_head() -> None:
    column = filled([block(2, before=300, after=500), block(2, before=400)], 9)
    assert [part.top for part in column.parts] == [0, 2 * PITCH + 500]


def test_spreading_brings_the_foot_down_exactly_and_keeps_the_pitch() -> None:
    column = filled([block(2, before=450) for _ in range(4)], 10)
    column.spread(10 * PITCH)
    assert column.foot == 10 * PITCH
    gaps = [b.top - a.foot for a, b in zip(column.parts, column.parts[1:], strict=False)]
    assert max(gaps) - min(gaps) <= 1


def last_baseline(column: Column) -> int:
    last = column.parts[-1]
    return last.foot - last.block.leading + last.block.baseline


def test_columns_that_end_in_type_of_two_sizes_end_on_one_baseline() -> None:
    """The works of a set are smaller: their lines stand higher above their foot. Control: feet alone would differ."""
    plain = [block(2, before=450) for _ in range(4)]
    small = [*[block(2, before=450) for _ in range(3)], block(2, before=450, leading=1200, baseline=923)]
    columns = [filled(blocks, 10) for blocks in (plain, small)]
    apart = [filled(blocks, 10) for blocks in (plain, small)]
    for column in apart:
        column.spread(10 * PITCH)
    assert last_baseline(apart[0]) != last_baseline(apart[1])
    align_feet(columns, 10 * PITCH)
    assert last_baseline(columns[0]) == last_baseline(columns[1]) == 10 * PITCH - (PITCH - 1000)


def test_matter_that_hangs_far_above_its_foot_does_not_raise_the_other_columns() -> None:
    tall = [*[block(2, before=450) for _ in range(3)], block(1, before=450, leading=3000, baseline=1000)]
    columns = [filled([block(2, before=450) for _ in range(4)], 10), filled(tall, 10)]
    align_feet(columns, 10 * PITCH)
    assert columns[0].foot >= 10 * PITCH - 300


def test_a_column_far_too_short_is_left_short() -> None:
    column = filled([block(2, before=450), block(2, before=450)], 30)
    column.spread(30 * PITCH)
    assert column.foot < 6 * PITCH


def test_nothing_is_spread_between_a_number_line_and_its_statement() -> None:
    column = filled([block(1, keep_with_next=True), block(2), block(2, before=450)], 9)
    column.spread(6 * PITCH)
    assert column.parts[1].top == PITCH


def geometry(lines: int, columns: int = 2) -> Geometry:
    return Geometry(lines * PITCH, columns, balance=True, align_bottom=True)


def test_the_last_page_is_balanced() -> None:
    (page,) = fill_pages(Feed([block(2, before=0) for _ in range(6)]), geometry(20))
    assert [counts(column) for column in page[0].columns] == [[2, 2, 2], [2, 2, 2]]


def test_balancing_never_parts_a_number_line_from_its_statement() -> None:
    (page,) = fill_pages(Feed([block(1, keep_with_next=True), block(3)]), geometry(20))
    assert [counts(column) for column in page[0].columns] == [[1, 3]]


def test_a_heading_across_the_columns_ends_the_band_above_it() -> None:
    blocks = [block(4), block(4), block(1, span=True, keep_with_next=True), block(4), block(4)]
    (page,) = fill_pages(Feed(blocks), geometry(30))
    assert [(band.span, [counts(column) for column in band.columns]) for band in page] == [
        (False, [[4], [4]]),
        (True, [[1]]),
        (False, [[4], [4]]),
    ]
    assert [band.top for band in page] == [0, 4 * PITCH, 5 * PITCH]


def test_a_heading_across_the_columns_is_not_left_at_a_foot() -> None:
    blocks = [*(block(4) for _ in range(4)), block(1, span=True, keep_with_next=True), block(4)]
    first, second = fill_pages(Feed(blocks), geometry(10))
    assert [band.span for band in first] == [False]
    assert [band.span for band in second] == [True, False]


def test_a_page_break_starts_a_page() -> None:
    pages = list(fill_pages(Feed([block(2), block(2, break_before="page")]), geometry(20)))
    assert len(pages) == 2


def test_a_head_is_repeated_where_a_table_goes_on() -> None:
    head = block(1, keep_with_next=True)
    rows = [block(1, keep_together=True, orphans=1, widows=0) for _ in range(9)]
    for row in rows[1:]:
        row.repeat = (head,)
    first, second = fill_pages(Feed([head, *rows]), geometry(6, columns=1))
    assert counts(first[0].columns[0]) == [1] * 6
    assert second[0].columns[0].parts[0].block is head
    assert len(second[0].columns[0].parts) == 5


BLOCKS = st.lists(
    st.builds(
        block,
        st.integers(1, 12),
        before=st.integers(0, 900),
        after=st.integers(0, 900),
        keep_with_next=st.booleans(),
        keep_together=st.booleans(),
        span=st.booleans(),
        break_before=st.sampled_from(["", "", "", "column", "page"]),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(BLOCKS, st.integers(3, 25), st.integers(1, 3))
def test_every_line_is_placed_once_in_order_and_inside(blocks: list[Block], lines: int, columns: int) -> None:
    for made in blocks:
        made.span = made.span and columns > 1
    placed: list[tuple[int, int]] = []
    order = {id(made): number for number, made in enumerate(blocks)}
    for page in fill_pages(Feed(blocks), geometry(lines, columns)):
        for band in page:
            _check_band(band, lines * PITCH)
            for part in (part for column in band.columns for part in column.parts):
                placed += [(order[id(part.block)], line) for line in range(part.start, part.end)]
    assert placed == [(number, line) for number, made in enumerate(blocks) for line in range(len(made.lines))]


def _check_band(band: Band, depth: int) -> None:
    assert band.foot <= depth
    for column in band.columns:
        for above, below in zip(column.parts, column.parts[1:], strict=False):
            assert below.top >= above.foot


def test_a_part_knows_its_foot() -> None:
    assert Part(block(5), 1, 4, 100).foot == 100 + 3 * PITCH


@pytest.mark.parametrize(
    ("units", "expected"), [(0, "0"), (100, "1"), (1250, "12.5"), (-5, "-0.05"), (-120, "-1.2"), (7, "0.07")]
)
def test_decimals(units: int, expected: str) -> None:
    assert decimal(units) == expected


@given(st.integers(-(10**7), 10**7))
def test_decimals_are_exact(units: int) -> None:
    assert round(float(decimal(units)) * 100) == units
    assert round(float(thousandths(units)) * 1000) == units


# --- feet brought to one line by the least change


def aligned(blocks: list[Block], lines: float) -> Column:
    return fill_column(Feed(blocks), round(lines * PITCH), align=True)


def gaps(column: Column) -> list[int]:
    return [below.top - above.foot for above, below in zip(column.parts, column.parts[1:], strict=False)]


def entries(*counts: int) -> list[Block]:
    return [block(count, before=450, orphans=2) for count in counts]


def test_gaps_close_for_a_line_more_where_they_would_have_to_widen_more() -> None:
    """Five entries of two lines and the gaps between them lack but a fifth of a line: all are drawn together."""
    column = aligned(entries(2, 2, 2, 2, 2, 2), 10 + (4 * 450 - 300) / PITCH)
    assert counts(column) == [2, 2, 2, 2, 2]
    assert column.foot == 10 * PITCH + 4 * 450 - 300
    assert gaps(column) == [375] * 4


def test_gaps_are_left_to_widen_where_that_is_less() -> None:
    column = aligned(entries(2, 2, 2, 2, 2), 8 + (3 * 450 + 200) / PITCH)
    assert counts(column) == [2, 2, 2, 2]
    assert gaps(column) == [450] * 3
    column.spread(8 * PITCH + 3 * 450 + 200)
    assert sum(gaps(column)) == 3 * 450 + 200


def test_gaps_never_close_by_more_than_their_share() -> None:
    for missing in range(0, 2 * PITCH, 100):
        column = aligned(entries(2, 2, 2, 2, 2, 2), 12 + (5 * 450 - missing) / PITCH)
        assert min(gaps(column), default=450) >= 0.6 * 450 - 1


def test_closing_keeps_to_the_rules_of_parting() -> None:
    """A line more would leave the last one alone at the next column's head."""
    column = aligned(entries(2, 2, 2, 3), 6 + 2 + (3 * 450 - 100) / PITCH)
    assert counts(column) in ([2, 2, 2], [2, 2, 2, 3])


def test_a_column_without_gaps_closes_nothing() -> None:
    assert counts(aligned([block(9)], 6.9)) == [6]


def test_nothing_closes_unless_feet_are_aligned() -> None:
    column = fill_column(Feed(entries(2, 2, 2, 2, 2, 2)), round(9.9 * PITCH + 4 * 450))
    assert counts(column) == [2, 2, 2, 2]
    assert gaps(column) == [450] * 3


@given(st.lists(st.integers(1, 7), min_size=3, max_size=40), st.integers(6, 40))
def test_whatever_comes_no_line_is_lost_and_no_foot_is_too_deep(sizes: list[int], depth: int) -> None:
    blocks = [block(size, before=450) for size in sizes]
    pages = list(fill_pages(Feed(blocks), Geometry(depth * PITCH, 2, balance=True, align_bottom=True)))
    placed = [
        (id(part.block), line)
        for bands in pages
        for band in bands
        for column in band.columns
        for part in column.parts
        for line in range(part.start, part.end)
    ]
    assert placed == [(id(one), line) for one in blocks for line in range(len(one.lines))]
    assert all(column.foot <= depth * PITCH for bands in pages for band in bands for column in band.columns)


@given(st.lists(st.integers(3, 6), min_size=30, max_size=60))
def test_full_columns_end_on_one_line(sizes: list[int]) -> None:
    blocks = [block(size, before=450, orphans=3) for size in sizes]
    pages = list(fill_pages(Feed(blocks), Geometry(40 * PITCH, 2, balance=True, align_bottom=True)))
    full = [column.foot for bands in pages[:-1] for band in bands for column in band.columns]
    assert set(full) <= {40 * PITCH}


# --- what comes again at a column's head


def test_the_name_of_a_set_comes_again_where_its_works_go_on() -> None:
    head = block(1)
    works = block(20, repeat=(head,))
    bands = list(fill_pages(Feed([block(4), works]), Geometry(10 * PITCH, 1, balance=False, align_bottom=False)))
    shown = [[(part.again, part.end - part.start) for part in page[0].columns[0].parts] for page in bands]
    assert shown == [[(False, 4), (False, 6)], [(True, 1), (False, 9)], [(True, 1), (False, 5)]]
