"""What the grammar notices in the statements themselves: 卷次, 年號, 干支, 數字, 括號."""

from __future__ import annotations

from collections.abc import Iterator

from authority.han import parse_numeral
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, GrammarCheck
from guji.data import BookData
from guji.notation import Issue

ARITHMETIC = f"{CENSUS_ERRORS} 1；vocab §5"
DATES = f"{CENSUS_ERRORS} 3；eras"
#: Words for parts of a juan that may stand before their numbers.
SMALLER_PARTS = frozenset(("章", "回", "節", "葉", "頁", "則"))


@BOOK_CHECKS.register
class UnplacedText(GrammarCheck):
    """A part of a statement that no rule could place; a bare number of 冊數 has a check of its own."""

    id = "unplaced_text"
    level = Level.WARNING
    title = "有未能识别的文字"
    source = "formats §D 渲染文法"

    def concerns(self, name: str, issue: Issue) -> bool:
        """Leave to ``volumes_unit_missing`` what it reports."""
        return name != "volumes" or not str(issue.params.get("text", "")).strip().isdigit()


@BOOK_CHECKS.register
class AmbiguousNumeral(GrammarCheck):
    """A number that speech reads in another way (一百一：101, in speech 110).

    Catalogues write 101 so (vocab §4), and of some eighty met in real lists every one was meant so: a hint, no more.
    """

    id = "ambiguous_numeral"
    level = Level.HINT
    title = "数字有两种读法"
    source = "vocab §4"


@BOOK_CHECKS.register
class LostCharacter(GrammarCheck):
    """A place where a character may have been lost (?, or a space inside a name); 〓 is an error of its own check."""

    id = "lost_character"
    level = Level.WARNING
    title = "疑有失字"
    source = f"{CENSUS_ERRORS} 12"

    def concerns(self, name: str, issue: Issue) -> bool:
        """Leave to ``lost_character_mark`` what it reports."""
        return not set(str(issue.params.get("text", ""))) & set("〓\ufffd")


@BOOK_CHECKS.register
class ExtentSumMismatch(GrammarCheck):
    """存卷數 that is not the sum of its ranges (卷次之和與存卷數不符)."""

    id = "extent_sum_mismatch"
    level = Level.ERROR
    title = "存缺卷数与卷次不符"
    source = ARITHMETIC

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield the finding, unless places are counted in chapters or leaves (存一卷（章一至七）)."""
        groups = record.parsed_extent.structure.groups
        if not any(group.label in SMALLER_PARTS for group in groups):
            yield from super().run(record, context)


@BOOK_CHECKS.register
class ExtentRangeOrder(GrammarCheck):
    """A range that runs backwards, or that stands before an earlier one (卷次順序顛倒).

    The first cannot be meant; the second is out of order and still adds up, so it is only asked about.
    """

    id = "extent_range_order"
    level = Level.ERROR
    title = "卷次顺序颠倒"
    source = f"{CENSUS_ERRORS} 10"

    def of_issue(self, name: str, issue: Issue) -> Finding:
        """Return the finding, an error only for a range that runs backwards."""
        ends = [parse_numeral(part.strip("卷第")) for part in str(issue.params.get("text", "")).split("至")]
        values = [end.value for end in ends if end is not None and end.value is not None]
        backwards = len(values) > 1 and values[0] > values[-1]
        return self.at_level(super().of_issue(name, issue), Level.ERROR if backwards else Level.WARNING)


@BOOK_CHECKS.register
class ExtentOverlap(GrammarCheck):
    """A juan counted twice (卷次重疊)."""

    id = "extent_overlap"
    level = Level.ERROR
    title = "卷次重复"
    source = ARITHMETIC


@BOOK_CHECKS.register
class EraYearMismatch(GrammarCheck):
    """An era year whose Gregorian year is another (年號與公元不合)."""

    id = "era_year_mismatch"
    level = Level.ERROR
    title = "年号与公元不合"
    source = DATES


@BOOK_CHECKS.register
class EraYearBeyondEnd(GrammarCheck):
    """A year that the era did not reach (年次超出年號).

    One year past the end is met in books themselves, printed far from the court or in a year of transition: all in the
    national lists are so (弘治十九年, 建中五年, 蒙古定宗四年). It is a hint, more is wrong.
    """

    id = "era_year_beyond_end"
    level = Level.ERROR
    title = "年次超出该年号"
    source = DATES

    def of_issue(self, name: str, issue: Issue) -> Finding:
        """Return the finding, a hint where the year is the one after the last."""
        year = parse_numeral(str(issue.params["year"]).rstrip("年"))
        near = year is not None and year.value is not None and year.value - int(str(issue.params["last"])) == 1
        return self.at_level(super().of_issue(name, issue), Level.HINT if near else Level.ERROR)


@BOOK_CHECKS.register
class DynastyEraMismatch(GrammarCheck):
    """An era that is not of the dynasty named (朝代與年號不合)."""

    id = "dynasty_era_mismatch"
    level = Level.ERROR
    title = "朝代与年号不合"
    source = DATES


@BOOK_CHECKS.register
class DynastyYearMismatch(GrammarCheck):
    """A Gregorian year outside the dynasty named (朝代與公元不合)."""

    id = "dynasty_year_mismatch"
    level = Level.ERROR
    title = "朝代与公元不合"
    source = DATES


@BOOK_CHECKS.register
class JapaneseEraAsChinese(GrammarCheck):
    """A Japanese or Korean era reckoned as a Chinese one (和刻本年號作中國年號)."""

    id = "japanese_era_as_chinese"
    level = Level.ERROR
    title = "外国年号误作中国年号"
    source = DATES


@BOOK_CHECKS.register
class SexagenaryMismatch(GrammarCheck):
    """A 干支 that is not that of the year (干支與年次不合)."""

    id = "sexagenary_mismatch"
    level = Level.ERROR
    title = "干支与年次不合"
    source = DATES


@BOOK_CHECKS.register
class SexagenaryUnresolved(GrammarCheck):
    """A 干支 that did not occur in the era (年號內無此干支)."""

    id = "sexagenary_unresolved"
    level = Level.ERROR
    title = "该年号内没有此干支"
    source = DATES


@BOOK_CHECKS.register
class YearRangeOrder(GrammarCheck):
    """A range of years that runs backwards (起訖年顛倒)."""

    id = "year_range_order"
    level = Level.ERROR
    title = "起讫年份颠倒"
    source = DATES
