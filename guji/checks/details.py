"""The groups of the full record: 版式, 定級, 定損, 子目."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import parse_extent, parse_title

#: Limits in cm within which a half-leaf's frame lies; an administrator may set others (``frame_limits``).
FRAME_LIMITS = (3.0, 60.0)

#: WH/T 20-2006: level and class → first and last year (census_fields §5; 三級 of middling confidence).
GRADE_YEARS: dict[tuple[str, str], tuple[int, int]] = {
    ("一級", "甲"): (0, 1127),
    ("一級", "乙"): (0, 1368),
    ("二級", "甲"): (1368, 1572),
    ("三級", "甲"): (1573, 1661),
    ("三級", "乙"): (1662, 1795),
    ("四級", ""): (1796, 1911),
}
GRADE_STANDARD = "WH/T 20-2006"
DAMAGE_LEVELS: dict[str, tuple[str, ...]] = {
    "WH/T 22-2006": ("一級", "二級", "三級", "四級", "五級"),
    "GB/T 42468.1-2023": ("特殘", "嚴重", "中度", "輕度"),
}
GRADE_LEVELS: dict[str, tuple[str, ...]] = {
    GRADE_STANDARD: ("一級", "二級", "三級", "四級"),
    "GB/T 31076.1-2014": ("一級", "二級", "三級", "普通古籍"),
    "文物級別": ("一級", "二級", "三級", "一般", "未定級"),
}


def rows(record: BookData, group: str) -> list[dict[str, Any]]:
    """Return the rows of a detail group."""
    return record.details.get(group, [])


def number(value: object) -> float | None:
    """Return a dimension as a number, None if it is empty or not one."""
    try:
        return float(str(value))
    except ValueError:
        return None


@BOOK_CHECKS.register
class FrameSize(BookCheck):
    """A frame that no book has: millimetres for centimetres, or height and width confused (版框尺寸)."""

    id = "frame_size"
    level = Level.WARNING
    fields = ("details.layouts",)
    title = "版框尺寸可疑"
    source = "census_fields §3 版式"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each dimension outside the limits."""
        low, high = context.settings.get("frame_limits", FRAME_LIMITS)
        for row in rows(record, "layouts"):
            for key, word in (("frame_height", "框高"), ("frame_width", "框宽")):
                size = number(row.get(key))
                if size is not None and not low <= size <= high:
                    template = "{word} {size} 厘米不在 {low}—{high} 之间：单位是厘米，半叶"
                    yield self.finding("details.layouts", template, word=word, size=f"{size:g}", low=low, high=high)


@BOOK_CHECKS.register
class LevelUnknown(BookCheck):
    """A level that its standard does not have (級別不在標準之內)."""

    id = "level_unknown"
    level = Level.ERROR
    fields = ("details.gradings", "details.damages")
    title = "级别不在该标准之内"
    source = "WH/T 20-2006；GB/T 31076.1-2014；WH/T 22-2006；GB/T 42468.1-2023"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each grading or damage level outside its standard's list."""
        for group, standards in (("gradings", GRADE_LEVELS), ("damages", DAMAGE_LEVELS)):
            for row in rows(record, group):
                standard, stated = str(row.get("standard", "")), str(row.get("level", ""))
                levels = standards.get(standard)
                if levels and stated and stated not in levels:
                    template = "{standard} 没有“{stated}”，只有{levels}"
                    yield self.finding(
                        f"details.{group}", template, standard=standard, stated=stated, levels="、".join(levels)
                    )


@BOOK_CHECKS.register
class GradeAgainstYear(BookCheck):
    """A grade given by time limit to a book of another time (定級時限與版本不合)."""

    id = "grade_against_year"
    level = Level.WARNING
    fields = ("details.gradings", "edition")
    title = "定级与版本年代不合"
    source = GRADE_STANDARD

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each grade of WH/T 20 whose span of years the edition lies outside."""
        first, last = record.edition_years
        if first is None or last is None:
            return
        for row in rows(record, "gradings"):
            grade, grade_class = str(row.get("level", "")), str(row.get("grade_class", ""))
            span = GRADE_YEARS.get((grade, grade_class)) if row.get("standard") == GRADE_STANDARD else None
            if span and (first > span[1] or last < span[0]):
                template = "{grade}{grade_class}按时限应在公元{low}—{high}年，版本是{found}年"
                yield self.finding(
                    "details.gradings",
                    template,
                    grade=grade,
                    grade_class=grade_class,
                    low=span[0],
                    high=span[1],
                    found=first,
                )


@BOOK_CHECKS.register
class SubWorkStatements(BookCheck):
    """A sub-work without a title, or whose own extent does not add up (子目)."""

    id = "sub_work_statement"
    level = Level.ERROR
    fields = ("details.sub_works",)
    title = "子目著录有误"
    source = f"{CENSUS_ERRORS} 1；census_fields §3 叢書子目"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each fault of each sub-work, to any depth."""
        for path, row in walk(rows(record, "sub_works")):
            title = str(row.get("title", ""))
            if not title.strip():
                yield self.finding("details.sub_works", "子目 {path} 缺题名", path=path)
            extent = str(row.get("extent", ""))
            if not extent:
                continue
            total = parse_title(title).structure.total
            reading = parse_extent(extent)
            for issue in reading.issues:
                template = "子目 {path}“{title}”存缺“{extent}”：{message}"
                yield self.finding(
                    "details.sub_works", template, path=path, title=title, extent=extent, message=issue.message
                )
            count = reading.structure.count
            if total is not None and count is not None and count > total and reading.structure.unit == "卷":
                template = "子目 {path}“{title}”存缺{count}卷，多于{total}卷"
                yield self.finding("details.sub_works", template, path=path, title=title, count=count, total=total)


def walk(items: list[dict[str, Any]], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (number such as 3.2, row) for every sub-work, depth first."""
    for index, row in enumerate(items, start=1):
        path = f"{prefix}{index}"
        yield path, row
        yield from walk(row.get("children") or [], f"{path}.")
