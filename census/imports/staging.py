"""The batch of an import from its first moment: staged while rows are judged, committed whole, or gone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_noop

from authority.models import Institution
from census.bulk import RowWriter
from census.imports.errors import ImportRefused
from census.imports.headers import Chosen, Recogniser
from census.imports.importer import ImportOptions, Judged, Outcome
from census.imports.reading import Notice
from census.jobs.worker_id import is_dead, own_id
from census.models import BatchState, ImportBatch, ImportRow, Verdict
from census.storable import made_storable

#: Key of the advisory lock under which PostgreSQL commits one import after the other.
LOCK_KEY = 0x63656E73
#: A process on another machine is taken for dead after so long.
GIVEN_UP = datetime.timedelta(days=1)
_ROW_COLUMNS = ("batch_id", "number", "record_id", "verdict", "findings", "version_before", "version_after", "cells")


@contextmanager
def staged(kind: str, options: ImportOptions, sha256: str) -> Iterator[ImportBatch]:
    """Keep a row for the import while it is judged; it goes again unless it was committed. A trial has none.

    Raises ``ImportRefused`` where the same file is being imported, or where the database is held by another writer.
    """
    name = made_storable(options.path.name)
    batch = ImportBatch(kind=kind, file_name=name, sha256=sha256, mode=options.mode, worker=own_id())
    batch.institution = Institution.objects.get(code=options.institution) if options.institution else None
    batch.created_by = options.user if getattr(options.user, "pk", None) else None
    batch.dry_run = options.dry_run
    with unless_held():
        if not options.dry_run:
            _refuse_twice(batch)
            batch.save()
    try:
        with unless_held():
            yield batch
    finally:
        if not options.dry_run:
            ImportBatch.objects.filter(pk=batch.pk, state=BatchState.STAGED).delete()


@contextmanager
def unless_held() -> Iterator[None]:
    """Say plainly that another writer has held the database longer than one waits (SQLite)."""
    try:
        yield
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        raise ImportRefused(
            "busy", gettext_noop("数据库正被别的写入占用（多半是另一次导入正在入库），这次没有导入；请稍后重新导入。")
        ) from error


def broken(kind: str) -> list[Notice]:
    """Mark the imports whose process died, and say that nothing of them was stored."""
    notices = []
    for batch in ImportBatch.objects.filter(kind=kind, state=BatchState.STAGED):
        if _is_dead(batch):
            ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.BROKEN)
            template = gettext_noop("{when} 开始的导入（{file}）中途断了，一行也没有入库。")
            notices.append(Notice("broken-before", template, {"when": _time(batch), "file": batch.file_name}))
    return notices


def _is_dead(batch: ImportBatch) -> bool:
    dead = is_dead(batch.worker)
    return timezone.now() - batch.created_at > GIVEN_UP if dead is None else dead


def _refuse_twice(batch: ImportBatch) -> None:
    others = ImportBatch.objects.filter(kind=batch.kind, sha256=batch.sha256, state=BatchState.STAGED)
    for other in others:
        if not _is_dead(other):
            raise ImportRefused(
                "in-progress",
                gettext_noop("这个文件正在导入（{when} 开始），请等它做完；做完后再导入，没有改动的行不会变。"),
                when=_time(other),
            )


def _time(batch: ImportBatch) -> str:
    return date_format(timezone.localtime(batch.created_at), "Y-m-d H:i")


class BatchWriter:
    """Writes the rows of a batch, and the batch itself, inside the transaction that stores its records."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch = batch
        self._rows = RowWriter(ImportRow, _ROW_COLUMNS)

    def begin(self, outcome: Outcome) -> None:
        """Set down what was judged, and take turns with other imports."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        batch, verdicts = self._batch, outcome.verdicts
        batch.state, batch.committed_at, batch.row_count = BatchState.COMMITTED, timezone.now(), outcome.rows
        batch.created_count, batch.updated_count = verdicts[Verdict.CREATE], verdicts[Verdict.UPDATE]
        batch.same_count, batch.refused_count = verdicts[Verdict.SAME], verdicts[Verdict.REFUSE]
        batch.finding_counts = dict(sorted(outcome.checks.items()))
        batch.notes = [notice.message for notice in outcome.notices] + outcome.unknown
        batch.save()

    def write_header(self, chosen: Chosen, recogniser: Recogniser) -> None:
        """Write the header as a row, blank by its verdict, so that the cells can be read again later.

        A heading that only the user's word made known is kept as the column's key.
        """
        header = chosen.header
        headings = [header.headings.get(index, "") for index in range(header.width)]
        for index, key in header.keys.items():
            if recogniser.key(headings[index]) != key:
                headings[index] = key
        self._rows.write([(self._batch.pk, header.row, None, Verdict.BLANK.value, [], None, None, headings)])

    def write(self, judged: Sequence[Judged]) -> None:
        """Write one chunk of rows with their findings."""
        self._rows.write(map(self._row, judged))

    def _row(self, item: Judged) -> tuple[Any, ...]:
        findings = [
            {
                "check": finding.check,
                "level": str(finding.level),
                "field": finding.field,
                "template": finding.template,
                "params": {key: _jsonable(value) for key, value in finding.params.items()},
                "offset": finding.offset,
                "length": finding.length,
            }
            for finding in item.findings
        ]
        return (
            self._batch.pk,
            item.row.number,
            item.record_id,
            item.verdict.value,
            findings,
            item.version_before,
            item.version_after,
            item.row.values,
        )


def _jsonable(value: object) -> object:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
