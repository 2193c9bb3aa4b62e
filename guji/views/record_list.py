"""The list of book records: what there is, narrowed by holder, state and words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from authority.models import Institution
from census.models import State
from guji.models import Book
from guji.views.paging import BadCursorError, Cursor, PageOfRecords, page_after, page_before

PAGE_SIZE = 25
#: The fields in which the words of the filter are looked for.
SEARCHED = ("title", "responsibility", "edition", "annotation", "shelf_mark", "census_no")
#: What a line of the list shows; nothing else is fetched.
SHOWN = ("census_no", "shelf_mark", "title", "responsibility", "edition", "annotation", "volumes", "extent", "state")


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What the address bar says: words, a holder's code, a state. Unknown values are passed over."""

    text: str = ""
    institution: str = ""
    state: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> RecordFilter:
        """Read the filter from a request's query."""
        given = {name: str(value).replace("\0", "") for name, value in request.GET.items()}
        state = given.get("state", "")
        return cls(
            text=given.get("q", "").strip()[:200],
            institution=given.get("institution", "")[:4],
            state=state if state in State.values else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """The filter as parameters of an address, empty ones left out."""
        parts = {"q": self.text, "institution": self.institution, "state": self.state}
        return {name: value for name, value in parts.items() if value}

    def apply(self, books: QuerySet[Book]) -> QuerySet[Book]:
        """Return the records that pass: every word must occur in one of the searched fields."""
        if self.institution:
            books = books.filter(institution__code=self.institution)
        if self.state:
            books = books.filter(state=self.state)
        for word in self.text.split():
            condition = Q()
            for field in SEARCHED:
                condition |= Q(**{f"{field}__contains": word})
            books = books.filter(condition)
        return books


@login_required
@require_GET
def record_list(request: HttpRequest) -> HttpResponse:
    """List the records that the user may see, a page at a time."""
    chosen = RecordFilter.of(request)
    visible = Book.objects.all().visible_to(request.user)
    books = chosen.apply(visible)
    page = _page(request, books.only(*SHOWN))
    holders = Institution.objects.filter(pk__in=visible.order_by().values("institution_id").distinct())
    context = {
        "filter": chosen,
        "filtered": bool(chosen.query),
        "total": books.order_by().count(),
        "records": page.records,
        "institutions": holders.order_by("code"),
        "states": State.choices,
        "previous_url": _address(chosen, "before", page.records[0]) if page.records and page.has_previous else "",
        "next_url": _address(chosen, "after", page.records[-1]) if page.records and page.has_next else "",
    }
    return render(request, "guji/record_list.html", context)


def _page(request: HttpRequest, books: QuerySet[Book]) -> PageOfRecords:
    """Return the page asked for; a place that cannot be understood gives the first."""
    try:
        if before := request.GET.get("before"):
            return page_before(books, Cursor.parse(before), PAGE_SIZE)
        if after := request.GET.get("after"):
            return page_after(books, Cursor.parse(after), PAGE_SIZE)
    except BadCursorError:
        pass
    return page_after(books, None, PAGE_SIZE)


def _address(chosen: RecordFilter, side: str, book: Book) -> str:
    return f"{reverse('record-list')}?{urlencode({**chosen.query, side: str(Cursor.of(book))})}"
