"""What the years of a statement amount to, and where they contradict one another.

Rules: census_fields §8.3 (年號與公元, 朝代與年號, 干支與年號, 和刻本年號當中國年號) by the calendar of
:mod:`authority.chronology`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

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
from guji.notation.structures import Layer, Point

_LONGEST_ERA: Final = 999
_COUNTRIES: Final = {"JP": "日本", "KR": "朝鮮", "VN": "安南"}


def years_of_layer(layer: Layer) -> tuple[int | None, int | None]:
    """Return the first and last Gregorian year of a layer: as stated, else reckoned; (None, None) without a year."""
    found: list[int] = []
    dynasty = era = ""
    for date in layer.dates:
        years: list[tuple[int, ...]] = []
        for point in date.points:
            dynasty, era = carried(point, dynasty, era)
            years.append(tuple(_point_years(point, dynasty, era)))
        if len(years) > 1 and any(years) and not all(years):
            years = [_open_end(*ends, dynasty) for ends in zip(years, date.points, strict=True)]
        found += [year for ends in years for year in ends]
    return (min(found), max(found)) if found else (None, None)


def _open_end(years: tuple[int, ...], point: Point, dynasty: str) -> tuple[int, ...]:
    """Return the years of one end of a range, those of its era where only the other end states a year."""
    return years or _bounds(point.dynasty or dynasty, point.era)


def carried(point: Point, dynasty: str, era: str) -> tuple[str, str]:
    """Return the dynasty and era that hold at ``point``, given those before it."""
    if point.dynasty:
        own = point.dynasty if point.dynasty in SELF_DATED else ""
        return point.dynasty, point.era or own
    return dynasty, point.era or era


def span_of_layer(layer: Layer) -> tuple[int | None, int | None]:
    """Return the years a layer can belong to: its years, else those of its eras, else of its dynasties."""
    years = years_of_layer(layer)
    if years[0] is not None:
        return years
    found: list[int] = []
    dynasty = ""
    for date in layer.dates:
        for point in date.points:
            dynasty = point.dynasty or dynasty
            found += _bounds(dynasty, point.era)
    return (min(found), max(found)) if found else (None, None)


def era_span(dynasty: str, era: str) -> tuple[int, int] | None:
    """Return the first and last year of the era (or eras, 嘉靖隆慶) that a statement names; None if it is unknown."""
    years = _bounds(dynasty, era) if era else ()
    return (min(years), max(years)) if years else None


@lru_cache(maxsize=2048)
def _bounds(dynasty: str, era: str) -> tuple[int, ...]:
    named = eras_named(dynasty, era)
    if named:
        return tuple(year for name in named for year in _bounds(dynasty, name))
    if era:
        return tuple(year for e in find_eras(era, dynasty or None)[:1] for year in (e.start, e.end))
    return tuple(year for d in find_dynasties(dynasty)[:1] for year in (d.start, d.end) if year is not None)


def _point_years(point: Point, dynasty: str, era: str) -> list[int]:
    if point.ce:
        return [point.ce.first, point.ce.last if point.ce.last is not None else point.ce.first]
    if not era or not (point.year or point.cyclic):
        return []
    value = point.year.value if point.year else None
    return list(_reckoned(dynasty, era, value, point.cyclic))


@lru_cache(maxsize=2048)
def _reckoned(dynasty: str, era: str, n: int | None, cyclic: str) -> tuple[int, ...]:
    """Return the Gregorian year of an era's year (or of its 干支, if that has one answer), in a tuple; else empty."""
    eras = resolve(era, dynasty or None, n=n) or resolve(era, n=n)
    if not eras:
        return ()
    if n is not None:
        return (gregorian(eras[0], n),) if 1 <= n < 200 else ()
    name = parse_sexagenary(cyclic)
    years = sexagenary_years(eras[0], name) if name else []
    return (years[0],) if len(years) == 1 else ()


def judge_point(point: Point, dynasty: str, era: str, offset: int, length: int) -> list[Issue]:
    """Return what contradicts in one point of time, given the dynasty and era that hold for it.

    ``offset`` and ``length`` are where the point stands in its text.
    """
    first = point.ce.first if point.ce else None
    last = point.ce.last if point.ce else None
    value = point.year.value if point.year else None
    written = point.year.written if point.year else ""
    found = _judge(dynasty, era, value, written, point.cyclic, first, last, bool(point.month))
    return [issue(check, offset, length, **dict(params)) for check, params in found]


Finding = tuple[str, tuple[tuple[str, object], ...]]


@lru_cache(maxsize=2048)
def _judge(
    dynasty: str, era: str, n: int | None, written: str, cyclic: str, first: int | None, last: int | None, late: bool
) -> tuple[Finding, ...]:
    """Judge one point; ``late`` if a month is stated, so that the following Gregorian year may be meant."""
    found: list[Finding] = []
    if first is not None and last is not None and last < first:
        found.append(_finding("year_range_order", first=first, last=last))
    if not era or (n is None and not cyclic and era in SELF_DATED) or eras_named(dynasty, era):
        return tuple(found + _dynasty_year(dynasty, first))
    eras = find_eras(era, dynasty or None)
    stated = last if last is not None else first
    if not eras:
        found += _wrong_dynasty(dynasty, era, written, n, stated)
        eras = resolve(era, n=n, year=stated)
    if not eras:
        return (*found, _finding("era_unknown", era=era))
    chosen = resolve(era, dynasty or None, n=n, year=stated) or eras
    found += _judge_year(chosen, era, n, written, stated, late)
    return (*found, *_judge_cyclic(chosen[0], era, n, written, cyclic))


def _finding(check: str, **params: object) -> Finding:
    return check, tuple(params.items())


def _dynasty_year(dynasty: str, year: int | None) -> list[Finding]:
    senses = find_dynasties(dynasty) if dynasty else ()
    if year is None or not senses or any(sense.holds(year) for sense in senses):
        return []
    sense = senses[0]
    if sense.start is None or sense.end is None:
        return []
    return [_finding("dynasty_year_mismatch", found=year, dynasty=dynasty, start=sense.start, end=sense.end)]


def _wrong_dynasty(dynasty: str, era: str, written: str, n: int | None, year: int | None) -> list[Finding]:
    others = resolve(era, n=n, year=year)
    senses = find_dynasties(dynasty)
    if not others or not senses:
        return []
    other = others[0]
    dated = senses[0].region == "CN" and n and year is not None and other.region in _COUNTRIES
    if dated and n and year is not None and fit(other, n, year) is YearFit.EXACT:
        return [_foreign(other, era, f"{written}年", year)]
    return [_finding("dynasty_era_mismatch", dynasty=dynasty, era=era, expected=other.dynasties[0])]


def _foreign(other: Era, era: str, year: str, found: int) -> Finding:
    country = _COUNTRIES.get(other.region, other.dynasties[0])
    return _finding("japanese_era_as_chinese", era=era, year=year, found=found, expected=country)


def _agrees(era: Era, n: int, stated: int, late: bool) -> bool:
    """Say whether the year may be the era's: the first of the lunar year, or the next for its last months."""
    fitted = fit(era, n, stated)
    return fitted is YearFit.EXACT or (late and fitted is YearFit.MONTH_DEPENDENT)


def _judge_year(
    eras: tuple[Era, ...], era: str, n: int | None, written: str, stated: int | None, late: bool
) -> list[Finding]:
    if n is None:
        return []
    year = f"{written}年"
    if n < 1 or n > 999:
        return [_finding("era_year_beyond_end", era=era, year=year, last=_last(eras[0]))]
    fitting = [e for e in eras if stated is not None and _agrees(e, n, stated, late)]
    found: list[Finding] = []
    if all(year_status(e, n) is YearStatus.PAST_END for e in fitting or eras):
        found.append(_finding("era_year_beyond_end", era=era, year=year, last=_last((fitting or list(eras))[0])))
    if stated is None or fitting:
        return found
    foreign = [e for e in find_eras(era) if e.region != eras[0].region and fit(e, n, stated) is YearFit.EXACT]
    if foreign and eras[0].region == "CN":
        return [*found, _foreign(foreign[0], era, year, stated)]
    return [*found, _finding("era_year_mismatch", era=era, year=year, expected=gregorian(eras[0], n), found=stated)]


def _last(era: Era) -> int:
    return era.end - era.start + 1


def _judge_cyclic(era: Era, name: str, n: int | None, written: str, cyclic: str) -> list[Finding]:
    canonical = parse_sexagenary(cyclic) if cyclic else None
    if canonical is None:
        return []
    if n is not None:
        expected = sexagenary(gregorian(era, n)) if 1 <= n <= 999 else canonical
        if expected == canonical:
            return []
        return [_finding("sexagenary_mismatch", era=name, year=f"{written}年", expected=expected, found=cyclic)]
    return [] if sexagenary_years(era, canonical) else [_finding("sexagenary_unresolved", era=name, found=cyclic)]
