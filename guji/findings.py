"""What the checks find in a record as it is stored, and which of it still stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext

from authority.models import ClassNode
from census.checks.base import Context, Finding, Level
from census.models import State, Waiver
from census.numbering import census_prefixes
from guji.data import DETAIL_GROUPS, TWIN_FIELDS, BookData
from guji.details import plain
from guji.models import Book

if TYPE_CHECKING:
    from census.checks.base import Registry


def book_checks() -> Registry[BookData]:
    """Return the registry; looked up late, so that checks may read what actions offer."""
    from guji.checks import BOOK_CHECKS

    return BOOK_CHECKS


def context_for(data: BookData, own: UUID | None = None) -> Context:
    """Return what the checks may know of other records and of the authority tables for this one.

    Who else has the number, the shelf mark, or without a mark the very same statements; what the institution's numbers
    begin with; whether the class exists.
    """
    others = Book.objects.exclude(pk=own) if own else Book.objects.all()
    numbers = {}
    if data.census_no:
        numbers[data.census_no] = others.filter(census_no=data.census_no).count()
    living = others.exclude(state=State.WITHDRAWN).filter(institution__code=data.institution)
    marks, twins = {}, {}
    if data.shelf_mark:
        marks[data.institution, data.shelf_mark] = living.filter(shelf_mark=data.shelf_mark).count()
    elif data.title:
        same = {name: getattr(data, name) for name in TWIN_FIELDS}
        twins[data.twin_key] = living.filter(shelf_mark="", **same).count()
    return Context(numbers=numbers, shelf_marks=marks, twins=twins, settings=_tables_for(data))


def _tables_for(data: BookData) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if data.census_no:
        known["census_prefixes"] = census_prefixes(code=data.institution)
    if data.class_code:
        classes = ClassNode.objects.current()
        if classes.filter(code=data.class_code).exists():
            known["class_codes"] = {data.class_code}
        elif classes.exists():
            known["class_codes"] = frozenset()
    return known


def findings_of(data: BookData, own: UUID | None = None) -> list[Finding]:
    """Return everything the checks find in ``data``; ``own`` is the key of its stored record, if it has one."""
    return book_checks().run(data, context_for(data, own))


def text_of(data: BookData, field: str) -> str:
    """Return the text of a field as a waiver remembers it (groups as their rows)."""
    if field.startswith("details."):
        return repr(plain(data.details.get(field.removeprefix("details."), [])))
    return str(getattr(data, field, ""))


def waivers_of(record_id: UUID) -> list[Waiver]:
    """Return the waivers of a record that nobody revoked."""
    return list(Waiver.objects.filter(record_id=record_id, revoked_at__isnull=True).select_related("by"))


def unwaived(data: BookData, findings: Iterable[Finding], waivers: Sequence[Waiver]) -> list[Finding]:
    """Return the findings that no waiver covers for the text as it now reads."""
    waived = {(waiver.check_id, waiver.field, waiver.text) for waiver in waivers}
    return [f for f in findings if (f.check, f.field, text_of(data, f.field)) not in waived]


def standing_errors(data: BookData, record_id: UUID) -> list[Finding]:
    """Return the errors of a stored record that are neither mended nor waived."""
    errors = [finding for finding in findings_of(data, record_id) if finding.level is Level.ERROR]
    return unwaived(data, errors, waivers_of(record_id)) if errors else []


def field_name(name: str) -> str:
    """Return what a field of a finding or a revision is called by people, in the language now active."""
    stem = name.removeprefix("details.").split(".")[0].split("[")[0]
    if stem in DETAIL_GROUPS:
        return gettext(DETAIL_GROUPS[stem])
    try:
        return str(Book._meta.get_field(stem).verbose_name)  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        return name
