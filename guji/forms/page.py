"""The entry page as data: what was typed, whose it is, and what the page has to show for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from authority.models import Institution
from census.policies import Access
from census.storable import made_storable
from guji.data import BookData
from guji.forms.flat import Problem, fields_of, known_field
from guji.forms.lines import FLAGS, NUMBERS, REST, STATEMENTS, Cell, Group, cells, groups
from guji.imports.entries import read_entry
from guji.models import Book, WorkingCopy

#: No institution has this key: only roles that reach everywhere reach it.
NOWHERE = -1
#: What the next record like this one takes over: the book, not the copy.
SHARED = ("institution", "title", "responsibility", "edition", "class_code", "series", "is_series", "is_republican")


@dataclass(frozen=True)
class EntryPage:
    """What was typed into a form: ``sent`` field by field, of a new record (``key`` its copy's key) or of ``book``."""

    sent: dict[str, Any]
    key: UUID
    book: Book | None = None
    holders: Sequence[Institution] = ()
    unfinished: Sequence[WorkingCopy] = ()
    problems: tuple[Problem, ...] = ()
    wanted: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything was typed: an empty form is told nothing."""
        return any(value for name, value in self.sent.items() if name != "institution" and known_field(name))

    @property
    def statements(self) -> list[Cell]:
        """The lines of the printed entry."""
        return cells(STATEMENTS, self.sent, self.problems)

    @property
    def numbers(self) -> list[Cell]:
        """Number, shelf mark, class, series."""
        return cells(NUMBERS, self.sent, self.problems)

    @property
    def rest(self) -> list[Cell]:
        """What is recorded and not printed."""
        return cells(REST, self.sent, self.problems)

    @property
    def flags(self) -> list[Cell]:
        """The yes-or-no fields."""
        return cells(FLAGS, self.sent)

    @property
    def groups(self) -> list[Group]:
        """The sixteen groups of the full record."""
        return groups(self.sent, self.problems, self.wanted)

    @property
    def version(self) -> str:
        """The version of the stored record that was read."""
        return str(self.sent.get("version") or "")

    @property
    def institution(self) -> str:
        """The code of the holder."""
        return str(self.sent.get("institution") or "")

    def split(self, pasted: str) -> EntryPage:
        """Let a pasted one-line entry fall into its statements; a holder that is named so is taken by its code.

        What has no place among them goes into the note, behind what stands there.
        """
        fields = read_entry(made_storable(pasted).strip()).fields
        holder = fields.pop("institution", "")
        found = Institution.objects.filter(name=holder).first() if holder else None
        if found is not None:
            fields["institution"] = found.code
        said = [part for part in (fields.get("note", ""), "" if found else holder) if part]
        note = str(self.sent.get("note") or "")
        if said:
            fields["note"] = "；".join([*filter(None, [note]), *(part for part in said if part not in note)])
        return replace(self, sent=self.sent | fields)

    def with_row(self, group: str) -> EntryPage:
        """Show one row more of a group."""
        return replace(self, wanted=group)

    def with_problems(self, problems: Sequence[Problem]) -> EntryPage:
        """Show what is wrong."""
        return replace(self, problems=tuple(problems))


def holders_for(user: Any) -> list[Institution]:
    """Return the institutions in which a user may make records, by code."""
    access = Access.of(user)
    if not access.may("create"):
        return []
    active = Institution.objects.filter(active=True).order_by("code")
    if access.may("create", institution_id=NOWHERE):
        return list(active)
    mine = [key for key in access.institutions if access.may("create", institution_id=key)]
    return list(active.filter(pk__in=mine))


def like(data: BookData, *, whole: bool = False) -> dict[str, str]:
    """Return the fields of the next record like ``data``: the book's, or ``whole``, without what is the copy's own."""
    given = fields_of(data)
    if whole:
        own = ("census_no", "shelf_mark", "identifiers.", "gradings.", "damages.", "provenances.", "seals.")
        return {name: value for name, value in given.items() if not name.startswith(own)}
    return {name: value for name, value in given.items() if name in SHARED}
