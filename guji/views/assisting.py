"""What the entry page offers while one types, and the names that the authority lacks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from authority.models import Name, Named, NameStatus
from census.errors import ActionRefused
from guji.assisting.asks import Missing
from guji.assisting.completing import LONGEST, Completion, Line, complete
from guji.assisting.names import DecideName, ProposeName, Stated, may_decide, may_propose
from guji.assisting.writing import bracketed
from guji.models import Offer
from guji.views.given import given_number

#: Names on one page of the list.
PAGE = 100


@login_required
@require_GET
def record_suggest(request: HttpRequest) -> JsonResponse:
    """Return what is offered at the caret of a field (``at`` counts characters), and how it is said to the ear."""
    if not may_propose(request.user):
        raise PermissionDenied(_("您没有在任何单位著录的权限"))
    text = request.GET.get("text", "")[:LONGEST]
    caret = given_number(request.GET.get("at", ""))
    found = complete(
        request.GET.get("field", ""), text, len(text) if caret is None else caret, asked="asked" in request.GET
    )
    answer = JsonResponse(_as_json(found))
    answer.headers["Cache-Control"] = "private, max-age=20"
    return answer


def _as_json(found: Completion) -> dict[str, Any]:
    lines = [_line(line) for line in found.lines]
    return {
        "start": found.start,
        "end": found.end,
        "lines": lines,
        "missing": _new(found.missing) if found.missing else None,
        "status": _("%(number)s 个提示，用上下键选取，回车写入") % {"number": len(lines)} if lines else "",
    }


def _line(line: Line) -> dict[str, str]:
    offer = line.offer
    return {
        "text": line.text,
        "form": offer.form,
        "detail": offer.detail,
        "note": offer.note,
        "uses": ngettext("%(number)s 部", "%(number)s 部", offer.uses) % {"number": offer.uses} if offer.uses else "",
        "waiting": _("待确认") if offer.status == NameStatus.PROPOSED else "",
    }


def _new(missing: Missing) -> dict[str, Any]:
    words = _("新建%(kind)s“%(form)s”…") % {"kind": Named(missing.kind).label, "form": missing.form}
    return {
        "kind": missing.kind,
        "form": missing.form,
        "dynasty": missing.dynasty,
        "start": missing.start,
        "label": words,
    }


def _stated(request: HttpRequest) -> Stated:
    given = {name: request.POST.get(name, "") for name in ("kind", "form", "dynasty", "dates", "note")}
    return Stated(**given)


@login_required
@require_POST
def name_propose(request: HttpRequest) -> HttpResponseBase:
    """Add a name; the entry page's script is answered with what to write, a form with the list."""
    if not may_propose(request.user):
        raise PermissionDenied(_("您没有提出规范名称的权限"))
    scripted = request.headers.get("Accept", "").startswith("application/json")
    try:
        name = ProposeName(_stated(request), request.user).execute()
    except ActionRefused as refusal:
        if scripted:
            field = str(refusal.params.get("field", ""))
            return JsonResponse({"field": field, "message": refusal.message}, status=400)
        messages.error(request, refusal.message)
        return _names(request, _stated(request), status=400)
    if scripted:
        bare = "settled" in request.POST or not name.dynasty
        text = name.form if bare else bracketed(name.dynasty, request.POST.get("text", "")) + name.form
        return JsonResponse({"text": text, "message": _("已提出“%(name)s”，待省审确认") % {"name": name.form}})
    messages.success(request, _("已提出“%(name)s”，待省审确认") % {"name": name.form})
    return redirect("name-list")


@login_required
@require_GET
def name_list(request: HttpRequest) -> HttpResponse:
    """List the authority's names of one status, those that wait first of all."""
    if not (may_propose(request.user) or may_decide(request.user)):
        raise PermissionDenied(_("您没有在任何单位著录的权限"))
    return _names(request, Stated("person", ""))


def _names(request: HttpRequest, stated: Stated, status: int = 200) -> HttpResponse:
    shown = request.GET.get("status", "")
    shown = shown if shown in NameStatus.values else NameStatus.PROPOSED
    found = Name.objects.filter(status=shown).select_related("proposed_by", "decided_by").order_by("-proposed_at", "pk")
    total = found.count()
    page = min(max(1, given_number(request.GET.get("page", "")) or 1), max(1, -(-total // PAGE)))
    names = list(found[(page - 1) * PAGE : page * PAGE])
    uses = _uses(names)
    context = {
        "names": [(name, uses.get((name.kind, name.folded, name.dynasty), 0)) for name in names],
        "status": shown,
        "statuses": NameStatus.choices,
        "kinds": Named.choices,
        "total": total,
        "page": page,
        "more": total > page * PAGE,
        "stated": stated,
        "may_propose": may_propose(request.user),
        "may_decide": may_decide(request.user),
    }
    return render(request, "guji/name_list.html", context, status=status)


def _uses(names: list[Name]) -> dict[tuple[str, str, str], int]:
    """Return how many approved records use each of some names, in one query."""
    offers = Offer.objects.filter(kind__in={name.kind for name in names}, fold__in={name.folded for name in names})
    return {
        (kind, fold, detail): uses for kind, fold, detail, uses in offers.values_list("kind", "fold", "detail", "uses")
    }


@login_required
@require_POST
def name_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm a name as amended, or decline it."""
    if not may_decide(request.user):
        raise PermissionDenied(_("规范名称由省审确认"))
    name = get_object_or_404(Name, pk=pk)
    status = request.POST.get("act", "")
    stated = _stated(request) if status == NameStatus.CONFIRMED else None
    version = given_number(request.POST.get("version", "")) or 0
    try:
        done = DecideName(name, request.user, status, version, stated, request.POST.get("reason", "")).execute()
        messages.success(request, f"{done.get_status_display()}：{done}")
    except ActionRefused as refusal:
        messages.error(request, f"{name}：{refusal.message}")
    return redirect(f"{reverse('name-list')}?status={NameStatus.PROPOSED}")
