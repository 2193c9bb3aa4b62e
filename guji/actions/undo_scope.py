"""What of an import batch can still be taken back, and what has been worked on since.

A later import that was itself taken back counts as nothing: its change and its undoing leave the record as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from census.errors import NotAllowed
from census.models import BatchState, Comment, Image, ImportBatch, Revision, State, Waiver
from census.models.record import WAITING_STATES
from census.policies import Access
from guji.models import Book

REMOVABLE = (State.DRAFT, State.PROVINCE_APPROVED)
#: States in which a record is changed by ``edit``; in the later ones by ``correct``.
_OPEN = (State.DRAFT, *WAITING_STATES)
_TOUCHED = ("pk", "census_no", "title", "version", "state", "batch_id")


@dataclass(frozen=True, slots=True)
class Touched:
    """A record of the batch that was worked on since, and so was left; ``why`` is a message id."""

    record_id: UUID
    census_no: str
    title: str
    version: int
    state: str
    why: str


class UndoScope:
    """The records of one batch, sorted by what has become of them."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch = batch
        own = Revision.objects.filter(group=batch.pk, number__gt=1).exclude(action="undo_import")
        self._last_change = own.aggregate(last=Max("pk"))["last"] or 0
        self._changes = own.filter(pk__lte=self._last_change)

    def removable(self) -> QuerySet[Book]:
        """Return the records that the batch made, that are as it made them, and that nothing hangs on."""
        made: QuerySet[Book] = Book.objects.filter(batch=self._batch, state__in=REMOVABLE)
        return made.filter(Q(version=1) | ~Exists(_later("pk").filter(number__gt=1))).exclude(_has_dependants())

    def revertible(self) -> QuerySet[Revision]:
        """Return the changes of the batch that are still their record's latest."""
        return self._changes.filter(Exists(Book.objects.filter(pk=OuterRef("record_id")))).exclude(Exists(_newer()))

    def check_access(self, access: Access) -> None:
        """Raise ``NotAllowed`` where the user may not take back all that would be."""
        changed = Book.objects.filter(pk__in=self._changes.values("record_id"))
        for records in (Book.objects.filter(batch=self._batch), changed):
            for institution in records.order_by().values_list("institution", flat=True).distinct():
                access.require("undo_import", institution_id=institution)
        reverted = Book.objects.filter(pk__in=self.revertible().values("record_id"))
        may_change = (Q(state__in=_OPEN) & access.which("edit")) | (~Q(state__in=_OPEN) & access.which("correct"))
        forbidden = (self.removable().exclude(access.which("undo_import")), reverted.exclude(may_change))
        if any(records.exists() for records in forbidden):
            raise NotAllowed(gettext_noop("这个批次里有您无权撤回的记录"))

    def touched(self) -> Iterator[Touched]:
        """Yield what stays, before anything is done."""
        removable = self.removable().values("pk")
        made = Book.objects.filter(batch=self._batch).exclude(pk__in=removable)
        changed = Book.objects.filter(pk__in=self._changes.filter(Exists(_newer())).values("record_id"))
        for records in (made, changed.exclude(batch=self._batch)):
            rows = records.order_by("census_no", "pk").values_list(*_TOUCHED)
            yield from _as_touched(rows.iterator(), self._batch)


def _later(record: str) -> QuerySet[Revision]:
    """Return the revisions of the outer query's record, but for those of imports that were taken back."""
    undone = ImportBatch.objects.filter(state=BatchState.UNDONE).values("pk")
    return Revision.objects.filter(record_id=OuterRef(record)).filter(Q(group__isnull=True) | ~Q(group__in=undone))


def _newer() -> QuerySet[Revision]:
    """Return the revisions that count and that are later than the outer query's."""
    return _later("record_id").filter(number__gt=OuterRef("number"))


def _has_dependants() -> Q:
    """Say which records others have attached something to: remarks, waivers, pictures, rows of other rooms."""
    condition = Q(Exists(Comment.objects.filter(record_id=OuterRef("pk"))))
    condition |= Q(Exists(Waiver.objects.filter(record_id=OuterRef("pk"))))
    condition |= Q(Exists(Image.objects.filter(record_id=OuterRef("pk"))))
    for relation in Book._meta.related_objects:
        if relation.related_model._meta.app_label != "guji" and not relation.many_to_many:
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}_id": OuterRef("pk")})
            condition |= Q(Exists(rows))
    return condition


def _as_touched(rows: Iterable[tuple[Any, ...]], batch: ImportBatch) -> Iterator[Touched]:
    for key, number, title, version, state, made_by in rows:
        if version == 1 and made_by == batch.pk:
            why = gettext_noop("已有审校意见、豁免、书影或别处引用")
        elif state in REMOVABLE:
            why = gettext_noop("此后又有改动")
        else:
            why = gettext_noop("此后已送审、审定、出版或撤销")
        yield Touched(key, number or "", title, version, state, why)
