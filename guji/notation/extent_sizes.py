"""How many juan the places of an extent stand for.

A juan in halves (一上、一下) may have been counted once or twice, and 卷首 not at all, so a size is a span of numbers.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from guji.notation.ranges import NUMBERING, steps
from guji.notation.structures import JUAN, Count, ExtentGroup, Range, Title

_HALVES: Final = 3
_HALVES_OF_ONE: Final = "上中下"
_FRONT: Final = ("首", "卷首", "首卷", "卷端")
_BACK: Final = ("末", "卷末", "末卷")
#: Additions that a count of juan may leave out.
ADDED: Final = frozenset(
    (
        *_FRONT,
        *_BACK,
        *[
            "序",
            "序目",
            "目錄",
            "目录",
            "目",
            "總目",
            "凡例",
            "圖",
            "附錄",
            "附录",
            "附",
            "補遺",
            "年譜",
            "考證",
            "校勘記",
            "札記",
            "跋",
        ],
    )
)
_MANY: Final = 1_000_000


class Size(NamedTuple):
    """The least and the most juan that places can stand for."""

    least: int
    most: int


class Sum(NamedTuple):
    """What groups add up to; ``known`` if something can be said of each of them."""

    least: int
    most: int
    known: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of the whole work: its title, or nothing."""

    title: Title | None = None

    @property
    def total(self) -> int | None:
        """The juan of the whole work, None where they are not known."""
        return self.title.total if self.title else None

    @property
    def divided(self) -> bool:
        """Whether 上 and 下 are surely juan of their own: the work has two or three."""
        return self.total in (2, 3)

    @property
    def added(self) -> int:
        """The juan of 卷首, 附錄 and other additions, which a count may leave out."""
        return sum(count.value or 0 for count in self._counts_of(ADDED))

    def most_of(self, labels: Container[str]) -> int:
        """The juan of 卷首 or 卷末 as the title counts them; no limit where it says nothing."""
        values = (count.value for count in self._counts_of(labels))
        return max((value for value in values if value is not None), default=_MANY)

    def _counts_of(self, labels: Container[str]) -> Iterator[Count]:
        """Yield how many juan the title states of additions so called."""
        for unit in self.title.units if self.title else ():
            for extra in unit.extras:
                if extra.label in labels:
                    yield from (count for count in extra.counts if count.unit in JUAN)


def group_size(group: ExtentGroup, whole: Whole) -> Size | None:
    """Return how many juan a group may hold, None where nothing can be said (全, a name alone, leaves)."""
    if group.kind or group.remark:
        return None
    if group.counts:
        return _exactly(group.counts[0].value if group.counts[0].unit in JUAN else None)
    if group.ranges and not group.whole:
        return _sum_of(group.ranges, whole)
    return Size(1, 1) if group.label in NUMBERING and not group.whole else None


def _exactly(number: int | None) -> Size | None:
    return None if number is None else Size(number, number)


def added_up(groups: Sequence[ExtentGroup], whole: Whole) -> Sum:
    """Return what groups add up to."""
    least = most = 0
    known = True
    for group in groups:
        size = group_size(group, whole)
        if size is None:
            known = False
        else:
            least, most = least + size.least, most + size.most
    return Sum(least, most, known)


def _sum_of(ranges: tuple[Range, ...], whole: Whole) -> Size | None:
    """Return the size of places together; halves alone (上、下) are one juan at least, or one each."""
    halved: set[int] = set()
    least = most = halves = 0
    for span in ranges:
        size = _size_of(span, whole, halved)
        if size is None:
            return None
        least, most, halves = least + size.least, most + size.most, halves + _is_half(span)
    if halves:
        least += halves if whole.divided else 1
    return Size(least, most)


def _size_of(span: Range, whole: Whole, halved: set[int]) -> Size | None:
    """Return the size of one place or run; ``halved`` remembers the juan met in halves."""
    if not counts_juan(span):
        return None
    return _worded(span, whole) if span.start.number is None else _numbered(span, halved)


def _is_half(span: Range) -> bool:
    """Whether a place is a half by itself: 上, 中 or 下."""
    return span.start.number is None and span.end is None and span.start.mark in _HALVES_OF_ONE


def counts_juan(span: Range) -> bool:
    """Whether places are juan: no other unit stands behind them (三至五葉)."""
    return not span.after or span.after in JUAN


def _worded(span: Range, whole: Whole) -> Size | None:
    """Return the size of places told by a word; single halves (上、下) are counted together by the caller."""
    if span.end is None:
        return _one_word(span.start.mark, whole)
    if span.end.number is None:
        return _row(span.start.mark, span.end.mark)
    last = span.end.number.value
    return None if last is None else Size(last, last + whole.most_of(_FRONT))


def _one_word(mark: str, whole: Whole) -> Size:
    """Return the size of one half, of 卷首 or of 卷末: none at least, since a count may leave it out."""
    if mark in _HALVES_OF_ONE:
        return Size(0, 1)
    return Size(0, whole.most_of(_FRONT if mark.startswith(_FRONT) else _BACK))


def _row(first: str, last: str) -> Size | None:
    """Return the size of a run counted by a row of characters (元至貞), or from half to half of one juan (上至下)."""
    number = steps(first, last)
    return None if number is None else Size(1 if first in _HALVES_OF_ONE else number, number)


def _numbered(span: Range, halved: set[int]) -> Size | None:
    """Return the size of numbered places; a number met before in halves counts no second time at least."""
    first, last = bounds(span)
    if first is None or last is None:
        return None
    number = last - first + 1
    if not span.start.mark and not (span.end and span.end.mark):
        return Size(number, number)
    met = {place for place in (first, last) if place in halved}
    halved.update((first, last))
    return Size(number - len(met), number if span.end is None else number * _HALVES)


def bounds(span: Range) -> tuple[int | None, int | None]:
    """Return the first and last number of a range."""
    first = span.start.number.value if span.start.number else None
    if span.end is None:
        return first, first
    return first, span.end.number.value if span.end.number else None
