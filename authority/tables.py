"""The project's own table files under `authority/data`, read as rows ready for the models.

Each file names its source in its head. Rows come as mappings of model fields to values, the key fields among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authority.chronology.tables import DYNASTIES, ERAS, read_rows
from authority.folding import fold_name

DATA: Final = Path(__file__).parent / "data"

Row = dict[str, Any]

_KINDS: Final = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """A classification as it lies in a file: which scheme and version, and where its tree is."""

    key: str
    version: str
    title: str
    source: str
    path: Path


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class of a tree file, with the code of the class above it (empty for a division) and its place below it."""

    code: str
    parent: str
    position: int
    name_hant: str
    name_hans: str
    note: str = ""


#: The classifications that come with the system; the last of a key is the current version.
SCHEMES: Final = (
    SchemeFile(
        key="hanwen-guji",
        version="2025-draft",
        title="漢文古籍分類表",
        source="《漢文古籍分類表（徵求意見稿）》2025，全球漢籍合璧工程編目細則所引",
        path=DATA / "hanwen-guji-2025-draft.tree",
    ),
)


class TreeFileError(ValueError):
    """A tree file that cannot be read as an outline."""


def regions() -> list[Row]:
    """Return the regions, each after the one above it."""
    rows = [{"parent_id": row.pop("parent") or None, **row} for row in read_rows(DATA / "regions.csv")]
    return sorted(rows, key=lambda row: (_KINDS.index(row["kind"]), row["code"]))


def institutions() -> list[Row]:
    """Return the institutions; `variants` is a tuple of other names."""
    return [
        {
            "region_id": row.pop("region") or None,
            "variants": tuple(name for name in row.pop("variants").split("|") if name),
            **row,
        }
        for row in read_rows(DATA / "institutions.csv")
    ]


def vocabularies() -> list[Row]:
    """Return the vocabularies."""
    return [dict(row) for row in read_rows(DATA / "vocabularies.csv")]


def terms() -> list[Row]:
    """Return the terms of all vocabularies; `position` counts by tens within each, so that local ones fit between."""
    seen: dict[str, int] = {}
    rows: list[Row] = []
    for row in read_rows(DATA / "terms.csv"):
        key = row.pop("vocabulary")
        seen[key] = seen.get(key, 0) + 10
        rows.append({"vocabulary_id": key, "parent_code": row.pop("parent"), "position": seen[key], **row})
    return rows


def names() -> list[Row]:
    """Return the names of persons that come with the system, confirmed."""
    return [{**row, "folded": fold_name(row["form"]), "status": "confirmed"} for row in read_rows(DATA / "names.csv")]


def dynasties() -> list[Row]:
    """Return the chronology's dynasties."""
    return [
        {
            "name": dynasty.name,
            "aliases": "|".join(dynasty.aliases),
            "start": dynasty.start,
            "end": dynasty.end,
            "region": dynasty.region,
            "kind": dynasty.kind,
            "members": "|".join(dynasty.members),
            "note": dynasty.note,
        }
        for dynasty in DYNASTIES
    ]


def eras() -> list[Row]:
    """Return the chronology's eras."""
    return [
        {
            "dynasty_id": era.dynasty,
            "name": era.name,
            "start": era.start,
            "ruler": era.ruler,
            "aliases": "|".join(era.aliases),
            "end": era.end,
            "used_to": era.used_to,
            "solar_from": era.solar_from,
            "kind": era.kind,
            "note": era.note,
        }
        for era in ERAS
    ]


def class_lines(path: Path) -> Iterator[ClassLine]:
    """Yield the classes of a tree file from above to below.

    Raises TreeFileError for an indent that skips a level, a code given twice, or a line without a name.
    """
    above: list[str] = []
    positions: dict[str, int] = {}
    codes: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        body = line.lstrip(" ")
        level, odd = divmod(len(line) - len(body), 2)
        code, name, *rest = [*body.split("\t"), ""]
        if odd or level > len(above) or not name or code in codes:
            raise TreeFileError(f"{path.name}:{number}: {line.strip()}")
        codes.add(code)
        del above[level:]
        parent = above[-1] if above else ""
        above.append(code)
        positions[parent] = positions.get(parent, 0) + 10
        hans, note, *_more = [*rest, "", ""]
        yield ClassLine(code, parent, positions[parent], name, hans, note)
