"""What is begun on the page: a trial, taking it in, taking a batch back. Each is a job of its own."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from census.errors import ActionRefused, WrongState
from census.jobs import enqueue
from census.models import ImportBatch, Job, JobState
from workbench.importing.store import TrialFiles, keep

TRIAL, COMMIT, UNDO = "import_trial", "import_commit", "undo_import"


def start_trial(user: Any, file: UploadedFile[Any], *, institution: str, mode: str, sheet: str, column: str) -> Job:
    """Write the sheet down and queue its trial."""
    token, files = keep(file.chunks(), file.name or "")
    options = {"institution": institution, "mode": mode, "sheet": sheet.strip(), "column": column.strip()}
    params = {"token": token, "name": files.name, "options": options}
    return enqueue(TRIAL, _("试导入 %(name)s") % {"name": files.name}, params, user=user)


def start_commit(user: Any, trial: Job, *, skip_bad: bool) -> Job:
    """Queue the import of a tried sheet; one that is queued, runs or is done is returned instead of a second.

    Raises :class:`WrongState` if the trial found nothing that can be taken, or its file is gone.
    """
    with transaction.atomic():
        trial = Job.objects.select_for_update().get(pk=trial.pk)
        earlier = commit_of(trial)
        if earlier is not None:
            return earlier
        result = trial.result if isinstance(trial.result, dict) else {}
        if trial.state != JobState.DONE or not result.get("changes"):
            raise WrongState(_("这次试导入没有可以入库的行"))
        if result.get("refused") and not skip_bad:
            raise ActionRefused(_("有不收的行；要只收其余各行，请勾选后再入库"))
        if not files_of(trial).source.is_file():
            raise WrongState(_("上传的文件已经清除，请重新上传"))
        name = trial.params["name"]
        params = {"trial": str(trial.pk), "skip_bad": skip_bad}
        return enqueue(COMMIT, _("导入 %(name)s") % {"name": name}, params, user=user)


def start_undo(user: Any, batch: ImportBatch, *, reason: str) -> Job:
    """Queue the taking back of a batch; one that is queued or runs is returned instead of a second."""
    with transaction.atomic():
        ImportBatch.objects.select_for_update().get(pk=batch.pk)
        for job in Job.objects.filter(kind=UNDO, params__batch=str(batch.pk)):
            if not job.is_finished:
                return job
        params = {"batch": str(batch.pk), "reason": reason.strip()}
        return enqueue(UNDO, _("撤回导入 %(name)s") % {"name": batch.file_name}, params, user=user)


def commit_of(trial: Job) -> Job | None:
    """Return the job that takes a trial in, unless it failed or was stopped."""
    lost = (JobState.FAILED, JobState.CANCELLED)
    return Job.objects.filter(kind=COMMIT, params__trial=str(trial.pk)).exclude(state__in=lost).first()


def files_of(trial: Job) -> TrialFiles:
    """Return the files of a trial."""
    return TrialFiles.of(str(trial.params["token"]), str(trial.params["name"]))
