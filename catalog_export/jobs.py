"""Long work of the publishing room."""

from __future__ import annotations

import os
import shutil
from typing import Any

from django.urls import reverse

from catalog_export.actions import JOB_KIND
from catalog_export.colour_profiles import intent_named
from catalog_export.files import UnwritableError
from catalog_export.freezing import Frozen, VolumeSpec, freeze
from catalog_export.models import Run
from catalog_export.pool import WorkerDiedError
from catalog_export.queries import institutions_of, region_above
from catalog_export.snapshot_setting import Earlier, SetSnapshot, SnapshotSetting
from catalog_export.typeset import ColourProfileError
from catalog_export.volumes.profile import ProfileError, profile_from_data
from catalog_export.volumes.register.compose import EmptyVolumeError
from catalog_export.volumes.register.snapshot import Snapshot, SnapshotError
from catalog_export.volumes.series.division import BudgetError, TooLongError
from census.errors import ActionRefused
from census.jobs import JobContext, job

#: What may keep a volume from being set, each with a message of its own.
REFUSALS = (EmptyVolumeError, SnapshotError, BudgetError, TooLongError, UnwritableError, WorkerDiedError)


@job(JOB_KIND, idempotent=True)
def typeset_register(context: JobContext, *, run: int) -> dict[str, Any]:
    """Freeze the records of a run's volume, set them, and write down what came of it.

    Begun again after a broken run it starts anew. Stopped or refused, it leaves no files.
    """
    row = Run.objects.select_related("volume", "since").get(pk=run)
    try:
        return _typeset(context, row)
    except BaseException:
        shutil.rmtree(row.folder, ignore_errors=True)
        raise


def _typeset(context: JobContext, run: Run) -> dict[str, Any]:
    spec = spec_of(run)
    context.log(f"《{run.volume}》　{spec.profile.label}{'　校样' if spec.proof else ''}")
    total = spec.books().count()
    if not total:
        raise ActionRefused("没有可排的著录：定稿只收省审通过者；尚在审校者可排校样")
    frozen = freeze(spec, run.snapshot_path, lambda done, _total: context.progress(done, 2 * total, f"冻结 {done} 条"))
    context.log(f"已冻结 {frozen.records} 条，快照摘要 {frozen.digest[:16]}")
    context.check_cancelled()
    try:
        done = _set(context, run, frozen)
    except REFUSALS as error:
        raise ActionRefused("{reason}", reason=str(error)) from error
    run.digest = frozen.digest
    report = done.report
    run.pdf_digest, run.volumes = done.pdf_digest, done.volumes
    run.records, run.pages, run.findings = report.records, report.pages, dict(report.counts())
    run.changes = done.changes.counts() if done.changes else {}
    run.save(update_fields=["digest", "pdf_digest", "records", "pages", "findings", "volumes", "changes"])
    context.log(f"{report.records} 条，{report.pages} 页")
    url = f"{reverse('volume', args=[run.volume_id])}?run={run.number}"
    return {"run": run.pk, "url": url, "complete": report.complete}


def _set(context: JobContext, run: Run, frozen: Frozen) -> SetSnapshot:
    """Set the volume, or as many as its page budget asks for, as many side by side as there are processors."""
    half = frozen.records

    def records(done: int) -> None:
        context.progress(half + done, 2 * half, f"排版 {done} 条")

    def volumes(done: int, total: int, what: str) -> None:
        context.log(what)
        context.progress(total + done, 2 * total, what)

    return SnapshotSetting(
        Snapshot.open(run.snapshot_path),
        run.folder,
        run.stem,
        frozen.digest,
        os.cpu_count() or 1,
        frozen.ledger,
        Earlier(run.since.snapshot_path) if run.since else None,
        records=records,
        volumes=volumes,
    ).execute()


def spec_of(run: Run) -> VolumeSpec:
    """Return what a run freezes: its volume's records in the profile that was chosen when it was started."""
    volume = run.volume
    try:
        profile = profile_from_data(run.profile)
    except ProfileError as error:
        raise ActionRefused("版式有误：{reason}", reason=str(error)) from error
    try:
        intent = intent_named(profile.press.output_intent)
    except ColourProfileError as error:
        raise ActionRefused("{reason}", reason=str(error)) from error
    institutions = institutions_of(volume)
    place = region_above(volume.region, institutions)
    return VolumeSpec(volume.subject, place, institutions, profile, run.proof, volume.texts, intent)
