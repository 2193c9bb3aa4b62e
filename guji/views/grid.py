"""Pages of grids: many short records at once, with scripts as a sheet, without them as a form."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guji.exports import FORMS
from guji.grid import plain
from guji.grid.clipboard import read_clipboard
from guji.grid.columns import PRESETS, offered
from guji.grid.errors import GridRefused
from guji.grid.fitting import fit
from guji.grid.keeping import choose_columns, grids_of, keep, new_grid, remove, settle
from guji.grid.limits import MOST_OPENED, MOST_ROWS
from guji.grid.lines import Line, lines_of
from guji.grid.opening import open_drafts, own_drafts
from guji.grid.saving import save
from guji.grid.sheet import write_grid
from guji.grid.telling import Note, in_words, notes_of
from guji.models import Grid
from guji.views.export import CONTENT_TYPES
from guji.views.given import given_number
from guji.views.grid_answers import for_owner, holders_of, judge_for, shown_columns

#: What the scripts ask for, by the names they use.
ADDRESSES = ("rows", "keep", "save", "paste", "split", "settle", "columns")


@login_required
@require_http_methods(["GET", "POST"])
def grid_list(request: HttpRequest) -> HttpResponse:
    """List the user's grids; make a new one, empty or of the user's drafts."""
    holders = holders_of(request)
    if request.method == "POST":
        holder = next((one for one in holders if one.code == request.POST.get("institution")), holders[0])
        name = request.POST.get("name", "")
        try:
            if request.POST.get("act") == "drafts":
                grid = open_drafts(request.user, holder, name or _("我的草稿"))
                if len(grid.order) == MOST_OPENED:
                    messages.warning(request, _("只打开了最近的 %(most)s 条草稿") % {"most": MOST_OPENED})
            else:
                grid = new_grid(request.user, holder, name, request.POST.get("preset", ""))
            return redirect("grid", pk=grid.pk)
        except GridRefused as refusal:
            messages.error(request, refusal.message)
    context = {
        "grids": grids_of(request.user),
        "holders": holders,
        "presets": PRESETS,
        "drafts": own_drafts(request.user).count(),
    }
    return render(request, "guji/grid_list.html", context)


@for_owner("GET", "POST")
def grid_page(request: HttpRequest, grid: Grid) -> HttpResponse:
    """Show a grid; without scripts, do what a button of its form asks for."""
    if request.method == "POST":
        return _answer(request, grid)
    return _show(request, grid, lines_of(grid))


def _show(
    request: HttpRequest,
    grid: Grid,
    lines: Sequence[Line],
    notes: dict[str, list[Note]] | None = None,
    **more: Any,
) -> HttpResponse:
    asked = given_number(str(request.POST.get("from") or request.GET.get("from") or "1")) or 1
    start = max(1, min(asked, len(lines) + 1))
    context = {
        "grid": grid,
        "columns": shown_columns(grid),
        "setup": {
            "addresses": {name: reverse(f"grid-{name}", args=[grid.pk]) for name in ADDRESSES},
            "columns": shown_columns(grid),
            "most": MOST_ROWS,
        },
        "offered": [(key, label, note, key in grid.columns) for key, label, note in offered()],
        "rows": plain.shown_rows(lines, grid.columns, start, notes or {}),
        "start": start,
        "total": len(lines),
        "before": max(1, start - plain.SHOWN) if start > 1 else 0,
        "after": start + plain.SHOWN if len(lines) >= start + plain.SHOWN - 1 else 0,
        "presets": PRESETS,
        **more,
    }
    return render(request, "guji/grid.html", context, status=409 if more.get("stale") else 200)


def _answer(request: HttpRequest, grid: Grid) -> HttpResponse:
    """Keep what the form says, then do what its button asks for."""
    before = lines_of(grid)
    after = plain.sent_lines(request.POST, before)
    act, ticked = request.POST.get("act", ""), set(request.POST.getlist("row"))
    stamp = given_number(request.POST.get("stamp", "")) or 0
    known = stamp == grid.stamp
    try:
        after = _changed(request, grid, after, act, ticked)
        kept = keep(grid, plain.delta_of(grid.stamp if known else stamp, before, after))
        if act in ("save", "good"):
            return _saved(request, kept.grid, only_good=act == "good")
    except GridRefused as refusal:
        messages.error(request, refusal.message)
        grid.refresh_from_db()
        return _show(request, grid, after, stale=refusal.stale)
    if act == "more":
        return redirect(f"{reverse('grid', args=[grid.pk])}?from={max(1, len(kept.lines) + 1)}")
    return _show(request, kept.grid, kept.lines, _notes(request, kept.grid, kept.lines))


def _changed(request: HttpRequest, grid: Grid, lines: list[Line], act: str, ticked: set[str]) -> list[Line]:
    """Return the rows as the pressed button changes them."""
    if act == "remove":
        return plain.without(lines, ticked)
    if act == "double":
        return list(plain.doubled(lines, ticked))
    if act == "fill":
        return list(plain.filled(lines, ticked, grid.columns))
    if act in ("mine", "theirs"):
        return _settled(grid, lines, ticked, theirs=act == "theirs")
    pasted = request.POST.get("pasted", "")
    return _pasted(request, grid, lines, pasted) if act == "paste" and pasted.strip() else lines


def _pasted(request: HttpRequest, grid: Grid, lines: list[Line], text: str) -> list[Line]:
    """Return the rows with what was pasted below them; columns that it brings are added to the grid."""
    fitted = fit(read_clipboard(text))
    if said := plain.too_wide(fitted, grid.columns):
        raise GridRefused("{why}", why=said)
    for notice in fitted.notices:
        messages.warning(request, notice)
    added = [key for key in fitted.columns if key not in grid.columns]
    if added:
        chosen = choose_columns(grid, [*grid.columns, *added])
        grid.columns, grid.stamp = chosen.columns, chosen.stamp
    return plain.pasted_below(lines, fitted, grid.columns)


def _settled(grid: Grid, lines: list[Line], ticked: set[str], *, theirs: bool) -> list[Line]:
    """Settle the ticked rows with what somebody else stored, and go on from there."""
    grid.stamp = settle(grid, ticked, theirs=theirs).stamp
    present = {line.key: line for line in lines_of(grid)}
    return [present[line.key] if theirs and line.key in ticked and line.key in present else line for line in lines]


def _notes(request: HttpRequest, grid: Grid, lines: Sequence[Line]) -> dict[str, list[Note]]:
    start = max(1, given_number(request.POST.get("from", "1")) or 1)
    shown = {line.key for line in lines[start - 1 : start - 1 + plain.SHOWN]}
    return {one.line.key: notes_of(one) for one in judge_for(request, grid).judge(lines, shown)}


def _saved(request: HttpRequest, grid: Grid, *, only_good: bool) -> HttpResponse:
    grid, saved = save(request.user, grid, only_good=only_good)
    (messages.success if saved.done else messages.error)(request, in_words(saved))
    lines = lines_of(grid)
    notes = _notes(request, grid, lines)
    for key, why in [*saved.refused.items(), *((key, one.message) for key, one in saved.conflicts.items())]:
        notes.setdefault(key, []).insert(0, Note("", "error", _("错误"), why, 0, 0))
    return _show(request, grid, lines, notes)


@for_owner("POST")
def grid_drop(request: HttpRequest, grid: Grid) -> HttpResponse:
    """Throw a grid away; what was saved from it stays."""
    remove(grid)
    messages.success(request, _("表格“%(name)s”已删去；已保存的著录不变") % {"name": grid.name})
    return redirect("grid-list")


@for_owner("GET")
def grid_sheet(request: HttpRequest, grid: Grid, form: str) -> FileResponse:
    """Send the grid as a sheet."""
    if form not in FORMS:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"grid.{form}"
        write_grid(grid, path, form)
        name = f"{grid.name}.{form}"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])
