"""存缺卷 as a sum of parts: 存 and 缺 together, and whether 卷首 counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from authority.han import NUMERAL_CHARS, parse_numeral
from census.checks import Context, Finding, Level
from guji.checks.extents import ARITHMETIC, counts_juan
from guji.checks.registry import BOOK_CHECKS, BookCheck
from guji.data import BookData
from guji.notation import Extent, ExtentGroup, Range


@BOOK_CHECKS.register
class ExtentParts(BookCheck):
    """存 and 缺 that do not make up the work (存卷加缺卷不等於全書)."""

    id = "extent_parts_mismatch"
    needs = "extent"
    level = Level.ERROR
    fields = ("extent", "title", "responsibility")
    title = "存卷加缺卷不等于全书"
    source = ARITHMETIC
    pattern = re.compile(f"([存缺])([{NUMERAL_CHARS}]+)[卷巻]")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if both are counted and their sum is not the number of juan of the title."""
        matches = list(self.pattern.finditer(record.extent))
        stated = {match[1]: value_of(match[2]) for match in matches}
        extant, lacking, total = stated.get("存"), stated.get("缺"), record.total_juan
        if None in (extant, lacking, total) or (extant or 0) + (lacking or 0) == total:
            return
        template = "存{extant}卷加缺{lacking}卷是{sum}卷，题名合计{total}卷：请核对，只写存或只写缺即可"
        start, end = matches[0].start(), matches[-1].end()
        numbers: dict[str, Any] = {
            "extant": extant,
            "lacking": lacking,
            "sum": (extant or 0) + (lacking or 0),
            "total": total,
        }
        yield self.finding("extent", template, offset=start, length=end - start, **numbers)


def value_of(written: str) -> int | None:
    """Return the value of a numeral, None for □ and what is none."""
    numeral = parse_numeral(written)
    return numeral.value if numeral is not None else None


@BOOK_CHECKS.register
class ExtentFrontMatter(BookCheck):
    """卷首 or 卷末 among the places, and not in the title or not in the count (卷首計入與否不一)."""

    id = "extent_front_matter"
    needs = "extent"
    level = Level.WARNING
    fields = ("extent", "title")
    title = "卷首、卷末计入与否不一"
    source = ARITHMETIC

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for a mark that the title does not have, or that the count left out."""
        extent = record.parsed_extent.structure
        marks = [run.start.mark for group in extent.groups for run in group.ranges if front(run)]
        if not marks or not counts_juan(extent):
            return
        unnamed = [mark for mark in marks if mark not in record.title + record.responsibility]
        if unnamed:
            template = "存缺卷写了“{mark}”，题名里没有：题名应写“首一卷”一类，或删去"
            yield self.blame(record, "extent", unnamed[0], template, mark=unnamed[0])
        elif numbered(extent) == extent.count is not None:
            template = "卷次里有“{mark}”，合计却没有算上：题名计入卷首、卷末，存卷数也要计入"
            yield self.blame(record, "extent", marks[0], template, mark=marks[0])


def front(run: Range) -> bool:
    """Say whether a range is 首, 末 or 卷首 standing for itself."""
    return run.start.number is None and run.start.mark in ("首", "末") and run.end is None


def numbered(extent: Extent) -> int | None:
    """Return how many juan the numbered places add up to, None if any of the places is of another kind."""
    if extent.contrary or not all(bare(group) for group in extent.groups):
        return None
    sizes = [length_of(run) for group in extent.groups for run in group.ranges if not front(run)]
    return None if None in sizes else sum(filter(None, sizes))


def bare(group: ExtentGroup) -> bool:
    """Say whether a group is nothing but places of the work itself."""
    return group == ExtentGroup(ranges=group.ranges, lead=group.lead)


def length_of(run: Range) -> int | None:
    """Return how many juan a range of plain numbers takes in, None for any other."""
    places = (run.start, run.end or run.start)
    first, last = (place.number.value if place.number and not place.mark else None for place in places)
    return None if first is None or last is None else last - first + 1
