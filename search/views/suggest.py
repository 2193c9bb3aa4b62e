"""Completions of what is being typed: titles and persons that the reader may see, as JSON for the search box."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from census.storable import made_storable
from search.views.asking import suggestions

MOST = 10
MOST_CHARACTERS = 60


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return up to ten completions, each with what it is and how many records have it, and words for the ear."""
    text = made_storable(request.GET.get("q", "")).strip()[:MOST_CHARACTERS]
    found = suggestions(request.user, text, MOST) if text else []
    lines = [{"text": one.text, "note": f"{one.label}　{one.records}"} for one in found]
    told = _("没有提示")
    if lines:
        told = _("{count} 个提示，用上下键选取")
    answer = JsonResponse({"suggestions": lines, "status": told.format(count=len(lines))})
    answer.headers["Cache-Control"] = "private, max-age=30"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
