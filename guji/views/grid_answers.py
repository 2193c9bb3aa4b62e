"""What the scripts of a grid ask and send: keeping, checking, saving, pasting; refused in words a person can act on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from authority.models import Institution
from census.policies import Access
from guji.forms.page import holders_for
from guji.grid.clipboard import read_clipboard
from guji.grid.columns import PRESETS, label_of, width_of
from guji.grid.errors import GridRefused
from guji.grid.fitting import fit
from guji.grid.judging import GridJudge
from guji.grid.keeping import UNREADABLE, Delta, choose_columns, keep, settle
from guji.grid.limits import LONGEST_CELL
from guji.grid.lines import concerned, lines_of
from guji.grid.saving import save
from guji.grid.telling import outcome_of, rows_of, said_of
from guji.imports.entries import read_entry
from guji.models import Grid

#: So many entries are taken apart at once.
MOST_SPLIT = 500


def for_owner(*methods: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Give a view of these methods the user's own grid; nobody else's is there. Who makes no records has no grids."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @login_required
        @require_http_methods(list(methods))
        @wraps(view)
        def found(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponseBase:
            grid = get_object_or_404(Grid.objects.select_related("institution"), pk=pk, user_id=request.user.pk)
            holders_of(request)
            return view(request, grid, **kwargs)

        return found

    return decorate


def answering(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """Answer a script in words where something is refused."""

    @wraps(view)
    def answered(request: HttpRequest, grid: Grid, **kwargs: Any) -> JsonResponse:
        try:
            return view(request, grid, **kwargs)
        except GridRefused as refusal:
            return JsonResponse({"message": refusal.message, "stale": refusal.stale}, status=409)

    return answered


def holders_of(request: HttpRequest) -> Sequence[Institution]:
    """Return where the user may make records. Raises ``PermissionDenied`` where that is nowhere."""
    holders = holders_for(request.user)
    if not holders:
        raise PermissionDenied(_("您没有在任何单位著录的权限"))
    return holders


def _sent(request: HttpRequest) -> Any:
    """Return what a script sent. Raises :class:`GridRefused` for what is too much or no JSON."""
    try:
        return json.loads(request.body)
    except RequestDataTooBig as error:
        raise GridRefused(_("一次送来的内容太多，请分几次粘贴，或用“导入”")) from error
    except (ValueError, RecursionError) as error:
        raise GridRefused(UNREADABLE) from error


def judge_for(request: HttpRequest, grid: Grid) -> GridJudge:
    """Return what judges the rows of a grid for the user."""
    return GridJudge(Access.of(request.user), grid.institution, grid.columns)


@for_owner("GET")
def grid_rows(request: HttpRequest, grid: Grid) -> JsonResponse:
    """Give a script all rows."""
    return JsonResponse({"stamp": grid.stamp, "rows": rows_of(lines_of(grid), grid.columns)})


@for_owner("POST")
@answering
def grid_keep(request: HttpRequest, grid: Grid) -> JsonResponse:
    """Keep a change, and say what is to be said of the changed rows and of those that they concern."""
    delta = Delta.of(_sent(request))
    kept = keep(grid, delta)
    wanted = concerned(kept.lines, kept.changed, kept.before) | set(delta.check)
    said = said_of(judge_for(request, kept.grid).judge(kept.lines, wanted)) if wanted else {}
    at = date_format(timezone.localtime(kept.grid.updated_at), "H:i:s")
    return JsonResponse({"stamp": kept.grid.stamp, "at": at, "said": said})


@for_owner("POST")
@answering
def grid_save(request: HttpRequest, grid: Grid) -> JsonResponse:
    """Save the rows as drafts: all or none, or only the good ones."""
    sent = _sent(request)
    only_good = isinstance(sent, dict) and sent.get("which") == "good"
    present, saved = save(request.user, grid, only_good=only_good)
    return JsonResponse({"stamp": present.stamp, **outcome_of(saved)})


@for_owner("POST")
@answering
def grid_paste(request: HttpRequest, grid: Grid) -> JsonResponse:
    """Read what was copied from a spreadsheet."""
    sent = _sent(request)
    given = sent if isinstance(sent, dict) else {}
    fitted = fit(read_clipboard(str(given.get("text", "")), str(given.get("html", ""))))
    return JsonResponse({"columns": fitted.columns, "rows": fitted.rows, "notices": fitted.notices})


@for_owner("POST")
@answering
def grid_split(request: HttpRequest, grid: Grid) -> JsonResponse:
    """Take whole entries apart, each into the columns of its statements."""
    sent = _sent(request)
    entries = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST_SPLIT:
        raise GridRefused(UNREADABLE)
    return JsonResponse({"entries": [read_entry(str(line)[:LONGEST_CELL]).fields for line in entries]})


@for_owner("POST")
@answering
def grid_settle(request: HttpRequest, grid: Grid) -> JsonResponse:
    """Settle a row with what somebody else stored: take that, or stand by the row."""
    sent = _sent(request)
    given = sent if isinstance(sent, dict) else {}
    key = str(given.get("key", ""))
    present = settle(grid, [key], theirs=given.get("which") == "theirs")
    cells = next((line.cells for line in lines_of(present) if line.key == key), {})
    return JsonResponse({"stamp": present.stamp, "cells": cells})


@for_owner("POST")
def grid_columns(request: HttpRequest, grid: Grid) -> HttpResponse:
    """Set name and columns; those that stay keep their places, new ones come after them."""
    if request.content_type == "application/json":
        return _columns_for_script(request, grid)
    chosen = request.POST.getlist("column")
    preset = request.POST.get("preset", "")
    if preset in PRESETS:
        chosen = list(PRESETS[preset][1])
    else:
        present = [key for key in grid.columns if key in chosen]
        chosen = [*present, *(key for key in chosen if key not in present)]
    choose_columns(grid, chosen, request.POST.get("name", ""))
    return redirect("grid", pk=grid.pk)


@answering
def _columns_for_script(request: HttpRequest, grid: Grid) -> JsonResponse:
    sent = _sent(request)
    columns = sent.get("columns") if isinstance(sent, dict) else None
    if not isinstance(columns, list):
        raise GridRefused(UNREADABLE)
    present = choose_columns(grid, columns)
    stored = [line for line in lines_of(present) if line.record_id]
    return JsonResponse(
        {"stamp": present.stamp, "columns": shown_columns(present), "rows": rows_of(stored, present.columns)}
    )


def shown_columns(grid: Grid) -> list[tuple[str, str, str]]:
    """Return key, heading and width of each column."""
    return [(key, label_of(key), width_of(key)) for key in grid.columns]
