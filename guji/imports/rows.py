"""How a row of a census sheet becomes the data of a book record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop

from census.checks.base import Finding, Level
from census.imports.cells import CellRules, cell_findings
from census.imports.headers import Header
from census.imports.reading import Row
from guji.data import BookData
from guji.imports.entries import read_entry
from guji.imports.joining import BESIDE, join
from guji.imports.values import (
    GROUP_FIELDS,
    Unreadable,
    read_flag,
    read_format,
    read_group,
    read_size,
    read_value,
)

FLAGS = ("is_series", "is_republican", "is_foreign")
#: Statements of one line: a line break in their cell becomes the full-width space between elements.
STATEMENTS = ("title", "responsibility", "edition", "annotation", "volumes", "extent", "shelf_mark", "census_no")
#: Columns that each give one other number: key → its scheme.
SCHEMES = {"identifiers.relic": "文物登錄編碼", "identifiers.general": "總登記號", "identifiers.catalogue": "善本書目"}
RULES = CellRules(
    dates=("provenances.date_text", "gradings.date_text", "repairs", "provenances", "gradings", "note"),
    codes=("census_no", "institution", "shelf_mark", "identifiers.relic", "gradings.catalogue_no"),
    marks=("shelf_mark", "extent"),
)

#: The fields by which rows are told apart.
KEYS = ("census_no", "institution", "shelf_mark")

Resolve = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """What one row states: the fields and groups its sheet has columns for, and what was wrong on the way.

    ``partial`` maps a group to the fields of its first row that have a column each; such a group is
    merged into a record that exists, any other is replaced. ``unit`` is the institution as written.
    """

    number: int
    fields: dict[str, Any]
    details: dict[str, list[dict[str, Any]]]
    partial: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def data(self) -> BookData:
        """Return the record of a row that meets no record yet."""
        details = {group: rows for group, rows in self.details.items() if rows}
        for group, fields in self.partial.items():
            first = {name: value for name, value in fields.items() if value not in (None, "", [], False)}
            if first:
                details[group] = [first, *details.get(group, [])]
        return BookData(**self.fields, details=details)

    def onto(self, present: BookData) -> BookData:
        """Return ``present`` with all that this row states, and nothing else, changed."""
        details = {**present.details, **self.details}
        for group, fields in self.partial.items():
            rows = [dict(row) for row in details.get(group, [])]
            first = {**(rows[0] if rows else {}), **fields}
            first = {name: value for name, value in first.items() if value not in (None, "", [], False)}
            details[group] = ([first] if first else []) + rows[1:]
        details = {group: rows for group, rows in details.items() if rows}
        return replace(present, **self.fields, details=details)


class RowReader:
    """Reads the rows under one header.

    ``resolve`` turns an institution's code or name into its code, None where there is none;
    ``institution`` is the code given for the whole file, empty if none was.
    """

    def __init__(
        self,
        header: Header,
        resolve: Resolve,
        institution: str = "",
        *,
        delimited: bool = False,
        rules: CellRules = RULES,
    ) -> None:
        self._header, self._resolve, self._institution = header, resolve, institution
        self._delimited, self._rules = delimited, rules
        self._plain = [(i, key) for i, key in header.keys.items() if _is_plain(key)]
        self._groups = [(i, key) for i, key in header.keys.items() if key in GROUP_FIELDS]
        self._singles = [(i, key) for i, key in header.keys.items() if _is_single(key)]
        self._schemes = [(i, SCHEMES[key]) for i, key in header.keys.items() if key in SCHEMES]
        self._beside = {key: i for i, key in header.keys.items() if key in BESIDE}
        self._entry = header.index("entry")

    def read(self, row: Row) -> Stated:
        """Return what the row states. Never raises: what cannot be read is a finding."""
        findings = [*cell_findings(row, self._header, self._rules, self._delimited)] if self._look_at(row) else []
        fields = self._statements(row.values, findings)
        for key in FLAGS:
            if key in fields:
                fields[key] = _try(partial(read_flag, fields[key]), False, key, findings)
        self._join(row.values, fields)
        self._settle_institution(fields, findings)
        details, partial_rows = self._details(row.values, findings)
        return Stated(row.number, fields, details, partial_rows, tuple(findings))

    def _statements(self, values: list[str], findings: list[Finding]) -> dict[str, Any]:
        """Return the fields that have a column each, and those that a whole entry gives beside them."""
        count = len(values)
        fields: dict[str, Any] = {}
        for index, key in self._plain:
            value = values[index] if index < count else ""
            fields[key] = _one_line(key, value, findings) if "\n" in value and key in STATEMENTS else value
        if self._entry is None or self._entry >= count:
            return fields
        entry = read_entry(values[self._entry])
        findings += entry.findings
        for key, value in entry.fields.items():
            if not fields.get(key):
                fields[key] = value
            elif key == "note":
                fields[key] = f"{fields[key]}；{value}"
        return fields

    def keys(self, row: Row) -> tuple[str, str, str]:
        """Return the census number, the institution's code and the shelf mark, as :meth:`read` would give them.

        Quicker than reading the whole row; an entry is taken apart only where it begins with a number.
        """
        fields = {key: text for key, text in self._plain_texts(row) if key in KEYS}
        fields |= {key: text for key, text in self._keys_of_entry(row) if not fields.get(key)}
        written, number = fields.get("institution", ""), fields.get("census_no", "")
        code = self._resolve(written) or "" if written else self._institution or self._of_number(number)
        return number, code, fields.get("shelf_mark", "")

    def _plain_texts(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield the cells that hold a statement as it is, each with its field."""
        return ((key, row.values[index].strip()) for index, key in self._plain if index < len(row.values))

    def _keys_of_entry(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield what an entry that begins with a number says of the keys."""
        entry = row.values[self._entry] if self._entry is not None and self._entry < len(row.values) else ""
        said = read_entry(entry).fields if entry[:1].isdigit() else {}
        return ((key, said[key]) for key in KEYS if key in said)

    def _look_at(self, row: Row) -> bool:
        return bool(row.kinds) or self._delimited or len(row.values) > self._header.width or self._has_gaps

    @property
    def _has_gaps(self) -> bool:
        return len(self._header.headings) < self._header.width

    def _join(self, values: list[str], fields: dict[str, Any]) -> None:
        """Join what stands in columns of its own to the statement it belongs to."""
        volumes = fields.get("volumes", "")
        if volumes.isascii() and volumes.isdigit():
            fields["volumes"] = f"{int(volumes)}冊"
        if self._beside:
            join({key: values[i] if i < len(values) else "" for key, i in self._beside.items()}, fields)

    def _settle_institution(self, fields: dict[str, Any], findings: list[Finding]) -> None:
        """Turn the institution as written into its code: the column, else the file's, else the number's."""
        written = str(fields.get("institution", "")).strip()
        if not written:
            fields["institution"] = self._institution or self._of_number(str(fields.get("census_no", "")))
            return
        code = self._resolve(written)
        if code is None:
            findings.append(
                Finding(
                    "institution_unknown",
                    Level.ERROR,
                    "institution",
                    gettext_noop("没有这个单位：“{value}”；应为四位单位代码，或规范表里的单位名称"),
                    {"value": written},
                )
            )
        elif self._institution and code != self._institution:
            findings.append(
                Finding(
                    "institution_other",
                    Level.ERROR,
                    "institution",
                    gettext_noop("本行是 {found}，而这次导入指定的是 {expected}"),
                    {"found": code, "expected": self._institution},
                )
            )
        fields["institution"] = code or ""

    def _of_number(self, number: str) -> str:
        code = number[7:11] if len(number) == 19 else ""
        return self._resolve(code) or "" if code else ""

    def _details(
        self, values: list[str], findings: list[Finding]
    ) -> tuple[dict[str, list[dict[str, Any]]], dict[str, dict[str, Any]]]:
        count = len(values)
        details: dict[str, list[dict[str, Any]]] = {}
        for index, key in self._groups:
            text = values[index] if index < count else ""
            details[key] = _try(partial(read_group, key, text), [], key, findings) if text else []
        if self._schemes:
            numbers = [
                {"scheme": scheme, "value": values[index]}
                for index, scheme in self._schemes
                if index < count and values[index]
            ]
            details["identifiers"] = [*numbers, *details.get("identifiers", [])]
        first_rows: dict[str, dict[str, Any]] = {}
        for index, key in self._singles:
            text = values[index] if index < count else ""
            group, _, name = key.partition(".")
            found = _try(partial(_single, group, name, text), {}, key, findings)
            first_rows.setdefault(group, {}).update(found)
        return details, first_rows


def _single(group: str, name: str, text: str) -> dict[str, Any]:
    """Read a column that gives one field of a group's first row, or two of them at once."""
    if name in ("frame", "size"):
        first, second = ("frame_height", "frame_width") if name == "frame" else ("height", "width")
        height, width = read_size(text) if text else (None, None)
        return {first: height, second: width}
    if name == "format":
        return dict(read_format(text)) if text else {}
    how = dict(GROUP_FIELDS[group])[name]
    return {name: read_value(text, how)}


def _try(read: Callable[[], Any], otherwise: Any, key: str, findings: list[Finding]) -> Any:
    try:
        return read()
    except Unreadable as problem:
        findings.append(problem.finding("cell_unreadable", key))
        return otherwise


def _is_plain(key: str) -> bool:
    return "." not in key and key not in GROUP_FIELDS and key != "entry"


def _is_single(key: str) -> bool:
    return "." in key and key not in BESIDE and key not in SCHEMES


def _one_line(key: str, value: str, findings: list[Finding]) -> str:
    findings.append(Finding("cell_line_break", Level.HINT, key, gettext_noop("单元格内有换行，读作全角空格；请核对")))
    return "\u3000".join(part.strip() for part in value.split("\n") if part.strip())


def field_columns(header: Header) -> Mapping[str, int]:
    """Return where the report marks a finding: a field or ``details.group`` → the index of its column."""
    found: dict[str, int] = {}
    for index, key in sorted(header.keys.items()):
        found.setdefault(key, index)
        base = key.partition(".")[0]
        if base in GROUP_FIELDS:
            found.setdefault(f"details.{base}", index)
        else:
            found.setdefault(base, index)
    if "entry" in found:
        for name in ("title", "responsibility", "edition", "annotation", "extent", "volumes"):
            found.setdefault(name, found["entry"])
    return found
