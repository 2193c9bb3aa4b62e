"""存缺卷 against the title: what is said to be there cannot be more than the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import Count, Extent, ExtentGroup, Number
from guji.notation.structures.base import JUAN

ARITHMETIC = f"{CENSUS_ERRORS} 1；vocab §5"
JOINERS = re.compile("(?<=[一二三四五六七八九十百0-9０-９])[-—－–~～〜]+(?=[一二三四五六七八九十百0-9０-９])")
#: Units besides 卷 that number the parts of a work.
NUMBERED = frozenset("回折齣出")
ARABIC = re.compile("[0-9０-９]+")


def units_of(extent: Extent) -> frozenset[str]:
    """Return the unit in which places are numbered, in its forms; none where pieces are counted (冊, 葉)."""
    return JUAN if counts_juan(extent) else frozenset({extent.unit}) & NUMBERED


def reach(record: BookData, units: frozenset[str]) -> dict[str, int]:
    """Return the highest juan (or 回) of each part of the title by name, and of the whole under the empty name.

    Parts may be numbered through (詩集十二卷文集八卷: 文集 is also juan 13–20; 後漢書九十卷 with the
    appended 志三十卷 runs to 120), so a part may run to the sum of all up to it, the whole to the sum of everything.
    """
    sizes: dict[str, int] = {}
    sofar = 0
    for labels, counts in parts_of(record):
        size = next((count.value for count in counts if count.unit in units), None)
        if size is not None:
            sofar += size
            sizes = dict.fromkeys(labels, sofar) | sizes
    sizes.pop("", None)
    total = record.total_juan if units is JUAN else sofar
    return sizes | {"": total} if total else sizes


def parts_of(record: BookData) -> Iterator[tuple[tuple[str, str], tuple[Count, ...]]]:
    """Yield the works and additions of a title: the names by which an extent may call each, and its counts."""
    for unit in record.parsed_title.structure.units:
        yield (unit.name + unit.part, unit.part), unit.counts
        yield from (((extra.label, ""), extra.counts) for extra in unit.extras)


def highest(group: ExtentGroup) -> Number:
    """Return the highest juan number that a group's ranges reach, one of unknown value if they name none."""
    places = [place for run in group.ranges for place in (run.start, run.end) if place is not None]
    numbers = [place.number for place in places if place.number is not None]
    return max(numbers, key=lambda number: number.value or 0, default=Number(None))


def counts_juan(extent: Extent) -> bool:
    """Say whether the statement counts juan, not 冊 or 葉."""
    return extent.unit in JUAN


class JuanStated(NamedTuple):
    """How many juan are said to be there or lacking, of how many in all."""

    kind: str
    juan: int
    total: int


def juan_stated(record: BookData) -> JuanStated | None:
    """Return what is counted in juan of a work whose total is known, None for any other extent."""
    extent, total = record.parsed_extent.structure, record.total_juan
    if extent.count is None or total is None or not counts_juan(extent):
        return None
    return JuanStated(extent.kind, extent.count, total)


@BOOK_CHECKS.register
class ExtentBeyondTotal(BookCheck):
    """A juan that the work does not have (卷次超出全書)."""

    id = "extent_beyond_total"
    needs = "extent"
    level = Level.ERROR
    fields = ("extent", "title")
    title = "卷次超出全书卷数"
    source = ARITHMETIC

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each part whose ranges reach beyond the number of juan of the work of that name."""
        extent = record.parsed_extent.structure
        units = units_of(extent)
        if not extent.kind or not record.parsed_title.complete or not units:
            return
        sizes = reach(record, units)
        for group in extent.groups:
            size, place = sizes.get(group.label), highest(group)
            if size is not None and (place.value or 0) > size:
                template = "{label}没有第“{place}”{unit}：题名合计只有{size}{unit}，请核对题名或卷次"
                said: dict[str, Any] = {"label": group.label, "place": place.written, "size": size, "unit": extent.unit}
                yield self.blame(record, "extent", place.written, template, **said)


@BOOK_CHECKS.register
class ExtentCountBeyondTotal(BookCheck):
    """More juan extant or lacking than the work has, appended works included (存缺卷數多於總卷數)."""

    id = "extent_count_beyond_total"
    needs = "extent"
    level = Level.ERROR
    fields = ("extent", "title", "responsibility")
    title = "存缺卷数多于总卷数"
    source = ARITHMETIC

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the count is more than the total of all works and additions."""
        stated = juan_stated(record)
        if stated and stated.juan > stated.total:
            template = "{kind}{count}卷，多于全书{total}卷（连卷首、附录合计）：请核对"
            yield self.finding("extent", template, kind=stated.kind, count=stated.juan, total=stated.total)


def names_halves(extent: Extent) -> bool:
    """Say whether a place is a part of a juan (三上): then as many juan as there are may still not be all."""
    places = [place for group in extent.groups for run in group.ranges for place in (run.start, run.end) if place]
    return any(place.mark and place.number is not None for place in places)


@BOOK_CHECKS.register
class ExtentOfWhole(BookCheck):
    """存 all the juan there are: a complete copy says nothing (全本不著存卷)."""

    id = "extent_of_whole"
    needs = "extent"
    level = Level.WARNING
    fields = ("extent", "title")
    title = "存卷等于全书"
    source = ARITHMETIC

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if as many juan are extant, or lacking, as the work has."""
        stated = juan_stated(record)
        if not stated or stated.juan != stated.total or names_halves(record.parsed_extent.structure):
            return
        if stated.kind == "存":
            yield self.finding("extent", "存{total}卷即全书，完整者不写存卷", total=stated.total)
        elif stated.kind == "缺":
            yield self.finding("extent", "缺{total}卷即全缺，请核对", total=stated.total, level=Level.ERROR)


@BOOK_CHECKS.register
class ExtentOfUndivided(BookCheck):
    """存若干卷 of a work stated as undivided (不分卷而存卷)."""

    id = "extent_of_undivided"
    needs = "extent"
    level = Level.WARNING
    fields = ("extent", "title")
    title = "不分卷的书写了存卷数"
    source = ARITHMETIC

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if every work of the title is 不分卷 and juan are counted as extant."""
        title, extent = record.parsed_title.structure, record.parsed_extent.structure
        divided = [unit for unit in title.units if unit.extras or not unit.undivided]
        if title.units and not divided and extent.count and counts_juan(extent):
            yield self.finding("extent", "题名写“不分卷”，存缺却以卷计（{count}卷）", count=extent.count)


@BOOK_CHECKS.register
class ExtentShorter(BookCheck):
    """存 where 缺 would be shorter, or the other way round (存缺取短).

    The 2023 rules write 缺 when at most half is lacking; most of the census writes 存 only. It speaks only if
    the setting ``extent_shorter`` is on.
    """

    id = "extent_shorter"
    needs = "extent"
    level = Level.HINT
    fields = ("extent", "title")
    title = "存缺可取较短的一种"
    source = "vocab §5（2023 細則）"
    other = {"存": "缺", "缺": "存"}

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint if the other word would count fewer juan."""
        stated = juan_stated(record) if context.settings.get("extent_shorter") else None
        if not stated or stated.kind not in self.other:
            return
        rest = stated.total - stated.juan
        if 0 < rest < stated.juan:
            yield self.finding("extent", "可改写为“{other}{rest}卷”", other=self.other[stated.kind], rest=rest)


@BOOK_CHECKS.register
class ExtentJoiner(BookCheck):
    """A dash between juan (卷次連接用至)."""

    id = "extent_joiner"
    needs = "extent"
    level = Level.WARNING
    fields = ("extent",)
    title = "卷次连接号不规范"
    source = f"{CENSUS_ERRORS} 10；vocab §5"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each dash between numbers."""
        for match in JOINERS.finditer(record.extent):
            yield self.blame_match("extent", match, "卷次之间用“至”，不用“{found}”", found=match.group())


@BOOK_CHECKS.register
class ExtentInArabic(BookCheck):
    """Arabic digits in 存缺卷 (卷次用漢字)."""

    id = "extent_arabic"
    needs = "extent"
    level = Level.WARNING
    fields = ("extent",)
    title = "卷次用了阿拉伯数字"
    source = f"{CENSUS_ERRORS} 10"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each run of digits."""
        for match in ARABIC.finditer(record.extent):
            yield self.blame_match("extent", match, "卷次“{found}”应写汉字数字", found=match.group())


@BOOK_CHECKS.register
class ExtentWordMissing(BookCheck):
    """An extent that says neither 存 nor 缺 (未寫存缺)."""

    id = "extent_word_missing"
    needs = "extent"
    level = Level.ERROR
    fields = ("extent",)
    title = "没有写明是存是缺"
    source = "vocab §5"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if there is text and the grammar sees no kind in it."""
        if record.extent.strip() and not record.parsed_extent.structure.kind:
            yield self.finding("extent", "应以“存”或“缺”开头，如：存四卷（十六至十九）")
