"""Long work that pages begin: imports tried, taken in and taken back, the same way as the commands do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from census.checks.base import Level
from census.errors import ActionRefused
from census.imports.errors import ImportRefused
from census.imports.importer import ImportOptions
from census.imports.run import run_import
from census.jobs import JobContext, job
from census.models import BatchState, ImportBatch, Job
from guji.actions import BulkUndo
from workbench.importing.starting import COMMIT, TRIAL, UNDO, files_of
from workbench.importing.summary import summary_of
from workbench.importing.verdicts import RecordingImporter

IMPORTING = {"survey": gettext_noop("通读"), "judge": gettext_noop("检查"), "commit": gettext_noop("入库")}
UNDOING = {"revert": gettext_noop("恢复"), "remove": gettext_noop("移除")}


@job(TRIAL, idempotent=True)
def try_import(context: JobContext, *, token: str, name: str, options: dict[str, str]) -> dict[str, Any]:
    """Go the whole way of an import and change nothing; write the report and the verdicts down."""
    files = files_of(context.job)
    result = _import(context, context.job, dry_run=True, skip_bad=True, report=files.report)
    return {**result, "url": reverse("import", args=[context.job.pk])}


@job(COMMIT, idempotent=True)
def commit_import(context: JobContext, *, trial: str, skip_bad: bool) -> dict[str, Any]:
    """Take a tried sheet in. Begun again after its worker died, it finds what was stored and stores nothing twice."""
    tried = Job.objects.get(pk=UUID(trial))
    result = _import(context, tried, dry_run=False, skip_bad=skip_bad, report=None)
    batch = result["batch"] or _stored_before(context.job, tried)
    if not batch:
        raise ActionRefused(gettext_noop("没有入库：试导入之后库中有了变动，各行已与库中相同或不能收。请重新试导入"))
    if result["fingerprint"] != (tried.result or {}).get("fingerprint"):
        context.log(_("入库时的判断与试导入时不同：其间库中有过变动"))
    return {**result, "batch": batch, "url": reverse("import-batch", args=[batch])}


@job(UNDO, idempotent=True)
def undo_import(context: JobContext, *, batch: str, reason: str) -> dict[str, Any]:
    """Take a batch back; what was worked on since stays and is listed."""
    found = ImportBatch.objects.get(pk=UUID(batch))
    url = reverse("import-batch", args=[found.pk])
    if context.job.attempts > 1 and found.state == BatchState.UNDONE:
        return {"url": url}
    done = BulkUndo(found, context.job.created_by, reason=reason).execute(_teller(context, UNDOING))
    context.log(_("移除 %(removed)s 条，恢复 %(reverted)s 条，保留 %(kept)s 条") % _counts(done))
    touched = [
        {"record": str(one.record_id), "number": one.census_no, "title": one.title, "version": one.version}
        for one in done.touched
    ]
    return {"url": url, "removed": done.removed, "reverted": done.reverted, "touched": touched}


def _counts(done: Any) -> dict[str, int]:
    return {"removed": done.removed, "reverted": done.reverted, "kept": len(done.touched)}


def _import(context: JobContext, trial: Job, *, dry_run: bool, skip_bad: bool, report: Path | None) -> dict[str, Any]:
    """Run the import of a trial's file as the user who began it. A file that cannot be read ends the job with why."""
    files, options = files_of(trial), trial.params["options"]
    wanted = ImportOptions(
        path=files.source,
        institution=options["institution"],
        mode=options["mode"],
        dry_run=dry_run,
        skip_bad=skip_bad,
        sheet=options["sheet"] or None,
        assign={options["column"]: "entry"} if options["column"] else {},
        report=report,
        user=context.job.created_by,
    )
    draft = files.verdicts.with_suffix(f".{context.job.pk.hex}")
    try:
        with draft.open("w", encoding="utf-8") as sink:
            importer = RecordingImporter(sink)
            outcome = run_import(importer, wanted, _teller(context, IMPORTING))
        if dry_run:
            draft.replace(files.verdicts)
    except ImportRefused as refusal:
        raise ActionRefused("{reason}", reason=refusal.message) from refusal
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    context.log(_("共 %(rows)s 行，错误 %(errors)s 处") % {"rows": outcome.rows, "errors": outcome.levels[Level.ERROR]})
    return summary_of(outcome, importer)


def _teller(context: JobContext, stages: Mapping[str, str]) -> Callable[[str, int, int], None]:
    """Return what tells the job how far the work is: several stages, one bar."""
    order = list(stages)

    def tell(stage: str, done: int, total: int) -> None:
        of = max(done, total)
        context.progress(order.index(stage) * of + done, len(order) * of, f"{_(stages[stage])} {done}/{of}")

    return tell


def _stored_before(job: Job, trial: Job) -> str:
    """Return the batch that this job stored before its worker died, empty if it did not."""
    if job.attempts < 2:
        return ""
    mine = ImportBatch.objects.filter(created_by=job.created_by, created_at__gte=job.created_at, dry_run=False)
    batch = mine.filter(file_name=trial.params["name"], state=BatchState.COMMITTED).first()
    return str(batch.pk) if batch else ""
