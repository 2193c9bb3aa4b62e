"""Fills a column with blocks: where it ends, and how its foot is brought to its line.

No first line of a paragraph alone at a column's foot, no last line alone at a head, headings and number
lines with what follows; what that leaves over at the foot is spread over the gaps between entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from catalog_export.typeset.blocks import Block

SPREAD_LIMIT = 0.9
#: How much more may stand below the last baseline of one column than of another to be made up for (1/100 pt).
MOST_DROP = 300
#: What share of the gap between two entries may be taken away to make room for a line more, and how much worse
#: that is than a gap wider by as much.
CLOSING_SHARE, CLOSING_COST = 0.4, 1.25


@dataclass(slots=True)
class Part:
    """Lines ``start`` to ``end`` of a block, ``top`` 1/100 pt below the column's head.

    The gap above it may grow if it ``stretches``; ``again`` marks a table's head repeated.
    """

    block: Block
    start: int
    end: int
    top: int
    stretches: bool = False
    again: bool = False

    @property
    def foot(self) -> int:
        """Where the part ends, 1/100 pt below the column's head."""
        return self.top + (self.end - self.start) * self.block.leading


@dataclass(slots=True)
class Column:
    """What one column holds."""

    parts: list[Part] = field(default_factory=list)

    @property
    def foot(self) -> int:
        """Depth used, in 1/100 pt."""
        return self.parts[-1].foot if self.parts else 0

    @property
    def drop(self) -> int:
        """How far the column's foot stands below its last baseline, in 1/100 pt."""
        last = self.parts[-1].block if self.parts else None
        return last.leading - last.baseline if last else 0

    def spread(self, depth: int, limit: float = SPREAD_LIMIT) -> None:
        """Bring the column's foot to ``depth`` by changing the gaps between its entries.

        Gaps are widened alike; a column that would need more than ``limit`` lines a gap is left short. They are closed
        in proportion to what they are, so that lines never meet; a column without so much room in its gaps is left as
        it is.
        """
        gaps = [number for number, part in enumerate(self.parts) if part.stretches]
        short = depth - self.foot
        if not gaps or not short:
            return
        if short < 0:
            self._close(gaps, -short)
        elif short <= round(limit * self.parts[gaps[0]].block.leading) * len(gaps):
            self._widen(short, len(gaps))

    def _widen(self, short: int, gaps: int) -> None:
        share, odd = divmod(short, gaps)
        shift, passed = 0, 0
        for part in self.parts:
            if part.stretches:
                shift += share + (1 if passed < odd else 0)
                passed += 1
            part.top += shift

    def _close(self, gaps: Sequence[int], much: int) -> None:
        room = {number: self.parts[number].top - self.parts[number - 1].foot for number in gaps if number}
        total = sum(room.values())
        if much > total:
            return
        passed = 0
        for number, part in enumerate(self.parts):
            passed += room.get(number, 0)
            part.top -= much * passed // total


def align_feet(columns: Sequence[Column], depth: int, limit: float = SPREAD_LIMIT) -> None:
    """Bring columns to one depth by their last baselines: lines of smaller type end higher above theirs."""
    lowest = max((column.drop for column in columns), default=0)
    for column in columns:
        column.spread(depth - min(lowest - column.drop, MOST_DROP), limit)


class Feed:
    """Blocks still to be placed, read as they are needed; what did not fit goes back to the front."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks: Iterator[Block] = iter(blocks)
        self._waiting: list[tuple[Block, int]] = []

    def peek(self) -> tuple[Block, int] | None:
        """Return the next block and the first of its lines not yet placed."""
        if not self._waiting:
            block = next(self._blocks, None)
            if block is None:
                return None
            self._waiting.append((block, 0))
        return self._waiting[-1]

    def take(self) -> None:
        """Remove the next block."""
        self._waiting.pop()

    def put(self, block: Block, start: int) -> None:
        """Put a block, or what is left of it, in front."""
        self._waiting.append((block, start))


def fill_column(feed: Feed, depth: int, *, opens_page: bool = True, align: bool = False) -> Column:
    """Take from the feed what a column of this depth holds.

    Ends before a block that spans the columns and before one that asks for a new column or page. A
    block deeper than a whole column is parted wherever it must be. If feet are to be aligned (``align``) the column may
    take a line or two more than its depth holds and close up its gaps for them, where it would need to widen them more.
    """
    column = Column()
    heads = 0
    while (waiting := feed.peek()) is not None:
        block, start = waiting
        if _ends_before(column, block, start):
            break
        if block.repeat and not column.parts:
            heads = _repeat_heads(column, block)
        gap, stretches = _gap(column, block, start)
        top = column.foot + gap
        count = len(block.lines) - start
        fit = _fit(column, block, start, (top, depth), stretches, align=align)
        if fit < count:
            _part_block(feed, column, top, max(fit, 0), stretches, heads=heads, may_empty=not opens_page)
            break
        feed.take()
        column.parts.append(Part(block, start, start + count, top, stretches))
    return _closed(column, heads, depth)


def _ends_before(column: Column, block: Block, start: int) -> bool:
    """Say whether a column ends here: a block follows that spans the columns, or asks for a new column or page."""
    return block.span or (bool(column.parts) and start == 0 and block.break_before != "")


def _closed(column: Column, heads: int, depth: int) -> Column:
    """Return a column that takes no more: no repeated table head stands alone, what is too much closes up its gaps."""
    if heads and len(column.parts) == heads:
        column.parts.clear()
    if column.foot > depth:
        column.spread(depth)
    return column


def _fit(column: Column, block: Block, start: int, room: tuple[int, int], stretches: bool, *, align: bool) -> int:
    """Return how many lines of a block the column takes; if feet are to be aligned, with its gaps changed."""
    top, depth = room
    fit = (depth - top) // block.leading
    return _aligned_fit(column, block, start, room, stretches) if align and fit < len(block.lines) - start else fit


def _aligned_fit(column: Column, block: Block, start: int, room: tuple[int, int], stretches: bool) -> int:
    """Return how many lines of a block that does not fit make the column's gaps change least."""
    top, depth = room
    gaps = [part.block.before for part in column.parts if part.stretches]
    fit = max((depth - top) // block.leading, 0)
    if not gaps:
        return fit
    give = round(CLOSING_SHARE * (sum(gaps) + (block.before if stretches else 0)))
    most = min((depth - top + give) // block.leading, len(block.lines) - start)
    best, least = fit, inf
    for lines in range(fit, most + 1):
        kept = _may_keep(block, start, lines)
        short = depth - (top + kept * block.leading if kept else column.foot)
        cost = short if short >= 0 else -short * CLOSING_COST
        if cost < least:
            best, least = lines, cost
    return best


def _may_keep(block: Block, start: int, fit: int) -> int:
    """Return how many lines of a block may stay in a column that has room for ``fit`` of them."""
    count = len(block.lines) - start
    if fit >= count:
        return count
    keep = fit if count - fit >= block.widows else count - block.widows
    return 0 if block.keep_together or keep < (block.orphans if start == 0 else 1) else keep


def _repeat_heads(column: Column, block: Block) -> int:
    """Set a table's head rows again above a row that opens a column."""
    for head in block.repeat:
        column.parts.append(Part(head, 0, len(head.lines), column.foot, again=True))
    return len(block.repeat)


def _gap(column: Column, block: Block, start: int) -> tuple[int, bool]:
    if not column.parts:
        return 0, False
    if start:
        return 0, False
    last = column.parts[-1].block
    gap = max(last.after, block.before)
    return gap, block.spread and gap > 0 and not last.keep_with_next


def _part_block(
    feed: Feed, column: Column, top: int, fit: int, stretches: bool, *, heads: int, may_empty: bool
) -> None:
    """Place the lines of the next block that may stay in a column, the rest back to the feed."""
    block, start = feed.peek() or (None, 0)
    if block is None:
        return
    count = len(block.lines) - start
    keep = _may_keep(block, start, fit)
    if keep <= 0 and len(column.parts) == heads and not may_empty:
        keep = max(min(fit, count), 1)
    if keep > 0:
        feed.take()
        column.parts.append(Part(block, start, start + keep, top, stretches))
        if keep < count:
            feed.put(block, start + keep)
        return
    _take_back_leaders(feed, column, may_empty=may_empty)


def _take_back_leaders(feed: Feed, column: Column, *, may_empty: bool) -> None:
    """Take back headings and number lines that would stand at the foot without what they belong to."""
    leaders = 0
    while leaders < len(column.parts) and column.parts[-1 - leaders].block.keep_with_next:
        leaders += 1
    if leaders == len(column.parts) and not may_empty:
        return
    for part in reversed(column.parts[len(column.parts) - leaders :]):
        feed.put(part.block, part.start)
    del column.parts[len(column.parts) - leaders :]
