"""The list of book records: what there is, narrowed by holder, state and words."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from authority.models import Institution
from census.models import State
from census.policies import Access
from guji.exports import FORMS
from guji.listing import RecordFilter
from guji.models import Book
from guji.views.paging import BadCursorError, Cursor, PageOfRecords, page_after, page_before

PAGE_SIZE = 25
#: What a line of the list shows; nothing else is fetched.
SHOWN = ("census_no", "shelf_mark", "title", "responsibility", "edition", "annotation", "volumes", "extent", "state")


@login_required
@require_GET
def record_list(request: HttpRequest) -> HttpResponse:
    """List the records that the user may see, a page at a time."""
    chosen = RecordFilter.of(request.GET)
    access = Access.of(request.user)
    visible = Book.objects.all().visible_to(access)
    books = chosen.apply(visible)
    page = _page(request, books.only(*SHOWN))
    holders = Institution.objects.filter(pk__in=visible.order_by().values("institution_id").distinct())
    context = {
        "filter": chosen,
        "filtered": bool(chosen.query),
        "filter_words": chosen.in_words() if chosen.batch else "",
        "total": books.order_by().count(),
        "records": page.records,
        "institutions": holders.order_by("code"),
        "states": State.choices,
        "exports": [(form.upper(), _export_address(chosen, form)) for form in FORMS],
        "may_import": access.may("create") or access.may("import_approved"),
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


def _export_address(chosen: RecordFilter, form: str) -> str:
    address = reverse("record-export", args=[form])
    return f"{address}?{urlencode(chosen.query)}" if chosen.query else address
