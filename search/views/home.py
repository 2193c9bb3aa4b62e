"""The front page: one search box, and the class tree as one walks a printed catalogue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from search.views.common import catalogue_page, show
from search.views.counting import public_counts
from search.views.tree import public_classes, top

#: What may be typed, and why it is shown.
EXAMPLES = (
    ("说文解字注", _("不分简繁")),
    ("shuowen", _("拼音")),
    ("段玉裁 經韻樓", _("著者、刻书处")),
    ("康熙 通志堂", _("年号、丛书")),
    ("1573..1620 套印", _("公历年")),
    ("存 二十卷", _("残本")),
    ("題名:周易 NOT 抄本", _("限定与排除")),
)


@catalogue_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box and the classes with their numbers."""
    counts = public_counts("class", "institution")
    context = {
        "total": counts.total,
        "holders": len(counts.facets.get("institution", {})),
        "classes": top(public_classes()),
        "examples": EXAMPLES,
        "notice": counts.notice,
    }
    return show(request, "search/home.html", context, path=reverse("catalogue"))
