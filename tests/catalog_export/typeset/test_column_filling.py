"""Where columns end: widows, orphans, keeps, balanced ends, repeated heads; what pages hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_export.typeset.blocks import Block, decimal, thousandths
from catalog_export.typeset.columns import Feed, Part
from catalog_export.typeset.filling import Band, Geometry, fill_pages
from tests.catalog_export.typeset.blocks_of_lines import PITCH, block, counts, filled


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
