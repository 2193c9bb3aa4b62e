"""Reading what a person typed of a time, loosely: 萬曆癸未, 万历十一, 同治十, 崇禎四, 1583, 癸未, 太平天國癸好三年.

The grammar of statements (``guji.notation``) reads what a record says; this reads what somebody asks for, where 年 may
be missing, the year may be in digits, and all may be in simplified characters. Nothing is decided here: a reading keeps
what was said, `converting.convert` tells every year that it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from authority.chronology.cycle import match_sexagenary
from authority.chronology.lookup import match_dynasty, match_era
from authority.chronology.tables import Dynasty, Era
from authority.han.numerals import NUMERAL_PATTERN, parse_numeral

#: No era was counted further: 朝鮮開國五百四年.
_MOST: Final = 600
#: As far as a reading can reach back from the place where somebody stands in a text.
_REACH: Final = 16
_BLANK: Final = re.compile(r"[\s　]*")
_NUMERAL: Final = re.compile(NUMERAL_PATTERN)
_FIRST: Final = re.compile(r"元(?=[年載祀（(\[［]|$)")
_YEAR: Final = re.compile("[年載载祀]")
_MONTH: Final = re.compile(rf"[閏闰]?(?:正|冬|臘|腊|{NUMERAL_PATTERN})月")
_COMMON: Final = re.compile(
    r"(?P<named>(?:公元|西元|西曆|西历|公曆|公历)\s*)?(?P<before>前)?(?P<digits>[0-9０-９]{1,4})(?![0-9０-９])年?"
)
_NAMED_MONTHS: Final = {"正": 1, "冬": 11, "臘": 12, "腊": 12}


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A time as typed, from ``start`` to before ``end``: which parts of it were said.

    ``n`` is the number of an era's year, of a private count how often its 干支 came round; ``year`` a Gregorian year,
    negative before our era; ``month`` a lunar month.
    """

    start: int
    end: int
    dynasties: tuple[Dynasty, ...] = ()
    eras: tuple[Era, ...] = ()
    n: int | None = None
    cyclic: str = ""
    year: int | None = None
    month: int | None = None

    @property
    def says_when(self) -> bool:
        """Whether it says more than a dynasty."""
        return bool(self.eras or self.cyclic or self.year is not None)


def read_time(text: str, pos: int = 0) -> TypedTime | None:
    """Read the longest time that begins at ``pos``, None if none does: 明萬曆癸未, 1583, 癸未."""
    readings = [found for found in _readings(text, pos) if found.says_when]
    return max(readings, key=lambda found: found.end, default=None)


def whole_time(text: str) -> TypedTime | None:
    """Read a text that is all of it one time, blanks around it aside."""
    start = _skip(text, 0)
    found = read_time(text, start)
    return found if found is not None and _skip(text, found.end) == len(text) else None


def time_around(text: str, at: int) -> TypedTime | None:
    """Return the longest time in ``text`` that the place ``at`` stands in or at the end of, None if there is none."""
    found = (read_time(text, start) for start in range(max(0, at - _REACH), min(at, len(text)) + 1))
    near = [one for one in found if one is not None and one.start <= at <= one.end]
    return max(near, key=lambda one: (one.end - one.start, -one.start), default=None)


def time_near(text: str, at: int) -> TypedTime | None:
    """Return the time that ``at`` stands in, else the last one before it, else the first one of the text."""
    around = time_around(text, at)
    if around is not None:
        return around
    found: list[TypedTime] = []
    pos = 0
    while pos < len(text):
        one = read_time(text, pos)
        found += [one] if one is not None else []
        pos = one.end if one is not None else pos + 1
    before = [one for one in found if one.end <= at]
    return before[-1] if before else next(iter(found), None)


def _skip(text: str, pos: int) -> int:
    match = _BLANK.match(text, pos)
    return match.end() if match else pos


def _readings(text: str, pos: int) -> Iterator[TypedTime]:
    """Yield what can be read with a dynasty in front and without: 明昌 is an era of 金, 明 昌… is none."""
    yield from _without_dynasty(text, pos, pos, ())
    dynasty = match_dynasty(text, pos)
    if dynasty is not None:
        yield from _without_dynasty(text, pos, _skip(text, pos + dynasty.length), dynasty.dynasties)


def _without_dynasty(text: str, start: int, pos: int, dynasties: tuple[Dynasty, ...]) -> Iterator[TypedTime]:
    eras, after = _era_at(text, pos, dynasties)
    if eras:
        yield _tail(text, start, after, dynasties, eras)
    cyclic = match_sexagenary(text, pos)
    if cyclic is not None:
        end = pos + cyclic[1]
        year = _YEAR.match(text, end)
        yield TypedTime(start, year.end() if year else end, dynasties, cyclic=cyclic[0])
    year_of_ours = _common_year(text, pos)
    if year_of_ours is not None:
        yield TypedTime(start, year_of_ours[1], dynasties, year=year_of_ours[0])


def _era_at(text: str, pos: int, dynasties: tuple[Dynasty, ...]) -> tuple[tuple[Era, ...], int]:
    """Return the eras named at ``pos`` and where their name ends; those under the dynasty before any others."""
    for dynasty in dynasties:
        under = match_era(text, pos, dynasty)
        if under is not None:
            return under.eras, pos + under.length
    named = match_era(text, pos)
    return (named.eras, pos + named.length) if named else ((), pos)


def _tail(text: str, start: int, pos: int, dynasties: tuple[Dynasty, ...], eras: tuple[Era, ...]) -> TypedTime:
    """Read what follows an era's name: 十一年, 元, 癸未, 癸好三年, 十一年癸未, 十一年十二月."""
    cyclic, pos = _cyclic(text, pos)
    n, pos = _number(text, pos)
    if n is not None and not cyclic:
        cyclic, pos = _cyclic(text, pos)
    month, pos = _month(text, pos) if n is not None or cyclic else (None, pos)
    return TypedTime(start, pos, dynasties, eras, n, cyclic, month=month)


def _cyclic(text: str, pos: int) -> tuple[str, int]:
    found = match_sexagenary(text, _skip(text, pos))
    if found is None:
        return "", pos
    end = _skip(text, pos) + found[1]
    year = _YEAR.match(text, end)
    return found[0], year.end() if year else end


def _number(text: str, pos: int) -> tuple[int | None, int]:
    at = _skip(text, pos)
    first, match = _FIRST.match(text, at), _NUMERAL.match(text, at)
    if first is not None:
        value, end = 1, first.end()
    elif match is not None and 1 <= (n := _value(match.group())) <= _MOST and not _MONTH.match(text, at):
        value, end = n, match.end()
    else:
        return None, pos
    year = _YEAR.match(text, end)
    return value, year.end() if year else end


def _value(text: str) -> int:
    numeral = parse_numeral(text)
    return (numeral.value if numeral else None) or 0


def _month(text: str, pos: int) -> tuple[int | None, int]:
    match = _MONTH.match(text, pos)
    if match is None:
        return None, pos
    words = match.group().lstrip("閏闰").removesuffix("月")
    month = _NAMED_MONTHS.get(words) or _value(words)
    return (month, match.end()) if 1 <= month <= 12 else (None, pos)


def _common_year(text: str, pos: int) -> tuple[int, int] | None:
    """Read a year of our era; one or two digits alone are no year (the 11 of a count)."""
    match = _COMMON.match(text, pos)
    if match is None:
        return None
    year = int(match["digits"])
    if not year or (year < 100 and not (match["named"] or match["before"])):
        return None
    return (-year if match["before"] else year), match.end()
