"""The public page of one record: a lasting address, the entry explained, its other copies, its citations."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from census.catalogue import catalogue_kinds, find_public
from census.models import PUBLIC_STATES, State
from census.searching import search_kinds
from census.storable import made_storable
from search.views.asked import Asked
from search.views.common import address_of, catalogue_page, show
from search.views.copies import copies_of, other_editions, same_edition

#: Characters shown of a number that nobody has.
MOST_SHOWN = 40
#: Characters that would end a script element or begin a comment in it, written as JSON escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@catalogue_page
def record(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show a public record; say of one that was public and has been withdrawn that it is gone."""
    found = next(find_public(number), None)
    if found is None or not (found[1].is_public or _was_public(found[1])):
        return _unknown(request, number)
    kind, book = found
    if not book.is_public:
        return show(request, "search/gone.html", {"number": number}, status=410)
    path = reverse("public-record", args=[number])
    page = kind.page(book, request.build_absolute_uri(path))
    linked = {**page.data, "@id": request.build_absolute_uri(path), "url": address_of(request, path)}
    copies = same_edition(request.user, book)
    context = {
        **page.context,
        "page": page,
        "copies": copies_of(copies),
        "editions": other_editions(request.user, book, page.work, {book.pk, *(one.pk for one in copies)}),
        "see_also": [(one, Asked(text=one.query).url) for one in page.see_also],
        "linked_data": linked_data(linked),
        "desk": search_kinds()[book.KIND].entry(book).desk if request.user.is_authenticated else "",
    }
    return show(request, "search/record.html", context, path=path)


def _was_public(book: Any) -> bool:
    return book.state == State.WITHDRAWN and book.withdrawn_from in PUBLIC_STATES


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    """Say that no public record has a number: the same of what nobody has and of what never was public."""
    shown = made_storable(number)[:MOST_SHOWN]
    context = {"number": shown, "search": Asked(text=shown).url}
    return show(request, "search/unknown.html", context, status=404)


@catalogue_page
def record_by_key(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Lead from a record's internal key to its lasting address."""
    for kind in catalogue_kinds().values():
        if number := kind.number_of(key):
            return HttpResponsePermanentRedirect(reverse("public-record", args=[number]))
    raise Http404


def linked_data(data: dict[str, Any]) -> SafeString:
    """Return JSON that may stand in a script element: a block of data, which no browser runs."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  escaped just now
