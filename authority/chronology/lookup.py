"""Finding dynasties and eras by the names that catalogues give them, also inside a longer text.

A bare name is often several things: 梁 is 南朝梁 or 後梁, 正德 an era of 明, of 西夏 and of Japan. The
functions here return all of them in a fixed order; `reckoning.resolve` narrows them by what else is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeVar

from authority.chronology.cycle import parse_sexagenary
from authority.chronology.spelling import plain
from authority.chronology.tables import DYNASTIES, ERAS, Dynasty, Era

Row = TypeVar("Row", Dynasty, Era)

#: Where books were dated by the Chinese court's eras (奉正朔): 朝鮮萬曆, 琉球康熙.
_CHINESE_RECKONING: Final = frozenset({"KR", "RY"})


class DynastyMatch(NamedTuple):
    """A dynasty's name found in a text: how many characters, as written, and every sense, likeliest first."""

    length: int
    text: str
    dynasties: tuple[Dynasty, ...]

    @property
    def dynasty(self) -> Dynasty:
        """The likeliest sense."""
        return self.dynasties[0]


class EraMatch(NamedTuple):
    """An era's name found in a text: how many characters, as written, and every era of that name."""

    length: int
    text: str
    eras: tuple[Era, ...]


def _spellings(row: Dynasty | Era) -> dict[str, None]:
    return dict.fromkeys(plain(name) for name in (row.name, *row.aliases))


def _by_name(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in _spellings(row):
            found[name].append(row)
    return {name: tuple(senses) for name, senses in found.items()}


def _by_first(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name[0]].append(name)
    return {first: tuple(sorted(all_, key=len, reverse=True)) for first, all_ in found.items()}


def _own_name_first(senses: Mapping[str, tuple[Dynasty, ...]]) -> dict[str, tuple[Dynasty, ...]]:
    ordered = {}
    for name, rows in senses.items():
        own = tuple(row for row in rows if plain(row.name) == name)
        ordered[name] = own + tuple(row for row in rows if row not in own)
    return ordered


class _Index:
    """What is needed to find rows by name, built once from the rows."""

    def __init__(self, dynasties: tuple[Dynasty, ...], eras: tuple[Era, ...]) -> None:
        self.all_eras = eras
        self.dynasties = _own_name_first(_by_name(dynasties))
        self.eras = _by_name(eras)
        self.dynasty_starts = _by_first(self.dynasties)
        self.era_starts = _by_first(self.eras)
        self.canonical = {dynasty.name: dynasty for dynasty in dynasties}
        self.scopes: dict[str, frozenset[str]] = {}

    def scope(self, name: str) -> frozenset[str]:
        """Return the names under a canonical name, itself among them."""
        found = self.scopes.get(name)
        if found is None:
            dynasty = self.canonical.get(name)
            members = dynasty.members if dynasty else ()
            found = self.scopes[name] = frozenset({name}).union(*(self.scope(member) for member in members))
        return found


class _Current:
    """The index in use: the tables' own, or one with local rows added."""

    index = _Index(DYNASTIES, ERAS)


#: Every name and alias of a dynasty or nationality, as spelled in the table.
DYNASTY_NAMES: Final = frozenset(name for row in DYNASTIES for name in (row.name, *row.aliases))
#: Every name and alias of a reign era, as spelled in the table; other spellings (天啓, 寛永) are found by `match_era`.
ERA_NAMES: Final = frozenset(
    name for row in ERAS if row.kind == "era" for name in (row.name, *row.aliases) if parse_sexagenary(name) is None
)


def use_local(dynasties: Iterable[Dynasty] = (), eras: Iterable[Era] = ()) -> None:
    """Let these rows be found beside the tables' own; called again, the new ones replace those given before.

    For dynasties and eras that an administrator has added. `DYNASTIES`, `ERAS` and the sets of names stay as they are.
    """
    _Current.index = _Index(DYNASTIES + tuple(dynasties), ERAS + tuple(eras))


def all_eras() -> tuple[Era, ...]:
    """Return every era in use, the tables' own first, then local ones."""
    return _Current.index.all_eras


def find_dynasties(name: str) -> tuple[Dynasty, ...]:
    """Return every dynasty, period or nationality of this name in any spelling, likeliest first; maybe none."""
    return _Current.index.dynasties.get(plain(name), ())


def find_dynasty(name: str, year: int | None = None) -> Dynasty | None:
    """Return the dynasty meant by `name`, or None if unknown.

    With a Gregorian `year`, the first sense that holds it is preferred: 梁 is 南朝梁, but 後梁 in 915.
    """
    senses = find_dynasties(name)
    if year is not None:
        senses = tuple(sense for sense in senses if sense.holds(year)) or senses
    return senses[0] if senses else None


def scope(dynasty: Dynasty) -> frozenset[str]:
    """Return the names of all dynasties whose eras belong under this one, itself among them, members of members too."""
    return _Current.index.scope(dynasty.name)


def _senses(dynasty: Dynasty | str | None) -> tuple[Dynasty, ...] | None:
    if dynasty is None:
        return None
    return (dynasty,) if isinstance(dynasty, Dynasty) else find_dynasties(dynasty)


def _within(eras: Iterable[Era], senses: Iterable[Dynasty]) -> tuple[Era, ...]:
    names = frozenset().union(*(scope(sense) for sense in senses))
    return tuple(era for era in eras if not names.isdisjoint(era.dynasties))


def _shared_reckoning(eras: Iterable[Era], senses: Iterable[Dynasty]) -> tuple[Era, ...]:
    guests = [sense for sense in senses if sense.region in _CHINESE_RECKONING]
    return tuple(
        era
        for era in eras
        if era.region == "CN" and era.kind == "era" and any(g.holds(era.start) or g.holds(era.end) for g in guests)
    )


def find_eras(name: str, dynasty: Dynasty | str | None = None, region: str | None = None) -> tuple[Era, ...]:
    """Return every era of this name in any spelling, in the table's order; maybe none.

    `dynasty` (a row, or a name in any of its senses) keeps the eras under it: 宋 + 乾道 leaves out 西夏's. Under Korea
    and 琉球, which dated by the Chinese court, an era they did not have themselves is looked for in China. Rulers'
    years (純祖) are found only with a dynasty. `region` keeps the eras of CN, JP, KR or VN.
    """
    eras = _Current.index.eras.get(plain(name), ())
    senses = _senses(dynasty)
    if senses is None:
        eras = tuple(era for era in eras if era.kind != "reign" and parse_sexagenary(era.name) is None)
    else:
        eras = _within(eras, senses) or _shared_reckoning(eras, senses)
    return eras if region is None else tuple(era for era in eras if era.region == region)


def match_dynasty(text: str, pos: int = 0) -> DynastyMatch | None:
    """Return the longest dynasty or nationality whose name stands at `pos`, or None."""
    window = plain(text[pos : pos + 8])
    for name in _Current.index.dynasty_starts.get(window[:1], ()):
        if window.startswith(name):
            return DynastyMatch(len(name), text[pos : pos + len(name)], _Current.index.dynasties[name])
    return None


def match_era(text: str, pos: int = 0, dynasty: Dynasty | str | None = None) -> EraMatch | None:
    """Return the longest era name at `pos` that exists (under `dynasty`, if given; see `find_eras`), or None."""
    window = plain(text[pos : pos + 8])
    for name in _Current.index.era_starts.get(window[:1], ()):
        if window.startswith(name):
            eras = find_eras(name, dynasty)
            if eras:
                return EraMatch(len(name), text[pos : pos + len(name)], eras)
    return None
