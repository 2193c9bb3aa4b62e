"""The rows of the chronology: dynasties and eras, read once from `data/`.

The two files name their sources in their heads. They hold facts only and can be corrected there; every reading, folding
and index is built from them when this module is imported.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

DATA: Final = Path(__file__).parent / "data"

DynastyKind = Literal["dynasty", "period", "nation"]
EraKind = Literal["era", "reign", "count"]


@dataclass(frozen=True, slots=True)
class Dynasty:
    """A dynasty, a named period or a nationality (朝代, 國別), as an author or an edition carries it.

    `start` and `end` are Gregorian years (negative before our era, None where it has no bounds in time); `region` is a
    two-letter code, CN, JP, KR, VN, RY (琉球) or the country's, and empty for 西洋 or 西域. `members` are the names
    whose eras this one also covers: 宋 has 北宋 and 南宋.
    """

    name: str
    aliases: tuple[str, ...]
    start: int | None
    end: int | None
    region: str
    kind: DynastyKind
    members: tuple[str, ...] = ()
    note: str = ""

    def holds(self, year: int) -> bool:
        """Tell whether the year lies in its span; a nationality without bounds holds every year."""
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True)
class Era:
    """A reign era (年號), a ruler's years (朝鮮純祖三年), or a count kept by private custom (崇禎紀元後).

    `start` is the Gregorian year in which its first year begins; `end` the year of its last number in ordinary use;
    `used_to` the last one met in practice, later than `end` where an era was carried on (洪武三十五年 is 1402).
    `solar_from` is the Gregorian year from which it follows the solar calendar, None for a lunar one.
    """

    name: str
    dynasty: str
    ruler: str
    start: int
    end: int
    region: str
    kind: EraKind = "era"
    aliases: tuple[str, ...] = ()
    dynasties: tuple[str, ...] = ()
    used_to: int | None = None
    solar_from: int | None = None
    note: str = ""


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of ours: UTF-8 CSV whose leading `#` lines name the source."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _year(text: str) -> int | None:
    return int(text) if text else None


def _dynasty(row: dict[str, str]) -> Dynasty:
    return Dynasty(
        name=row["name"],
        aliases=_split(row["aliases"]),
        start=_year(row["start"]),
        end=_year(row["end"]),
        region=row["region"],
        kind=cast(DynastyKind, row["kind"]),
        members=_split(row["members"]),
        note=row["note"],
    )


def _era(row: dict[str, str], regions: dict[str, str]) -> Era:
    homes = _split(row["dynasty"])
    return Era(
        name=row["name"],
        dynasty=homes[0],
        ruler=row["ruler"],
        start=int(row["start"]),
        end=int(row["end"]),
        region=regions[homes[0]],
        kind=cast(EraKind, row["kind"]),
        aliases=_split(row["aliases"]),
        dynasties=homes,
        used_to=_year(row["used_to"]),
        solar_from=_year(row["solar"]),
        note=row["note"],
    )


DYNASTIES: Final[tuple[Dynasty, ...]] = tuple(_dynasty(row) for row in read_rows(DATA / "dynasties.csv"))
_REGIONS: Final = {dynasty.name: dynasty.region for dynasty in DYNASTIES}
ERAS: Final[tuple[Era, ...]] = tuple(_era(row, _REGIONS) for row in read_rows(DATA / "eras.csv"))
