"""撤回導入: an import taken back, as far as nobody has worked on its records since.

The records it made go, with their history: the batch and its rows stay as their trace. The records it changed
get their earlier content back as a further revision. What was touched since is left and listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections, models, transaction
from django.db.models import Case, CharField, Exists, Max, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext_noop

from authority.models import Institution
from census.bulk import frugal
from census.diff import unwind
from census.errors import WrongState
from census.models import PUBLIC_STATES, BatchState, ImportBatch, OutboxEntry, OutboxOperation, Revision
from census.numbering import Numbering
from census.policies import Access
from guji.actions.bulk_update import BulkUpdate, BulkUpdateBooks
from guji.actions.undo_scope import Touched, UndoScope
from guji.models import Book
from guji.storage import from_snapshot, snapshot, to_data

CHUNK = 500
#: Page cache of an undo, in KiB as SQLite counts it: deletes go through a dozen indexes in no order of theirs.
CACHE = -65_536
#: Progress is told as (stage, done, of): stages are ``revert`` (in records) and ``remove`` (in tables).
Progress = Callable[[str, int, int], None]


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

    def execute(self, progress: Progress = lambda stage, done, total: None) -> UndoReport:
        """Undo it in one transaction. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        with frugal(connections[Book.objects.db], CACHE), transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=self.batch.pk)
            if batch.state != BatchState.COMMITTED or batch.dry_run:
                raise WrongState(gettext_noop("这个批次没有入库，或者已经撤回"))
            scope = UndoScope(batch)
            if not self.trusted:
                scope.check_access(Access.of(self.user))
            touched = tuple(scope.touched())
            reverted = self._revert(batch, scope.revertible(), progress)
            removed = _remove(batch, scope.removable(), progress)
            batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
            batch.undone_by = self.user if getattr(self.user, "pk", None) else None
            batch.save(update_fields=["state", "undone_at", "undone_by"])
        self.batch.refresh_from_db()
        return UndoReport(removed, reverted, touched)

    def _revert(self, batch: ImportBatch, changes: models.QuerySet[Revision], progress: Progress) -> int:
        """Give the records their earlier content, as many at a time as memory should hold."""
        writer = BulkUpdateBooks(
            self.user, batch=batch, approved=True, reason=self.reason, trusted=True, action="undo_import"
        )
        total, done, last = changes.count(), 0, 0
        while rows := list(changes.filter(pk__gt=last).order_by("pk").values_list("pk", "record_id", "diff")[:CHUNK]):
            diffs = {key: diff for _, key, diff in rows}
            books = Book.objects.whole().in_bulk(list(diffs))
            for outcome in writer.write([_reverse(book, diffs[key]) for key, book in books.items()]):
                if isinstance(outcome, Exception):
                    raise outcome
            done, last = done + len(rows), rows[-1][0]
            progress("revert", done, total)
        return done


def _reverse(book: Book, diff: dict[str, list[Any]]) -> BulkUpdate:
    earlier = unwind(snapshot(to_data(book), book.state), [diff])
    return BulkUpdate(book.pk, from_snapshot(earlier), version=book.version)


def _remove(batch: ImportBatch, records: models.QuerySet[Book], progress: Progress) -> int:
    """Delete table by table, each in one statement whose cost follows that table's rows, not the batch's."""
    count = _held(records)
    _announce(records)
    _use_up_numbers(records)
    tables = [relation.related_model for relation in Book._meta.related_objects if _is_own(relation.related_model)]
    for done, model in enumerate(tables):
        _delete(model._default_manager.filter(Exists(records.filter(pk=OuterRef("book_id")))))
        progress("remove", done + 1, len(tables) + 2)
    _delete(Revision.objects.filter(record_id__in=records.filter(version__gt=1).values("pk")))
    first = Revision.objects.filter(group=batch.pk, number=1)
    _delete(first.filter(Exists(records.filter(pk=OuterRef("record_id")))))
    progress("remove", len(tables) + 1, len(tables) + 2)
    _delete(records)
    progress("remove", len(tables) + 2, len(tables) + 2)
    return count


def _held(books: models.QuerySet[Book]) -> int:
    """Keep the records from being changed while their rows go, and return how many they are.

    SQLite's transaction holds them already; elsewhere somebody may be saving one of them at this moment.
    """
    if not connections[books.db].features.has_select_for_update:
        count: int = books.count()
        return count
    return sum(1 for _ in books.select_for_update(of=("self",)).values_list("pk").iterator())


def _is_own(model: type[models.Model]) -> bool:
    return model._meta.app_label == Book._meta.app_label


def _use_up_numbers(books: models.QuerySet[Book]) -> None:
    """Leave the numbers of the records that go in the counters, so that nobody gets them again."""
    highest = books.filter(census_no__isnull=False).values("institution").annotate(n=Max("census_no"))
    for institution, number in highest.order_by().values_list("institution", "n"):
        Numbering(Book, Institution.objects.get(pk=institution)).note(number)


def _announce(books: models.QuerySet[Book]) -> None:
    """Tell the index in one statement that the records go, and which of them readers could see."""
    public = When(state__in=PUBLIC_STATES, then=Value(OutboxOperation.HIDE.value))
    rows = books.annotate(
        k=Value(Book.KIND, output_field=CharField()),
        o=Case(public, default=Value(OutboxOperation.DELETE.value), output_field=CharField()),
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
