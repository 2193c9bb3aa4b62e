"""What search engines are told: which pages there are, in parts of bounded size, and which not to fetch."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from authority.models import ClassNode
from census.catalogue import catalogue_kinds
from search.views.common import alternates, catalogue_page
from search.views.holders import holding_codes

#: Records in one part; each has an address in two languages beside its own, and a part may have 50 MB and 50,000.
PART = 5000
PAGES = "pages"
TYPE = "application/xml"
#: Results by every combination of facets, and what needs a login.
CLOSED = ("search", "home", "record-list", "volume-list", "job-list", "import-list", "login", "admin:index")


@catalogue_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the parts."""
    names = [PAGES]
    for kind in catalogue_kinds().values():
        names += [f"{kind.name}-{number}" for number in range(1, -(-kind.public_count() // PART) + 1)]
    parts = [request.build_absolute_uri(reverse("sitemap-part", args=[name])) for name in names]
    return render(request, "search/sitemap_index.xml", {"parts": parts}, content_type=TYPE)


@catalogue_page
def sitemap_part(request: HttpRequest, part: str) -> HttpResponseBase:
    """List the pages of one part, each with its other languages."""
    pages = [(path, None) for path in _pages()] if part == PAGES else list(_records(part))
    if not pages:
        raise Http404
    entries = [
        {"address": request.build_absolute_uri(path), "changed": changed, "alternates": alternates(request, path)}
        for path, changed in pages
    ]
    return render(request, "search/sitemap.xml", {"entries": entries}, content_type=TYPE)


def _records(part: str) -> Iterator[tuple[str, object]]:
    name, _, number = part.rpartition("-")
    kind = catalogue_kinds().get(name)
    if kind is None or not number.isascii() or not number.isdigit() or not 1 <= len(number) <= 6 or int(number) < 1:
        return
    for census_no, changed in kind.public_numbers((int(number) - 1) * PART, PART):
        yield reverse("public-record", args=[census_no]), changed


def _pages() -> Iterator[str]:
    yield from (reverse(name) for name in ("catalogue", "browse", "institution-list", "statistics"))
    yield from (reverse("institution", args=[code]) for code in holding_codes())
    codes = ClassNode.objects.current().filter(active=True).values_list("code", flat=True)
    yield from (reverse("class", args=[code]) for code in codes)


@catalogue_page
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots from endless combinations of facets and from the desk; show them the map."""
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in CLOSED)]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
