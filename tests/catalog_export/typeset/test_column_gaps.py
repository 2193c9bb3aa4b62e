"""How columns are brought to one foot: gaps between entries widened or closed, by how much and where they are not."""

from __future__ import annotations

import re
import zlib

import pytest

from catalog_export.typeset.blocks import Block, Stroke
from catalog_export.typeset.columns import Column, Feed, Part, align_feet, fill_column
from catalog_export.typeset.filling import Band, Geometry, fill_pages
from catalog_export.typeset.model import PageDesign
from catalog_export.typeset.pages import PageWriter, Sheet
from tests.catalog_export.typeset.blocks_of_lines import PITCH, block, counts, entries, filled, gaps


def test_spreading_brings_the_foot_down_exactly_and_keeps_the_pitch() -> None:
    column = filled([block(2, before=450) for _ in range(4)], 10)
    column.spread(10 * PITCH)
    assert column.foot == 10 * PITCH
    assert max(gaps(column)) - min(gaps(column)) <= 1


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
    """Not even where the number line asks for space below itself: that is what the series' headings do."""
    column = filled([block(1, keep_with_next=True, after=300), block(2, before=200), block(2, before=450)], 9)
    column.spread(6 * PITCH)
    assert gaps(column) == [300, 1100]


def test_odd_hundredths_of_a_point_go_to_the_first_gaps() -> None:
    column = filled(entries(2, 2, 2, 2), 10)
    column.spread(column.foot + 100)
    assert gaps(column) == [484, 483, 483]


@pytest.mark.parametrize(("much", "left"), [(0, [450, 450]), (300, [300, 300]), (900, [0, 0]), (901, [450, 450])])
def test_gaps_are_closed_until_lines_would_meet_and_else_left_alone(much: int, left: list[int]) -> None:
    column = filled(entries(2, 2, 2), 8)
    column.spread(column.foot - much)
    assert gaps(column) == left


def aligned(blocks: list[Block], lines: float) -> Column:
    return fill_column(Feed(blocks), round(lines * PITCH), align=True)


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


@pytest.mark.parametrize(("missing", "lines"), [(750, [2, 2, 2, 2, 2]), (800, [2, 2, 2, 2, 3])])
def test_a_gap_closed_counts_for_a_quarter_more_than_one_widened(missing: int, lines: list[int]) -> None:
    """Widened by 7.5 pt or closed by 6.5: widened. By 8 or by 6: closed."""
    column = aligned(entries(2, 2, 2, 2, 6), 10 + (4 * 450 + missing) / PITCH)
    assert counts(column) == lines


# --- what is ruled in a block that is parted


@pytest.mark.parametrize(
    ("start", "end", "drawn"), [(0, 2, [0]), (2, 4, [3 * PITCH]), (4, 6, []), (0, 6, [0, 3 * PITCH])]
)
def test_a_rule_is_drawn_with_the_lines_it_stands_in(start: int, end: int, drawn: list[int]) -> None:
    """A row of a table as deep as two columns: its upper rule stands in the first, and is not drawn again above."""
    row = block(6, strokes=[Stroke(0, 0, 5000, 80), Stroke(0, 3 * PITCH, 5000, 40)])
    sheet = Sheet.of(PageDesign())
    stream = PageWriter(sheet, recto=True).write([Band(0, [Column([Part(row, start, end, 0)])])])
    heights = [
        float(found[1]) for found in re.finditer(r" ([\d.]+) m [\d.]+ [\d.]+ l", zlib.decompress(stream).decode())
    ]
    assert [round(sheet.top - 100 * height) + start * PITCH for height in heights] == drawn


# --- gaps between bands, and in columns of equal depth


def geometry(lines: int) -> Geometry:
    return Geometry(lines * PITCH, 2, balance=True, align_bottom=True)


@pytest.mark.parametrize(("after", "before", "gap"), [(500, 400, 500), (300, 400, 400), (0, 0, 0)])
def test_between_bands_stands_the_larger_of_the_two_spaces(after: int, before: int, gap: int) -> None:
    blocks = [block(2, after=after), block(2, after=after), block(1, span=True, before=before)]
    (page,) = fill_pages(Feed(blocks), geometry(30))
    assert page[1].top - page[0].foot == gap


def test_a_balanced_column_is_not_torn_to_the_depth_of_its_neighbour() -> None:
    """The second column is 9.5 pt shorter than the first: more than two fifths of a line for its only gap."""
    (page,) = fill_pages(Feed([block(5, keep_together=True), *entries(2, 2)]), geometry(30))
    first, second = page[0].columns
    assert (counts(first), counts(second)) == ([5], [2, 2])
    assert gaps(second) == [450]
