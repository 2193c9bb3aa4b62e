"""Fills pages: bands of columns side by side, matter that spans them, and the last columns balanced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog_export.typeset.blocks import Block
from catalog_export.typeset.columns import Column, Feed, align_feet, fill_column

#: How much the gaps of balanced columns may widen, in lines.
BALANCED_LIMIT = 0.4


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

    @property
    def after(self) -> int:
        """What the band's last block asks for below itself."""
        return self.columns[-1].parts[-1].block.after


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
    has_room = True
    while has_room and (waiting := feed.peek()) is not None:
        if bands and _opens_page(waiting):
            break
        top = bands[-1].foot + max(bands[-1].after, waiting[0].before) if bands else 0
        fill = _fill_span if waiting[0].span and geometry.columns > 1 else _fill_band
        has_room = fill(feed, bands, top, geometry)
    return bands


def _opens_page(waiting: tuple[Block, int]) -> bool:
    """Say whether a block begins here that asks for a new page."""
    return waiting[1] == 0 and waiting[0].break_before == "page"


def _fill_span(feed: Feed, bands: list[Band], top: int, geometry: Geometry) -> bool:
    """Set the next blocks across all columns; say whether the page has room for more."""
    spanned = _take_spanning(feed)
    for block, start in reversed(spanned):
        feed.put(block, start)
    last = spanned[-1][0]
    room_after = 4 * last.leading if last.keep_with_next and bands else 0
    inner = _Limited(feed, len(spanned))
    column = fill_column(inner, geometry.depth - top - room_after, opens_page=not bands)
    rest = inner.left()
    for block, _ in rest:
        block.span = True
    if column.parts:
        bands.append(Band(top, [column], span=True))
    return bool(column.parts) and not rest


def _take_spanning(feed: Feed) -> list[tuple[Block, int]]:
    """Take the blocks that span the columns and stand on one page; until they are set they count as a column's."""
    spanned: list[tuple[Block, int]] = []
    while (waiting := feed.peek()) is not None and waiting[0].span:
        if spanned and waiting[0].break_before == "page":
            break
        spanned.append(waiting)
        waiting[0].span = False
        feed.take()
    return spanned


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
    columns = _fill_columns(feed, depth, geometry, opens_page=not bands)
    if not columns:
        return False
    ended = _has_ended(feed)
    if ended and geometry.balance and geometry.columns > 1:
        columns = _balanced(columns, geometry.columns, depth)
    elif geometry.align_bottom:
        align_feet(columns[: -1 if ended else None], depth)
    bands.append(Band(top, columns))
    waiting = feed.peek()
    return waiting is not None and waiting[0].span


def _fill_columns(feed: Feed, depth: int, geometry: Geometry, *, opens_page: bool) -> list[Column]:
    """Return the columns that can be filled side by side; the first on a page takes a block however deep it is."""
    columns: list[Column] = []
    for number in range(geometry.columns):
        column = fill_column(feed, depth, opens_page=opens_page or number > 0, align=geometry.align_bottom)
        if not column.parts:
            break
        columns.append(column)
        if _has_ended(feed):
            break
    return columns


def _has_ended(feed: Feed) -> bool:
    """Say whether what follows does not continue in the next column."""
    waiting = feed.peek()
    return waiting is None or waiting[0].span or _opens_page(waiting)


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
    align_feet(best, max(column.foot for column in best), BALANCED_LIMIT)
    return best


def _refill(content: list[tuple[Block, int]], count: int, depth: int) -> list[Column] | None:
    """Fill columns of a depth with given matter; ``None`` if it does not all fit."""
    feed = _feed_of(content)
    columns: list[Column] = []
    while len(columns) < count and feed.peek() is not None:
        column = fill_column(feed, depth, opens_page=False)
        if not column.parts or column.foot > depth:
            return None
        columns.append(column)
    return columns if feed.peek() is None else None


def _feed_of(content: list[tuple[Block, int]]) -> Feed:
    """Return a feed of blocks, each from the line given; one that was parted between columns is whole again."""
    feed = Feed(())
    joined: list[tuple[Block, int]] = []
    for block, start in content:
        if not joined or joined[-1][0] is not block:
            joined.append((block, start))
    for block, start in reversed(joined):
        feed.put(block, start)
    return feed
