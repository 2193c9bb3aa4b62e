"""Counting a volume: 部 and 冊 by institution, dynasty and type, as the tables at its end show them.

Ancient books, Republican thread-bound books and books made abroad (域外本) are counted apart, because the published
figures of the census differ by whether they are included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from catalog_export.volumes.register.entry import Facts, RegisterEntry

#: Units that hold 冊 and are not themselves counted as such.
CONTAINERS = frozenset("函包匣盒夾")
#: Printed where the edition names no dynasty or no type.
UNKNOWN = "未詳"


@dataclass(slots=True)
class Tally:
    """部 and 冊 of one row of a table; pieces (軸, 張, 件 …) that are no 冊 are kept by their unit."""

    copies: int = 0
    volumes: int = 0
    pieces: Counter[str] = field(default_factory=Counter)

    def add(self, facts: Facts) -> None:
        """Count one record."""
        self.copies += 1
        for unit, number in facts.volumes:
            if unit == "冊":
                self.volumes += number
            elif unit not in CONTAINERS:
                self.pieces[unit] += number

    def join(self, other: Tally) -> None:
        """Add what another volume counted."""
        self.copies += other.copies
        self.volumes += other.volumes
        self.pieces.update(other.pieces)


@dataclass(slots=True)
class Statistics:
    """All tables of a volume. Each maps a row's name to its tally; ``total`` counts everything."""

    total: Tally = field(default_factory=Tally)
    institutions: dict[str, Tally] = field(default_factory=dict)
    dynasties: dict[str, Tally] = field(default_factory=dict)
    types: dict[str, Tally] = field(default_factory=dict)
    completeness: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[str, Tally] = field(default_factory=dict)

    def add(self, entry: RegisterEntry) -> None:
        """Count one entry into every table."""
        facts = entry.facts
        rows = (
            (self.institutions, entry.institution),
            (self.dynasties, facts.dynasty or UNKNOWN),
            (self.types, facts.edition_type or UNKNOWN),
            (self.completeness, "殘缺" if facts.incomplete else "完整"),
            (self.kinds, kind_of(facts)),
        )
        self.total.add(facts)
        for table, name in rows:
            table.setdefault(name, Tally()).add(facts)

    def join(self, other: Statistics) -> None:
        """Add the tables of another volume."""
        self.total.join(other.total)
        pairs = (
            (self.institutions, other.institutions),
            (self.dynasties, other.dynasties),
            (self.types, other.types),
            (self.completeness, other.completeness),
            (self.kinds, other.kinds),
        )
        for own, theirs in pairs:
            for name, tally in theirs.items():
                own.setdefault(name, Tally()).join(tally)


def kind_of(facts: Facts) -> str:
    """Return the kind under which a record is counted: made abroad before Republican before ancient."""
    if facts.foreign:
        return "域外本"
    return "民國傳統裝幀" if facts.republican else "古籍"


def count(entries: Iterable[RegisterEntry]) -> Statistics:
    """Return the statistics of ``entries``."""
    statistics = Statistics()
    for entry in entries:
        statistics.add(entry)
    return statistics


def ranked(table: dict[str, Tally], order: Callable[[str], int] | None = None) -> list[tuple[str, Tally]]:
    """Return a table's rows by ``order`` of their names, or by copies, most first; the unknown always last."""

    def key(row: tuple[str, Tally]) -> tuple[bool, int, str]:
        name, tally = row
        return name == UNKNOWN, order(name) if order else -tally.copies, name

    return sorted(table.items(), key=key)
