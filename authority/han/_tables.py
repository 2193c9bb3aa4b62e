"""Reading the table files beside the code; `tables/NOTICE` names their sources and licences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

TABLES: Final = Path(__file__).resolve().parent / "tables"


def read_lines(name: str) -> list[str]:
    """Lines of one table, without their ends."""
    return (TABLES / name).read_text(encoding="utf-8").split("\n")[:-1]


def read_pairs(name: str) -> Iterator[tuple[str, str]]:
    """The two columns of a table separated by a tab; lines that begin with # are remarks."""
    for line in read_lines(name):
        if not line.startswith("#"):
            left, _, right = line.partition("\t")
            yield left, right
