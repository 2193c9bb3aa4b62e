"""Volumes on the page: found one, have it set, read what was found, fetch its pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog_export.actions import CreateVolume, StartRun
from catalog_export.forms import VolumeForm
from catalog_export.models import FrontText, Run, Volume
from catalog_export.policies import VolumePolicy
from catalog_export.queries import VolumeRow, profile_choices, profile_label, volume_rows
from catalog_export.volumes.preflight import KINDS, PreflightFinding, report_from_data

#: Findings of one kind that the page shows before it points to the whole report.
SHOWN = 200
#: Pages that are shown as pictures at a time.
PICTURES = 24


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings there are of a kind."""

    level: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind as the page shows them."""

    level: str
    name: str
    advice: str
    number: int
    findings: list[PreflightFinding]
    more: int


def counts_of(run: Run | None) -> list[Count]:
    """Return a run's findings by kind, gravest first."""
    found = run.findings if run else {}
    return [Count(KINDS[kind][0], _(KINDS[kind][1]), found[kind]) for kind in KINDS if found.get(kind)]


def _volume(request: HttpRequest, pk: int) -> Volume:
    """Return the volume if the user may look at it; raise ``Http404`` else, so that nobody learns it exists."""
    return get_object_or_404(VolumePolicy.of(request.user).visible(), pk=pk)


def _enter(request: HttpRequest) -> None:
    if not VolumePolicy.of(request.user).may_enter:
        raise PermissionDenied


@login_required
@require_GET
def volume_list(request: HttpRequest) -> HttpResponse:
    """List the volumes that the user may look at, each with its latest run."""
    _enter(request)
    rows: list[VolumeRow] = volume_rows(VolumePolicy.of(request.user).visible())
    policy = VolumePolicy.of(request.user)
    own = set(policy.settable().values_list("pk", flat=True))
    labels = dict(profile_choices())
    volumes = [
        {
            "row": row,
            "profile": labels.get(row.volume.profile, row.volume.profile),
            "counts": counts_of(row.latest),
            "has_picture": row.latest and row.volume.pk in own,
        }
        for row in rows
    ]
    context = {"volumes": volumes, "total": len(rows), "may_typeset": policy.may_typeset_any}
    context["may_edit_profiles"] = policy.may_edit_profiles
    return render(request, "catalog_export/volume_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def volume_new(request: HttpRequest) -> HttpResponse:
    """Found a volume and have it set at once."""
    if not VolumePolicy.of(request.user).may_typeset_any:
        raise PermissionDenied
    form = VolumeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        volume = CreateVolume(request.user, **form.cleaned_data).execute()
        run = StartRun(request.user, volume).execute()
        return redirect("job", run.job_id)
    return render(request, "catalog_export/volume_form.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_GET
def volume_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a volume, its runs, and what was found in the latest one or in the one asked for."""
    volume = _volume(request, pk)
    runs = list(volume.runs.select_related("job"))
    wanted = request.GET.get("run", "")
    chosen = [run for run in runs if (str(run.number) == wanted if wanted else run.is_set)]
    run = chosen[0] if chosen else None
    may = VolumePolicy.of(request.user).may_typeset(volume)
    context = {
        "volume": volume,
        "runs": runs,
        "run": run,
        "counts": counts_of(run),
        "groups": _groups(run) if run and run.is_set else [],
        "profile_label": profile_label(volume.profile),
        "may_typeset": may,
        "may_download": may,
        "texts": FrontText.choices,
        **_pages(request, run if may else None),
    }
    return render(request, "catalog_export/volume_detail.html", context)


def _pages(request: HttpRequest, run: Run | None) -> dict[str, Any]:
    """Return which of a run's pages are shown as pictures, from the one that the address names."""
    if run is None or not run.is_set or not run.pdf_path.is_file():
        return {"pages": []}
    wanted = request.GET.get("page", "")
    first = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    first = max(1, min(first, run.pictured_pages))
    last = min(run.pictured_pages, first + PICTURES - 1)
    return {
        "pages": range(first, last + 1),
        "previous_page": max(1, first - PICTURES) if first > 1 else None,
        "next_page": last + 1 if last < run.pictured_pages else None,
    }


def _groups(run: Run) -> list[FindingGroup]:
    if not run.report_path.exists():
        return []
    report = report_from_data(json.loads(run.report_path.read_text(encoding="utf-8")))
    groups = []
    for kind, number in report.counts():
        level, name, advice = KINDS[kind]
        found = [finding for finding in report.findings if finding.kind == kind]
        groups.append(FindingGroup(level, _(name), _(advice), number, found[:SHOWN], max(0, number - SHOWN)))
    return groups


@login_required
@require_POST
def volume_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the records as they are now and set the volume."""
    volume = _volume(request, pk)
    if not VolumePolicy.of(request.user).may_typeset(volume):
        raise PermissionDenied
    run = StartRun(request.user, volume).execute()
    messages.info(request, _("已开始排印第 %(number)s 次。") % {"number": run.number})
    return redirect("job", run.job_id)


@login_required
@require_GET
def run_pdf(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """Send the pages of a run."""
    run = run_of(request, pk, number)
    return _file(run.pdf_path, f"{run.volume}-{run.number}.pdf", "application/pdf")


@login_required
@require_GET
def run_file(request: HttpRequest, pk: int, number: int, name: str) -> FileResponse:
    """Send one volume of a set, or its spines."""
    run = run_of(request, pk, number)
    if name not in run.file_names:
        raise Http404(_("这次排印没有这个文件"))
    return _file(run.folder / name, f"{run.volume}-{run.number}-{name}", "application/pdf")


@login_required
@require_GET
def run_preflight(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """Send the whole preflight report of a run."""
    run = run_of(request, pk, number)
    return _file(run.report_path, f"{run.volume}-{run.number}-preflight.json", "application/json")


def run_of(request: HttpRequest, pk: int, number: int) -> Run:
    """Return a run whose pages the user may fetch; refuse who may only look, hide it from the rest."""
    volume = _volume(request, pk)
    if not VolumePolicy.of(request.user).may_typeset(volume):
        raise PermissionDenied
    return get_object_or_404(Run.objects.select_related("volume"), volume=volume, number=number)


def _file(path: Path, name: str, kind: str) -> FileResponse:
    try:
        content = path.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("这次排印没有文件")) from error
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)
