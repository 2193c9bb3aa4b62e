"""撤回導入: an import taken back, as far as nobody has worked on its records since.

The records it made go, with their history: the batch and its rows stay as their trace. The records it changed
get their earlier content back as a further revision. What was touched since is left and listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections, models, transaction
from django.db.models import CharField, Exists, Max, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_noop

from authority.models import Institution
from census.diff import unwind
from census.errors import NotAllowed, WrongState
from census.models import (
    BatchState,
    Comment,
    ImportBatch,
    OutboxEntry,
    OutboxOperation,
    Revision,
    State,
    Waiver,
)
from census.numbering import Numbering
from census.policies import RULES, Access
from guji.actions.bulk_update import BulkUpdate, BulkUpdateBooks
from guji.models import Book
from guji.storage import from_snapshot, snapshot, to_data

REMOVABLE = (State.DRAFT, State.PROVINCE_APPROVED)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Touched:
    """A record of the batch that was worked on since, and so was left."""

    record_id: UUID
    census_no: str
    title: str
    version: int
    state: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """How many records went, how many got their earlier content back, and which were left."""

    removed: int
    reverted: int
    touched: tuple[Touched, ...]


class BulkUndo:
    """Take one committed import batch back. ``trusted`` is for commands run at the machine."""

    def __init__(self, batch: ImportBatch, user: Any, *, reason: str = "", trusted: bool = False) -> None:
        self.batch = batch
        self.user = user
        self.reason = reason
        self.trusted = trusted

    def execute(self, progress: Callable[[str], None] = lambda step: None) -> UndoReport:
        """Undo it in one transaction. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=self.batch.pk)
            if batch.state != BatchState.COMMITTED or batch.dry_run:
                raise WrongState(gettext_noop("这个批次没有入库，或者已经撤回"))
            self._require(batch)
            touched = [*self._touched_new(batch), *self._touched_changed(batch)]
            reverted = self._revert(batch, progress)
            removed = self._remove(batch, progress)
            batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
            batch.undone_by = self.user if getattr(self.user, "pk", None) else None
            batch.save(update_fields=["state", "undone_at", "undone_by"])
        self.batch.refresh_from_db()
        return UndoReport(removed, reverted, tuple(touched))

    def _require(self, batch: ImportBatch) -> None:
        if self.trusted:
            return
        access = Access.of(self.user)
        rules = RULES["undo_import"]
        for institution, state in (
            Book.objects.filter(batch=batch, version=1).values_list("institution", "state").distinct()
        ):
            roles = access.roles_in(institution)
            if not any(state in states for role, states in rules.items() if role in roles):
                raise NotAllowed(gettext_noop("这个批次里有您无权撤回的记录"))

    def _untouched(self, batch: ImportBatch) -> models.QuerySet[Book]:
        own: models.QuerySet[Book] = Book.objects.filter(batch=batch, version=1, state__in=REMOVABLE)
        return own.exclude(self._has_dependants())

    @staticmethod
    def _has_dependants() -> Q:
        """Say which records others have attached something to: remarks, waivers, rows of other rooms."""
        condition = Q(Exists(Comment.objects.filter(record_id=OuterRef("pk"))))
        condition |= Q(Exists(Waiver.objects.filter(record_id=OuterRef("pk"))))
        for relation in Book._meta.related_objects:
            if relation.related_model._meta.app_label != "guji" and not relation.many_to_many:
                rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}_id": OuterRef("pk")})
                condition |= Q(Exists(rows))
        return condition

    def _touched_new(self, batch: ImportBatch) -> Iterator[Touched]:
        kept = Book.objects.filter(batch=batch).filter(~Q(version=1) | ~Q(state__in=REMOVABLE) | self._has_dependants())
        yield from map(_touched, kept.iterator())

    def _changes(self, batch: ImportBatch) -> models.QuerySet[Revision]:
        return Revision.objects.filter(group=batch.pk, number__gt=1).order_by("pk")

    def _touched_changed(self, batch: ImportBatch) -> Iterator[Touched]:
        newer = Revision.objects.filter(record_id=OuterRef("record_id"), number__gt=OuterRef("number"))
        keys = self._changes(batch).filter(Exists(newer)).values("record_id")
        yield from map(_touched, Book.objects.filter(pk__in=keys).exclude(batch=batch).iterator())

    def _revert(self, batch: ImportBatch, progress: Callable[[str], None]) -> int:
        current = Book.objects.filter(pk=OuterRef("record_id"), version=OuterRef("number"))
        diffs = dict(self._changes(batch).filter(Exists(current)).values_list("record_id", "diff"))
        writer = BulkUpdateBooks(
            self.user, batch=batch, approved=True, reason=self.reason, trusted=True, action="undo_import"
        )
        keys = list(diffs)
        for start in range(0, len(keys), CHUNK):
            books = Book.objects.whole().in_bulk(keys[start : start + CHUNK])
            for outcome in writer.write([self._reverse(book, diffs[key]) for key, book in books.items()]):
                if isinstance(outcome, Exception):
                    raise outcome
            progress(f"reverted {min(start + CHUNK, len(keys))}/{len(keys)}")
        return len(keys)

    @staticmethod
    def _reverse(book: Book, diff: dict[str, list[Any]]) -> BulkUpdate:
        earlier = unwind(snapshot(to_data(book), book.state), [diff])
        return BulkUpdate(book.pk, from_snapshot(earlier), version=book.version)

    def _remove(self, batch: ImportBatch, progress: Callable[[str], None]) -> int:
        """Delete table by table, each in one statement whose cost follows that table's rows, not the batch's."""
        untouched = self._untouched(batch)
        count = untouched.count()
        self._announce(untouched)
        self._use_up_numbers(untouched)
        for relation in Book._meta.related_objects:
            if relation.related_model._meta.app_label == "guji":
                _delete(
                    relation.related_model._default_manager.filter(Exists(untouched.filter(pk=OuterRef("book_id"))))
                )
                progress(relation.name)
        made = Revision.objects.filter(group=batch.pk, number=1)
        _delete(made.filter(Exists(untouched.filter(pk=OuterRef("record_id")))))
        progress("revisions")
        _delete(untouched)
        progress("records")
        return count

    @staticmethod
    def _use_up_numbers(books: models.QuerySet[Book]) -> None:
        """Leave the numbers of the records that go in the counters, so that nobody gets them again."""
        highest = books.filter(census_no__isnull=False).values("institution").annotate(n=Max("census_no"))
        for institution, number in highest.order_by().values_list("institution", "n"):
            Numbering(Book, Institution.objects.get(pk=institution)).note(number)

    @staticmethod
    def _announce(books: models.QuerySet[Book]) -> None:
        """Tell the index in one statement that the records go."""
        rows = books.annotate(
            k=Value(Book.KIND, output_field=CharField()),
            o=Value(OutboxOperation.DELETE.value, output_field=CharField()),
        ).values_list("k", "pk", "o")
        sql, params = rows.order_by().query.sql_with_params()
        connection = connections[books.db]
        columns = ", ".join(connection.ops.quote_name(name) for name in ("kind", "record_id", "operation"))
        table = connection.ops.quote_name(OutboxEntry._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)


def _delete(rows: models.QuerySet[Any]) -> None:
    """Delete in the database, without fetching: nothing else hangs on these rows."""
    rows._raw_delete(rows.db)


def _touched(book: Book) -> Touched:
    return Touched(book.pk, book.census_no or "", book.title, book.version, book.state)
