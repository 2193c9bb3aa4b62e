"""題名卷數 and 著者: the works, and the people who made them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guji.notation.structures.base import JUAN, Count, Note


@dataclass(frozen=True, slots=True)
class Extra:
    """A named addition to a work, counted on its own: 首一卷, 附錄三卷, 外集十卷."""

    label: str
    counts: tuple[Count, ...] = ()
    lead: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class TitleUnit:
    """One work in a title statement: ``［萬曆］金華府志三十卷首一卷``.

    ``prefix`` is the reign or place set before a gazetteer's or genealogy's title, ``brackets`` the pair around it
    (or around the whole name when the title was supplied by the cataloguer: ``supplied``; ``encloses`` if the pair
    takes in the counts as well). ``part`` is the named first part of a work counted by parts (…前集六卷後集八卷;
    the later parts are extras). ``link`` is a word like 附 that ties the unit to the one before; ``lead`` the
    separator before it.
    """

    name: str
    prefix: str = ""
    counts: tuple[Count, ...] = ()
    extras: tuple[Extra, ...] = ()
    part: str = ""
    note: Note | None = None
    brackets: str = ""
    supplied: bool = False
    encloses: bool = False
    link: str = ""
    lead: str = ""

    @property
    def juan(self) -> int | None:
        """The number of 卷 of the unit itself (without its extras), None if unknown, undivided or not stated."""
        return next((count.value for count in self.counts if count.unit in JUAN), None)

    @property
    def undivided(self) -> bool:
        """Whether the unit is stated as 不分卷."""
        return any(count.undivided for count in self.counts)

    @property
    def total(self) -> int | None:
        """The 卷 of the unit and all its extras together, None if any of them is not known."""
        counts = [self.counts, *(extra.counts for extra in self.extras)]
        values = [next((c.value for c in group if c.unit in JUAN), None) for group in counts if group]
        return None if not values or None in values else sum(v for v in values if v is not None)


@dataclass(frozen=True, slots=True)
class Title:
    """題名卷數: one work, or several printed together."""

    units: tuple[TitleUnit, ...] = ()

    @property
    def name(self) -> str:
        """The name of the first work, without prefix and counts."""
        return self.units[0].name + self.units[0].part if self.units else ""

    @property
    def total(self) -> int | None:
        """All 卷 of all units together, None if any is unknown."""
        totals = [unit.total for unit in self.units]
        return None if not totals or None in totals else sum(v for v in totals if v is not None)


@dataclass(frozen=True, slots=True)
class Name:
    """A person (or body) as named: epithet (釋, 太祖, 沙門 …), name, bracketed note, place of origin before it."""

    name: str
    epithet: str = ""
    note: Note | None = None
    origin: str = ""

    @property
    def text(self) -> str:
        """Epithet and name together, as one looks a person up: 釋智旭, 太祖朱元璋."""
        return self.epithet + self.name

    @property
    def monastic(self) -> bool:
        """Whether the name carries the clerical 釋."""
        return self.epithet == "釋"


@dataclass(frozen=True, slots=True)
class Group:
    """People who share a dynasty (or nation) and a role: ``（明）吾冔　吳夔等纂修``.

    ``role`` is empty where none is stated; :meth:`Section.role_of` says which later role covers it. ``brackets``
    are those around the dynasty, empty if it stands bare; ``separator`` stands between names, ``lead`` before the
    group. ``ascribed`` is the word before an attribution held doubtful (題, 舊題).
    """

    names: tuple[Name, ...] = ()
    dynasty: str = ""
    nation: str = ""
    role: str = ""
    etc: str = ""
    ascribed: str = ""
    brackets: str = ""
    separator: str = "\u3000"
    lead: str = "\u3000"


@dataclass(frozen=True, slots=True)
class Section:
    """The people of one work: of the main title (``work`` None) or of a work appended after its authors."""

    groups: tuple[Group, ...] = ()
    work: Title | None = None
    lead: str = "\u3000"

    def role_of(self, index: int) -> str:
        """The role of the group at ``index``: its own, else that of the next group that states one."""
        return next((group.role for group in self.groups[index:] if group.role), "")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """著者: who made the work and in which capacity, and the appended works with theirs."""

    sections: tuple[Section, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups of all sections, in order."""
        return tuple(group for section in self.sections for group in section.groups)

    @property
    def works(self) -> tuple[Title, ...]:
        """The appended works, in order."""
        return tuple(section.work for section in self.sections if section.work is not None)

    def attributions(self) -> Iterator[tuple[Title | None, Group, str]]:
        """Yield each group with the work it belongs to (None: the main title) and the role that covers it."""
        for section in self.sections:
            for index, group in enumerate(section.groups):
                yield section.work, group, section.role_of(index)
