"""A spreadsheet as the import sees it: rows of text, with what a cell was where it was not text."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext


class Kind(enum.IntFlag):
    """What a spreadsheet cell was, where it was not plain text."""

    NUMBER = 1
    DATE = 2
    BOOLEAN = 4
    ERROR = 8
    FORMULA = 16
    NO_RESULT = 32
    IMPRECISE = 64
    TEXT_FORMULA = 128


@dataclass(slots=True)
class Row:
    """One row of a sheet: its number as the user's program shows it (from 1) and its cells as text.

    ``kinds`` maps a column's index (from 0) to what the cell was; plain text is not listed.
    """

    number: int
    values: list[str]
    kinds: dict[int, Kind] = field(default_factory=dict)
    hidden: bool = False

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.values) and not self.kinds


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said about the file as a whole that does not stop the import."""

    code: str
    template: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The message in the language of the reader."""
        return gettext(self.template).format(**self.params)


@dataclass(frozen=True, slots=True, order=True)
class CellRange:
    """A block of cells, rows from 1 and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"


class Table(ABC):
    """One sheet, which can be read as often as one likes, each time row by row."""

    name: str
    hidden: bool = False

    @property
    @abstractmethod
    def expected_rows(self) -> int:
        """About how many rows there are, for the progress bar."""

    @property
    @abstractmethod
    def merged(self) -> tuple[CellRange, ...]:
        """The merged blocks of cells."""

    @property
    def widths(self) -> Mapping[int, float]:
        """Column index → width in characters, of the columns that the user made wider or narrower."""
        return {}

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Yield the rows from the top, blank ones left out. Raises ``ImportRefused`` where a bound is broken."""


@dataclass
class Source:
    """A file that was found to be a spreadsheet: its form and its sheets in the user's order.

    ``doubtful`` is the same text read otherwise, where its bytes alone do not tell which reading is meant.
    """

    form: str
    encoding: str
    tables: list[Table]
    doubtful: list[Table] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@lru_cache(maxsize=1024)
def column_name(index: int) -> str:
    """Return the letters of a column (index from 0): 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=20_000)
def column_index(letters: str) -> int:
    """Return the index (from 0) of a column's letters: A → 0, AA → 26. Raises ``ValueError`` on others."""
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    """Return the usual name of a cell, row from 1 and column from 0: (3, 1) → B3."""
    return f"{column_name(column)}{row}"


def parse_range(text: str) -> CellRange:
    """Read ``A1:C3`` or ``A1``. Raises ``ValueError`` where it is neither."""
    first, _, last = text.replace("$", "").partition(":")
    (top, left), (bottom, right) = _parse_cell(first), _parse_cell(last or first)
    return CellRange(top, left, bottom, right)


def _parse_cell(text: str) -> tuple[int, int]:
    letters = text.rstrip("0123456789")
    return int(text[len(letters) :]), column_index(letters)
