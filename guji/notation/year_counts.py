"""How a point of time counts its year: by number (三十九年), by 干支 (辛亥), by both in either order, with a month.

Rules: vocab.md §6; 歲次 and 歲在 before a 干支 say only that it names the year.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from authority.chronology import match_sexagenary
from guji.notation.numbers import read_number
from guji.notation.structures import Number
from guji.notation.time_words import MONTH, YEAR

_YEAR_NAMED: Final = ("歲次", "歲在", "岁次", "岁在")
_OF_THE_YEAR: Final = ("年", "歲")
#: What makes a 干支 the name of a fount of type, not of a year (甲寅字).
_FOUNT: Final = "字"


class YearCount(NamedTuple):
    """The year's number, its 干支, which of them stands first, and the month, in the order of :class:`Point`."""

    year: Number | None = None
    suffix: str = ""
    cyclic: str = ""
    cyclic_suffix: str = ""
    cyclic_first: bool = False
    cyclic_lead: str = ""
    month: str = ""


class _Sexagenary(NamedTuple):
    """A 干支 found: the words before it that say that it names the year, the name, and where it ends."""

    lead: str
    name: str
    end: int


#: A point of time that counts no year (明萬曆刻本).
NONE: Final = YearCount()


def read_year_count(text: str, pos: int, timed: bool, in_era: bool) -> tuple[YearCount, int]:
    """Return how the year at ``pos`` is counted, and where that ends.

    ``timed`` says that a dynasty or era went before, ``in_era`` that an era holds: only then has a number a meaning.
    """
    named = _sexagenary(text, pos) if timed and text[pos + 2 : pos + 3] != _FOUNT else None
    if named is not None:
        return _named_first(text, named, in_era)
    return _numbered_first(text, pos) if in_era else (NONE, pos)


def _named_first(text: str, named: _Sexagenary, in_era: bool) -> tuple[YearCount, int]:
    """Read what follows a 干支 that stands first: the number (光緒戊子十四年), or 年, and a month."""
    year, suffix, pos = _number(text, named.end) if in_era else (None, "", named.end)
    if year is None:
        return _closed(text, named, None, "")
    month, pos = _month(text, pos)
    return YearCount(year, suffix, named.name, "", True, named.lead, month), pos


def _numbered_first(text: str, pos: int) -> tuple[YearCount, int]:
    """Read a number, and what follows it: the 干支 (萬曆三十九年辛亥) and a month."""
    year, suffix, pos = _number(text, pos)
    if year is None:
        return NONE, pos
    named = _sexagenary(text, pos)
    if named is not None:
        return _closed(text, named, year, suffix)
    month, pos = _month(text, pos)
    return YearCount(year, suffix, month=month), pos


def _closed(text: str, named: _Sexagenary, year: Number | None, suffix: str) -> tuple[YearCount, int]:
    """Return a count that its 干支 closes, with 年 or 歲 and a month behind it."""
    word = text[named.end : named.end + 1]
    after = word if word in _OF_THE_YEAR else ""
    month, pos = _month(text, named.end + len(after))
    return YearCount(year, suffix, named.name, after, False, named.lead, month), pos


def _sexagenary(text: str, pos: int) -> _Sexagenary | None:
    words = text[pos : pos + 2]
    lead = words if words in _YEAR_NAMED else ""
    start = pos + len(lead)
    found = match_sexagenary(text, start)
    if found is None:
        return None
    end = start + found[1]
    return _Sexagenary(lead, text[start:end], end)


def _number(text: str, pos: int) -> tuple[Number | None, str, int]:
    match = YEAR.match(text, pos)
    number = read_number(match[1] or match[3]) if match else None
    if match is None or number is None:
        return None, "", pos
    return number, match[2] or "", match.end()


def _month(text: str, pos: int) -> tuple[str, int]:
    found = MONTH.match(text, pos)
    return (found[0], found.end()) if found else ("", pos)
