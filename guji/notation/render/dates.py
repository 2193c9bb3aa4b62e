"""Times, written from their structure."""

from __future__ import annotations

from guji.notation.numbers import write_number
from guji.notation.profiles import Profile
from guji.notation.render.common import bracketed
from guji.notation.structures import CommonEra, Date, Point


def render_dates(dates: tuple[Date, ...], profile: Profile) -> str:
    """Write dates one after the other with the separators kept."""
    return "".join(date.lead + render_date(date, profile) for date in dates)


def render_date(date: Date, profile: Profile) -> str:
    """Write a point of time or a range."""
    text = _render_point(date.start, profile)
    return text if date.end is None else text + date.joint + _render_point(date.end, profile)


def _render_point(point: Point, profile: Profile) -> str:
    year = write_number(point.year, profile.year_style) + point.suffix if point.year else ""
    cyclic = point.cyclic_lead + point.cyclic + point.cyclic_suffix
    when = cyclic + year if point.cyclic_first else year + cyclic
    text = point.approx + point.dynasty + point.era + when + point.month + point.phase
    text += _render_common_era(point.ce, profile) if point.ce else ""
    return bracketed(text, point.brackets, "") if point.brackets else text


def _render_common_era(ce: CommonEra, profile: Profile) -> str:
    if ce.brackets and not profile.common_era:
        return ""
    text = ce.approx + _era_year(ce.first)
    if ce.last is not None:
        last = _era_year(ce.last)
        cut = len(str(abs(ce.first))) - 2 if ce.short and ce.last // 100 == ce.first // 100 else 0
        text += (profile.year_separator or ce.separator) + last[cut:]
    text += ce.suffix
    return bracketed(text, ce.brackets, profile.era_brackets) if ce.brackets else text


def _era_year(year: int) -> str:
    return f"前{-year}" if year < 0 else str(year)
