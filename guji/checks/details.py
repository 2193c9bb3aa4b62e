"""The groups of the full record: 版式, 定級, 定損."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, BookCheck
from guji.data import BookData
from guji.notation import span_of_layer

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
    needs = "details"
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
    needs = "details"
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
    needs = "details"
    level = Level.WARNING
    fields = ("details.gradings", "edition")
    title = "定级与版本年代不合"
    source = GRADE_STANDARD

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each grade of WH/T 20 whose span of years the edition lies outside."""
        first, last = made_between(record)
        if first is None or last is None:
            return
        template = "{grade}按时限应在公元{low}—{high}年，版本是{found}年；按年代可定{advised}"
        found = str(first) if first == last else f"{first}—{last}"
        for grade, (low, high) in graded_by_time(record):
            if first > high or last < low:
                said: dict[str, Any] = {"grade": "".join(grade), "low": low, "high": high, "found": found}
                yield self.finding("details.gradings", template, advised=advised_grade(first, last), **said)


def graded_by_time(record: BookData) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """Yield each grade of WH/T 20 that hangs on a time limit, with that limit."""
    for row in rows(record, "gradings"):
        grade = (str(row.get("level", "")), str(row.get("grade_class", "")))
        if row.get("standard") == GRADE_STANDARD and grade in GRADE_YEARS:
            yield grade, GRADE_YEARS[grade]


def made_between(record: BookData) -> tuple[int | None, int | None]:
    """Return the years in which the edition's first layer was made: stated, else the bounds of its era or dynasty."""
    return span_of_layer(record.parsed_edition.structure.main)


def advised_grade(first: int, last: int) -> str:
    """Return the grades of WH/T 20 that years may fall under by time limit alone."""
    fitting = [grade + part for (grade, part), (low, high) in GRADE_YEARS.items() if low <= last and first <= high]
    return "、".join(fitting) or "普通古籍"


@BOOK_CHECKS.register
class FrameLargerThanBook(BookCheck):
    """A frame larger than the leaf that holds it (版框大於開本)."""

    id = "frame_larger_than_book"
    needs = "details"
    level = Level.WARNING
    fields = ("details.layouts", "details.bindings")
    title = "版框大于开本"
    source = "census_fields §3 版式、裝幀"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each dimension of a frame that is more than that of the largest binding."""
        for frame_key, book_key, word in (("frame_height", "height", "高"), ("frame_width", "width", "宽")):
            frames = [size for row in rows(record, "layouts") if (size := number(row.get(frame_key))) is not None]
            books = [size for row in rows(record, "bindings") if (size := number(row.get(book_key))) is not None]
            if frames and books and max(frames) > max(books):
                template = "版框{word} {frame} 厘米，大于开本{word} {book} 厘米：请核对"
                yield self.finding(
                    "details.layouts", template, word=word, frame=f"{max(frames):g}", book=f"{max(books):g}"
                )


@BOOK_CHECKS.register
class DamageMeasure(BookCheck):
    """A share over a hundred, or a pH that no paper has (破損比例、酸鹼度)."""

    id = "damage_measure"
    needs = "details"
    level = Level.ERROR
    fields = ("details.damages",)
    title = "破损数据超出范围"
    source = "census_fields §6 WH/T 22-2006"
    ranges = (("percent", "破损比例", 0, 100), ("ph", "pH 值", 0, 14))

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each measure outside what is possible."""
        for row in rows(record, "damages"):
            for key, word, low, high in self.ranges:
                value = number(row.get(key))
                if value is not None and not low <= value <= high:
                    template = "{word} {value} 不可能：应在 {low}—{high} 之间"
                    yield self.finding("details.damages", template, word=word, value=f"{value:g}", low=low, high=high)
