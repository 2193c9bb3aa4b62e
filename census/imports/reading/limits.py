"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one spreadsheet. Rows and characters a cell are Excel's own; the rest guards the machine.

    ``ratio`` is the greatest expansion of a packed part; it is asked only of parts above
    ``ratio_from`` bytes, since small parts of blanks pack very well.
    """

    file_bytes: int = 256 * MEBIBYTE
    expanded_bytes: int = 2048 * MEBIBYTE
    part_bytes: int = 64 * MEBIBYTE
    ratio: int = 250
    ratio_from: int = 32 * MEBIBYTE
    parts: int = 5000
    rows: int = 1_048_576
    columns: int = 256
    cell_characters: int = 32_767
