"""Long work on the page: how far it is, what it said, and the way to stop it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from census.jobs import cancel, live
from census.models import Job, JobState
from workbench.policies import may_keep_index, visible_jobs

#: Jobs on one page of the list.
LISTED = 50
#: Characters of a job's log that are sent, its end.
LOG_TAIL = 20_000


def _job(request: HttpRequest, pk: UUID) -> Job:
    return live(get_object_or_404(visible_jobs(request.user).select_related("created_by"), pk=pk))


def row_of(job: Job) -> dict[str, Any]:
    """Return a job as lists show it."""
    return {"job": job, "state": state_label(job), "percent": job.percent}


def state_label(job: Job) -> str:
    """Return a job's state in words; a cancel that has not taken effect yet says so."""
    if job.cancel_requested and not job.is_finished:
        return _("正在中止")
    return str(job.get_state_display())


@login_required
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """List the jobs that the user may see, the newest first, of all states or of one."""
    state = request.GET.get("state", "")
    state = state if state in JobState.values else ""
    jobs = visible_jobs(request.user).select_related("created_by").defer("log", "params", "result")
    page = Paginator(jobs.filter(state=state) if state else jobs, LISTED).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "jobs": [row_of(job) for job in page.object_list],
        "state": state,
        "states": JobState.choices,
        "may_keep_index": may_keep_index(request.user),
    }
    return render(request, "workbench/job_list.html", context)


@login_required
@never_cache
@require_GET
def job_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one job; the page follows it by itself while it runs."""
    job = _job(request, pk)
    result = job.result if isinstance(job.result, dict) else {}
    context = {
        **row_of(job),
        "log": job.log[-LOG_TAIL:],
        "may_cancel": not job.is_finished and not job.cancel_requested,
        "result_url": result.get("url", ""),
    }
    return render(request, "workbench/job_detail.html", context)


@login_required
@never_cache
@require_GET
def job_state(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Return what the page needs to follow a job."""
    job = _job(request, pk)
    return JsonResponse(
        {
            "label": state_label(job),
            "percent": job.percent,
            "message": job.message,
            "log": job.log[-LOG_TAIL:],
            "finished": job.is_finished,
        }
    )


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a job to stop; it does so at its next step."""
    job = _job(request, pk)
    cancel(job)
    messages.info(request, _("已请求中止；任务会在下一步停下。"))
    return redirect("job", job.pk)
