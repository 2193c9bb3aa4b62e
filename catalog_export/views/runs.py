"""Files of one run: pages, volumes of a set, spines, reports, and all of them at once."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog_export.archives import zipped
from catalog_export.models import Run
from catalog_export.policies import VolumePolicy

KINDS_OF_FILES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def run_of(request: HttpRequest, pk: int, number: int) -> Run:
    """Return a run whose pages the user may fetch; refuse who may only look, hide it from the rest."""
    policy = VolumePolicy.of(request.user)
    volume = get_object_or_404(policy.visible(), pk=pk)
    if not policy.may_typeset(volume):
        raise PermissionDenied
    return get_object_or_404(Run.objects.select_related("volume"), volume=volume, number=number)


@login_required
@require_GET
def run_pdf(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """Send the pages of a run."""
    run = run_of(request, pk, number)
    return _file(run.pdf_path, f"{run.volume}-{run.number}.pdf")


@login_required
@require_GET
def run_file(request: HttpRequest, pk: int, number: int, name: str) -> FileResponse:
    """Send one volume of a set, its spines, a report or a list of changes.

    It keeps its name: the index over all volumes leads into files of these names.
    """
    run = run_of(request, pk, number)
    if name not in run.file_names:
        raise Http404(_("这次排印没有这个文件"))
    return _file(run.folder / name, name)


@login_required
@require_GET
def run_preflight(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """Send the whole preflight report of a run."""
    run = run_of(request, pk, number)
    return _file(run.report_path, f"{run.volume}-{run.number}-preflight.json")


@login_required
@require_GET
def run_archive(request: HttpRequest, pk: int, number: int) -> StreamingHttpResponse:
    """Send all files of a run as one ZIP, written while it is sent."""
    run = run_of(request, pk, number)
    if not run.is_set or not run.all_files:
        raise Http404(_("这次排印没有文件"))
    name = get_valid_filename(f"{run.volume}-{run.number}")
    answer = StreamingHttpResponse(zipped(run.all_files, name, run.created_at), content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.zip") or "attachment"
    return answer


def _file(path: Path, name: str) -> FileResponse:
    try:
        content = path.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("这次排印没有文件")) from error
    kind = KINDS_OF_FILES.get(path.suffix, "application/octet-stream")
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)
