"""Pictures of a set volume's pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog_export.page_pictures import WIDTHS, page_picture
from catalog_export.rendering import NoSuchPageError
from catalog_export.views.runs import run_of

#: Seconds that a browser may keep a picture: a run never changes.
KEPT = 365 * 24 * 3600


@login_required
@require_GET
def run_page(request: HttpRequest, pk: int, number: int, page: int, size: str) -> FileResponse:
    """Send the picture of one page of a run; of a set, of the volume that the address asks for (``part``)."""
    run = run_of(request, pk, number)
    wanted = request.GET.get("part", "1")
    part = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    if size not in WIDTHS or not 1 <= part <= max(len(run.volumes), 1):
        raise Http404
    try:
        pdf = run.pdf_of(part)
        path = page_picture(pdf, page, size, run.folder / "pages" / pdf.stem)
    except NoSuchPageError as error:
        raise Http404(_("没有这一页")) from error
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Cache-Control"] = f"private, max-age={KEPT}, immutable"
    return answer
