"""Browsing: by class, by what the title begins with, by the edition's time, dynasty and type, by place."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from census.searching import Words
from search.views.asked import Asked
from search.views.common import catalogue_page, show
from search.views.counting import public_counts
from search.views.kept import kept
from search.views.lines import lines
from search.views.listing import listing
from search.views.tree import public_classes, top

#: Ways of browsing beside the classes: dimension → what the way is called.
WAYS: dict[str, Words] = {
    "strokes": _("题名笔画"),
    "initial": _("题名拼音"),
    "century": _("版本世纪"),
    "dynasty": _("版本朝代"),
    "edition_type": _("版本类型"),
    "region": _("收藏地区"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way of browsing, as the page offers it."""

    label: Words
    url: str
    current: bool


def ways(current: str) -> list[Way]:
    """Return all ways of browsing, the classes first."""
    found = [Way(_("分类"), reverse("browse"), current == "class")]
    return found + [Way(WAYS[name], reverse("browse-dimension", args=[name]), current == name) for name in WAYS]


def _tree() -> str:
    """Return the whole tree as it is shown: 800 classes, written once for each state of the index."""
    return render_to_string("search/_trees.html", {"classes": top(public_classes())})


@catalogue_page
def browse(request: HttpRequest) -> HttpResponse:
    """Show the whole class tree with numbers."""
    counts = public_counts("class")
    context = {
        "total": counts.total,
        "notice": counts.notice,
        "ways": ways("class"),
        "tree": kept("tree", _tree),
    }
    return show(request, "search/browse.html", context, path=reverse("browse"))


@catalogue_page
def browse_dimension(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show the values of one dimension with numbers; each leads to its records."""
    if name not in WAYS:
        raise Http404
    counts = public_counts(name)
    group = counts.groups.get(name)
    context = {
        "name": name,
        "heading": WAYS[name],
        "total": counts.total,
        "notice": counts.notice,
        "ways": ways(name),
        "lines": lines(name, group.choices) if group else [],
    }
    return show(request, "search/browse_dimension.html", context, path=reverse("browse-dimension", args=[name]))


@catalogue_page
def class_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one class: where it stands, what lies beneath it, its records in the order of titles."""
    line = public_classes().get(code)
    if line is None:
        raise Http404
    asked = Asked.of(request.GET)
    wanted = Asked(chosen={"class": (code,)}, sort="class", page=asked.page)
    path = reverse("class", args=[code])
    listed = listing(wanted, path)
    context = {
        "line": line,
        "listing": listed,
        "refine": wanted.with_page(1).url,
    }
    return show(
        request, "search/class.html", context, path=path, query=wanted.with_page(listed.results.page).page_query
    )
