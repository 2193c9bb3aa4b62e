"""Jobs whose worker died: begun again where that is harmless, ended with a clear message where it is not."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from census.jobs import sidecar
from census.jobs.queue import put_in_queue
from census.jobs.registry import kind_of
from census.jobs.worker_id import is_dead, own_id
from census.models import Job, JobState

#: A worker on another machine counts as dead when it was silent so long.
SILENCE = timedelta(minutes=5)
#: How long the queue's own entries outlive the work.
REMEMBERED = timedelta(days=1)
#: A job that brought its worker down so often is not begun again.
MOST_ATTEMPTS = 3


def recover(*, idle: bool = False) -> list[Job]:
    """Take up or end every job whose worker is gone, and return them. Called when a worker starts, and now and then.

    ``idle`` says that this process runs no job at the moment: one that goes in its name was lost on the way.
    """
    own = own_id() if idle else ""
    lost = [job for job in Job.objects.filter(state=JobState.RUNNING) if job.worker == own or _is_lost(job)]
    recovered = [job for job in lost if _settle(job)]
    _settle_forgotten()
    _forget_finished()
    return recovered


def _is_lost(job: Job) -> bool:
    dead = is_dead(job.worker)
    if dead is not None:
        return dead
    return job.heartbeat is None or job.heartbeat < timezone.now() - SILENCE


def _settle(job: Job) -> bool:
    """Settle one lost job; two workers that start together do it once."""
    kind = kind_of(job.kind)
    again = kind is not None and kind.idempotent and job.attempts < MOST_ATTEMPTS and not _cancelled(job)
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)
        if again:
            message = gettext("执行途中工作进程中断，已重新排队")
            if not mine.update(state=JobState.QUEUED, worker="", message=message, done=0):
                return False
            put_in_queue(job)
        else:
            state = JobState.CANCELLED if _cancelled(job) else JobState.FAILED
            message = gettext(
                "执行途中工作进程中断（停电、重启或内存不足），没有完成。未提交的改动已全部撤回，请重新发起"
            )
            if not mine.update(state=state, message=message, finished_at=timezone.now()):
                return False
        _close_queue_entry(job)
    sidecar.clear(job.pk)
    job.refresh_from_db()
    return True


def _settle_forgotten() -> None:
    """Queue again what waits without an entry in the queue (its entry was taken by a worker that died at once)."""
    waiting = DBTaskResult.objects.filter(Q(status=TaskResultStatus.READY))
    queued = {args["args"][0] for args in waiting.values_list("args_kwargs", flat=True) if args["args"]}
    old = timezone.now() - SILENCE
    for job in Job.objects.filter(state=JobState.QUEUED, created_at__lt=old):
        if str(job.pk) not in queued:
            put_in_queue(job)


def _forget_finished() -> None:
    """Drop what the queue still holds of work long done: the job's own row tells all."""
    ended = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(status__in=ended, finished_at__lt=timezone.now() - REMEMBERED).delete()


def _cancelled(job: Job) -> bool:
    return job.cancel_requested or sidecar.asked_to_cancel(job.pk)


def _close_queue_entry(job: Job) -> None:
    """Mark the dead worker's entry in the queue, which would otherwise read "running" for ever."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, args_kwargs__args__0=str(job.pk))
    running.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
