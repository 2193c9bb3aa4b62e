"""The rows of one worksheet, read piece by piece: memory does not grow with the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from census.imports.reading.bounds import cell_too_large, too_many_columns, too_many_rows
from census.imports.reading.container import Package, damaged
from census.imports.reading.limits import Limits
from census.imports.reading.model import CellRange, Kind, Row, Table, cell_name, column_index
from census.imports.reading.strings import SharedStrings, read_strings, shared_string, unescape
from census.imports.reading.survey import Survey, survey, text_chunks
from census.imports.reading.widths import column_widths
from census.imports.reading.workbook import SheetPart, Workbook, date_text, number_text
from census.imports.reading.xml import feed, guarded_parser, local

#: A cell as every common program writes it; any other form goes through the XML parser.
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?'
    r'(?:/>|>(?:<v>([^<&]*)</v>|<is><t(?: xml:space="preserve")?>([^<&]*)</t></is>)?</c>)'
)
_ROW_NUMBER = re.compile(r'\br="(\d+)"')
_HIDDEN = re.compile(r'\bhidden="(?:1|true)"')
_PLAIN = Kind(0)
_UNSURE_NUMBER = Kind.NUMBER | Kind.IMPRECISE
_DIGITS = "0123456789"


class RawCell(NamedTuple):
    """A cell as stored: column letters, style, type, value and inline text, and whether it has a formula."""

    letters: str
    style: str
    form: str
    value: str
    inline: str
    formula: bool = False


class Strings:
    """The string table of a workbook, read when first asked for and shared by its sheets."""

    def __init__(self, package: Package, part: str | None) -> None:
        self._package, self._part = package, part

    @cached_property
    def table(self) -> SharedStrings | None:
        """The table, None where the workbook has none."""
        if self._part is None or self._part not in self._package.names:
            return None
        return read_strings(self._package.chunks(self._part), self._package.limits)


class XlsxTable(Table):
    """A worksheet of an .xlsx package."""

    def __init__(self, package: Package, workbook: Workbook, sheet: SheetPart, strings: Strings) -> None:
        self.name, self.hidden = sheet.name, sheet.hidden
        self._package, self._workbook, self._part, self._strings = package, workbook, sheet.part, strings

    @cached_property
    def survey(self) -> Survey:
        """The rows counted and the merged cells, without parsing any row."""
        return survey(self._package, self._part)

    @property
    def expected_rows(self) -> int:
        """About how many rows there are."""
        return self.survey.rows

    @property
    def merged(self) -> tuple[CellRange, ...]:
        """The merged blocks of cells."""
        return self.survey.merged

    @property
    def widths(self) -> Mapping[int, float]:
        """How wide the user made the columns."""
        return column_widths(self._package, self._part)

    def rows(self) -> Iterator[Row]:
        """Yield the rows from the top, blank ones left out."""
        if self.survey.rows > self._package.limits.rows:
            raise too_many_rows(self._package.limits.rows)
        reader = _RowReader(self._package.limits, self._strings, self._workbook, self.survey.prefix)
        end, rest = f"</{self.survey.prefix}row>", ""
        for chunk in text_chunks(self._package, self._part):
            pieces = (rest + chunk).split(end)
            rest = pieces.pop()
            for piece in pieces:
                row = reader.read(piece)
                if not row.blank:
                    yield row
            rest = reader.pass_over(rest)


class _RowReader:
    """Turns the text of ``row`` elements into rows, remembering where it is when rows bear no number."""

    def __init__(self, limits: Limits, strings: Strings, workbook: Workbook, prefix: str) -> None:
        self._limits, self._strings, self._from_1904 = limits, strings, workbook.from_1904
        self._date_styles = {str(style) for style in workbook.date_styles}
        self._opening, self._bare = f"<{prefix}row", not prefix
        self._number = 0

    def read(self, piece: str) -> Row:
        """Return the row whose start tag is the last in ``piece`` (empty rows may stand before it)."""
        at = piece.rfind(self._opening)
        tag_end = piece.find(">", at)
        if at < 0 or tag_end < 0:
            raise damaged()
        tag = piece[at:tag_end]
        self._advance(tag, piece.count(self._opening))
        row = Row(self._number, [], {}, _HIDDEN.search(tag) is not None)
        body = piece[tag_end + 1 :]
        plain = _CELL.findall(body)
        if self._bare and len(plain) == body.count("<c"):
            self._fill(row, plain)
        else:
            self._fill_any(row, _parse_cells(body, self._limits))
        return row

    def pass_over(self, rest: str) -> str:
        """Return what stands from the last row on, which may go on in the next piece; rows before it are empty ones.

        A sheet may end in a million of them, written as single tags.
        """
        last = rest.rfind(self._opening)
        before = rest[:last].count(self._opening) if last > 0 else 0
        if before:
            self._advance(rest[rest.rfind(self._opening, 0, last) : last], before)
        return rest[last:] if before else rest

    def _advance(self, tag: str, rows: int) -> None:
        """Go on by as many rows, to the number that the last of them bears."""
        given = _ROW_NUMBER.search(tag)
        number = int(given[1]) if given else self._number + rows
        if number <= self._number:
            raise damaged()
        if number > self._limits.rows:
            raise too_many_rows(self._limits.rows)
        self._number = number

    def _fill(self, row: Row, cells: list[tuple[str, str, str, str, str]]) -> None:
        """Put plain cells into the row: the innermost loop of an import."""
        values = row.values
        for letters, style, form, value, inline in cells:
            column = column_index(letters)
            if form == "inlineStr":
                text = inline.strip() if "_x" not in inline else unescape(inline).strip()
                kind = _PLAIN
            elif form == "s":
                text, kind = shared_string(self._strings.table, value).strip(), _PLAIN
            else:
                text, kind = self._value(form, style, value or inline)
            if text or kind:
                self._put(row, values, column, text, kind)

    def _fill_any(self, row: Row, cells: list[RawCell]) -> None:
        """Put cells of any form into the row."""
        column = -1
        for cell in cells:
            try:
                column = column_index(cell.letters) if cell.letters else column + 1
            except ValueError as error:
                raise damaged() from error
            raw = cell.inline or cell.value
            if cell.form == "s" and raw:
                text, kind = shared_string(self._strings.table, raw).strip(), _PLAIN
            else:
                text, kind = self._value(cell.form, cell.style, raw)
            if cell.formula:
                kind |= Kind.FORMULA if raw else Kind.NO_RESULT
            if text or kind:
                self._put(row, row.values, column, text, kind)

    def _put(self, row: Row, values: list[str], column: int, text: str, kind: Kind) -> None:
        if column >= self._limits.columns:
            raise too_many_columns(column + 1, self._limits.columns)
        if len(text) > self._limits.cell_characters:
            raise cell_too_large(cell_name(self._number, column), self._limits.cell_characters)
        if column > len(values):
            values.extend([""] * (column - len(values)))
        values[column : column + 1] = [text]
        if kind:
            row.kinds[column] = kind

    def _value(self, form: str, style: str, raw: str) -> tuple[str, Kind]:
        match form:
            case "inlineStr" | "str":
                return unescape(raw).strip(), _PLAIN
            case "b":
                return ("是" if raw == "1" else "否"), Kind.BOOLEAN
            case "e":
                return raw, Kind.ERROR
            case "d":
                return raw.removesuffix("T00:00:00").replace("T", " "), Kind.DATE
        raw = raw.strip()
        if not raw:
            return "", _PLAIN
        if style in self._date_styles:
            shown = date_text(raw, self._from_1904)
            if shown is not None:
                return shown, Kind.DATE
        text, imprecise = number_text(raw)
        return text, _UNSURE_NUMBER if imprecise else Kind.NUMBER


class _CellCollector:
    """Collects the cells of one row from parser events, whatever way they are written."""

    def __init__(self, limits: Limits) -> None:
        self.cells: list[RawCell] = []
        self._limits = limits
        self._attributes: dict[str, str] = {}
        self._texts: dict[str, list[str]] = {"v": [], "t": []}
        self._into: list[str] | None = None
        self._phonetic = self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        name = local(name)
        if name == "c":
            self._attributes, self._texts, self._formula = attributes, {"v": [], "t": []}, False
        elif name in self._texts:
            self._into = None if self._phonetic else self._texts[name]
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True

    def text(self, data: str) -> None:
        """Take text."""
        if self._into is not None:
            self._into.append(data)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        name = local(name)
        if name in self._texts:
            self._into = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "c":
            get = self._attributes.get
            letters = get("r", "").rstrip(_DIGITS)
            value, inline = "".join(self._texts["v"]), "".join(self._texts["t"])
            self.cells.append(RawCell(letters, get("s", ""), get("t", ""), value, inline, self._formula))
            if len(self.cells) > self._limits.columns * 64:
                raise too_many_columns(len(self.cells), self._limits.columns)


def _parse_cells(body: str, limits: Limits) -> list[RawCell]:
    """Read the cells of a row by the XML parser. Raises ``ImportRefused`` where it is broken."""
    collector, parser = _CellCollector(limits), guarded_parser()
    parser.StartElementHandler, parser.EndElementHandler = collector.start, collector.end
    parser.CharacterDataHandler = collector.text
    for _ in feed(parser, [b"<row>", body.encode("utf-8", "replace"), b"</row>"]):
        pass
    return collector.cells


def open_tables(package: Package, workbook: Workbook) -> list[Table]:
    """Return the worksheets of a workbook in their order. Raises ``ImportRefused`` where none of them is there."""
    strings = Strings(package, workbook.strings_part)
    sheets = [sheet for sheet in workbook.sheets if sheet.part in package.names]
    if not sheets:
        raise damaged()
    return [XlsxTable(package, workbook, sheet, strings) for sheet in sheets]
