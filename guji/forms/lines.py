"""What the entry page shows of a form: its lines and groups, each field with its value and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guji.data import DETAIL_GROUPS
from guji.details import GROUPS, fields_of
from guji.forms.flat import Problem, rows_in

Label = str | Promise

#: The statements in the order of the printed entry, then what is not printed: field, its name, an example.
STATEMENTS: tuple[tuple[str, Label, str], ...] = (
    ("title", gettext_lazy("题名卷数"), "說文解字注三十卷六書音均表五卷"),
    ("responsibility", gettext_lazy("著者"), "（清）段玉裁撰"),
    ("edition", gettext_lazy("版本"), "清嘉慶二十年（1815）金壇段氏經韻樓刻本"),
    ("annotation", gettext_lazy("批校题跋"), "（清）龔橙批校"),
    ("volumes", gettext_lazy("册数"), "16冊"),
    ("extent", gettext_lazy("存缺卷"), "存二十八卷（一至二十八）"),
)
NUMBERS: tuple[tuple[str, Label], ...] = (
    ("census_no", gettext_lazy("普查编号")),
    ("shelf_mark", gettext_lazy("索书号")),
    ("class_code", gettext_lazy("分类")),
    ("series", gettext_lazy("所属丛书")),
)
REST: tuple[tuple[str, Label], ...] = (
    ("title_source", gettext_lazy("题名依据")),
    ("edition_basis", gettext_lazy("版本依据")),
    ("note", gettext_lazy("附注")),
)
FLAGS: tuple[tuple[str, Label], ...] = (
    ("is_series", gettext_lazy("丛书")),
    ("is_republican", gettext_lazy("民国线装")),
    ("is_foreign", gettext_lazy("域外本")),
)
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name in the form, what it is called, its value, what kind of value it takes, what is wrong."""

    name: str
    label: Label
    value: str = ""
    kind: str = "text"
    example: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group."""

    number: int
    cells: tuple[Cell, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the full record: its rows, an empty row to copy, and how many rows there are."""

    name: str
    label: str
    rows: tuple[Row, ...]
    blank: Row
    problem: str = ""

    @property
    def opened(self) -> bool:
        """Whether the group says anything, or has something wrong."""
        return bool(self.rows or self.problem)


def cells(named: Iterable[tuple[Any, ...]], sent: Mapping[str, Any], problems: Iterable[Problem] = ()) -> list[Cell]:
    """Return the cells of plain fields."""
    wrong = {problem.field: problem.message for problem in problems}
    return [
        Cell(name, label, str(sent.get(name) or ""), "text", example[0] if example else "", wrong.get(name, ""))
        for name, label, *example in named
    ]


def groups(sent: Mapping[str, Any], problems: Iterable[Problem] = (), wanted: str = "") -> list[Group]:
    """Return the groups with the rows that a form sent, and one row more where ``wanted`` names the group."""
    wrong = {problem.field: problem.message for problem in problems}
    rows = rows_in(sent)
    return [_group(name, rows.get(name, []), wrong, name == wanted) for name in GROUPS]


def _group(name: str, sent: list[tuple[int, dict[str, str]]], wrong: Mapping[str, str], more: bool) -> Group:
    rows = [_row(name, number, values, wrong) for number, values in sent if any(values.values())]
    following = max((row.number for row in rows), default=-1) + 1
    if more:
        rows.append(_row(name, following, {}, wrong))
        following += 1
    beyond = next((text for field, text in wrong.items() if field.startswith(f"{name}.") and field.count(".") == 1), "")
    return Group(name, _(DETAIL_GROUPS[name]), tuple(rows), _row(name, following, {}, {}), beyond)


def _row(group: str, number: int, values: Mapping[str, str], wrong: Mapping[str, str]) -> Row:
    depth = values.get("depth", "")
    return Row(
        number,
        tuple(_cells_of_row(group, number, values, wrong)),
        min(int(depth), DEEPEST) if depth.isascii() and depth.isdigit() else 0,
    )


def _cells_of_row(group: str, number: int, values: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[Cell]:
    for name, column in fields_of(group).items():
        field = f"{group}.{number}.{name}"
        yield Cell(field, column.verbose_name, values.get(name, ""), _kind(column), "", wrong.get(field, ""))


def _kind(column: models.Field[Any, Any]) -> str:
    if isinstance(column, models.BooleanField):
        return "flag"
    if isinstance(column, models.DecimalField | models.IntegerField):
        return "number"
    return "list" if isinstance(column, models.JSONField) else "text"
