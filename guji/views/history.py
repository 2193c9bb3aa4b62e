"""Every change of a record, any two versions side by side, and one of them brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from census.errors import ActionRefused
from census.models import Revision
from census.policies import Access
from guji.actions import EditBook
from guji.history import changes, revisions_of, version_of
from guji.models import Book
from guji.views.given import given_number
from guji.views.record import ShownRevision, image_history, shown_revision


@login_required
@require_GET
def record_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List every change, and compare the two versions that the address names (the latest change without)."""
    book = _book(request, pk)
    rows = revisions_of(book)
    first, last = _versions(request, rows)
    context = {
        "record": book,
        "revisions": _lines(book, rows),
        "first": first,
        "last": last,
        "changes": list(changes(version_of(rows, first), version_of(rows, last))) if rows else [],
        "may_restore": Access.of(request.user).may("edit", book) and last != book.version,
    }
    return render(request, "guji/record_history.html", context)


@login_required
@require_POST
def record_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the record say again what it said in an earlier version: a change like any other, with its reason."""
    book = _book(request, pk)
    if not Access.of(request.user).may("edit", book):
        raise PermissionDenied(_("以您的角色，现在不能修改这条记录"))
    rows = revisions_of(book)
    number = _number(request.POST.get("to", ""), rows)
    if number is None:
        messages.error(request, _("没有这一版"))
        return redirect("record-history", pk=pk)
    wanted = version_of(rows, number)
    reason = request.POST.get("reason", "").strip() or _("恢复第 %(number)s 版的内容") % {"number": number}
    try:
        EditBook(
            book, wanted, request.user, version=given_number(request.POST.get("version", "")) or 0, reason=reason
        ).execute()
        messages.success(request, _("已恢复第 %(number)s 版的内容") % {"number": number})
    except ActionRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("record", pk=pk)


def _book(request: HttpRequest, pk: UUID) -> Book:
    book: Book = get_object_or_404(Book.objects.all().visible_to(request.user).whole(), pk=pk)
    if not Access.of(request.user).roles_in(book.institution_id):
        raise PermissionDenied(_("历史只给著录和审校的人看"))
    return book


def _lines(book: Book, rows: list[Revision]) -> list[tuple[int | None, ShownRevision]]:
    """Return all changes, the newest first, each version with its number, what was done with pictures without."""
    versions: list[tuple[int | None, ShownRevision]] = [(row.number, shown_revision(row)) for row in reversed(rows)]
    pictures: list[tuple[int | None, ShownRevision]] = [(None, change) for change in image_history(book)]
    return sorted([*versions, *pictures], key=lambda line: line[1].at, reverse=True)


def _versions(request: HttpRequest, rows: list[Revision]) -> tuple[int, int]:
    """Return the two versions to compare, the earlier first; version 0 is nothing yet."""
    newest = rows[-1].number if rows else 0
    last = _number(request.GET.get("to", ""), rows) or newest
    given = request.GET.get("from", "")
    first = 0 if given == "0" else _number(given, rows)
    if first is None:
        first = max(last - 1, 0)
    return min(first, last), max(first, last)


def _number(text: str, rows: list[Revision]) -> int | None:
    number = given_number(text)
    return number if any(row.number == number for row in rows) else None
