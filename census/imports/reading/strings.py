"""The shared strings of a workbook, kept on disk so that memory does not grow with the sheet."""

from __future__ import annotations

import os
import re
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from typing import IO

from census.imports.reading.container import damaged
from census.imports.reading.limits import Limits
from census.imports.reading.xml import feed, guarded_parser, local
from census.storable import is_storable, made_storable

BLOCK = 64
SEPARATOR = "\x1e"
CACHE_BYTES = 6 * 1024 * 1024
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """The string table of a workbook: written once in order, then read by number.

    Sixty-four strings make a block; blocks lie in a temporary file, the latest used stay in memory.
    Programs write the table in the order of the cells, so that reading is nearly sequential.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed with the table
        self._offsets = array("Q", [0])
        self._pending: list[str] = []
        self._cache: OrderedDict[int, list[str]] = OrderedDict()
        self._sizes: dict[int, int] = {}
        self._cached = 0
        self._last, self._last_block = -1, [""]
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, text: str) -> None:
        """Add the next string."""
        self._pending.append(text)
        self._count += 1
        if len(self._pending) == BLOCK:
            self._flush()

    def finish(self) -> None:
        """Say that all strings are in."""
        if self._pending:
            self._flush()
        self._file.flush()

    def __getitem__(self, number: int) -> str:
        block = number // BLOCK
        if block != self._last:
            self._last_block = self._load(block)
            self._last = block
        return self._last_block[number % BLOCK]

    def close(self) -> None:
        """Remove the temporary file."""
        self._file.close()

    def _flush(self) -> None:
        data = SEPARATOR.join(self._pending).encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._offsets.append(self._offsets[-1] + len(data))
        self._pending.clear()

    def _load(self, block: int) -> list[str]:
        found = self._cache.get(block)
        if found is not None:
            self._cache.move_to_end(block)
            return found
        start, end = self._offsets[block], self._offsets[block + 1]
        data = os.pread(self._file.fileno(), end - start, start)
        strings = data.decode("utf-8", "surrogatepass").split(SEPARATOR)
        self._cache[block], self._sizes[block] = strings, len(data)
        self._cached += len(data)
        while self._cached > CACHE_BYTES and len(self._cache) > 1:
            oldest, _ = self._cache.popitem(last=False)
            self._cached -= self._sizes.pop(oldest)
        return strings


class _ItemCollector:
    """Collects the items of the string table from parser events, phonetic guides left out."""

    def __init__(self, most: int) -> None:
        self.table = SharedStrings()
        self._parts: list[str] = []
        self._most, self._size = most, 0
        self._collecting = self._phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        name = local(name)
        if name == "si":
            self._parts.clear()
            self._size = 0
        elif name == "t":
            self._collecting = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def text(self, data: str) -> None:
        """Take text, as much of it as shows that a cell is too large."""
        if self._collecting and self._size <= self._most:
            self._parts.append(data[: self._most + 1])
            self._size += len(data)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        name = local(name)
        if name == "t":
            self._collecting = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.table.append("".join(self._parts))


def read_strings(chunks: Iterable[bytes], limits: Limits) -> SharedStrings:
    """Read ``sharedStrings.xml``. Raises ``ImportRefused`` where the part is broken.

    A string beyond the bound of a cell is cut just past it, so that the cell that uses it can be named.
    """
    collector, parser = _ItemCollector(limits.cell_characters), guarded_parser()
    parser.StartElementHandler, parser.EndElementHandler = collector.start, collector.end
    parser.CharacterDataHandler = collector.text
    for _ in feed(parser, chunks):
        pass
    collector.table.finish()
    return collector.table


def shared_string(table: SharedStrings | None, number: str) -> str:
    """Return the string a cell points to. Raises ``ImportRefused`` where there is none."""
    try:
        if table is None or not 0 <= int(number) < len(table):
            raise damaged()
        return unescape(table[int(number)])
    except ValueError as error:
        raise damaged() from error


def unescape(text: str) -> str:
    """Undo the ``_xHHHH_`` escapes by which workbooks write control characters (ECMA-376, ST_Xstring).

    Halves of a surrogate pair are joined. What no database can hold (NUL, a half alone) becomes U+FFFD, which the
    records' check of lost characters names.
    """
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if is_storable(plain):
        return plain
    return made_storable(plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
