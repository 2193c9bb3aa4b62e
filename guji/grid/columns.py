"""The columns a grid may have: the import's own, in the order in which the user chose them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from census.imports.headers import Header
from guji.grid.limits import MOST_COLUMNS
from guji.imports.columns import COLUMNS, RECOGNISER
from guji.models import Grid

#: What a register prints, with class and note: the columns of a new grid.
STATEMENTS = (
    "census_no",
    "shelf_mark",
    "class_code",
    "title",
    "responsibility",
    "edition",
    "volumes",
    "extent",
    "annotation",
    "note",
)
#: One column of whole entries that fall apart, and what stands beside an entry.
ENTRIES = ("shelf_mark", "entry", "class_code", "note")
PRESETS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "statements": (_("各项分列"), STATEMENTS),
    "entries": (_("整条著录一列"), ENTRIES),
}
#: How wide columns are shown; the rest is as ``usual``.
_WIDTHS = {
    "entry": "entry",
    "census_no": "number",
    **dict.fromkeys(("title", "responsibility", "edition"), "wide"),
    **dict.fromkeys(("volumes", "class_code", "title.juan", "responsibility.dynasty", "responsibility.role"), "narrow"),
    **dict.fromkeys(("is_series", "is_republican", "is_foreign"), "narrow"),
}


def known_columns(keys: Iterable[Any]) -> list[str]:
    """Return those keys that are columns, each once, in their order; the usual ones where none is."""
    found = [key for key in dict.fromkeys(map(str, keys)) if key in RECOGNISER.columns]
    return found[:MOST_COLUMNS] or list(STATEMENTS)


def columns_for(user: Any, preset: str = "") -> list[str]:
    """Return the columns of a user's new grid: those of the preset asked for, else those last used."""
    if preset in PRESETS:
        return list(PRESETS[preset][1])
    last = Grid.objects.filter(user=user).values_list("columns", flat=True).first()
    return known_columns(last or STATEMENTS)


def label_of(key: str) -> str:
    """Return the heading of a column."""
    return RECOGNISER.columns[key].label


def offered() -> list[tuple[str, str, str]]:
    """Return key, heading and note of every column, in the order of the census sheet, the whole entry first."""
    ordered = sorted(COLUMNS, key=lambda column: not column.alone)
    return [(column.key, column.label, column.note) for column in ordered]


def width_of(key: str) -> str:
    """Return how wide a column is shown, as the style sheet and the scripts call it."""
    return _WIDTHS.get(key, "usual")


def header_of(keys: Iterable[str]) -> Header:
    """Return the header that the import reads a row of these columns under."""
    named = list(keys)
    return Header(1, dict(enumerate(named)), {index: label_of(key) for index, key in enumerate(named)})
