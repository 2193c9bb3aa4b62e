"""Times inside statements: ``明萬曆三十九年（1611）``, ``元豐三年至政和二年``, ``清初``, ``宋元明``, ``嘉靖間``.

A dynasty or era named earlier in the statement is understood for what follows (刻嘉靖四十四年 … 重修), so reading
carries a :class:`Context`. An era's name that is also a place (紹興府, 慶元路) is a place when a word like 府 follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from authority.chronology import DYNASTY_NAMES, ERA_NAMES, STEMS, all_eras
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
from guji.notation.structures import Date, Point
from guji.notation.time_words import (
    AFTER_DYNASTY,
    AFTER_ERA,
    BARE_CE,
    CLOSERS,
    JOINT,
    PERIOD,
    PHASE,
    bare_era,
    read_common_era,
)
from guji.notation.year_counts import YearCount, read_year_count

_SQUARE: Final = frozenset("[［〔")
_BRACKETED: Final = 24
_DOUBT: Final = ("約", "约", "疑")
#: What sets one of several dates apart from the next.
_BETWEEN: Final = ("、", "，", "或")
#: More dates than any layer has; beyond them reading stops.
_MOST_DATES: Final = 12
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
#: Dynasties so late that, named again, they open a further layer rather than a name (宋刻明修).
_LATE: Final = ("明", "清", "民國")
#: 民 alone is the Republic only where it follows 清 (清末民初).
_EARLY_REPUBLIC: Final = re.compile("民(?=[初國])")


@dataclass(slots=True)
class Context:
    """The dynasty and era that hold until others are named."""

    dynasty: str = ""
    era: str = ""


class Mark(NamedTuple):
    """A point read, the dynasty and era that hold for it, and where it stands."""

    point: Point
    dynasty: str
    era: str
    offset: int
    length: int


def _dated(date: Date) -> bool:
    return any(point.year or point.ce or point.cyclic for point in date.points)


def _may_be_a_name(last: Date, date: Date) -> bool:
    """Whether what was read as a date without a year stands behind one with a year, where a maker is due."""
    return _dated(last) and not _dated(date)


class State(NamedTuple):
    """How far a reader was: the dynasty and era that held, and how many points had been read."""

    dynasty: str
    era: str
    marks: int


class Reader:
    """Reads points and dates from one text, front to back."""

    __slots__ = ("context", "marks", "text")

    def __init__(self, text: str, context: Context | None = None) -> None:
        self.text = text
        self.context = context or Context()
        self.marks: list[Mark] = []

    def state(self) -> State:
        """Return what :meth:`back_to` needs."""
        return State(self.context.dynasty, self.context.era, len(self.marks))

    def back_to(self, state: State) -> None:
        """Forget what was read since: the reading led nowhere."""
        self.context.dynasty, self.context.era = state[:2]
        del self.marks[state.marks :]

    def dates(self, pos: int) -> tuple[tuple[Date, ...], int]:
        """Return the dates that stand at ``pos``, one after the other, and where they end."""
        date, end = self.date(pos, False, "")
        if date is None:
            return (), pos
        dates = [date]
        while len(dates) <= _MOST_DATES:
            lead = self.text[end : end + 1] if self.text[end : end + 1] in _BETWEEN else ""
            date, after = self._further(end + len(lead), dates[-1], lead)
            if date is None:
                break
            dates.append(date)
            end = after
        return tuple(dates), end

    def _further(self, pos: int, last: Date, lead: str) -> tuple[Date | None, int]:
        """Return a date that follows ``last``; a bare era right behind a year may be a maker's name instead."""
        if self.text[pos : pos + 1] not in _BEGINNINGS:
            return None, pos
        before = (self.context.dynasty, self.context.era)
        date, end = self.date(pos, True, lead)
        if date is None or lead or not _may_be_a_name(last, date) or self._closes(end):
            return date, end
        self.context.dynasty, self.context.era = before
        return None, pos

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
        first = self.text[pos : pos + 1]
        if first not in _BEGINNINGS and not self._named_elsewhere(pos):
            return None, pos
        alone = self._alone(pos, listed) if first in _ALONE else None
        return alone or self._named(pos, listed, first if first in _DOUBT else "")

    def _named(self, begin: int, listed: bool, approx: str) -> tuple[Point | None, int]:
        """Return the point told by dynasty, era or a year under them: 約|明|萬曆|三十九年|（1611）."""
        dynasty, pos = self._dynasty(begin + len(approx), listed)
        era, pos = self._era(pos)
        named = era or dynasty
        count, pos = read_year_count(self.text, pos, bool(named), bool(era or self.context.era))
        if not (named or count.year or count.cyclic):
            return None, begin
        phase = _phase_after(dynasty, era, count).match(self.text, pos)
        words = phase[0] if phase else ""
        ce, pos = read_common_era(self.text, pos + len(words))
        point = Point(dynasty, era, *count, words, approx, ce)
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
        before = self.state()
        point, after = self.point(pos + 1, False) if end > pos + 1 else (None, pos)
        if point is not None and after == end and not point.brackets:
            whole = replace(point, brackets=self.text[pos] + self.text[end])
            self.marks[-1] = self.marks[-1]._replace(point=whole)
            return whole, end + 1
        self.back_to(before)
        return None

    def _dynasty(self, pos: int, listed: bool) -> tuple[str, int]:
        length = dynasty_at(self.text[pos : pos + 8])
        if not length:
            return self._early_republic(pos) if listed else ("", pos)
        name, end = self.text[pos : pos + length], pos + length
        if not self._is_dynasty(name, end, listed):
            return "", pos
        self.context.dynasty, self.context.era = name, name if name in SELF_DATED else ""
        return name, end

    def _early_republic(self, pos: int) -> tuple[str, int]:
        """Return 民, where it stands for the Republic after another dynasty (清末民初), and where it ends."""
        if not _EARLY_REPUBLIC.match(self.text, pos):
            return "", pos
        self.context.era = "民國"
        return "民", pos + 1

    def _is_dynasty(self, name: str, end: int, listed: bool) -> bool:
        """Whether a name is a dynasty: behind another it may begin a surname or a hall (明金李刻, 明清暉閣刻)."""
        held = self.context.dynasty
        if not listed and not held:
            return True
        if held and _HALL.match(self.text, end - len(name)):
            return False
        return (name in LISTED or len(name) > 1) and self._is_meant(name, end, listed)

    def _is_meant(self, name: str, end: int, listed: bool) -> bool:
        """Whether a further dynasty is meant (宋元明遞修, 刻清初修), by what follows it."""
        rest = self.text[end : end + 8]
        if self._is_abroad(name):
            return era_at(rest, name) > 0
        if (not listed and name in _LATE) or _goes_on(name, rest):
            return True
        following = rest[: dynasty_at(rest)]
        if following in LISTED:
            return self._is_meant(following, end + len(following), True)
        return len(name) > 1 and not listed

    def _is_abroad(self, name: str) -> bool:
        """Whether a country is named after a dynasty of China: it is one only before an era of its own."""
        held = self.context.dynasty
        return region_of(name) in FOREIGN and bool(held) and region_of(held) == "CN"

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


def _phase_after(dynasty: str, era: str, count: YearCount) -> re.Pattern[str]:
    """Return the words for a phase that can follow what was named: 清|代, 萬曆|中, 元豐三年|間."""
    if not era:
        return AFTER_DYNASTY if dynasty else PHASE
    return AFTER_ERA if count.year is None else PHASE


def _goes_on(name: str, rest: str) -> bool:
    """Whether what follows a dynasty's name shows that a time was told: the end, a phase, an era, an act, 至."""
    if not rest or rest[0] == "至":
        return True
    return bool(PHASE.match(rest) or era_at(rest, name) or ACTION.match(rest))
