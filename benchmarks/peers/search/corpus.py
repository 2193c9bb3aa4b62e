"""A made-up province as documents for search, made as the database's are but without storing a record.

They are written to a file as pickles, from a database that has the authority tables: every engine is then filled from
the same file.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from authority.models import Institution
from authority.queries import class_paths
from census.models import State
from census.searching import Document, TextPart
from guji.data import BookData
from guji.derivation import derive
from guji.searching.documents import document
from guji.searching.rows import BookRow, PersonRow, UnitRow, Whole
from guji.searching.tables import Tables
from guji.synthetic import synthetic_books
from guji.synthetic.institutions import ensure_institutions

#: Every tenth record is not yet public, so that what a reader may see is not everything.
_DRAFT = 10
HOLDERS = 95


def documents(count: int) -> Iterator[Document]:
    """Yield the documents of a made-up province, in the order of numbers."""
    ensure_institutions(HOLDERS)
    tables = Tables.load()
    holders = dict(Institution.objects.values_list("code", "pk"))
    paths = class_paths()
    for number, data in enumerate(synthetic_books(count, institutions=HOLDERS)):
        yield _plain(document(_whole(number, data, holders, paths), tables))


def _plain(one: Document) -> Document:
    """Return a document without the words for places, which no index keeps and which are slow to read back."""
    return replace(one, texts={name: tuple(TextPart(part.text) for part in parts) for name, parts in one.texts.items()})


def _whole(number: int, data: BookData, holders: dict[str, int], paths: dict[str, str]) -> Whole:
    derived = derive(data)
    key = uuid5(NAMESPACE_OID, str(number))
    own: dict[str, Any] = {
        "id": key,
        "institution_id": holders[data.institution],
        "state": State.PUBLISHED if number % _DRAFT else State.DRAFT,
        "class_path": paths.get(data.class_code, ""),
    }
    values: dict[str, Any] = {
        name: own.get(name, derived.columns.get(name, getattr(data, name, ""))) for name in BookRow._fields
    }
    units = [
        UnitRow(key, unit.source, unit.name, unit.name_fold, unit.prefix, unit.juan, unit.undivided)
        for unit in derived.units
    ]
    people = [PersonRow(key, agent.source, agent.work, agent.name, agent.name_fold) for agent in derived.agents]
    return Whole(BookRow(**values), units, people)


def write(count: int, path: Path) -> None:
    """Write the documents to a file, and beside it where each lies, in the order of numbers."""
    places: list[tuple[bytes, int]] = []
    with path.open("wb") as file:
        for one in documents(count):
            places.append((one.sorts.get("number", b""), file.tell()))
            pickle.dump(one, file, 5)
    places.sort()
    array("Q", [place for _number, place in places]).tofile(path.with_suffix(".order").open("wb"))


def read(path: Path) -> Iterator[Document]:
    """Yield the documents of a file, in the order of numbers."""
    order = array("Q", path.with_suffix(".order").read_bytes())
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        for place in order:
            whole.seek(place)
            yield pickle.load(whole)


def main(arguments: Sequence[str]) -> None:
    """Write so many documents to a file."""
    write(int(arguments[0]), Path(arguments[1]))
