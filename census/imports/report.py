"""The report of an import: the user's own sheet again, each bad cell coloured and told what is wrong with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter
from django.utils.translation import gettext, gettext_noop

from census.checks.base import Finding, Level
from census.checks.report import LEVEL_COLOURS, LEVEL_NAMES, message_of
from census.imports.errors import ImportRefused
from census.imports.reading import Kind, Row

#: Notes beyond these make a sheet unusable; the added column tells every finding all the same.
MOST_NOTES = 3000
MOST_WIDTH = 60
#: Width of a column, in characters, where the user's own sheet gives none.
USUAL_WIDTH = 14
MOST_IN_A_CELL = 32_767
PROBLEMS = gettext_noop("问题")
SUMMARY = gettext_noop("汇总")
_RANK = {Level.ERROR: 0, Level.WARNING: 1, Level.HINT: 2}


def require_place(path: Path | None, source: Path) -> None:
    """Raise ``ImportRefused`` where a report cannot be written, before the work is done that it tells of."""
    if path is None:
        return
    if path.exists() and source.exists() and path.samefile(source):
        raise ImportRefused("report", gettext_noop("报告不能写到要导入的文件自己上面，请另取一个名字。"))
    if path.suffix.lower() != ".xlsx":
        raise ImportRefused("report", gettext_noop("报告是工作簿，文件名应以 .xlsx 结尾：{path}。"), path=path.name)
    if not writable(path):
        raise ImportRefused("report", gettext_noop("报告写不到 {path}：没有这个文件夹，或没有写入的权限。"), path=path)


def writable(path: Path) -> bool:
    """Whether a file can be written there, or written over."""
    where = path if path.exists() else path.parent
    return not path.is_dir() and where.exists() and os.access(where, os.W_OK)


@dataclass
class Summary:
    """What the summary sheet says: facts about the import, findings by check, columns nobody knows."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    checks: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    titles: Mapping[str, tuple[Level, str]] = field(default_factory=dict)
    notices: Sequence[str] = ()
    unknown: Sequence[str] = ()


class SheetReport:
    """Writes the report row by row; memory stays flat. Use as a context manager.

    ``columns`` maps a finding's field to the index of its column; ``last`` is the index of the added column;
    ``widths`` are those of the user's own columns. Cells of text are formatted as text, so that the report too can be
    corrected and imported without 3-4 becoming a date.
    """

    def __init__(
        self, path: Path, sheet: str, columns: Mapping[str, int], last: int, widths: Mapping[int, float] | None = None
    ) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet(_sheet_name(sheet))
        self._columns, self._last = columns, last
        self._text, self._bold = self._format(), self._format(bold=True, bottom=1)
        self._number = self._book.add_format()
        self._fills = {level: self._format(bg_color=LEVEL_COLOURS[level]) for level in Level}
        self._number_fills = {level: self._book.add_format({"bg_color": LEVEL_COLOURS[level]}) for level in Level}
        self._told = {level: self._format(bg_color=LEVEL_COLOURS[level], text_wrap=True) for level in Level}
        self._notes = self._header_row = self._last_row = 0
        for index in range(last):
            self._sheet.set_column(index, index, (widths or {}).get(index, USUAL_WIDTH), self._text)
        self._sheet.set_column(last, last, MOST_WIDTH)

    def _format(self, **properties: Any) -> Any:
        return self._book.add_format({"num_format": "@", "valign": "top", **properties})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._book.close()

    def copy(self, row: Row, *, head: bool = False) -> None:
        """Write a row as it was; ``head`` marks the header, beside which the added column gets its name."""
        for index, value in enumerate(row.values):
            self._cell(row, index, value, self._bold if head else None)
        if head:
            self._header_row = row.number - 1
            self._sheet.write_string(self._header_row, self._last, gettext(PROBLEMS), self._bold)
            self._sheet.freeze_panes(row.number, 0)

    def write(self, row: Row, findings: Sequence[Finding], remark: str = "") -> None:
        """Write a row with its findings: cells coloured by the gravest, notes on them, all told in the last column."""
        by_column: dict[int, list[Finding]] = {}
        for finding in findings:
            by_column.setdefault(self._columns.get(finding.field, self._last), []).append(finding)
        by_column.pop(self._last, None)
        for index in range(max([len(row.values), *(index + 1 for index in by_column)])):
            self._marked(row, index, by_column.get(index, []))
        if findings or remark:
            lines = [remark, *(told(finding) for finding in findings)] if remark else map(told, findings)
            form = self._told[_gravest(findings)] if findings else None
            self._sheet.write_string(row.number - 1, self._last, "\n".join(lines)[:MOST_IN_A_CELL], form)
        self._last_row = row.number - 1

    def _marked(self, row: Row, index: int, found: Sequence[Finding]) -> None:
        """Write a cell with its colour, and a note as long as there are not too many."""
        value = row.values[index] if index < len(row.values) else ""
        self._cell(row, index, value, None, _gravest(found) if found else None)
        if found and self._notes < MOST_NOTES:
            self._notes += 1
            self._sheet.write_comment(row.number - 1, index, "\n".join(map(told, found)), {"x_scale": 2})

    def finish(self, summary: Summary) -> None:
        """Write the summary sheet and close the file."""
        if self._last_row > self._header_row:
            self._sheet.autofilter(self._header_row, 0, self._last_row, self._last)
        sheet = self._book.add_worksheet(_sheet_name(gettext(SUMMARY), self._sheet.get_name()))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, MOST_WIDTH)
        lines = _Lines(sheet, self._bold)
        for name, value in summary.facts:
            lines.add(name, value)
        lines.head(gettext("说明"))
        for text in [*summary.notices, *_how_to_read(self._notes >= MOST_NOTES)]:
            lines.add("", text)
        if summary.unknown:
            lines.head(gettext("不认识的列（没有读入）"))
            for text in summary.unknown:
                lines.add("", text)
        lines.head(gettext("各规则所见"))
        for check, count in summary.checks.most_common():
            level, title = summary.titles.get(check, (Level.ERROR, check))
            lines.add(f"{gettext(LEVEL_NAMES[level])} × {count}", f"{gettext(title)}（{check}）")
        self._book.close()

    def _cell(self, row: Row, index: int, value: str, form: Any, level: Level | None = None) -> None:
        place = (row.number - 1, index)
        if row.kinds.get(index) == Kind.NUMBER:
            self._sheet.write_number(*place, float(value), self._number_fills[level] if level else form or self._number)
            return
        form = self._fills[level] if level else form or self._text
        if value:
            self._sheet.write_string(*place, value, form)
        elif level:
            self._sheet.write_blank(*place, None, form)


class _Lines:
    """Writes lines of two cells one under the other."""

    def __init__(self, sheet: Any, head: Any) -> None:
        self._sheet, self._head, self._next = sheet, head, 0

    def add(self, first: str, second: str) -> None:
        self._sheet.write_string(self._next, 0, first)
        self._sheet.write_string(self._next, 1, second)
        self._next += 1

    def head(self, text: str) -> None:
        self._sheet.write_string(self._next + 1, 0, text, self._head)
        self._next += 2


def told(finding: Finding) -> str:
    """Return a finding as one line: its level and its message."""
    return f"［{gettext(LEVEL_NAMES[finding.level])}］{message_of(finding)}"


def _gravest(findings: Iterable[Finding]) -> Level:
    return min((finding.level for finding in findings), key=_RANK.__getitem__)


def _how_to_read(notes_cut: bool) -> list[str]:
    told = [
        gettext("有问题的单元格按最重的一级着色：错误为红，警告为黄，提示为蓝；批注和末列“问题”写明是什么、应是什么。"),
        gettext("在原表中改正错误后重新导入同一文件即可：没有改动的行不会变，改过的行记为修订。"),
    ]
    if notes_cut:
        told.append(gettext("批注只加在前 {count} 处，其余见末列。").format(count=MOST_NOTES))
    return told


def _sheet_name(name: str, taken: str = "") -> str:
    """Return a name Excel accepts for a sheet: at most 31 characters, without its reserved ones, not taken."""
    clean = "".join(sign for sign in name if sign not in "[]:*?/\\").strip("'")[:31] or "Sheet1"
    return clean if clean.casefold() != taken.casefold() else clean[:29] + "_2"
