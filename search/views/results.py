"""The results of a search: hits with what was found in them, and what else could be asked."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from search.models.saved import MOST_OF_NAME
from search.views.asked import Asked
from search.views.asking import ask
from search.views.common import catalogue_page, show
from search.views.export import FORMS, MOST_EXPORTED
from search.views.leads import leads
from search.views.listing import listed
from search.views.panels import chosen, panels


@catalogue_page
def results(request: HttpRequest) -> HttpResponse:
    """Show a page of what was found; whatever the address says, there is an answer."""
    asked = Asked.of(request.GET)
    found = ask(request.user, asked)
    asked = replace(asked, chosen=found.chosen, page=found.page)
    picked = list(chosen(found.facets, asked))
    context = {
        "asked": asked,
        "results": found,
        "listing": listed(found, lambda page: asked.with_page(page).url),
        "panels": panels(found.facets, asked),
        "chosen": picked,
        "unchosen": replace(asked, chosen={}, page=1).url,
        "leads": leads(request.user, asked, found, picked),
        "sorts": _sorts(asked, found.sorts),
        "meant": [] if found.chosen else [(one, asked.worded(one.text).url) for one in found.did_you_mean],
        "kept": [(name, value) for name, value in asked.pairs if name not in ("q", "page", "exact")],
        "exports": [(label, _export(asked, form)) for form, label in FORMS.items()],
        "most_exported": MOST_EXPORTED,
        "most_of_name": MOST_OF_NAME,
        "save_query": asked.with_page(1).query,
    }
    return show(request, "search/results.html", context)


def _sorts(asked: Asked, options: object) -> list[tuple[object, str, bool]]:
    """Return each order, the address of the results in it, and whether that is the other way round."""
    found = []
    for option in options:  # type: ignore[attr-defined]
        turned = option.selected and bool(option.name) and not asked.descending
        found.append((option, asked.sorted_by(option.name, descending=turned).url, turned))
    return found


def _export(asked: Asked, form: str) -> str:
    query = asked.with_page(1).query
    address = reverse("search-export", args=[form])
    return f"{address}?{query}" if query else address
