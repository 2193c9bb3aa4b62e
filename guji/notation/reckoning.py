"""What an extent adds up to: the sum of its places, their order, and the whole work they belong to.

Rules: vocab.md §5 and census_fields §8.1. A juan in halves (一上、一下) may have been counted once or twice, and 卷首
not at all, so a sum is a span of numbers; only what lies outside it is a contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from guji.notation.issues import Issue, issue
from guji.notation.ranges import NUMBERING, steps, words_of
from guji.notation.structures import JUAN, Extent, ExtentGroup, Range, Title

_HALVES: Final = 3
_FRONT: Final = ("首", "卷首", "首卷", "卷端")
_BACK: Final = ("末", "卷末", "末卷")
#: Additions that a count of juan may leave out.
_ADDED: Final = frozenset(
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


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of the whole work: its title, or nothing."""

    title: Title | None = None

    @property
    def divided(self) -> bool:
        """Whether 上 and 下 are surely juan of their own: the work has two or three."""
        return self.title is not None and self.title.total in (2, 3)

    @property
    def added(self) -> int:
        """The juan of 卷首, 附錄 and other additions, which a count may leave out."""
        units = self.title.units if self.title else ()
        counted = [extra for unit in units for extra in unit.extras if extra.label in _ADDED]
        return sum(count.value or 0 for extra in counted for count in extra.counts if count.unit in JUAN)

    def most_of(self, labels: tuple[str, ...]) -> int:
        """The juan of 卷首 or 卷末 as the title counts them; no limit where it says nothing."""
        units = self.title.units if self.title else ()
        counted = [extra for unit in units for extra in unit.extras if extra.label in labels]
        values = [count.value for extra in counted for count in extra.counts if count.unit in JUAN]
        return max((value for value in values if value is not None), default=_MANY)


def group_size(group: ExtentGroup, whole: Whole) -> Size | None:
    """Return how many juan a group may hold, None where nothing can be said (全, a name alone, leaves)."""
    if group.counts and not group.kind and not group.remark:
        value = group.counts[0].value if group.counts[0].unit in JUAN else None
        return None if value is None else Size(value, value)
    if group.kind or group.whole or group.remark:
        return None
    if not group.ranges:
        return Size(1, 1) if group.label in NUMBERING else None
    return _sum_of(group.ranges, whole)


def _sum_of(ranges: tuple[Range, ...], whole: Whole) -> Size | None:
    least = most = marks = 0
    halved: set[int] = set()
    for span in ranges:
        if span.after and span.after not in JUAN:
            return None
        if span.start.number is None:
            size = _worded(span, whole)
            marks += span.end is None and span.start.mark in "上中下"
        else:
            size = _numbered(span, halved)
        if size is None:
            return None
        least, most = least + size.least, most + size.most
    if marks:
        least += marks if whole.divided else 1
    return Size(least, most)


def _worded(span: Range, whole: Whole) -> Size | None:
    """Return the size of places told by a word; single halves (上、下) are counted together by the caller."""
    mark = span.start.mark
    if span.end is None:
        if mark in "上中下":
            return Size(0, 1)
        most = whole.most_of(_FRONT if mark.startswith(("首", "卷首", "卷端")) else _BACK)
        return Size(0, most)
    if span.end.number is not None:
        last = span.end.number.value
        return None if last is None else Size(last, last + whole.most_of(_FRONT))
    number = steps(mark, span.end.mark)
    return None if number is None else Size(1 if mark in "上中下" else number, number)


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


def confirmed(extent: Extent) -> bool:
    """Whether the places add up to the count exactly, so that there is no doubt how its numeral reads."""
    sizes = [] if extent.contrary else [group_size(group, Whole()) for group in extent.groups]
    known = [size for size in sizes if size is not None]
    return bool(known) and len(known) == len(sizes) and sum(size.least for size in known) == extent.count


def judge(extent: Extent, text: str, start: int, title: Title | None = None) -> list[Issue]:
    """Return what does not add up inside the statement: order and overlap, or else the sum."""
    issues: list[Issue] = []
    for group in extent.groups:
        issues += _judge_group(group, text, start)
    if issues or extent.unit not in JUAN or extent.count is None or not extent.groups:
        return issues
    return _judge_contrary(extent, text, Whole(title)) if extent.contrary else _judge_sum(extent, text, Whole(title))


def _judge_sum(extent: Extent, text: str, whole: Whole) -> list[Issue]:
    """Return what is wrong with the sum; 卷首 and other additions may have been counted with the rest or not."""
    found = _difference(extent, extent.groups, whole)
    main = tuple(group for group in extent.groups if group.label not in _ADDED)
    if found is None or (0 < len(main) < len(extent.groups) and _difference(extent, main, whole) is None):
        return []
    return [issue("extent_sum_mismatch", 0, len(text), found=found[0], expected=found[1])]


def _judge_contrary(extent: Extent, text: str, whole: Whole) -> list[Issue]:
    """Return what is wrong where the places tell what is not there: with them the count makes the whole work."""
    sizes = [group_size(group, whole) for group in extent.groups]
    known = [size for size in sizes if size is not None]
    total = whole.title.total if whole.title else None
    if total is None or len(known) < len(sizes):
        return []
    least = total - whole.added - sum(size.most for size in known)
    most = total - sum(size.least for size in known)
    wider = (extent.count or 0) + sum(c.value or 0 for extra in extent.extras for c in extra.counts)
    if least <= (extent.count or 0) <= most or least <= wider <= most:
        return []
    return [issue("extent_sum_mismatch", 0, len(text), found=most, expected=extent.count)]


def _difference(extent: Extent, groups: tuple[ExtentGroup, ...], whole: Whole) -> tuple[int, int] | None:
    """Return what the groups add up to and what was to be expected, None where the two do not contradict."""
    count = extent.count or 0
    wider = count + sum(c.value or 0 for extra in extent.extras for c in extra.counts)
    sizes = [group_size(group, whole) for group in groups]
    known = [size for size in sizes if size is not None]
    least, most = sum(size.least for size in known), sum(size.most for size in known)
    if least > wider:
        return least, wider
    short = most < count or (least == most and least not in (count, wider))
    return (most, wider) if short and len(known) == len(sizes) else None


def _judge_group(group: ExtentGroup, text: str, start: int) -> list[Issue]:
    issues: list[Issue] = []
    reached = 0
    position = start
    for span in group.ranges:
        first, last = bounds(span)
        if first is None or last is None or (span.after and span.after not in JUAN):
            continue
        words = words_of(span)
        offset = text.find(words, position)
        at, length = (offset, len(words)) if offset >= 0 else (0, len(text))
        position = max(position, offset)
        marked = bool(span.start.mark or (span.end and span.end.mark))
        if last < first or (first + marked < reached and last < reached):
            issues.append(issue("extent_range_order", at, length, text=words))
        elif first + marked <= reached:
            issues.append(issue("extent_overlap", at, length, text=words))
        reached = max(reached, last)
    return issues


def judge_total(extent: Extent, title: Title, text: str, start: int) -> list[Issue]:
    """Return places beyond the work's last juan and a count beyond its total, where the total is known.

    Parts that the title does not name may lie beyond its count, and then nothing can be said.
    """
    total = title.total
    names = {name for unit in title.units for name in (unit.name, unit.part, *(extra.label for extra in unit.extras))}
    labels = {group.label for group in extent.groups if group.label}
    if total is None or extent.unit not in JUAN or not labels <= names:
        return []
    issues: list[Issue] = []
    if extent.count is not None and extent.count > total:
        params = {"kind": extent.kind, "found": extent.count, "unit": "卷", "total": total}
        issues.append(issue("extent_count_beyond_total", 0, len(text), **params))
    for group in extent.groups:
        for span in group.ranges if not group.label else ():
            _, last = bounds(span)
            if last is not None and last > total and not (span.after and span.after not in JUAN):
                words = words_of(span)
                at = max(text.find(words, start), 0)
                issues.append(issue("extent_beyond_total", at, len(words), text=words, total=total, unit="卷"))
    return issues
