"""The list of book records: what there is, narrowed by holder, state and words."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from authority.models import Institution
from census.models import State
from census.policies import Access
from census.searching import Candidates
from guji.exports import FORMS
from guji.listing import RecordFilter
from guji.models import Book
from guji.views.paging import BadCursorError, Cursor, PageOfRecords, Place, page_after, page_before, page_of_few

PAGE_SIZE = 25
#: Up to so many records that have the words of a filter are put in order here rather than looked for again.
FEW = 2000
#: What a line of the list shows; nothing else is fetched.
SHOWN = ("census_no", "shelf_mark", "title", "responsibility", "edition", "annotation", "volumes", "extent", "state")


class Total(NamedTuple):
    """How many records are listed; ``about`` so many where the index counted works within sets and the like too."""

    number: int
    about: bool = False


@login_required
@require_GET
def record_list(request: HttpRequest) -> HttpResponse:
    """List the records that the user may see, a page at a time."""
    chosen = RecordFilter.of(request.GET)
    access = Access.of(request.user)
    visible = Book.objects.all().visible_to(access)
    among = chosen.candidates(access)
    page, total = _page_and_total(request, chosen.apply(visible, among), chosen, among)
    holders = Institution.objects.filter(Exists(visible.order_by().filter(institution=OuterRef("pk"))))
    context = {
        "filter": chosen,
        "filtered": bool(chosen.query),
        "filter_words": chosen.in_words() if chosen.batch else "",
        "total": total,
        "records": page.records,
        "institutions": holders.order_by("code"),
        "states": State.choices,
        "exports": [(form.upper(), _export_address(chosen, form)) for form in FORMS],
        "may_create": access.may("create"),
        "may_import": access.may("create") or access.may("import_approved"),
        "previous_url": _address(chosen, "before", page.records[0]) if page.records and page.has_previous else "",
        "next_url": _address(chosen, "after", page.records[-1]) if page.records and page.has_next else "",
    }
    return render(request, "guji/record_list.html", context)


def _page_and_total(
    request: HttpRequest, books: QuerySet[Book], chosen: RecordFilter, among: Candidates | None
) -> tuple[PageOfRecords, Total]:
    """Return the page asked for and how many records there are in all.

    Words are looked for in every row, which takes a while: where few records have them, that is done once for both;
    where very many may have them, a page is soon found, and how many there are is what the index says.
    """
    many = among is not None and among.keys is None and not chosen.batch
    if chosen.text and not many:
        few: list[Place] = list(books.order_by().values_list("census_no", "pk")[: FEW + 1])
        if len(few) <= FEW:
            return _page_of_few(request, few), Total(len(few))
    page = _page(request, books.only(*SHOWN))
    if many and among is not None:
        return page, Total(among.total, about=True)
    return page, Total(books.order_by().count())


def _page_of_few(request: HttpRequest, found: list[Place]) -> PageOfRecords:
    cursor, before = _cursor(request)
    places, has_previous, has_next = page_of_few(found, cursor, PAGE_SIZE, before=before)
    books = Book.objects.only(*SHOWN).in_bulk([key for _, key in places])
    return PageOfRecords([books[key] for _, key in places if key in books], has_previous, has_next)


def _cursor(request: HttpRequest) -> tuple[Cursor | None, bool]:
    """Return the place that the address names and whether the page before it is wanted; nonsense is the beginning."""
    try:
        if before := request.GET.get("before"):
            return Cursor.parse(before), True
        if after := request.GET.get("after"):
            return Cursor.parse(after), False
    except BadCursorError:
        pass
    return None, False


def _page(request: HttpRequest, books: QuerySet[Book]) -> PageOfRecords:
    cursor, before = _cursor(request)
    if cursor is not None and before:
        return page_before(books, cursor, PAGE_SIZE)
    return page_after(books, cursor, PAGE_SIZE)


def _address(chosen: RecordFilter, side: str, book: Book) -> str:
    return f"{reverse('record-list')}?{urlencode({**chosen.query, side: str(Cursor.of(book))})}"


def _export_address(chosen: RecordFilter, form: str) -> str:
    address = reverse("record-export", args=[form])
    return f"{address}?{urlencode(chosen.query)}" if chosen.query else address
