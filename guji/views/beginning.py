"""Beginning a record from something: a template, a record by number or words; and looking after one's templates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from authority.models import Institution
from census.errors import ActionRefused
from census.policies import Access
from guji.assisting.beginnings import found, latest
from guji.assisting.names import may_propose
from guji.assisting.templates import ChangeTemplate, fields_for, of_template, removed, usable
from guji.forms.page import like
from guji.listing import MOST_CHARACTERS
from guji.models import Book, EntryTemplate
from guji.storage import to_data
from guji.views.given import given_key


def begun_from(user: Any, given: Any) -> dict[str, str] | None:
    """Return the fields of the template or record that an address names; ``None`` if it names none the user may see."""
    template = given_key(given.get("template", ""))
    if template is not None:
        return fields_for(user, template)
    model = given_key(given.get("like", ""))
    if model is None:
        return None
    book = Book.objects.all().visible_to(user).whole().filter(pk=model).first()
    return None if book is None else like(to_data(book), whole="whole" in given)


@login_required
@require_GET
def record_begin(request: HttpRequest) -> HttpResponse:
    """Offer templates and records to begin from; ``part`` asks for the list alone, for the entry page's dialog."""
    _require_typist(request)
    text = request.GET.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    context = {
        "q": text,
        "templates": [one for one in usable(request.user) if not text or text in one.name],
        "records": found(request.user, text) if text else latest(request.user),
    }
    name = "guji/begin_list.html" if "part" in request.GET else "guji/begin.html"
    return render(request, name, context)


@login_required
@require_GET
def record_fields(request: HttpRequest) -> JsonResponse:
    """Return the fields of a template or record, for a form that is open already; the copy's own are left out."""
    _require_typist(request)
    fields = begun_from(request.user, request.GET)
    if fields is None and (request.GET.get("template") or request.GET.get("like")):
        raise Http404
    kept = of_template(fields or {})
    return JsonResponse({"fields": {name: text for name, text in kept.items() if name != "institution"}})


@login_required
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    """Show one's templates, those of colleagues, and what was thrown away lately."""
    _require_typist(request)
    templates = list(usable(request.user))
    context = {
        "mine": [one for one in templates if one.user_id == request.user.pk],
        "shared": [one for one in templates if one.user_id != request.user.pk],
        "removed": removed(request.user),
        "institutions": Institution.objects.filter(pk__in=Access.of(request.user).institutions).order_by("code"),
    }
    return render(request, "guji/template_list.html", context)


@login_required
@require_POST
def template_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename a template, share it, throw it away or fetch it back."""
    _require_typist(request)
    template = get_object_or_404(EntryTemplate, pk=pk, user_id=request.user.pk)
    try:
        ChangeTemplate(template, request.user, request.POST.get("act", ""), request.POST.get("value", "")).execute()
    except ActionRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("template-list")


def _require_typist(request: HttpRequest) -> None:
    if not may_propose(request.user):
        raise PermissionDenied(_("您没有在任何单位著录的权限"))
