"""Finding the header row of a sheet and knowing its columns, whatever their order and wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from django.utils.translation import gettext_noop

from authority.han import fold
from census.imports.errors import ImportRefused
from census.imports.reading import Notice, Row, Source, Table, column_name
from census.imports.reading.text import is_big5

#: The header stands in one of the first rows; titles and remarks may stand above it.
HEADER_ROWS = 10
_DECORATION = ("必填项", "必填", "必登", "选填", "可空")


@dataclass(frozen=True, slots=True)
class Column:
    """A column an import knows: its key, its heading in the template, other headings seen in use, a note.

    ``choices`` names a vocabulary for the template's drop-down list; ``alone`` marks a column that makes a
    sheet importable by itself (a whole entry in one cell).
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    choices: str = ""
    example: str = ""
    required: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its row, the column keys by index, and headings that nobody knows."""

    row: int
    keys: Mapping[int, str]
    headings: Mapping[int, str]
    unknown: Mapping[int, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many columns the header spans."""
        return max(self.headings, default=-1) + 1

    def index(self, key: str) -> int | None:
        """Return the index of the column with this key, None where the sheet has none."""
        return next((index for index, found in self.keys.items() if found == key), None)


def normalise(heading: str) -> str:
    """Return a heading without script, width, punctuation and remarks such as （必填）, for comparison."""
    key = fold(heading).replace(" ", "")
    for word in _DECORATION:
        key = key.replace(fold(word), "")
    return key


class Recogniser:
    """Knows the columns of one kind of record by their headings."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {column.key: column for column in columns}
        self._keys: dict[str, str] = {}
        for column in columns:
            for heading in (column.label, column.key, *column.aliases):
                known = self._keys.setdefault(normalise(heading), column.key)
                if known != column.key:
                    raise ValueError(f"heading {heading} belongs to {known} and {column.key}")

    def key(self, heading: str) -> str | None:
        """Return the key of the column with this heading, None where nobody knows it."""
        return self._keys.get(normalise(heading)) if heading else None

    def find(self, table: Table, assign: Mapping[str, str] | None = None) -> Header | None:
        """Return the header of a table, None where none of its first rows is one.

        ``assign`` gives headings of this very sheet their keys. Raises ``ImportRefused`` where two
        columns are the same.
        """
        top = list(takewhile(lambda row: row.number <= HEADER_ROWS, table.rows()))
        best, most = None, 0
        for position, row in enumerate(top):
            keys = self._keys_of(row, assign or {})
            if len(set(keys.values())) > most and self._enough(keys):
                best, most = position, len(set(keys.values()))
        if best is None:
            return None
        if best + 1 < len(top) and self._goes_on(top[best], top[best + 1], assign or {}):
            best += 1
        above = top[best - 1] if best and top[best - 1].number == top[best].number - 1 else None
        return self._header(top[best], above, assign or {})

    def _goes_on(self, row: Row, below: Row, assign: Mapping[str, str]) -> bool:
        """Whether the row below is the header's second: a heading in every cell that it fills, several at least."""
        filled = sum(bool(value) for value in below.values)
        return below.number == row.number + 1 and filled >= 2 and len(self._keys_of(below, assign)) == filled

    def _keys_of(self, row: Row, assign: Mapping[str, str]) -> dict[int, str]:
        found = {index: assign.get(value) or self.key(value) for index, value in enumerate(row.values)}
        return {index: key for index, key in found.items() if key}

    def _enough(self, keys: Mapping[int, str]) -> bool:
        return len(set(keys.values())) >= 2 or any(self.columns[key].alone for key in keys.values())

    def _header(self, row: Row, above: Row | None, assign: Mapping[str, str]) -> Header:
        headings = {index: value for index, value in enumerate(row.values) if value}
        keys = self._keys_of(row, assign)
        if above is not None:
            for index, key in self._keys_of(above, assign).items():
                if index not in headings and key not in keys.values():
                    keys[index], headings[index] = key, above.values[index]
        _refuse_doubles(keys, headings)
        unknown = {index: heading for index, heading in headings.items() if index not in keys}
        return Header(row.number, keys, headings, unknown)


def _refuse_doubles(keys: Mapping[int, str], headings: Mapping[int, str]) -> None:
    seen: dict[str, int] = {}
    for index, key in sorted(keys.items()):
        if key in seen:
            raise ImportRefused(
                "double-header",
                gettext_noop(
                    "{first} 列“{one}”与 {second} 列“{other}”是同一项，不知该取哪一列。请删去或改名其中一列。"
                ),
                first=column_name(seen[key]),
                one=headings[seen[key]],
                second=column_name(index),
                other=headings[index],
            )
        seen[key] = index


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet an import reads, its header, and what is to be said of the choice."""

    table: Table
    header: Header
    notices: tuple[Notice, ...]

    def data_rows(self) -> Iterator[Row]:
        """Yield the rows under the header, repetitions of the header left out."""
        names = [self.header.headings.get(index, "") for index in range(self.header.width)]
        for row in self.table.rows():
            if row.number > self.header.row and row.values != names:
                yield row


def choose_sheet(
    source: Source, recogniser: Recogniser, sheet: str | None = None, assign: Mapping[str, str] | None = None
) -> Chosen:
    """Return the sheet to import: the one named, else the first visible one whose header is known.

    Raises ``ImportRefused`` where there is no such sheet, no header, or cells are merged below the header.
    """
    tables = _candidates(source, sheet)
    for table in tables:
        header = recogniser.find(table, assign)
        if header is not None:
            _refuse_missing(header, assign or {})
            _refuse_merged(table, header)
            return Chosen(table, header, tuple(_notices(source, table, sheet)))
    if any(_makes_sense(table, recogniser) for table in source.doubtful):
        raise is_big5()
    raise ImportRefused(
        "no-header",
        gettext_noop(
            "在前 {rows} 行里找不到表头。表头应有“题名卷数”“版本”“册数”等列名（次序不限），"
            "或一列“著录”放整条款目。可用 import_template 生成空表。看过的工作表：{sheets}。"
        ),
        rows=HEADER_ROWS,
        sheets="、".join(table.name for table in tables),
    )


def _refuse_missing(header: Header, assign: Mapping[str, str]) -> None:
    """Raise ``ImportRefused`` for a heading that was given a key and is not there: mistyped, most likely."""
    headings = [heading for heading in header.headings.values() if heading]
    for heading in assign:
        if heading not in headings:
            raise ImportRefused(
                "no-column",
                gettext_noop("没有名为“{column}”的列。表头有：{headings}。"),
                column=heading,
                headings="、".join(headings),
            )


def _makes_sense(table: Table, recogniser: Recogniser) -> bool:
    """Whether a doubtful reading of a text has a header that is known."""
    try:
        return recogniser.find(table) is not None
    except UnicodeDecodeError:
        return False


def _candidates(source: Source, sheet: str | None) -> list[Table]:
    if sheet is None:
        return [table for table in source.tables if not table.hidden] or source.tables
    found = [table for table in source.tables if table.name == sheet]
    if not found:
        raise ImportRefused(
            "no-sheet",
            gettext_noop("没有名为“{sheet}”的工作表。文件里有：{sheets}。"),
            sheet=sheet,
            sheets="、".join(table.name for table in source.tables),
        )
    return found


def _refuse_merged(table: Table, header: Header) -> None:
    below = sorted(block for block in table.merged if block.bottom > header.row)
    if below:
        raise ImportRefused(
            "merged",
            gettext_noop(
                "表头以下有 {count} 处合并单元格（{ranges}）：被合并的各行读不出内容。请取消合并并补齐每一行。"
            ),
            count=len(below),
            ranges="、".join(_first(map(str, below), 10)),
        )


def _notices(source: Source, chosen: Table, sheet: str | None) -> Iterator[Notice]:
    others = [table for table in source.tables if table is not chosen]
    if others:
        yield Notice(
            "sheets",
            gettext_noop("读的是工作表“{sheet}”；没有读：{others}。"),
            {"sheet": chosen.name, "others": "、".join(_named(table) for table in others)},
        )


def _named(table: Table) -> str:
    return table.name + ("（隐藏）" if table.hidden else "")


def _first(items: Iterable[str], most: int) -> list[str]:
    found = list(items)
    return [*found[:most], "…"] if len(found) > most else found
