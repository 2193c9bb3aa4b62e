"""題名卷數: what is usually wrong with a title and its juan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authority.chronology import find_eras
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import TitleUnit

GAZETTEER = re.compile("([縣府州廳衛鎮鄉里]|通|新|續)志$")
NOT_GAZETTEER = frozenset({"通志", "續通志", "新志"})
ARABIC_COUNT = re.compile("([0-9０-９]+)(?=[卷回種册冊篇折齣])")
INNER_SPACE = re.compile("[ \u00a0\u3000\t]+(?=[一二三四五六七八九十百千廿卅□不首末]+分?卷)")
BOOK_MARKS = re.compile("[《》〈〉]")


@BOOK_CHECKS.register
class JuanMissing(BookCheck):
    """A title without any count (缺卷數): unknown is 「□□卷」, undivided 「不分卷」."""

    id = "juan_missing"
    level = Level.WARNING
    fields = ("title",)
    title = "题名后缺卷数"
    source = "census_fields §1；vocab §4"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each work without a count of any kind; sets may go without."""
        if record.is_series:
            return
        for unit in record.parsed_title.structure.units:
            if not unit.counts and not unit.extras:
                template = "“{name}”没有卷数：不详写“□□卷”，未分卷写“不分卷”"
                offset = max(record.title.find(unit.name), 0)
                yield self.finding("title", template, offset=offset, length=len(unit.name), name=unit.name)


@BOOK_CHECKS.register
class JuanInArabic(BookCheck):
    """A count of juan in Arabic digits (卷數用漢字)."""

    id = "juan_arabic"
    level = Level.WARNING
    fields = ("title",)
    title = "卷数用了阿拉伯数字"
    source = "vocab §4；census_fields §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each run of digits before a unit."""
        for match in ARABIC_COUNT.finditer(record.title):
            template = "卷数“{found}”应写汉字数字"
            yield self.finding("title", template, offset=match.start(), length=len(match[1]), found=match[1])


@BOOK_CHECKS.register
class SpaceBeforeJuan(BookCheck):
    """A space between title and juan (題名與卷數之間不空格)."""

    id = "space_before_juan"
    level = Level.WARNING
    fields = ("title",)
    title = "题名与卷数之间有空格"
    source = f"{CENSUS_ERRORS} 7；formats §A1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each such space."""
        for match in INNER_SPACE.finditer(record.title):
            yield self.finding(
                "title", "题名与卷数之间不空格", offset=match.start(), length=match.end() - match.start()
            )


@BOOK_CHECKS.register
class BookTitleMarks(BookCheck):
    """Book title marks in a statement (書目正文不用書名號)."""

    id = "book_title_marks"
    level = Level.WARNING
    fields = ("title", "responsibility", "edition", "extent")
    title = "著录项内用了书名号"
    source = "vocab §7"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each mark."""
        for name in self.fields:
            for match in BOOK_MARKS.finditer(getattr(record, name)):
                template = "著录项不用书名号“{found}”"
                yield self.finding(name, template, offset=match.start(), length=1, found=match.group())


@BOOK_CHECKS.register
class GazetteerEraMissing(BookCheck):
    """A gazetteer without its era before the title (方志缺年號冠首)."""

    id = "gazetteer_era_missing"
    level = Level.HINT
    fields = ("title",)
    title = "方志缺年号冠首"
    source = f"{CENSUS_ERRORS} 7"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint for a title that ends like a gazetteer's and has no prefix."""
        for unit in record.parsed_title.structure.units[:1]:
            if not unit.prefix and GAZETTEER.search(unit.name) and unit.name not in NOT_GAZETTEER:
                template = "“{name}”若是方志，题名前宜冠修纂年号，如［康熙］{name}"
                yield self.finding("title", template, length=len(unit.name), name=unit.name)


@BOOK_CHECKS.register
class GazetteerEraAfterEdition(BookCheck):
    """A gazetteer compiled in an era that began after its edition was made (冠首年號晚於版本)."""

    id = "gazetteer_era_late"
    level = Level.ERROR
    fields = ("title", "edition")
    title = "冠首年号晚于版本"
    source = f"{CENSUS_ERRORS} 3、7"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if every era of the prefix's name began after the edition's last year."""
        made = record.latest_year
        for unit in record.parsed_title.structure.units[:1]:
            starts = prefix_starts(unit)
            if made is not None and starts and min(starts) > made:
                template = "题名冠首“{prefix}”始于公元{start}年，晚于版本的{made}年"
                yield self.finding(
                    "title",
                    template,
                    offset=1,
                    length=len(unit.prefix),
                    prefix=unit.prefix,
                    start=min(starts),
                    made=made,
                )


def prefix_starts(unit: TitleUnit) -> list[int]:
    """Return the first years of the eras that a title's prefix may name (Chinese ones), none if it names no era."""
    return [era.start for era in find_eras(unit.prefix) if era.region == "CN"] if unit.prefix else []


@BOOK_CHECKS.register
class VariantJuan(BookCheck):
    """A look-alike of 卷 as the unit (巻, 券): one form throughout (卷字不統一)."""

    id = "juan_variant"
    level = Level.WARNING
    fields = ("title", "extent")
    title = "“卷”字写法不一"
    source = f"{CENSUS_ERRORS} 12"
    pattern = re.compile("(?<=[一二三四五六七八九十百千廿卅□分])[巻券捲]")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each such unit."""
        for name in self.fields:
            for match in self.pattern.finditer(getattr(record, name)):
                yield self.finding(name, "“{found}”应写作“卷”", offset=match.start(), length=1, found=match.group())
