"""Findings on many records, told as text, JSON lines or a spreadsheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import xlsxwriter
from django.utils.translation import gettext, gettext_noop

from census.checks.base import Finding, Level

#: A worksheet holds this many rows; findings beyond go to further sheets.
SHEET_ROWS = 1_000_000

LEVEL_NAMES: dict[Level, str] = {
    Level.ERROR: gettext_noop("错误"),
    Level.WARNING: gettext_noop("警告"),
    Level.HINT: gettext_noop("提示"),
}

LEVEL_COLOURS: dict[Level, str] = {Level.ERROR: "#F8D7D3", Level.WARNING: "#FBEBC8", Level.HINT: "#E3ECF7"}

HEADINGS = (
    gettext_noop("级别"),
    gettext_noop("单位代码"),
    gettext_noop("普查编号"),
    gettext_noop("索书号"),
    gettext_noop("题名卷数"),
    gettext_noop("字段"),
    gettext_noop("原文"),
    gettext_noop("问题"),
    gettext_noop("规则"),
    gettext_noop("记录"),
)


class Lines(Protocol):
    """What text is written to: a file, or a command's output."""

    def write(self, text: str, /) -> object:
        """Take some text."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One finding with what tells its record apart; ``text`` is the field as written, ``label`` what people call it."""

    key: str
    institution: str
    census_no: str
    shelf_mark: str
    title: str
    text: str
    finding: Finding
    label: str = ""

    @property
    def span(self) -> str:
        """The very characters blamed, the whole field if none are."""
        start, length = self.finding.offset, self.finding.length
        return self.text[start : start + length] if length else self.text


@dataclass(slots=True)
class Tally:
    """How many records were looked at, how many have findings, and how many findings of each check and level."""

    records: int = 0
    faulty: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)

    def count(self, findings: Iterable[Finding]) -> None:
        """Add one record with its findings."""
        self.records += 1
        found = list(findings)
        self.faulty += bool(found)
        self.checks.update(finding.check for finding in found)
        self.levels.update(finding.level for finding in found)


def message_of(finding: Finding) -> str:
    """Return the finding's message in the language now active."""
    return gettext(finding.template).format(**finding.params)


def as_line(row: Reported) -> str:
    """Return one finding as a line for a terminal."""
    name = row.census_no or row.shelf_mark or row.key
    level = gettext(LEVEL_NAMES[row.finding.level])
    return (
        f"{level}\t{row.institution} {name}\t{row.title}\t{row.label or row.finding.field}\t{message_of(row.finding)}"
    )


def as_object(row: Reported) -> dict[str, object]:
    """Return one finding as a plain mapping for JSON."""
    found = row.finding
    return {
        "record": row.key,
        "institution": row.institution,
        "census_no": row.census_no,
        "shelf_mark": row.shelf_mark,
        "title": row.title,
        "check": found.check,
        "level": found.level.value,
        "field": found.field,
        "text": row.text,
        "offset": found.offset,
        "length": found.length,
        "message": message_of(found),
    }


def write_text(rows: Iterable[Reported], out: Lines) -> None:
    """Write a line a finding."""
    for row in rows:
        out.write(as_line(row) + "\n")


def write_json(rows: Iterable[Reported], out: Lines) -> None:
    """Write a JSON object a line."""
    for row in rows:
        out.write(json.dumps(as_object(row), ensure_ascii=False) + "\n")


def cells(row: Reported) -> Iterator[str]:
    """Yield the cells of one finding in the order of :data:`HEADINGS`."""
    found = row.finding
    yield from (gettext(LEVEL_NAMES[found.level]), row.institution, row.census_no, row.shelf_mark, row.title)
    yield from (row.label or found.field, row.span, message_of(found), found.check, row.key)


def write_xlsx(rows: Iterable[Reported], path: Path) -> None:
    """Write a worksheet a million findings, coloured by level, filtered by heading; memory stays flat."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        colours = {level: book.add_format({"bg_color": colour}) for level, colour in LEVEL_COLOURS.items()}
        sheet, line = None, SHEET_ROWS
        for row in rows:
            if sheet is None or line >= SHEET_ROWS:
                sheet, line = book.add_worksheet(), 1
                sheet.set_column(0, 3, 12)
                sheet.set_column(4, 7, 36)
                sheet.freeze_panes(1, 0)
                sheet.write_row(0, 0, [gettext(heading) for heading in HEADINGS], head)
            for column, text in enumerate(cells(row)):
                sheet.write_string(line, column, text, colours[row.finding.level] if column == 0 else None)
            line += 1
        if sheet is None:
            book.add_worksheet().write_row(0, 0, [gettext(heading) for heading in HEADINGS], head)
