"""Where the years of a statement contradict one another.

Rules: census_fields §8.3 (年號與公元, 朝代與年號, 干支與年號, 和刻本年號當中國年號) by the calendar of
:mod:`authority.chronology`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from authority.chronology import (
    Era,
    YearFit,
    YearStatus,
    find_dynasties,
    find_eras,
    fit,
    gregorian,
    parse_sexagenary,
    resolve,
    sexagenary,
    sexagenary_years,
    year_status,
)
from guji.notation.era_names import eras_named
from guji.notation.issues import Issue, issue
from guji.notation.named_times import SELF_DATED
from guji.notation.structures import Point

#: No era has so many years.
_LONGEST_ERA: Final = 999
_COUNTRIES: Final = {"JP": "日本", "KR": "朝鮮", "VN": "安南"}


def judge_point(point: Point, dynasty: str, era: str, offset: int, length: int) -> list[Issue]:
    """Return what contradicts in one point of time, given the dynasty and era that hold for it.

    ``offset`` and ``length`` are where the point stands in its text.
    """
    told = _Told.of(point, dynasty, era)
    return [issue(check, offset, length, **dict(params)) for check, params in _judge(told)]


Finding = tuple[str, tuple[tuple[str, object], ...]]


class _Told(NamedTuple):
    """What one point says of its year, and the dynasty and era that hold for it.

    ``late`` if a month is stated, so that the following Gregorian year may be meant.
    """

    dynasty: str
    era: str
    n: int | None
    written: str
    cyclic: str
    first: int | None
    last: int | None
    late: bool

    @classmethod
    def of(cls, point: Point, dynasty: str, era: str) -> _Told:
        """Return what a point says under a dynasty and an era."""
        n, written = (point.year.value, point.year.written) if point.year else (None, "")
        first, last = (point.ce.first, point.ce.last) if point.ce else (None, None)
        return cls(dynasty, era, n, written, point.cyclic, first, last, bool(point.month))

    @property
    def stated(self) -> int | None:
        """The Gregorian year beside the era's: the last, where a range is stated."""
        return self.first if self.last is None else self.last

    @property
    def year(self) -> str:
        """The era's year as worded."""
        return f"{self.written}年"

    @property
    def of_one_era(self) -> bool:
        """Whether one era is named, not several by a character each, nor a polity whose name counts its years."""
        if not self.era or eras_named(self.dynasty, self.era):
            return False
        return self.n is not None or bool(self.cyclic) or self.era not in SELF_DATED


@lru_cache(maxsize=2048)
def _judge(told: _Told) -> tuple[Finding, ...]:
    """Judge one point."""
    found: list[Finding] = []
    if told.first is not None and told.last is not None and told.last < told.first:
        found.append(_finding("year_range_order", first=told.first, last=told.last))
    found += _judge_era(told) if told.of_one_era else _dynasty_year(told.dynasty, told.first)
    return tuple(found)


def _judge_era(told: _Told) -> list[Finding]:
    """Judge the era: whether it exists, under that dynasty, has that year, and names it so."""
    own = find_eras(told.era, told.dynasty or None)
    found = [] if own else _wrong_dynasty(told)
    eras = own or resolve(told.era, n=told.n, year=told.stated)
    if not eras:
        return [*found, _finding("era_unknown", era=told.era)]
    meant = resolve(told.era, told.dynasty or None, n=told.n, year=told.stated) or eras
    return [*found, *_judge_year(meant, told), *_judge_cyclic(meant[0], told)]


def _finding(check: str, **params: object) -> Finding:
    return check, tuple(params.items())


def _dynasty_year(dynasty: str, year: int | None) -> list[Finding]:
    """Judge a Gregorian year that stands beside a dynasty alone."""
    senses = find_dynasties(dynasty) if dynasty and year is not None else ()
    if year is None or not senses or any(sense.holds(year) for sense in senses):
        return []
    start, end = senses[0].start, senses[0].end
    if start is None or end is None:
        return []
    return [_finding("dynasty_year_mismatch", found=year, dynasty=dynasty, start=start, end=end)]


def _wrong_dynasty(told: _Told) -> list[Finding]:
    """Judge an era that the dynasty before it never had: a foreign one whose year fits, or another dynasty's."""
    others = resolve(told.era, n=told.n, year=told.stated)
    senses = find_dynasties(told.dynasty)
    if not others or not senses:
        return []
    other = others[0]
    if senses[0].region == "CN" and other.region in _COUNTRIES and _is_exact(other, told):
        return [_foreign(other, told)]
    return [_finding("dynasty_era_mismatch", dynasty=told.dynasty, era=told.era, expected=other.dynasties[0])]


def _foreign(other: Era, told: _Told) -> Finding:
    country = _COUNTRIES.get(other.region, other.dynasties[0])
    return _finding("japanese_era_as_chinese", era=told.era, year=told.year, found=told.stated, expected=country)


def _is_exact(era: Era, told: _Told) -> bool:
    """Whether the Gregorian year stated is just that of the era's year."""
    return bool(told.n) and told.stated is not None and fit(era, told.n or 0, told.stated) is YearFit.EXACT


def _agrees(era: Era, told: _Told) -> bool:
    """Say whether the year may be the era's: the first of the lunar year, or the next for its last months."""
    if told.n is None or told.stated is None:
        return False
    fitted = fit(era, told.n, told.stated)
    return fitted is YearFit.EXACT or (told.late and fitted is YearFit.MONTH_DEPENDENT)


def _judge_year(eras: tuple[Era, ...], told: _Told) -> list[Finding]:
    """Judge the number of an era's year: within the era, and the Gregorian year beside it."""
    n = told.n
    if n is None:
        return []
    if not 1 <= n <= _LONGEST_ERA:
        return [_beyond_end(eras[0], told)]
    fitting = [era for era in eras if _agrees(era, told)]
    meant = fitting or eras
    past = all(year_status(era, n) is YearStatus.PAST_END for era in meant)
    found = [_beyond_end(meant[0], told)] if past else []
    return found if told.stated is None or fitting else [*found, _misdated(eras, n, told)]


def _beyond_end(era: Era, told: _Told) -> Finding:
    return _finding("era_year_beyond_end", era=told.era, year=told.year, last=_last(era))


def _misdated(eras: tuple[Era, ...], n: int, told: _Told) -> Finding:
    """Return what is wrong where the Gregorian year is not the era's; a foreign era of that name may have it."""
    first = eras[0]
    abroad = [era for era in find_eras(told.era) if era.region != first.region and _is_exact(era, told)]
    if abroad and first.region == "CN":
        return _foreign(abroad[0], told)
    return _finding("era_year_mismatch", era=told.era, year=told.year, expected=gregorian(first, n), found=told.stated)


def _last(era: Era) -> int:
    return era.end - era.start + 1


def _judge_cyclic(era: Era, told: _Told) -> list[Finding]:
    """Judge the 干支: that of the year's number, or, where it stands alone, one that the era has."""
    canonical = parse_sexagenary(told.cyclic) if told.cyclic else None
    if canonical is None:
        return []
    if told.n is None:
        known = sexagenary_years(era, canonical)
        return [] if known else [_finding("sexagenary_unresolved", era=told.era, found=told.cyclic)]
    expected = sexagenary(gregorian(era, told.n)) if 1 <= told.n <= _LONGEST_ERA else canonical
    if expected == canonical:
        return []
    return [_finding("sexagenary_mismatch", era=told.era, year=told.year, expected=expected, found=told.cyclic)]
