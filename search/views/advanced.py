"""The form of fields: writes the same words into the one search box that a person could have typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from census.searching import TextField, Words, search_kinds
from census.storable import made_storable
from search import language
from search.views.asked import MOST_CHARACTERS, Asked
from search.views.common import catalogue_page, show
from search.views.counting import public_counts

#: Joins of the rows of the form with what stands before them.
JOINS: dict[str, Words] = {"and": gettext_lazy("并且"), "or": gettext_lazy("或者"), "not": gettext_lazy("不含")}
ROWS = 4
FIELD, WORDS, JOIN = "field", "words", "join"
YEARS = ("from", "to")
#: Dimensions that are offered as choices.
OFFERED = ("completeness", "flags")
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form as filled in."""

    number: int
    join: str
    field: str
    words: str


@catalogue_page
def advanced(request: HttpRequest) -> HttpResponseBase:
    """Show the form; sent, it leads to the results of the query that it writes."""
    rows = _rows(request)
    years = [request.GET.get(name, "").strip() for name in YEARS]
    asked = Asked.of(request.GET)
    if "go" in request.GET:
        return HttpResponseRedirect(asked.worded(written(rows, years)).with_page(1).url)
    if asked.text and not any(row.words for row in rows):
        rows = [Row(1, "and", "", asked.text), *rows[1:]]
    context = {
        "rows": rows,
        "years": years,
        "asked": asked,
        "joins": JOINS.items(),
        "fields": [(field.aliases[0] if field.aliases else field.name, field.label) for field in _fields()],
        "choices": list(_choices(asked)),
    }
    return show(request, "search/advanced.html", context)


def _choices(asked: Asked) -> Iterator[tuple[str, Words, list[tuple[str, Words, bool]]]]:
    """Yield dimensions with the values that public records have, and whether each is ticked."""
    for name, group in public_counts(*OFFERED).groups.items():
        picked = asked.chosen.get(name, ())
        yield name, group.label, [(one.value, one.label, one.value in picked) for one in group.flat()]


def _fields() -> list[TextField]:
    found = {field.name: field for kind in search_kinds().values() for field in kind.text_fields}
    return list(found.values())


def _rows(request: HttpRequest) -> list[Row]:
    fields, words, joins = (request.GET.getlist(name) for name in (FIELD, WORDS, JOIN))
    found = []
    for index in range(ROWS):
        join = joins[index - 1] if 0 < index <= len(joins) else "and"
        text = made_storable(words[index]).strip()[:MOST_CHARACTERS] if index < len(words) else ""
        field = fields[index][:40] if index < len(fields) else ""
        found.append(Row(index + 1, join if join in JOINS else "and", field, text))
    return found


def written(rows: list[Row], years: list[str]) -> str:
    """Return the query that the rows and the years say: 題名:周易 OR 著者:王弼 1573..1620."""
    first, last = (year if _is_year(year) else "" for year in years)
    said = [language.Row(row.words, row.field, language.Join(row.join)) for row in rows]
    return language.compose(said, first=first, last=last)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _YEAR_DIGITS
