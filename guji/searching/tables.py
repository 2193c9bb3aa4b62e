"""What documents and labels take from the authority tables: classes, holders, regions, kinds of editions, dynasties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from authority.chronology import DYNASTIES, find_dynasty, find_eras
from authority.folding import fold_name
from authority.kept import Kept, one_look
from authority.models import ClassNode, ClassScheme, Institution, InstitutionName, Region, Term

#: What the grammar leaves as stated and the vocabulary writes in full: 木活字本 is 木活字印本.
_SHORT_TYPE: Final = re.compile("活字(?=本$)")


@dataclass(frozen=True, slots=True)
class Holder:
    """A holding institution: its code, the names it goes by, its region and the regions above."""

    code: str
    names: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionTypes:
    """Kinds of edition: each term's own name and the family above it (影宋抄本 stands under 抄本)."""

    terms: Mapping[str, tuple[str, ...]]
    families: tuple[tuple[str, str], ...]

    def values(self, written: str) -> tuple[str, ...]:
        """Return the kind, in the vocabulary's form where it has one, and its family where that is another."""
        if not written:
            return ()
        folded = fold_name(_SHORT_TYPE.sub("活字印", written))
        known = self.terms.get(folded)
        if known:
            return known
        for ending, family in self.families:
            if folded.endswith(ending):
                return (written, family)
        return (written,)


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of the table in use, all by code and in the table's order."""

    places: Mapping[str, tuple[int, tuple[str, ...]]]
    names: Mapping[str, str]
    parents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions by code, in the order of codes."""

    names: Mapping[str, str]
    parents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as they stand at one moment, for a whole run of documents."""

    classes: Mapping[str, tuple[int, tuple[str, ...]]]
    holders: Mapping[int, Holder]
    editions: EditionTypes

    @classmethod
    def load(cls) -> Tables:
        """Return the tables as they are now."""
        with one_look():
            return cls(classes().places, holders(), edition_types())


def _read_classes() -> Classes:
    above: dict[int | None, tuple[str, ...]] = {None: ()}
    places: dict[str, tuple[int, tuple[str, ...]]] = {}
    names: dict[str, str] = {}
    nodes = ClassNode.objects.current().order_by("tree_id", "lft")
    for place, (key, parent, code, name) in enumerate(nodes.values_list("pk", "parent_id", "code", "name_hant")):
        above[key] = (code, *above.get(parent, ()))
        places[code], names[code] = (place, above[key]), name
    parents = {code: chain[1] for code, (_place, chain) in places.items() if len(chain) > 1}
    return Classes(places, names, parents)


def _read_regions() -> Regions:
    rows = list(Region.objects.order_by("code").values_list("code", "name", "parent__code"))
    return Regions({code: name for code, name, _ in rows}, {code: above for code, _, above in rows if above})


def _read_holders() -> dict[int, Holder]:
    parents = regions().parents
    names: dict[int, list[str]] = {}
    for key, name in InstitutionName.objects.filter(active=True).order_by("pk").values_list("institution_id", "name"):
        names.setdefault(key, []).append(name)
    return {
        key: Holder(code, tuple(dict.fromkeys([name, *names.get(key, ())])), _upwards(region, parents))
        for key, code, name, region in Institution.objects.order_by("code").values_list(
            "pk", "code", "name", "region__code"
        )
    }


def _read_edition_types() -> EditionTypes:
    terms = list(Term.objects.of("edition_type").values_list("code", "parent_code", "name_hant"))
    names = {code: name for code, _parent, name in terms}
    known = {fold_name(name): (name, names[parent]) if parent in names else (name,) for code, parent, name in terms}
    families = [(fold_name(name), name) for _code, parent, name in terms if not parent]
    return EditionTypes(known, tuple(sorted(families, key=lambda family: -len(family[0]))))


#: The classes of the table in use.
classes: Final = Kept(_read_classes, ClassNode, ClassScheme)
#: The regions.
regions: Final = Kept(_read_regions, Region)
#: The holding institutions by key, in the order of their codes.
holders: Final = Kept(_read_holders, Institution, InstitutionName, Region)
#: The kinds of edition of the vocabulary.
edition_types: Final = Kept(_read_edition_types, Term)


def _upwards(code: str | None, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return a code and all above it; a ring in the table ends where it closes."""
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = parents.get(code)
    return tuple(found)


@lru_cache(maxsize=4096)
def dynasty_of(dynasty: str, era: str, year: int | None) -> str:
    """Return the dynasty that an edition states, or that its era belongs to where only one can be meant."""
    if dynasty:
        found = find_dynasty(dynasty, year)
        return found.name if found else dynasty
    homes = {
        row.dynasty for row in find_eras(era) if row.region == "CN" and (year is None or row.start <= year <= row.end)
    }
    return homes.pop() if len(homes) == 1 else ""


def _covering() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in DYNASTIES:
        for member in row.members:
            found.setdefault(member, row.name)
    return found


#: Dynasty → the one that covers it: 南宋 → 宋, 江戶 → 日本.
DYNASTY_PARENTS: Final = _covering()


def dynasties_upwards(name: str) -> tuple[str, ...]:
    """Return a dynasty and those that cover it."""
    return _upwards(name, DYNASTY_PARENTS)


def in_order(values: Iterable[str], order: Mapping[str, object]) -> list[str]:
    """Return those of ``values`` that ``order`` knows, in its order."""
    wanted = set(values)
    return [value for value in order if value in wanted]
