"""The columns a grid may have: the import's own, in the order in which the user chose them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop
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


#: Headings that only a grid's page says in other languages; a sheet keeps them as they are.
HEADINGS = (
    gettext_noop("古籍普查登记编号"),
    gettext_noop("版本补配"),
    gettext_noop("存卷"),
    gettext_noop("是否丛书"),
    gettext_noop("行款"),
    gettext_noop("版式附注"),
    gettext_noop("装帧附注"),
    gettext_noop("批校题跋详项"),
    gettext_noop("定级详项"),
    gettext_noop("定损详项"),
    gettext_noop("来源详项"),
    gettext_noop("定级标准"),
    gettext_noop("等次"),
    gettext_noop("定级依据"),
    gettext_noop("定级日期"),
    gettext_noop("定级单位"),
    gettext_noop("定损标准"),
    gettext_noop("破损级别"),
    gettext_noop("破损部位"),
    gettext_noop("破损比例"),
    gettext_noop("酸碱度"),
    gettext_noop("破损说明"),
    gettext_noop("来源方式"),
    gettext_noop("入藏时间"),
    gettext_noop("文物登录号"),
    gettext_noop("总登记号"),
    gettext_noop("善本书目号"),
)


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
    """Return the heading of a column in the language of the reader."""
    return gettext(RECOGNISER.columns[key].label)


def offered() -> list[tuple[str, str, str]]:
    """Return key, heading and note of every column, in the order of the census sheet, the whole entry first.

    The notes are those of the census sheet, which speaks Chinese; who reads another language is given none.
    """
    ordered = sorted(COLUMNS, key=lambda column: not column.alone)
    chinese = (get_language() or "zh").startswith("zh")
    return [(column.key, label_of(column.key), column.note if chinese else "") for column in ordered]


def width_of(key: str) -> str:
    """Return how wide a column is shown, as the style sheet and the scripts call it."""
    return _WIDTHS.get(key, "usual")


def header_of(keys: Iterable[str]) -> Header:
    """Return the header that the import reads a row of these columns under."""
    named = list(keys)
    return Header(1, dict(enumerate(named)), {index: RECOGNISER.columns[key].label for index, key in enumerate(named)})
