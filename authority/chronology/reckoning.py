"""Era years ⇄ Gregorian years.

The convention of catalogues: a lunar year stands for the Gregorian year in which it begins. The twelfth month of
乾隆六十年 fell in January 1796, but a book of that year is entered as (1795). A Gregorian year one later is
therefore not always an error: see `fit`. Before 1582 "Gregorian" means the year as historians write it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from authority.chronology.cycle import add_years, years_between, years_of
from authority.chronology.lookup import all_eras, find_eras
from authority.chronology.tables import Dynasty, Era

#: From this lunar month on, a lunar year may already lie in the following Gregorian year.
MONTH_OF_NEXT_YEAR: Final = 11


class YearStatus(StrEnum):
    """Whether an era had such a year."""

    ORDINARY = "ordinary"
    LATE = "late"
    """After the era's end, yet met in practice: 洪武三十五年, 至正三十年."""
    PAST_END = "past_end"
    """The era had no such year: 同治十四年."""


class YearFit(StrEnum):
    """How a Gregorian year stands to an era year."""

    EXACT = "exact"
    MONTH_DEPENDENT = "month_dependent"
    """The year after: right only for the last weeks of the lunar year, if the month is known."""
    CONFLICT = "conflict"


def gregorian(era: Era, n: int) -> int:
    """Return the Gregorian year of the era's year `n` (元年 is 1), also past the era's end (see `year_status`).

    Negative years are before our era. Raises ValueError if `n` is below 1.
    """
    if n < 1:
        raise ValueError("the first year of an era is 1")
    return add_years(era.start, n - 1)


def year_number(era: Era, year: int) -> int | None:
    """Return which year of the era began in the Gregorian `year`, or None before its start or after its last use."""
    last = era.end if era.used_to is None else era.used_to
    return years_between(era.start, year) + 1 if era.start <= year <= last else None


def year_status(era: Era, n: int) -> YearStatus:
    """Tell whether the era had a year `n`. Raises ValueError if `n` is below 1."""
    year = gregorian(era, n)
    if year <= era.end:
        return YearStatus.ORDINARY
    return YearStatus.LATE if era.used_to is not None and year <= era.used_to else YearStatus.PAST_END


def following_year(era: Era, n: int) -> int | None:
    """Return the Gregorian year into which the era's year `n` runs on, or None where the calendar was solar.

    Raises ValueError if `n` is below 1.
    """
    year = gregorian(era, n)
    return None if era.solar_from is not None and year >= era.solar_from else add_years(year, 1)


def fit(era: Era, n: int, year: int) -> YearFit:
    """Compare an era year with the Gregorian `year` written beside it. Raises ValueError if `n` is below 1."""
    if gregorian(era, n) == year:
        return YearFit.EXACT
    return YearFit.MONTH_DEPENDENT if following_year(era, n) == year else YearFit.CONFLICT


def era_years(year: int, region: str | None = None) -> list[tuple[Era, int]]:
    """Return every era (and ruler's reckoning) in ordinary use in `year`, with the year's number in it.

    1620 gives 萬曆 48 and 泰昌 1. `region` is CN, JP, KR or VN; None for all. Private counts are left out.
    """
    return [
        (era, years_between(era.start, year) + 1)
        for era in all_eras()
        if era.start <= year <= era.end and era.kind != "count" and region in (None, era.region)
    ]


def sexagenary_years(era: Era, name: str) -> list[int]:
    """Return the Gregorian years of the era that have this 干支 (癸好 counts as 癸丑), in order.

    康熙 壬寅 gives two. Where the era's ordinary years give none, those of its late use are tried (宣統甲子, 1924).
    Raises ValueError if `name` is not one of the sixty.
    """
    return years_of(name, era.start, era.end) or years_of(name, era.start, era.used_to or era.end)


def resolve(
    name: str, dynasty: Dynasty | str | None = None, *, n: int | None = None, year: int | None = None
) -> tuple[Era, ...]:
    """Return the eras that `name` can mean, narrowed by the year's number and by the Gregorian year beside it.

    至元 alone is two eras of 元; only the earlier had a year 31, only the later holds 1336.
    A narrowing that would leave nothing is not made, so that a contradiction stays for the caller to report.
    """
    eras = find_eras(name, dynasty)
    if year is not None:
        eras = tuple(era for era in eras if _holds(era, n, year)) or eras
    if n is not None:
        eras = tuple(era for era in eras if year_status(era, n) is not YearStatus.PAST_END) or eras
    return eras


def _holds(era: Era, n: int | None, year: int) -> bool:
    if n is not None:
        return fit(era, n, year) is not YearFit.CONFLICT
    return year_number(era, year) is not None
