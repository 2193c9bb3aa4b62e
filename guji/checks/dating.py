"""版本年代: what the statements say of time, against what is possible."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from authority.chronology import all_eras, find_dynasties, match_era, resolve
from census.checks import Context, Finding, Level
from guji.checks.era_names import ERA_MISPRINTS
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import Point

DATING = f"{CENSUS_ERRORS} 3"

#: Process → the first year in which it was used in China or Japan for books; earlier dates are a slip.
#: 畢昇's type is of 慶曆 (1041–1048), the oldest print in two colours of 1340; lithography, type
#: metal and collotype came with the missions and the late Qing presses (vocab §2).
PROCESS_SINCE: tuple[tuple[str, int], ...] = (
    ("餖版", 1600),
    ("拱花", 1600),
    ("套印", 1340),
    ("活字", 1041),
    ("石印", 1826),
    ("鉛印", 1815),
    ("珂羅版", 1870),
    ("影印", 1840),
    ("油印", 1880),
    ("膠印", 1905),
    ("曬印", 1870),
    ("照相", 1850),
)
#: The first year from which printed books are known at all (WH/T 20: 唐).
FIRST_PRINTING = 618
#: The first year of the Republic: books made from then on are counted apart from 古籍 (census_fields §0).
REPUBLIC = 1912
#: The last year of the census: books of traditional form made before 1949 (census_fields §0).
LAST_YEAR_DEFAULT = 1949
#: How many years an author's dynasty may run beside the edition's and still be the later one: 元 beside 宋 nineteen, 清
#: beside 明 eight; 北涼 and 東晉 stood side by side.
SIDE_BY_SIDE = 20
#: How many years an author's dynasty may begin after the book was made: those who outlived a dynasty are counted to
#: the next (錢謙益, 王夫之), so a gap within a lifetime is asked about, a longer one is wrong.
LIFETIME = 60

#: Authors of 元 are at home in editions of 蒙古: the same state under its earlier name.
MONGOL = {"元": "蒙古"}

#: Region of an era → the country that an edition names.
COUNTRIES = {"JP": "日本", "KR": "朝鮮", "VN": "安南"}
FOREIGN_COUNTRIES = ("日本", "朝鮮", "高麗", "新羅", "安南", "越南", "琉球")


@BOOK_CHECKS.register
class GregorianMissing(BookCheck):
    """An era year without its Gregorian year (年次後未括注公元)."""

    id = "gregorian_missing"
    level = Level.HINT
    fields = ("edition",)
    title = "年次后未括注公元"
    source = "formats §A2；vocab §6"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint if the making is dated to a year that is not given in the common era."""
        dates = record.parsed_edition.structure.main.dates
        if not dates or dates[0].start.ce:
            return
        points = [point for date in dates for point in date.points]
        written = "" if any(point.ce for point in points) else next(filter(None, map(era_year, points)), "")
        year = record.edition_years[0]
        if written and year is not None:
            template = "“{written}”后宜括注公元（{year}）"
            yield self.blame(record, "edition", written, template, written=written, year=year)


def era_year(point: Point) -> str:
    """Return a year as written with its era (嘉靖七年), empty where none is stated."""
    return point.era + point.year.written + point.suffix if point.year else ""


@BOOK_CHECKS.register
class MadeTooLate(BookCheck):
    """An edition later than the census collects, or than today (年代過晚)."""

    id = "made_too_late"
    level = Level.WARNING
    fields = ("edition",)
    title = "年代晚于普查收录范围"
    source = "census_fields §0"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if any stated year is after the last one collected (setting ``last_year``)."""
        last = int(context.settings.get("last_year", LAST_YEAR_DEFAULT))
        years = [year for year in record.stated_years if year > last]
        if not years:
            return
        today = datetime.datetime.now(tz=datetime.UTC).year
        level = Level.ERROR if max(years) > today else self.level
        template = "公元{found}年晚于收录下限{last}年：请核对年份，确实晚出的不在普查之列"
        yield self.blame(record, "edition", str(max(years)), template, level=level, found=max(years), last=last)


@BOOK_CHECKS.register
class ProcessTooEarly(BookCheck):
    """A process dated before it was known (石印、鉛印、影印早於其術傳入)."""

    id = "process_too_early"
    level = Level.ERROR
    fields = ("edition",)
    title = "版本类型早于其技术"
    source = f"{CENSUS_ERRORS} 6"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the edition's type names a process that came later."""
        made = record.edition_years[1]
        if made is None:
            return
        for process, since in PROCESS_SINCE:
            if process in record.edition_type and made < since:
                template = "“{process}”始于约{since}年，版本却是公元{made}年：请核对类型或年代"
                yield self.blame(record, "edition", process, template, process=process, since=since, made=made)
                return


@BOOK_CHECKS.register
class PrintedTooEarly(BookCheck):
    """A printed book from before printing (刻本早於唐); stones were cut before (刻石)."""

    id = "printed_too_early"
    level = Level.ERROR
    fields = ("edition",)
    title = "刻印年代过早"
    source = "census_fields §5 WH/T 20"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if a 刻本 or 印本 is dated before the Tang."""
        made, kind = record.latest_year, record.edition_type
        printed = set(kind) & set("刻印") and not set(kind) & set("石拓")
        if made is not None and made < FIRST_PRINTING and printed:
            template = "“{kind}”不应早于唐代（公元618年）：请核对朝代、年代或类型"
            yield self.blame(record, "edition", kind.removesuffix("本"), template, kind=kind)


@BOOK_CHECKS.register
class AuthorAfterEdition(BookCheck):
    """An author of a dynasty that began after the edition was made (著者朝代晚於版本).

    Those who outlived a dynasty are counted to the next and often published before (金人瑞 清, 明崇禎刻本): within a
    lifetime it is a hint, beyond it an error.
    """

    id = "author_after_edition"
    needs = "responsibility"
    level = Level.ERROR
    fields = ("responsibility", "edition")
    title = "著者朝代晚于版本"
    source = f"{CENSUS_ERRORS} 3、8"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each such dynasty."""
        made = record.latest_year
        if made is None:
            return
        template = "著者朝代“{name}”始于公元{start}年，而版本至迟在{made}年：请核对著者朝代与版本"
        for name in dict.fromkeys(group.dynasty for group in record.parsed_responsibility.structure.groups):
            start = self.begins(record, name)
            if start is not None and self.is_later(record, start, made) and not record.made_in(name):
                level = Level.HINT if start - made <= LIFETIME else Level.ERROR
                said: dict[str, Any] = {"name": name, "start": start, "made": made}
                yield self.blame(record, "responsibility", name, template, level=level, **said)

    def begins(self, record: BookData, name: str) -> int | None:
        """Return the first year of an author's dynasty; of 元 that of 蒙古 where the edition is of 蒙古."""
        earlier = MONGOL.get(name)
        return first_year(earlier if earlier and record.made_in(earlier) else name)

    def is_later(self, record: BookData, start: int, made: int) -> bool:
        """Say whether the dynasty began after the book was made, or succeeded the one that alone dates the edition."""
        if record.stated_years:
            return start > made
        own = first_year(record.parsed_edition.structure.layers[-1].dates[0].start.dynasty) if record.dated else None
        return start > made or (own is not None and start > own and made - start < SIDE_BY_SIDE)


class Starts:
    """First years of dynasties by name, each looked up once; local dynasties that an administrator adds clear it."""

    def __init__(self) -> None:
        self._eras: object = None
        self._known: dict[str, int | None] = {"": None}

    def of(self, name: str) -> int | None:
        """Return the first year of the earliest dynasty of that name, None if it is none or has no bounds."""
        if self._eras is not all_eras():
            self._eras, self._known = all_eras(), {"": None}
        if name not in self._known:
            self._known[name] = min((d.start for d in find_dynasties(name) if d.start is not None), default=None)
        return self._known[name]


first_year = Starts().of


@BOOK_CHECKS.register
class RepublicanFlag(BookCheck):
    """The flag 民國線裝 against the edition's date (民國標誌與版本不合)."""

    id = "republican_flag"
    level = Level.WARNING
    fields = ("is_republican", "edition")
    title = "“民国线装”标志与版本不合"
    source = "census_fields §0"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the edition is of the Republic and not so flagged, or flagged and older."""
        dynasty = record.parsed_edition.structure.dynasty
        if record.is_foreign or dynasty.startswith(FOREIGN_COUNTRIES):
            return
        republican = self.republican(record, dynasty)
        if republican and not record.is_republican:
            yield self.finding("is_republican", "版本是{stated}，应勾“民国线装”：统计与古籍分开", stated=republican)
        elif record.is_republican and not republican and dynasty:
            template = "勾了“民国线装”，版本却是{dynasty}：请去掉勾选或核对版本"
            yield self.finding("is_republican", template, dynasty=dynasty)

    @staticmethod
    def republican(record: BookData, dynasty: str) -> str:
        """Return in which words the edition is of the Republic, empty if it is not."""
        made = record.edition_years[1] or 0
        return dynasty if dynasty == "民國" else f"公元{made}年" if made >= REPUBLIC else ""


@BOOK_CHECKS.register
class ForeignFlag(BookCheck):
    """The flag 域外本 against the country in the edition (域外本標誌與版本不合)."""

    id = "foreign_flag"
    level = Level.WARNING
    fields = ("is_foreign", "edition")
    title = "“域外本”标志与版本不合"
    source = "census_fields §0"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the edition is foreign and not so flagged, or flagged and of a Chinese dynasty."""
        place = record.parsed_edition.structure.dynasty
        if not place:
            return
        foreign = place.startswith(FOREIGN_COUNTRIES)
        if foreign and not record.is_foreign:
            yield self.finding("is_foreign", "版本是{place}，应勾“域外本”", place=place)
        elif record.is_foreign and not foreign:
            yield self.finding("is_foreign", "勾了“域外本”，版本却是{place}：请去掉勾选或核对版本", place=place)


@BOOK_CHECKS.register
class EditionDynastyMissing(BookCheck):
    """An era with neither dynasty nor country before it (年號前缺朝代或國名), as in 寬永三年, which is Japanese."""

    id = "edition_dynasty_missing"
    level = Level.WARNING
    fields = ("edition",)
    title = "年号前缺朝代或国名"
    source = f"{DATING}；formats §A2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the first layer names an era and no dynasty, with those the era may belong to."""
        edition = record.parsed_edition.structure
        if not edition.era or edition.dynasty:
            return
        eras = resolve(edition.era, n=edition.year, year=record.edition_years[0])
        homes = list(dict.fromkeys(COUNTRIES.get(era.region) or era.dynasties[-1] for era in eras))
        if homes:
            template = "“{era}”前缺朝代或国名，应写“{home}{era}”"
            yield self.blame(record, "edition", edition.era, template, era=edition.era, home="／".join(homes))


@BOOK_CHECKS.register
class EraUnknown(BookCheck):
    """A word in an era's place that is no era of any country (年號不詳): 明嘉德三年."""

    id = "era_unknown"
    level = Level.WARNING
    fields = ("edition",)
    title = "年号未收"
    source = DATING
    place = re.compile("(?<=[明清宋元金唐遼夏本鮮南])[\u4e00-\u9fff]{2}(?=[元一二三四五六七八九十廿卅]{1,4}[年載])")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding if the statement was not understood and a word between dynasty and year is no era."""
        match = None if record.parsed_edition.complete else self.place.search(record.edition)
        if match and not match_era(match.group()) and match.group() not in ERA_MISPRINTS:
            yield self.blame_match("edition", match, "“{era}”不是已知的年号，请核对", era=match.group())
