"""版本年代: what the statements say of time, against what is possible."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from authority.chronology import find_dynasties
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData

DATING = f"{CENSUS_ERRORS} 3"

#: Process → the first year in which it was used in China or Japan for books; earlier dates are a slip.
#: Lithography, type metal and collotype came with the missions and the late Qing presses (vocab §2).
PROCESS_SINCE: tuple[tuple[str, int], ...] = (
    ("石印", 1826),
    ("鉛印", 1815),
    ("鉛活字", 1815),
    ("珂羅版", 1870),
    ("影印", 1840),
    ("油印", 1880),
    ("膠印", 1905),
    ("曬印", 1870),
    ("照相", 1850),
)
#: The first year from which printed books are known at all (WH/T 20: 唐).
FIRST_PRINTING = 618
#: The last year of the census: books of traditional form made before 1949 (census_fields §0).
LAST_YEAR_DEFAULT = 1949
#: How many years an author's dynasty may begin after the book was made: those who outlived a dynasty are counted to
#: the next (錢謙益, 王夫之), so a gap within a lifetime is asked about, a longer one is wrong.
LIFETIME = 60

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
        main = record.parsed_edition.structure.main
        points = [point for date in main.dates for point in date.points]
        if any(point.year for point in points) and not any(point.ce for point in points):
            year = record.edition_years[0]
            if year is not None:
                yield self.finding("edition", "年次后宜括注公元（{year}）", year=year)


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
        template = "公元{found}年晚于收录下限{last}年"
        yield self.finding("edition", template, level=level, found=max(years), last=last)


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
                template = "“{process}”始于约{since}年，版本却是公元{made}年"
                offset = max(record.edition.find(process), 0)
                yield self.finding(
                    "edition", template, offset=offset, length=len(process), process=process, since=since, made=made
                )
                return


@BOOK_CHECKS.register
class PrintedTooEarly(BookCheck):
    """A printed book from before printing (刻本早於唐)."""

    id = "printed_too_early"
    level = Level.ERROR
    fields = ("edition",)
    title = "刻印年代过早"
    source = "census_fields §5 WH/T 20"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if a 刻本 or 印本 is dated before the Tang."""
        made, kind = record.latest_year, record.edition_type
        if made is not None and made < FIRST_PRINTING and any(word in kind for word in ("刻", "印")):
            yield self.finding("edition", "“{kind}”不应早于唐代（公元618年）", kind=kind)


@BOOK_CHECKS.register
class AuthorAfterEdition(BookCheck):
    """An author of a dynasty that began after the edition was made (著者朝代晚於版本)."""

    id = "author_after_edition"
    level = Level.ERROR
    fields = ("responsibility", "edition")
    title = "著者朝代晚于版本"
    source = f"{CENSUS_ERRORS} 3、8"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each such dynasty: a warning within a lifetime, an error beyond it."""
        made = record.latest_year
        if made is None:
            return
        names = dict.fromkeys(group.dynasty for group in record.parsed_responsibility.structure.groups)
        for name in names:
            start = first_year(name)
            if start is not None and not record.made_in(name) and self.is_later(record, name, start, made):
                yield self.at(record, name, start, made)

    def is_later(self, record: BookData, name: str, start: int, made: int) -> bool:
        """Say whether the dynasty began after the book was made, or is a later one than the edition's own."""
        own = first_year(record.parsed_edition.structure.layers[-1].dates[0].start.dynasty) if record.dated else None
        undated_and_later = own is not None and not record.stated_years and start > own and last_year(name) > made
        return start > made or undated_and_later

    def at(self, record: BookData, name: str, start: int, made: int) -> Finding:
        """Return the finding on the dynasty's name."""
        template = "著者朝代“{name}”始于公元{start}年，而版本至迟在{made}年"
        level = Level.WARNING if start - made <= LIFETIME else Level.ERROR
        offset = max(record.responsibility.find(name), 0)
        return self.finding(
            "responsibility", template, offset=offset, length=len(name), level=level, name=name, start=start, made=made
        )


def first_year(name: str) -> int | None:
    """Return the first year of the earliest dynasty of that name, None if it is none or has no bounds."""
    starts = [dynasty.start for dynasty in find_dynasties(name) if dynasty.start is not None] if name else []
    return min(starts, default=None)


def last_year(name: str) -> int:
    """Return the last year of the latest dynasty of that name, a far year if it has no end."""
    return max((dynasty.end for dynasty in find_dynasties(name) if dynasty.end is not None), default=9999)


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
        edition = record.parsed_edition.structure
        if not edition.dynasty or record.is_foreign:
            return
        republican = edition.dynasty == "民國"
        if republican and not record.is_republican:
            yield self.finding("is_republican", "版本是民国，应勾“民国线装”：统计与古籍分开")
        elif record.is_republican and not republican:
            yield self.finding("is_republican", "勾了“民国线装”，版本却是{dynasty}", dynasty=edition.dynasty)


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
            yield self.finding("is_foreign", "勾了“域外本”，版本却是{place}", place=place)
