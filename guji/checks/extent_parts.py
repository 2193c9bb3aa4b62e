"""存缺卷 as a sum of parts: 存 and 缺 together, and whether 卷首 counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authority.han import NUMERAL_CHARS, parse_numeral
from census.checks import Context, Finding, Level
from guji.checks.extents import ARITHMETIC, counts_juan
from guji.checks.registry import BOOK_CHECKS, BookCheck
from guji.data import BookData
from guji.notation import Extent, Range


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
        stated = {match[1]: match for match in self.pattern.finditer(record.extent)}
        total = record.total_juan
        if len(stated) < 2 or total is None:
            return
        numbers = [parse_numeral(stated[kind][2]) for kind in "存缺"]
        extant, lacking = (number.value if number is not None else None for number in numbers)
        if extant is not None and lacking is not None and extant + lacking != total:
            template = "存{extant}卷加缺{lacking}卷是{sum}卷，题名合计{total}卷：请核对，只写存或只写缺即可"
            start = min(match.start() for match in stated.values())
            end = max(match.end() for match in stated.values())
            yield self.finding(
                "extent",
                template,
                offset=start,
                length=end - start,
                extant=extant,
                lacking=lacking,
                sum=extant + lacking,
                total=total,
            )


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
        stated = record.title + record.responsibility
        for mark in marks:
            if mark not in stated:
                template = "存缺卷写了“{mark}”，题名里没有：题名应写“首一卷”一类，或删去"
                yield self.blame(record, "extent", mark, template, mark=mark)
                return
        counted = numbered(extent)
        if counted is not None and counted == extent.count:
            template = "卷次里有“{mark}”，合计却没有算上：题名计入卷首、卷末，存卷数也要计入"
            mark = marks[0]
            yield self.blame(record, "extent", mark, template, mark=mark)


def front(run: Range) -> bool:
    """Say whether a range is 首, 末 or 卷首 standing for itself."""
    return run.start.number is None and run.start.mark in ("首", "末") and run.end is None


def numbered(extent: Extent) -> int | None:
    """Return how many juan the numbered places add up to, None if any of the places is of another kind."""
    total = 0
    for group in extent.groups:
        if group.label or group.whole or group.counts or group.remark:
            return None
        for run in group.ranges:
            size = 0 if front(run) else length_of(run)
            if size is None:
                return None
            total += size
    return total


def length_of(run: Range) -> int | None:
    """Return how many juan a range of plain numbers takes in, None for any other."""
    first, last = run.start, run.end or run.start
    if first.mark or last.mark or first.number is None or last.number is None:
        return None
    if first.number.value is None or last.number.value is None:
        return None
    return last.number.value - first.number.value + 1
