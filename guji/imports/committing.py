"""Rows that were judged, stored by the house's own bulk actions; and tried beforehand, where only trying tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from census.checks.base import Finding, Level
from census.errors import ActionRefused
from census.imports.cells import ROW
from census.imports.errors import ImportRefused
from census.imports.importer import Judged
from census.models import ImportBatch, Revision, Verdict
from guji.actions import BulkCreateBooks, BulkUpdate, BulkUpdateBooks
from guji.data import BookData
from guji.derivation import remember
from guji.imports.judging import Payload
from guji.imports.matching import Matcher
from guji.models import Book


def high_water() -> int:
    """Return the key of the latest revision: what is stored after it was not there when rows were judged."""
    return Revision.objects.aggregate(last=Max("pk"))["last"] or 0


class Committer:
    """Stores the rows of one import inside the caller's transaction."""

    def __init__(
        self, batch: ImportBatch, user: Any, *, approved: bool, trusted: bool, reserved: Iterable[str]
    ) -> None:
        self._creator = BulkCreateBooks(user, batch=batch, approved=approved, trusted=trusted)
        self._creator.reserve(reserved)
        self._updater = BulkUpdateBooks(user, batch=batch, approved=approved, trusted=trusted)

    def watch(self, matcher: Matcher, judged_from: int) -> None:
        """Look up what has been made since the rows were judged, so that none of it is made a second time."""
        made = Revision.objects.filter(kind=Book.KIND, number=1, pk__gt=judged_from)
        self._newcomers = matcher.among(Book.objects.filter(pk__in=made.values("record_id")))

    def write(self, judged: Sequence[Judged]) -> None:
        """Store one chunk and note keys and versions. Raises ``ImportRefused`` where the house has changed."""
        self._create([item for item in judged if item.verdict == Verdict.CREATE])
        self._change([item for item in judged if item.verdict == Verdict.UPDATE])

    def _create(self, new: Sequence[Judged]) -> None:
        for item in new:
            if self._newcomers.knows(item.payload.data):
                raise _meanwhile(gettext_noop("第 {row} 行的书刚由别人录入或导入").format(row=item.row.number))
        outcomes = self._creator.write([(_with_derived(item.payload), ()) for item in new]) if new else []
        for item, created in zip(new, outcomes, strict=True):
            if isinstance(created, ActionRefused):
                raise _meanwhile(created.message)
            item.record_id, item.version_after = created, 1

    def _change(self, changed: Sequence[Judged]) -> None:
        versions = self._updater.write([_update(item) for item in changed]) if changed else []
        for item, version in zip(changed, versions, strict=True):
            if isinstance(version, ActionRefused):
                raise _meanwhile(version.message)
            item.version_after = version if version is not None else item.version_before


def try_updates(judged: Sequence[Judged], user: Any, *, approved: bool, trusted: bool) -> None:
    """Refuse the updates that would be refused: they are made, and rolled back."""
    changed = [item for item in judged if item.verdict == Verdict.UPDATE]
    if not changed:
        return
    writer = BulkUpdateBooks(user, batch=None, approved=approved, trusted=trusted)
    with transaction.atomic():
        outcomes = writer.write([_update(item) for item in changed])
        transaction.set_rollback(True)
    for item, outcome in zip(changed, outcomes, strict=True):
        if isinstance(outcome, ActionRefused):
            field = getattr(outcome, "field", ROW)
            item.findings.append(Finding("stored_refused", Level.ERROR, field, outcome.template, outcome.params))
            item.verdict, item.payload = Verdict.REFUSE, None


def _with_derived(payload: Payload) -> BookData:
    return payload.data if payload.derived is None else remember(payload.data, payload.derived)


def _update(item: Judged) -> BulkUpdate:
    assert item.record_id is not None  # noqa: S101  a row to update has a record
    return BulkUpdate(item.record_id, item.payload.data, item.payload.errors, item.version_before)


def _meanwhile(why: str) -> ImportRefused:
    return ImportRefused(
        "changed-meanwhile",
        gettext_noop("检查之后、入库之前，库里的记录有了变动，这次没有入库（{why}）；请重新导入。"),
        why=why,
    )
