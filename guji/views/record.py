"""One book record on a page: as it would be printed, what was understood of it, what is wrong, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from census.checks import Finding
from census.checks.report import LEVEL_NAMES
from census.models import Revision
from census.policies import ACTION_NAMES
from guji import notation
from guji.data import DETAIL_GROUPS, BookData
from guji.details import fields_of
from guji.findings import field_name, findings_of, unwaived, waivers_of
from guji.models import Book
from guji.notation import Parsed
from guji.storage import to_data
from guji.views.explain import explain

T = TypeVar("T")

#: What is written in a history beside the actions of people.
OTHER_ACTIONS = {"import": gettext_noop("导入")}
#: Changes that the page shows, the newest first.
HISTORY = 50


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in words."""

    level: str
    level_name: str
    field_name: str
    message: str


@dataclass(frozen=True, slots=True)
class ShownRevision:
    """A change in words: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the full record: its name and its rows, each as one line."""

    name: str
    rows: list[str]


@login_required
@require_GET
def record_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one record that the user may see."""
    book = get_object_or_404(Book.objects.all().visible_to(request.user).whole(), pk=pk)
    data = to_data(book)
    waivers = waivers_of(book.pk)
    context = {
        "record": book,
        "institution": book.institution,
        "data": data,
        "statements_printed": printed(data),
        "sub_works": list(_sub_lines(data.details.get("sub_works", []))),
        "statements": explain(data),
        "findings": [_shown(finding) for finding in unwaived(data, findings_of(data, book.pk), waivers)],
        "waivers": waivers,
        "groups": list(_groups(data)),
        "history": history_of(book),
    }
    return render(request, "guji/record_detail.html", context)


def printed(data: BookData) -> list[str]:
    """Return the statements as the page prints them, in the notation of this house's pages, empty ones left out."""
    words = [
        _as_printed(data.parsed_title, notation.render_title),
        _as_printed(data.parsed_responsibility, notation.render_responsibility),
        _as_printed(data.parsed_edition, notation.render_edition),
        _as_printed(data.parsed_annotations, notation.render_annotations),
        _as_printed(notation.parse_volumes(data.volumes), notation.render_volumes),
        _as_printed(data.parsed_extent, notation.render_extent),
    ]
    return [word for word in words if word]


def _as_printed(parsed: Parsed[T], render_statement: Callable[[T, notation.Profile], str]) -> str:
    if not parsed.text or parsed.unplaced:
        return parsed.text
    return render_statement(parsed.structure, notation.WEB)


def _sub_lines(rows: list[dict[str, Any]], depth: int = 0) -> Iterator[str]:
    for row in rows:
        parts = (str(row.get(name) or "") for name in ("title", "responsibility", "edition", "volumes", "extent"))
        yield "\u3000" * depth + "\u3000".join(part for part in parts if part)
        yield from _sub_lines(row.get("children") or [], depth + 1)


def _shown(finding: Finding) -> ShownFinding:
    level = _(LEVEL_NAMES[finding.level])
    return ShownFinding(
        str(finding.level), level, field_name(finding.field), _(finding.template).format(**finding.params)
    )


def _groups(data: BookData) -> Iterator[ShownGroup]:
    for group, name in DETAIL_GROUPS.items():
        rows = data.details.get(group)
        if rows and group != "sub_works":
            yield ShownGroup(_(name), [_line(group, row) for row in rows])


#: Two lengths that are one measure (高×宽, in centimetres): group → names of both and what they measure.
MEASURES = {
    "layouts": ("frame_height", "frame_width", gettext_noop("版框")),
    "bindings": ("height", "width", gettext_noop("开本")),
}


def _line(group: str, row: Mapping[str, Any]) -> str:
    """Return a row as one line: words as they are, numbers and flags with what they mean."""
    row = dict(row)
    parts = list(_measures(group, row))
    for name, value in row.items():
        label = str(fields_of(group)[name].verbose_name) if name in fields_of(group) else name
        if value is True:
            parts.append(label)
        elif isinstance(value, list):
            parts.append("、".join(map(str, value)))
        elif value and value is not False:
            words = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
            parts.append(f"{label} {words}" if isinstance(value, int | Decimal) or words.isdecimal() else words)
    return "　".join(parts)


def _measures(group: str, row: dict[str, Any]) -> Iterator[str]:
    """Take out of a row what is said together: 版框 20.1×13.5 厘米, 10行20字."""
    height, width, label = MEASURES.get(group, ("", "", ""))
    if row.get(height) is not None and row.get(width) is not None:
        yield _("%(label)s %(height)s×%(width)s 厘米") % {
            "label": _(label),
            "height": f"{row.pop(height).normalize():f}",
            "width": f"{row.pop(width).normalize():f}",
        }
    lines, characters = str(row.get("lines", "")), str(row.get("characters", ""))
    if group == "layouts" and lines and characters:
        del row["lines"], row["characters"]
        yield f"{lines}行{characters}" + ("" if characters.startswith("字") else "字")


def history_of(book: Book) -> list[ShownRevision]:
    """Return the latest changes of a record, the newest first."""
    rows = Revision.objects.filter(kind=Book.KIND, record_id=book.pk).select_related("actor").order_by("-number")
    return [
        ShownRevision(
            row.at,
            str(row.actor or _("系统")),
            _(ACTION_NAMES.get(row.action) or OTHER_ACTIONS.get(row.action, row.action)) + _fields_changed(row.diff),
            row.reason,
        )
        for row in rows[:HISTORY]
    ]


def _fields_changed(diff: Mapping[str, Any]) -> str:
    names = dict.fromkeys(field_name(name) for name in diff)
    return f"：{'、'.join(names)}" if 0 < len(names) <= 8 else ""
