"""The entry page: a record typed as it will be printed, understood while it is typed, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from census.errors import ActionRefused, ConflictError
from census.identifiers import new_key
from census.policies import Access
from guji.actions import CreateBook, EditBook, SubmitBook
from guji.assisting.fields import completed_fields
from guji.assisting.templates import KeepTemplate
from guji.data import BookData
from guji.forms import Problem, fields_of, known_field, read
from guji.forms.page import EntryPage, holders_for
from guji.models import Book, WorkingCopy
from guji.storage import to_data
from guji.understanding import counted, said_of
from guji.views.beginning import begun_from
from guji.views.conflict import chosen, show_conflict
from guji.views.entry import printed
from guji.views.given import given_key, given_number
from guji.working import copy_of, drop, keep, unfinished

#: What a button of the form asks for beside storing.
NEXT, ANOTHER, SUBMIT, MERGE = "next", "another", "submit", "merge"


@login_required
@require_http_methods(["GET", "POST"])
def record_new(request: HttpRequest) -> HttpResponse:
    """Show an empty form, or one filled from another record, from what was left unfinished; store what was sent."""
    holders = holders_for(request.user)
    if not holders:
        raise PermissionDenied(_("您没有在任何单位著录的权限"))
    if request.method == "POST":
        key = given_key(request.POST.get("copy", "")) or new_key()
        return _answer(request, EntryPage(request.POST.dict(), key=key, holders=holders), None)
    sent, key = _begun(request)
    sent.setdefault("institution", holders[0].code)
    page = EntryPage(sent, key=key, holders=holders, unfinished=unfinished(request.user))
    return _show(request, page)


@login_required
@require_http_methods(["GET", "POST"])
def record_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a stored record as a form; store what was sent, unless somebody else stored something meanwhile."""
    book = get_object_or_404(Book.objects.all().visible_to(request.user).whole(), pk=pk)
    if not Access.of(request.user).may("edit", book):
        raise PermissionDenied(_("以您的角色，现在不能修改这条记录"))
    if request.method == "POST":
        return _answer(request, EntryPage(request.POST.dict(), key=book.pk, book=book), book)
    left = copy_of(request.user, book)
    resumed = left is not None and "resume" in request.GET
    sent = dict(left.fields) if left is not None and resumed else fields_of(to_data(book))
    version = left.version if left is not None and resumed and left.version else book.version
    page = EntryPage(sent | {"version": str(version)}, key=book.pk, book=book)
    return _show(request, page, left=None if resumed else left)


def _begun(request: HttpRequest) -> tuple[dict[str, Any], UUID]:
    """Return the fields that a new form begins with, and its key."""
    resumed = given_key(request.GET.get("resume", ""))
    if resumed:
        copy = WorkingCopy.objects.filter(pk=resumed, user_id=request.user.pk or 0, book__isnull=True).first()
        if copy is not None:
            return dict(copy.fields), copy.pk
    return dict(begun_from(request.user, request.GET) or {}), new_key()


def _answer(request: HttpRequest, page: EntryPage, book: Book | None) -> HttpResponse:
    """Do what the pressed button asks for; whatever is wrong is shown with all that was typed."""
    act = request.POST.get("act", "save")
    if act == "split":
        return _show(request, page.split(request.POST.get("pasted", "")))
    if act.startswith("add:"):
        return _show(request, page.with_row(act.removeprefix("add:")))
    if act == "look":
        return _show(request, page)
    if act == "template":
        return _keep_template(request, page)
    if act == MERGE and book is not None:
        page = replace(page, sent=chosen(page.sent, fields_of(to_data(book))))
    data, problems = read(page.sent)
    if problems:
        return _show(request, page.with_problems(problems), status=400)
    try:
        stored = _store(request, data, book)
    except ConflictError as conflict:
        return show_conflict(request, book, page.sent, conflict)
    except ActionRefused as refusal:
        field = str(refusal.params.get("field", ""))
        return _show(request, page.with_problems([Problem(field, "", refusal.message)]), status=400)
    drop(request.user, page.key, book)
    return _after(request, stored, act)


def _store(request: HttpRequest, data: BookData, book: Book | None) -> Book:
    if book is None:
        return CreateBook(data, request.user).execute()
    reason = request.POST.get("reason", "")
    known = given_number(request.POST.get("version", "")) or 0
    return EditBook(book, data, request.user, version=known, reason=reason).execute()


def _after(request: HttpRequest, stored: Book, act: str) -> HttpResponse:
    """Go on where the button says: to the record, to the next one like it, or on to the reviewer."""
    name = stored.title or stored.shelf_mark or str(stored.pk)
    if act == SUBMIT:
        try:
            stored = SubmitBook(stored, request.user).execute()
            messages.success(request, _("已送审：%(name)s") % {"name": name})
        except ActionRefused as refusal:
            messages.error(request, _("已保存，没有送审：%(why)s") % {"why": refusal.message})
        return redirect("record", pk=stored.pk)
    messages.success(request, _("已保存：%(name)s") % {"name": name})
    if act == ANOTHER:
        return redirect("record-new")
    if act == NEXT:
        return redirect(f"{reverse('record-new')}?like={stored.pk}")
    return redirect("record", pk=stored.pk)


def _keep_template(request: HttpRequest, page: EntryPage) -> HttpResponse:
    """Keep what is in the form as a template and show the form again as it was; a script is told in a word."""
    scripted = request.headers.get("Accept", "").startswith("application/json")
    try:
        kept = KeepTemplate(request.user, request.POST.get("template_name", ""), page.sent).execute()
    except ActionRefused as refusal:
        if scripted:
            return JsonResponse({"message": refusal.message}, status=400)
        return _show(request, page.with_problems([Problem("template_name", "", refusal.message)]), status=400)
    words = _("已存为模板：%(name)s") % {"name": kept.name}
    if scripted:
        return JsonResponse({"message": words})
    messages.success(request, words)
    return _show(request, page)


def _show(request: HttpRequest, page: EntryPage, *, left: WorkingCopy | None = None, status: int = 200) -> HttpResponse:
    data, problems = read(page.sent)
    said = said_of(data, page.book.pk if page.book else None) if page.begun else {}
    context = {
        "page": page,
        "said": said,
        "counts": counted(said),
        "printed": printed(data),
        "left": left,
        "problems": page.problems or problems,
        "completed": " ".join(completed_fields()),
    }
    return render(request, "guji/entry_form.html", context, status=status)


def for_those_who_type(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse whoever may neither make nor change records: what checks know of other records is not theirs."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access = Access.of(request.user)
        if request.method == "POST" and not (access.may("create") or access.may("edit")):
            raise PermissionDenied(_("您没有在任何单位著录的权限"))
        return view(request, *args, **kwargs)

    return checked


@login_required
@for_those_who_type
@require_POST
def record_understand(request: HttpRequest) -> JsonResponse:
    """Say what is understood of a form as it stands: for each field a piece of the page, and the printed entry."""
    data, _problems = read(request.POST)
    own = given_key(request.POST.get("book", ""))
    if own is not None and not Book.objects.all().visible_to(request.user).filter(pk=own).exists():
        own = None
    said = said_of(data, own)
    pieces = {
        field: render_to_string("guji/entry_said.html", {"one": one, "field": field}, request=request)
        for field, one in said.items()
    }
    return JsonResponse({"said": pieces, "counts": counted(said), "printed": "　".join(printed(data))})


@login_required
@for_those_who_type
@require_POST
def record_split(request: HttpRequest) -> JsonResponse:
    """Take a pasted entry apart: field → text, of the note with what stands there."""
    page = EntryPage({"note": request.POST.get("note", "")}, key=new_key())
    fields = page.split(request.POST.get("pasted", "")).sent
    said = {name: value for name, value in fields.items() if known_field(name) and value != page.sent.get(name)}
    return JsonResponse({"fields": said})


@login_required
@for_those_who_type
@require_POST
def record_keep(request: HttpRequest) -> JsonResponse:
    """Keep what is being typed. 409 with words where it could not be kept."""
    key = given_key(request.POST.get("copy", ""))
    own = given_key(request.POST.get("book", ""))
    book = Book.objects.all().visible_to(request.user).filter(pk=own).first() if own else None
    if key is None or (own is not None and book is None):
        return JsonResponse({"message": _("这一页已经过时，请另存内容后重新打开")}, status=409)
    known = given_number(request.POST.get("version", ""))
    copy = keep(request.user, key, book, known, request.POST.dict())
    if copy is None:
        return JsonResponse({"message": _("内容太长，没有暂存")}, status=409)
    return JsonResponse({"at": date_format(timezone.localtime(copy.updated_at), "H:i:s")})


@login_required
@require_POST
def record_discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget what was left unfinished."""
    book = Book.objects.filter(pk=key).first()
    drop(request.user, key, book)
    return redirect("record-edit", pk=book.pk) if book is not None else redirect("record-new")


@login_required
@require_GET
def entry_keys(request: HttpRequest) -> HttpResponse:
    """List the keys of the entry page, for those without scripts and for printing."""
    return render(request, "guji/entry_keys.html")
