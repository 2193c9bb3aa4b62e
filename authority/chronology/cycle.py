"""The cycle of sixty (干支) and the years it names.

Year *y* of our era has stem (y − 4) mod 10 and branch (y − 4) mod 12; 1984, 1924, 1864 … are 甲子. Years before our era
are negative numbers without a year 0, as historians count them.
"""

from __future__ import annotations

from typing import Final

STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
SEXAGENARY: Final[tuple[str, ...]] = tuple(STEMS[i % 10] + BRANCHES[i % 12] for i in range(60))

_INDEX: Final = {name: i for i, name in enumerate(SEXAGENARY)}

#: 太平天國 wrote 丑 好, 卯 榮 and 亥 開, finding the old characters inauspicious: 癸好三年 is 癸丑, 1853.
TAIPING_BRANCHES: Final = {"好": "丑", "榮": "卯", "荣": "卯", "開": "亥", "开": "亥"}

#: The learned names of stems and branches (《爾雅·釋天》), met in prefaces and imprints: 柔兆閹茂 for 丙戌.
_LEARNED_STEMS: Final = {
    "閼逢": "甲",
    "旃蒙": "乙",
    "柔兆": "丙",
    "強圉": "丁",
    "疆圉": "丁",
    "彊圉": "丁",
    "著雍": "戊",
    "屠維": "己",
    "上章": "庚",
    "重光": "辛",
    "玄黓": "壬",
    "元黓": "壬",
    "昭陽": "癸",
}
_LEARNED_BRANCHES: Final = {
    "困敦": "子",
    "赤奮若": "丑",
    "攝提格": "寅",
    "單閼": "卯",
    "執徐": "辰",
    "大荒落": "巳",
    "敦牂": "午",
    "協洽": "未",
    "涒灘": "申",
    "作噩": "酉",
    "閹茂": "戌",
    "大淵獻": "亥",
}


def _astronomical(year: int) -> int:
    if year == 0:
        raise ValueError("there is no year 0")
    return year if year > 0 else year + 1


def _historical(astronomical: int) -> int:
    return astronomical if astronomical > 0 else astronomical - 1


def add_years(year: int, years: int) -> int:
    """Return the year `years` after `year`, stepping over the year 0 that does not exist.

    Raises ValueError if `year` is 0.
    """
    return _historical(_astronomical(year) + years)


def years_between(first: int, last: int) -> int:
    """Return how many years lie from `first` to `last`, stepping over year 0. Raises ValueError for a year 0."""
    return _astronomical(last) - _astronomical(first)


def sexagenary(year: int) -> str:
    """Return the 干支 of a Gregorian year (as the lunar year that begins in it). Raises ValueError for year 0."""
    return SEXAGENARY[(_astronomical(year) - 4) % 60]


def sexagenary_index(name: str) -> int:
    """Return the place of a 干支 in the cycle, 0 for 甲子. Raises ValueError if it is none (甲丑, 戊戍)."""
    canonical = parse_sexagenary(name)
    if canonical is None:
        raise ValueError(f"not one of the sixty: {name!r}")
    return _INDEX[canonical]


def match_sexagenary(text: str, pos: int = 0) -> tuple[str, int] | None:
    """Read a 干支 at `pos`; return its ordinary form and the number of characters read, or None.

    Reads 太平天國's branches (癸好) and the learned names (柔兆閹茂) as well. 甲丑 and other pairs outside the cycle
    are not read, nor look-alikes (戊戍, 已巳): those are for a check to name.
    """
    pair = text[pos : pos + 2]
    if len(pair) == 2:
        ordinary = pair[0] + TAIPING_BRANCHES.get(pair[1], pair[1])
        if ordinary in _INDEX:
            return ordinary, 2
    stem = _LEARNED_STEMS.get(pair)
    if stem is None:
        return None
    for length in (2, 3):
        branch = _LEARNED_BRANCHES.get(text[pos + 2 : pos + 2 + length])
        if branch is not None and stem + branch in _INDEX:
            return stem + branch, 2 + length
    return None


def parse_sexagenary(text: str) -> str | None:
    """Return the ordinary form of a 干支 that is the whole of `text` (癸好 → 癸丑), or None."""
    found = match_sexagenary(text)
    return found[0] if found and found[1] == len(text) else None


def years_of(name: str, start: int, end: int) -> list[int]:
    """Return every year from `start` to `end`, both included, that has this 干支, in order.

    康熙 lasted 61 years, so 壬寅 gives both 1662 and 1722. Raises ValueError if `name` is not one of the sixty.
    """
    first, last = _astronomical(start), _astronomical(end)
    begin = first + (sexagenary_index(name) - (first - 4)) % 60
    return [_historical(year) for year in range(begin, last + 1, 60)]


def nth_year_of(name: str, start: int, nth: int) -> int:
    """Return the year that has this 干支 for the `nth` time, counted from `start`, itself included.

    So Korean books count 崇禎紀元後三癸未: the third 癸未 from 1628.

    Raises ValueError if `nth` is below 1 or `name` is not one of the sixty.
    """
    if nth < 1:
        raise ValueError("the count begins at 1")
    return years_of(name, start, add_years(start, 60 * nth - 1))[nth - 1]
