"""One book record on a page: as it would be printed, what was understood of it, what is wrong, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from census.images.policy import may_change
from census.images.showing import manage_address, manifest_address, shown_images
from census.images.telling import told_changes
from census.models import Revision
from census.policies import ACTION_NAMES, Access
from guji.explaining import explain
from guji.findings import field_name, findings_of, unwaived, waivers_of
from guji.models import Book
from guji.storage import to_data
from guji.understanding import message_of
from guji.views.entry import groups_of, printed, sub_lines
from guji.views.life import comments_on, fields_to_speak_of, offers_for, words_of

#: What is written in a history beside the actions of people.
OTHER_ACTIONS = {"import": gettext_noop("导入")}
#: Changes that the page shows, the newest first.
HISTORY = 50


@dataclass(frozen=True, slots=True)
class ShownRevision:
    """A change in words: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str


@login_required
@require_GET
def record_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one record that the user may see."""
    book = get_object_or_404(Book.objects.all().visible_to(request.user).whole(), pk=pk)
    data = to_data(book)
    waivers = waivers_of(book.pk)
    access = Access.of(request.user)
    context = {
        "record": book,
        "may_edit": access.may("edit", book),
        "may_create": access.may("create"),
        "may_waive": access.may("waive", book),
        "may_speak": access.may("comment", book),
        "may_see_history": bool(access.roles_in(book.institution_id)),
        "offers": offers_for(access, book),
        "comments": words_of(comments_on(book)) if access.roles_in(book.institution_id) else [],
        "spoken_of": fields_to_speak_of(),
        "institution": book.institution,
        "data": data,
        "statements_printed": printed(data),
        "sub_works": list(sub_lines(data.details.get("sub_works", []))),
        "statements": explain(data),
        "findings": [message_of(finding) for finding in unwaived(data, findings_of(data, book.pk), waivers)],
        "waivers": waivers,
        "groups": list(groups_of(data)),
        "images": shown_images(Book.KIND, book.pk),
        "manage_images": manage_address(Book.KIND, book.pk) if may_change(access, book) else "",
        "manifest": manifest_address(Book.KIND, book.pk),
        "history": history_of(book),
    }
    return render(request, "guji/record_detail.html", context)


def history_of(book: Book) -> list[ShownRevision]:
    """Return the latest changes of a record and of its pictures, the newest first."""
    rows = Revision.objects.filter(kind=Book.KIND, record_id=book.pk).select_related("actor").order_by("-number")
    changes = [*(shown_revision(row) for row in rows[:HISTORY]), *image_history(book, HISTORY)]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:HISTORY]


def image_history(book: Book, most: int | None = None) -> list[ShownRevision]:
    """Return what was done with a record's pictures, which is no revision of it."""
    told = told_changes(Book.KIND, book.pk, most)
    return [ShownRevision(change.at, change.who, change.what, change.why) for change in told]


def shown_revision(row: Revision) -> ShownRevision:
    """Return a change in words."""
    what = _(ACTION_NAMES.get(row.action) or OTHER_ACTIONS.get(row.action, row.action))
    return ShownRevision(row.at, str(row.actor or _("系统")), what + _fields_changed(row.diff), row.reason)


def _fields_changed(diff: Mapping[str, Any]) -> str:
    names = dict.fromkeys(field_name(name) for name in diff)
    return f"：{'、'.join(names)}" if 0 < len(names) <= 8 else ""
