"""Holding institutions: all of them by region, and each with what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from authority.models import Institution, Region
from census.storable import is_storable
from search.views.asked import Asked
from search.views.common import catalogue_page, show
from search.views.counting import Counts, counts_of, public_counts
from search.views.figures import Figure, figures
from search.views.kept import kept
from search.views.listing import listing

#: What is counted of one institution's holdings.
COUNTED = ("class", "dynasty", "edition_type", "century")


@dataclass(slots=True)
class RegionLine:
    """A region, the institutions in it that hold anything, and the regions beneath it."""

    name: str
    count: int = 0
    institutions: list[tuple[Institution, int]] = field(default_factory=list)
    children: list[RegionLine] = field(default_factory=list)


def holding_codes() -> list[str]:
    """Return the codes of the institutions that hold public records, in their order."""
    return sorted(code for code, count in public_counts("institution").facets.get("institution", {}).items() if count)


@catalogue_page
def institution_list(request: HttpRequest) -> HttpResponse:
    """List the institutions that hold anything, by region."""
    counts = public_counts("institution")
    numbers = counts.facets.get("institution", {})
    context = {
        "total": counts.total,
        "holders": sum(1 for count in numbers.values() if count),
        "notice": counts.notice,
        "regions": list(_by_region(numbers)),
    }
    return show(request, "search/institution_list.html", context, path=reverse("institution-list"))


def _by_region(numbers: Mapping[str, int]) -> Iterator[RegionLine]:
    """Yield the topmost regions that hold anything, then those without a place."""
    regions = {region.code: region for region in Region.objects.order_by("code")}
    made: dict[str, RegionLine] = {}
    top: list[RegionLine] = []
    elsewhere = RegionLine(_("所在地未详"))
    for institution in Institution.objects.filter(code__in=list(numbers)).order_by("code"):
        count = numbers[institution.code]
        if count and institution.region_id in regions:
            line = _place(regions[institution.region_id], regions, made, top)
            line.institutions.append((institution, count))
            _count_upwards(regions[institution.region_id], regions, made, count)
        elif count:
            elsewhere.institutions.append((institution, count))
            elsewhere.count += count
    yield from top
    if elsewhere.institutions:
        yield elsewhere


def _place(
    region: Region, regions: Mapping[str, Region], made: dict[str, RegionLine], top: list[RegionLine]
) -> RegionLine:
    if region.code not in made:
        made[region.code] = RegionLine(region.name)
        above = regions.get(region.parent_id or "")
        (top if above is None else _place(above, regions, made, top).children).append(made[region.code])
    return made[region.code]


def _count_upwards(
    region: Region | None, regions: Mapping[str, Region], made: Mapping[str, RegionLine], count: int
) -> None:
    while region is not None:
        made[region.code].count += count
        region = regions.get(region.parent_id or "")


def _holdings(code: str) -> Counts:
    return kept(("holdings", code), lambda: counts_of({"institution": (code,)}, *COUNTED))


@catalogue_page
def institution(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one institution: where it is, what it holds in figures, and its records."""
    if not is_storable(code):
        raise Http404
    holder = Institution.objects.select_related("region").filter(code=code).first()
    counts = _holdings(code) if holder else Counts(0, {})
    if holder is None or not (counts.total or holder.active):
        raise Http404
    asked = Asked.of(request.GET)
    wanted = Asked(chosen={"institution": (code,)}, sort="number", page=asked.page)
    path = reverse("institution", args=[code])
    listed = listing(wanted, path)
    shown: list[Figure] = figures(counts, COUNTED, {"institution": (code,)}) if asked.page == 1 else []
    context = {
        "institution": holder,
        "total": counts.total,
        "notice": counts.notice,
        "figures": shown,
        "listing": listed,
        "refine": wanted.with_page(1).url,
    }
    return show(
        request,
        "search/institution.html",
        context,
        path=path,
        query=wanted.with_page(listed.results.page).page_query,
    )
