"""Times: points and ranges, by dynasty, era, 干支 and Gregorian year."""

from __future__ import annotations

from dataclasses import dataclass

from guji.notation.structures.base import Number


@dataclass(frozen=True, slots=True)
class CommonEra:
    """A Gregorian year or range as stated: ``（1611）``, ``(1628-1639)``, ``1927年``.

    Years before our era are negative. ``short`` says that the end of a range is shortened (1628-39).
    """

    first: int
    last: int | None = None
    brackets: str = "（）"
    separator: str = "-"
    suffix: str = ""
    approx: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of time in a statement: dynasty, era, year or 干支, phase (初, 末, 間, 年間 …), Gregorian year.

    ``suffix`` is what follows the year's number (年, 載, or nothing in 二十至二十四年); ``approx`` a word before
    (約, 疑); ``cyclic_first`` says that the 干支 stands before the number (太平天國癸好三年),
    ``cyclic_lead`` what is said before it (歲次甲戌);
    ``brackets`` are those around a time that the cataloguer supplied ([清康熙]刻本).
    """

    dynasty: str = ""
    era: str = ""
    year: Number | None = None
    suffix: str = "年"
    cyclic: str = ""
    cyclic_suffix: str = ""
    cyclic_first: bool = False
    cyclic_lead: str = ""
    month: str = ""
    phase: str = ""
    approx: str = ""
    ce: CommonEra | None = None
    brackets: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A time or a range of time; ``joint`` is the word between its ends, ``lead`` the separator before it."""

    start: Point
    end: Point | None = None
    joint: str = "至"
    lead: str = ""

    @property
    def points(self) -> tuple[Point, ...]:
        """The one or two points."""
        return (self.start,) if self.end is None else (self.start, self.end)

    @property
    def stated_years(self) -> tuple[int, int] | None:
        """The Gregorian years as stated, first and last."""
        years = [
            year for point in self.points if point.ce for year in (point.ce.first, point.ce.last or point.ce.first)
        ]
        return (years[0], years[-1]) if years else None
