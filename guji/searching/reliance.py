"""What a book's document takes from the authority tables, so that a change there reaches the index too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import blake2b
from typing import Final
from uuid import UUID

from django.db.models import Q

from guji.models import Book
from guji.searching.tables import Tables

#: The vocabulary of kinds of editions is relied on as a whole: an alias added to a term touches any record.
EDITIONS: Final = "editions"
#: Names in one query.
CHUNK: Final = 400


def relied_on() -> dict[str, str]:
    """Return a digest of every holder, every class and the kinds of editions."""
    tables = Tables.load()
    found = {f"holder:{key}": _digest(holder) for key, holder in tables.holders.items()}
    found |= {f"class:{code}": _digest(place) for code, place in tables.classes.items()}
    found[EDITIONS] = _digest((sorted(tables.editions.terms.items()), tables.editions.families))
    return found


def relying_on(names: Collection[str]) -> Iterator[UUID]:
    """Yield the keys of the books of these holders and classes; of all books, where the kinds of editions changed."""
    if EDITIONS in names:
        yield from Book.objects.order_by().values_list("pk", flat=True).iterator(10_000)
        return
    split = [name.split(":", 1) for name in sorted(names)]
    holders = [int(rest) for sort, rest in split if sort == "holder"]
    classes = [rest for sort, rest in split if sort == "class"]
    found: set[UUID] = set()
    for column, values in (("institution__in", holders), ("class_code__in", classes)):
        for start in range(0, len(values), CHUNK):
            books = Book.objects.filter(Q((column, values[start : start + CHUNK]))).order_by()
            found.update(books.values_list("pk", flat=True).iterator(10_000))
    yield from sorted(found)


def _digest(thing: object) -> str:
    return blake2b(repr(thing).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
