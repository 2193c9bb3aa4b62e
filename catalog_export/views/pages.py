"""Pictures of a set volume's pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog_export.page_pictures import WIDTHS, NoSuchPageError, page_picture
from catalog_export.views.volumes import run_of

#: Seconds that a browser may keep a picture: a run never changes.
KEPT = 365 * 24 * 3600


@login_required
@require_GET
def run_page(request: HttpRequest, pk: int, number: int, page: int, size: str) -> FileResponse:
    """Send the picture of one page of a run."""
    run = run_of(request, pk, number)
    if size not in WIDTHS:
        raise Http404
    try:
        path = page_picture(run.pdf_path, page, size, run.folder / "pages")
    except NoSuchPageError as error:
        raise Http404(_("没有这一页")) from error
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Cache-Control"] = f"private, max-age={KEPT}, immutable"
    return answer
