"""Reading the stored rows of many books at once: one query a table, nothing parsed, tables without rows passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from census.models import Image
from guji.details import fields_of, group_model
from guji.models import Agent, Book, TitleUnit

#: Records read at once.
BLOCK: Final = 2_000
#: The groups of the full record that say something a reader looks for.
GROUPS_READ: Final = (
    "prefaces",
    "engravers",
    "annotations",
    "seals",
    "other_titles",
    "sub_works",
    "provenances",
    "identifiers",
    "gradings",
    "layouts",
    "bindings",
    "cases",
    "attachments",
    "scripts",
    "repairs",
    "damages",
)


class BookRow(NamedTuple):
    """The columns of a book that a document is made of."""

    id: UUID
    institution_id: int
    census_no: str | None
    shelf_mark: str
    state: str
    title: str
    title_source: str
    responsibility: str
    edition: str
    annotation: str
    volumes: str
    extent: str
    class_code: str
    class_path: str
    series: str
    is_series: bool
    is_republican: bool
    is_foreign: bool
    edition_basis: str
    note: str
    title_main: str
    title_sort: bytes
    dynasty: str
    era: str
    year_from: int | None
    year_to: int | None
    place: str
    maker: str
    edition_type: str
    is_complete: bool


class UnitRow(NamedTuple):
    """One work named in a book."""

    book_id: UUID
    source: str
    name: str
    name_fold: str
    prefix: str
    juan: int | None
    undivided: bool


class PersonRow(NamedTuple):
    """One person named in a book."""

    book_id: UUID
    source: str
    work: str
    name: str
    name_fold: str


Detail = Mapping[str, Any]


@dataclass(slots=True)
class Whole:
    """A book with all its rows, each group in its order."""

    book: BookRow
    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    details: dict[str, list[Detail]] = field(default_factory=dict)
    #: What its pictures show, each once: only those that can be looked at.
    pictures: set[str] = field(default_factory=set)


def read(books: QuerySet[Book]) -> list[Whole]:
    """Return the books of a queryset, in its order, with all their rows."""
    rows = [BookRow(*row) for row in books.values_list(*BookRow._fields)]
    whole = {row.id: Whole(row) for row in rows}
    keys = list(whole)
    if not keys:
        return []
    for unit in TitleUnit.objects.filter(book__in=keys).order_by("book", "position").values_list(*UnitRow._fields):
        whole[unit[0]].units.append(UnitRow(*unit))
    for person in Agent.objects.filter(book__in=keys).order_by("book", "position").values_list(*PersonRow._fields):
        whole[person[0]].people.append(PersonRow(*person))
    for group in _filled():
        order = "path" if group == "sub_works" else "position"
        details = group_model(group)._default_manager.filter(book__in=keys).order_by("book", order)
        for detail in details.values("book_id", *fields_of(group)):
            whole[detail["book_id"]].details.setdefault(group, []).append(detail)
    for key, role in Image.objects.filter(kind=Book.KIND, record_id__in=keys).ready().values_list("record_id", "role"):
        whole[key].pictures.add(role)
    return list(whole.values())


def _filled() -> list[str]:
    """Return the groups that have any row at all, in one query: most of a register's are empty."""
    names = [group_model(group)._meta.db_table for group in GROUPS_READ]
    questions = ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in names)  # noqa: S608  names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {questions}")
        answers = cursor.fetchone()
    return [group for group, has_rows in zip(GROUPS_READ, answers, strict=True) if has_rows]


def blocks(size: int = BLOCK) -> Iterator[list[Whole]]:
    """Yield every book in the order of numbers, those without one last, ``size`` at a time."""
    for page in pages(size):
        yield read(Book.objects.filter(pk__in=page).order_by(F("census_no").asc(nulls_last=True), "pk"))


def keys(size: int = BLOCK) -> Iterator[UUID]:
    """Yield the key of every book in the order of numbers, those without one last."""
    return (key for page in pages(size) for key in page)


def pages(size: int = BLOCK) -> Iterator[list[UUID]]:
    """Yield the keys of all books in order, ``size`` at a time, each page found by the end of the one before."""
    last = ""
    numbered = Book.objects.filter(census_no__isnull=False).order_by("census_no").values_list("census_no", "pk")
    while page := list(numbered.filter(census_no__gt=last)[:size]):
        yield [key for _number, key in page]
        last = page[-1][0] or ""
    unnumbered = Book.objects.filter(census_no__isnull=True).order_by("pk").values_list("pk", flat=True)
    rest = list(unnumbered[:size])
    while rest:
        yield rest
        rest = list(unnumbered.filter(pk__gt=rest[-1])[:size])
