"""Two people at one record: both versions field by field, and one chooses. Nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from census.errors import ConflictError
from guji.details import GROUPS
from guji.findings import field_name
from guji.forms import fields_of, known_field
from guji.models import Book
from guji.storage import to_data

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, or a whole group, of which the two versions say different things."""

    name: str
    label: str
    mine: str
    theirs: str


def show_conflict(
    request: HttpRequest, book: Book | None, sent: Mapping[str, Any], conflict: ConflictError
) -> HttpResponse:
    """Show both versions. What is the same in both, and what one chose before, goes along unseen."""
    assert book is not None  # noqa: S101 - a record that does not exist yet cannot have been changed
    present = Book.objects.whole().get(pk=book.pk)
    stored = fields_of(to_data(present))
    mine = {name: str(value) for name, value in sent.items() if known_field(name)}
    context = {
        "record": present,
        "conflict": conflict,
        "differences": list(differences(mine, stored)),
        "mine": mine,
        "reason": sent.get("reason", ""),
        "changed_by": present.updated_by,
        "changed_at": present.updated_at,
    }
    return render(request, "guji/conflict.html", context, status=409)


def differences(mine: Mapping[str, str], stored: Mapping[str, str]) -> Iterator[Difference]:
    """Yield what the two versions say differently, statement by statement and group by group."""
    for unit in dict.fromkeys(_unit(name) for name in (*mine, *stored)):
        one, other = (_of_unit(unit, fields) for fields in (mine, stored))
        if one != other:
            yield Difference(unit, field_name(unit), _told(one), _told(other))


def chosen(sent: Mapping[str, Any], stored: Mapping[str, str]) -> dict[str, Any]:
    """Return the form that one's choices make: of each unit one's own fields, or those that are stored."""
    theirs = {name.removeprefix("pick.") for name in sent if name.startswith("pick.") and sent[name] == THEIRS}
    own = {name: value for name, value in sent.items() if not known_field(name) or _unit(name) not in theirs}
    return own | {name: value for name, value in stored.items() if _unit(name) in theirs}


def _unit(name: str) -> str:
    group = name.partition(".")[0]
    return group if group in GROUPS else name


def _of_unit(unit: str, fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if _unit(name) == unit and value}


def _told(fields: Mapping[str, str]) -> str:
    """Return the words of a unit, the rows of a group one on a line."""
    rows: dict[str, list[str]] = {}
    for name, value in fields.items():
        rows.setdefault(name.rpartition(".")[0], []).append(value)
    return "\n".join("　".join(values) for values in rows.values())
