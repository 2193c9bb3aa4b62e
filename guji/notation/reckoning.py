"""What an extent adds up to: the sum of its places, their order, and the whole work they belong to.

Rules: vocab.md §5 and census_fields §8.1. A juan in halves (一上、一下) may have been counted once or twice, and 卷首
not at all, so a sum is a span of numbers; only what lies outside it is a contradiction.
"""

from __future__ import annotations

from guji.notation.extent_sizes import ADDED, Whole, added_up, bounds, counts_juan
from guji.notation.issues import Issue, issue
from guji.notation.ranges import words_of
from guji.notation.structures import JUAN, Extent, ExtentGroup, Range, Title


def confirmed(extent: Extent) -> bool:
    """Whether the places add up to the count exactly, so that there is no doubt how its numeral reads."""
    if extent.contrary or not extent.groups:
        return False
    found = added_up(extent.groups, Whole())
    return found.known and found.least == extent.count


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
    main = tuple(group for group in extent.groups if group.label not in ADDED)
    if found is None or (0 < len(main) < len(extent.groups) and _difference(extent, main, whole) is None):
        return []
    return [issue("extent_sum_mismatch", 0, len(text), found=found[0], expected=found[1])]


def _judge_contrary(extent: Extent, text: str, whole: Whole) -> list[Issue]:
    """Return what is wrong where the places tell what is not there: with them the count makes the whole work."""
    found = added_up(extent.groups, whole)
    if whole.total is None or not found.known:
        return []
    least, most = whole.total - whole.added - found.most, whole.total - found.least
    if any(least <= count <= most for count in _stated(extent)):
        return []
    return [issue("extent_sum_mismatch", 0, len(text), found=most, expected=extent.count)]


def _stated(extent: Extent) -> tuple[int, int]:
    """Return the count alone, and with the additions that are counted behind it."""
    count = extent.count or 0
    return count, count + sum(one.value or 0 for extra in extent.extras for one in extra.counts)


def _difference(extent: Extent, groups: tuple[ExtentGroup, ...], whole: Whole) -> tuple[int, int] | None:
    """Return what the groups add up to and what was to be expected, None where the two do not contradict."""
    count, wider = _stated(extent)
    found = added_up(groups, whole)
    if found.least > wider:
        return found.least, wider
    short = found.most < count or (found.least == found.most and found.least not in (count, wider))
    return (found.most, wider) if short and found.known else None


def _judge_group(group: ExtentGroup, text: str, start: int) -> list[Issue]:
    """Return the places of a group that stand out of order or overlap those before them."""
    issues: list[Issue] = []
    reached = 0
    position = start
    for span in group.ranges:
        first, last = bounds(span)
        if first is None or last is None or not counts_juan(span):
            continue
        words = words_of(span)
        offset = text.find(words, position)
        position = max(position, offset)
        fault = _fault(span, first, last, reached)
        if fault:
            issues.append(issue(fault, *((offset, len(words)) if offset >= 0 else (0, len(text))), text=words))
        reached = max(reached, last)
    return issues


def _fault(span: Range, first: int, last: int, reached: int) -> str:
    """Return the check that a place fails behind one that reached so far; a half may go on with the same juan."""
    halved = bool(span.start.mark or (span.end and span.end.mark))
    if last < first or (first + halved < reached and last < reached):
        return "extent_range_order"
    return "extent_overlap" if first + halved <= reached else ""


def judge_total(extent: Extent, title: Title, text: str, start: int) -> list[Issue]:
    """Return places beyond the work's last juan and a count beyond its total, where the total is known.

    Parts that the title does not name may lie beyond its count, and then nothing can be said.
    """
    total = title.total
    if total is None or extent.unit not in JUAN or not _parts_of(extent) <= _names_of(title):
        return []
    beyond = [span for group in extent.groups if not group.label for span in group.ranges if _lies_beyond(span, total)]
    issues: list[Issue] = []
    if extent.count is not None and extent.count > total:
        params = {"kind": extent.kind, "found": extent.count, "unit": "卷", "total": total}
        issues.append(issue("extent_count_beyond_total", 0, len(text), **params))
    for span in beyond:
        words = words_of(span)
        at = max(text.find(words, start), 0)
        issues.append(issue("extent_beyond_total", at, len(words), text=words, total=total, unit="卷"))
    return issues


def _parts_of(extent: Extent) -> set[str]:
    return {group.label for group in extent.groups if group.label}


def _names_of(title: Title) -> set[str]:
    """Return by what names the works of a title and their parts may be called."""
    return {name for unit in title.units for name in (unit.name, unit.part, *(extra.label for extra in unit.extras))}


def _lies_beyond(span: Range, total: int) -> bool:
    """Whether a place's last juan is beyond the work's last."""
    _, last = bounds(span)
    return last is not None and last > total and counts_juan(span)
