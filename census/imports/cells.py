"""What is wrong with a cell before its meaning is asked for: dates, formulas, lost digits, stray columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from census.checks.base import Finding, Level
from census.imports.headers import Header
from census.imports.reading import Kind, Row, column_name

#: Serials that a spreadsheet shows as days between 2000 and 2050: what "3-4" turns into when typed.
DATE_SERIALS = range(36_526, 55_153)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+")
#: The sheet itself, where a finding concerns no column that is known.
ROW = "row"


#: Names of the findings about cells, for summaries.
TITLES = {
    "cell_error": (Level.ERROR, gettext_noop("单元格是错误值")),
    "cell_formula_empty": (Level.ERROR, gettext_noop("公式没有结果")),
    "cell_formula": (Level.WARNING, gettext_noop("单元格是公式")),
    "cell_date": (Level.ERROR, gettext_noop("被变成日期")),
    "cell_date_serial": (Level.WARNING, gettext_noop("疑由日期变成的数字")),
    "cell_digits_lost": (Level.ERROR, gettext_noop("数字丢失末位")),
    "cell_number": (Level.WARNING, gettext_noop("数字可能丢失开头的 0")),
    "cell_stray": (Level.WARNING, gettext_noop("没有列名的内容")),
}


@dataclass(frozen=True, slots=True)
class CellRules:
    """Which columns of a kind of record may hold what.

    ``dates`` may hold dates; in ``codes`` leading zeros matter; in ``marks`` short codes such as 3-4 stand,
    which programs turn into dates; ``mostly_numbers`` are those marks of this sheet that are numbers as a rule.
    """

    dates: Collection[str] = ()
    codes: Collection[str] = ()
    marks: Collection[str] = ()
    mostly_numbers: Collection[str] = ()


def cell_findings(row: Row, header: Header, rules: CellRules, delimited: bool) -> Iterator[Finding]:
    """Yield what is wrong with the cells of a row as cells. ``delimited`` says that the file is text."""
    for index, kind in row.kinds.items():
        key = header.keys.get(index)
        if key is not None:
            yield from _kind_findings(key, row.values[index] if index < len(row.values) else "", kind, rules)
    if delimited:
        yield from _text_findings(row, header, rules)
    yield from _stray_cells(row, header, delimited)


def _kind_findings(key: str, value: str, kind: Kind, rules: CellRules) -> Iterator[Finding]:
    if kind & Kind.ERROR:
        yield _error("cell_error", key, gettext_noop("单元格是错误值 {value}，请改成应有的内容"), value=value)
    if kind & Kind.NO_RESULT:
        yield _error(
            "cell_formula_empty", key, gettext_noop("单元格是公式，没有存下结果；请“选择性粘贴为数值”后再导入")
        )
    if kind & Kind.FORMULA:
        yield Finding(
            "cell_formula",
            Level.WARNING,
            key,
            gettext_noop("单元格是公式，取其结果“{value}”，请核对"),
            {"value": value},
        )
    if kind & Kind.DATE and key not in rules.dates:
        yield _error(
            "cell_date",
            key,
            gettext_noop("单元格被表格软件变成了日期 {value}，原来的内容已经丢失；请把该列设为文本再重新填写"),
            value=value,
        )
    if kind & Kind.IMPRECISE:
        yield _error(
            "cell_digits_lost",
            key,
            gettext_noop("数字 {value} 超过 15 位，表格软件已改动末几位；请以文本重新填写"),
            value=value,
        )
    elif kind & Kind.NUMBER:
        yield from _number_findings(key, value, rules)


def _number_findings(key: str, value: str, rules: CellRules) -> Iterator[Finding]:
    if key in rules.codes and value.isdigit():
        yield Finding(
            "cell_number",
            Level.HINT if len(value) >= 4 else Level.WARNING,
            key,
            gettext_noop("单元格是数字 {value}，开头的 0 可能已经丢失；请把该列设为文本"),
            {"value": value},
        )
    serial = value.isdigit() and int(value) in DATE_SERIALS
    if serial and key in rules.marks and key not in rules.mostly_numbers:
        yield Finding(
            "cell_date_serial",
            Level.WARNING,
            key,
            gettext_noop("单元格是数字 {value}，而本列其余多是文字：可能是日期变成的（如 1-2 变成 44563），请核对原号"),
            {"value": value},
        )


def _text_findings(row: Row, header: Header, rules: CellRules) -> Iterator[Finding]:
    for index, key in header.keys.items():
        if key in rules.codes or key in rules.marks:
            value = row.values[index] if index < len(row.values) else ""
            if _SCIENTIFIC.fullmatch(value):
                yield _error(
                    "cell_digits_lost",
                    key,
                    gettext_noop("“{value}”是科学记数法，原来的数字已经丢失；请以文本重新填写"),
                    value=value,
                )


def _stray_cells(row: Row, header: Header, delimited: bool) -> Iterator[Finding]:
    if len(row.values) <= header.width and len(header.headings) == header.width:
        return
    stray = [index for index, value in enumerate(row.values) if value and index not in header.headings]
    if not stray:
        return
    shifted = delimited and stray[-1] >= header.width
    template = (
        gettext_noop("这一行比表头多出 {cells} 列：内容里可能有没加引号的逗号，各列已错位")
        if shifted
        else gettext_noop("{cells} 列没有列名，其内容没有读入")
    )
    cells = "、".join(column_name(index) for index in stray[:5])
    yield Finding("cell_stray", Level.ERROR if shifted else Level.WARNING, ROW, template, {"cells": cells})


def _error(check: str, key: str, template: str, **params: object) -> Finding:
    return Finding(check, Level.ERROR, key, template, params)
