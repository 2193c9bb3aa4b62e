"""索引状态: how the search index stands, for those who keep the machine, and the button that builds it anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from census.jobs import live
from census.searching import search_kinds
from guji.models import Book
from search.indexing.healing import request_rebuild
from search.indexing.report import Report, report
from search.models import SetAside
from workbench.policies import may_keep_index
from workbench.views.jobs import row_of

#: A sign of life older than so many seconds, though the process is there, is told.
SILENT = 60
#: Seconds that the oldest change may wait before the page calls it late: more than an import takes to be drained.
LATE = 60


@login_required
@never_cache
@require_GET
def index_state(request: HttpRequest) -> HttpResponse:
    """Show how the index stands, how far it is behind, and what could not be indexed."""
    _require(request.user)
    found = report()
    job = live(found.job) if found.job else found.latest
    context = {
        "report": found,
        "waited": _waited(found),
        "late": _waited(found) > LATE,
        "silent": found.seen is None or (timezone.now() - found.seen).total_seconds() > SILENT,
        "job": row_of(job) if job else None,
        "aside": _named(found.aside, request.user),
    }
    return render(request, "workbench/index_state.html", context)


@login_required
@require_POST
def index_rebuild(request: HttpRequest) -> HttpResponse:
    """Queue a rebuild, or show the one under way."""
    _require(request.user)
    job = request_rebuild(_("由管理员发起"), user=request.user)
    return redirect("job", job.pk) if job else redirect("index-state")


def _require(user: Any) -> None:
    if not may_keep_index(user):
        raise PermissionDenied


def _waited(found: Report) -> int:
    """Return for how many seconds the oldest change has waited."""
    return int((timezone.now() - found.lag.since).total_seconds()) if found.lag.since else 0


def _named(aside: Iterable[SetAside], user: Any) -> list[dict[str, Any]]:
    """Return the records set aside with their titles, as far as they can be read."""
    rows = list(aside)
    kinds = search_kinds()
    records: dict[tuple[str, UUID], Any] = {}
    for name, kind in kinds.items():
        found = kind.records([row.record_id for row in rows if row.kind == name], user)
        records |= {(name, key): record for key, record in found.items()}
    return [
        {
            "row": row,
            "record": records.get((row.kind, row.record_id)),
            "kind": kinds[row.kind].label if row.kind in kinds else row.kind,
            "has_page": row.kind == Book.KIND and (row.kind, row.record_id) in records,
        }
        for row in rows
    ]
