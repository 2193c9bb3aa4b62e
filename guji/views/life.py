"""A record's life on its page: handed on, given back, approved, withdrawn, let stand, talked about.

Only what the policy table allows this user with this record as it now stands is offered; the actions ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from census.errors import ActionRefused, FindingsStand, WrongState
from census.models import Comment, Waiver
from census.policies import ACTION_NAMES, Access
from guji.actions import (
    AddComment,
    ApproveByInstitution,
    ApproveByProvince,
    ResolveComment,
    RestoreBook,
    ReturnBook,
    RevokeWaiver,
    SubmitBook,
    WaiveFinding,
    WithdrawBook,
)
from guji.actions.base import LOCKED_FIELDS
from guji.findings import field_name
from guji.models import Book
from guji.views.given import given_number

#: As many remarks are shown on a record's page, the latest.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be done with a record: its name, what the button says, whether it needs a reason."""

    name: str
    label: str | Promise
    needs_reason: bool = False
    is_step: bool = False


#: What carries a record on comes first, then what turns it back, then what takes it out.
OFFERS = (
    Offer("submit", gettext_lazy("送审"), is_step=True),
    Offer("approve_institution", gettext_lazy("馆审通过"), is_step=True),
    Offer("approve_province", gettext_lazy("省审通过"), is_step=True),
    Offer("return", gettext_lazy("退回"), needs_reason=True),
    Offer("restore", gettext_lazy("恢复"), needs_reason=True),
    Offer("withdraw", gettext_lazy("撤销"), needs_reason=True),
)
#: Who said it may be asked about any of these, or about the whole record.
SAID_OF = (*LOCKED_FIELDS, "class_code", "series", "note", "details")


def offers_for(access: Access, book: Book) -> list[Offer]:
    """Return what the user may do with a record as it stands; who submitted it is not offered to approve it."""
    own = book.submitted_by_id is not None and book.submitted_by_id == access.user_id
    allowed = [offer for offer in OFFERS if access.may(offer.name, book)]
    return [offer for offer in allowed if not (own and offer.name.startswith("approve"))]


def comments_on(book: Book) -> list[Comment]:
    """Return what was said on a record, open remarks first, the latest first."""
    said = Comment.objects.filter(record_id=book.pk).select_related("by", "resolved_by").order_by("-at", "-id")
    return sorted(said[:SHOWN], key=lambda comment: comment.resolved_at is not None)


def fields_to_speak_of() -> list[tuple[str, str]]:
    """Return the fields that a remark may be about, with their names."""
    return [(name, field_name(name) if name != "details" else _("完整著录")) for name in SAID_OF]


@login_required
@require_POST
def record_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do one act with a record, and say how it went on its page."""
    book = get_object_or_404(Book.objects.all().visible_to(request.user), pk=pk)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, _("没有这个动作"))
        return redirect("record", pk=pk)
    try:
        messages.success(request, act(request, book))
    except FindingsStand as refusal:
        messages.error(request, _("%(why)s（见“检查”一栏）") % {"why": refusal.message})
    except ActionRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("record", pk=pk)


def _step(action: Callable[..., Any]) -> Callable[[HttpRequest, Book], str]:
    def do(request: HttpRequest, book: Book) -> str:
        stored = action(book, request.user, version=_version(request), reason=_reason(request)).execute()
        name = _(ACTION_NAMES[action.rule])  # type: ignore[attr-defined]
        number = f" {stored.census_no}" if action is ApproveByProvince else ""
        return _("已%(act)s：%(title)s") % {"act": name, "title": stored.title or stored.shelf_mark} + number

    return do


def _give_back(request: HttpRequest, book: Book) -> str:
    said = [(name, request.POST.get(f"say.{name}", "").strip()) for name in SAID_OF]
    remarks = [(name, text) for name, text in said if text]
    ReturnBook(book, request.user, comments=remarks, version=_version(request), reason=_reason(request)).execute()
    return _("已退回，附意见 %(number)s 条") % {"number": len(remarks)}


def _waive(request: HttpRequest, book: Book) -> str:
    check, field = request.POST.get("check", ""), request.POST.get("field", "")
    WaiveFinding(book, request.user, check, field, version=_version(request), reason=_reason(request)).execute()
    return _("已豁免")


def _revoke(request: HttpRequest, book: Book) -> str:
    waiver = _one(Waiver.objects.filter(record_id=book.pk), request.POST.get("waiver", ""))
    RevokeWaiver(book, request.user, waiver, version=_version(request)).execute()
    return _("已收回豁免")


def _speak(request: HttpRequest, book: Book) -> str:
    field = request.POST.get("field", "")
    AddComment(book, request.user, request.POST.get("text", ""), field=field if field in SAID_OF else "").execute()
    return _("意见已记下")


def _settle(request: HttpRequest, book: Book) -> str:
    comment = _one(Comment.objects.filter(record_id=book.pk), request.POST.get("comment", ""))
    ResolveComment(comment, book, request.user).execute()
    return _("意见已标为解决")


_ACTS: dict[str, Callable[[HttpRequest, Book], str]] = {
    "submit": _step(SubmitBook),
    "approve_institution": _step(ApproveByInstitution),
    "approve_province": _step(ApproveByProvince),
    "withdraw": _step(WithdrawBook),
    "restore": _step(RestoreBook),
    "return": _give_back,
    "waive": _waive,
    "revoke_waiver": _revoke,
    "comment": _speak,
    "resolve": _settle,
}


def _one(rows: Any, key: str) -> Any:
    number = given_number(key)
    found = rows.filter(pk=number).first() if number is not None else None
    if found is None:
        raise WrongState(_("这一条已经不在了"))
    return found


def _version(request: HttpRequest) -> int:
    """Return the version that the user saw; an act on what they did not see is refused."""
    return given_number(request.POST.get("version", "")) or 0


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def words_of(comments: Iterable[Comment]) -> list[tuple[Comment, str]]:
    """Return remarks with the names of the fields that they are about."""
    return [(comment, field_name(comment.field) if comment.field else _("整条")) for comment in comments]
