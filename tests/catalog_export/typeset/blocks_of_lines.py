"""Blocks of lines without words, and what of them stands where: for tests of how columns and pages are filled."""

from __future__ import annotations

from catalog_export.typeset.blocks import Block, Line
from catalog_export.typeset.columns import Column, Feed, fill_column

PITCH = 1400


def block(count: int, **rules: object) -> Block:
    """A block of so many lines, with the rules given of how it may be parted and what space it asks for."""
    made = Block([Line(0, "", "0", f"line {n}", "", "0") for n in range(count)], PITCH, 1000, 950, spread=True)
    for name, value in rules.items():
        setattr(made, name, value)
    return made


def entries(*counts: int) -> list[Block]:
    """Entries of so many lines, with space before them."""
    return [block(count, before=450, orphans=2) for count in counts]


def filled(blocks: list[Block], lines: int) -> Column:
    """The column of so many lines that the blocks fill."""
    return fill_column(Feed(blocks), lines * PITCH)


def counts(column: Column) -> list[int]:
    """How many lines of each block a column holds."""
    return [part.end - part.start for part in column.parts]


def gaps(column: Column) -> list[int]:
    """The gaps between what a column holds."""
    return [below.top - above.foot for above, below in zip(column.parts, column.parts[1:], strict=False)]
