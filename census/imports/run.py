"""An import from file to records: survey, judge, commit. A trial goes the same way and is rolled back.

Judging reads the database and writes nothing; its results lie in a temporary file, so that memory does not
grow with the sheet and the one transaction that writes is short.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from authority.models import Institution
from census.bulk import RowWriter
from census.imports.errors import ImportRefused
from census.imports.headers import Chosen, Recogniser, choose_sheet
from census.imports.importer import Importer, ImportOptions, Judged, Outcome, Progress, Tally
from census.imports.reading import Limits, Notice, Row, Source, column_name, open_source
from census.imports.repeats import Repeats
from census.imports.report import SheetReport, Summary
from census.models import BatchState, ImportBatch, ImportRow, Verdict
from census.storable import made_storable

CHUNK = 250
#: Page cache during an import, in KiB as SQLite counts it (negative).
SQLITE_CACHE = -8192
Item = TypeVar("Item")
_ROW_COLUMNS = ("batch_id", "number", "record_id", "verdict", "findings", "version_before", "version_after", "cells")


def run_import(importer: Importer, options: ImportOptions, progress: Progress | None = None) -> Outcome:
    """Import a file, or try to (``dry_run``), and say what became of every row.

    If any row is refused, nothing is stored, unless ``skip_bad`` asks for the good ones. Raises
    ``ImportRefused`` for a file that cannot be imported at all; nothing is changed then, whatever happens.
    """
    tell = progress or (lambda stage, done, total: None)
    source = open_source(options.path, Limits(file_bytes=settings.IMPORT_MAX_BYTES))
    chosen = choose_sheet(source, importer.recogniser, options.sheet, options.assign)
    outcome = Outcome(sheet=chosen.table.name, encoding=source.encoding, dry_run=options.dry_run)
    outcome.unknown = [f"{column}: {heading}" for column, heading in _named_unknown(chosen)]
    sha256 = _digest(options)
    importer.begin(options, chosen, delimited=source.form == "csv", sha256=sha256)
    try:
        with tempfile.TemporaryFile() as spool, frugal(connection):
            widest = _prepare(importer, source, chosen, outcome, tell)
            with _report(importer, chosen, options, widest) as report:
                _judge(importer, chosen, outcome, spool, report, tell)
                if report is not None:
                    report.finish(_summary(importer, options, outcome))
            if outcome.rows == 0:
                raise ImportRefused("no-rows", gettext_noop("表头之下没有任何内容。"))
            _commit(importer, chosen, options, outcome, spool, sha256, tell)
    finally:
        importer.close()
    return outcome


@contextmanager
def frugal(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Keep SQLite from holding the growing file in this process's memory while a long import runs."""
    if database.vendor != "sqlite" or database.in_atomic_block:
        yield
        return
    names = ("cache_size", "mmap_size")
    with database.cursor() as cursor:
        usual = {name: cursor.execute(f"PRAGMA {name}").fetchone() for name in names}
        cursor.execute(f"PRAGMA cache_size={SQLITE_CACHE}")
        cursor.execute("PRAGMA mmap_size=0")
    try:
        yield
    finally:
        with database.cursor() as cursor:
            for name, value in usual.items():
                cursor.execute(f"PRAGMA {name}={int(value[0]) if value else 0}")


def _prepare(importer: Importer, source: Source, chosen: Chosen, outcome: Outcome, tell: Progress) -> int:
    """Go over the rows once: which keys repeat, what is to be said of the sheet; return its width in columns."""
    repeats, hidden, total, widest = Repeats(), 0, chosen.table.expected_rows, chosen.header.width
    for done, rows in _counted(chosen.data_rows()):
        repeats.add((scope, key, row.number) for row in rows for scope, key in importer.survey(row))
        hidden += sum(row.hidden for row in rows)
        widest = max(widest, *(len(row.values) for row in rows))
        tell("survey", done, total)
    repeats.settle()
    outcome.notices = [*chosen.notices, *importer.surveyed(repeats)]
    if hidden:
        outcome.notices.append(
            Notice("hidden", gettext_noop("有 {count} 行是隐藏行（筛选掉的也算），照样读入。"), {"count": hidden})
        )
    if source.encoding:
        outcome.notices.append(Notice("encoding", gettext_noop("文件编码：{name}。"), {"name": source.encoding}))
    return widest


@contextmanager
def _report(importer: Importer, chosen: Chosen, options: ImportOptions, widest: int) -> Iterator[SheetReport | None]:
    """Open the report with the rows above the data copied, if one is wanted."""
    if options.report is None:
        yield None
        return
    with SheetReport(options.report, chosen.table.name, importer.columns(), widest) as report:
        for row in chosen.table.rows():
            if row.number > chosen.header.row:
                break
            report.copy(row, head=row.number == chosen.header.row)
        yield report


def _judge(
    importer: Importer,
    chosen: Chosen,
    outcome: Outcome,
    spool: IO[bytes],
    report: SheetReport | None,
    tell: Progress,
) -> None:
    """Judge every row, write the report as they go by, and lay the verdicts down in the spool."""
    total = chosen.table.expected_rows
    tally = Tally(outcome, chosen, importer)
    for done, rows in _counted(chosen.data_rows()):
        judged = importer.judge(rows)
        for item in judged:
            tally.add(item)
            if report is not None:
                remark = gettext("这一行没有收") if item.verdict == Verdict.REFUSE else ""
                report.write(item.row, item.findings, remark)
        pickle.dump(judged, spool, protocol=pickle.HIGHEST_PROTOCOL)
        tell("judge", done, total)
    tally.finish()


def _commit(
    importer: Importer,
    chosen: Chosen,
    options: ImportOptions,
    outcome: Outcome,
    spool: IO[bytes],
    sha256: str,
    tell: Progress,
) -> None:
    """Store the batch in one transaction, rolled back for a trial; not where a row is refused or none changes."""
    keep = not options.dry_run
    if not outcome.changes or (outcome.refused and not options.skip_bad):
        return
    spool.seek(0)
    try:
        with transaction.atomic():
            batch = _new_batch(importer, options, outcome, sha256)
            writer, done = RowWriter(ImportRow, _ROW_COLUMNS), 0
            writer.write([_header_row(batch, chosen, importer.recogniser)])
            for judged in _unspooled(spool):
                importer.commit(judged, batch)
                writer.write(_as_rows(batch, judged))
                done += len(judged)
                tell("commit", done, outcome.rows)
            if not keep:
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise ImportRefused(
            "changed-meanwhile", gettext_noop("检查之后、入库之前，库里的记录有了变动，这次没有入库；请重新导入。")
        ) from error
    if keep:
        outcome.committed, outcome.batch_id = True, batch.pk


def _new_batch(importer: Importer, options: ImportOptions, outcome: Outcome, sha256: str) -> ImportBatch:
    verdicts = outcome.verdicts
    institution = Institution.objects.get(code=options.institution) if options.institution else None
    return ImportBatch.objects.create(
        kind=importer.kind,
        file_name=made_storable(options.path.name),
        sha256=sha256,
        institution=institution,
        mode=options.mode,
        state=BatchState.COMMITTED,
        dry_run=options.dry_run,
        row_count=outcome.rows,
        created_count=verdicts[Verdict.CREATE],
        updated_count=verdicts[Verdict.UPDATE],
        same_count=verdicts[Verdict.SAME],
        refused_count=verdicts[Verdict.REFUSE],
        finding_counts=dict(sorted(outcome.checks.items())),
        notes=[notice.message for notice in outcome.notices] + outcome.unknown,
        created_by=options.user if getattr(options.user, "pk", None) else None,
        committed_at=timezone.now(),
    )


def _header_row(batch: ImportBatch, chosen: Chosen, recogniser: Recogniser) -> tuple[Any, ...]:
    """Return the header as a row of the batch, blank by its verdict, so that the cells can be read again later.

    A heading that only the user's word made known is kept as the column's key.
    """
    header = chosen.header
    headings = [header.headings.get(index, "") for index in range(header.width)]
    for index, key in header.keys.items():
        if recogniser.key(headings[index]) != key:
            headings[index] = key
    return (batch.pk, header.row, None, Verdict.BLANK.value, [], None, None, headings)


def _as_rows(batch: ImportBatch, judged: Sequence[Judged]) -> Iterator[tuple[Any, ...]]:
    for item in judged:
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
        yield (
            batch.pk,
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


def _unspooled(spool: IO[bytes]) -> Iterator[list[Judged]]:
    while True:
        try:
            yield pickle.load(spool)  # noqa: S301  written by ourselves into an unnamed file a moment ago
        except EOFError:
            return


def _summary(importer: Importer, options: ImportOptions, outcome: Outcome) -> Summary:
    verdicts = outcome.verdicts
    facts = [
        (gettext("文件"), options.path.name),
        (gettext("工作表"), outcome.sheet),
        (gettext("行数"), str(outcome.rows)),
        (gettext("新增"), str(verdicts[Verdict.CREATE])),
        (gettext("更新"), str(verdicts[Verdict.UPDATE])),
        (gettext("未变"), str(verdicts[Verdict.SAME])),
        (gettext("不收"), str(verdicts[Verdict.REFUSE])),
        (gettext("有问题的行"), str(outcome.faulty)),
    ]
    notices = [notice.message for notice in outcome.notices]
    return Summary(facts, outcome.checks, outcome.levels, importer.titles(), notices, outcome.unknown)


def _named_unknown(chosen: Chosen) -> Iterator[tuple[str, str]]:
    for index, heading in sorted(chosen.header.unknown.items()):
        yield column_name(index), heading


def _counted(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    done, rest = 0, iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        done += len(chunk)
        yield done, chunk


def _digest(options: ImportOptions) -> str:
    with options.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
