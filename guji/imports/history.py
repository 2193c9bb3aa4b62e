"""What happened to records since they were last imported: nobody's later work is overwritten by an old sheet.

The sheet as it was read the last time is kept with its batch, cell by cell. So what a sheet *changed* can be told
from what it merely repeats, and only the former is brought to a record that people have worked on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from uuid import UUID

from django.utils.translation import gettext_noop

from census.checks.base import Finding, Level
from census.imports.cells import ROW
from census.imports.headers import Header
from census.imports.reading import Row
from census.models import ImportBatch, ImportRow, Revision, Verdict
from guji.data import BookData
from guji.imports.columns import RECOGNISER
from guji.imports.rows import RowReader, Stated
from guji.models import Book
from guji.storage import clean, merged

Resolve = Callable[[str], str | None]


class History:
    """Settles what rows want of records that people may have worked on since the last import."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._earlier: dict[UUID, Stated] = {}
        self._readers: dict[UUID, RowReader | None] = {}

    def prepare(self, books: Iterable[Book]) -> None:
        """Look up the last imported row of those among the records that an import and a person both wrote."""
        self._earlier = {}
        worked_on = [book.pk for book in books if book.version > 1]
        if not worked_on:
            return
        groups: dict[UUID, set[UUID | None]] = {}
        for record, group in Revision.objects.filter(record_id__in=worked_on).values_list("record_id", "group"):
            groups.setdefault(record, set()).add(group)
        named = {group for found in groups.values() for group in found if group}
        batches = set(ImportBatch.objects.filter(pk__in=named).values_list("pk", flat=True))
        mixed = [key for key, found in groups.items() if found & batches and found - batches]
        if mixed:
            self._read_rows(mixed, batches)

    def settle(self, book: Book, present: BookData, wanted: BookData, stated: Stated) -> tuple[BookData, list[Finding]]:
        """Return what the record should become, and what is to be said.

        ``wanted`` is ``present`` with all that the row states. Where nobody but imports wrote the record, that
        holds. Else only what the sheet changed since it was last imported is brought; a field that a person
        changed as well, and otherwise, is an error, and the record stays.
        """
        number, institution = wanted.census_no or present.census_no, wanted.institution or present.institution
        wanted = merged(wanted, census_no=number, institution=institution)
        earlier = self._earlier.get(book.pk)
        if wanted == present or earlier is None:
            return wanted, []
        then = clean(earlier.onto(present))
        then = merged(then, census_no=then.census_no or number, institution=then.institution or institution)
        if then == wanted:
            template = gettext_noop("本行与上次导入时相同；记录此后有人改过，保留所改")
            return present, [Finding("row_unchanged", Level.HINT, ROW, template)]
        return _three_way(present, then, wanted)

    def _read_rows(self, keys: Sequence[UUID], batches: set[UUID]) -> None:
        """Read again, under the headers they had, the latest rows that became these records."""
        rows = (
            ImportRow.objects.filter(batch_id__in=batches, record_id__in=keys)
            .order_by("batch__committed_at", "number")
            .values_list("record_id", "batch_id", "number", "cells")
        )
        for record, batch, number, cells in rows:
            if batch not in self._readers:
                self._readers[batch] = self._reader(batch)
            reader = self._readers[batch]
            if reader is not None and record is not None:
                self._earlier[record] = reader.read(Row(number, [str(cell) for cell in cells]))

    def _reader(self, batch: UUID) -> RowReader | None:
        """Return a reader for the header that a batch had; it is kept as the batch's blank row."""
        kept = ImportRow.objects.filter(batch_id=batch, verdict=Verdict.BLANK).order_by("number").first()
        if kept is None:
            return None
        headings = {index: str(heading) for index, heading in enumerate(kept.cells) if heading}
        keys = {index: key for index, heading in headings.items() if (key := RECOGNISER.key(heading))}
        return RowReader(Header(kept.number, keys, headings), self._resolve)


def _three_way(present: BookData, then: BookData, wanted: BookData) -> tuple[BookData, list[Finding]]:
    """Bring what differs between ``then`` and ``wanted`` to ``present``."""
    changes, findings = {}, []
    for name in (field.name for field in fields(BookData) if field.name != "details"):
        now, before, new = getattr(present, name), getattr(then, name), getattr(wanted, name)
        if new in (before, now):
            continue
        if now == before:
            changes[name] = new
        else:
            template = gettext_noop("上次导入后有人把它改为“{now}”，本行又改为“{new}”；请核定后改其中一处")
            findings.append(Finding("match_conflict", Level.ERROR, name, template, {"now": now, "new": new}))
    details = dict(present.details)
    for group in sorted({*wanted.details, *then.details, *present.details}):
        now, before, new = (side.details.get(group, []) for side in (present, then, wanted))
        if new in (before, now):
            continue
        if now == before:
            details[group] = new
        else:
            template = gettext_noop("上次导入后有人改过这一组，本行又作了不同改动；请核定后改其中一处")
            findings.append(Finding("match_conflict", Level.ERROR, f"details.{group}", template))
    details = {group: rows for group, rows in details.items() if rows}
    return merged(present, **changes, details=details), findings
