"""紀年: a time as typed, or as it stands at a place in a statement, and every year it can mean."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from authority.chronology import (
    Conversion,
    TypedTime,
    beside,
    convert,
    is_edge,
    time_near,
    whole_time,
    year_before,
    years_between,
)

#: As many are shown of a bare 干支; a dynasty before it narrows them.
MOST = 60
#: Of several meanings, so many show what the year was called elsewhere.
_WITH_OTHERS = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One year to choose: as an edition writes it, what the year was called elsewhere, and what is to be said of it."""

    one: Conversion
    others: tuple[Conversion, ...] = ()
    remark: str = ""

    @property
    def with_common(self) -> str:
        """The wording with the Gregorian year in brackets."""
        return f"{self.one.written}（{self.one.common}）"


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """What was read, where it stands (``end`` 0: nowhere), and what it can mean."""

    asked: str
    choices: tuple[Choice, ...] = ()
    left_out: int = 0
    edge: str = ""
    start: int = 0
    end: int = 0

    @property
    def nothing(self) -> bool:
        """Whether something was asked that means no year."""
        return bool(self.asked) and not self.choices


def look_up(asked: str, text: str = "", at: int = 0) -> TimeAnswer:
    """Return what ``asked`` means; where nothing is asked, what stands at the place ``at`` of ``text`` or near it."""
    if asked:
        return _answer(asked, whole_time(asked))
    typed = time_near(text, at)
    return TimeAnswer("") if typed is None else _answer(text[typed.start : typed.end], typed, typed.start, typed.end)


def _answer(asked: str, typed: TypedTime | None, start: int = 0, end: int = 0) -> TimeAnswer:
    if typed is None:
        return TimeAnswer(asked, start=start, end=end)
    found = convert(typed)
    few = len(found) <= _WITH_OTHERS and typed.year is None
    choices = tuple(Choice(one, tuple(beside(one)) if few else (), _remark(one, typed)) for one in found[:MOST])
    return TimeAnswer(asked, choices, max(0, len(found) - MOST), _edge(typed, found), start, end)


def _remark(one: Conversion, typed: TypedTime) -> str:
    """Return what does not agree, in words; empty where all does."""
    values = {
        "era": one.era.name,
        "last": years_between(one.era.start, one.era.end) + 1,
        "n": one.n,
        "dynasty": one.dynasty,
        "cyclic": one.cyclic,
        "typed": typed.cyclic,
    }
    remarks = {
        "past_end": _("%(era)s只有 %(last)s 年，没有 %(n)s 年：请核对") % values,
        "late": _("%(era)s已经改元，书上仍有沿用的") % values,
        "cyclic": _("这一年是%(cyclic)s，不是%(typed)s：请核对") % values,
        "dynasty": _("%(era)s是%(dynasty)s的年号：请核对朝代") % values,
    }
    return remarks.get(one.doubt, "")


def _edge(typed: TypedTime, found: list[Conversion]) -> str:
    """Return what is to be said of the end of the lunar year, empty where nothing is."""
    if typed.year is not None:
        ended = year_before(typed.year)
        values = {"year": ended[0].runs_into, "names": "、".join(one.written for one in ended)} if ended else {}
        return _("公元 %(year)s 年初几周，农历岁末未过，仍是%(names)s") % values if ended else ""
    one = found[0] if len(found) == 1 else None
    if one is None or one.runs_into is None:
        return ""
    values = {"next": one.runs_into, "year": one.common}
    if is_edge(typed):
        return _("十一、十二月可能已入公元 %(next)s 年；书目仍记 %(year)s，确知月日的写 %(next)s 也认") % values
    return _("农历岁末入公元 %(next)s 年，书目仍记 %(year)s") % values
