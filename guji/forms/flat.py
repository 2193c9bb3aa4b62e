"""Between :class:`~guji.data.BookData` and the fields of a form.

A statement has its own name (``title``), a flag is ``1`` or absent, a field of a detail row is
``<group>.<number>.<field>`` (``seals.0.text``). The numbers only tell rows apart and order them: gaps are allowed, so a
page can add and remove rows as it likes. A work within a set has its depth beside it (``sub_works.3.depth``, 0 at
the top), so that a list in reading order is the whole tree.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from census.errors import InvalidData
from guji.data import BookData
from guji.details import GROUPS, normalise_group
from guji.details import fields_of as columns_of

#: As many rows of one group are read from a form; what is beyond them is said to be too much.
MOST_ROWS = 2000
TEXTS = tuple(f.name for f in fields(BookData) if f.type == "str")
FLAGS = tuple(f.name for f in fields(BookData) if f.type == "bool")
_DETAIL = re.compile(r"(?P<group>[a-z_]+)\.(?P<number>[0-9]{1,6})\.(?P<name>[a-z_]+)", re.ASCII)
#: Items of a list (破損類型) stand in one field, set apart by any of these.
_BETWEEN = re.compile(r"[、，,;；\s]+")
_DEPTH = "depth"
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be stored: the name of its field in the form, what was found, and what is wrong with it."""

    field: str
    value: str
    message: str


def fields_of(data: BookData) -> dict[str, str]:
    """Return the form's fields of a record, empty ones left out."""
    found = {name: getattr(data, name) for name in TEXTS if getattr(data, name)}
    found |= {name: "1" for name in FLAGS if getattr(data, name)}
    for group in GROUPS:
        for number, row in enumerate(_flat(data.details.get(group, ()))):
            for name, value in row.items():
                found[f"{group}.{number}.{name}"] = _written(value)
    return found


def read(sent: Mapping[str, Any]) -> tuple[BookData, list[Problem]]:
    """Return what a form states, fit to store, and what had to be left out of it, each with its field.

    Names that no field has are passed over. Text is kept as typed, but for blanks and line ends around it.
    """
    problems: list[Problem] = []
    details: dict[str, list[dict[str, Any]]] = {}
    for group, rows in rows_in(sent).items():
        kept = _kept(group, rows, problems)
        if kept:
            details[group] = kept
    stated: dict[str, Any] = {name: _text(sent, name) for name in TEXTS}
    stated |= {name: str(sent.get(name, "")) in ("1", "on", "true") for name in FLAGS}
    return BookData(**stated, details=details), problems


def known_field(name: str) -> bool:
    """Say whether a form of this house has a field of that name."""
    if name in TEXTS or name in FLAGS:
        return True
    match = _DETAIL.fullmatch(name)
    return match is not None and match["group"] in GROUPS and match["name"] in {*columns_of(match["group"]), _DEPTH}


def rows_in(sent: Mapping[str, Any]) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """Return the detail rows that a form sent, by group, each with its number, in the order of the numbers."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for key in sent:
        match = _DETAIL.fullmatch(key)
        if match and known_field(key):
            rows = found.setdefault(match["group"], {})
            rows.setdefault(int(match["number"]), {})[match["name"]] = _text(sent, key)
    return {group: sorted(found[group].items()) for group in GROUPS if group in found}


def _text(sent: Mapping[str, Any], name: str) -> str:
    return str(sent.get(name) or "").replace("\r\n", "\n").strip("\n\t ")


def _flat(rows: Iterable[Mapping[str, Any]], depth: int = 0) -> Iterator[dict[str, Any]]:
    for row in rows:
        own = {name: value for name, value in row.items() if name != "children"}
        yield own | ({_DEPTH: depth} if depth else {})
        yield from _flat(row.get("children") or (), depth + 1)


def _written(value: Any) -> str:
    if value is True:
        return "1"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _kept(group: str, rows: list[tuple[int, dict[str, str]]], problems: list[Problem]) -> list[dict[str, Any]]:
    """Return the rows of a group fit to store; for the sub-works, as the tree that their depths tell."""
    if len(rows) > MOST_ROWS:
        said = _("这一组有 %(count)s 行，最多收 %(most)s 行") % {"count": len(rows), "most": MOST_ROWS}
        problems.append(Problem(f"{group}.{rows[MOST_ROWS][0]}", "", said))
        rows = rows[:MOST_ROWS]
    listed = {name for name, column in columns_of(group).items() if column.get_internal_type() == "JSONField"}
    kept: list[tuple[int, dict[str, Any]]] = []
    for number, sent in rows:
        depth = sent.pop(_DEPTH, "")
        clean = _clean(group, number, _typed(sent, listed), problems)
        if clean:
            kept.append((int(depth) if depth.isascii() and depth.isdigit() else 0, clean))
    return _tree(kept) if group == "sub_works" else [row for _depth, row in kept]


def _typed(sent: Mapping[str, str], listed: Container[str]) -> dict[str, Any]:
    """Return a row's values, those of ``listed`` fields as the items that stand in them."""
    return {
        name: [item for item in _BETWEEN.split(value) if item] if name in listed else value
        for name, value in sent.items()
    }


def _clean(group: str, number: int, row: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Return one row fit to store, without the values that are not."""
    while True:
        try:
            return next(iter(normalise_group(group, [row])), {})
        except InvalidData as problem:
            name = problem.field.rpartition(".")[2]
            value = row.pop(name, None)
            problems.append(Problem(f"{group}.{number}.{name}", str(value), str(problem)))
            if value is None:
                return {}


def _tree(rows: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Hang works under the last work above them; a work deeper than that allows stands as deep as it can."""
    top: list[dict[str, Any]] = []
    above = [top]
    for asked, row in rows:
        depth = min(asked, len(above) - 1, _DEEPEST)
        del above[depth + 1 :]
        above[depth].append(row)
        above.append(row.setdefault("children", []))
    return _without_empty(top)


def _without_empty(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for row in rows:
        children = _without_empty(row.pop("children", []))
        if children:
            row["children"] = children
    return rows
