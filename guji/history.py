"""The versions of a record: what it said after each change, and what two versions say differently, to the character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from census.diff import replay
from census.models import Revision
from guji.data import BookData
from guji.findings import field_name
from guji.forms import fields_of
from guji.models import Book
from guji.storage import from_snapshot

#: Longer texts are compared as a whole: a comparison to the character would keep a page waiting.
COMPARED = 4000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text, and whether the other version does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field says in two versions, cut where they part."""

    name: str
    label: str
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]


def revisions_of(book: Book) -> list[Revision]:
    """Return every change of a record, the first first."""
    rows = Revision.objects.filter(kind=Book.KIND, record_id=book.pk)
    return list(rows.select_related("actor").order_by("number"))


def version_of(revisions: list[Revision], number: int) -> BookData:
    """Return what the record said after the change of that number."""
    return from_snapshot(_stated(replay(row.diff for row in revisions if row.number <= number)))


def _stated(flat: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in flat.items() if not name.startswith(("override.", "waiver."))}


def changes(before: BookData, after: BookData) -> Iterator[FieldChange]:
    """Yield what two versions say differently, field by field, detail rows one by one."""
    old, new = fields_of(before), fields_of(after)
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name, ""), new.get(name, "")
        if one != other:
            yield FieldChange(name, _label(name), *marked(one, other))


def marked(before: str, after: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Cut two texts into what they share and what only one of them has."""
    if not before or not after or max(len(before), len(after)) > COMPARED:
        return ((Stretch(before, True),) if before else ()), ((Stretch(after, True),) if after else ())
    left: list[Stretch] = []
    right: list[Stretch] = []
    for same, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if j > i:
            left.append(Stretch(before[i:j], same != "equal"))
        if m > k:
            right.append(Stretch(after[k:m], same != "equal"))
    return tuple(left), tuple(right)


def _label(name: str) -> str:
    """Return what a form's field is called: 钤印 2 印文."""
    group, _, rest = name.partition(".")
    if not rest:
        return field_name(name)
    from guji.details import fields_of as columns_of

    number, _, column = rest.partition(".")
    words = columns_of(group).get(column)
    return f"{field_name(f'details.{group}')} {int(number) + 1} {words.verbose_name if words else ''}".strip()
