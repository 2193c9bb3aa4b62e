"""The tables a book record is made of, written many rows at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from census.bulk import RowUpdater, RowWriter
from census.diff import Diff
from census.models import OutboxEntry, OutboxOperation, Revision, State
from guji.data import BookData
from guji.derivation import Derived, derive
from guji.details import GROUPS, fields_of, group_model
from guji.models import Agent, Book, TitleUnit
from guji.storage import (
    AGENT_COLUMNS,
    STATED,
    UNIT_COLUMNS,
    Classes,
    detail_values,
    snapshot,
    write_sub_works,
)

DERIVED = (
    "title_main",
    "title_fold",
    "title_sort",
    "juan_total",
    "dynasty",
    "era",
    "era_year",
    "year_from",
    "year_to",
    "place",
    "maker",
    "edition_type",
    "volumes_count",
    "volumes_unit",
    "extent_kind",
    "extent_count",
    "is_complete",
    "derivation",
)
CONTENT = (*STATED, *DERIVED, "class_node_id", "class_path", "census_no", "updated_at", "updated_by_id", "version")
FRAME = (
    "id",
    "institution_id",
    "state",
    "withdrawn_from",
    "batch_id",
    "created_at",
    "created_by_id",
    "province_approved_at",
    "province_approved_by_id",
)
_stated = attrgetter(*STATED)
_derived = itemgetter(*DERIVED)
FLAT_GROUPS = tuple(group for group in GROUPS if group != "sub_works")


class BookTables:
    """Collects the rows of a chunk of records and writes them, table after table.

    ``action``, ``actor_id``, ``reason`` and ``group`` go into every revision. :meth:`flush` empties the
    collection, so memory does not grow with the number of records.
    """

    def __init__(self, *, action: str, actor_id: int | None, reason: str, group: UUID | None) -> None:
        self.action, self.actor_id, self.reason, self.group = action, actor_id, reason, group
        self.classes = Classes()
        self._books = RowWriter(Book, (*FRAME, *CONTENT))
        self._changed = RowUpdater(Book, (*CONTENT, "id"))
        self._units = RowWriter(TitleUnit, ("book_id", "position", *UNIT_COLUMNS))
        self._agents = RowWriter(Agent, ("book_id", "position", *AGENT_COLUMNS))
        revision = ("kind", "record_id", "number", "action", "diff", "actor_id", "at", "reason", "group")
        self._revisions = RowWriter(Revision, revision)
        self._outbox = RowWriter(OutboxEntry, ("kind", "record_id", "operation"))
        self._details = {
            group: RowWriter(group_model(group), ("book_id", "position", *fields_of(group))) for group in FLAT_GROUPS
        }
        self._clear()

    def _clear(self) -> None:
        self._new: list[tuple[Any, ...]] = []
        self._altered: list[tuple[Any, ...]] = []
        self._unit_rows: list[tuple[Any, ...]] = []
        self._agent_rows: list[tuple[Any, ...]] = []
        self._detail_rows: dict[str, list[tuple[Any, ...]]] = {group: [] for group in FLAT_GROUPS}
        self._sets: list[tuple[UUID, list[dict[str, Any]]]] = []
        self._revision_rows: list[tuple[Any, ...]] = []
        self._stale: dict[str, list[UUID]] = {}

    def add_new(
        self, key: UUID, institution_id: int, data: BookData, state: State, now: datetime, batch_id: UUID | None
    ) -> None:
        """Collect a new record."""
        derived = derive(data)
        approved = state == State.PROVINCE_APPROVED
        approval = (now, self.actor_id) if approved else (None, None)
        frame = (key, institution_id, state.value, "", batch_id, now, self.actor_id, *approval)
        self._new.append((*frame, *self._content(data, derived, now, 1)))
        self._add_derived(key, derived)
        for group, rows in data.details.items():
            self._add_group(key, group, rows)
        content = snapshot(data, state.value)
        self._add_revision(key, 1, {name: [None, value] for name, value in content.items()}, now)

    def add_changed(
        self,
        key: UUID,
        before: BookData,
        data: BookData,
        diff: Diff,
        overrides: Mapping[str, Any],
        version: int,
        now: datetime,
        action: str | None = None,
    ) -> None:
        """Collect a change of a stored record; ``version`` is the new one."""
        derived = derive(data, overrides)
        self._altered.append((*self._content(data, derived, now, version), key))
        self._stale.setdefault("", []).append(key)
        self._add_derived(key, derived)
        for group in GROUPS:
            old, new = before.details.get(group, []), data.details.get(group, [])
            if old != new:
                self._stale.setdefault(group, []).append(key)
                self._add_group(key, group, new)
        self._add_revision(key, version, diff, now, action)

    def flush(self) -> None:
        """Write everything collected, parents first."""
        self._remove_stale()
        self._books.write(self._new)
        self._changed.write(self._altered)
        self._units.write(self._unit_rows)
        self._agents.write(self._agent_rows)
        for group, rows in self._detail_rows.items():
            self._details[group].write(rows)
        for key, sub_works in self._sets:
            write_sub_works(Book(pk=key), sub_works)
        self._revisions.write(self._revision_rows)
        self._outbox.write((Book.KIND, row[1], OutboxOperation.INDEX.value) for row in self._revision_rows)
        self._clear()

    def _content(self, data: BookData, derived: Derived, now: datetime, version: int) -> tuple[Any, ...]:
        node, path = self.classes.find(data.class_code)
        return (
            *_stated(data),
            *_derived(derived.columns),
            node,
            path,
            data.census_no or None,
            now,
            self.actor_id,
            version,
        )

    def _add_derived(self, key: UUID, derived: Derived) -> None:
        self._unit_rows += [(key, position, *row) for position, row in enumerate(derived.units, 1)]
        self._agent_rows += [(key, position, *row) for position, row in enumerate(derived.agents, 1)]

    def _add_group(self, key: UUID, group: str, rows: list[dict[str, Any]]) -> None:
        if group == "sub_works":
            self._sets.append((key, rows))
        else:
            self._detail_rows[group] += [(key, position, *values) for position, values in detail_values(group, rows)]

    def _add_revision(self, key: UUID, number: int, diff: Diff, now: datetime, action: str | None = None) -> None:
        row = (Book.KIND, key, number, action or self.action, diff, self.actor_id, now, self.reason, self.group)
        self._revision_rows.append(row)

    def _remove_stale(self) -> None:
        for group, keys in self._stale.items():
            for model in (TitleUnit, Agent) if not group else (group_model(group),):
                rows = model._default_manager.filter(book_id__in=keys)
                rows._raw_delete(rows.db)
