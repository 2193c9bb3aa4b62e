"""From a time as typed to every year that it can mean, each in the wording of an edition: 明萬曆十一年, 癸未, 1583.

Both ways go through one list: a reign year gives its Gregorian year, a Gregorian year or a 干支 gives the reign years.
Where calendars stood side by side (清 and 南明, 清 and 太平天國, China beside 日本, 朝鮮) all of them are given. A
lunar year runs on into the next Gregorian year; catalogues enter the one in which it began (乾隆六十年 is 1795 even in
its twelfth month), so the edge is told and never counted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from authority.chronology.cycle import (
    TAIPING_BRANCHES,
    add_years,
    nth_year_of,
    sexagenary,
    years_between,
    years_of,
)
from authority.chronology.lookup import all_eras, find_dynasty, scope
from authority.chronology.reading import TypedTime
from authority.chronology.reckoning import (
    MONTH_OF_NEXT_YEAR,
    YearStatus,
    era_years,
    following_year,
    gregorian,
    resolve,
    sexagenary_years,
    year_status,
)
from authority.chronology.spelling import plain
from authority.chronology.tables import Dynasty, Era
from authority.han.numerals import format_numeral

#: Books were not printed before: a bare 干支 is looked for from here on (WH/T 20: 唐).
EARLIEST: Final = 618
#: As an edition names the country of an era.
_COUNTRIES: Final = {"JP": "日本", "VN": "安南"}
#: Editions name the whole, where the table keeps its parts apart.
_WHOLES: Final = {"北宋": "宋", "南宋": "宋", "西漢": "漢", "東漢": "漢", "北元": "元"}
_REGIONS: Final = ("CN", "KR", "JP", "VN")
#: No reign was longer than 昭和; what counts further (開國) was reckoned back and is found by its name alone.
_LONGEST: Final = 64
#: Named by the 干支 as well, in characters of its own: 太平天國癸好三年.
_TAIPING: Final = "太平天國"
_TAIPING_FORMS: Final = str.maketrans({old: new for new, old in TAIPING_BRANCHES.items() if new in "好榮開"})


@dataclass(frozen=True, slots=True)
class Conversion:
    """One year that a time can mean: which year ``n`` of which era, written with which dynasty, and its Gregorian year.

    ``doubt`` is empty or says what does not agree: ``past_end`` (同治十四年), ``late`` (洪武三十五年, met in practice),
    ``cyclic`` (萬曆十一年甲申: the 干支 is another year's), ``dynasty`` (明康熙: the era is not of that dynasty).
    """

    era: Era
    n: int
    year: int
    dynasty: str
    doubt: str = ""

    @property
    def written(self) -> str:
        """The year as an edition states it: 明萬曆十一年, 清嘉慶元年, 民國二十三年."""
        if self.era.kind == "count":
            return f"{self.era.name}{format_numeral(self.n)}{self.cyclic}"
        name = "" if plain(self.dynasty) == plain(self.era.name) else self.era.name
        cyclic = self.cyclic.translate(_TAIPING_FORMS) if self.era.name == _TAIPING else ""
        return f"{self.dynasty}{name}{cyclic}{'元' if self.n == 1 else format_numeral(self.n)}年"

    @property
    def cyclic(self) -> str:
        """The 干支 of the year."""
        return sexagenary(self.year)

    @property
    def common(self) -> str:
        """The Gregorian year as it is written in brackets: 1583, 前140."""
        return str(self.year) if self.year > 0 else f"前{-self.year}"

    @property
    def runs_into(self) -> int | None:
        """The Gregorian year that the end of this lunar year lies in, None where the calendar was solar."""
        return following_year(self.era, self.n)


def convert(typed: TypedTime) -> list[Conversion]:
    """Return every year that a typed time can mean; empty where none fits.

    What is doubtful stands last, China before its neighbours, of several courts the one that lasted longest first; the
    years of a bare 干支 from the latest back.
    """
    found = list(dict.fromkeys(_meant(typed)))
    named = bool(typed.eras)
    return sorted(found, key=lambda one: (one.doubt not in ("", "late"), *(_order(one) if named else _order(one)[:1])))


def beside(one: Conversion) -> list[Conversion]:
    """Return what the same year was called by other reckonings: 順治二年 beside 弘光元年, 正保二年."""
    return [other for other in of_year(one.year) if (other.era, other.n) != (one.era, one.n)]


def of_year(year: int, dynasties: Iterable[Dynasty] = ()) -> list[Conversion]:
    """Return the reign years that began in a Gregorian year, those of ``dynasties`` alone if any are given."""
    wanted = tuple(dynasties)
    found = [
        _conversion(era, n, wanted)
        for era, n in era_years(year)
        if n <= _LONGEST and (not wanted or _home(era, wanted))
    ]
    return sorted(found, key=_order)


def _order(one: Conversion) -> tuple[int, int]:
    """China first; of several courts the one that lasted longest, which is asked for most."""
    dynasty = find_dynasty(one.dynasty)
    bounds = (dynasty.start, dynasty.end) if dynasty else (None, None)
    lasted = 0 if bounds[0] is None or bounds[1] is None else bounds[1] - bounds[0]
    return _REGIONS.index(one.era.region), -lasted


def year_before(year: int) -> list[Conversion]:
    """Return the lunar years that only ended in the Gregorian ``year``: in the first weeks of 1796 still 乾隆六十年."""
    return [one for one in of_year(add_years(year, -1)) if one.runs_into == year and one.era.region == "CN"]


def is_edge(typed: TypedTime) -> bool:
    """Whether the month that was typed may lie in the following Gregorian year."""
    return typed.month is not None and typed.month >= MONTH_OF_NEXT_YEAR


def _meant(typed: TypedTime) -> Iterator[Conversion]:
    if typed.year is not None:
        yield from of_year(typed.year, typed.dynasties)
    elif not typed.eras:
        yield from _of_cyclic(typed)
    elif typed.n is not None:
        yield from _of_number(typed, typed.n)
    else:
        for era in typed.eras:
            years = sexagenary_years(era, typed.cyclic) if typed.cyclic else _all_years(era)
            yield from (_of_era_year(era, year, typed.dynasties) for year in years if era.kind != "count")


def _of_number(typed: TypedTime, n: int) -> Iterator[Conversion]:
    """Yield the year of a number, with the 干支 beside it where that names another."""
    narrowed = resolve(typed.eras[0].name, n=n) if not typed.dynasties else ()
    for era in [one for one in typed.eras if one in narrowed] or typed.eras:
        yield from _of_count(typed.cyclic, era, n) if era.kind == "count" else _of_reign(typed, era, n)


def _of_count(cyclic: str, era: Era, n: int) -> Iterator[Conversion]:
    """Yield the year that a count by rounds of 干支 names."""
    if cyclic and n <= _LONGEST:
        yield Conversion(era, n, nth_year_of(cyclic, era.start, n), era.dynasty)


def _of_reign(typed: TypedTime, era: Era, n: int) -> Iterator[Conversion]:
    """Yield the year of a reign; where it had none such, or the 干支 is another's, what may have been meant too."""
    status = year_status(era, n)
    one = _conversion(era, n, typed.dynasties, "" if status is YearStatus.ORDINARY else str(status))
    if typed.cyclic and one.cyclic != typed.cyclic:
        yield Conversion(era, n, one.year, one.dynasty, "cyclic")
        yield from (_of_era_year(era, year, typed.dynasties) for year in sexagenary_years(era, typed.cyclic))
        return
    yield one
    if status is YearStatus.PAST_END:
        yield from (real for real in of_year(one.year) if real.era.region == era.region)


def _of_cyclic(typed: TypedTime) -> Iterator[Conversion]:
    """Yield the years of a bare 干支, the latest first: of the dynasties named, else of all since there are books."""
    found = [
        _of_era_year(era, year, typed.dynasties)
        for era in all_eras()
        if era.kind == "era" and (not typed.dynasties or _home(era, typed.dynasties))
        for year in years_of(typed.cyclic, era.start, era.end)
        if typed.dynasties or year >= EARLIEST
    ]
    yield from sorted(found, key=lambda one: -one.year)


def _all_years(era: Era) -> list[int]:
    count = min(years_between(era.start, era.end) + 1, _LONGEST)
    return [gregorian(era, n) for n in range(1, count + 1)]


def _of_era_year(era: Era, year: int, dynasties: tuple[Dynasty, ...]) -> Conversion:
    return _conversion(era, years_between(era.start, year) + 1, dynasties)


def _conversion(era: Era, n: int, dynasties: tuple[Dynasty, ...], doubt: str = "") -> Conversion:
    named = _home(era, dynasties)
    doubt = doubt or ("dynasty" if dynasties and not named else "")
    return Conversion(era, n, gregorian(era, n), named or _own_name(era), doubt)


def _own_name(era: Era) -> str:
    """Return the dynasty or country that an edition writes before an era."""
    return _COUNTRIES.get(era.region) or _WHOLES.get(era.dynasty, era.dynasty)


def _home(era: Era, dynasties: tuple[Dynasty, ...]) -> str:
    """Return the name of the dynasty typed, if the era is its own or it dated by that court; empty if not."""
    for dynasty in dynasties:
        if not scope(dynasty).isdisjoint(era.dynasties):
            return _COUNTRIES.get(era.region, dynasty.name)
        guest = dynasty.region in ("KR", "RY") and era.region == "CN" and era.kind == "era"
        if guest and (dynasty.holds(era.start) or dynasty.holds(era.end)):
            return dynasty.name
    return ""
