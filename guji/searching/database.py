"""Books found straight in the database, where there is no index: conditions for the fallback of search.

They may let through too much, since every record is then verified on its document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F, Model, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from authority.models import Institution
from census.models import Image
from census.searching import Run
from guji.details import fields_of, group_model
from guji.models import Agent, Book, TitleUnit
from guji.queries import BookQuerySet
from guji.searching.fields import TEXT_FIELDS
from guji.searching.tables import Tables, edition_types

NOTHING: Final = Q(pk__in=[])
ALL: Final = ~NOTHING
#: The greatest character: behind every name that begins with a key.
_LAST: Final = "\U0010ffff"
#: Digits of a 單位代碼.
_UNIT: Final = 4
#: Text field → the columns of the book, and the groups of the full record, in which its words stand.
_COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "title": (("title",), ("sub_works", "other_titles")),
    "responsibility": (("responsibility",), ("sub_works",)),
    "edition": (("edition",), ("sub_works",)),
    "annotation": (("annotation",), ("annotations",)),
    "extent": (("extent",), ("sub_works",)),
    "series": (("series",), ()),
    "seal": ((), ("seals",)),
    "preface": ((), ("prefaces",)),
    "engraver": ((), ("engravers",)),
    "provenance": ((), ("provenances",)),
    "note": (("note", "title_source", "edition_basis"), ("sub_works",)),
    "shelf_mark": (("shelf_mark",), ()),
    "physical": (
        ("volumes",),
        ("layouts", "bindings", "cases", "attachments", "scripts", "repairs", "damages", "gradings"),
    ),
    "number": (("census_no", "shelf_mark"), ("identifiers", "gradings", "provenances")),
    "classification": (("class_path",), ()),
}
_PEOPLE: Final = ("annotations", "prefaces", "engravers", "seals", "provenances")


class BookDatabase:
    """Books, as :class:`census.searching.DatabaseSide`."""

    def records(self) -> BookQuerySet:
        """Return all books."""
        books: BookQuerySet = Book.objects.all()
        return books

    def having(self, runs: Sequence[Run], field: str | None) -> Q:
        """Return the condition that all ``runs`` may be in a field (``None``: in the general ones)."""
        if field == "holder":
            return Q(institution__in=_in_texts(Institution.objects.all(), ("names__name", "name"), runs))
        if field == "person":
            return _in_folded(Agent, runs) | _in_groups(_PEOPLE, runs)
        names = _names_for(field)
        columns = dict.fromkeys(column for name in names for column in _COLUMNS[name][0])
        groups = dict.fromkeys(group for name in names for group in _COLUMNS[name][1])
        found = _all_in(tuple(columns), runs) if columns else NOTHING
        if "title" in names:
            found |= _in_folded(TitleUnit, runs)
        return found | _in_groups(groups, runs)

    def numbered(self, run: Run) -> Q:
        """Return the condition that a number may have these characters; 1701-12 is a unit and a running number."""
        unit, dash, running = run.key.partition("-")
        found = Q(census_no__startswith=run.key) | _all_in(("shelf_mark",), [run])
        found |= _in_groups(("identifiers", "gradings", "provenances"), [run])
        if dash and len(unit) == _UNIT and running.isdigit():
            found |= Q(census_no__contains=f"-{unit}-", census_no__regex=f"-{unit}-0*{running}")
        return found

    def dated(self, first: int | None, last: int | None) -> Q:
        """Return the condition that an edition's years may touch ``first`` to ``last``; an era alone may."""
        stated = Q(year_from__isnull=False)
        if last is not None:
            stated &= Q(year_from__lte=last)
        if first is not None:
            stated &= Q(year_to__gte=first) | Q(year_to__isnull=True, year_from__gte=first)
        return stated | (Q(year_from__isnull=True) & ~Q(era=""))

    def chosen(self, facet: str, values: Sequence[str]) -> Q | None:
        """Return the condition that a book has one of the values, ``None`` where a column does not say it."""
        known = _CHOICES.get(facet)
        return known(values) if known else None

    def order(self, sort: str, descending: bool) -> Sequence[Any]:
        """Return an order; by default that of numbers. Books without the key stand last, then numbers decide."""
        column = _ORDERS.get(sort)
        number = [F("census_no").asc(nulls_last=True), F("pk").asc()]
        if column is None:
            return number
        key = F(column)
        return [key.desc(nulls_last=True) if descending else key.asc(nulls_last=True), *number]

    def alike(self, record: Book) -> Q:
        """Return the condition of books that may be of the same edition: the same title, the same years."""
        return Q(title_fold=record.title_fold, year_from=record.year_from, year_to=record.year_to)

    def named(self, key: str, begins: bool, most: int) -> Iterator[tuple[str, str, UUID]]:
        """Yield titles and persons whose folding key begins with ``key``, or has it inside, ``most`` of each."""
        condition = _begins(key) if begins else Q(name_fold__contains=key)
        for field, model in (("title", TitleUnit), ("person", Agent)):
            rows = model._default_manager.filter(condition).order_by("name_fold", "book_id")
            for name, book in rows.values_list("name", "book_id")[:most]:
                yield name, field, book


def _names_for(field: str | None) -> list[str]:
    """Return the text fields that a search in ``field`` looks at; without one, the general ones."""
    if field is None:
        return [text.name for text in TEXT_FIELDS if text.general]
    return [field] if field in _COLUMNS else []


def _begins(key: str) -> Q:
    """Return the condition of a beginning: a range where the index has code point order, else as PostgreSQL says it."""
    if connection.vendor == "sqlite":
        return Q(name_fold__gte=key, name_fold__lt=key + _LAST)
    return Q(name_fold__startswith=key)


def _all_in(columns: Sequence[str], runs: Sequence[Run]) -> Q:
    """Return the condition that one of the columns has all runs, the quick test before the sure one."""
    return reduce(or_, (_runs_in(column, runs) for column in columns), NOTHING)


def _runs_in(column: str, runs: Sequence[Run]) -> Q:
    found = Q()
    for run in runs:
        for spellings in run.spellings:
            found &= reduce(or_, (Q(GreaterThan(StrIndex(F(column), Value(ch)), 0)) for ch in spellings))
    for run in runs:
        found &= Q(**{f"{column}__regex": run.pattern})
    return found


def _in_texts(rows: Any, columns: Sequence[str], runs: Sequence[Run]) -> Any:
    return rows.filter(_all_in(columns, runs)).values("pk")


def _in_folded(model: type[Model], runs: Sequence[Run]) -> Q:
    condition = Q()
    for run in runs:
        condition &= Q(name_fold__contains=run.key)
    return Q(pk__in=model._default_manager.filter(condition).values("book"))


def _in_groups(groups: Any, runs: Sequence[Run]) -> Q:
    """Return the condition that a row of one of the groups has all runs; tables without rows are passed over."""
    found = NOTHING
    for group in groups:
        rows = group_model(group)._default_manager
        if rows.exists():
            texts = [name for name, field in fields_of(group).items() if isinstance(field, TextField)]
            found |= Q(pk__in=rows.filter(_all_in(texts, runs)).values("book"))
    return found


def _in_group(group: str) -> Q:
    return Q(pk__in=group_model(group)._default_manager.values("book"))


def _classes(values: Sequence[str]) -> Q:
    wanted = set(values)
    return Q(class_code__in=[code for code, (_place, chain) in Tables.load().classes.items() if wanted & set(chain)])


def _edition_types(values: Sequence[str]) -> Q:
    types, wanted = edition_types(), set(values)
    written = Book.objects.order_by().values_list("edition_type", flat=True).distinct()
    return Q(edition_type__in=[kind for kind in written if wanted & set(types.values(kind))])


def _regions(values: Sequence[str]) -> Q:
    wanted = set(values)
    holders = Tables.load().holders.items()
    return Q(institution_id__in=[key for key, holder in holders if wanted & set(holder.regions)])


def _pictured(**which: Any) -> Q:
    return Q(pk__in=Image.objects.filter(kind=Book.KIND, **which).ready().order_by().values("record_id"))


def _any_of(conditions: Mapping[str, Callable[[], Q]], values: Sequence[str]) -> Q:
    found = NOTHING
    for value in values:
        if value in conditions:
            found |= conditions[value]()
    return found


_CHOICES: Final[Mapping[str, Callable[[Sequence[str]], Q]]] = {
    "kind": lambda values: ALL if Book.KIND in values else NOTHING,
    "class": _classes,
    "edition_type": _edition_types,
    "institution": lambda values: Q(institution__code__in=values),
    "region": _regions,
    "state": lambda values: Q(state__in=values),
    "pictures": lambda values: _pictured(role__in=values),
    "completeness": partial(
        _any_of, {"complete": lambda: Q(is_complete=True), "incomplete": lambda: Q(is_complete=False)}
    ),
    "flags": partial(
        _any_of,
        {
            "series": lambda: Q(is_series=True),
            "republican": lambda: Q(is_republican=True),
            "foreign": lambda: Q(is_foreign=True),
            "annotated": lambda: ~Q(annotation="") | _in_group("annotations"),
            "sealed": lambda: _in_group("seals"),
            "images": _pictured,
        },
    ),
}
_ORDERS: Final = {"title": "title_sort", "year": "year_from", "class": "class_code"}
