"""From what a record states to what it means in columns and rows: pure, and never refusing a record.

What the notation could not read stays empty here; the statement itself is untouched. Hand-made corrections
(:class:`guji.models.Override`) are applied last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from authority.han import FOLD_VERSION, fold, stroke_key
from guji.data import BookData
from guji.models.parts import TextSource
from guji.notation import Parsed, Responsibility, Title, parse_responsibility, parse_title, years_of_layer

#: Stored with each record; a record whose mark differs was derived by older rules and may be derived anew.
DERIVATION = f"3/{FOLD_VERSION}"

#: Derived column → the statement it comes from: what an override may set, and the text on which it depends.
OVERRIDABLE: Mapping[str, str] = {
    "title_main": "title",
    "juan_total": "title",
    "units": "title",
    "agents": "responsibility",
    "dynasty": "edition",
    "era": "edition",
    "era_year": "edition",
    "year_from": "edition",
    "year_to": "edition",
    "place": "edition",
    "maker": "edition",
    "edition_type": "edition",
    "volumes_count": "volumes",
    "volumes_unit": "volumes",
    "extent_kind": "extent",
    "extent_count": "extent",
    "is_complete": "extent",
}
_LARGEST = 2_147_483_647
_NAME_LENGTH = 40
#: Characters of a title that enter its sort key; titles alike so far are ordered by record key.
SORTED_CHARACTERS = 16
#: ``stroke_key`` puts what has no strokes last, under 998 and 999; they become 254 and 255.
_FIRST_SPECIAL, _LAST_SPECIAL = 200, 999


class UnitRow(NamedTuple):
    """One work named in the record, as a row of :class:`guji.models.TitleUnit`."""

    source: str
    name: str
    name_fold: str
    prefix: str = ""
    juan: int | None = None
    total: int | None = None
    undivided: bool = False


class AgentRow(NamedTuple):
    """One person named in the record, as a row of :class:`guji.models.Agent`."""

    source: str
    work: str
    dynasty: str
    nation: str
    name: str
    name_fold: str
    role: str


@dataclass(frozen=True, slots=True)
class Derived:
    """What was understood: the derived columns by name, and the rows."""

    columns: dict[str, Any]
    units: tuple[UnitRow, ...]
    agents: tuple[AgentRow, ...]


def remember(data: BookData, derived: Derived) -> BookData:
    """Keep with ``data`` what was derived of it, so that :func:`derive` need not read the statements again."""
    data.__dict__["derived"] = derived
    return data


def derive(data: BookData, overrides: Mapping[str, Any] | None = None) -> Derived:
    """Return everything that ``data`` means, with ``overrides`` (column, ``units`` or ``agents`` → value) applied."""
    known: Derived | None = None if overrides else data.__dict__.get("derived")
    if known is not None:
        return known
    overrides = overrides or {}
    columns = {**_title(data), **_edition(data), **_counts(data), "derivation": DERIVATION}
    columns |= {name: value for name, value in overrides.items() if name in columns}
    columns["title_fold"] = fold(columns["title_main"])
    columns["title_sort"] = sort_key(columns["title_main"])
    first, last = columns["year_from"], columns["year_to"]
    if first is not None and last is not None and first > last:
        columns["year_from"], columns["year_to"] = last, first
    units = overridden_units(overrides["units"]) if "units" in overrides else tuple(_units(data))
    agents = overridden_agents(overrides["agents"]) if "agents" in overrides else tuple(_agents(data))
    return Derived(columns, units, agents)


def sort_key(title: str) -> bytes:
    """Return the 筆畫 order of a title as bytes that any database compares rightly."""
    return b"".join(_packed(item) for item in stroke_key(title)[:SORTED_CHARACTERS])


@lru_cache(maxsize=32_768)
def _packed(item: tuple[int, str, int, int]) -> bytes:
    """Pack one character's key: strokes, their sequence two to a byte and closed by a zero, radical, code point."""
    strokes, sequence, radical, point = item
    count = strokes if strokes < _FIRST_SPECIAL else 255 - (_LAST_SPECIAL - strokes)
    digits = [int(digit) for digit in sequence] + [0] * (2 - len(sequence) % 2)
    pairs = bytes(high << 4 | low for high, low in zip(digits[::2], digits[1::2], strict=True))
    return bytes([count]) + pairs + bytes([radical]) + point.to_bytes(3, "big")


def _title(data: BookData) -> dict[str, Any]:
    title = data.parsed_title.structure
    return {"title_main": title.name or data.title, "juan_total": _count(data.total_juan)}


def _edition(data: BookData) -> dict[str, Any]:
    edition = data.parsed_edition.structure
    first, last = years_of_layer(edition.main)
    return {
        "dynasty": edition.dynasty[:_NAME_LENGTH],
        "era": edition.era[:_NAME_LENGTH],
        "era_year": _within(edition.year, 1, 200),
        "year_from": _within(first, -3000, 3000),
        "year_to": _within(last, -3000, 3000),
        "place": edition.place,
        "maker": edition.maker,
        "edition_type": edition.type,
    }


def _counts(data: BookData) -> dict[str, Any]:
    volumes, extent = data.parsed_volumes.structure, data.parsed_extent.structure
    pieces = next((item for item in volumes.items if item.unit in ("冊", "册")), None)
    counted = pieces or (volumes.items[0] if volumes.items else None)
    return {
        "volumes_count": _count(counted.value) if counted else None,
        "volumes_unit": counted.unit[:20] if counted else "",
        "extent_kind": extent.kind[:10],
        "extent_count": _count(extent.count),
        "is_complete": extent.kind in ("", "全") and not data.extent.strip(),
    }


def _count(value: int | None) -> int | None:
    return _within(value, 0, _LARGEST)


def _within(value: int | None, low: int, high: int) -> int | None:
    return value if value is not None and low <= value <= high else None


def _units(data: BookData) -> Iterator[UnitRow]:
    yield from _units_of(data.parsed_title.structure, TextSource.TITLE)
    for work in data.parsed_responsibility.structure.works:
        yield from _units_of(work, TextSource.APPENDED)
    for row in _flat(data.details.get("sub_works", ())):
        yield from _units_of(parse_title(row.get("title", "")).structure, TextSource.SUB_WORK)
    for row in data.details.get("other_titles", ()):
        yield from _units_of(parse_title(row.get("title", "")).structure, TextSource.OTHER_TITLE)


def _units_of(title: Title, source: TextSource) -> Iterator[UnitRow]:
    for unit in title.units:
        name = unit.name + unit.part
        if name:
            yield UnitRow(
                source.value, name, fold(name), unit.prefix, _count(unit.juan), _count(unit.total), unit.undivided
            )


def _agents(data: BookData) -> Iterator[AgentRow]:
    yield from _people(data.parsed_responsibility, TextSource.RESPONSIBILITY, "")
    for annotation in data.parsed_annotations.structure.items:
        for name in annotation.names:
            yield _agent(TextSource.ANNOTATION, "", annotation.dynasty, "", name.text, annotation.mode)
    for row in _flat(data.details.get("sub_works", ())):
        if row.get("responsibility"):
            yield from _people(parse_responsibility(row["responsibility"]), TextSource.SUB_WORK, row.get("title", ""))


def _people(reading: Parsed[Responsibility], source: TextSource, own: str) -> Iterator[AgentRow]:
    for work, group, role in reading.structure.attributions():
        place = TextSource.APPENDED if work is not None and source is TextSource.RESPONSIBILITY else source
        for name in group.names:
            yield _agent(place, work.name if work is not None else own, group.dynasty, group.nation, name.text, role)


def _agent(source: TextSource, work: str, dynasty: str, nation: str, name: str, role: str) -> AgentRow:
    return AgentRow(source.value, work, dynasty[:_NAME_LENGTH], nation[:_NAME_LENGTH], name, fold(name), role)


def _flat(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield sub-works to any depth, in reading order."""
    for row in rows:
        yield row
        yield from _flat(row.get("children", ()))


def overridden_units(rows: Iterable[Mapping[str, Any]]) -> tuple[UnitRow, ...]:
    """Return the title units that a person gave, as mappings of the fields of :class:`UnitRow`."""
    return tuple(
        UnitRow(**{"source": TextSource.TITLE.value, **_known(UnitRow, row), "name_fold": fold(row["name"])})
        for row in rows
    )


def overridden_agents(rows: Iterable[Mapping[str, Any]]) -> tuple[AgentRow, ...]:
    """Return the agents that a person gave, as mappings of the fields of :class:`AgentRow`."""
    empty = {"source": TextSource.RESPONSIBILITY.value, "work": "", "dynasty": "", "nation": "", "role": ""}
    return tuple(AgentRow(**{**empty, **_known(AgentRow, row), "name_fold": fold(row["name"])}) for row in rows)


def _known(shape: type[UnitRow] | type[AgentRow], row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key in shape._fields}
