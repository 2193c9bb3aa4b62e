"""Saved searches: kept by name, run again, and what has come since one last looked."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from census.storable import is_storable
from search.models import SavedSearch
from search.models.saved import MOST_OF_NAME, MOST_OF_QUERY, MOST_SAVED
from search.views.asked import Asked
from search.views.asking import total_of
from search.views.common import show


class SaveForm(forms.Form):
    """A name for the search that is on the page."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=MOST_OF_NAME)
    query = forms.CharField(max_length=MOST_OF_QUERY, required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """Refuse what no database can hold."""
        name: str = self.cleaned_data["name"]
        if not is_storable(name):
            raise forms.ValidationError(_("名称中有不能保存的字符，请重新输入"))
        return name


@dataclass(frozen=True, slots=True)
class SavedLine:
    """A saved search as the list shows it."""

    saved: SavedSearch
    total: int
    new: int


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_list(request: HttpRequest) -> HttpResponseBase:
    """List the person's searches; posting keeps one more."""
    if request.method == "POST":
        return _keep(request)
    lines = []
    for saved in _own(request):
        total = total_of(request.user, _asked(saved))
        lines.append(SavedLine(saved, total, saved.new_since(total)))
    return show(request, "search/saved.html", {"lines": lines, "most": MOST_SAVED})


def _own(request: HttpRequest) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(user_id=_person(request))


def _person(request: HttpRequest) -> int:
    key = request.user.pk
    assert key is not None  # noqa: S101 - whoever has no key has been sent to the login
    return key


def _asked(saved: SavedSearch) -> Asked:
    return Asked.of(QueryDict(saved.query))


def _keep(request: HttpRequest) -> HttpResponse:
    form = SaveForm(request.POST)
    asked = Asked.of(QueryDict(request.POST.get("query", "")[:MOST_OF_QUERY])).with_page(1)
    if not form.is_valid():
        messages.error(request, _("没有保存：请给这个检索一个不超过 {most} 字的名称。").format(most=MOST_OF_NAME))
        return redirect(asked.url)
    if len(asked.query) > MOST_OF_QUERY:
        messages.error(request, _("没有保存：条件过长，请减少一些。"))
        return redirect(asked.url)
    if _own(request).count() >= MOST_SAVED:
        messages.error(request, _("没有保存：每人至多保存 {most} 个检索，请先删去不用的。").format(most=MOST_SAVED))
        return redirect("saved-search-list")
    name = form.cleaned_data["name"]
    values = {"seen_at": timezone.now(), "seen_total": total_of(request.user, asked)}
    try:
        with transaction.atomic():
            SavedSearch.objects.create(user_id=_person(request), name=name, query=asked.query, **values)
    except IntegrityError:
        messages.error(request, _("没有保存：您已有一个叫“{name}”的检索，请换一个名称。").format(name=name))
        return redirect(asked.url)
    messages.success(request, _("已保存为“{name}”。").format(name=name))
    return redirect("saved-search-list")


@login_required
@require_GET
def saved_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the results, and note how many there are now."""
    saved = get_object_or_404(_own(request), pk=pk)
    asked = _asked(saved)
    saved.seen_total, saved.seen_at = total_of(request.user, asked), timezone.now()
    saved.save(update_fields=["seen_total", "seen_at"])
    return redirect(asked.url)


@login_required
@require_POST
def saved_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one search."""
    saved = get_object_or_404(_own(request), pk=pk)
    saved.delete()
    messages.success(request, _("已删去“{name}”。").format(name=saved.name))
    return redirect("saved-search-list")
