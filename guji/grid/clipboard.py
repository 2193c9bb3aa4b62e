"""What spreadsheets put on the clipboard, as rows of cells: text with tabs and quotes, and the table as HTML.

Text is exact, but some programs do not quote a line break in a cell; HTML tells cells apart and says which are
merged, but joins blanks. So the text is taken where both agree on the rows, the HTML where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from census.imports.reading.delimited import BLANKS, read_formula

_LINE_END = re.compile(r"\r\n?")
#: A quoted cell: what stands between the marks, doubled marks in it, up to a tab, a line end or the end.
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"(?=\t|\n|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_SPACES = re.compile(r"[ \t\n\f]+")
#: No spreadsheet merges more cells than this across; a page that says so is not believed.
_WIDEST = 256
_TALLEST = 5_000


@dataclass(frozen=True, slots=True)
class Clipping:
    """Rows of cells, and how many cells stand for several (merged)."""

    rows: list[list[str]]
    merged: int = 0


def read_clipboard(text: str, html: str = "") -> Clipping:
    """Return what was copied. Never raises; what is no table is one cell or one column."""
    plain = rows_of_text(text)
    table = rows_of_html(html) if "<t" in html.lower() else Clipping([])
    if not table.rows:
        return Clipping(plain)
    rows = plain if plain and len(plain) == len(table.rows) else table.rows
    return Clipping(rows, table.merged)


def rows_of_text(text: str) -> list[list[str]]:
    """Read tab-separated text. A cell is quoted only where it must be; a mark that closes nowhere is a character.

    Blank lines at the end are no rows; blank ones in between are.
    """
    text = _LINE_END.sub("\n", text).lstrip("\ufeff")
    rows = list(_rows(text)) if text else []
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _rows(text: str) -> Iterator[list[str]]:
    at, row = 0, []
    while True:
        cell, at = _cell(text, at)
        row.append(_tidied(cell))
        if at >= len(text):
            yield row
            return
        if text[at] == "\n":
            yield row
            row = []
        at += 1


def _cell(text: str, at: int) -> tuple[str, int]:
    """Return the cell that begins at ``at`` and where it ends."""
    quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
    if quoted is not None and re.search(r'[\t\n]|""', quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    assert plain is not None  # noqa: S101 - it matches nothing as well
    return plain[0], plain.end()


def _tidied(cell: str) -> str:
    """Return a cell as the import reads it: without blanks around, ``="0012"`` as the text it stands for."""
    cell = cell.strip(BLANKS)
    return read_formula(cell)[0] if cell.startswith('="') else cell


def rows_of_html(html: str) -> Clipping:
    """Read the first table of a page. Of merged cells the first has the text, the others are empty."""
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    rows = reader.rows
    while rows and not any(rows[-1]):
        rows.pop()
    return Clipping(rows, reader.merged)


class _TableReader(HTMLParser):
    """Collects the cells of the first table; tables within cells are their text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.merged = 0
        self._depth = 0
        self._done = False
        self._cell: list[str] | None = None
        self._span = (1, 1)
        #: Column → how many rows further down it is covered by a merged cell above.
        self._covered: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell, or a line within a cell."""
        if tag == "table":
            self._depth += 1
        elif self._done or self._depth != 1:
            pass
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
            self._cover()
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._cell = []
            self._span = (
                _span(given.get("colspan"), _WIDEST),
                _span(given.get("rowspan"), _TALLEST),
            )
        if tag in ("br", "p", "div") and self._cell:
            self._cell.append("\r")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or the table."""
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
            self._done = self._done or self._depth == 0

    def handle_data(self, data: str) -> None:
        """Take the text of a cell; line ends of the source are blanks."""
        if self._cell is not None:
            self._cell.append(data.replace("\r", "\n"))

    def close(self) -> None:
        """End what was not ended."""
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self.rows:
            self.rows.append([])
        lines = _SPACES.sub(" ", "".join(self._cell)).split("\r")
        text = _tidied("\n".join(line.strip(" ") for line in lines))
        across, down = self._span
        row = self.rows[-1]
        if down > 1:
            self._covered |= {len(row) + step: down - 1 for step in range(across)}
        row += [text] + [""] * (across - 1)
        self.merged += bool(text) and across * down > 1
        self._cell = None
        self._cover()

    def _cover(self) -> None:
        """Leave empty the cells of this row that a merged cell above covers."""
        row = self.rows[-1]
        while len(row) < _WIDEST and self._covered.get(len(row)):
            self._covered[len(row)] -= 1
            row.append("")


def _span(given: str | None, most: int) -> int:
    number = int(given) if given and given.isascii() and given.isdigit() and len(given) < 6 else 1
    return min(max(number, 1), most)
