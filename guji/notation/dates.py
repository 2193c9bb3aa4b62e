"""Times inside statements: ``明萬曆三十九年（1611）``, ``元豐三年至政和二年``, ``清初``, ``宋元明``, ``嘉靖間``.

A dynasty or era named earlier in the statement is understood for what follows (刻嘉靖四十四年 … 重修), so reading
carries a :class:`Context`. An era's name that is also a place (紹興府, 慶元路) is a place when a word like 府 follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from authority.chronology import DYNASTY_NAMES, ERA_NAMES, STEMS, all_eras, match_sexagenary
from authority.han import NUMERAL_CHARS
from guji.notation.era_names import eras_named
from guji.notation.kinds import ACTION
from guji.notation.lexicon import DYNASTY_WORDS
from guji.notation.named_times import (
    FOREIGN,
    LISTED,
    SELF_DATED,
    dynasty_at,
    dynasty_length,
    era_at,
    era_length,
    region_of,
)
from guji.notation.numbers import read_number
from guji.notation.structures import Date, Number, Point
from guji.notation.time_words import (
    ALL_OF_IT,
    AMID,
    BARE_CE,
    CLOSERS,
    JOINT,
    MONTH,
    PERIOD,
    PHASE,
    YEAR,
    bare_era,
    read_common_era,
)

_SQUARE: Final = frozenset("[［〔")
_BRACKETED: Final = 24
_YEAR_NAMED: Final = ("歲次", "歲在", "岁次", "岁在")
_DOUBT: Final = ("約", "约", "疑")
#: Every character that a time without dynasty or era can begin with.
_ALONE: Final = frozenset("0123456789０１２３４５６７８９" + NUMERAL_CHARS + "約约公西吐歸归高回[［〔")
#: Every character a date can begin with.
_BEGINNINGS: Final = frozenset(
    {name[0] for name in (*(era.name for era in all_eras()), *ERA_NAMES, *DYNASTY_NAMES, *DYNASTY_WORDS)}
    | set(STEMS + NUMERAL_CHARS + "約约疑元民")
    | _ALONE
)
#: A hall called by two characters, the first of which is a dynasty's as well (清暉閣).
_HALL: Final = re.compile("[宋元明清金][^宋元明清官書學公府縣州路監內經東西南北大小][堂齋閣樓軒]")
#: 民 alone is the Republic only where it follows 清 (清末民初).
_EARLY_REPUBLIC: Final = re.compile("民(?=[初國])")


@dataclass(slots=True)
class Context:
    """The dynasty and era that hold until others are named."""

    dynasty: str = ""
    era: str = ""


class YearCount(NamedTuple):
    """How a point of time counts its year, in the order of :class:`Point`: number, 干支, which first, month."""

    year: Number | None = None
    suffix: str = ""
    cyclic: str = ""
    cyclic_suffix: str = ""
    cyclic_first: bool = False
    cyclic_lead: str = ""
    month: str = ""


class Mark(NamedTuple):
    """A point read, the dynasty and era that hold for it, and where it stands."""

    point: Point
    dynasty: str
    era: str
    offset: int
    length: int


def _dated(date: Date) -> bool:
    return any(point.year or point.ce or point.cyclic for point in date.points)


class Reader:
    """Reads points and dates from one text, front to back."""

    __slots__ = ("context", "marks", "text")

    def __init__(self, text: str, context: Context | None = None) -> None:
        self.text = text
        self.context = context or Context()
        self.marks: list[Mark] = []

    def dates(self, pos: int) -> tuple[tuple[Date, ...], int]:
        """Return the dates that stand at ``pos``, one after the other, and where they end."""
        dates: list[Date] = []
        lead = ""
        while True:
            if dates and self.text[pos + len(lead) : pos + len(lead) + 1] not in _BEGINNINGS:
                break
            before = (self.context.dynasty, self.context.era)
            date, end = self.date(pos + len(lead), bool(dates), lead)
            if date is None:
                break
            if dates and not lead and _dated(dates[-1]) and not _dated(date) and not self._closes(end):
                self.context.dynasty, self.context.era = before
                break
            dates.append(date)
            pos = end
            lead = self.text[pos] if self.text[pos : pos + 1] in ("、", "，", "或") and pos < len(self.text) else ""
            if len(dates) > 12:
                break
        return tuple(dates), pos

    def _closes(self, pos: int) -> bool:
        """Whether an act, a further time, or nothing follows at ``pos``: then a bare era was no maker's name."""
        rest = self.text[pos : pos + 12]
        return not rest or bool(ACTION.match(rest) or PHASE.match(rest)) or era_at(rest, self.context.dynasty) > 0

    def date(self, pos: int, listed: bool, lead: str) -> tuple[Date | None, int]:
        """Return the date at ``pos`` (a point or a range) and where it ends."""
        saved = (self.context.dynasty, self.context.era)
        start, end = self.point(pos, listed)
        if start is None:
            return None, pos
        joint = JOINT.match(self.text, end)
        if joint:
            last, last_end = self.point(joint.end(), False)
            if last is not None:
                return Date(start, last, joint[0], lead), last_end
        if start.year is not None and not start.suffix and not start.ce:
            self.context.dynasty, self.context.era = saved
            return None, pos
        return Date(start, None, "至", lead), end

    def point(self, pos: int, listed: bool) -> tuple[Point | None, int]:
        """Return the point of time at ``pos`` and where it ends; None if nothing there is a time."""
        text, begin = self.text, pos
        first = text[pos : pos + 1]
        if first not in _BEGINNINGS and not self._named_elsewhere(pos):
            return None, pos
        alone = self._alone(pos, listed) if first in _ALONE else None
        if alone:
            return alone
        approx = first if first in _DOUBT else ""
        dynasty, pos = self._dynasty(pos + len(approx), listed)
        era, pos = self._era(pos)
        count, pos = self._count(pos, bool(era or dynasty), bool(era or self.context.era))
        if not (dynasty or era or count.year or count.cyclic):
            return None, begin
        phase = PHASE.match(text, pos)
        if phase is None and dynasty and not era:
            phase = PERIOD.match(text, pos) or ALL_OF_IT.match(text, pos)
        elif phase is None and era and count.year is None:
            phase = AMID.match(text, pos)
        ce, pos = read_common_era(text, phase.end() if phase else pos)
        point = Point(dynasty, era, *count, phase[0] if phase else "", approx, ce)
        self.marks.append(Mark(point, self.context.dynasty, self.context.era, begin, pos - begin))
        return point, pos

    def _named_elsewhere(self, pos: int) -> bool:
        """Whether a name that an administrator added, or another form of one, stands at ``pos``."""
        window = self.text[pos : pos + 4]
        return era_length(window, self.context.dynasty) > 0 or dynasty_length(window) > 0

    def _alone(self, pos: int, listed: bool) -> tuple[Point, int] | None:
        """Return a Gregorian year that stands by itself, or a named period (年間), with where it ends."""
        bare = BARE_CE.match(self.text, pos)
        if bare:
            return Point(suffix="", ce=bare_era(bare)), bare.end()
        period = None if listed else PERIOD.match(self.text, pos)
        if period:
            return Point(suffix="", phase=period[0]), period.end()
        return self._supplied(pos) if self.text[pos : pos + 1] in _SQUARE and pos < len(self.text) else None

    def _supplied(self, pos: int) -> tuple[Point, int] | None:
        """Return a time that stands whole in square brackets ([清康熙], [1573]), with where it ends."""
        ce, after = read_common_era(self.text, pos)
        if ce is not None:
            return Point(suffix="", ce=ce), after
        end = self.text.find(CLOSERS[self.text[pos]], pos, pos + _BRACKETED)
        saved = (self.context.dynasty, self.context.era, len(self.marks))
        point, after = self.point(pos + 1, False) if end > pos + 1 else (None, pos)
        if point is not None and after == end and not point.brackets:
            whole = replace(point, brackets=self.text[pos] + self.text[end])
            self.marks[-1] = self.marks[-1]._replace(point=whole)
            return whole, end + 1
        self.context.dynasty, self.context.era = saved[:2]
        del self.marks[saved[2] :]
        return None

    def _count(self, pos: int, timed: bool, in_era: bool) -> tuple[YearCount, int]:
        """Return the year's number and its 干支, either first, with a month after them, and where they end.

        ``timed`` says that a dynasty or era went before, ``in_era`` that an era holds.
        """
        text = self.text
        lead = self._cyclic_lead(pos)
        cyclic = match_sexagenary(text, pos + len(lead)) if timed and text[pos + 2 : pos + 3] != "字" else None
        first = cyclic is not None
        pos = end = pos + (len(lead) + cyclic[1] if cyclic else 0)
        year, suffix, pos = self._year(pos) if in_era else (None, "", pos)
        if year is not None and not cyclic:
            lead = self._cyclic_lead(pos)
            cyclic = match_sexagenary(text, pos + len(lead))
            pos = end = pos + (len(lead) + cyclic[1] if cyclic else 0)
        if not cyclic:
            month, pos = self._month(pos) if year is not None else ("", pos)
            return YearCount(year, suffix, month=month), pos
        after = text[pos : pos + 1] if pos == end and text[pos : pos + 1] in ("年", "歲") else ""
        month, pos = self._month(pos + len(after))
        name = text[end - cyclic[1] : end]
        return YearCount(year, suffix, name, after, first and year is not None, lead, month), pos

    def _cyclic_lead(self, pos: int) -> str:
        """Return the words before a 干支 that say that it names the year (歲次甲戌), empty if there are none."""
        words = self.text[pos : pos + 2]
        return words if words in _YEAR_NAMED else ""

    def _month(self, pos: int) -> tuple[str, int]:
        found = MONTH.match(self.text, pos)
        return (found[0], found.end()) if found else ("", pos)

    def _dynasty(self, pos: int, listed: bool) -> tuple[str, int]:
        length = dynasty_at(self.text[pos : pos + 8])
        if not length and listed and _EARLY_REPUBLIC.match(self.text, pos):
            length = 1
            self.context.era = "民國"
            return "民", pos + 1
        if not length or (self.context.dynasty and _HALL.match(self.text, pos)):
            return "", pos
        name, end = self.text[pos : pos + length], pos + length
        if (listed or self.context.dynasty) and not self._dynasty_again(name, end, listed):
            return "", pos
        self.context.dynasty, self.context.era = name, name if name in SELF_DATED else ""
        return name, end

    def _dynasty_again(self, name: str, end: int, listed: bool) -> bool:
        """Whether a further dynasty is meant (宋元明遞修, 刻清初修) rather than a surname (明金李刻)."""
        if name not in LISTED and len(name) < 2:
            return False
        rest = self.text[end : end + 8]
        if region_of(name) in FOREIGN and self.context.dynasty and region_of(self.context.dynasty) == "CN":
            return era_at(rest, name) > 0
        if not rest or PHASE.match(rest) or era_at(rest, name) or ACTION.match(rest) or rest[0] == "至":
            return True
        if name in ("明", "清", "民國") and not listed:
            return True
        following = dynasty_at(rest)
        if following and rest[:following] in LISTED:
            return self._dynasty_again(rest[:following], end + following, True)
        return len(name) > 1 and not listed

    def _era(self, pos: int) -> tuple[str, int]:
        length = era_at(self.text[pos : pos + 12], self.context.dynasty) or self._short_eras(pos)
        if not length:
            return "", pos
        self.context.era = self.text[pos : pos + length]
        return self.context.era, pos + length

    def _short_eras(self, pos: int) -> int:
        """Return the length of eras named together by a character each (乾嘉間), 0 if there are none."""
        for size in (3, 2):
            if eras_named(self.context.dynasty, self.text[pos : pos + size]):
                rest = self.text[pos + size : pos + size + 8]
                return size if PHASE.match(rest) or (not self.context.era and ACTION.match(rest)) else 0
        return 0

    def _year(self, pos: int) -> tuple[Number | None, str, int]:
        match = YEAR.match(self.text, pos)
        if match:
            number = read_number(match[1] or match[3])
            if number is not None:
                return number, match[2] or "", match.end()
        return None, "", pos
