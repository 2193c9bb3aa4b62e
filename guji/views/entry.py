"""A record as pages show it: the entry as it would be printed, its sub-works, the groups of the full record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guji import notation
from guji.data import DETAIL_GROUPS, BookData
from guji.details import fields_of
from guji.notation import Parsed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the full record: its name and its rows, each as one line."""

    name: str
    rows: list[str]


def printed(data: BookData, profile: notation.Profile = notation.WEB) -> list[str]:
    """Return the statements as a profile prints them, that of this house's pages unless told, empty ones left out."""
    words = [
        _as_printed(data.parsed_title, notation.render_title, profile),
        _as_printed(data.parsed_responsibility, notation.render_responsibility, profile),
        _as_printed(data.parsed_edition, notation.render_edition, profile),
        _as_printed(data.parsed_annotations, notation.render_annotations, profile),
        _as_printed(notation.parse_volumes(data.volumes), notation.render_volumes, profile),
        _as_printed(data.parsed_extent, notation.render_extent, profile),
    ]
    return [word for word in words if word]


def _as_printed(
    parsed: Parsed[T], render_statement: Callable[[T, notation.Profile], str], profile: notation.Profile
) -> str:
    if not parsed.text or parsed.unplaced:
        return parsed.text
    return render_statement(parsed.structure, profile)


def sub_lines(rows: list[dict[str, Any]], depth: int = 0) -> Iterator[str]:
    """Yield the works of a set in reading order, one line each, sets within sets moved in."""
    for row in rows:
        parts = (str(row.get(name) or "") for name in ("title", "responsibility", "edition", "volumes", "extent"))
        yield "\u3000" * depth + "\u3000".join(part for part in parts if part)
        yield from sub_lines(row.get("children") or [], depth + 1)


def groups_of(data: BookData, without: Mapping[str, Collection[str]] | None = None) -> Iterator[ShownGroup]:
    """Yield the groups of the full record that say anything but for sub-works; ``without`` names fields left out."""
    for group, name in DETAIL_GROUPS.items():
        hidden = (without or {}).get(group, ())
        rows = [{key: row[key] for key in row if key not in hidden} for row in data.details.get(group, [])]
        if lines := [line for row in rows if group != "sub_works" and (line := line_of(group, row))]:
            yield ShownGroup(_(name), lines)


#: Two lengths that are one measure (高×宽, in centimetres): group → names of both and what they measure.
MEASURES = {
    "layouts": ("frame_height", "frame_width", gettext_noop("版框")),
    "bindings": ("height", "width", gettext_noop("开本")),
}


def line_of(group: str, row: Mapping[str, Any]) -> str:
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
