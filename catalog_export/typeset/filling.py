"""Fills columns with blocks: where columns end, and how their feet are brought to one line.

No first line of a paragraph alone at a column's foot, no last line alone at a head, headings and number
lines with what follows; what that leaves over at the foot is spread over the gaps between entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from catalog_export.typeset.blocks import Block

SPREAD_LIMIT = 0.9
BALANCED_LIMIT = 0.4


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

    def spread(self, depth: int, limit: float = SPREAD_LIMIT) -> None:
        """Bring the column's foot down to ``depth`` by widening the gaps between its entries alike.

        A column that would need more than ``limit`` lines a gap is left short.
        """
        gaps = [number for number, part in enumerate(self.parts) if part.stretches]
        short = depth - self.foot
        if not gaps or short <= 0:
            return
        if short > round(limit * self.parts[gaps[0]].block.leading) * len(gaps):
            return
        share, odd = divmod(short, len(gaps))
        shift, passed = 0, 0
        for part in self.parts:
            if part.stretches:
                shift += share + (1 if passed < odd else 0)
                passed += 1
            part.top += shift


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


def fill_column(feed: Feed, depth: int, *, opens_page: bool = True) -> Column:
    """Take from the feed what a column of this depth holds.

    Ends before a block that spans the columns and before one that asks for a new column or page. A
    block deeper than a whole column is parted wherever it must be.
    """
    column = Column()
    heads = 0
    while (waiting := feed.peek()) is not None:
        block, start = waiting
        if block.span or (block.break_before and start == 0 and column.parts):
            break
        if not column.parts and block.repeat:
            heads = _repeat_heads(column, block)
        gap, stretches = _gap(column, block, start)
        top = column.foot + gap
        fit = (depth - top) // block.leading
        count = len(block.lines) - start
        if fit < count:
            _part_block(feed, column, top, max(fit, 0), stretches, heads=heads, may_empty=not opens_page)
            break
        feed.take()
        column.parts.append(Part(block, start, start + count, top, stretches))
    if heads and len(column.parts) == heads:
        column.parts.clear()
    return column


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
    keep = fit if count - fit >= block.widows else count - block.widows
    if block.keep_together or keep < (block.orphans if start == 0 else 1):
        keep = 0
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


@dataclass(slots=True)
class Band:
    """Columns side by side at one height of the page, ``top`` 1/100 pt below the head of the type area."""

    top: int
    columns: list[Column]
    span: bool = False

    @property
    def foot(self) -> int:
        """Where the band's deepest column ends, 1/100 pt below the head of the type area."""
        return self.top + max((column.foot for column in self.columns), default=0)


@dataclass(frozen=True, slots=True)
class Geometry:
    """What filling needs to know of a page: depth in 1/100 pt, columns, and whether feet are aligned."""

    depth: int
    columns: int
    balance: bool
    align_bottom: bool


def fill_pages(feed: Feed, geometry: Geometry) -> Iterator[list[Band]]:
    """Yield the pages, each as bands from top to bottom, until the feed is empty."""
    while feed.peek() is not None:
        yield _fill_page(feed, geometry)


def _fill_page(feed: Feed, geometry: Geometry) -> list[Band]:
    bands: list[Band] = []
    while (waiting := feed.peek()) is not None:
        block, start = waiting
        if block.break_before == "page" and bands and start == 0:
            break
        foot = bands[-1].foot if bands else 0
        after = bands[-1].columns[-1].parts[-1].block.after if bands and bands[-1].columns[-1].parts else 0
        top = foot + (max(after, block.before) if bands else 0)
        if block.span and geometry.columns > 1:
            if not _fill_span(feed, bands, top, geometry):
                break
        elif not _fill_band(feed, bands, top, geometry):
            break
    return bands


def _fill_span(feed: Feed, bands: list[Band], top: int, geometry: Geometry) -> bool:
    """Set the next blocks across all columns; say whether the page has room for more."""
    spanned: list[tuple[Block, int]] = []
    while (waiting := feed.peek()) is not None and waiting[0].span:
        if waiting[0].break_before == "page" and spanned:
            break
        spanned.append(waiting)
        waiting[0].span = False
        feed.take()
    for block, start in reversed(spanned):
        feed.put(block, start)
    last = spanned[-1][0]
    room_after = 4 * last.leading if last.keep_with_next and bands else 0
    inner = _Limited(feed, len(spanned))
    column = fill_column(inner, geometry.depth - top - room_after, opens_page=not bands)
    rest = len(inner.left())
    for block, _ in inner.left():
        block.span = True
    if not column.parts:
        return False
    bands.append(Band(top, [column], span=True))
    return rest == 0


class _Limited(Feed):
    """The first blocks of another feed; what is not taken of them goes back there."""

    def __init__(self, feed: Feed, count: int) -> None:
        super().__init__(())
        self._outer, self._count = feed, count

    def peek(self) -> tuple[Block, int] | None:
        return self._outer.peek() if self._count else None

    def take(self) -> None:
        self._outer.take()
        self._count -= 1

    def put(self, block: Block, start: int) -> None:
        self._outer.put(block, start)
        self._count += 1

    def left(self) -> list[tuple[Block, int]]:
        """Return the blocks not taken."""
        return [self._outer._waiting[-1 - number] for number in range(self._count)]


def _fill_band(feed: Feed, bands: list[Band], top: int, geometry: Geometry) -> bool:
    """Fill columns from ``top`` to the page's foot; say whether the page has room for more."""
    depth = geometry.depth - top
    columns: list[Column] = []
    for number in range(geometry.columns):
        column = fill_column(feed, depth, opens_page=not bands or number > 0)
        if not column.parts:
            break
        columns.append(column)
        waiting = feed.peek()
        if waiting is None or waiting[0].span or (waiting[0].break_before == "page" and waiting[1] == 0):
            break
    if not columns:
        return False
    ended = _has_ended(feed)
    if ended and geometry.balance and geometry.columns > 1:
        columns = _balanced(columns, geometry.columns, depth)
    elif geometry.align_bottom:
        for column in columns[: -1 if ended else None]:
            column.spread(depth)
    bands.append(Band(top, columns))
    waiting = feed.peek()
    return waiting is not None and waiting[0].span and ended


def _has_ended(feed: Feed) -> bool:
    """Say whether what follows does not continue in the next column."""
    waiting = feed.peek()
    return waiting is None or waiting[0].span or (waiting[0].break_before == "page" and waiting[1] == 0)


def _balanced(columns: list[Column], count: int, depth: int) -> list[Column]:
    """Set the same matter again in columns as short and as even as they can be."""
    content = [(part.block, part.start) for column in columns for part in column.parts if not part.again]
    low, high = max(part[0].leading for part in content), depth
    best = columns
    while low < high:
        middle = (low + high) // 2
        attempt = _refill(content, count, middle)
        if attempt is None:
            low = middle + 1
        else:
            best, high = attempt, middle
    even = max(column.foot for column in best)
    for column in best:
        column.spread(even, BALANCED_LIMIT)
    return best


def _refill(content: list[tuple[Block, int]], count: int, depth: int) -> list[Column] | None:
    """Fill columns of a depth with given matter; ``None`` if it does not all fit."""
    feed = Feed(())
    joined: list[tuple[Block, int]] = []
    for block, start in content:
        if not joined or joined[-1][0] is not block:
            joined.append((block, start))
    for block, start in reversed(joined):
        feed.put(block, start)
    columns = []
    for _ in range(count):
        column = fill_column(feed, depth, opens_page=False)
        if not column.parts or column.foot > depth:
            return None
        columns.append(column)
        if feed.peek() is None:
            return columns
    return None
