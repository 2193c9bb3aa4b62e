"""Delimited text (CSV, or tabs) as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused
from census.imports.reading.bounds import cell_too_large, too_many_columns, too_many_rows
from census.imports.reading.limits import Limits
from census.imports.reading.model import CellRange, Kind, Row, Table, cell_name

DELIMITERS = "\t,;"
_LOOK_AT = 64 * 1024
#: Blanks around a cell, and the marks that stand where files were joined together.
BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\ufeff"


class DelimitedTable(Table):
    """A text file of rows. Rows are numbered as a spreadsheet would show them, not by lines of text."""

    def __init__(self, path: Path, encoding: str, limits: Limits) -> None:
        self.name = path.stem
        self._path, self._encoding, self._limits = path, encoding, limits

    @cached_property
    def delimiter(self) -> str:
        """The character between cells: the one that occurs most in the first lines, a comma where none does."""
        with self._path.open(encoding=self._encoding, newline="") as stream:
            lines = list(islice(stream.read(_LOOK_AT).splitlines(), 10))
        counts = {sign: sum(_outside_quotes(line, sign) for line in lines) for sign in DELIMITERS}
        best = max(DELIMITERS, key=lambda sign: counts[sign])
        return best if counts[best] else ","

    @cached_property
    def expected_rows(self) -> int:
        """About how many rows there are."""
        with self._path.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))

    @property
    def merged(self) -> tuple[CellRange, ...]:
        """No cells are merged in text."""
        return ()

    def rows(self) -> Iterator[Row]:
        """Yield the rows from the top, blank ones left out."""
        limits = self._limits
        csv.field_size_limit(4 * limits.cell_characters)
        with self._path.open(encoding=self._encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            for number, cells in enumerate(self._records(reader), start=1):
                if number > limits.rows:
                    raise too_many_rows(limits.rows)
                row = self._row(number, cells)
                if not row.blank:
                    yield row

    def _records(self, reader: Iterator[list[str]]) -> Iterator[list[str]]:
        start = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _malformed(str(error), start, self._limits.cell_characters) from error
            yield cells
            start = reader.line_num + 1  # type: ignore[attr-defined]

    def _row(self, number: int, cells: list[str]) -> Row:
        row = Row(number, [cell.strip(BLANKS) for cell in cells])
        values = row.values
        while values and not values[-1]:
            values.pop()
        if len(values) > self._limits.columns:
            raise too_many_columns(len(values), self._limits.columns)
        for index, value in enumerate(values):
            if len(value) > self._limits.cell_characters:
                raise cell_too_large(cell_name(number, index), self._limits.cell_characters)
            if value.startswith("=") and len(value) > 1:
                values[index], row.kinds[index] = read_formula(value)
        return row


def read_formula(value: str) -> tuple[str, Kind]:
    """Read ``="0012"``, by which programs keep text from turning into numbers; name any other formula."""
    inside = value[2:-1].replace('""', "")
    if value.startswith('="') and value.endswith('"') and len(value) > 2 and '"' not in inside:
        return value[2:-1].replace('""', '"'), Kind.TEXT_FORMULA
    return value, Kind.NO_RESULT


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _malformed(reason: str, line: int, most: int) -> ImportRefused:
    if "field larger" in reason:
        return ImportRefused(
            "cell-too-large",
            gettext_noop("第 {line} 行起有一个单元格超过 {most} 字：不是粘贴错误，就是引号没有闭合。请改正后再导入。"),
            line=line,
            most=most,
        )
    return ImportRefused(
        "quotes",
        gettext_noop("第 {line} 行起引号不成对，分不出单元格。请把内容里的半角双引号写成两个，或另存为 .xlsx。"),
        line=line,
    )
