"""Long work of the publishing room."""

from __future__ import annotations

import shutil
from typing import Any

from django.urls import reverse

from catalog_export.actions import JOB_KIND
from catalog_export.freezing import VolumeSpec, freeze
from catalog_export.models import Run
from catalog_export.queries import institutions_of, region_above
from catalog_export.typesetting import set_volume
from catalog_export.volumes.profile import ProfileError, profile_from_data
from catalog_export.volumes.register.compose import EmptyVolumeError
from catalog_export.volumes.register.snapshot import SnapshotError
from census.errors import ActionRefused
from census.jobs import JobContext, job

#: The name of a run's files in its folder.
STEM = "register"


@job(JOB_KIND, idempotent=True)
def typeset_register(context: JobContext, *, run: int) -> dict[str, Any]:
    """Freeze the records of a run's volume, set them, and write down what came of it.

    Begun again after a broken run it starts anew. Stopped or refused, it leaves no files.
    """
    row = Run.objects.select_related("volume").get(pk=run)
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
        result = set_volume(
            run.snapshot_path,
            run.folder,
            STEM,
            digest=frozen.digest,
            progress=lambda done: context.progress(total + done, 2 * total, f"排版 {done} 条"),
        )
    except (EmptyVolumeError, SnapshotError) as error:
        raise ActionRefused("{reason}", reason=str(error)) from error
    report = result.report
    run.digest, run.pdf_digest = frozen.digest, result.pdf_digest
    run.records, run.pages, run.findings = report.records, report.pages, dict(report.counts())
    run.save(update_fields=["digest", "pdf_digest", "records", "pages", "findings"])
    context.log(f"{report.records} 条，{report.pages} 页")
    url = f"{reverse('volume', args=[run.volume_id])}?run={run.number}"
    return {"run": run.pk, "url": url, "complete": report.complete}


def spec_of(run: Run) -> VolumeSpec:
    """Return what a run freezes: its volume's records in the profile that was chosen when it was started."""
    volume = run.volume
    try:
        profile = profile_from_data(run.profile)
    except ProfileError as error:
        raise ActionRefused("版式有误：{reason}", reason=str(error)) from error
    institutions = institutions_of(volume)
    return VolumeSpec(
        volume.subject, region_above(volume.region, institutions), institutions, profile, run.proof, volume.texts
    )
