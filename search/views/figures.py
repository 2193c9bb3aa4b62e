"""Figures of the catalogue: for each dimension a chart, and beside it a table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from census.searching import Words
from search import charts
from search.views.asked import Asked
from search.views.common import catalogue_page, show
from search.views.counting import Counts, public_counts
from search.views.lines import Line, lines

#: So many bars has a chart at most; the table goes on.
MOST_BARS = 16
#: So many lines of a table are shown at once; the rest unfolds.
MOST_LINES = 16
COUNTED = ("class", "dynasty", "edition_type", "century", "institution", "region")
#: What a figure is called: dimension → heading.
HEADINGS: dict[str, Words] = {
    "class": _("各部"),
    "dynasty": _("版本朝代"),
    "edition_type": _("版本类型"),
    "century": _("版本世纪"),
    "institution": _("收藏单位"),
    "region": _("收藏地区"),
}
#: Dimensions that follow in time: their bars stand.
UPRIGHT = ("century",)
#: Dimensions whose lines stand in an order of their own; of all others the most frequent come first.
ORDERED = ("class", "century", "dynasty")


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with its table. ``rest`` are the lines that unfold; ``share`` says what the percentages are of."""

    name: str
    heading: Words
    chart: charts.Chart
    first: Sequence[Line]
    rest: Sequence[Line]
    total: int


@catalogue_page
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the whole catalogue in figures."""
    counts = public_counts(*COUNTED)
    context = {"total": counts.total, "notice": counts.notice, "figures": figures(counts, COUNTED, {})}
    return show(request, "search/statistics.html", context, path=reverse("statistics"))


def figures(counts: Counts, names: Sequence[str], within: Mapping[str, tuple[str, ...]]) -> list[Figure]:
    """Return the figures of these dimensions; ``within`` is what was chosen before, to which each line's link adds."""
    found = []
    for name in names:
        group = counts.groups.get(name)
        rows = _unfolded(lines(name, group.choices), name) if group else []
        if within:
            rows = [replace(line, url=Asked(chosen={**within, name: (line.value,)}).url) for line in rows]
        if rows:
            found.append(_figure(name, rows, counts.total))
    return found


def _unfolded(rows: list[Line], name: str) -> list[Line]:
    """Return what is charted: a province alone at the top says nothing, its cities do; the most frequent first."""
    while len(rows) == 1 and rows[0].children and name == "region":
        rows = list(rows[0].children)
    return rows if name in ORDERED else sorted(rows, key=lambda line: -line.count)


def _figure(name: str, rows: list[Line], total: int) -> Figure:
    drawn = [(str(line.label), line.count) for line in rows[:MOST_BARS]]
    chart = charts.columns(drawn) if name in UPRIGHT else charts.bars(drawn)
    return Figure(name, HEADINGS[name], chart, rows[:MOST_LINES], rows[MOST_LINES:], total)
