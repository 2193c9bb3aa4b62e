"""更正結構: putting right what was derived from a statement, without touching the statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_noop

from census.errors import InvalidData
from census.models import State
from census.storable import is_storable
from guji.actions.base import BookAction
from guji.derivation import OVERRIDABLE, Derived, overridden_agents, overridden_units
from guji.models import Agent, Book, Override, TitleUnit
from guji.storage import active_overrides, apply, to_data, write_rows

#: What the narrower of the two engines can hold in each kind of column.
_RANGES = {
    "SmallIntegerField": range(-32_768, 32_768),
    "PositiveSmallIntegerField": range(32_768),
    "PositiveIntegerField": range(2_147_483_648),
}


class _StructureAction(BookAction):
    rule = "override"
    from_states = (State.DRAFT, State.SUBMITTED, State.INSTITUTION_APPROVED, State.PROVINCE_APPROVED)

    def __init__(
        self,
        book: Book,
        user: Any,
        field: str,
        *,
        version: int | None = None,
        reason: str = "",
        group: UUID | None = None,
        trusted: bool = False,
    ) -> None:
        super().__init__(book, user, version=version, reason=reason, group=group, trusted=trusted)
        self.field = field
        self._rows: list[Override] | None = None
        self._derived: Derived | None = None

    def overrides(self, record: Book) -> dict[str, Any]:
        """Return the overrides as stored, and after the change as they are to be stored."""
        rows = list(record.overrides.all()) if self._rows is None else self._rows
        return {row.field: row.value for row in rows}

    def derive_with(self, record: Book, rows: list[Override]) -> None:
        """Derive the record again with these overrides."""
        data = to_data(record)
        self._rows = rows
        self._derived = apply(record, data, active_overrides(rows, data))

    def save(self, record: Book) -> None:
        """Write the record with its derived rows."""
        super().save(record)
        assert self._derived is not None  # noqa: S101 - change() ran before
        data = to_data(record)
        write_rows(record, data, self._derived, data)


class OverrideStructure(_StructureAction):
    """Set one derived field by hand. ``units`` and ``agents`` take lists of rows, the others one value."""

    name = "override"
    needs_reason = True

    def __init__(self, book: Book, user: Any, field: str, value: Any, **options: Any) -> None:
        super().__init__(book, user, field, **options)
        self.value = value

    def check(self, record: Book) -> None:
        """Refuse a field that is not derived, or a value of the wrong type."""
        if self.field not in OVERRIDABLE:
            raise InvalidData(self.field, gettext_noop("“{name}”不是可以更正的结构"), name=self.field)
        if not _fits(self.field, self.value):
            raise InvalidData(self.field, gettext_noop("“{value}”不能用作“{name}”"), value=self.value, name=self.field)

    def change(self, record: Book) -> None:
        """Derive the record with the correction."""
        text = getattr(to_data(record), OVERRIDABLE[self.field])
        row = Override(
            book=record, field=self.field, value=self.value, text=text, reason=self.reason, by=self.user, at=self.now
        )
        self._row = row
        self.derive_with(record, [*(r for r in record.overrides.all() if r.field != self.field), row])

    def after(self, record: Book) -> None:
        """Write the override in the place of an earlier one on the same field."""
        Override.objects.filter(book=record, field=self.field).delete()
        self._row.save(force_insert=True)


class RemoveOverride(_StructureAction):
    """Trust the derivation again for one field."""

    name = "remove_override"

    def change(self, record: Book) -> None:
        """Derive the record without the correction."""
        self.derive_with(record, [row for row in record.overrides.all() if row.field != self.field])

    def after(self, record: Book) -> None:
        """Delete the override; the history keeps it."""
        Override.objects.filter(book=record, field=self.field).delete()


def _fits(field: str, value: Any) -> bool:
    if field == "units":
        return _rows_fit(overridden_units, TitleUnit, value)
    if field == "agents":
        return _rows_fit(overridden_agents, Agent, value)
    return _column_holds(Book._meta.get_field(field), value)


def _rows_fit(shape: Callable[[Any], Sequence[Any]], model: type[models.Model], value: Any) -> bool:
    try:
        rows = shape(value)
    except (TypeError, KeyError, AttributeError):
        return False
    return all(_column_holds(model._meta.get_field(name), item) for row in rows for name, item in row._asdict().items())


def _column_holds(column: Any, value: Any) -> bool:
    if value is None:
        return bool(column.null)
    kind = column.get_internal_type()
    if kind == "BooleanField":
        return isinstance(value, bool)
    if kind.endswith("IntegerField"):
        return isinstance(value, int) and not isinstance(value, bool) and value in _RANGES[kind]
    most = getattr(column, "max_length", None)
    return isinstance(value, str) and is_storable(value) and (most is None or len(value) <= most)
