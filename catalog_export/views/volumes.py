"""Volumes on the page: found one, have it set, read what was found, fetch its pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog_export.actions import CreateVolume, StartRun
from catalog_export.forms import RunForm, VolumeForm, initial_of
from catalog_export.models import FrontText, Run, Volume
from catalog_export.policies import VolumePolicy
from catalog_export.queries import VolumeRow, profile_choices, profile_label, volume_rows
from catalog_export.volumes.preflight import KINDS, PreflightFinding, report_from_data
from catalog_export.volumes.profile import DEFAULT_PROFILE

#: Findings of one kind that the page shows before it points to the whole report.
SHOWN = 200
#: Changes that the page shows before it points to the sheet.
CHANGES = 50
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
    return _counts(run.findings if run else {})


def _counts(found: dict[str, int]) -> list[Count]:
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
    run_form = RunForm(request.POST or None, profile=request.POST.get("profile", DEFAULT_PROFILE))
    if request.method == "POST" and form.is_valid() and run_form.is_valid():
        volume = CreateVolume(request.user, **form.cleaned_data).execute()
        run = StartRun(request.user, volume, run_form.options).execute()
        return redirect("job", run.job_id)
    status = 400 if form.errors or run_form.errors else 200
    return render(request, "catalog_export/volume_form.html", {"form": form, "run_form": run_form}, status=status)


@login_required
@require_GET
def volume_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a volume, its runs, and what was found in the latest one or in the one asked for."""
    return _detail(request, _volume(request, pk))


def _detail(request: HttpRequest, volume: Volume, form: RunForm | None = None) -> HttpResponse:
    runs = list(volume.runs.select_related("job", "since"))
    latest = next((run for run in runs if run.is_set), None)
    may = VolumePolicy.of(request.user).may_typeset(volume)
    form = form or RunForm(volume=volume, profile=volume.profile, initial=initial_of(volume, latest))
    context = {
        "volume": volume,
        "runs": runs,
        **_run_shown(request, _wanted(request, runs, latest), may=may),
        "profile_label": profile_label(volume.profile),
        "may_typeset": may,
        "may_download": may,
        "run_form": form,
        "texts": FrontText.choices,
    }
    return render(request, "catalog_export/volume_detail.html", context, status=400 if form.errors else 200)


def _wanted(request: HttpRequest, runs: list[Run], latest: Run | None) -> Run | None:
    """Return the run that the address asks for by its number; the latest one that was set if it asks for none."""
    wanted = request.GET.get("run", "")
    return next((run for run in runs if str(run.number) == wanted), None) if wanted else latest


def _run_shown(request: HttpRequest, run: Run | None, *, may: bool) -> dict[str, Any]:
    """Return what the page shows of a run; its pages and what changed in it only to those who may have them."""
    if run is None:
        return {"run": None, "part": 0, "pages": []}
    part = _part(request, run)
    shown = {
        "run": run,
        "part": part,
        "part_label": run.volumes[part - 1]["label"] if part else "",
        "parts": _part_rows(run),
        "counts": counts_of(run),
        "groups": _groups(run, part) if run.is_set else [],
        "changes": run.changes,
    }
    return {**shown, **_change_lines(run), **_pages(request, run, part or 1)} if may else {**shown, "pages": []}


def _change_lines(run: Run) -> dict[str, Any]:
    """Return the first lines of what changed since the run that this one was compared with, and how many more."""
    if not run.change_lists:
        return {}
    with (run.folder / f"{run.stem}.changes.txt").open(encoding="utf-8") as file:
        next(file, "")  # the counts, which the page has
        lines = [line.strip() for line in islice(file, CHANGES)]
        return {"change_lines": lines, "more_changes": sum(1 for _line in file)}


def _part(request: HttpRequest, run: Run) -> int:
    """Return the volume of a set that the address asks for, counted from 1; 0 is all of them."""
    wanted = _number(request, "part", 0)
    return wanted if wanted <= len(run.volumes) else 0


def _number(request: HttpRequest, name: str, default: int) -> int:
    wanted = request.GET.get(name, "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else default


def _part_rows(run: Run) -> list[dict[str, Any]]:
    """Return the volumes of a set as the page lists them, each with what was found in it."""
    return [{**row, "counts": _counts(row.get("findings", {})), "told": "findings" in row} for row in run.volumes]


def _pages(request: HttpRequest, run: Run, part: int) -> dict[str, Any]:
    """Return which pages of a run, or of one volume of a set, are shown as pictures, from the one that is asked for."""
    if not run.is_set or not run.pdf_of(part).is_file():
        return {"pages": []}
    count = run.pages_of(part)
    first = max(1, min(_number(request, "page", 1), count))
    last = min(count, first + PICTURES - 1)
    return {
        "pages": range(first, last + 1),
        "pictured": part,
        "previous_page": max(1, first - PICTURES) if first > 1 else None,
        "next_page": last + 1 if last < count else None,
    }


def _groups(run: Run, part: int) -> list[FindingGroup]:
    """Return what was found in a run, or in one volume of a set."""
    if not run.report_path.exists():
        return []
    report = report_from_data(json.loads(run.report_path.read_text(encoding="utf-8")))
    if part:
        label = run.volumes[part - 1]["label"]
        report.findings = [finding for finding in report.findings if finding.volume == label]
    groups = []
    for kind, number in report.counts():
        level, name, advice = KINDS[kind]
        found = [finding for finding in report.findings if finding.kind == kind]
        groups.append(FindingGroup(level, _(name), _(advice), number, found[:SHOWN], max(0, number - SHOWN)))
    return groups


@login_required
@require_POST
def volume_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the records as they are now and set the volume, as the form asks for."""
    volume = _volume(request, pk)
    if not VolumePolicy.of(request.user).may_typeset(volume):
        raise PermissionDenied
    form = RunForm(request.POST, volume=volume, profile=volume.profile)
    if not form.is_valid():
        return _detail(request, volume, form)
    run = StartRun(request.user, volume, form.options, since=form.cleaned_data["since"]).execute()
    messages.info(request, _("已开始排印第 %(number)s 次。") % {"number": run.number})
    return redirect("job", run.job_id)
