"""The listed records as a sheet: at once where they are few, as a job where they are many."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from census.jobs import enqueue
from census.models import Job
from guji.exports import FORMS, export_books
from guji.jobs import EXPORT_KIND, export_path
from guji.listing import RecordFilter, listed

#: So many records are written while the reader waits (under two seconds); more become a job.
AT_ONCE = 2000
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@login_required
@require_GET
def record_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the records that the filter of the address lists, as far as the user may see them."""
    if form not in FORMS:
        raise Http404
    chosen = RecordFilter.of(request.GET)
    books = listed(request.user, chosen)
    if books.count() > AT_ONCE:
        title = _("导出著录（%(form)s）") % {"form": form.upper()}
        job = enqueue(EXPORT_KIND, title, {"query": chosen.query, "form": form}, user=request.user)
        return redirect("job", job.pk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{form}"
        export_books(books, path, form, chosen=chosen.in_words())
        return _file(path, form)


@login_required
@require_GET
def record_export_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send the file that an export job wrote, to whoever started it."""
    job = get_object_or_404(Job, pk=pk, kind=EXPORT_KIND, created_by=request.user)
    form = str(job.params.get("form", ""))
    path = export_path(job.pk, form) if form in FORMS else None
    if path is None or not path.is_file():
        raise Http404(_("导出的文件已经清除，请重新导出"))
    return _file(path, form)


def _file(path: Path, form: str) -> FileResponse:
    name = f"{_('古籍著录')}-{timezone.localdate():%Y%m%d}.{form}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])
