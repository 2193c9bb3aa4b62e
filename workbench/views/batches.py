"""What was imported: the batches, what each brought, and taking one back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from census.models import BatchState, Job, JobState
from census.policies import Access
from workbench.importing.policies import may_import, visible_batches
from workbench.importing.starting import TRIAL, UNDO, start_undo
from workbench.policies import visible_jobs
from workbench.views.jobs import row_of

PAGE_SIZE = 50
TRIALS = 10


@login_required
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """List the batches that the user may look at, and the latest trials."""
    access = Access.of(request.user)
    if not may_import(access):
        raise PermissionDenied
    state = request.GET.get("state", "")
    state = state if state in BatchState.values else ""
    batches = visible_batches(access).select_related("institution", "created_by")
    page = Paginator(batches.filter(state=state) if state else batches, PAGE_SIZE).get_page(request.GET.get("page"))
    trials = visible_jobs(request.user).filter(kind=TRIAL).defer("log")[:TRIALS]
    context = {
        "page": page,
        "state": state,
        "states": [(value, label) for value, label in BatchState.choices if value != BatchState.STAGED],
        "trials": [row_of(job) for job in trials],
    }
    return render(request, "workbench/import_list.html", context)


@login_required
@require_GET
def import_batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a batch brought, and what became of it if it was taken back."""
    batch = get_object_or_404(visible_batches(request.user).select_related("institution", "created_by"), pk=pk)
    undo = Job.objects.filter(kind=UNDO, params__batch=str(batch.pk)).first()
    context = {
        "batch": batch,
        "undo": undo,
        "undone": undo.result if undo is not None and undo.state == JobState.DONE else None,
        "may_undo": batch.state == BatchState.COMMITTED and Access.of(request.user).may("undo_import"),
    }
    return render(request, "workbench/import_batch.html", context)


@login_required
@require_POST
def import_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a batch back, as far as nobody has worked on its records since."""
    batch = get_object_or_404(visible_batches(request.user), pk=pk)
    if not Access.of(request.user).may("undo_import"):
        raise PermissionDenied
    return redirect("job", start_undo(request.user, batch, reason=request.POST.get("reason", "")[:500]).pk)
