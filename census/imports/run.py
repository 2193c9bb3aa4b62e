"""An import from file to records: survey, judge, commit. A trial goes the same way and is rolled back.

Judging reads the database and writes nothing but the batch's own row; its results lie in a temporary file, so that
memory does not grow with the sheet and the one transaction that writes is short.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext, gettext_noop

from census.bulk import frugal
from census.imports.errors import ImportRefused
from census.imports.headers import Chosen, choose_sheet
from census.imports.importer import Importer, ImportOptions, Judged, Outcome, Progress, Tally
from census.imports.reading import Limits, Notice, Row, Source, column_name, open_source
from census.imports.repeats import Repeats
from census.imports.report import SheetReport, Summary, require_place
from census.imports.staging import BatchWriter, broken, staged
from census.models import ImportBatch, Verdict

CHUNK = 250


def run_import(importer: Importer, options: ImportOptions, progress: Progress | None = None) -> Outcome:
    """Import a file, or try to (``dry_run``), and say what became of every row.

    If any row is refused, nothing is stored, unless ``skip_bad`` asks for the good ones. Raises
    ``ImportRefused`` for a file that cannot be imported at all; nothing is changed then, whatever happens.
    """
    tell = progress or (lambda stage, done, total: None)
    require_place(options.report, options.path)
    source = open_source(options.path, Limits(file_bytes=settings.IMPORT_MAX_BYTES))
    chosen = choose_sheet(source, importer.recogniser, options.sheet, options.assign)
    outcome = Outcome(sheet=chosen.table.name, encoding=source.encoding, dry_run=options.dry_run)
    outcome.unknown = [f"{column}: {heading}" for column, heading in _named_unknown(chosen)]
    sha256, seen = _digest(options), _stamp(options.path)
    importer.begin(options, chosen, delimited=source.form == "csv", sha256=sha256)
    outcome.notices = [*chosen.notices, *broken(importer.kind)]
    try:
        with staged(importer.kind, options, sha256) as batch, frugal(connection), tempfile.TemporaryFile() as spool:
            widest, total = _prepare(importer, source, chosen, outcome, tell)
            with _report(importer, chosen, options, widest) as report:
                _judge(importer, chosen, outcome, spool, report, lambda done: tell("judge", done, total))
                if report is not None:
                    report.finish(_summary(importer, options, outcome))
            if _stamp(options.path) != seen:
                raise ImportRefused("file-changed", gettext_noop("导入途中文件被改动，这次没有导入；请重新导入。"))
            if outcome.rows == 0:
                raise ImportRefused("no-rows", gettext_noop("表头之下没有任何内容。"))
            if outcome.changes and (not outcome.refused or options.skip_bad):
                _commit(importer, chosen, batch, outcome, spool, tell)
    finally:
        importer.close()
    return outcome


def _prepare(importer: Importer, source: Source, chosen: Chosen, outcome: Outcome, tell: Progress) -> tuple[int, int]:
    """Go over the rows once: which keys repeat, what is to be said of the sheet.

    Returns how many columns it has and how many rows: before this pass, the file tells only about how many.
    """
    repeats, hidden, done, widest = Repeats(), 0, 0, chosen.header.width
    about = max(chosen.table.expected_rows - 1, 1)
    for done, rows in _counted(chosen.data_rows()):
        repeats.add((scope, key, row.number) for row in rows for scope, key in importer.survey(row))
        hidden += sum(row.hidden for row in rows)
        widest = max(widest, *(len(row.values) for row in rows))
        tell("survey", done, max(about, done))
    if done < about:
        tell("survey", done, done)
    repeats.settle()
    outcome.notices += importer.surveyed(repeats)
    if hidden:
        outcome.notices.append(
            Notice("hidden", gettext_noop("有 {count} 行是隐藏行（筛选掉的也算），照样读入。"), {"count": hidden})
        )
    if source.encoding:
        outcome.notices.append(Notice("encoding", gettext_noop("文件编码：{name}。"), {"name": source.encoding}))
    return widest, done


@contextmanager
def _report(importer: Importer, chosen: Chosen, options: ImportOptions, widest: int) -> Iterator[SheetReport | None]:
    """Open the report with the rows above the data copied, if one is wanted."""
    if options.report is None:
        yield None
        return
    table = chosen.table
    with SheetReport(options.report, table.name, importer.columns(), widest, table.widths) as report:
        for row in table.rows():
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
    tell: Callable[[int], None],
) -> None:
    """Judge every row, write the report as they go by, and lay the verdicts down in the spool."""
    tally = Tally(outcome, chosen, importer)
    for done, rows in _counted(chosen.data_rows()):
        judged = importer.judge(rows)
        for item in judged:
            tally.add(item)
            if report is not None:
                remark = gettext("这一行没有收") if item.verdict == Verdict.REFUSE else ""
                report.write(item.row, item.findings, remark)
        pickle.dump(judged, spool, protocol=pickle.HIGHEST_PROTOCOL)
        tell(done)
    tally.finish()


def _commit(
    importer: Importer, chosen: Chosen, batch: ImportBatch, outcome: Outcome, spool: IO[bytes], tell: Progress
) -> None:
    """Store the batch in one transaction, rolled back for a trial."""
    spool.seek(0)
    try:
        with transaction.atomic():
            writer, done = BatchWriter(batch), 0
            writer.begin(outcome)
            writer.write_header(chosen, importer.recogniser)
            for judged in _unspooled(spool):
                importer.commit(judged, batch)
                writer.write(judged)
                done += len(judged)
                tell("commit", done, outcome.rows)
            if outcome.dry_run:
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise ImportRefused(
            "changed-meanwhile", gettext_noop("检查之后、入库之前，库里的记录有了变动，这次没有入库；请重新导入。")
        ) from error
    if not outcome.dry_run:
        outcome.committed, outcome.batch_id = True, batch.pk


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
    return Summary(facts, outcome.checks, outcome.levels, outcome.titles, notices, outcome.unknown)


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


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return what tells whether a file was written to, or another put in its place."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
