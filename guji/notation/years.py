"""What the years of a statement amount to: those stated, else those of the era's year, the era, the dynasty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from authority.chronology import (
    Dynasty,
    Era,
    find_dynasties,
    find_eras,
    gregorian,
    parse_sexagenary,
    resolve,
    sexagenary_years,
)
from guji.notation.era_names import eras_named
from guji.notation.named_times import SELF_DATED
from guji.notation.structures import Date, Layer, Point

#: In reckoning what a year was, no era is believed to have so many years.
_LONGEST_ERA: Final = 200


def years_of_layer(layer: Layer) -> tuple[int | None, int | None]:
    """Return the first and last Gregorian year of a layer: as stated, else reckoned; (None, None) without a year."""
    found: list[int] = []
    dynasty = era = ""
    for date in layer.dates:
        years: list[tuple[int, ...]] = []
        for point in date.points:
            dynasty, era = carried(point, dynasty, era)
            years.append(_point_years(point, dynasty, era))
        found += _filled(date, years, dynasty)
    return (min(found), max(found)) if found else (None, None)


def _filled(date: Date, years: list[tuple[int, ...]], dynasty: str) -> list[int]:
    """Return the years of a date's ends; where one end of a range states none, those of its era."""
    if any(years) and not all(years):
        years = [_open_end(*ends, dynasty) for ends in zip(years, date.points, strict=True)]
    return [year for ends in years for year in ends]


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
    """Return first and last year of an era (of each, where several are named by a character), else of a dynasty."""
    if not era:
        return _ends(find_dynasties(dynasty))
    named = eras_named(dynasty, era)
    if named:
        return tuple(chain.from_iterable(_bounds(dynasty, name) for name in named))
    return _ends(find_eras(era, dynasty or None))


def _ends(senses: Sequence[Era | Dynasty]) -> tuple[int, ...]:
    """Return the first and last year of what a name means in the first place, so far as they are known."""
    return tuple(year for sense in senses[:1] for year in (sense.start, sense.end) if year is not None)


def _point_years(point: Point, dynasty: str, era: str) -> tuple[int, ...]:
    if point.ce:
        return point.ce.first, point.ce.first if point.ce.last is None else point.ce.last
    if not era or not (point.year or point.cyclic):
        return ()
    return _reckoned(dynasty, era, point.year.value if point.year else None, point.cyclic)


@lru_cache(maxsize=2048)
def _reckoned(dynasty: str, era: str, n: int | None, cyclic: str) -> tuple[int, ...]:
    """Return the Gregorian year of an era's year (or of its 干支, if that has one answer), in a tuple; else empty."""
    eras = resolve(era, dynasty or None, n=n) or resolve(era, n=n)
    if not eras:
        return ()
    if n is None:
        return _year_named(eras[0], cyclic)
    return (gregorian(eras[0], n),) if 1 <= n < _LONGEST_ERA else ()


def _year_named(era: Era, cyclic: str) -> tuple[int, ...]:
    """Return the year that a 干支 names in an era, in a tuple; empty where there is none, or more than one."""
    name = parse_sexagenary(cyclic)
    years = sexagenary_years(era, name) if name else []
    return tuple(years) if len(years) == 1 else ()
