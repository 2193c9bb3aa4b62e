"""A census sheet on the page: sent, tried, its verdict read, taken in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from census.checks.base import Level
from census.checks.report import LEVEL_NAMES
from census.errors import ActionRefused
from census.models import Job, JobState, Verdict
from census.policies import Access
from guji.imports.template import write_book_template
from workbench.importing.forms import ImportForm
from workbench.importing.policies import may_import
from workbench.importing.starting import TRIAL, commit_of, files_of, start_commit, start_trial
from workbench.importing.summary import COUNTED, standing
from workbench.importing.verdicts import read_verdicts
from workbench.policies import visible_jobs

#: Rows with findings on one page of the verdict.
PAGE_SIZE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _access(request: HttpRequest) -> Access:
    access = Access.of(request.user)
    if not may_import(access):
        raise PermissionDenied
    return access


def _trial(request: HttpRequest, pk: UUID) -> Job:
    return get_object_or_404(visible_jobs(request.user).filter(kind=TRIAL), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a sheet and try it."""
    form = ImportForm(request.POST or None, request.FILES or None, access=_access(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        institution = given["institution"].code if given["institution"] else ""
        options = {"mode": given["mode"], "sheet": given["sheet"], "column": given["column"]}
        job = start_trial(request.user, given["file"], institution=institution, **options)
        return redirect("job", job.pk)
    return render(request, "workbench/import_form.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """Send the empty census sheet with its notes and lists."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_book_template(path)
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="guji-census-template.xlsx"'
    return answer


@login_required
@require_GET
def import_trial(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a trial said of the sheet and of its rows, and the way to take it in."""
    trial = _trial(request, pk)
    if trial.state != JobState.DONE:
        return redirect("job", trial.pk)
    summary: dict[str, Any] = trial.result if isinstance(trial.result, dict) else {}
    level, words = standing(summary)
    commit = commit_of(trial)
    context = {
        "trial": trial,
        "summary": summary,
        "counts": [(Verdict(verdict).label, summary["verdicts"][verdict]) for verdict in map(str, COUNTED)],
        "levels": [(str(one), _(LEVEL_NAMES[one]), summary["levels"][str(one)]) for one in Level],
        "standing_level": level,
        "standing": words,
        "commit": commit,
        "may_commit": commit is None and summary["changes"] and files_of(trial).source.is_file(),
        "has_report": files_of(trial).report.is_file(),
        **_rows(request, trial),
    }
    return render(request, "workbench/import_trial.html", context)


def _rows(request: HttpRequest, trial: Job) -> dict[str, Any]:
    """Return a page of the rows with findings, from the row after the one that the address names."""
    level = request.GET.get("level", "")
    level = level if level in {str(one) for one in Level} else ""
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    path = files_of(trial).verdicts
    rows, more = read_verdicts(path, level=level, after=start, size=PAGE_SIZE) if path.is_file() else ([], False)
    query = {**({"level": level} if level else {}), "after": rows[-1].row if rows else 0}
    address = f"{reverse('import', args=[trial.pk])}?{urlencode(query)}#rows"
    return {"rows": rows, "level": level, "is_first": not start, "next_url": address if more else ""}


@login_required
@require_GET
def import_report(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send the sheet with its bad cells marked."""
    trial = _trial(request, pk)
    files = files_of(trial)
    try:
        content = files.report.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("报告已经清除，请重新上传")) from error
    return FileResponse(content, as_attachment=True, filename=f"{Path(files.name).stem}-报告.xlsx", content_type=XLSX)


@login_required
@require_POST
def import_commit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a tried sheet in."""
    _access(request)
    trial = _trial(request, pk)
    try:
        job = start_commit(request.user, trial, skip_bad=bool(request.POST.get("skip_bad")))
    except ActionRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("import", trial.pk)
    return redirect("job", job.pk)
